"""The list of errors: what was missed, what is spurious, what has the wrong sign, each with its sentence."""

from __future__ import annotations

import html
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from extractor.evaluation.claims import Claim, Roles, claims, items
from extractor.evaluation.gold import GoldEvent
from extractor.evaluation.match import Matching, Unit
from extractor.evaluation.predictions import Row
from extractor.evaluation.readings import chosen

__all__ = ["Error", "errors", "listing"]

#: Kinds of error, in the order of the listing.
WRONG_SIGN, WRONG_DIRECTION, MISSED, SPURIOUS = "wrong sign", "wrong direction", "missed", "spurious"
KINDS = (WRONG_SIGN, WRONG_DIRECTION, MISSED, SPURIOUS)


@dataclass(frozen=True, slots=True)
class Error:
    """One error. ``what``: cargo, target, pathway or effect. ``expected`` and ``predicted`` are words of the gold
    and of the prediction; ``sentence`` is the gold's evidence where there is some, else the prediction's."""

    kind: str
    what: str
    doc_id: str
    cargo: str
    expected: str | None
    predicted: str | None
    gold_events: tuple[str, ...]
    predicted_events: tuple[str, ...]
    sentence: str

    def to_json(self) -> dict[str, Any]:
        """The line of errors.jsonl."""
        return asdict(self)


def errors(matching: Matching, documents: Mapping[str, str]) -> tuple[Error, ...]:
    """All errors, kind by kind in the order of the text. A prediction that agrees with a second reading is none.

    The parts of a cargo that was missed, or that is spurious, are not listed again.
    """
    found: list[Error] = []
    for unit in matching.units:
        found += _of(unit, matching.roles[unit.doc_id], documents[unit.doc_id])
    return tuple(sorted(found, key=lambda error: KINDS.index(error.kind)))


def _of(unit: Unit, roles: Roles, text: str) -> Iterator[Error]:
    events = chosen(unit.events, unit.rows, roles)
    gold, predicted = list(claims(events, roles)), list(claims(unit.rows, roles))
    wanted, given = items(gold, "cargo"), items(predicted, "cargo")

    def error(kind: str, what: str, values: tuple[str | None, str | None], pair: Sequence[Sequence[Claim]]) -> Error:
        sides = [[claim.source for claim in side] for side in pair]
        first = next(source for side in sides for source in side)
        name = first.cargo.text if first.cargo is not None else f"({first.cargo_type})"
        ids = [tuple(sorted({source.event_id for source in side})) for side in sides]
        return Error(kind, what, unit.doc_id, name, *values, ids[0], ids[1], _sentence(first, text))

    for cargo in sorted(wanted.keys() | given.keys()):
        own, theirs = wanted.get(cargo, []), given.get(cargo, [])
        if not theirs:
            yield error(MISSED, "cargo", (_words(own[0], "cargo", roles), None), (own, []))
        elif not own:
            yield error(SPURIOUS, "cargo", (None, _words(theirs[0], "cargo", roles)), ([], theirs))
        else:
            for role in ("target", "pathway"):
                yield from (error(*parts) for parts in _fillers(role, own, theirs, roles))
            yield from (error(*parts) for parts in _effects(own, theirs))


Parts = tuple[str, str, tuple[str | None, str | None], tuple[Sequence[Claim], Sequence[Claim]]]


def _fillers(role: str, own: Sequence[Claim], theirs: Sequence[Claim], roles: Roles) -> Iterator[Parts]:
    wanted, given = items(own, f"cargo+{role}"), items(theirs, f"cargo+{role}")
    for item in sorted(wanted.keys() | given.keys()):
        here, there = wanted.get(item, []), given.get(item, [])
        if not there:
            yield MISSED, role, (_words(here[0], role, roles), None), (here, theirs)
        elif not here:
            yield SPURIOUS, role, (None, _words(there[0], role, roles)), ([], there)
        else:
            right = {getattr(claim, f"{role}_direction") for claim in here}
            wrong = {getattr(claim, f"{role}_direction") for claim in there} - right
            if wrong:
                name = _words(here[0], role, roles)
                values = f"{name} {_joined(right)}", f"{name} {_joined(wrong)}"
                yield WRONG_DIRECTION, role, values, (here, there)


def _effects(own: Sequence[Claim], theirs: Sequence[Claim]) -> Iterator[Parts]:
    kind = "cargo+effect, no_effect included"
    right, said = ({effect for _, effect in items(side, kind)} for side in (own, theirs))
    pair = (own, [claim for claim in theirs if claim.effect in said - right] or theirs)
    if right and not said:
        yield MISSED, "effect", (_joined(right), None), pair
    elif said and not right:
        yield SPURIOUS, "effect", (None, _joined(said)), pair
    elif said - right:
        yield WRONG_SIGN, "effect", (_joined(right), _joined(said - right)), pair


def _joined(values: Iterable[str]) -> str:
    return ", ".join(sorted(map(str, values)))


def _words(claim: Claim, role: str, roles: Roles) -> str:
    """The words of a claim's filler, as its source has them."""
    source = claim.source
    if role == "cargo":
        return source.cargo.text if source.cargo is not None else f"({source.cargo_type})"
    label = {"target": roles.target_of, "pathway": roles.pathway_of}[role]
    wanted = getattr(claim, role)
    return next(filler.text for name, filler in source.roles() if name == role and label(filler) == wanted)


def _sentence(source: GoldEvent | Row, text: str) -> str:
    if isinstance(source, Row):
        quotes = [text[slice(*quote.span)] if quote.span else quote.text or "" for quote in source.evidence]
    else:
        quotes = [text[start:end] for start, end in source.evidence]
    return " … ".join(" ".join(quote.split()) for quote in quotes)


def listing(found: Sequence[Error]) -> str:
    """The errors as Markdown, kind by kind."""
    lines = [f"# Errors: {len(found)}", ""]
    for kind in KINDS:
        own = [error for error in found if error.kind == kind]
        lines += [f"## {kind.capitalize()}: {len(own)}", ""] if own else []
        for error in own:
            told = [f"expected {error.expected}"] if error.expected else []
            told += [f"predicted {error.predicted}"] if error.predicted else []
            ids = f"gold {', '.join(error.gold_events) or '-'}; predicted {', '.join(error.predicted_events) or '-'}"
            head = f"- **{error.cargo}**, {error.what}: {'; '.join(told)} ({error.doc_id}; {ids})"
            # The text is others': it must not become markup.
            lines += [html.escape(head, quote=False), f"  > {html.escape(error.sentence, quote=False)}", ""]
    return "\n".join(lines)
