"""runs.parquet: the runs that a folder's evidence comes from, a row a run, with what its run.json said."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from extractor.evidence import digest
from extractor.findings.table import SCHEMA_VERSION, TableError, parquet
from extractor.surrogates import shown

__all__ = ["FILE", "read_runs", "run_rows", "runs_parquet", "runs_schema"]

#: The file's name in a folder of results.
FILE = "runs.parquet"


def runs_schema() -> Any:
    """The columns of runs.parquet: ``run`` is run.json, the others are taken out of it."""
    import pyarrow as pa

    names = ("run_id", "model", "exocargo", "schema_version", "run")
    return pa.schema([(name, pa.string()) for name in names])


def run_rows(run: Mapping[str, Any]) -> dict[str, dict[str, Any]]:
    """The row of one run, by its id, from the content of its run.json."""
    settings, versions = run.get("settings"), run.get("versions")
    run_id = digest("run", run)
    row = {
        "run_id": run_id,
        "model": _text(settings, "model"),
        "exocargo": _text(versions, "exocargo"),
        "schema_version": SCHEMA_VERSION,
        "run": shown(json.dumps(run, sort_keys=True)),
    }
    return {run_id: row}


def _text(found: Any, name: str) -> str | None:
    value = found.get(name) if isinstance(found, dict) else None
    return shown(value) if isinstance(value, str) else None


def runs_parquet(rows: Mapping[str, Mapping[str, Any]]) -> bytes:
    """Rows by their ids as the bytes of runs.parquet, in the order of the ids."""
    return parquet([rows[key] for key in sorted(rows)], runs_schema())


def read_runs(folder: Path) -> dict[str, dict[str, Any]]:
    """The runs of a folder by their ids: those of runs.parquet, else that of run.json; none if there is neither.

    Raises
    ------
    TableError
        If runs.parquet cannot be read. A run.json that cannot be is passed over: nothing depends on it.
    """
    import pyarrow as pa
    import pyarrow.parquet as pq

    file = folder / FILE
    if file.is_file():
        try:
            rows: list[dict[str, Any]] = pq.read_table(file, schema=runs_schema()).to_pylist()
        except (pa.ArrowException, OSError, UnicodeDecodeError):
            raise TableError(f"{file}: not a readable table of runs; run extract or merge again") from None
        return {row["run_id"]: row for row in rows if row["run_id"]}
    try:
        run = json.loads((folder / "run.json").read_text(encoding="utf-8"))
    except (OSError, ValueError, RecursionError):
        return {}
    return run_rows(run) if isinstance(run, dict) else {}
