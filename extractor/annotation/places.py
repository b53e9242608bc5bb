"""Checks of where annotations stand: offsets, verbatim words, evidence, sections, citations."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cached_property
from typing import Any

from extractor.annotation.problem import Problem
from extractor.annotation.schema import LIST_ROLES, ROLES
from extractor.document import UNREAD_SECTIONS
from extractor.readers.plain import find_sections

__all__ = ["AnnotatedText", "check_places", "check_stretch"]

_CITATION = re.compile(r"\[(\d{1,4}(?:\s?[,;–-]\s?\d{1,4})*)\]")

_LABEL = re.compile(r"(?:supplementary\s|additional\s)?(?:table|fig\.|figure|box|scheme)\s?S?\d{1,3}", re.IGNORECASE)


class AnnotatedText:
    """A text with what the checks ask of it: its lines, the parts that are not annotated, the citations of a line."""

    def __init__(self, text: str) -> None:
        self.text = text

    @cached_property
    def lines(self) -> list[tuple[int, str]]:
        """Start and words of each line."""
        return [(found.start(), found.group()) for found in re.finditer(r"[^\n]+", self.text)]

    def section(self, name: str) -> int | None:
        """Where the heading first stands: a whole line, or for a table or figure the label that a line begins with."""
        name = name.strip()
        if name not in self._headings and _LABEL.fullmatch(name):
            label = re.compile(re.escape(name) + r"(?!\w)")
            return next((start for start, line in self.lines if label.match(line.lstrip())), None)
        return self._headings.get(name)

    @cached_property
    def _headings(self) -> dict[str, int]:
        """Each line, trimmed, to where it first stands."""
        out: dict[str, int] = {}
        for start, line in self.lines:
            out.setdefault(line.strip(), start)
        return out

    @cached_property
    def unread(self) -> list[tuple[int, int, str]]:
        """Start, end and heading of reference lists, abbreviation lists and the like."""
        sections = find_sections(self.text)
        return [(part.start, part.end, part.title or part.kind) for part in sections if part.kind in UNREAD_SECTIONS]

    def cited(self, start: int, end: int) -> set[int]:
        """The numbers cited in brackets in the lines that the span touches."""
        first = self.text.rfind("\n", 0, start) + 1
        last = self.text.find("\n", end)
        out: set[int] = set()
        for found in _CITATION.finditer(self.text, first, len(self.text) if last < 0 else last):
            for part in re.split(r"\s?[,;]\s?", found[1]):
                ends = [int(number) for number in re.split(r"\s?[–-]\s?", part)]
                out.update(range(ends[0], min(ends[-1], ends[0] + 200) + 1))
        return out


def check_stretch(text: str, start: int, end: int, words: str | None) -> tuple[str, str, str] | None:
    """The first fault of a span as rule, message and remedy: its bounds, its words, white space at its ends."""
    if not 0 <= start < end <= len(text):
        return "span-range", f"{start}-{end} lies outside the text of {len(text)} characters", "find the offsets anew"
    stands = text[start:end]
    if words is not None and stands != words:
        return (
            "span-text",
            f"{words[:60]!r} is not what stands at {start}-{end}: {stands[:60]!r}",
            "find the offsets anew",
        )
    if stands != stands.strip():
        return "span-edge", f"{stands[:60]!r} begins or ends with white space", "move the span's ends to its words"
    return None


def _stretches(event: Mapping[str, Any]) -> Iterator[tuple[str, str, int, int]]:
    """Field, words, start and end of every role and trigger."""
    for role in ROLES:
        if event[role] is not None and event[f"{role}_span"] is not None:
            yield role, event[role], event[f"{role}_span"][0], event[f"{role}_span"][1]
    for field in (*LIST_ROLES, "triggers"):
        for number, item in enumerate(event[field]):
            yield f"{field}.{number}", item["text"], item["start"], item["end"]


def check_places(event: Mapping[str, Any], known: AnnotatedText) -> Iterator[Problem]:
    """Every fault of a finding's places. The finding must have the schema's fields and types."""
    name = event["event_id"]
    sound = True
    for problem in _evidence(event, known):
        sound = False
        yield problem
    for role in ROLES:
        if (event[role] is None) != (event[f"{role}_span"] is None):
            here, there = (f"{role}_span", "words") if event[role] is None else (role, "place")
            yield Problem(
                name, here, "span-missing", f"stands without its {there}", f"give both {role} and {role}_span, or none"
            )
    evidence = [(span["start"], span["end"]) for span in event["evidence"]]
    for field, words, start, end in _stretches(event):
        fault = check_stretch(known.text, start, end, words)
        if fault is None and sound and not any(a <= start and end <= b for a, b in evidence):
            fault = (
                "outside-evidence",
                f"{words[:60]!r} at {start}-{end} is outside the evidence",
                "add its sentence to the evidence",
            )
        if fault is not None:
            yield Problem(name, field, *fault)
    if sound:
        yield from _section(event, known, max(start for start, _ in evidence))
        yield from _citations(event, known, evidence)


def _evidence(event: Mapping[str, Any], known: AnnotatedText) -> Iterator[Problem]:
    name = event["event_id"]
    previous = -1
    for number, span in enumerate(event["evidence"]):
        start, end, field = span["start"], span["end"], f"evidence.{number}"
        if fault := check_stretch(known.text, start, end, None):
            yield Problem(name, field, *fault)
            continue
        for a, b, heading in known.unread:
            if a < end and start < b:
                yield Problem(
                    name,
                    field,
                    "unread-section",
                    f"{start}-{end} lies under {heading!r}",
                    "cite a passage of the body instead",
                )
        if start < previous:
            message = f"{start}-{end} begins before {previous}, where the passage before it ends"
            yield Problem(name, field, "evidence-order", message, "sort the passages and join those that overlap")
        previous = max(previous, end)


def _section(event: Mapping[str, Any], known: AnnotatedText, last: int) -> Iterator[Problem]:
    section = event["section"]
    if section is None:
        return
    at = known.section(section)
    if at is None or at > last:
        stands = "is no line of the text" if at is None else "stands after all of the evidence"
        yield Problem(
            event["event_id"],
            "section",
            "section",
            f"{section!r} {stands}",
            "copy the heading above the evidence, or give null",
        )


def _citations(event: Mapping[str, Any], known: AnnotatedText, evidence: list[tuple[int, int]]) -> Iterator[Problem]:
    if len(set(event["refs"])) < len(event["refs"]) or any(ref < 1 for ref in event["refs"]):
        yield Problem(
            event["event_id"], "refs", "refs", "holds a number below 1 or one number twice", "list each citation once"
        )
        return
    cited = {ref for start, end in evidence for ref in known.cited(start, end)}
    if missing := sorted(set(event["refs"]) - cited):
        yield Problem(
            event["event_id"], "refs", "uncited", f"{missing} is not cited in the paragraph of the evidence",
            "check the citation numbers", warning=True,
        )  # fmt: skip
