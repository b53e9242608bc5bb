"""Predictions: the lines of ``tuples.jsonl``, from this system or from another."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from extractor.evaluation.gold import Filler
from extractor.evaluation.record import Record, Span, read_records
from extractor.frames import Direction, Effect, FindingType, Manipulation, Observed
from extractor.mentions.mention import CARGO_CLASSES

__all__ = ["Quote", "Row", "from_rows", "load"]


@dataclass(frozen=True, slots=True)
class Quote:
    """A stretch of evidence; ``text`` is what is said to stand there, ``span`` None where it does not."""

    span: Span | None
    text: str | None = None


@dataclass(frozen=True, slots=True)
class Row:
    """One extracted tuple: one cargo, at most one target and one pathway, one effect."""

    doc_id: str
    event_id: str
    cargo: Filler | None
    cargo_type: str
    vesicular: bool = True
    target: Filler | None = None
    pathway: Filler | None = None
    effect: Effect = Effect.NOT_STATED
    finding_type: frozenset[FindingType] = frozenset()
    radiation_changes_cargo: Direction | None = None
    manipulation: Manipulation = Manipulation.NATIVE
    observed: Observed = Observed.UNCLEAR
    hedged: bool = False
    negated: bool = False
    confidence: float | None = None
    evidence: tuple[Quote, ...] = ()

    def roles(self) -> Iterable[tuple[str, Filler]]:
        """Every filler with its role: cargo, target or pathway."""
        fillers = (("cargo", self.cargo), ("target", self.target), ("pathway", self.pathway))
        return [(role, filler) for role, filler in fillers if filler is not None]


def load(path: str | Path) -> tuple[Row, ...]:
    """Read ``tuples.jsonl``. Raises ReadError where a line is not such a row."""
    return tuple(_row(record) for record in read_records(Path(path)))


def from_rows(rows: Iterable[Mapping[str, Any]], name: str = "predictions") -> tuple[Row, ...]:
    """The same from rows that an extractor returned; ``name`` stands in messages."""
    return tuple(_row(Record(f"{name} row {at}", row)) for at, row in enumerate(rows, 1))


def _row(record: Record) -> Row:
    spans = record.data.get("spans") or {}
    if not isinstance(spans, Mapping):
        record.fail("spans", "an object of role to [start, end]")
    places = Record(record.where, spans)
    evidence = [(quote.bounds(), quote.text("text")) for quote in record.records("evidence")]
    changes = record.data.get("radiation_changes_cargo")
    return Row(
        doc_id=record.name("doc_id"),
        event_id=record.name("event_id"),
        cargo=_filler(record, places, "cargo"),
        cargo_type=record.word("cargo_type", CARGO_CLASSES, "exosome"),
        vesicular=record.flag("vesicular", True),
        target=_filler(record, places, "target"),
        pathway=_filler(record, places, "pathway"),
        effect=record.choice("effect", Effect, Effect.NOT_STATED),
        finding_type=frozenset(
            Record(record.where, {"finding_type": kind}).choice("finding_type", FindingType, FindingType.MECHANISM)
            for kind in record.items("finding_type")
        ),
        radiation_changes_cargo=(
            None if changes is None else record.choice("radiation_changes_cargo", Direction, Direction.UNSPECIFIED)
        ),
        manipulation=record.choice("manipulation", Manipulation, Manipulation.NATIVE),
        observed=record.choice("observed", Observed, Observed.UNCLEAR),
        hedged=record.flag("hedged", False),
        negated=record.flag("negated", False),
        confidence=_probability(record),
        evidence=tuple(Quote(span, text) for span, text in evidence),
    )


def _probability(record: Record) -> float | None:
    value = record.number("confidence")
    if value is not None and not 0 <= value <= 1:
        record.fail("confidence", "a number from 0 to 1, or null")
    return value


def _filler(record: Record, places: Record, role: str) -> Filler | None:
    text = record.text(role)
    if text is None:
        return None
    direction = None
    if role != "cargo":
        direction = record.choice(f"{role}_direction", Direction, Direction.UNSPECIFIED)
    return Filler(text, record.text(f"{role}_id"), direction, places.span(role))
