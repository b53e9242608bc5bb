"""PubTator: a title line, an abstract line, and annotations, which are not read.

The ``bioc`` package reads this format too, but prints lines that it does not know to standard output, stops at a broken
annotation, and takes an abstract with ``|t|`` in it for a title.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from extractor.document import Document
from extractor.readers.assembly import Part, assemble, sanitise
from extractor.readers.errors import ReadError
from extractor.readers.limits import Limits
from extractor.readers.stream import Stream
from extractor.readers.xml import record_limit

__all__ = ["read_pubtator"]

_TEXT = re.compile(r"([^\s|]+)\|([ta])\|(.*)", re.DOTALL)


def read_pubtator(stream: Stream, limits: Limits) -> Iterator[Document | ReadError]:
    """A document for each run of ``id|t|`` and ``id|a|`` lines with one id; a ReadError for a line that is broken."""
    first, current, texts = 0, "", {"t": "", "a": ""}
    for line in stream.lines(record_limit(limits)):
        try:
            found = _TEXT.fullmatch(line.text())
        except ReadError as error:
            yield ReadError(error.error, f"line {line.number}: {error.message}")
            continue
        if found is None:
            continue
        if found[1] != current or found[2] == "t":
            if current:
                yield _document(current, texts, first, stream.name, limits)
            first, current, texts = line.number, found[1], {"t": "", "a": ""}
        texts[found[2]] = found[3]
    if current:
        yield _document(current, texts, first, stream.name, limits)


def _document(identifier: str, texts: dict[str, str], line: int, source: str, limits: Limits) -> Document | ReadError:
    title = sanitise(texts["t"])
    try:
        text, sections = assemble([Part("title", "", title), Part("abstract", "", sanitise(texts["a"]))], limits)
    except ReadError as error:
        return ReadError(error.error, f"line {line} ({identifier}): {error.message}")
    ids = {"pmid": identifier} if identifier.isdecimal() else {}
    return Document(identifier, text, sections, source, "pubtator", title.strip(), ids)
