"""How many mentions of one type are found: precision, recall and F1 of spans, strict and relaxed, with intervals."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import numpy as np

from extractor.evaluation.intervals import RESAMPLES, Counts, estimate, resample
from extractor.evaluation.scores import Score

__all__ = ["SpanScores", "score_spans"]

Place = tuple[int, int]


@dataclass(frozen=True, slots=True)
class SpanScores:
    """``strict``: both ends agree. ``relaxed``: two spans share a character, and each is paired at most once."""

    strict: Score
    relaxed: Score
    units: int

    def to_json(self) -> dict[str, Any]:
        """As written to a metrics file."""
        return {"units": self.units, "strict": self.strict.to_json(), "relaxed": self.relaxed.to_json()}


def score_spans(
    pairs: Iterable[tuple[Iterable[Place], Iterable[Place]]], resamples: int = RESAMPLES, seed: int = 0
) -> SpanScores:
    """Score the spans of each text: pairs of gold and found spans, (start, end) each, repeats counting once.

    Scores are over all texts together; the bootstrap draws texts.
    """
    counts = np.asarray([_count(set(gold), set(found)) for gold, found in pairs], dtype=np.float64).reshape(-1, 4)
    drawn = resample(counts, resamples, seed)
    strict, relaxed = (_score(counts[:, [right, 2, 3]], drawn[:, [right, 2, 3]]) for right in (0, 1))
    return SpanScores(strict, relaxed, len(counts))


def _count(gold: set[Place], found: set[Place]) -> tuple[int, int, int, int]:
    """Right strictly, right relaxedly, found, gold."""
    return len(gold & found), _paired(gold, found), len(found), len(gold)


def _paired(gold: set[Place], found: set[Place]) -> int:
    """Pairs of spans that share a character: equal ones, then from the left the one that ends first."""
    equal = gold & found
    rest = sorted(found - equal, key=lambda place: (place[1], place[0]))
    pairs = len(equal)
    for start, end in sorted(gold - equal, key=lambda place: (place[1], place[0])):
        at = next((at for at, (a, b) in enumerate(rest) if a < end and start < b), None)
        if at is not None:
            del rest[at]
            pairs += 1
    return pairs


def _score(counts: Counts, drawn: Counts) -> Score:
    """Of columns right, found, gold: precision is right over found, recall over gold, F1 over the mean of both."""
    halves = np.array([0.5, 0.5])
    parts = [
        estimate(counts[:, 0], counts[:, 1:] @ weights, drawn[:, 0], drawn[:, 1:] @ weights)
        for weights in (np.array([1.0, 0.0]), np.array([0.0, 1.0]), halves)
    ]
    right, found, gold = (int(total) for total in counts.sum(axis=0))
    return Score(parts[0], parts[1], parts[2], right, found, gold)
