"""A finding taken apart into what standoff formats hold: places in the text, and marks on the finding as a whole."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from extractor.annotation.schema import LIST_ROLES, ROLES, AnnotationError, complete

__all__ = ["Place", "put_together", "take_apart"]

_TRIGGER = "_trigger"
_SINGULAR = {"targets": "target", "pathways": "pathway"}
_SPAN_FIELDS = frozenset(
    {*ROLES, *LIST_ROLES, *(f"{role}_span" for role in ROLES), "evidence", "triggers"},
)


@dataclass(frozen=True, slots=True)
class Place:
    """Words that play a role: evidence, a role of the finding, target, pathway, or a trigger such as effect_trigger."""

    role: str
    start: int
    end: int


def take_apart(event: Mapping[str, Any]) -> tuple[list[Place], dict[str, Any]]:
    """The places of a finding in a fixed order, and its marks: every other field.

    The directions and ids of several targets (pathways) are the marks ``target_direction`` and ``target_id``: lists
    in the order of the places.
    """
    places = [Place("evidence", span["start"], span["end"]) for span in event["evidence"]]
    places += [Place(role, *event[f"{role}_span"]) for role in ROLES if event[f"{role}_span"] is not None]
    marks = {field: value for field, value in event.items() if field not in _SPAN_FIELDS}
    for field in LIST_ROLES:
        role = _SINGULAR[field]
        places += [Place(role, filler["start"], filler["end"]) for filler in event[field]]
        marks[f"{role}_direction"] = [filler["direction"] for filler in event[field]]
        marks[f"{role}_id"] = [filler["id"] for filler in event[field]]
    places += [Place(t["role"] + _TRIGGER, t["start"], t["end"]) for t in event["triggers"]]
    return places, marks


def put_together(places: Iterable[Place], marks: Mapping[str, Any], text: str) -> dict[str, Any]:
    """The finding whose places and marks these are: the inverse of :func:`take_apart`.

    Directions that are not given are unspecified, ids null.

    Raises
    ------
    AnnotationError
        If a place has an unknown role, lies outside the text, or a role with one filler is filled twice.
    """
    rest = dict(marks)
    lists: dict[str, list[Any]] = {"evidence": [], "triggers": [], **{field: [] for field in LIST_ROLES}}
    given = {
        (role, what): iter(rest.pop(f"{role}_{what}", ()))
        for role in _SINGULAR.values()
        for what in ("direction", "id")
    }
    plural = {role: field for field, role in _SINGULAR.items()}
    event: dict[str, Any] = {}
    for place in places:
        if not 0 <= place.start < place.end <= len(text):
            raise AnnotationError(
                f"{rest.get('event_id')}: {place.role} {place.start}-{place.end} lies outside the text of "
                f"{len(text)} characters; take the text that the annotations were made on"
            )
        span = {"start": place.start, "end": place.end}
        words = text[place.start : place.end]
        if place.role == "evidence":
            lists["evidence"].append(span)
        elif place.role in plural:
            direction = next(given[place.role, "direction"], None) or "unspecified"
            curie = next(given[place.role, "id"], None)
            lists[plural[place.role]].append({"text": words, "id": curie, "direction": direction, **span})
        elif place.role.endswith(_TRIGGER):
            lists["triggers"].append({"role": place.role.removesuffix(_TRIGGER), "text": words, **span})
        elif place.role in ROLES and place.role not in event:
            event[place.role], event[f"{place.role}_span"] = words, [place.start, place.end]
        else:
            raise AnnotationError(
                f"{rest.get('event_id')}: role {place.role!r} is unknown or filled twice; keep one filler"
            )
    doc_id = rest.pop("doc_id", None) or "text"
    return complete({**event, **lists, **rest, "doc_id": doc_id}, doc_id)
