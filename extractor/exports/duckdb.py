"""All tables in one DuckDB file: findings, evidence, documents, curations and runs, with views over them.

``versions`` says of which schema they are. Nothing of the folder is lost: lists are lists, and the spans and sentences
of a row of evidence are JSON. The views: ``evidence_of`` (a row for each finding and piece of evidence), ``conflicts``
(findings beside those that they conflict with), ``cargo_effects`` (papers by cargo and effect).
"""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from extractor.exports.written import Written
from extractor.findings.curation import read_curations
from extractor.findings.documents import documents_schema
from extractor.findings.evidence_table import SCHEMA_VERSION as EVIDENCE_VERSION
from extractor.findings.evidence_table import arrow_table, evidence_table
from extractor.findings.folder import Folder
from extractor.findings.runs import read_runs, runs_schema
from extractor.findings.table import SCHEMA_VERSION, arrow_schema

if TYPE_CHECKING:
    import pyarrow as pa

__all__ = ["write"]

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


def _tables(folder: Folder) -> dict[str, pa.Table]:
    import pyarrow as pa

    curations = [{name: getattr(item, name) for name in _CURATIONS} for item in read_curations(folder.path)]
    findings = [{name: row[name] for name in arrow_schema().names} for row in folder.findings]
    documents = [{name: row.get(name) for name in documents_schema().names} for row in folder.documents.values()]
    return {
        "findings": pa.Table.from_pylist(findings, schema=arrow_schema()),
        "evidence": evidence_table(folder.evidence, folder.documents),
        "documents": pa.Table.from_pylist(documents, schema=documents_schema()),
        "curations": arrow_table(curations, {**dict.fromkeys(_CURATIONS, "t"), "corrected": "j"}),
        "versions": pa.table({"name": ["findings", "evidence"], "schema_version": [SCHEMA_VERSION, EVIDENCE_VERSION]}),
        "runs": pa.Table.from_pylist(list(read_runs(folder.path).values()), schema=runs_schema()),
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
