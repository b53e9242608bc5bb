"""Logistic models of a few features, pulled towards what is believed without data."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

__all__ = ["fitted", "probability"]


def probability(weights: Sequence[float], features: Sequence[float]) -> float:
    """The probability that a logistic model gives to a row of features."""
    score = float(np.dot(weights, features))
    return float(1 / (1 + np.exp(-np.clip(score, -500, 500))))


def fitted(
    rows: Sequence[Sequence[float]], right: Sequence[bool], prior: Sequence[float], ridge: float
) -> tuple[float, ...]:
    """The weights by penalised maximum likelihood (Newton's method, damped).

    Parameters
    ----------
    rows, right
        Rows of as many features as ``prior`` has weights, and whether each turned out right.
    ridge
        The pull towards ``prior``: with little data the weights stay close to it, with none they are it.
    """
    before = np.asarray(prior, dtype=np.float64)
    x = np.asarray(rows, dtype=np.float64).reshape(-1, len(before))
    y = np.asarray(right, dtype=np.float64)

    def loss(weights: NDArray[np.float64]) -> float:
        scores = x @ weights
        return float(np.sum(np.logaddexp(0, scores) - y * scores) + ridge / 2 * np.sum((weights - before) ** 2))

    weights = before.copy()
    for _ in range(100):
        p = 1 / (1 + np.exp(-np.clip(x @ weights, -500, 500)))
        gradient = x.T @ (p - y) + ridge * (weights - before)
        curvature = (x * (p * (1 - p))[:, None]).T @ x + ridge * np.eye(len(weights))
        step = np.linalg.solve(curvature, gradient)
        # Far from the optimum the curve is flat and a whole step overshoots: halve it until it helps.
        while loss(weights - step) > loss(weights) and np.abs(step).max() > 1e-9:
            step /= 2
        weights = weights - step
        if np.abs(step).max() < 1e-8:
            break
    return tuple(float(w) for w in weights)
