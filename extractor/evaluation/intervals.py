"""Bootstrap intervals: the units (documents or groups) are drawn anew with replacement, never single findings.

Percentile intervals after Efron & Tibshirani, An Introduction to the Bootstrap (1993), chapter 13.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

__all__ = ["LEVEL", "RESAMPLES", "Estimate", "estimate", "resample"]

RESAMPLES = 1000
LEVEL = 0.95

Counts = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Estimate:
    """A score in 0 to 1 with its interval; all None where there was nothing to score."""

    value: float | None
    low: float | None
    high: float | None

    def to_json(self) -> dict[str, float | None]:
        """Rounded to four places, which is far finer than any interval."""
        return {
            name: None if value is None else round(value, 4)
            for name, value in (("value", self.value), ("low", self.low), ("high", self.high))
        }


def resample(counts: Counts, resamples: int = RESAMPLES, seed: int = 0) -> Counts:
    """Sums of the counts over units drawn with replacement.

    Parameters
    ----------
    counts:
        A row a unit, a column a count. All columns are summed over the same draws, so that ratios of them are right.

    Returns
    -------
    An array of ``resamples`` rows and the same columns.
    """
    units, columns = counts.shape
    sums = np.zeros((resamples, columns))
    if units == 0 or columns == 0:
        return sums
    draw = np.random.default_rng(seed)
    for at in range(resamples):
        weights = np.bincount(draw.integers(units, size=units), minlength=units)
        sums[at] = weights @ counts
    return sums


def estimate(part: Counts, whole: Counts, resampled_part: Counts, resampled_whole: Counts) -> Estimate:
    """The ratio of two sums of counts, with the interval of the same ratio over the resamples.

    Resamples in which ``whole`` is zero hold nothing to score and are left out.
    """
    total = float(whole.sum())
    if total == 0:
        return Estimate(None, None, None)
    scored = resampled_whole > 0
    ratios = resampled_part[scored] / resampled_whole[scored]
    if ratios.size == 0:
        return Estimate(float(part.sum()) / total, None, None)
    tail = 100 * (1 - LEVEL) / 2
    low, high = np.percentile(ratios, [tail, 100 - tail])
    return Estimate(float(part.sum()) / total, float(low), float(high))
