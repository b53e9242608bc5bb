"""evidence.parquet: the rows of tuples.jsonl as a table, each with its identity and that of its paper."""

from __future__ import annotations

import io
import json
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from extractor.findings.paper import papers
from extractor.surrogates import shown

if TYPE_CHECKING:
    import pyarrow as pa

__all__ = ["FIELDS", "FILE", "SCHEMA_VERSION", "arrow_table", "evidence_parquet", "evidence_table"]

#: The file's name in a folder of results.
FILE = "evidence.parquet"
#: The fields of a row and their kinds: t text, f number, b flag, l list of texts, j anything, as JSON.
FIELDS = {
    "doc_id": "t", "event_id": "t", "section": "t", "cargo": "t", "cargo_type": "t", "cargo_id": "t", "vesicular": "b",
    "target": "t", "target_id": "t", "target_direction": "t", "pathway": "t", "pathway_id": "t",
    "pathway_direction": "t", "effect": "t", "finding_type": "l", "radiation_changes_cargo": "t", "manipulation": "t",
    "observed": "t", "cancer": "t", "cancer_id": "t", "source": "t", "recipient": "t", "radiation": "t", "hedged": "b",
    "negated": "b", "confidence": "f", "evidence": "j", "spans": "j", "model": "t",
}  # fmt: skip
#: Whose the evidence is, and the fields of a row.
_COLUMNS = {"evidence_id": "t", "doc_id": "t", "paper_id": "t", **FIELDS}
SCHEMA_VERSION = "1"


def evidence_table(evidence: Mapping[str, Mapping[str, Any]], documents: Mapping[str, Mapping[str, Any]]) -> pa.Table:
    """The table of evidence, by ``evidence_id`` in the order of the ids.

    ``evidence`` and ``documents`` hold rows of tuples.jsonl and documents.parquet by their ids.
    """
    of = papers({row["doc_id"] for row in evidence.values()}, documents)
    rows = [{**row, "evidence_id": key, "paper_id": of[row["doc_id"]].id} for key, row in sorted(evidence.items())]
    return arrow_table(rows, _COLUMNS)


def evidence_parquet(evidence: Mapping[str, Mapping[str, Any]], documents: Mapping[str, Mapping[str, Any]]) -> bytes:
    """:func:`evidence_table` as the bytes of evidence.parquet, its schema version in the metadata."""
    import pyarrow.parquet as pq

    table = evidence_table(evidence, documents).replace_schema_metadata(
        {"exocargo.schema": "evidence", "exocargo.schema_version": SCHEMA_VERSION}
    )
    sink = io.BytesIO()
    pq.write_table(table, sink, compression="zstd")
    return sink.getvalue()


def arrow_table(rows: list[dict[str, Any]], kinds: Mapping[str, str]) -> pa.Table:
    """Rows as an Arrow table with columns of the kinds of :data:`FIELDS`; what a row lacks is null."""
    import pyarrow as pa

    types = {"t": pa.string(), "f": pa.float64(), "b": pa.bool_(), "l": pa.list_(pa.string()), "j": pa.string()}
    schema = pa.schema([(name, types[kind]) for name, kind in kinds.items()])
    columns = {name: [_cell(row.get(name), kind) for row in rows] for name, kind in kinds.items()}
    return pa.table(columns, schema=schema)


def _cell(value: Any, kind: str) -> Any:
    """A value as its column holds it. Rows may be another tool's: what is of another kind becomes text, or null."""
    if kind == "j":
        return shown(json.dumps(value))
    if kind == "b":
        return value if isinstance(value, bool) else None
    if kind == "f":
        return float(value) if isinstance(value, int | float) and not isinstance(value, bool) else None
    if kind == "l":
        return [_text(item) for item in value] if isinstance(value, list) else None
    return None if value is None else _text(value)


def _text(value: Any) -> str:
    return shown(value if isinstance(value, str) else json.dumps(value))
