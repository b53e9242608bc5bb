"""Passages: the stretches of a document within which one study is told."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from extractor.document import UNREAD_SECTIONS, Document, Section
from extractor.mentions.mention import Mention
from extractor.rules.cues import Cue, CueKind, find_cues
from extractor.rules.relations import Sentence
from extractor.text import Text

__all__ = ["Passage", "begins_study", "passages"]

#: A text no longer than this (characters, reference list left out) is an abstract: one study, one passage.
ABSTRACT_LENGTH = 5000

#: A sentence longer than this (characters) is read in pieces.
LONGEST = 1500

_FRONT = ("title", "abstract")
_STUDY = re.compile(
    r"\bet al\b|^\s*(?:Meanwhile|Likewise|Similarly|In addition|Besides|Additionally|Recently|Another (?:study"
    r"|report))\b",
)
_CITATION = re.compile(r"\[\s*\d{1,3}(?:\s*[,–-]\s*\d{1,3})*\s*\]")


@dataclass(frozen=True, slots=True)
class Passage:
    """Consecutive sentences that may tell of one study; ``reviewed`` where they cite the studies of others."""

    sentences: tuple[Sentence, ...]
    reviewed: bool


def begins_study(sentence: Sentence) -> bool:
    """Whether a review's sentence turns to another study."""
    return bool(_STUDY.search(sentence.text[:400]))


def _covers(mention: Mention, cue: Cue, start: int) -> bool:
    return mention.start - start <= cue.start and cue.end <= mention.end - start


def _sentence(text: str, start: int, end: int, mentions: Sequence[Mention]) -> Sentence:
    inside: list[Mention] = []
    context: list[Mention] = []
    for mention in mentions:
        if start <= mention.start and mention.end <= end:
            (context if inside and mention.end <= inside[-1].end else inside).append(mention)
    cues = tuple(
        cue
        for cue in find_cues(text[start:end])
        # A cue inside a name is a part of the name (DNA damage *repair*, macrophage *polarization*).
        if (cue.kind is CueKind.BOUNDARY and not any(m.type == "outcome" and _covers(m, cue, start) for m in inside))
        or not any(m.start - start < cue.end and cue.start < m.end - start for m in inside)
    )
    return Sentence(start, end, text[start:end], tuple(inside), cues, tuple(context))


def _sentences(text: str, start: int, end: int, mentions: Sequence[Mention]) -> Iterator[Sentence]:
    """A sentence, in pieces where it is longer than any real one (a table's cells, a list without full stops)."""
    while start < end:
        stop = end
        if end - start > LONGEST:
            stop = max(text.rfind(" ", start, start + LONGEST), start) + 1 or end
            stop = stop if stop > start + 1 else start + LONGEST
            # No mention is cut in two.
            stop = next((m.end for m in mentions if m.start < stop < m.end), stop)
        yield _sentence(text, start, stop, [m for m in mentions if start <= m.start < stop])
        start = stop


def _part(document: Document, section: Section | None) -> str:
    if section is None:
        return ""
    return "front" if section.kind in _FRONT else f"{section.start}"


def passages(document: Document, text: Text, mentions: Sequence[Mention]) -> Iterator[Passage]:
    """The passages of a document: title and abstract together, the body by paragraphs; unread sections left out."""
    read = sum(s.end - s.start for s in document.sections if s.kind not in UNREAD_SECTIONS) or len(document.text)
    whole = read <= ABSTRACT_LENGTH
    current: list[Sentence] = []
    key: object = None
    at = 0
    last_end = 0
    for span in text.sentences:
        section = document.section_at(span.start)
        if section is not None and section.kind in UNREAD_SECTIONS:
            continue
        while at < len(mentions) and mentions[at].start < span.start:
            at += 1
        stop = at
        while stop < len(mentions) and mentions[stop].end <= span.end:
            stop += 1
        part = _part(document, section)
        if not whole and part != "front" and "\n" in document.text[last_end : span.start]:
            part = f"{part}/{span.start}"
        elif not whole and part != "front" and current and isinstance(key, str):
            part = key
        if current and part != key and not whole:
            yield _passage(current)
            current = []
        key = part
        current.extend(_sentences(document.text, span.start, span.end, mentions[at:stop]))
        last_end = span.end
    if current:
        yield _passage(current)


def _passage(sentences: list[Sentence]) -> Passage:
    return Passage(tuple(sentences), any(_CITATION.search(s.text) or " et al" in s.text for s in sentences))
