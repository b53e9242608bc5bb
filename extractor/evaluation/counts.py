"""The counts that scores are made of, unit by unit."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from extractor.evaluation.alignment import align
from extractor.evaluation.claims import KINDS, Claim, Roles, claims, items
from extractor.evaluation.gold import GoldEvent, places
from extractor.evaluation.match import covered, spans
from extractor.evaluation.predictions import Row
from extractor.evaluation.record import Span

__all__ = ["ACCURACIES", "MENTIONS", "Tally", "tally"]

#: Fields of a finding whose values are compared on findings that were found.
FIELDS = ("cargo_type", "vesicular", "hedged", "negated", "manipulation", "observed")
ACCURACIES = ("sign", *FIELDS)
MENTIONS = ("mentions, strict", "mentions, relaxed")


@dataclass(frozen=True, slots=True)
class Tally:
    """Counts of one unit.

    ``found``: kind of score to (right, spurious, missed). ``held``: accuracy to (right, compared).
    """

    found: dict[str, tuple[int, int, int]]
    held: dict[str, tuple[int, int]]


def tally(events: Sequence[GoldEvent], rows: Sequence[Row], roles: Roles, text: str) -> Tally:
    """Judge the rows of a unit against its findings. An empty ``text`` leaves mentions out: nothing is located."""
    gold, predicted = list(claims(events, roles)), list(claims(rows, roles))
    found = {}
    for kind in KINDS:
        wanted, given = items(gold, kind).keys(), items(predicted, kind).keys()
        found[kind] = len(wanted & given), len(given - wanted), len(wanted - given)
    for kind, is_strict in zip(MENTIONS, (True, False), strict=True):
        found[kind] = _mentions(events, rows, roles, text, is_strict) if text else (0, 0, 0)
    held = {"sign": _sign(gold, predicted)}
    aligned = _aligned(events, rows, roles)
    for field in FIELDS:
        held[field] = sum(getattr(event, field) == _common(own, field) for event, own in aligned), len(aligned)
    return Tally(found, held)


def _mentions(
    events: Sequence[GoldEvent], rows: Sequence[Row], roles: Roles, text: str, is_strict: bool
) -> tuple[int, int, int]:
    """Spans of role fillers: each gold filler is found at any place of its words in the evidence, and counts once."""
    wanted: dict[tuple[str, str], set[Span]] = {}
    label = {"target": roles.target_of, "pathway": roles.pathway_of}
    for event in events:
        for role, filler in event.roles():
            name = roles.cargo_of(event) if role == "cargo" else label[role](filler)
            wanted.setdefault((role, name), set()).update(places(text, filler, event.evidence))
    given = {(role, filler.span) for row in rows for role, filler in row.roles() if filler.span is not None}
    hit: set[tuple[str, str]] = set()
    spurious = 0
    for role, span in given:
        own = {key: where for key, where in wanted.items() if key[0] == role}
        fits = [key for key, where in own.items() if span in where]
        if not fits and not is_strict:
            shared = {key: covered([span], where) for key, where in sorted(own.items())}
            fits = [key for key in sorted(shared, key=shared.__getitem__, reverse=True) if shared[key]][:1]
        hit.update(fits)
        spurious += not fits
    return len(hit), spurious, len(wanted) - len(hit)


def _sign(gold: Sequence[Claim], predicted: Sequence[Claim]) -> tuple[int, int]:
    """Signed effects predicted of cargos that have a signed effect in the gold: how many have its sign."""
    wanted = items(gold, "cargo+effect").keys()
    given = items(predicted, "cargo+effect").keys()
    compared = {item for item in given if item[0] in {cargo for cargo, _ in wanted}}
    return len(compared & wanted), len(compared)


def _aligned(events: Sequence[GoldEvent], rows: Sequence[Row], roles: Roles) -> list[tuple[GoldEvent, list[Row]]]:
    """Findings with the predicted event for the same cargo that shares most with each."""
    own: dict[tuple[str, str], list[Row]] = {}
    for row in rows:
        own.setdefault((row.event_id, roles.cargo_of(row)), []).append(row)

    def likeness(event: GoldEvent, found: list[Row]) -> tuple[float, ...] | None:
        if roles.cargo_of(event) != roles.cargo_of(found[0]):
            return None
        fillers = {(role, filler.text) for row in found for role, filler in row.roles()}
        shared = len(fillers & {(role, filler.text) for role, filler in event.roles()})
        equal = sum(getattr(event, field) == _common(found, field) for field in ("effect", *FIELDS))
        return covered({span for row in found for span in spans(row)}, event.evidence), shared, equal

    return align(events, [own[key] for key in sorted(own)], likeness)


def _common(rows: Sequence[Row], field: str) -> object:
    """The value that most rows of an event have; rows of one event should not differ."""
    values = Counter(getattr(row, field) for row in rows)
    return min(values, key=lambda value: (-values[value], str(value)))
