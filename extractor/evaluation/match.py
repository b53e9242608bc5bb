"""Which predictions are judged against which findings: the units of matching.

In a set of many documents the unit is the document. One document that tells of many studies (a review) is too large
a unit: the same cargo may be told of in two studies. There the unit is the group of findings (see ``groups``), and a
row belongs to the group on whose evidence it lies.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import PurePath

from extractor.evaluation.claims import Roles, roles_of
from extractor.evaluation.gold import Filler, GoldEvent, GoldSet
from extractor.evaluation.groups import Group, groups
from extractor.evaluation.identity import Components
from extractor.evaluation.predictions import Quote, Row
from extractor.evaluation.readings import with_all_readings
from extractor.evaluation.record import Span
from extractor.readers.errors import ReadError

__all__ = ["Matching", "Unit", "covered", "match", "spans"]


@dataclass(frozen=True, slots=True)
class Unit:
    """Findings and the rows to judge against them. ``events`` is empty for rows that lie on no finding."""

    id: str
    doc_id: str
    events: tuple[GoldEvent, ...]
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class Matching:
    """All units, with the names of each document.

    ``by``: document or group. ``by_name``: rows whose offsets do not agree with the gold's text (or that carry none);
    they were stripped of them and matched by names. ``elsewhere``: rows of documents that the gold does not have.
    """

    by: str
    units: tuple[Unit, ...]
    roles: Mapping[str, Roles]
    by_name: int
    elsewhere: int


def covered(spans: Iterable[Span], places: Iterable[Span]) -> int:
    """How many characters of ``spans`` lie in ``places``; a character counts once."""
    places = tuple(places)
    return len({at for start, end in spans for low, high in places for at in range(max(start, low), min(end, high))})


def spans(row: Row) -> tuple[Span, ...]:
    """Where a row stands: its evidence and the places of its fillers."""
    found = [quote.span for quote in row.evidence] + [filler.span for _, filler in row.roles()]
    return tuple(span for span in found if span is not None)


def match(gold: GoldSet, rows: Iterable[Row]) -> Matching:
    """Assign every row to a unit.

    Raises
    ------
    ReadError
        If there are rows, and none is of a document of the gold.
    """
    given = tuple(dict.fromkeys(rows))
    home = _homes(gold, {row.doc_id for row in given})
    kept = [_sound(replace(row, doc_id=home[row.doc_id]), gold.documents) for row in given if row.doc_id in home]
    if given and not kept:
        raise ReadError("no_match", f"predictions are of {given[0].doc_id!r}, which is not in the gold {gold.name!r}")
    of_document: dict[str, list[Row]] = {doc_id: [] for doc_id in gold.documents}
    for row in sorted(dict.fromkeys(kept), key=_order):
        of_document[row.doc_id].append(row)
    events = gold.by_document()
    roles = {doc_id: roles_of(with_all_readings(events[doc_id]), of_document[doc_id]) for doc_id in gold.documents}
    if gold.is_single:
        ((doc_id, found),) = of_document.items()
        units = _by_group(doc_id, groups(gold), found, roles[doc_id])
    else:
        units = [Unit(name, name, tuple(events[name]), tuple(of_document[name])) for name in gold.documents]
    unplaced = sum(not spans(row) for found in of_document.values() for row in found)
    return Matching("group" if gold.is_single else "document", tuple(units), roles, unplaced, len(given) - len(kept))


def _order(row: Row) -> tuple[str, str, str]:
    """An order of the rows' own, so that the order in which they came changes nothing."""
    return row.event_id, str(row.roles()), row.effect


def _homes(gold: GoldSet, names: set[str]) -> dict[str, str]:
    """The gold's document for each predicted one: the same id, else the same file name with or without suffixes."""
    homes = {}
    for name in names:
        stem = PurePath(name).name
        while stem not in gold.documents and "." in stem.strip("."):
            stem = stem.rpartition(".")[0]
        if name in gold.documents or stem in gold.documents:
            homes[name] = name if name in gold.documents else stem
    if not homes and len(names) == 1 and gold.is_single:
        # The same paper read from another file.
        homes[next(iter(names))] = next(iter(gold.documents))
    return homes


def _sound(row: Row, documents: Mapping[str, str]) -> Row:
    """The row, without its offsets if what it quotes does not stand there in the gold's text."""
    text = documents[row.doc_id]

    def stands(quote: Quote) -> bool:
        span = quote.span
        return span is not None and span[1] <= len(text) and quote.text in (None, text[slice(*span)])

    if any(quote.text is not None for quote in row.evidence):
        agrees = any(quote.text is not None and stands(quote) for quote in row.evidence)
    else:
        agrees = any(filler.span and text[slice(*filler.span)] == filler.text for _, filler in row.roles())

    def place(filler: Filler | None) -> Filler | None:
        if filler is None or filler.span is None:
            return filler
        return filler if agrees and filler.span[1] <= len(text) else replace(filler, span=None)

    return replace(
        row,
        evidence=tuple(q if agrees and stands(q) else replace(q, span=None) for q in row.evidence),
        cargo=place(row.cargo),
        target=place(row.target),
        pathway=place(row.pathway),
    )


def _by_group(doc_id: str, found: Sequence[Group], rows: Sequence[Row], roles: Roles) -> list[Unit]:
    evidence = [tuple(span for event in group.events for span in event.evidence) for group in found]
    cargos = [{roles.cargo_of(event) for event in group.events} for group in found]
    members: list[list[Row]] = [[] for _ in found]
    stray: list[Row] = []
    for row in rows:
        at = _home(row, evidence, cargos, roles) if spans(row) else _namesake(row, found, cargos, roles)
        (stray if at is None else members[at]).append(row)
    units = [Unit(group.id, doc_id, group.events, tuple(own)) for group, own in zip(found, members, strict=True)]
    return units + _strays(doc_id, stray, roles)


def _home(row: Row, evidence: Sequence[tuple[Span, ...]], cargos: Sequence[set[str]], roles: Roles) -> int | None:
    """The group that a row lies on.

    Where the cargo stands counts before how much of the evidence overlaps: evidence of several sentences may reach
    into a neighbour's.
    """
    cargo = (row.cargo.span,) if row.cargo is not None and row.cargo.span is not None else ()
    label = roles.cargo_of(row)
    best, at = (0, 0, False), None
    for number, places in enumerate(evidence):
        shared = covered(spans(row), places)
        if shared and (covered(cargo, places), shared, label in cargos[number]) > best:
            best, at = (covered(cargo, places), shared, label in cargos[number]), number
    return at


def _namesake(row: Row, found: Sequence[Group], cargos: Sequence[set[str]], roles: Roles) -> int | None:
    """The group that tells of a row's cargo; for a class of molecules that which shares most of its fillers.

    A named cargo stands in one group only, so this is matching over the whole document.
    """

    def shared(number: int) -> int:
        events = found[number].events
        theirs = {(role, filler.text) for event in events for role, filler in event.roles()}
        same_effect = any(event.effect is row.effect for event in events)
        return sum((role, filler.text) in theirs for role, filler in row.roles()) + same_effect

    numbers = [number for number, labels in enumerate(cargos) if roles.cargo_of(row) in labels]
    return max(numbers, key=shared, default=None)


def _strays(doc_id: str, rows: Sequence[Row], roles: Roles) -> list[Unit]:
    """Rows that lie on no finding: those on overlapping evidence make a unit, those without offsets one a cargo."""
    nodes: list[list[Span | str]] = [[*spans(row)] or [roles.cargo_of(row)] for row in rows]
    joined: Components[Span | str] = Components()
    reach, last = -1, (0, 0)
    for start, end in sorted({span for row in rows for span in spans(row)}):
        joined.join([last, (start, end)] if start < reach else [(start, end)])
        if end > reach:
            reach, last = end, (start, end)
    for own in nodes:
        joined.join(own)
    units: dict[Span | str, list[Row]] = {}
    names: dict[Span | str, str] = {}
    for row, own in zip(rows, nodes, strict=True):
        root = joined.root(own[0])
        units.setdefault(root, []).append(row)
        names[root] = min([names[root], *map(str, own)] if root in names else map(str, own))
    # Sorted, so that the order of the predictions changes nothing, the bootstrap's draws included.
    order = sorted(units, key=names.__getitem__)
    return [Unit(f"no finding, {names[root]}", doc_id, (), tuple(units[root])) for root in order]
