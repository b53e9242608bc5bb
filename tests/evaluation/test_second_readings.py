"""Second readings: either is right, and asking for less is no excuse for leaving out."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from extractor.evaluation import evaluate
from extractor.evaluation.gold import Alternative, Filler
from extractor.evaluation.predictions import from_rows
from extractor.evaluation.readings import reading
from extractor.frames import Direction, Effect, FindingType


def with_alternative(gold, number: int, field: str, value: Any):
    events = list(gold.events)
    events[number] = replace(events[number], alternatives=(Alternative(field, value),))
    return replace(gold, events=tuple(events))


def both(gold, rows, name="tuple"):
    view = evaluate(gold, from_rows(rows), resamples=10).views["named"]
    return view.annotated.scores[name].f1.value, view.second_readings.scores[name].f1.value


FIRST = {
    "effect": ("not_stated", {"effect": "not_stated"}, "tuple"),
    "cargo": ("ABC1", {"cargo": "ABC1"}, "cargo"),
    "cargo_type": ("protein", {"cargo_type": "protein"}, "cargo+type"),
    "targets": ([["glioma", "increases"]], {"target": "glioma", "target_direction": "increases"}, "tuple"),
    "targets.ABC1": ("unspecified", {"target_direction": "unspecified"}, "cargo+target+direction"),
    "target ABC1": ("increases", {"target_direction": "increases"}, "cargo+target+direction"),
    "pathways.DNA repair": (None, {"pathway": None, "pathway_direction": None}, "tuple"),
    "pathways": ([], {"pathway": None, "pathway_direction": None}, "tuple"),
    "finding_type": (["mechanism", "biomarker"], {"finding_type": ["biomarker", "mechanism"]}, "cargo+finding type"),
    "radiation_changes_cargo": ("decreases", {"radiation_changes_cargo": "decreases"}, "cargo+radiation change"),
}  # fmt: skip


@pytest.mark.parametrize("field", FIRST)
def test_a_prediction_that_agrees_with_a_second_reading_is_right(review, as_rows, field):
    value, change, name = FIRST[field]
    gold = with_alternative(review, 0, field, value)
    rows = as_rows(gold)
    assert both(gold, rows, name) == (1, 1)
    rows[0] |= change
    strict, lenient = both(gold, rows, name)
    assert strict < 1
    assert lenient == 1


@pytest.mark.parametrize("field", FIRST)
def test_a_prediction_that_agrees_with_neither_is_wrong_in_both(review, as_rows, field):
    gold = with_alternative(review, 0, field, FIRST[field][0])
    rows = as_rows(gold)
    rows[0] |= {
        "effect": "increases_radiosensitivity", "cargo": "miR-99", "cargo_type": "lncRNA", "target": "cells",
        "pathway": "apoptosis", "finding_type": ["radiation_response"], "radiation_changes_cargo": "increases",
    }  # fmt: skip
    strict, lenient = both(gold, rows, FIRST[field][2])
    assert strict == lenient < 1


@pytest.mark.parametrize(("field", "value"), [("effect", "not_stated"), ("targets", []), ("pathways.DNA repair", None)])
def test_leaving_a_finding_out_is_not_the_reading_that_asks_for_less(review, as_rows, field, value):
    gold = with_alternative(review, 0, field, value)
    rows = [row for row in as_rows(gold) if row["event_id"] != "e1"]
    for name in ("cargo+effect", "cargo+target", "cargo+pathway"):
        strict, lenient = both(gold, rows, name)
        assert strict == lenient < 1


@pytest.mark.parametrize(("field", "value"), [("is_finding", False), ("event", "none"), ("event", None)])
def test_what_may_be_no_finding_may_be_left_out(review, as_rows, field, value):
    gold = with_alternative(review, 0, field, value)
    rows = as_rows(gold)
    assert both(gold, rows, "cargo") == (1, 1)
    assert both(gold, rows[1:], "cargo") == (pytest.approx(4 / 5), 1)


def test_a_class_that_may_be_a_named_cargo_joins_the_named_only_where_nothing_is_lost(review, as_rows):
    gold = with_alternative(review, 3, "cargo", "cells")
    rows = as_rows(gold)
    rows[3] |= {"cargo": "cells", "cargo_type": "protein"}
    assert both(gold, rows, "cargo+type") == (pytest.approx(6 / 7), 1)
    rows[3] |= {"pathway": None, "pathway_direction": None}
    strict, lenient = both(gold, rows, "cargo")
    assert strict == lenient == pytest.approx(6 / 7)


def test_a_second_sign_of_the_class_counts_too(review, as_rows):
    gold = with_alternative(review, 3, "cargo_type", "protein")
    rows = as_rows(gold)
    rows[3]["cargo_type"] = "protein"
    view = evaluate(gold, from_rows(rows), resamples=10).views["all"]
    assert view.annotated.scores["cargo"].f1.value == 3 / 4
    assert view.second_readings.scores["cargo"].f1.value == 1


def test_a_second_reading_that_holds_is_no_error(review, as_rows):
    gold = with_alternative(review, 0, "effect", "increases_radiosensitivity")
    rows = as_rows(gold)
    rows[0]["effect"] = "increases_radiosensitivity"
    assert evaluate(gold, from_rows(rows), resamples=10).errors == ()


def test_accuracies_follow_the_second_reading(review, as_rows):
    gold = with_alternative(review, 0, "hedged", True)
    rows = as_rows(gold)
    rows[0]["hedged"] = True
    view = evaluate(gold, from_rows(rows), resamples=10).views["named"]
    assert view.annotated.accuracies["hedged"].share.value == pytest.approx(2 / 3)
    assert view.second_readings.accuracies["hedged"].share.value == 1


@pytest.mark.parametrize(
    ("field", "value"),
    [("pathways", "without proliferation"), ("effect", "up"), ("targets.XYZ", "increases"), ("targets", [1]),
     ("note", "x"), ("targets.ABC1", "up"), ("vesicular", "maybe"), ("event", "a second one"), ("cargo", 5),
     ("finding_type", [["x"]])],
)  # fmt: skip
def test_what_is_written_for_people_changes_nothing_and_is_counted(review, as_rows, field, value):
    gold = with_alternative(review, 0, field, value)
    event = gold.events[0]
    assert reading(event, event.alternatives[0]) is event
    report = evaluate(gold, from_rows(as_rows(gold)), resamples=10)
    assert report.notes[-1] == "1 second readings are written for people only and change no score."


def test_readings_are_typed(review):
    event = review.events[0]

    def read(field: str, value: Any):
        return reading(event, Alternative(field, value))

    assert read("effect", "no_effect").effect is Effect.NONE
    assert read("finding_type", "biomarker, mechanism").finding_type == {FindingType.BIOMARKER, FindingType.MECHANISM}
    assert read("pathways", [["autophagy", "decreases"], "EMT"]).pathways == (
        Filler("autophagy", None, Direction.DECREASES),
        Filler("EMT", None, Direction.UNSPECIFIED),
    )
    assert read("cargo", None).cargo is None
    assert read("radiation_changes_cargo", None).radiation_changes_cargo is None
    assert read("is_finding", False) is None
