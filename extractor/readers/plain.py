"""Plain text: kept as it is, with the parts that its headings open."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from extractor.document import Document, Section
from extractor.readers.assembly import file_name, sanitise
from extractor.readers.errors import ReadError
from extractor.readers.headings import heading_kind
from extractor.readers.limits import Limits
from extractor.readers.stream import Stream, not_utf8

__all__ = ["find_sections", "read_plain"]

_LINE = re.compile(r"[^\n]*\n?")
#: A longer first line is a paragraph, not a title.
_MAX_TITLE = 300
_MAX_HEADING = 100


def read_plain(stream: Stream, limits: Limits) -> Iterator[Document]:
    """One Document: the file's characters, line breaks made ``\\n``, control characters made spaces.

    Raises
    ------
    ReadError
        ``too_large``, ``bad_encoding`` with the offset of the byte, ``no_text``, or what is wrong with the stream.
    """
    # UTF-8 takes up to four bytes a character, but text that needs them all is not what the bound is for.
    data = stream.read_all(min(limits.max_bytes, 2 * limits.max_chars))
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        raise ReadError("bad_encoding", not_utf8(stream.mark + error.start, data[error.start])) from None
    if len(text) > limits.max_chars:
        raise ReadError("too_large", f"more than {limits.max_chars:,} characters, the limit for one document; split it")
    text = sanitise(text.replace("\r\n", "\n"))
    if not text.strip():
        raise ReadError("no_text", "holds nothing but white space")
    sections = find_sections(text)
    title = text[sections[0].start : sections[0].end] if sections[0].kind == "title" else ""
    yield Document(
        id=file_name(stream.name), text=text, sections=sections, source=stream.name, kind="text", title=title.strip()
    )


def find_sections(text: str) -> tuple[Section, ...]:
    """The sections of a text by its heading lines.

    A first line that stands alone before a blank line is the title. A line that is nothing but a usual heading opens
    a section, which holds the heading; what stands before any heading is ``body``.
    """
    starts: list[tuple[int, str, str]] = []
    at, title_end = 0, _title_end(text)
    if title_end:
        starts.append((len(text) - len(text.lstrip()), "title", ""))
        at = title_end
    if text[at:].strip():
        starts.append((at + len(text[at:]) - len(text[at:].lstrip()), "body", ""))
    for line in _LINE.finditer(text, at):
        heading = line[0].strip()
        if heading and len(heading) <= _MAX_HEADING and (kind := heading_kind(heading)):
            start = line.start() + line[0].index(heading)
            if starts and starts[-1][0] == start:
                starts.pop()
            starts.append((start, kind, heading))
    sections = [
        Section(kind, title, start, start + len(text[start:end].rstrip()))
        for (start, kind, title), (end, _, _) in pairwise([*starts, (len(text), "", "")])
    ]
    return tuple(sections)


def _title_end(text: str) -> int:
    """Where the title ends, or 0 if the text does not begin with one."""
    lead = len(text) - len(text.lstrip())
    first, mark, rest = text[lead:].partition("\n")
    alone = mark and rest.strip() and not rest.partition("\n")[0].strip()
    if not alone or len(first) > _MAX_TITLE or heading_kind(first):
        return 0
    return lead + len(first)
