"""How far confidence can be believed: Brier score, expected calibration error, and the risk at each coverage.

Brier 1950; expected calibration error over ten bins of equal width after Guo et al. 2017; the risk-coverage curve after
El-Yaniv and Wiener 2010. A row is right if the gold of its document has that whole tuple.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from extractor.evaluation.claims import claims, items
from extractor.evaluation.intervals import LEVEL, Estimate
from extractor.evaluation.match import Matching
from extractor.evaluation.predictions import Row

__all__ = ["BINS", "Calibration", "calibration", "judged"]

BINS = 10
#: Shares of rows, the surest first, at which the curve is told.
_COVERAGES = (0.1, 0.25, 0.5, 0.75, 1.0)


@dataclass(frozen=True, slots=True)
class Calibration:
    """Over rows that state a confidence. ``risk``: coverage to the share of wrong rows among the surest so many."""

    rows: int
    right: int
    brier: Estimate
    error: Estimate
    risk: tuple[tuple[float, float], ...]

    def to_json(self) -> dict[str, Any]:
        """As written to evaluation.json."""
        return {
            "rows": self.rows,
            "right": self.right,
            "brier": self.brier.to_json(),
            "expected_calibration_error": self.error.to_json(),
            "risk_coverage": [{"coverage": at, "risk": round(risk, 4)} for at, risk in self.risk],
        }


def judged(matching: Matching) -> list[tuple[int, Row, bool]]:
    """Every row with a named cargo, with the number of its unit and whether the unit's gold has that whole tuple."""
    found = []
    for number, unit in enumerate(matching.units):
        roles = matching.roles[unit.doc_id]
        right = items(claims(unit.events, roles), "tuple")
        for row in unit.rows:
            if row.cargo is not None:
                (claimed,) = items(claims([row], roles), "tuple")
                found.append((number, row, claimed in right))
    return found


def calibration(matching: Matching, resamples: int, seed: int) -> Calibration | None:
    """The calibration of the rows with a named cargo; None where none states a confidence."""
    told = [(unit, row.confidence, right) for unit, row, right in judged(matching) if row.confidence is not None]
    if not told:
        return None
    units = np.asarray([unit for unit, _, _ in told])
    stated = np.asarray([confidence for _, confidence, _ in told])
    right = np.asarray([float(is_right) for _, _, is_right in told])
    draw = np.random.default_rng(seed)
    count = len(matching.units)
    weights = [np.bincount(draw.integers(count, size=count), minlength=count)[units] for _ in range(resamples)]
    return Calibration(
        rows=len(told),
        right=int(right.sum()),
        brier=_estimate(_brier, stated, right, weights),
        error=_estimate(_error, stated, right, weights),
        risk=_risk(stated, right),
    )


Floats = NDArray[np.float64]


def _brier(stated: Floats, right: Floats, weights: Floats) -> float:
    return float(np.average((stated - right) ** 2, weights=weights))


def _error(stated: Floats, right: Floats, weights: Floats) -> float:
    bins = np.minimum((stated * BINS).astype(int), BINS - 1)
    gap = np.bincount(bins, weights * (stated - right), minlength=BINS)
    return float(np.abs(gap).sum() / weights.sum())


def _estimate(measure: Any, stated: Floats, right: Floats, weights: Sequence[Floats]) -> Estimate:
    value = measure(stated, right, np.ones_like(stated))
    drawn = [measure(stated, right, one.astype(float)) for one in weights if one.sum()]
    if not drawn:
        return Estimate(value, None, None)
    tail = 100 * (1 - LEVEL) / 2
    low, high = np.percentile(drawn, [tail, 100 - tail])
    return Estimate(value, float(low), float(high))


def _risk(stated: Floats, right: Floats) -> tuple[tuple[float, float], ...]:
    order = np.argsort(-stated, kind="stable")
    curve = []
    for coverage in _COVERAGES:
        kept = order[: max(1, round(coverage * len(order)))]
        curve.append((coverage, float(1 - right[kept].mean())))
    return tuple(curve)
