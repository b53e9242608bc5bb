"""documents.parquet: what was read, a row a document."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from extractor.findings.table import TableError, parquet

if TYPE_CHECKING:
    import pyarrow as pa

__all__ = ["FILE", "documents_parquet", "documents_schema", "read_documents"]

#: The file's name in a folder of results.
FILE = "documents.parquet"


def documents_schema() -> pa.Schema:
    """The columns of documents.parquet."""
    import pyarrow as pa

    text, whole, listed = pa.string(), pa.int64(), pa.list_(pa.string())
    fields = {
        "doc_id": text, "source": text, "kind": text, "title": text, "pmid": text, "pmcid": text, "doi": text,
        "year": whole, "publication_types": listed, "characters": whole, "sha256": text,
    }  # fmt: skip
    return pa.schema(list(fields.items()))


def documents_parquet(documents: Iterable[Mapping[str, Any]]) -> bytes:
    """Rows of documents as the bytes of documents.parquet."""
    schema = documents_schema()
    return parquet([{name: row.get(name) for name in schema.names} for row in documents], schema)


def read_documents(folder: Path) -> dict[str, dict[str, Any]]:
    """The rows of a folder's documents.parquet by ``doc_id``; none if there is no such file.

    Raises
    ------
    TableError
        If the file is no readable Parquet file.
    """
    import pyarrow as pa
    import pyarrow.parquet as pq

    file = folder / FILE
    if not file.is_file():
        return {}
    try:
        rows: list[dict[str, Any]] = pq.read_table(file).to_pylist()
    except (pa.ArrowException, OSError, UnicodeDecodeError):
        raise TableError(f"{file}: not a readable Parquet file; run extract or merge again") from None
    return {row["doc_id"]: row for row in rows if row.get("doc_id")}
