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
from extractor.model.logistic import fitted, probability

__all__ = ["FEATURES", "PRIOR", "RowModel", "features"]

#: What the probability of a row is made of.
FEATURES = ("one", "finding", "target", "pathway", "has_target", "has_pathway", "signed", "vesicular")

#: The product of the slots' probabilities, nearly: where a fit starts.
PRIOR = (0.0, 1.0, 1.0, 1.0, 0.0, 0.0, 0.0, 0.0)


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
        return probability(self.weights, features(finding, target, pathway))

    @classmethod
    def fit(cls, rows: Sequence[Sequence[float]], right: Sequence[bool], ridge: float = 1.0) -> RowModel:
        """Fit; ``ridge`` pulls towards :data:`PRIOR`."""
        return cls(fitted(rows, right, PRIOR, ridge))
