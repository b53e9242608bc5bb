"""Agreement of two annotation passes."""

from __future__ import annotations

from dataclasses import replace

import pytest

from extractor.evaluation.agreement import Agreement, agreement, kappa, listing, to_json
from extractor.evaluation.gold import Filler
from extractor.frames import Direction, Effect, FindingType
from extractor.readers.errors import ReadError


def changed(gold, number, **fields):
    events = list(gold.events)
    events[number] = replace(events[number], **fields)
    return replace(gold, events=tuple(events))


def test_a_pass_agrees_with_itself(review):
    found = agreement(review, review)
    assert {role: one.f1 for role, one in found.items() if one.f1 != 1} == {"finding_type: radiation_response": None}
    assert found["effect"].kappa == 1
    assert found["cargo"].kappa is None
    assert found["target directions"].kappa is None  # all are the same: chance gives full agreement


def test_kappa_of_the_textbook():
    """Two judges, 50 proposals, 20 and 15 agreed, 5 and 10 not: kappa is 0.4 (Cohen's example as usually given)."""
    pairs = [("yes", "yes")] * 20 + [("yes", "no")] * 5 + [("no", "yes")] * 10 + [("no", "no")] * 15
    assert kappa(pairs) == pytest.approx(0.4)
    assert kappa([]) is None
    assert kappa([(1, 1)]) is None
    assert kappa([(True, False), (False, True)]) == -1


def test_a_finding_of_one_pass_alone_lowers_findings_and_cargo_only(review):
    fewer = replace(review, events=review.events[1:])
    found = agreement(review, fewer)
    assert found["findings"] == found["cargo"] == Agreement(6 / 7, 3, 4, 3)
    assert found["targets"].f1 == found["effect"].f1 == 1


@pytest.mark.parametrize(
    ("number", "fields", "expected"),
    [
        (0, {"cargo_type": "lncRNA"}, {"cargo+type": 3 / 4, "cargo_type": 3 / 4}),
        (0, {"targets": ()}, {"targets": 2 / 3}),
        (1, {"targets": (Filler("miR-2", None, Direction.INCREASES),)}, {"target directions": 1 / 2}),
        (3, {"pathways": (Filler("apoptosis", None, Direction.INCREASES),)}, {"pathways": 1 / 2}),
        (0, {"effect": Effect.NOT_STATED}, {"effect": 3 / 4}),
        (2, {"finding_type": frozenset(FindingType)}, {
            "finding_type": 8 / 10, "finding_type: mechanism": 6 / 7, "finding_type: radiation_response": 0,
        }),
        (0, {"hedged": True}, {"hedged": 2 / 3}),
        (2, {"negated": False}, {"negated": 0}),
        (2, {"vesicular": True}, {"vesicular": 3 / 4}),
    ],
)  # fmt: skip
def test_a_difference_shows_in_its_role_alone(review, number, fields, expected):
    found = agreement(review, changed(review, number, **fields))
    base = {role: one.f1 for role, one in agreement(review, review).items()}
    assert {role: one.f1 for role, one in found.items()} == pytest.approx(base | expected)


def test_a_cargo_that_one_pass_names_and_the_other_does_not_is_one_finding(review):
    found = agreement(review, changed(review, 0, cargo=None))
    assert found["findings"].f1 == 1
    assert found["cargo"].f1 == found["cargo+type"].f1 == 3 / 4


def test_different_cargos_of_one_sentence_are_two_findings(review):
    at = review.documents["doc"].index("glioma")
    found = agreement(review, changed(review, 0, cargo=Filler("glioma", span=(at, at + 6))))
    assert found["findings"].f1 == 3 / 4


def test_the_same_cargo_is_paired_where_the_evidence_overlaps(review):
    other = changed(review, 0, evidence=((2000, 2010),))
    assert agreement(review, other)["findings"].f1 == 3 / 4


def test_documents_are_compared_one_by_one(abstracts):
    assert agreement(abstracts, abstracts)["findings"].shared == 4


def test_other_texts_are_refused(review, abstracts):
    with pytest.raises(ReadError, match="same texts"):
        agreement(review, abstracts)


def test_it_is_written_as_json_and_as_a_table(review):
    found = agreement(review, changed(review, 0, effect=Effect.NOT_STATED))
    assert to_json(found)["effect"] == {"f1": 0.75, "shared": 3, "left": 4, "right": 4, "kappa": 0.666667}
    lines = listing(found).splitlines()
    assert "| effect | 0.750 | 0.667 | 3 | 4 | 4 |" in lines
    assert len(lines) == len(found) + 2
