"""All tables in one DuckDB file: findings, evidence, documents, curations and runs, with views over them.

Nothing of the folder is lost: lists are lists, and the spans and sentences of a row of evidence are JSON. The views:
``evidence_of`` (a row for each finding and piece of evidence), ``conflicts`` (findings beside those that they conflict
with), ``cargo_effects`` (papers by cargo and effect).
"""

from __future__ import annotations

import json
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

from extractor.exports.rows import FIELDS
from extractor.exports.written import Written
from extractor.findings.curation import read_curations
from extractor.findings.documents import documents_schema
from extractor.findings.folder import Folder
from extractor.findings.paper import papers
from extractor.findings.table import SCHEMA_VERSION, arrow_schema
from extractor.surrogates import shown

if TYPE_CHECKING:
    import pyarrow as pa

__all__ = ["write"]

#: Columns of the evidence: whose it is, and the fields of a row.
_EVIDENCE = {"evidence_id": "t", "doc_id": "t", "paper_id": "t", **FIELDS}
_CURATIONS = ("curation_id", "evidence_id", "finding_id", "tag", "curator", "date", "note", "corrected")
_VIEWS = """
CREATE VIEW evidence_of AS
    SELECT f.finding_id, f.group_id, e.* FROM
    (SELECT finding_id, group_id, unnest(evidence_ids) AS evidence_id FROM findings) f
    JOIN evidence e USING (evidence_id);
CREATE VIEW conflicts AS
    SELECT a.finding_id, a.cargo_name, a.effect, a.belief, a.conflict_kind, b.finding_id AS other_id,
        b.effect AS other_effect, b.belief AS other_belief, a.conflict_differs FROM
    (SELECT *, unnest(conflict_with) AS other FROM findings) a JOIN findings b ON a.other = b.finding_id;
CREATE VIEW cargo_effects AS
    SELECT cargo_id, cargo_name, cargo_type, cargo_arm, effect, count(DISTINCT paper) AS papers,
        max(belief) AS belief FROM
    (SELECT *, unnest(papers) AS paper FROM findings) GROUP BY ALL;
"""


def _cell(value: Any, kind: str) -> Any:
    if kind == "j":
        return json.dumps(value)
    if value is None or kind == "b":
        return value
    if kind == "l":
        return [shown(item) for item in value]
    return float(value) if kind == "f" else shown(value)


def _table(rows: list[dict[str, Any]], kinds: dict[str, str]) -> pa.Table:
    import pyarrow as pa

    types = {"t": pa.string(), "f": pa.float64(), "b": pa.bool_(), "l": pa.list_(pa.string()), "j": pa.string()}
    schema = pa.schema([(name, types[kind]) for name, kind in kinds.items()])
    columns = {name: [_cell(row.get(name), kind) for row in rows] for name, kind in kinds.items()}
    return pa.table(columns, schema=schema)


def _tables(folder: Folder) -> dict[str, pa.Table]:
    import pyarrow as pa

    of = papers({row["doc_id"] for row in folder.evidence.values()}, folder.documents)
    evidence = [
        {**row, "evidence_id": key, "paper_id": of[row["doc_id"]].id} for key, row in sorted(folder.evidence.items())
    ]
    curations = [{name: getattr(item, name) for name in _CURATIONS} for item in read_curations(folder.path)]
    run = folder.path / "run.json"
    told = run.read_text(encoding="utf-8", errors="backslashreplace") if run.is_file() else None
    findings = [{name: row[name] for name in arrow_schema().names} for row in folder.findings]
    documents = [{name: row.get(name) for name in documents_schema().names} for row in folder.documents.values()]
    return {
        "findings": pa.Table.from_pylist(findings, schema=arrow_schema()),
        "evidence": _table(evidence, _EVIDENCE),
        "documents": pa.Table.from_pylist(documents, schema=documents_schema()),
        "curations": _table(curations, {**dict.fromkeys(_CURATIONS, "t"), "corrected": "j"}),
        "runs": pa.table({"schema_version": [SCHEMA_VERSION], "run": pa.array([told], pa.string())}),
    }


def write(folder: Folder, out: Path) -> Written:
    """The folder as one DuckDB file; a table is empty where the folder lacks its file."""
    import duckdb

    tables = _tables(folder)
    with tempfile.TemporaryDirectory() as place:
        file = Path(place) / "findings.duckdb"
        with duckdb.connect(str(file)) as database:
            for name, table in tables.items():
                database.register("given", table)
                database.execute(f"CREATE TABLE {name} AS SELECT * FROM given")
                database.unregister("given")
            database.execute(_VIEWS)
        return Written({out: file.read_bytes()})
