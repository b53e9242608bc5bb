"""A small gold set in memory, the rows that repeat it, and both as files."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from extractor.evaluation.gold import Filler, GoldEvent, GoldSet, Negative
from extractor.frames import Direction, Effect, FindingType, Manipulation, Observed

SENTENCES = {
    "one": "Exosomal miR-1 lowered ABC1 and raised DNA repair, so that glioma cells became radioresistant [1].",
    "two": "Without exosomal circXYZ, which sponges miR-2, cells became more radioresistant [2].",
    "three": "Exosomal miR-3 had no effect on radiosensitivity [3].",
    "four": "Exosomes as such made cells resistant to radiation through autophagy [4].",
    "five": "Vesicles carry lipids, and some say ABC9 too, between the cells of the tissue that they are shed from.",
}

Rows = Callable[[GoldSet], list[dict[str, Any]]]


def _event(text: str, name: str, number: int, **fields: Any) -> GoldEvent:
    """An event over one sentence; fillers are given as words, or words and direction."""
    start = text.index(SENTENCES[name])
    end = start + len(SENTENCES[name])

    def filler(words: str, direction: Direction | None = None) -> Filler:
        at = text.index(words, start, end)
        return Filler(words, None, direction, (at, at + len(words)))

    cargo = fields.pop("cargo", None)
    return GoldEvent(
        doc_id=fields.pop("doc_id", "doc"),
        event_id=f"e{number}",
        cargo=filler(cargo) if cargo else None,
        targets=tuple(filler(*given) for given in fields.pop("targets", ())),
        pathways=tuple(filler(*given) for given in fields.pop("pathways", ())),
        evidence=((start, end),),
        refs=fields.pop("refs", (str(number),)),
        **fields,
    )


def _events(texts: dict[str, str], home: dict[str, str]) -> tuple[GoldEvent, ...]:
    mechanism, marker = frozenset({FindingType.MECHANISM}), frozenset({FindingType.BIOMARKER})

    def event(name: str, number: int, **fields: Any) -> GoldEvent:
        return _event(texts[home[name]], name, number, doc_id=home[name], section=f"Part {name}", **fields)

    return (
        event(
            "one", 1, cargo="miR-1", cargo_type="miRNA", effect=Effect.DECREASES, finding_type=mechanism,
            targets=[("ABC1", Direction.DECREASES)], pathways=[("DNA repair", Direction.INCREASES)],
            observed=Observed.MORE_RESISTANT,
        ),
        event(
            "two", 2, cargo="circXYZ", cargo_type="circRNA", effect=Effect.INCREASES, finding_type=mechanism,
            targets=[("miR-2", Direction.DECREASES)], manipulation=Manipulation.LOSS, observed=Observed.MORE_RESISTANT,
            hedged=True, radiation_changes_cargo=Direction.INCREASES,
        ),
        event(
            "three", 3, cargo="miR-3", cargo_type="miRNA", effect=Effect.NONE, finding_type=marker,
            observed=Observed.NO_CHANGE, negated=True, vesicular=False,
        ),
        event(
            "four", 4, cargo_type="exosome", effect=Effect.DECREASES, finding_type=mechanism,
            pathways=[("autophagy", Direction.UNSPECIFIED)], observed=Observed.MORE_RESISTANT,
        ),
    )  # fmt: skip


@pytest.fixture
def review() -> GoldSet:
    """One document of four studies, each a group of its own, and a hard negative."""
    text = "\n\n".join(SENTENCES.values())
    at = text.index(SENTENCES["five"])
    negative = Negative("doc", "n1", (at, at + len(SENTENCES["five"])), "vesicle_biology")
    return GoldSet("review", {"doc": text}, _events({"doc": text}, dict.fromkeys(SENTENCES, "doc")), (negative,))


@pytest.fixture
def abstracts() -> GoldSet:
    """The same sentences as five documents, of which the last holds no finding."""
    home = {name: f"pmid{number}" for number, name in enumerate(SENTENCES, 1)}
    texts = {home[name]: sentence for name, sentence in SENTENCES.items()}
    return GoldSet("abstracts", texts, _events(texts, home))


@pytest.fixture(scope="session")
def as_rows() -> Rows:
    """A gold set as the rows of tuples.jsonl that repeat it."""

    def rows(gold: GoldSet) -> list[dict[str, Any]]:
        return [
            {
                "doc_id": event.doc_id,
                "event_id": event.event_id,
                "section": event.section,
                "cargo": event.cargo.text if event.cargo else None,
                "cargo_type": event.cargo_type,
                "cargo_id": event.cargo.id if event.cargo else None,
                "vesicular": event.vesicular,
                "target": target.text if target else None,
                "target_id": target.id if target else None,
                "target_direction": target.direction if target else None,
                "pathway": pathway.text if pathway else None,
                "pathway_id": pathway.id if pathway else None,
                "pathway_direction": pathway.direction if pathway else None,
                "effect": event.effect,
                "finding_type": sorted(event.finding_type),
                "radiation_changes_cargo": event.radiation_changes_cargo,
                "manipulation": event.manipulation,
                "observed": event.observed,
                "hedged": event.hedged,
                "negated": event.negated,
                "confidence": 0.9,
                "evidence": [
                    {"start": start, "end": end, "text": gold.documents[event.doc_id][start:end], "page": None}
                    for start, end in event.evidence
                ],
                "spans": {
                    role: list(filler.span)
                    for role, filler in (("cargo", event.cargo), ("target", target), ("pathway", pathway))
                    if filler and filler.span
                },
            }
            for event in gold.events
            for target in event.targets or (None,)
            for pathway in event.pathways or (None,)
        ]

    return rows


@pytest.fixture
def as_lines() -> Callable[[GoldSet], list[dict[str, Any]]]:
    """A gold set's findings and hard negatives as the lines of a gold file."""

    def filler(given: Filler) -> dict[str, Any]:
        start, end = given.span or (None, None)
        return {"text": given.text, "id": given.id, "direction": given.direction, "start": start, "end": end}

    def lines(gold: GoldSet) -> list[dict[str, Any]]:
        events: list[dict[str, Any]] = [
            {
                "doc_id": event.doc_id,
                "event_id": event.event_id,
                "refs": [int(ref) for ref in event.refs],
                "section": event.section,
                "cargo": event.cargo.text if event.cargo else None,
                "cargo_type": event.cargo_type,
                "cargo_span": list(event.cargo.span) if event.cargo and event.cargo.span else None,
                "vesicular": event.vesicular,
                "targets": [filler(target) for target in event.targets],
                "pathways": [filler(pathway) for pathway in event.pathways],
                "effect": event.effect,
                "finding_type": sorted(event.finding_type),
                "radiation_changes_cargo": event.radiation_changes_cargo,
                "manipulation": event.manipulation,
                "observed": event.observed,
                "hedged": event.hedged,
                "negated": event.negated,
                "evidence": [{"start": start, "end": end} for start, end in event.evidence],
                "alternatives": [{"field": o.field, "value": o.value, "why": o.why} for o in event.alternatives],
            }
            for event in gold.events
        ]
        negatives = [
            {"doc_id": n.doc_id, "neg_id": n.neg_id, "start": n.span[0], "end": n.span[1], "reason": n.reason}
            for n in gold.negatives
        ]
        return events + negatives

    return lines


@pytest.fixture
def write_jsonl() -> Callable[[Path, list[dict[str, Any]]], Path]:
    """Write objects as JSON Lines."""

    def write(path: Path, objects: list[dict[str, Any]]) -> Path:
        path.write_text("".join(json.dumps(one, ensure_ascii=False) + "\n" for one in objects), encoding="utf-8")
        return path

    return write
