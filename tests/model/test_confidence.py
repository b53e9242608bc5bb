"""The probability of a row."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractor.finding import Filler, Finding
from extractor.frames import Direction
from extractor.mentions.mention import Mention
from extractor.model.confidence import FEATURES, PRIOR, RowModel, features

PTEN = Mention(0, 4, "PTEN", "protein", "pten")


def finding(confidence: float) -> Finding:
    return Finding(cargo=None, cargo_type="exosome", vesicular=True, evidence=((0, 1),), confidence=confidence)


def test_the_prior_is_the_slots_own_probability() -> None:
    model = RowModel((0, 1, 1, 1, 0, 0, 0, 0))
    assert np.isclose(model(finding(0.8), None, None), 0.8)


@given(st.floats(0, 1), st.floats(0, 1), st.floats(0, 1))
def test_a_row_has_a_probability_whatever_its_scores(one: float, target: float, pathway: float) -> None:
    given_ = Filler(PTEN, Direction.DECREASES, target), Filler(PTEN, Direction.DECREASES, pathway)
    row = features(finding(one), *given_)
    assert len(row) == len(FEATURES) and np.isfinite(row).all()
    assert 0 <= RowModel((0, 1, 1, 1, 0, 0, 0, 0))(finding(one), *given_) <= 1


def test_a_fit_learns_that_rows_with_targets_are_seldom_right() -> None:
    draw = np.random.default_rng(1)
    rows, right = [], []
    for _ in range(400):
        has = bool(draw.random() < 0.5)
        rows.append(features(finding(0.7), Filler(PTEN, Direction.DECREASES, 0.7) if has else None, None))
        right.append(bool(draw.random() < (0.2 if has else 0.9)))
    model = RowModel.fit(rows, right)
    with_target = model(finding(0.7), Filler(PTEN, Direction.DECREASES, 0.7), None)
    assert abs(with_target - 0.2) < 0.08 and abs(model(finding(0.7), None, None) - 0.9) < 0.08


@pytest.mark.parametrize(("stated", "share"), [(0.91, 0.68), (0.99, 0.5), (0.6, 0.95), (0.999, 0.0)])
def test_a_fit_mends_what_is_too_sure_or_not_sure_enough(stated: float, share: float) -> None:
    draw = np.random.default_rng(2)
    rows, right = [], []
    for _ in range(250):
        has = bool(draw.random() < 0.5)
        given_ = float(np.clip(draw.normal(stated, 0.02), 0.01, 0.999))
        rows.append(features(finding(given_), Filler(PTEN, Direction.DECREASES, given_) if has else None, None))
        right.append(bool(draw.random() < share))
    model = RowModel.fit(rows, right)
    assert abs(model(finding(stated), None, None) - share) < 0.12


def test_no_rows_give_the_prior() -> None:
    assert RowModel.fit([], []).weights == PRIOR


def test_without_data_a_fit_is_the_prior() -> None:
    row = features(finding(0.6), None, None)
    assert np.isclose(RowModel.fit([row], [True], ridge=1e9)(finding(0.6), None, None), 0.6)
