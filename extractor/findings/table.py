"""The findings table on disk: Parquet with its schema version, and a CSV that is safe to open in a spreadsheet."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from extractor.batch.files import write_whole
from extractor.surrogates import shown, shown_all

if TYPE_CHECKING:
    import pyarrow as pa

__all__ = [
    "REQUIRED",
    "SCHEMA",
    "SCHEMA_VERSION",
    "TableError",
    "parquet",
    "read_table",
    "read_tuples",
    "write_table",
]

SCHEMA_VERSION = "4"

#: Columns of findings.parquet in order, with their types: s text, i whole number, f number, b flag, l list of text.
SCHEMA: dict[str, str] = {
    "finding_id": "s", "group_id": "s", "cargo_id": "s", "cargo_name": "s", "cargo_type": "s", "cargo_arm": "s",
    "target_id": "s", "target_name": "s", "target_direction": "s", "pathway_id": "s", "pathway_name": "s",
    "pathway_direction": "s",
    "effect": "s", "finding_type": "l", "cancers": "l", "n_documents": "i", "n_mentions": "i", "n_contradicting": "i",
    "conflict": "b", "belief": "f", "documents": "l", "evidence_ids": "l",
    "vesicular": "b", "hedged": "b", "papers": "l", "n_primary": "i", "n_retracted": "i", "years": "l",
    "conflict_kind": "s", "conflict_with": "l", "conflict_differs": "l", "refines": "l", "status": "s",
    "known_pair": "l", "known_cargo": "l",
}  # fmt: skip

#: What a line of tuples.jsonl must hold to be merged.
REQUIRED = ("doc_id", "cargo_type", "effect")

_TEXT = (
    "doc_id", "cargo", "cargo_type", "cargo_id", "target", "target_id", "target_direction", "pathway", "pathway_id",
    "pathway_direction", "effect", "cancer", "cancer_id",
)  # fmt: skip

#: A cell that begins with one of these is a formula to a spreadsheet.
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


class TableError(ValueError):
    """Rows that cannot be merged or a table that cannot be read; the message names the file and the remedy."""


def arrow_schema() -> pa.Schema:
    """The schema of findings.parquet, its version in the metadata."""
    import pyarrow as pa

    types = {"s": pa.string(), "i": pa.int64(), "f": pa.float64(), "b": pa.bool_(), "l": pa.list_(pa.string())}
    return pa.schema(
        [pa.field(name, types[kind]) for name, kind in SCHEMA.items()],
        metadata={"exocargo.schema": "findings", "exocargo.schema_version": SCHEMA_VERSION},
    )


def _cell(value: Any) -> str:
    if value is None:
        return ""
    text = shown("; ".join(map(str, value)) if isinstance(value, list) else str(value))
    return f"'{text}" if text.startswith(_FORMULA) else text


def parquet(rows: Sequence[Mapping[str, Any]], schema: pa.Schema) -> bytes:
    """Rows as a Parquet file with the columns of ``schema``, in memory."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    columns = {name: [shown_all(row[name]) for row in rows] for name in schema.names}
    sink = io.BytesIO()
    pq.write_table(pa.table(columns, schema=schema), sink, compression="zstd")
    return sink.getvalue()


def write_table(findings: Sequence[Mapping[str, Any]], folder: Path) -> tuple[Path, Path]:
    """Write findings.parquet and findings.csv into ``folder``; a reader never sees half of either."""
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow(SCHEMA)
    writer.writerows([_cell(finding[name]) for name in SCHEMA] for finding in findings)
    binary, table = folder / "findings.parquet", folder / "findings.csv"
    write_whole(binary, parquet(findings, arrow_schema()))
    write_whole(table, text.getvalue().encode("utf-8"))
    return binary, table


def read_tuples(paths: Iterable[Path]) -> Iterator[dict[str, Any]]:
    """The rows of run folders or ``tuples.jsonl`` files.

    Raises
    ------
    TableError
        If a file is missing, a line is no JSON object, or lacks a column that merging needs.
    """
    for path in paths:
        file = path / "tuples.jsonl" if path.is_dir() else path
        if not file.is_file():
            raise TableError(f"{path}: no tuples here; give a folder written by extract or a tuples.jsonl file")
        with file.open(encoding="utf-8", errors="surrogateescape") as lines:
            for number, line in enumerate(lines, start=1):
                if line.strip():
                    yield _row(line, f"{file}, line {number}")


def _row(line: str, where: str) -> dict[str, Any]:
    try:
        row = json.loads(line)
    except (ValueError, RecursionError) as error:
        raise TableError(f"{where}: not JSON ({error}); repair or remove the line") from None
    missing = [name for name in REQUIRED if not isinstance(row, dict) or name not in row]
    if missing:
        raise TableError(f"{where}: no {', '.join(missing)}; is this a tuples.jsonl?")
    for name in _TEXT:
        if not isinstance(row.get(name), str | None) or (name in REQUIRED and row[name] is None):
            raise TableError(f"{where}: {name} is no text; mend it")
    evidence = row.get("evidence") or []
    good = isinstance(evidence, list) and all(
        isinstance(item, dict) and isinstance(item.get("start"), int) and isinstance(item.get("end"), int)
        for item in evidence
    )
    if not good or not isinstance(row.get("confidence"), int | float | None):
        raise TableError(f"{where}: evidence needs start and end, confidence a number; mend it")
    if not all(isinstance(kind, str) for kind in row.get("finding_type") or []):
        raise TableError(f"{where}: finding_type is no list of texts; mend it")
    return dict(row)


def read_table(path: Path) -> list[dict[str, Any]]:
    """The rows of a findings.parquet, or of the one in a folder.

    Raises
    ------
    TableError
        If there is none, it is no Parquet file, no findings table, or one of a newer schema.
    """
    import pyarrow as pa
    import pyarrow.parquet as pq

    file = path / "findings.parquet" if path.is_dir() else path
    try:
        table = pq.read_table(file)
    except FileNotFoundError:
        raise TableError(f"{path}: no findings.parquet here; give a folder that extract or merge wrote") from None
    except (pa.ArrowException, OSError):
        raise TableError(f"{file}: not a readable Parquet file; run merge again to rebuild it") from None
    found = (table.schema.metadata or {}).get(b"exocargo.schema_version", b"").decode("utf-8", "replace")
    if found.isdecimal() and int(found) < int(SCHEMA_VERSION):
        raise TableError(f"{file}: has the older schema version {found}; run merge on its folder to renew it")
    missing = [name for name in SCHEMA if name not in table.column_names]
    if missing and not found:
        raise TableError(f"{file}: no findings table (it has no {missing[0]}); give a findings.parquet")
    if missing or found not in ("", SCHEMA_VERSION):
        raise TableError(f"{file}: has schema version {found}, this program reads {SCHEMA_VERSION}; update exocargo")
    try:
        rows: list[dict[str, Any]] = table.to_pylist()
    except UnicodeDecodeError:
        raise TableError(f"{file}: holds text that is no UTF-8; run merge again to rebuild it") from None
    return rows
