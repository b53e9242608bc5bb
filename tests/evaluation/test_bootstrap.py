"""Bootstrap intervals over units."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from extractor.evaluation.intervals import Estimate, estimate, resample


def test_the_same_seed_draws_the_same():
    counts = np.arange(20.0).reshape(10, 2)
    assert (resample(counts, 50, seed=1) == resample(counts, 50, seed=1)).all()
    assert not (resample(counts, 50, seed=1) == resample(counts, 50, seed=2)).all()


def test_columns_share_their_draws():
    counts = np.arange(10.0)[:, None] * [1.0, 3.0]
    sums = resample(counts, 100)
    assert sums[:, 1] == pytest.approx(3 * sums[:, 0])


def test_resamples_have_the_mean_and_spread_of_the_units():
    units = np.array([[0.0], [1.0]] * 50)
    sums = resample(units, 4000)
    assert sums.mean() == pytest.approx(50, abs=0.5)
    assert sums.std() == pytest.approx(5, abs=0.3)  # sqrt(100 · ½ · ½)


def test_an_interval_of_a_share_is_that_of_the_binomial():
    counts = np.array([[1.0, 1.0]] * 80 + [[0.0, 1.0]] * 20)
    sums = resample(counts, 4000)
    found = estimate(counts[:, 0], counts[:, 1], sums[:, 0], sums[:, 1])
    assert found.value == 0.8
    assert found.low == pytest.approx(0.72, abs=0.011)
    assert found.high == pytest.approx(0.87, abs=0.011)


def test_nothing_to_score_has_no_share():
    none = np.zeros(3)
    assert estimate(none, none, none, none) == Estimate(None, None, None)
    assert resample(np.zeros((0, 2)), 5).shape == (5, 2)


@settings(max_examples=30)
@given(arrays.arrays(np.float64, st.tuples(st.integers(1, 12), st.just(2)), elements=st.integers(0, 9)))
def test_a_share_and_its_interval_stay_within_zero_and_one(counts):
    part, whole = counts.min(axis=1), counts.max(axis=1)
    sums = resample(np.column_stack([part, whole]), 30)
    found = estimate(part, whole, sums[:, 0], sums[:, 1])
    if whole.sum():
        assert 0 <= found.low <= found.high <= 1
        assert 0 <= found.value <= 1
        assert found.to_json() == {
            "value": round(found.value, 4),
            "low": round(found.low, 4),
            "high": round(found.high, 4),
        }
