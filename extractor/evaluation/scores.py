"""Precision, recall and F1 with intervals, and accuracies, from the counts of the units."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from extractor.evaluation.claims import KINDS
from extractor.evaluation.counts import ACCURACIES, MENTIONS, Tally
from extractor.evaluation.intervals import RESAMPLES, Estimate, estimate, resample

__all__ = ["Accuracy", "Score", "Scores", "scores"]


@dataclass(frozen=True, slots=True)
class Score:
    """One score. ``recall`` is over all gold items. Counts: ``right``, ``predicted`` and ``gold`` items."""

    precision: Estimate
    recall: Estimate
    f1: Estimate
    right: int
    predicted: int
    gold: int

    def to_json(self) -> dict[str, Any]:
        """As written to evaluation.json."""
        return {
            "precision": self.precision.to_json(),
            "recall": self.recall.to_json(),
            "f1": self.f1.to_json(),
            "right": self.right,
            "predicted": self.predicted,
            "gold": self.gold,
        }


@dataclass(frozen=True, slots=True)
class Accuracy:
    """A share of ``right`` among ``compared``."""

    share: Estimate
    right: int
    compared: int

    def to_json(self) -> dict[str, Any]:
        """As written to evaluation.json."""
        return {"accuracy": self.share.to_json(), "right": self.right, "compared": self.compared}


@dataclass(frozen=True, slots=True)
class Scores:
    """All scores of one view of the data."""

    scores: dict[str, Score]
    accuracies: dict[str, Accuracy]
    units: int

    def to_json(self) -> dict[str, Any]:
        """As written to evaluation.json."""
        return {
            "units": self.units,
            "scores": {name: score.to_json() for name, score in self.scores.items()},
            "accuracies": {name: accuracy.to_json() for name, accuracy in self.accuracies.items()},
        }


def scores(tallies: Sequence[Tally], resamples: int = RESAMPLES, seed: int = 0) -> Scores:
    """Micro-averaged scores over units, with a percentile bootstrap over the same units."""
    kinds = (*MENTIONS, *KINDS)
    width = 3 * len(kinds)
    counts = np.zeros((len(tallies), width + 2 * len(ACCURACIES)))
    for at, unit in enumerate(tallies):
        counts[at, :width] = [count for kind in kinds for count in unit.found[kind]]
        counts[at, width:] = [count for name in ACCURACIES for count in unit.held[name]]
    sums = resample(counts, resamples, seed)
    found: dict[str, Score] = {}
    for number, kind in enumerate(kinds):
        own, drawn = counts[:, 3 * number : 3 * number + 3], sums[:, 3 * number : 3 * number + 3]
        right, spurious, missed = (int(total) for total in own.sum(axis=0))
        # Weights of right, spurious and missed in the denominator; twice right over twice right and both errors is F1.
        parts = [
            estimate(own[:, 0], own @ weights, drawn[:, 0], drawn @ weights)
            for weights in (np.array([1, 1, 0]), np.array([1, 0, 1]), np.array([1, 0.5, 0.5]))
        ]
        found[kind] = Score(parts[0], parts[1], parts[2], right, right + spurious, right + missed)
    held: dict[str, Accuracy] = {}
    for number, name in enumerate(ACCURACIES):
        at = width + 2 * number
        share = estimate(counts[:, at], counts[:, at + 1], sums[:, at], sums[:, at + 1])
        held[name] = Accuracy(share, int(counts[:, at].sum()), int(counts[:, at + 1].sum()))
    return Scores(found, held, len(tallies))
