"""Agreement of two annotation passes over the same text, role by role."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from extractor.evaluation.alignment import align
from extractor.evaluation.claims import Roles, roles_of
from extractor.evaluation.gold import GoldEvent, GoldSet
from extractor.evaluation.match import covered
from extractor.frames import FindingType
from extractor.readers.errors import ReadError

__all__ = ["Agreement", "agreement", "kappa", "listing", "to_json"]

#: An event of either pass with its partner in the other.
Pair = tuple[GoldEvent, GoldEvent]


@dataclass(frozen=True, slots=True)
class Agreement:
    """Agreement on one role.

    ``f1``: twice what both passes have over all that they have, None if they have nothing. ``kappa``: Cohen's, for
    roles with one value a finding; None elsewhere, and where chance alone gives full agreement.
    """

    f1: float | None
    shared: int
    left: int
    right: int
    kappa: float | None = None


def kappa(pairs: Iterable[tuple[Hashable, Hashable]]) -> float | None:
    """Cohen's kappa (Educational and Psychological Measurement 20:37, 1960) of two judges.

    >>> kappa([(True, True), (False, False), (True, False), (False, False)])
    0.5
    """
    judged = list(pairs)
    left, right = Counter(one for one, _ in judged), Counter(other for _, other in judged)
    total = len(judged)
    expected = sum(left[value] * right[value] for value in left)
    if total == 0 or expected == total * total:
        return None
    observed = total * sum(one == other for one, other in judged)
    return (observed - expected) / (total * total - expected)


def agreement(left: GoldSet, right: GoldSet) -> dict[str, Agreement]:
    """Agreement of two passes.

    ``findings``, ``cargo`` and ``cargo+type`` are over all findings. Everything else is over aligned findings: two
    whose evidence overlaps, with the same cargo, or of which one names a cargo where the other has a class, or whose
    cargos stand in overlapping places. Targets and pathways are compared by name, their directions on those shared;
    ``hedged`` and ``negated`` as F1 of the findings marked so; other values as the share that is equal, their F1.

    Raises
    ------
    ReadError
        If the two are not over the same documents and texts.
    """
    if dict(left.documents) != dict(right.documents):
        raise ReadError("no_match", f"{left.name} and {right.name} are not over the same texts; agreement needs that")
    roles: dict[str, Roles] = {}
    pairs: list[Pair] = []
    left_events, right_events = left.by_document(), right.by_document()
    for doc_id in left.documents:
        roles[doc_id] = roles_of([*left_events[doc_id], *right_events[doc_id]], ())
        pairs += _aligned(left_events[doc_id], right_events[doc_id], roles[doc_id])

    def name(event: GoldEvent) -> str:
        return roles[event.doc_id].cargo_of(event) if event.cargo is not None else "(class)"

    sizes = len(left.events), len(right.events)
    same_cargo = [(one, other) for one, other in pairs if name(one) == name(other)]
    same_type = [(one, other) for one, other in same_cargo if one.cargo_type == other.cargo_type]
    found = {
        "findings": _f1(len(pairs), *sizes),
        "cargo": _f1(len(same_cargo), *sizes),
        "cargo+type": _f1(len(same_type), *sizes),
    }
    for field, role in (("targets", "target"), ("pathways", "pathway")):
        found[field], found[f"{role} directions"] = _fillers(pairs, field, role, roles)
    for field in ("cargo_type", "vesicular", "effect", "manipulation", "observed", "radiation_changes_cargo"):
        found[field] = _values(pairs, lambda event, field=field: getattr(event, field))  # type: ignore[misc]
    found["finding_type"] = _sets([(one.finding_type, other.finding_type) for one, other in pairs])
    for kind in FindingType:
        found[f"finding_type: {kind}"] = _marks(pairs, lambda event, kind=kind: kind in event.finding_type)  # type: ignore[misc]
    for field in ("hedged", "negated"):
        found[field] = _marks(pairs, lambda event, field=field: getattr(event, field))  # type: ignore[misc]
    return found


def to_json(found: Mapping[str, Agreement]) -> dict[str, dict[str, Any]]:
    """The agreement as an object of role to its numbers; shares are rounded to four places."""
    return {
        role: {name: round(value, 6) if isinstance(value, float) else value for name, value in asdict(one).items()}
        for role, one in found.items()
    }


def listing(found: Mapping[str, Agreement]) -> str:
    """The agreement as a table in Markdown."""
    lines = ["| role | F1 | kappa | shared | left | right |", "| --- | ---: | ---: | ---: | ---: | ---: |"]
    for role, one in found.items():
        shares = ["-" if share is None else f"{share:.3f}" for share in (one.f1, one.kappa)]
        lines.append(f"| {role} | {' | '.join(shares)} | {one.shared} | {one.left} | {one.right} |")
    return "\n".join(lines) + "\n"


def _aligned(left: Sequence[GoldEvent], right: Sequence[GoldEvent], roles: Roles) -> list[Pair]:
    def likeness(one: GoldEvent, other: GoldEvent) -> tuple[float, ...] | None:
        shared = covered(one.evidence, other.evidence)
        same = roles.cargo_of(one) == roles.cargo_of(other)
        if not shared or not (same or _may_be_one(one, other)):
            return None
        length = sum(end - start for event in (one, other) for start, end in event.evidence) - shared
        fillers = _names(one, "targets", roles) & _names(other, "targets", roles)
        fillers |= _names(one, "pathways", roles) & _names(other, "pathways", roles)
        return same, shared / length, len(fillers), one.effect is other.effect

    return align(left, right, likeness)


def _may_be_one(one: GoldEvent, other: GoldEvent) -> bool:
    """Whether two findings with different cargos may be two readings of one."""
    if one.cargo is None or other.cargo is None:
        return True
    return bool(one.cargo.span and other.cargo.span and covered([one.cargo.span], [other.cargo.span]))


def _names(event: GoldEvent, field: str, roles: Roles) -> set[str]:
    label = roles.target_of if field == "targets" else roles.pathway_of
    return {f"{field} {label(filler)}" for filler in getattr(event, field)}


def _fillers(pairs: Sequence[Pair], field: str, role: str, roles: dict[str, Roles]) -> tuple[Agreement, Agreement]:
    names = [tuple(_names(event, field, roles[event.doc_id]) for event in pair) for pair in pairs]
    directions = []
    for one, other in pairs:
        label = roles[one.doc_id].target_of if role == "target" else roles[one.doc_id].pathway_of
        here, there = ({label(f): f.direction for f in getattr(event, field)} for event in (one, other))
        directions += [(here[name], there[name]) for name in here.keys() & there.keys()]
    equal = sum(one == other for one, other in directions)
    return _sets(names), _f1(equal, len(directions), len(directions), kappa(directions))  # type: ignore[arg-type]


def _values(pairs: Sequence[Pair], value: Callable[[GoldEvent], Hashable]) -> Agreement:
    judged = [(value(one), value(other)) for one, other in pairs]
    return _f1(sum(one == other for one, other in judged), len(pairs), len(pairs), kappa(judged))


def _marks(pairs: Sequence[Pair], mark: Callable[[GoldEvent], bool]) -> Agreement:
    judged = [(mark(one), mark(other)) for one, other in pairs]
    both = sum(one and other for one, other in judged)
    return _f1(both, sum(one for one, _ in judged), sum(other for _, other in judged), kappa(judged))


def _sets(pairs: Sequence[tuple[Iterable[object], Iterable[object]]]) -> Agreement:
    sets = [(set(one), set(other)) for one, other in pairs]
    return _f1(sum(len(a & b) for a, b in sets), sum(len(a) for a, _ in sets), sum(len(b) for _, b in sets))


def _f1(shared: int, left: int, right: int, chance_corrected: float | None = None) -> Agreement:
    f1 = 2 * shared / (left + right) if left + right else None
    return Agreement(f1, shared, left, right, chance_corrected)
