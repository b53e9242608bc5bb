"""The scorer: what each kind of damage to perfect predictions does to each score, to the digit."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from extractor.evaluation import evaluate
from extractor.evaluation.gold import Filler, GoldEvent, GoldSet
from extractor.evaluation.predictions import from_rows
from extractor.evaluation.report import Report
from extractor.frames import Direction
from extractor.readers.errors import ReadError

ALL_ONE = {
    "mentions, strict": 1, "mentions, relaxed": 1, "cargo": 1, "cargo+type": 1, "cargo+target": 1,
    "cargo+target+direction": 1, "cargo+pathway": 1, "cargo+pathway+direction": 1, "cargo+effect": 1,
    "cargo+effect, no_effect included": 1, "cargo+finding type": 1, "cargo+radiation change": 1, "tuple": 1,
}  # fmt: skip
ACCURACIES = dict.fromkeys(("sign", "cargo_type", "vesicular", "hedged", "negated", "manipulation", "observed"), 1)


def score(gold, rows, **options) -> Report:
    return evaluate(gold, from_rows(rows), resamples=50, **options)


def f1(report: Report, view: str = "named") -> dict[str, float | None]:
    return {name: one.f1.value for name, one in report.views[view].annotated.scores.items()}


def accuracy(report: Report) -> dict[str, float | None]:
    return {name: held.share.value for name, held in report.views["named"].annotated.accuracies.items()}


@pytest.fixture(params=["review", "abstracts"])
def gold(request):
    """Every rule holds for one document of many studies as for many documents."""
    return request.getfixturevalue(request.param)


@pytest.mark.parametrize("view", ["named", "all", "vesicular"])
def test_perfect_predictions_score_one_everywhere(gold, as_rows, view):
    report = score(gold, as_rows(gold))
    assert f1(report, view) == ALL_ONE
    for one in report.views[view].annotated.scores.values():
        for share in (one.precision, one.recall, one.f1):
            assert (share.value, share.low, share.high) == (1, 1, 1)
    assert accuracy(report) == ACCURACIES
    assert [free.claimed for free in report.finding_free] == [0] * len(report.finding_free)
    assert report.errors == ()


def test_counts_of_the_headline_leave_classes_out(gold, as_rows):
    counts = {name: one.gold for name, one in score(gold, as_rows(gold)).views["named"].annotated.scores.items()}
    assert counts == {
        "mentions, strict": 6, "mentions, relaxed": 6, "cargo": 3, "cargo+type": 3, "cargo+target": 2,
        "cargo+target+direction": 2, "cargo+pathway": 1, "cargo+pathway+direction": 1, "cargo+effect": 2,
        "cargo+effect, no_effect included": 3, "cargo+finding type": 3, "cargo+radiation change": 1, "tuple": 3,
    }  # fmt: skip


def of(rows: list[dict[str, Any]], event_id: str) -> dict[str, Any]:
    return next(row for row in rows if row["event_id"] == event_id)


def drop_event(rows):
    rows.remove(of(rows, "e1"))


def flip_sign(rows):
    of(rows, "e1")["effect"] = "increases_radiosensitivity"


def invent_sign(rows):
    of(rows, "e3")["effect"] = "increases_radiosensitivity"


def drop_sign(rows):
    of(rows, "e1")["effect"] = "not_stated"


def drop_no_effect(rows):
    of(rows, "e3")["effect"] = "not_stated"


def swap_target(rows):
    row = of(rows, "e1")
    at = row["evidence"][0]["start"] + row["evidence"][0]["text"].index("glioma")
    row["target"], row["spans"]["target"] = "glioma", [at, at + 6]


def drop_target(rows):
    row = of(rows, "e2")
    row["target"] = row["target_direction"] = None
    del row["spans"]["target"]


def turn_target(rows):
    of(rows, "e1")["target_direction"] = "increases"


def turn_pathway(rows):
    of(rows, "e1")["pathway_direction"] = "decreases"


def shift_span(rows):
    row = of(rows, "e1")
    row["spans"]["cargo"] = [at + 1 for at in row["spans"]["cargo"]]


def wrong_type(rows):
    of(rows, "e1")["cargo_type"] = "protein"


def add_type(rows):
    of(rows, "e1")["finding_type"].append("biomarker")


def drop_radiation_change(rows):
    of(rows, "e2")["radiation_changes_cargo"] = None


def swap_cargo(rows):
    of(rows, "e3")["cargo"] = "miR-33"


DAMAGES = [
    (drop_event, {
        "mentions, strict": 6 / 9, "mentions, relaxed": 6 / 9, "cargo": 4 / 5, "cargo+type": 4 / 5,
        "cargo+target": 2 / 3, "cargo+target+direction": 2 / 3, "cargo+pathway": 0, "cargo+pathway+direction": 0,
            "cargo+effect": 2 / 3,
        "cargo+effect, no_effect included": 4 / 5, "cargo+finding type": 4 / 5, "tuple": 4 / 5,
    }, {}),
    (flip_sign, {"cargo+effect": 1 / 2, "cargo+effect, no_effect included": 2 / 3, "tuple": 2 / 3}, {"sign": 1 / 2}),
    (invent_sign, {"cargo+effect": 4 / 5, "cargo+effect, no_effect included": 2 / 3, "tuple": 2 / 3}, {}),
    (drop_sign, {"cargo+effect": 2 / 3, "cargo+effect, no_effect included": 4 / 5, "tuple": 2 / 3}, {}),
    (drop_no_effect, {"cargo+effect, no_effect included": 4 / 5, "tuple": 2 / 3}, {}),
    (swap_target, {
        "mentions, strict": 5 / 6, "mentions, relaxed": 5 / 6, "cargo+target": 1 / 2, "cargo+target+direction": 1 / 2,
        "tuple": 2 / 3,
    }, {}),
    (drop_target, {
        "mentions, strict": 10 / 11, "mentions, relaxed": 10 / 11, "cargo+target": 2 / 3,
        "cargo+target+direction": 2 / 3, "tuple": 2 / 3,
    }, {}),
    (turn_target, {"cargo+target+direction": 1 / 2, "tuple": 2 / 3}, {}),
    (turn_pathway, {"cargo+pathway+direction": 0, "tuple": 2 / 3}, {}),
    (shift_span, {"mentions, strict": 5 / 6}, {}),
    (wrong_type, {"cargo+type": 2 / 3}, {"cargo_type": 2 / 3}),
    (add_type, {"cargo+finding type": 6 / 7}, {}),
    (drop_radiation_change, {"cargo+radiation change": 0}, {}),
    (swap_cargo, {
        "cargo": 2 / 3, "cargo+type": 2 / 3, "cargo+effect, no_effect included": 2 / 3, "cargo+finding type": 2 / 3,
        "tuple": 2 / 3,
    }, {}),
]  # fmt: skip


@pytest.mark.parametrize(("damage", "lowered", "wrong"), DAMAGES, ids=[damage[0].__name__ for damage in DAMAGES])
def test_a_damage_lowers_the_scores_that_it_should_and_no_other(gold, as_rows, damage, lowered, wrong):
    rows = as_rows(gold)
    damage(rows)
    report = score(gold, rows)
    assert f1(report) == pytest.approx(ALL_ONE | lowered)
    assert accuracy(report) == pytest.approx(ACCURACIES | wrong)


@pytest.mark.parametrize(
    ("field", "value"),
    [("hedged", True), ("negated", True), ("manipulation", "gain"), ("observed", "unclear"), ("vesicular", False)],
)
def test_a_wrong_mark_lowers_its_accuracy_alone(gold, as_rows, field, value):
    rows = as_rows(gold)
    of(rows, "e1")[field] = value
    report = score(gold, rows)
    assert f1(report) == ALL_ONE
    assert accuracy(report) == pytest.approx(ACCURACIES | {field: 2 / 3})


def test_a_spurious_event_lowers_precision_and_never_recall(gold, as_rows):
    rows = as_rows(gold)
    text = gold.documents[gold.events[-1].doc_id if gold.is_single else "pmid5"]
    at = text.index("ABC9")
    sentence = text.index("Vesicles carry")
    rows.append(
        of(rows, "e1")
        | {
            "doc_id": "doc" if gold.is_single else "pmid5",
            "event_id": "e9",
            "cargo": "ABC9",
            "cargo_type": "protein",
            "target": None,
            "pathway": None,
            "evidence": [{"start": sentence, "end": len(text), "text": text[sentence:]}],
            "spans": {"cargo": [at, at + 4]},
        }
    )
    report = score(gold, rows)
    named = report.views["named"].annotated.scores
    assert {name: one.recall.value for name, one in named.items()} == ALL_ONE
    spoilt = {
        "mentions, strict": 6 / 7, "mentions, relaxed": 6 / 7, "cargo": 3 / 4, "cargo+type": 3 / 4,
        "cargo+effect": 2 / 3, "cargo+effect, no_effect included": 3 / 4, "cargo+finding type": 3 / 4, "tuple": 3 / 4,
    }  # fmt: skip
    assert {name: one.precision.value for name, one in named.items()} == pytest.approx(ALL_ONE | spoilt)
    assert accuracy(report) == ACCURACIES
    claimed = {free.units: (free.claimed, free.of) for free in report.finding_free}
    assert claimed == ({"hard negatives": (1, 1)} if gold.is_single else {"documents": (1, 1)})


def test_no_predictions_score_zero_and_leave_precision_open(gold):
    report = score(gold, [])
    named = report.views["named"].annotated
    assert {one.f1.value for one in named.scores.values()} == {0}
    assert {one.recall.value for one in named.scores.values()} == {0}
    assert {one.precision.value for one in named.scores.values()} == {None}
    assert {held.share.value for held in named.accuracies.values()} == {None}


def test_classes_count_in_the_second_block_alone(gold, as_rows):
    rows = [row for row in as_rows(gold) if row["cargo"] is not None]
    report = score(gold, rows)
    assert f1(report) == ALL_ONE
    assert f1(report, "all") == pytest.approx(
        ALL_ONE
        | {
            "mentions, strict": 12 / 13, "mentions, relaxed": 12 / 13, "cargo": 6 / 7, "cargo+type": 6 / 7,
            "cargo+pathway": 2 / 3, "cargo+pathway+direction": 2 / 3, "cargo+effect": 4 / 5,
            "cargo+effect, no_effect included": 6 / 7, "cargo+finding type": 6 / 7, "tuple": 6 / 7,
        }
    )  # fmt: skip


def test_the_vesicular_view_leaves_cargo_outside_vesicles_out(gold, as_rows):
    rows = as_rows(gold)
    assert score(gold, rows).views["vesicular"].annotated.scores["cargo"].gold == 2
    of(rows, "e1")["vesicular"] = False
    cargo = score(gold, rows).views["vesicular"].annotated.scores["cargo"]
    assert (cargo.gold, cargo.predicted, cargo.right) == (2, 1, 1)


def test_several_targets_and_pathways_make_each_with_each(review, as_rows):
    at = review.documents["doc"].index("glioma")
    other = Filler("glioma", None, Direction.DECREASES, (at, at + 6))
    first, *rest = review.events
    gold = replace(review, events=(replace(first, targets=(*first.targets, other)), *rest))
    rows = as_rows(gold)
    assert score(gold, rows).views["named"].annotated.scores["tuple"].gold == 4
    rows.remove(next(row for row in rows if row["target"] == "glioma"))
    one = score(gold, rows).views["named"].annotated.scores["tuple"]
    assert (one.right, one.predicted, one.gold) == (3, 3, 4)


def test_names_match_by_identifier_or_by_normalised_name(review, as_rows):
    rows = as_rows(review)
    of(rows, "e1")["cargo"] = "microRNA-1"
    assert f1(score(review, rows))["cargo"] == 1
    of(rows, "e1")["cargo"] = "hairpin one"
    assert f1(score(review, rows))["cargo"] == pytest.approx(2 / 3)
    first, *rest = review.events
    grounded = replace(review, events=(replace(first, cargo=replace(first.cargo, id="hgnc:1")), *rest))
    of(rows, "e1")["cargo_id"] = "hgnc:1"
    assert f1(score(grounded, rows))["cargo"] == 1
    of(rows, "e1")["cargo"], of(rows, "e1")["cargo_id"] = "miR-1", "hgnc:999"
    assert f1(score(grounded, rows))["cargo"] == 1


def test_a_wrong_identifier_does_not_make_one_of_two_things(review, as_rows):
    first, second, *rest = review.events
    gold = replace(
        review,
        events=(
            replace(first, cargo=replace(first.cargo, id="x:1")),
            replace(second, cargo=replace(second.cargo, id="x:2")),
            *rest,
        ),
    )
    rows = as_rows(gold)
    of(rows, "e1")["cargo_id"] = "x:2"
    cargo = score(gold, rows).views["named"].annotated.scores["cargo"]
    assert (cargo.right, cargo.predicted, cargo.gold) == (3, 3, 3)


def test_a_mention_is_right_at_any_place_of_the_name_in_the_evidence():
    text = "miR-1 is in exosomes. There miR-1 acts. Elsewhere miR-1 rests."
    event = GoldEvent("d", "e1", Filler("miR-1", span=(0, 5)), "miRNA", ((0, 39),))
    gold = GoldSet("g", {"d": text}, (event,))

    def strict(start: int) -> float | None:
        row = {"doc_id": "d", "event_id": "e1", "cargo": "miR-1", "cargo_type": "miRNA"}
        row |= {"evidence": [{"start": 0, "end": 39, "text": text[:39]}], "spans": {"cargo": [start, start + 5]}}
        return f1(score(gold, [row]))["mentions, strict"]

    assert strict(0) == strict(text.index("miR-1", 5)) == 1
    assert strict(text.index("miR-1", 40)) == 0


class TestUnits:
    """Where a row of a review belongs."""

    def test_a_row_belongs_to_the_group_that_its_cargo_stands_in(self, review, as_rows):
        rows = as_rows(review)
        row = of(rows, "e2")
        whole = review.documents["doc"]
        row["evidence"] = [{"start": 0, "end": row["evidence"][0]["end"], "text": whole[: row["evidence"][0]["end"]]}]
        assert f1(score(review, rows)) == ALL_ONE

    def test_the_right_claim_in_the_wrong_place_is_spurious(self, review, as_rows):
        rows = as_rows(review)
        text = review.documents["doc"]
        at = text.index("Vesicles carry")
        row = of(rows, "e1")
        row["evidence"], row["spans"] = [{"start": at, "end": len(text), "text": text[at:]}], {}
        cargo = score(review, rows).views["named"].annotated.scores["cargo"]
        assert (cargo.right, cargo.predicted, cargo.gold) == (2, 3, 3)

    def test_in_many_documents_the_place_does_not_matter_but_the_document_does(self, abstracts, as_rows):
        rows = as_rows(abstracts)
        of(rows, "e1")["doc_id"] = "pmid5"
        cargo = score(abstracts, rows).views["named"].annotated.scores["cargo"]
        assert (cargo.right, cargo.predicted, cargo.gold) == (2, 3, 3)

    def test_predictions_over_another_text_are_matched_by_names_and_the_report_says_so(self, review, as_rows):
        rows = as_rows(review)
        for row in rows:
            row["doc_id"] = "review.pdf"
            row["evidence"] = [
                quote | {"start": quote["start"] + 7, "end": quote["end"] + 7} for quote in row["evidence"]
            ]
        report = score(review, rows)
        assert f1(report, "all") == ALL_ONE | {"mentions, strict": None, "mentions, relaxed": None}
        assert f1(report) == ALL_ONE | {"mentions, strict": None, "mentions, relaxed": None}
        assert any("4 of 4 rows" in note and "by names" in note for note in report.notes)
        assert report.finding_free == ()

    def test_predictions_without_offsets_are_matched_by_names(self, review, as_rows):
        rows = [row | {"evidence": [], "spans": {}} for row in as_rows(review)]
        swapped = of(rows, "e1")
        swapped["cargo"] = "miR-77"
        cargo = score(review, rows).views["named"].annotated.scores["cargo"]
        assert (cargo.right, cargo.predicted, cargo.gold) == (2, 3, 3)

    def test_rows_of_unknown_documents_are_left_out_and_counted(self, abstracts, as_rows):
        rows = as_rows(abstracts)
        report = score(abstracts, [*rows, rows[0] | {"doc_id": "elsewhere"}])
        assert f1(report) == ALL_ONE
        assert any(note.startswith("1 rows are of documents") for note in report.notes)

    def test_predictions_of_other_documents_alone_are_refused(self, abstracts, as_rows):
        rows = [row | {"doc_id": "elsewhere"} for row in as_rows(abstracts)]
        with pytest.raises(ReadError, match="elsewhere"):
            score(abstracts, rows)

    @pytest.mark.parametrize("name", ["doc.txt", "papers/doc.xml.gz", "doc"])
    def test_a_document_is_known_by_its_file_name(self, review, as_rows, name):
        assert f1(score(review, [row | {"doc_id": name} for row in as_rows(review)])) == ALL_ONE
