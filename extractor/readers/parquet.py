"""Parquet with a document a row."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from extractor.document import Document
from extractor.readers.errors import ReadError
from extractor.readers.limits import Limits
from extractor.readers.rows import require_columns, row_document
from extractor.readers.stream import Stream

if TYPE_CHECKING:
    import pyarrow.parquet

__all__ = ["read_parquet"]

_WANTED = frozenset({
    "id", "text", "title", "abstract", "pmid", "pmcid", "doi", "year", "publication_types", "sections",
})  # fmt: skip
#: Rows that are decoded at a time.
_BATCH = 64


def read_parquet(stream: Stream, limits: Limits) -> Iterator[Document | ReadError]:
    """A document a row, in batches; columns that are not needed are not decoded.

    Raises
    ------
    ReadError
        ``missing_columns``, ``corrupt``, or ``too_large`` if a column of a row group unpacks past ``limits.max_bytes``.
    """
    import pyarrow as pa
    import pyarrow.parquet as pq

    data = stream.read_all(limits.max_bytes)
    try:
        schema = pq.read_schema(pa.BufferReader(data))
        require_columns(schema.names)
        columns = [name for name in schema.names if name.strip().casefold() in _WANTED]
        # A long text that is stored once and referred to by many rows is unpacked once as well.
        texts = [name for name in columns if pa.types.is_string(schema.field(name).type)]
        file = pq.ParquetFile(pa.BufferReader(data), read_dictionary=texts)
        _check_size(file, set(columns), limits)
        number = 0
        for batch in file.iter_batches(batch_size=_BATCH, columns=columns):
            for at in range(batch.num_rows):
                number += 1
                try:
                    row = _values(batch, at, columns)
                    yield row_document(row, source=stream.name, kind="parquet", number=number, limits=limits)
                except ReadError as error:
                    yield ReadError(error.error, f"row {number}: {error.message}")
    except (pa.ArrowException, OSError, UnicodeDecodeError) as error:
        message = " ".join(str(error).split())[:120]
        raise ReadError("corrupt", f"not a whole Parquet file ({message}); write or fetch it again") from None


def _values(batch: pyarrow.RecordBatch, at: int, columns: list[str]) -> dict[str, Any]:
    """The values of a row. Arrow does not look at them before: a text may be no UTF-8, a date beyond the calendar."""
    row = {}
    for name in columns:
        try:
            row[name] = batch.column(name)[at].as_py()
        except UnicodeDecodeError:
            raise ReadError("bad_encoding", f"column {name!r} is not valid UTF-8; write the file anew") from None
        except (ValueError, OverflowError) as error:
            reason = " ".join(str(error).split())[:80]
            raise ReadError("corrupt", f"column {name!r} holds no usable value ({reason}); mend the row") from None
    return row


def _check_size(file: pyarrow.parquet.ParquetFile, columns: set[str], limits: Limits) -> None:
    """Refuse a row group whose columns unpack past the limit, before any of it is unpacked."""
    for group in range(file.metadata.num_row_groups):
        part = file.metadata.row_group(group)
        # Asked first: to look at a column whose metadata are damaged ends the process; Arrow throws where none catches.
        if part.total_byte_size <= limits.max_bytes:
            continue
        for at in range(part.num_columns):
            column = part.column(at)
            if column.path_in_schema.split(".")[0] in columns and column.total_uncompressed_size > limits.max_bytes:
                size = f"{column.total_uncompressed_size:,} bytes"
                raise ReadError(
                    "too_large", f"column {column.path_in_schema!r} has {size} in one row group; write smaller ones"
                )
