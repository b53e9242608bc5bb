"""Claims where there is nothing to claim: finding-free documents, paragraphs and hard negatives."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np

from extractor.evaluation.gold import GoldSet
from extractor.evaluation.intervals import RESAMPLES, Estimate, estimate, resample
from extractor.evaluation.match import Matching, covered, spans
from extractor.evaluation.predictions import Row
from extractor.evaluation.record import Span

__all__ = ["MIN_WORDS", "FalseClaims", "false_claims", "paragraphs"]

#: Words below which a paragraph is a heading, a label or an entry of a list, not prose.
MIN_WORDS = 25

_GAP = re.compile(r"\n[^\S\n]*\n\s*")
_REFERENCES = re.compile(r"\s*(?:references|bibliography|literature cited)\s*", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class FalseClaims:
    """How many units of one kind hold no finding, and on how many of them a signed effect was claimed."""

    units: str
    claimed: int
    of: int
    share: Estimate

    def to_json(self) -> dict[str, Any]:
        """As written to evaluation.json."""
        return {"units": self.units, "claimed": self.claimed, "of": self.of, "share": self.share.to_json()}


def paragraphs(text: str) -> Iterator[Span]:
    """The paragraphs of prose in a text: stretches between blank lines of at least MIN_WORDS words.

    The reference list, which is read by nobody, ends them.
    """
    at = 0
    for gap in [*_GAP.finditer(text), None]:
        end = gap.start() if gap else len(text)
        part = text[at:end]
        if _REFERENCES.fullmatch(part):
            return
        if len(part.split()) >= MIN_WORDS:
            yield at, end
        at = gap.end() if gap else end


def false_claims(
    gold: GoldSet, matching: Matching, resamples: int = RESAMPLES, seed: int = 0
) -> tuple[FalseClaims, ...]:
    """The share of finding-free units on which a row has a signed effect, for each kind of unit that the gold has.

    ``documents``: documents without a finding. ``hard negatives``: annotated passages. ``paragraphs``: of a gold of
    one document, those that no evidence touches; listed apart, since there is no other finding-free document in it.
    A row stands where its cargo stands; a row without such a place, where its evidence does, unless that evidence is
    a finding's. Passages and paragraphs are left out if no row can be located in the gold's text.
    """
    signed = [(unit, row) for unit in matching.units for row in unit.rows if row.effect.is_signed]
    found = []
    events = gold.by_document()
    if free := [doc_id for doc_id, own in events.items() if not own and not gold.is_single]:
        claimed = {row.doc_id for _, row in signed}
        found.append(_share("documents", [doc_id in claimed for doc_id in free], resamples, seed))
    rows = [row for unit in matching.units for row in unit.rows]
    if rows and not any(spans(row) for row in rows):
        return tuple(found)
    located = [(row, at) for unit, row in signed if (at := _stand(row, bool(unit.events)))]

    def touched(doc_id: str, span: Span) -> bool:
        return any(row.doc_id == doc_id and covered(at, [span]) > 0 for row, at in located)

    if gold.negatives:
        hits = [touched(negative.doc_id, negative.span) for negative in gold.negatives]
        found.append(_share("hard negatives", hits, resamples, seed))
    if gold.is_single:
        ((doc_id, text),) = gold.documents.items()
        evidence = [span for event in events[doc_id] for span in event.evidence]
        free_spans = [span for span in paragraphs(text) if not covered(evidence, [span])]
        if free_spans:
            found.append(_share("paragraphs", [touched(doc_id, span) for span in free_spans], resamples, seed))
    return tuple(found)


def _stand(row: Row, on_finding: bool) -> tuple[Span, ...]:
    if row.cargo is not None and row.cargo.span is not None:
        return (row.cargo.span,)
    return () if on_finding else spans(row)


def _share(units: str, hits: list[bool], resamples: int, seed: int) -> FalseClaims:
    counts = np.array([[float(hit), 1.0] for hit in hits])
    sums = resample(counts, resamples, seed)
    return FalseClaims(units, sum(hits), len(hits), estimate(counts[:, 0], counts[:, 1], sums[:, 0], sums[:, 1]))
