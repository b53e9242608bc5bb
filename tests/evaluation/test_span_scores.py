"""Scores of mention spans, strict and relaxed."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractor.evaluation.tags import score_spans

PLACES = st.lists(st.tuples(st.integers(0, 30), st.integers(1, 6)).map(lambda p: (p[0], p[0] + p[1])), max_size=6)


def test_both_ends_count_strictly_and_one_shared_character_relaxedly() -> None:
    found = score_spans([([(0, 4), (10, 14)], [(0, 4), (11, 14), (20, 22)]), ([(5, 9)], [])], resamples=50)
    assert (found.strict.right, found.strict.predicted, found.strict.gold) == (1, 3, 3)
    assert found.relaxed.right == 2
    assert found.strict.f1.value == pytest.approx(1 / 3)
    assert found.relaxed.precision.value == pytest.approx(2 / 3)
    assert found.units == 2
    assert found.to_json()["relaxed"]["recall"]["value"] == pytest.approx(0.6667)


def test_one_long_span_is_paired_once() -> None:
    assert score_spans([([(0, 4), (5, 9)], [(0, 9)])], resamples=5).relaxed.right == 1


def test_nothing_to_score() -> None:
    found = score_spans([])
    assert (found.strict.f1.value, found.units) == (None, 0)


@given(st.lists(st.tuples(PLACES, PLACES), max_size=5))
def test_relaxed_is_never_below_strict_and_intervals_hold_ratios(pairs: list[tuple[list, list]]) -> None:
    found = score_spans(pairs, resamples=20)
    assert found.strict.right <= found.relaxed.right <= min(found.relaxed.predicted, found.relaxed.gold)
    for estimate in (found.relaxed.precision, found.relaxed.recall, found.relaxed.f1):
        assert estimate.value is None or 0 <= estimate.value <= 1
    assert score_spans([(gold, gold) for gold, _ in pairs], resamples=5).strict.f1.value in (None, 1.0)
