"""A file or stream of any kind as Documents and Failures."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import BinaryIO

from extractor.document import Document, Failure
from extractor.readers.assembly import file_name
from extractor.readers.errors import ReadError
from extractor.readers.kind import Kind, find_kind
from extractor.readers.limits import Limits
from extractor.readers.stream import Stream

__all__ = ["read", "read_stream"]

_DEFAULT = Limits()
#: Characters of a document's id: every row that is found in it bears it.
_LONGEST_ID = 1_000


def read(path: Path | str, limits: Limits = _DEFAULT) -> Iterator[Document | Failure]:
    """The documents of a file, one by one, and a Failure for each part of it that cannot be read.

    The kind is found from the content; gzip is undone. Files with many records are streamed: memory holds about one
    record, whatever the size of the file. Never raises for what is in the file, or for a file that is not there.
    """
    try:
        with Path(path).open("rb") as file:
            yield from read_stream(file, os.fspath(path), limits)
    except FileNotFoundError:
        yield _failure(str(path), ReadError("not_found", "no such file; check the path"))
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) else None
        yield _failure(
            str(path), ReadError("unreadable", f"cannot be opened: {reason or error}; check path and permissions")
        )


def read_stream(
    stream: BinaryIO, name: str, limits: Limits = _DEFAULT, wanted: Callable[[bytes], bool] | None = None
) -> Iterator[Document | Failure]:
    """As :func:`read`, for an open stream such as standard input; ``name`` stands for the file's name.

    ``wanted`` is asked of the bytes of each record of a PubMed file; those that it does not want are not parsed.
    """
    source = Stream(stream, name)
    count = 0
    try:
        for item in _records(source, limits, wanted):
            if isinstance(item, ReadError):
                yield _failure(name, item)
                continue
            if len(item.id) > _LONGEST_ID:
                words = (
                    f"an id of {len(item.id):,} characters, {item.id[:20]!r}...; give it one of at most {_LONGEST_ID:,}"
                )
                yield _failure(name, ReadError("bad_record", words))
                continue
            count += 1
            if count > limits.max_documents:
                raise ReadError(
                    "too_large", f"more than {limits.max_documents:,} documents; the rest is not read. Split it"
                )
            yield item
    except ReadError as error:
        # Where the stream itself is damaged, whatever a reader made of its end is a consequence.
        yield _failure(name, source.error or error)
    except (RecursionError, MemoryError):
        yield _failure(name, ReadError("too_large", "nested too deeply or too large to be read; split it"))
    else:
        if source.error:
            yield _failure(name, source.error)


def _failure(name: str, error: ReadError) -> Failure:
    """The failure of an input, whose one line begins with the input's name."""
    named = error.message.startswith((f"{name}: ", f"{file_name(name)}: "))
    return Failure(name, "read", error.error, error.message if named else f"{name}: {error.message}")


def _records(stream: Stream, limits: Limits, wanted: Callable[[bytes], bool] | None) -> Iterator[Document | ReadError]:
    """The reader for the kind of a stream, imported only now: most runs need one or two of them."""
    if not stream.head and stream.error:
        raise stream.error
    kind = find_kind(stream.head, stream.name)
    match kind:
        case Kind.PDF:
            from extractor.readers.pdf import read_pdf

            document = read_pdf(stream.read_all(limits.max_bytes), file_name(stream.name), limits)
            yield replace(document, source=stream.name)
        case Kind.PUBMED:
            from extractor.readers.pubmed import read_pubmed

            yield from read_pubmed(stream, limits, wanted)
        case Kind.JATS:
            from extractor.readers.jats import read_jats

            yield from read_jats(stream, limits)
        case Kind.BIOC_XML | Kind.BIOC_JSON:
            from extractor.readers.bioc import read_bioc_json, read_bioc_xml

            yield from read_bioc_xml(stream, limits) if kind is Kind.BIOC_XML else read_bioc_json(stream, limits)
        case Kind.PUBTATOR:
            from extractor.readers.pubtator import read_pubtator

            yield from read_pubtator(stream, limits)
        case Kind.PARQUET:
            from extractor.readers.parquet import read_parquet

            yield from read_parquet(stream, limits)
        case Kind.TEXT:
            from extractor.readers.plain import read_plain

            yield from read_plain(stream, limits)
        case Kind.JSONL:
            from extractor.readers.tables import read_jsonl

            yield from read_jsonl(stream, limits)
        case Kind.JSON:
            from extractor.readers.tables import read_json

            yield from read_json(stream, limits)
        case Kind.CSV | Kind.TSV:
            from extractor.readers.tables import read_delimited

            yield from read_delimited(stream, limits, kind)
