"""The document: its text, its sections, and the way back from a character to the page that it stands on."""

from __future__ import annotations

import hashlib
from bisect import bisect_right
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

__all__ = ["UNREAD_SECTIONS", "Box", "Document", "Failure", "Run", "Section"]

#: Section kinds that are kept in the text but not read for findings: their titles leak or contradict answers.
UNREAD_SECTIONS = frozenset({"references", "abbreviations", "acknowledgements", "front"})


@dataclass(frozen=True, slots=True)
class Section:
    """A stretch of the text under one heading.

    ``kind`` is one of title, abstract, introduction, methods, results, discussion, conclusion, caption, table,
    body, front, abbreviations, acknowledgements, references. ``title`` is the heading as printed, or empty.
    """

    kind: str
    title: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle on a page: ``page`` from 1, coordinates in PDF points from the page's lower left corner."""

    page: int
    x0: float
    y0: float
    x1: float
    y1: float


@dataclass(frozen=True, slots=True)
class Run:
    """Characters ``start`` to ``end`` of the text as they lie in one box (a printed line or a part of one)."""

    start: int
    end: int
    box: Box


@dataclass(frozen=True, slots=True)
class Failure:
    """An input that could not be read: which, at which stage, the kind of error, and one line on the remedy."""

    input: str
    stage: str
    error: str
    message: str

    def to_json(self) -> dict[str, str]:
        """The line of failures.jsonl."""
        return {"input": self.input, "stage": self.stage, "error": self.error, "message": self.message}


@dataclass(frozen=True, slots=True)
class Document:
    """A paper as plain text, with where each part of it came from.

    Offsets count Unicode code points of ``text``, start inclusive, end exclusive. ``sections`` are sorted, do not
    overlap, and need not cover the whole text. ``runs`` are sorted by start; they are empty unless the source has
    pages. ``ids`` holds what the source states: keys pmid, pmcid, doi.
    """

    id: str
    text: str
    sections: tuple[Section, ...] = ()
    source: str = ""
    kind: str = "text"
    title: str = ""
    ids: Mapping[str, str] = field(default_factory=dict)
    year: int | None = None
    publication_types: tuple[str, ...] = ()
    runs: tuple[Run, ...] = ()

    @property
    def sha256(self) -> str:
        """Hash of the text alone, so that the same paper from two files is known as one."""
        return hashlib.sha256(self.text.encode("utf-8", "surrogatepass")).hexdigest()

    def section_at(self, offset: int) -> Section | None:
        """The section that holds the character at ``offset``, if any."""
        at = bisect_right(self.sections, offset, key=lambda section: section.start) - 1
        if at >= 0 and self.sections[at].start <= offset < self.sections[at].end:
            return self.sections[at]
        return None

    def is_read(self, offset: int) -> bool:
        """Whether the character at ``offset`` is outside reference lists and other unread sections."""
        section = self.section_at(offset)
        return section is None or section.kind not in UNREAD_SECTIONS

    def boxes(self, start: int, end: int) -> Iterator[Box]:
        """The boxes that the characters ``start`` to ``end`` lie in, in reading order."""
        at = max(0, bisect_right(self.runs, start, key=lambda run: run.start) - 1)
        for run in self.runs[at:]:
            if run.start >= end:
                return
            if run.end > start:
                yield run.box

    def page_at(self, offset: int) -> int | None:
        """The page, from 1, on which the character at ``offset`` is printed; None if the source has no pages."""
        return next((box.page for box in self.boxes(offset, offset + 1)), None)
