"""What the figures on confidence say of rows whose truth is known."""

from typing import Any

import numpy as np
import pytest

from extractor.evaluation.gold import Filler, GoldEvent, GoldSet
from extractor.evaluation.pipeline import evaluate
from extractor.evaluation.predictions import Row


def sets(confidences: list[tuple[float | None, bool]]) -> tuple[GoldSet, list[Row]]:
    documents = {str(n): "miR-1 and miR-2 were seen." for n in range(len(confidences))}
    events = tuple(
        GoldEvent(doc_id=name, event_id="e", cargo=Filler("miR-1"), cargo_type="miRNA", evidence=((0, 10),))
        for name in documents
    )
    rows = [
        Row(doc_id=str(n), event_id="r", cargo=Filler("miR-1" if right else "miR-2"), cargo_type="miRNA", confidence=p)
        for n, (p, right) in enumerate(confidences)
    ]
    return GoldSet("g", documents, events), rows


def found(confidences: list[tuple[float | None, bool]]) -> Any:
    gold, rows = sets(confidences)
    return evaluate(gold, rows, resamples=200).calibration


def test_sure_and_right_is_no_error() -> None:
    shown = found([(1.0, True)] * 4 + [(0.0, False)] * 4)
    assert (shown.rows, shown.right, shown.brier.value, shown.error.value) == (8, 4, 0.0, 0.0)


def test_sure_and_half_wrong_is_half_an_error() -> None:
    shown = found([(1.0, True), (1.0, False)] * 5)
    assert shown.brier.value == pytest.approx(0.5) and shown.error.value == pytest.approx(0.5)
    assert shown.error.low < 0.5 < shown.error.high


def test_the_risk_grows_with_coverage_where_confidence_ranks_well() -> None:
    shown = found([(0.9, True)] * 5 + [(0.2, False)] * 5)
    assert [risk for _, risk in shown.risk] == pytest.approx([0.0, 0.0, 0.0, 3 / 8, 0.5])


def test_rows_without_a_confidence_have_none() -> None:
    assert found([(None, True)]) is None


def test_calibrated_numbers_have_a_small_error() -> None:
    draw = np.random.default_rng(0)
    stated = draw.random(600)
    shown = found([(float(p), bool(draw.random() < p)) for p in stated])
    assert shown.error.value < 0.08 and abs(shown.brier.value - 1 / 6) < 0.03
