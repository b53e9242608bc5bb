"""BioNLP and brat standoff: entities, events, attributes and equivalences of one document, checked against its text.

The reader of the ``bioc`` package keeps one equivalence a document (they share the identifier ``*``) and one argument a
role, and fails with an assertion on a broken line; the event corpora need all of them.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from extractor.training.corpora.archive import Drops
from extractor.training.schema import DataError

__all__ = ["Entity", "Event", "Standoff", "read"]


@dataclass(frozen=True, slots=True)
class Entity:
    """A text-bound annotation: an entity or the trigger of an event."""

    id: str
    type: str
    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class Event:
    """An event: its trigger and its arguments in their order, role (without its number) and the id that fills it."""

    id: str
    type: str
    trigger: str
    arguments: tuple[tuple[str, str], ...]

    def fillers(self, *roles: str) -> tuple[str, ...]:
        """The ids that fill one of the roles."""
        return tuple(reference for role, reference in self.arguments if role in roles)


@dataclass(slots=True)
class Standoff:
    """The annotation of one document. ``relations`` are (type, {role: id}) of the lines that begin with R or E."""

    name: str
    text: str
    entities: dict[str, Entity] = field(default_factory=dict)
    events: dict[str, Event] = field(default_factory=dict)
    attributes: dict[str, set[str]] = field(default_factory=dict)
    relations: list[tuple[str, Mapping[str, str]]] = field(default_factory=list)
    equivalent: dict[str, tuple[str, ...]] = field(default_factory=dict)


def read(name: str, text: str, annotations: Iterable[str], drops: Drops) -> Standoff:
    """Parse the annotation files of one document.

    An entity in several pieces, or whose words are not at its offsets, is dropped and counted, and with it the events
    that need it (they are left to point to nothing).

    Raises
    ------
    DataError
        If a line is none of the format's; the message names document and line.
    """
    document = Standoff(name, text)
    for annotation in annotations:
        for number, line in enumerate(annotation.split("\n"), 1):
            line = line.rstrip("\r")
            if line.strip():
                try:
                    _line(document, line, drops)
                except (ValueError, IndexError):
                    raise DataError(f"{name}: line {number} is no standoff ({line[:60]!r}); mend it") from None
    return document


def _line(document: Standoff, line: str, drops: Drops) -> None:
    identifier, _, rest = line.partition("\t")
    kind = identifier[:1]
    if kind == "T":
        _entity(document, identifier, rest, drops)
    elif kind == "*":
        _, *ids = rest.split()
        for one in ids:
            document.equivalent[one] = tuple(other for other in ids if other != one)
    elif kind in "AM" and kind:
        label, reference, *_ = rest.split()
        document.attributes.setdefault(reference, set()).add(label)
    elif kind in "ER" and kind:
        head, *arguments = rest.split()
        pairs = tuple((role, reference) for role, _, reference in (part.partition(":") for part in arguments))
        if not all(role and reference for role, reference in pairs):
            raise ValueError(line)
        label, colon, trigger = head.partition(":")
        if colon:
            numberless = tuple((role.rstrip("0123456789"), reference) for role, reference in pairs)
            document.events[identifier] = Event(identifier, label, trigger, numberless)
        else:
            document.relations.append((label, dict(pairs)))
    elif kind not in ("#", "N"):
        raise ValueError(line)


def _entity(document: Standoff, identifier: str, rest: str, drops: Drops) -> None:
    where, tab, words = rest.partition("\t")
    label, _, offsets = where.partition(" ")
    if not tab or not offsets:
        raise ValueError(rest)
    if ";" in offsets:
        drops["entity in several pieces"] += 1
        return
    start, end = (int(offset) for offset in offsets.split())
    if not 0 <= start < end or document.text[start:end] != words:
        drops["entity not at its offsets"] += 1
        return
    document.entities[identifier] = Entity(identifier, label, start, end, words)
