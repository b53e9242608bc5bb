"""Claims: gold findings and predicted rows brought to one form, so that they can be compared as sets.

A finding with targets T and pathways P is read as each target with each pathway (T × P); where one of the two is
empty as each of the other alone; and where both are, as one claim with neither. Predicted rows are such claims already.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from extractor.evaluation.gold import Filler, GoldEvent
from extractor.evaluation.identity import Named, Names
from extractor.evaluation.predictions import Row
from extractor.frames import Direction, Effect, FindingType

__all__ = ["KINDS", "Claim", "Item", "Roles", "claims", "items", "roles_of"]

#: What a score counts: a part of a claim, as the words of a tuple.
Item = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Claim:
    """One cargo, at most one target and one pathway, one effect, with the labels of :class:`Names`."""

    cargo: str
    is_named: bool
    cargo_type: str
    target: str | None
    target_direction: Direction | None
    pathway: str | None
    pathway_direction: Direction | None
    effect: Effect
    finding_type: frozenset[FindingType]
    radiation_changes_cargo: Direction | None
    source: GoldEvent | Row


@dataclass(frozen=True, slots=True)
class Roles:
    """The names of one document, role by role."""

    cargo: Names
    target: Names
    pathway: Names

    def cargo_of(self, source: GoldEvent | Row) -> str:
        """The label of the cargo; for a class of molecules or for vesicles as such, the class in brackets."""
        return f"({source.cargo_type})" if source.cargo is None else self.cargo.label(source.cargo, source.cargo_type)

    def target_of(self, filler: Filler) -> str:
        """The label of a target."""
        return self.target.label(filler, None)

    def pathway_of(self, filler: Filler) -> str:
        """The label of a pathway."""
        return self.pathway.label(filler, "pathway")


def roles_of(gold: Iterable[GoldEvent], rows: Iterable[Row]) -> Roles:
    """The names of a document from its findings, all their readings included, and its predicted rows."""
    gold, rows = list(gold), list(rows)
    predicted: dict[str, list[Named]] = {"cargo": [], "target": [], "pathway": []}
    known: dict[str, list[Named]] = {"cargo": [], "target": [], "pathway": []}
    for named, sources in ((known, gold), (predicted, rows)):
        for source in sources:
            for role, filler in source.roles():
                named[role].append((filler, {"cargo": source.cargo_type, "pathway": "pathway"}.get(role)))
    return Roles(*(Names(known[role], predicted[role]) for role in ("cargo", "target", "pathway")))


def claims(sources: Iterable[GoldEvent | Row], roles: Roles) -> Iterator[Claim]:
    """The claims of findings or of rows."""
    for source in sources:
        if isinstance(source, Row):
            targets: Iterable[Filler | None] = (source.target,)
            pathways: Iterable[Filler | None] = (source.pathway,)
        else:
            targets, pathways = source.targets or (None,), source.pathways or (None,)
        for target in targets:
            for pathway in pathways:
                yield Claim(
                    cargo=roles.cargo_of(source),
                    is_named=source.cargo is not None,
                    cargo_type=source.cargo_type,
                    target=roles.target_of(target) if target else None,
                    target_direction=(target.direction or Direction.UNSPECIFIED) if target else None,
                    pathway=roles.pathway_of(pathway) if pathway else None,
                    pathway_direction=(pathway.direction or Direction.UNSPECIFIED) if pathway else None,
                    effect=source.effect,
                    finding_type=source.finding_type,
                    radiation_changes_cargo=source.radiation_changes_cargo,
                    source=source,
                )


def _tuple(claim: Claim) -> Item:
    return (
        claim.cargo, claim.target or "-", claim.target_direction or "-",
        claim.pathway or "-", claim.pathway_direction or "-", claim.effect,
    )  # fmt: skip


def _when(holds: object, *parts: str | None) -> list[Item]:
    return [tuple(str(part) for part in parts)] if holds else []


#: What each score counts of a claim.
KINDS: dict[str, Callable[[Claim], list[Item]]] = {
    "cargo": lambda c: [(c.cargo,)],
    "cargo+type": lambda c: [(c.cargo, c.cargo_type)],
    "cargo+target": lambda c: _when(c.target, c.cargo, c.target),
    "cargo+target+direction": lambda c: _when(c.target, c.cargo, c.target, c.target_direction),
    "cargo+pathway": lambda c: _when(c.pathway, c.cargo, c.pathway),
    "cargo+pathway+direction": lambda c: _when(c.pathway, c.cargo, c.pathway, c.pathway_direction),
    "cargo+effect": lambda c: _when(c.effect.is_signed, c.cargo, c.effect),
    "cargo+effect, no_effect included": lambda c: _when(c.effect is not Effect.NOT_STATED, c.cargo, c.effect),
    "cargo+finding type": lambda c: [(c.cargo, kind.value) for kind in sorted(c.finding_type)],
    "cargo+radiation change": lambda c: _when(c.radiation_changes_cargo, c.cargo, c.radiation_changes_cargo),
    "tuple": lambda c: [_tuple(c)],
}


def items(found: Iterable[Claim], kind: str) -> dict[Item, list[Claim]]:
    """The distinct items of one kind, each with the claims that it comes from."""
    part = KINDS[kind]
    of: dict[Item, list[Claim]] = {}
    for claim in found:
        for item in part(claim):
            of.setdefault(item, []).append(claim)
    return of
