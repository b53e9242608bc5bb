"""The probability that a row is right: a logistic model over the scores of its slots.

A plain product of slot probabilities is too low for rows with two fillers and too high for rows with none; a few
coefficients fitted on development data mend that (Platt scaling over several scores).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from extractor.finding import Filler, Finding
from extractor.frames import Effect

__all__ = ["FEATURES", "RowModel", "features"]

#: What the probability of a row is made of.
FEATURES = ("one", "finding", "target", "pathway", "has_target", "has_pathway", "signed", "vesicular")


def features(finding: Finding, target: Filler | None, pathway: Filler | None) -> tuple[float, ...]:
    """The features of a row, in the order of :data:`FEATURES`; probabilities as log-odds."""
    return (
        1.0,
        _odds(finding.confidence),
        _odds(target.confidence) if target else 0.0,
        _odds(pathway.confidence) if pathway else 0.0,
        float(target is not None),
        float(pathway is not None),
        float(finding.effect is not Effect.NOT_STATED),
        float(finding.vesicular),
    )


def _odds(probability: float) -> float:
    clipped = min(max(probability, 1e-4), 1 - 1e-4)
    return float(np.log(clipped / (1 - clipped)))


@dataclass(frozen=True, slots=True)
class RowModel:
    """A weight for each of :data:`FEATURES`."""

    weights: tuple[float, ...]

    def __call__(self, finding: Finding, target: Filler | None, pathway: Filler | None) -> float:
        """The probability that the row of a finding with this target and pathway is right."""
        score = float(np.dot(self.weights, features(finding, target, pathway)))
        return float(1 / (1 + np.exp(-score)))

    @classmethod
    def fit(cls, rows: Sequence[Sequence[float]], right: Sequence[bool], ridge: float = 1.0) -> RowModel:
        """Fit by penalised maximum likelihood (Newton's method); ``ridge`` pulls towards 1 on each log-odds.

        The prior is the product of the slots: with little data the model stays close to it.
        """
        x, y = np.asarray(rows, dtype=np.float64), np.asarray(right, dtype=np.float64)
        prior = np.asarray([0, 1, 1, 1, 0, 0, 0, 0], dtype=np.float64)
        weights = prior.copy()
        for _ in range(50):
            p = 1 / (1 + np.exp(-x @ weights))
            gradient = x.T @ (p - y) + ridge * (weights - prior)
            curvature = (x * (p * (1 - p))[:, None]).T @ x + ridge * np.eye(len(weights))
            step = np.linalg.solve(curvature, gradient)
            weights -= step
            if np.abs(step).max() < 1e-8:
                break
        return cls(tuple(float(w) for w in weights))
