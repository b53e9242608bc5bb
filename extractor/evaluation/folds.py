"""Folds that keep groups together: by group, and one section left out at a time."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass

from extractor.evaluation.claims import Roles
from extractor.evaluation.gold import GoldEvent, GoldSet
from extractor.evaluation.groups import groups
from extractor.evaluation.match import Matching, Unit, covered, spans
from extractor.evaluation.predictions import Row
from extractor.evaluation.record import Span
from extractor.readers.errors import ReadError

__all__ = ["Fold", "by_group", "by_section", "parts"]

#: A finding's document and id.
Key = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Fold:
    """One split. ``test`` findings are held out; ``train`` holds no finding that shares a group with them.

    ``documents`` are those to test on: all of a fold's own in a set of many documents, else the one.
    """

    name: str
    test: frozenset[Key]
    train: frozenset[Key]
    documents: tuple[str, ...]


def by_group(gold: GoldSet, k: int = 5, seed: int = 0) -> tuple[Fold, ...]:
    """Split the groups into at most ``k`` folds of about equally many findings.

    The largest groups are dealt first, each to the fold with the fewest findings so far; groups of one size, and
    documents without a finding, are dealt in the seed's order.

    Raises
    ------
    ReadError
        If there are not two groups to part.
    """
    found = list(groups(gold))
    k = min(k, len(found))
    if k < 2:
        raise ReadError("no_folds", f"{gold.name}: {len(found)} group of findings; folds need two or more")
    draw = random.Random(seed)
    draw.shuffle(found)
    dealt: list[set[Key]] = [set() for _ in range(k)]
    for group in sorted(found, key=lambda group: -len(group.events)):
        min(dealt, key=len).update(event.key for event in group.events)
    documents: list[set[str]] = [{doc_id for doc_id, _ in own} for own in dealt]
    if not gold.is_single:
        free = sorted(set(gold.documents) - {event.doc_id for event in gold.events})
        draw.shuffle(free)
        for doc_id in free:
            min(documents, key=len).add(doc_id)
    everything = {event.key for event in gold.events}
    return tuple(
        Fold(f"group fold {number}", frozenset(test), frozenset(everything - test), tuple(sorted(own)))
        for number, (test, own) in enumerate(zip(dealt, documents, strict=True), 1)
    )


def by_section(gold: GoldSet) -> tuple[Fold, ...]:
    """Leave one section out at a time; a group with a finding in the section is kept out of training as a whole.

    Raises
    ------
    ReadError
        If the gold is of many documents, whose sections are not one another's, or all findings are in one section.
    """
    sections = list(dict.fromkeys(event.section or "(no section)" for event in gold.events))
    if not gold.is_single or len(sections) < 2:
        raise ReadError("no_folds", f"{gold.name}: not one document with several sections to leave out; use group")
    found = groups(gold)
    folds = []
    for section in sections:
        test = frozenset(event.key for event in gold.events if (event.section or "(no section)") == section)
        train = frozenset(
            event.key for group in found if not test & {e.key for e in group.events} for event in group.events
        )
        folds.append(Fold(section, test, train, tuple(gold.documents)))
    return tuple(folds)


def parts(gold: GoldSet, folds: Sequence[Fold], matching: Matching) -> tuple[tuple[Row, ...], ...]:
    """The rows that each fold is to be judged by.

    Of many documents: those of its documents. Of one: those nearest to its findings, so that every place of the text
    belongs to one fold. A row without offsets goes to the folds that tell of its cargo, and to none if none does.
    """
    own: list[list[Row]] = [[] for _ in folds]
    for unit in matching.units:
        for row in unit.rows:
            for number, fold in enumerate(folds):
                if gold.is_single:
                    belongs = not fold.test.isdisjoint(_nearest(gold, unit, row, matching.roles[unit.doc_id]))
                else:
                    belongs = row.doc_id in fold.documents
                if belongs:
                    own[number].append(row)
    return tuple(tuple(rows) for rows in own)


def _nearest(gold: GoldSet, unit: Unit, row: Row, roles: Roles) -> frozenset[Key]:
    if not (own := spans(row)):
        return frozenset(event.key for event in unit.events if roles.cargo_of(event) == roles.cargo_of(row))
    cargo = (row.cargo.span,) if row.cargo is not None and row.cargo.span is not None else ()

    def rank(event: GoldEvent) -> tuple[int, int, int, bool]:
        gap = min(_gap(one, other) for one in own for other in event.evidence)
        same = roles.cargo_of(event) == roles.cargo_of(row)
        return -covered(cargo, event.evidence), -covered(own, event.evidence), gap, not same

    return frozenset({min(unit.events or gold.events, key=rank).key})


def _gap(one: Span, other: Span) -> int:
    """Characters between two spans; 0 if they touch."""
    return max(0, one[0] - other[1], other[0] - one[1])
