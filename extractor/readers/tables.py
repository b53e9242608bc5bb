"""Text with a document a row: JSONL, a JSON array, CSV, TSV."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator, Mapping
from typing import Any

from extractor.document import Document
from extractor.readers.errors import ReadError
from extractor.readers.kind import Kind
from extractor.readers.limits import Limits
from extractor.readers.rows import require_columns, row_document
from extractor.readers.stream import Line, Stream
from extractor.readers.xml import record_limit

__all__ = ["load_json", "read_delimited", "read_json", "read_jsonl"]

#: Each value in parsed JSON takes some 60 bytes, however short it is written.
_MAX_ITEMS = 10_000_000
_DELIMITERS = ",;\t|"


def read_jsonl(stream: Stream, limits: Limits) -> Iterator[Document | ReadError]:
    """A document a line; a ReadError that names the line in place of each that cannot be read."""
    for line in stream.lines(record_limit(limits)):
        try:
            text = line.text()
            if text.strip():
                yield _json_document(_parse_json(text), line.number, Kind.JSONL, stream, limits)
        except ReadError as error:
            yield ReadError(error.error, f"line {line.number}: {error.message}")


def read_json(stream: Stream, limits: Limits) -> Iterator[Document | ReadError]:
    """A document an object of an array, or the one object that the file is.

    Raises
    ------
    ReadError
        ``corrupt`` if it is not JSON, ``too_large`` past ``limits.max_bytes``; JSONL has neither problem.
    """
    value = load_json(stream, limits)
    for number, item in enumerate(value if isinstance(value, list) else [value], start=1):
        try:
            yield _json_document(item, number, Kind.JSON, stream, limits)
        except ReadError as error:
            yield ReadError(error.error, f"object {number}: {error.message}")


def read_delimited(stream: Stream, limits: Limits, kind: Kind) -> Iterator[Document | ReadError]:
    """A document a row of CSV or TSV with quoting as in RFC 4180; the delimiter of CSV is found from its header.

    Raises
    ------
    ReadError
        ``missing_columns``, or ``bad_encoding`` in the header.
    """
    limit = record_limit(limits)
    # The field size is a setting of the whole process; it is only ever raised.
    csv.field_size_limit(max(limit, csv.field_size_limit()))
    feed = _LineFeed(stream, limit)
    header = feed.header()
    delimiter = "\t" if kind is Kind.TSV else max(_DELIMITERS, key=header.count)
    reader = csv.reader(feed, delimiter=delimiter, strict=True)
    names: list[str] | None = None
    while True:
        first = reader.line_num + 1
        try:
            row = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            feed.take_error()
            if stream.error is None:
                yield ReadError("corrupt", f"line {first}: {error}; check the quotes")
            continue
        failed = feed.take_error()
        if names is None:
            if failed:
                raise failed
            require_columns(row)
            names = row
            continue
        if not failed and not any(field.strip() for field in row):
            continue
        try:
            if failed:
                raise failed
            if len(row) != len(names):
                raise ReadError("bad_record", f"has {len(row)} fields under {len(names)} columns; check the quotes")
            fields = dict(zip(names, row, strict=True))
            yield row_document(fields, source=stream.name, kind=kind.value, number=first, limits=limits)
        except ReadError as error:
            yield ReadError(error.error, f"line {first}: {error.message}")


class _LineFeed(Iterator[str]):
    """Lines for the csv module, which wants them decoded and with their ends.

    What is wrong with a line is kept until the row that it belongs to has been put together.
    """

    def __init__(self, stream: Stream, limit: int) -> None:
        self._lines = stream.lines(limit)
        self._first: Line | None = next(self._lines, None)
        self._error: ReadError | None = None

    def header(self) -> str:
        """The first line, which is given again by the iteration."""
        return self._first.text() if self._first else ""

    def take_error(self) -> ReadError | None:
        """What was wrong with the lines since the last call."""
        error, self._error = self._error, None
        return error

    def __next__(self) -> str:
        line, self._first = self._first or next(self._lines), None
        try:
            return line.text() + "\n"
        except ReadError as error:
            self._error = self._error or error
            return (line.data or b"").decode("utf-8", "replace") + "\n"


def load_json(stream: Stream, limits: Limits) -> Any:
    """The whole of a stream as JSON; errors as in :func:`read_json`."""
    data = stream.read_all(limits.max_bytes)
    if sum(map(data.count, (b",", b"[", b"{"))) > _MAX_ITEMS:
        raise ReadError("too_large", f"more than {_MAX_ITEMS:,} values in one piece of JSON; write it as JSONL")
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        raise ReadError("bad_encoding", f"not UTF-8 at byte {stream.mark + error.start}; save it as UTF-8") from None
    return _parse_json(text)


def _parse_json(text: str) -> Any:
    try:
        return json.loads(text)
    except json.JSONDecodeError as error:
        raise ReadError(
            "corrupt", f"not JSON ({error.msg} at character {error.pos}); mend it or leave it out"
        ) from None
    except (ValueError, RecursionError):
        raise ReadError(
            "corrupt", "JSON nested too deeply or with a number too long; mend it or leave it out"
        ) from None


def _json_document(value: Any, number: int, kind: Kind, stream: Stream, limits: Limits) -> Document:
    if not isinstance(value, Mapping):
        raise ReadError("bad_record", f"is not an object but {type(value).__name__}; give one with `id` and `text`")
    if "passages" in value:
        from extractor.readers.bioc import bioc_document

        return bioc_document(value, stream.name, limits)
    return row_document(value, source=stream.name, kind=kind.value, number=number, limits=limits)
