"""Groups of findings that must never be parted by a split.

Two findings belong together if they share a citation, a cargo or a stretch of evidence, or are joined through others
that do: a model trained on the one has seen the other. In a set of many documents a document is the citation.
"""

from __future__ import annotations

from dataclasses import dataclass

from extractor.evaluation.gold import GoldEvent, GoldSet
from extractor.evaluation.identity import Components, keys

__all__ = ["Group", "groups"]


@dataclass(frozen=True, slots=True)
class Group:
    """Findings that are joined, in the order of the gold; ``id`` names the first of them."""

    id: str
    events: tuple[GoldEvent, ...]


def groups(gold: GoldSet) -> tuple[Group, ...]:
    """The connected components of the findings, in the order of their first finding."""
    joined: Components[tuple[str, ...]] = Components()
    for event in gold.events:
        links: list[tuple[str, ...]] = [("event", *event.key)]
        links += [("ref", event.doc_id, ref) for ref in event.refs]
        if not gold.is_single:
            links.append(("document", event.doc_id))
        if event.cargo is not None:
            links += [("cargo", key) for key in keys(event.cargo, event.cargo_type)]
        joined.join(links)
    for events in gold.by_document().values():
        spans = sorted((span, event.key) for event in events for span in event.evidence)
        reach, last = -1, ("", "")
        for (start, end), key in spans:
            if start < reach:
                joined.join([("event", *last), ("event", *key)])
            if end > reach:
                reach, last = end, key
    found: dict[tuple[str, ...], list[GoldEvent]] = {}
    for event in gold.events:
        found.setdefault(joined.root(("event", *event.key)), []).append(event)
    return tuple(
        Group(members[0].event_id if gold.is_single else "/".join(members[0].key), tuple(members))
        for members in found.values()
    )
