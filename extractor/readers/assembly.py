"""From the parts that a reader finds to one text with sections.

White space and odd characters follow two rules. Text that the user gives as text (a .txt file, a field of a table)
keeps its length: every control character becomes one space or line break, and a lone surrogate or another code point
that XML cannot hold U+FFFD, so that offsets found elsewhere for the same text hold here. Text from XML, where line
breaks and indents are the formatter's, has each run of white space made one space, and soft hyphens and zero-width
spaces taken out.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import PurePath

from extractor.document import Section
from extractor.readers.errors import ReadError
from extractor.readers.limits import Limits

__all__ = ["Part", "assemble", "collapse", "file_name", "sanitise"]

_CONTROLS = {code: " " for code in (*range(0x20), *range(0x7F, 0xA0)) if chr(code) not in "\t\n"}
_UNSTORABLE = re.compile("[\ud800-\udfff\ufffe\uffff]")
_INVISIBLE = {0xAD: None, 0x200B: None, 0xFEFF: None}

_SEPARATOR = "\n\n"


@dataclass(frozen=True, slots=True)
class Part:
    """A stretch of text to come: its section kind, its heading (empty if it has none), and its characters.

    A heading is not added to the text; a reader whose headings say something puts them into ``text`` as well.
    """

    kind: str
    title: str
    text: str


def sanitise(text: str) -> str:
    """``text`` at the same length, without control characters and what XML cannot hold."""
    return _UNSTORABLE.sub("\ufffd", text.replace("\r\n", " \n").replace("\r", "\n").translate(_CONTROLS))


def collapse(text: str) -> str:
    """``text`` from XML: every run of white space one space, none at the ends, nothing invisible inside words."""
    return " ".join(sanitise(text).translate(_INVISIBLE).split())


def assemble(parts: Iterable[Part], limits: Limits) -> tuple[str, tuple[Section, ...]]:
    """Join the parts that hold more than white space, with a blank line between them.

    Raises
    ------
    ReadError
        ``no_text`` if nothing is left, ``too_large`` past ``limits.max_chars``.
    """
    texts: list[str] = []
    sections: list[Section] = []
    at = 0
    for part in parts:
        if not part.text.strip():
            continue
        if texts:
            at += len(_SEPARATOR)
        sections.append(Section(part.kind, part.title, at, at + len(part.text)))
        texts.append(part.text)
        at += len(part.text)
        if at > limits.max_chars:
            raise ReadError("too_large", f"more than {limits.max_chars:,} characters of text; split it into documents")
    if not texts:
        raise ReadError("no_text", "no title, abstract or text in it; nothing to read")
    return _SEPARATOR.join(texts), tuple(sections)


def file_name(name: str) -> str:
    """The last part of a path, which stands for the id of a document that states none."""
    return PurePath(name).name or name
