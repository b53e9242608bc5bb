"""Second readings: where annotators recorded that a passage can be read in two ways, either is right."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from enum import StrEnum
from itertools import product
from typing import Any, TypeVar

from extractor.evaluation.claims import KINDS, Claim, Roles, claims, items
from extractor.evaluation.gold import Alternative, Filler, GoldEvent
from extractor.evaluation.predictions import Row
from extractor.frames import Direction, Effect, FindingType, Manipulation, Observed

__all__ = ["chosen", "reading", "with_all_readings"]

_ENUMS: dict[str, type[StrEnum]] = {"effect": Effect, "manipulation": Manipulation, "observed": Observed}
_FLAGS = frozenset({"vesicular", "hedged", "negated"})
#: One filler of a list: ``targets.ABC1``, ``pathway DNA repair``.
_PART = re.compile(r"(target|pathway)s?[. ](.+)")

Value = TypeVar("Value", bound=StrEnum)


class _UnreadableError(ValueError):
    """An alternative that is written for people only."""


def _member(values: type[Value], value: Any) -> Value:
    try:
        return values(value)
    except ValueError:
        raise _UnreadableError from None


def _filler(value: Any) -> Filler:
    if isinstance(value, str):
        return Filler(value, direction=Direction.UNSPECIFIED)
    if isinstance(value, Sequence) and len(value) == 2 and isinstance(value[0], str):
        return Filler(value[0], direction=_member(Direction, value[1]))
    if isinstance(value, dict) and isinstance(value.get("text"), str):
        curie = value.get("id")
        direction = _member(Direction, value.get("direction") or Direction.UNSPECIFIED)
        return Filler(value["text"], curie if isinstance(curie, str) else None, direction)
    raise _UnreadableError


def _with(event: GoldEvent, field: str, value: Any) -> GoldEvent:
    changes: dict[str, Any] = {field: value}
    return replace(event, **changes)


def _part(event: GoldEvent, field: str, name: str, value: Any) -> GoldEvent:
    """Another direction for one filler of a list, or the list without it (None)."""
    fillers: tuple[Filler, ...] = getattr(event, field)
    if name not in {filler.text for filler in fillers}:
        raise _UnreadableError
    direction = None if value is None else _member(Direction, value)
    kept = (
        replace(filler, direction=direction) if filler.text == name else filler
        for filler in fillers
        if filler.text != name or direction is not None
    )
    return _with(event, field, tuple(kept))


def reading(event: GoldEvent, other: Alternative) -> GoldEvent | None:
    """The finding as read the other way; None if it is then no finding. An unreadable one leaves it as it is.

    ``field`` is a field of the finding, with its ``value``; ``targets.NAME`` or ``pathways.NAME`` with a direction, or
    null for a list without it; or ``is_finding`` with false.
    """
    field, value = other.field.strip(), other.value
    part = _PART.fullmatch(field)
    try:
        if (field == "is_finding" and value is False) or (field == "event" and value in (None, "none")):
            return None
        if part:
            return _part(event, part[1] + "s", part[2], value)
        if field in ("targets", "pathways") and isinstance(value, list):
            return _with(event, field, tuple(_filler(filler) for filler in value))
        if field in _ENUMS:
            return _with(event, field, _member(_ENUMS[field], value))
        if field == "radiation_changes_cargo":
            return replace(event, radiation_changes_cargo=None if value is None else _member(Direction, value))
        if field in _FLAGS and isinstance(value, bool):
            return _with(event, field, value)
        if field == "finding_type":
            kinds = value.split(",") if isinstance(value, str) else value if isinstance(value, list) else []
            members = (_member(FindingType, kind.strip() if isinstance(kind, str) else kind) for kind in kinds)
            return replace(event, finding_type=frozenset(members))
        if field == "cargo_type" and isinstance(value, str):
            return replace(event, cargo_type=value)
        if field == "cargo":
            return replace(event, cargo=None if value is None else _filler(value))
    except _UnreadableError:
        pass
    return event


def with_all_readings(events: Iterable[GoldEvent]) -> list[GoldEvent]:
    """The findings and every reading of them, so that all their names are known."""
    found = []
    for event in events:
        found.append(event)
        found += [other for alternative in event.alternatives if (other := reading(event, alternative)) is not None]
    return found


def _own(event: GoldEvent, rows: Iterable[Row], roles: Roles) -> list[Row]:
    """The rows for the cargo of a finding."""
    return [row for row in rows if roles.cargo_of(row) == roles.cargo_of(event)]


def _overlap(left: Iterable[object], right: Iterable[object]) -> float:
    left, right = frozenset(left), frozenset(right)
    return len(left & right) / len(left | right) if left | right else 1.0


def _agreement(event: GoldEvent, field: str, rows: Iterable[Row], roles: Roles) -> float:
    """How well one field of a finding agrees with the rows for its cargo, 0 to 1; -1 without such a row."""
    own = _own(event, rows, roles)
    if not own:
        return -1.0
    if field == "targets":
        found = ((roles.target_of(row.target), row.target.direction) for row in own if row.target)
        return _overlap(((roles.target_of(filler), filler.direction) for filler in event.targets), found)
    if field == "pathways":
        found = ((roles.pathway_of(row.pathway), row.pathway.direction) for row in own if row.pathway)
        return _overlap(((roles.pathway_of(filler), filler.direction) for filler in event.pathways), found)
    if field == "finding_type":
        return _overlap(event.finding_type, (kind for row in own for kind in row.finding_type))
    return 0.0 if field == "cargo" else float(getattr(event, field) in {getattr(row, field) for row in own})


def chosen(events: Sequence[GoldEvent], rows: Sequence[Row], roles: Roles) -> list[GoldEvent]:
    """The findings of a unit, each in the reading that the predictions agree with: the annotated one, or a better one.

    A field's second value is taken only if a row for the same cargo has it and none has the first, so that leaving
    something out never counts as the reading that asks for less; and only if no score of the unit loses by it. A
    finding that may be none is left out if no row names its cargo.
    """
    read: list[GoldEvent] = list(events)
    for event in events:
        for other in event.alternatives:
            at = next((at for at, one in enumerate(read) if one.key == event.key), None)
            if at is None:
                break
            candidate = _candidate(read[at], other, rows, roles)
            if candidate is read[at]:
                continue
            changed = [*read[:at], *([candidate] if candidate else []), *read[at + 1 :]]
            if _holds_up(read, changed, rows, roles):
                read = changed
    return read


def _candidate(event: GoldEvent, other: Alternative, rows: Sequence[Row], roles: Roles) -> GoldEvent | None:
    """The other reading if the rows for its cargo agree better with the field that it changes, else the finding."""
    candidate = reading(event, other)
    if candidate is event:
        return event
    if candidate is None:
        return event if _own(event, rows, roles) else None
    part = _PART.fullmatch(other.field.strip())
    field = f"{part[1]}s" if part else other.field.strip()
    if _agreement(candidate, field, rows, roles) <= _agreement(event, field, rows, roles):
        return event
    if field == "cargo":
        # The reading names another molecule, whose type it does not tell.
        candidate = replace(candidate, cargo_type=_own(candidate, rows, roles)[0].cargo_type)
    return candidate


def _holds_up(before: Sequence[GoldEvent], after: Sequence[GoldEvent], rows: Sequence[Row], roles: Roles) -> bool:
    """Whether no kind of item has fewer right or more wrong than before, in any view of the scores.

    A reading that says otherwise of ``vesicular`` itself moves a finding between views; there the others decide.
    """
    predicted, old, new = list(claims(rows, roles)), list(claims(before, roles)), list(claims(after, roles))
    views: list[Callable[[Claim], bool]] = [lambda claim: True, lambda claim: claim.is_named]
    said = {event.key: event.vesicular for event in before}
    if all(said[event.key] == event.vesicular for event in after):
        views.append(lambda claim: claim.is_named and claim.source.vesicular)
    for view, kind in product(views, KINDS):
        given, had, has = (items(filter(view, side), kind).keys() for side in (predicted, old, new))
        if len(given & has) < len(given & had) or len(given ^ has) > len(given ^ had):
            return False
    return True
