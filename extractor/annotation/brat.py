"""Findings as brat standoff events, written and read with the package ``bioc``.

Each finding is one event of type Finding. Its arguments are text-bound annotations (Cargo, Target, Target2, ...,
Evidence, and the words that carry a sign, as EffectTrigger and the like). Values are attributes of the event: a filler
may be shared by findings that move it in opposite directions, so directions are attributes of the event too, named
after the argument (Target2_direction). Free text is an AnnotatorNotes note, which brat's editor shows. What brat cannot
hold (citation numbers, second readings, CURIEs: its normalisations are not read by ``bioc``) is a JSON object in a
second note of type Record.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any, get_args, get_type_hints

from bioc import brat as bioc_brat

from extractor.annotation.parts import Place, put_together, take_apart
from extractor.annotation.schema import LIST_ROLES, ROLES, AnnotationError, Direction, Finding, Trigger

__all__ = ["configuration", "from_brat", "to_brat"]

_EVENT = "Finding"
_NOTE, _RECORD = "AnnotatorNotes", "Record"
#: Fields with one value of a closed list, and yes-or-no fields; ``finding_type`` becomes a flag for each type.
_VALUES = ("cargo_type", "effect", "radiation_changes_cargo", "manipulation", "observed")
_FLAGS = ("vesicular", "hypoxia", "hedged", "negated")
_DIRECTIONS = ("target_direction", "pathway_direction")
#: A line break or tab would end a brat line, so that a passage with one is written as several fragments.
_BREAK = re.compile(r"[\t\n\r\v\f\x1c-\x1e\x85\u2028\u2029]+")
#: Arguments of one kind that brat's configuration foresees.
_MOST = 12


def _allowed(field: str, schema: Any = Finding) -> tuple[str, ...]:
    """The words that a field's type lists."""

    def words(hint: Any) -> list[str]:
        return [hint] if isinstance(hint, str) else [word for arg in get_args(hint) for word in words(arg)]

    return tuple(words(get_type_hints(schema, include_extras=False)[field]))


_TYPES = _allowed("finding_type")


def _label(role: str, number: int = 1) -> str:
    """``effect_trigger`` as brat writes an argument: EffectTrigger; the second of a kind has a 2 at its end."""
    return "".join(part.capitalize() for part in role.split("_")) + (str(number) if number > 1 else "")


_ROLE_OF = {
    _label(role): role
    for role in ("evidence", *ROLES, "target", "pathway", *(f"{word}_trigger" for word in _allowed("role", Trigger)))
}


def _fragments(start: int, end: int, text: str) -> list[tuple[int, int]]:
    """The span without the line breaks and tabs in it."""
    out, at = [], start
    for gap in _BREAK.finditer(text, start, end):
        out.append((at, gap.start()))
        at = gap.end()
    return [(a, b) for a, b in [*out, (at, end)] if a < b]


def _head(places: Iterable[Place]) -> Place:
    """The words that stand for the event in brat: those of the effect, else any that carry a sign, else a filler."""

    def rank(place: Place) -> int:
        if place.role == "effect_trigger":
            return 0
        return 1 if place.role.endswith("_trigger") else 3 if place.role == "evidence" else 2

    return min(places, key=rank)


class _Writer:
    """One brat document in the making; text-bound annotations with the same type and span are written once."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.document = bioc_brat.BratDocument()
        self._entities: dict[tuple[str, int, int], str] = {}
        self._count: Counter[str] = Counter()

    def _id(self, kind: str) -> str:
        self._count[kind] += 1
        return f"{kind}{self._count[kind]}"

    def entity(self, label: str, place: Place) -> str:
        key = (label, place.start, place.end)
        if key not in self._entities:
            fragments = _fragments(place.start, place.end, self.text)
            if not fragments or place.end > len(self.text):
                raise AnnotationError(f"{label} {place.start}-{place.end} is no stretch of the text; validate first")
            entity = bioc_brat.BratEntity()
            entity.id, entity.type = self._id("T"), label
            entity.text = " ".join(self.text[a:b] for a, b in fragments)
            for a, b in fragments:
                entity.add_span(a, b)
            self.document.add_annotation(entity)
            self._entities[key] = entity.id
        return self._entities[key]

    def attribute(self, label: str, refid: str, value: str | None = None) -> None:
        attribute = bioc_brat.BratAttribute()
        attribute.id, attribute.type, attribute.refid = self._id("A"), label, refid
        if value is not None:
            attribute.add_attribute(value)
        self.document.add_annotation(attribute)

    def note(self, kind: str, refid: str, words: str) -> None:
        note = bioc_brat.BratNote()
        note.id, note.type, note.refid, note.text = self._id("#"), kind, refid, words
        self.document.add_annotation(note)

    def finding(self, event: Mapping[str, Any]) -> None:
        places, marks = take_apart(event)
        annotation = bioc_brat.BratEvent()
        annotation.id, annotation.type = self._id("E"), _EVENT
        seen: Counter[str] = Counter()
        for place in places:
            seen[place.role] += 1
            label = _label(place.role)
            annotation.add_argument(_label(place.role, seen[place.role]), self.entity(label, place))
        annotation.trigger_id = self.entity(_EVENT, _head(places))
        self.document.add_annotation(annotation)
        for field in _VALUES:
            if (value := marks.pop(field)) is not None:
                self.attribute(field.capitalize(), annotation.id, value)
        for flag in [*marks.pop("finding_type"), *(field for field in _FLAGS if marks.pop(field))]:
            self.attribute(flag.capitalize(), annotation.id)
        for field in _DIRECTIONS:
            role, _, what = field.partition("_")
            for number, value in enumerate(marks.pop(field), 1):
                self.attribute(f"{_label(role, number)}_{what}", annotation.id, value)
        if note := marks.pop("note"):
            self.note(_NOTE, annotation.id, note)
        self.note(_RECORD, annotation.id, json.dumps(marks))


def to_brat(events: Iterable[Mapping[str, Any]], text: str) -> str:
    """The findings over ``text`` as the content of a brat ``.ann`` file.

    Offsets count code points. The findings must be valid (:mod:`extractor.annotation.validate`).
    """
    writer = _Writer(text)
    for event in events:
        writer.finding(event)
    # bioc leaves a blank after an attribute without a value, which brat would read as part of the id before it.
    return "".join(f"{line.rstrip(' ')}\n" for line in bioc_brat.dumps_ann(writer.document).split("\n")[:-1])


def _load(ann: str) -> Any:
    document = bioc_brat.BratDocument()
    for number, line in enumerate(ann.split("\n"), 1):
        try:
            for annotation in bioc_brat.loads_ann(line).annotations:
                document.add_annotation(annotation)
        except (AssertionError, ValueError, IndexError):
            raise AnnotationError(f"line {number} is not brat standoff, mend or drop it: {line[:80]!r}") from None
    return document


def _place(role: str, entity: Any, text: str) -> Place:
    start, end = entity.total_span
    written = " ".join(text[a:b] for a, b in _fragments(start, end, text))
    if written.rstrip() != entity.text.rstrip():
        raise AnnotationError(
            f"{entity.id}: the text has {written[:40]!r} at {start}-{end}, not {entity.text[:40]!r}; "
            "take the text that the annotations were made on"
        )
    return Place(role, start, end)


def from_brat(ann: str, text: str) -> list[dict[str, Any]]:
    """The findings in the content of a brat ``.ann`` file over ``text``.

    A finding that was added in brat has no Record note: it is named after its brat id, and the fields that brat does
    not show stay empty.

    Raises
    ------
    AnnotationError
        If a line is not brat standoff, refers to what is not there, or does not fit the text.
    """
    document = _load(ann)
    entities = {entity.id: entity for entity in document.entities}
    marks: dict[str, dict[str, Any]] = {}
    places: dict[str, list[Place]] = {}
    for event in document.events:
        marks[event.id] = {"event_id": f"brat-{event.id}", "finding_type": [], **dict.fromkeys(_FLAGS, False)}
        places[event.id] = []
        for label, refid in event.arguments.items():
            role = _ROLE_OF.get(label.rstrip("0123456789"))
            if role is None or refid not in entities:
                raise AnnotationError(f"{event.id}: argument {label}:{refid} has no known role or no span; drop it")
            places[event.id].append(_place(role, entities[refid], text))
    for note in document.notes:
        if note.refid in marks and note.type == _NOTE:
            marks[note.refid]["note"] = note.text
        elif note.refid in marks and note.type == _RECORD:
            marks[note.refid].update(_record(note))
    for attribute in document.attributes:
        if attribute.refid in marks:
            _mark(marks[attribute.refid], attribute)
    return [put_together(places[event.id], marks[event.id], text) for event in document.events]


def _record(note: Any) -> dict[str, Any]:
    try:
        record = json.loads(note.text)
    except (ValueError, RecursionError):
        record = None
    if not isinstance(record, dict):
        raise AnnotationError(f"{note.id}: the note is not a JSON object; restore it, or drop the line to start anew")
    return record


def _mark(marks: dict[str, Any], attribute: Any) -> None:
    """Enter one attribute into the marks of its finding."""
    name = attribute.type
    value = next(iter(attribute.attributes), None)
    numbered = re.fullmatch(r"(Target|Pathway)(\d{0,3})_direction", name)
    if numbered is not None:
        given = marks.setdefault(f"{numbered[1].lower()}_direction", [])
        number = int(numbered[2] or 1)
        given.extend([None] * (number - len(given)))
        given[number - 1] = value
    elif name.lower() in _TYPES:
        marks["finding_type"].append(name.lower())
    elif name.lower() in _FLAGS:
        marks[name.lower()] = True
    elif name.lower() in _VALUES:
        marks[name.lower()] = value
    else:
        raise AnnotationError(f"{attribute.id}: attribute {name} is unknown; drop it")


def configuration() -> str:
    """The content of brat's ``annotation.conf`` for these annotations."""
    many = {"evidence": "+", **dict.fromkeys(("target", "pathway"), "*")}
    arguments = ", ".join(
        f"{label}{many.get(role, '*' if role.endswith('_trigger') else '?')}:{label}"
        for label, role in _ROLE_OF.items()
    )
    lines = ["[entities]", *_ROLE_OF, "", "[relations]", "", "[events]", f"{_EVENT}\t{arguments}", "", "[attributes]"]
    lines += [f"{field.capitalize()}\tArg:{_EVENT}, Value:{'|'.join(_allowed(field))}" for field in _VALUES]
    lines += [f"{flag.capitalize()}\tArg:{_EVENT}" for flag in (*_TYPES, *_FLAGS)]
    directions = "|".join(get_args(Direction))
    lines += [
        f"{_label(field.removesuffix('s'), number)}_direction\tArg:{_EVENT}, Value:{directions}"
        for field in LIST_ROLES
        for number in range(1, _MOST + 1)
    ]
    return "\n".join(lines) + "\n"
