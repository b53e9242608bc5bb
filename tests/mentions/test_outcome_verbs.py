"""Outcomes that a verb tells, and what tumours and doses tell of the response to radiation."""

import pytest

from extractor.mentions import outcome
from extractor.mentions.outcome_verbs import is_verbal, spares_normal_tissue


def found(text: str) -> list[tuple[str, str]]:
    return [(mention.text, mention.name) for mention in outcome.find(text)]


@pytest.mark.parametrize(
    ("text", "phrase", "pole"),
    [
        ("It protected H1299 cells from X-rays.", "protected H1299 cells from X-rays", "resistance"),
        (
            "It shields glioma cells against the effects of 6 Gy.",
            "shields glioma cells against the effects of 6 Gy",
            "resistance",
        ),
        ("The cells tolerated 8 Gy.", "tolerated 8 Gy", "resistance"),
        ("They withstood doses of up to 8 Gy.", "withstood doses of up to 8 Gy", "resistance"),
        ("Many cells survive irradiation.", "survive irradiation", "resistance"),
        ("They escape from radiotherapy.", "escape from radiotherapy", "resistance"),
        ("It synergises with radiotherapy.", "synergises with radiotherapy", "sensitivity"),
        ("It acted synergistically with radiation.", "acted synergistically with radiation", "sensitivity"),
        ("It potentiated radiotherapy.", "radiotherapy", "sensitivity"),
        ("It undermines fractionated irradiation.", "fractionated irradiation", "sensitivity"),
        ("It slowed tumour regrowth after irradiation.", "tumour regrowth after irradiation", "resistance"),
        ("the growth of irradiated xenografts", "growth of irradiated xenografts", "resistance"),
        ("tumour control by 3 x 6 Gy", "tumour control by 3 x 6 Gy", "sensitivity"),
        ("the killing of glioma cells by radiation", "killing of glioma cells by radiation", "sensitivity"),
        ("the D10 fell from 5 to 3 Gy", "D10", "resistance"),
        ("the dose needed to control the tumours", "dose needed to control", "resistance"),
    ],
)
def test_phrases_and_poles(text: str, phrase: str, pole: str) -> None:
    assert found(text) == [(phrase, pole)]


@pytest.mark.parametrize(
    "text",
    [
        "It protects intestinal crypts from radiation.",
        "It protected HUVECs against 4 Gy.",
        "It shields mice from ionizing radiation.",
        "Patients who survived radiotherapy were asked.",
        "Tumours were treated with radiotherapy.",
        "It potentiated radiation-induced fibrosis.",
        "It strengthened radiotherapy regimens.",
        "on D0 the cells were seeded",
        "local control in patients",
    ],
)
def test_what_says_nothing_of_irradiated_tumours(text: str) -> None:
    assert found(text) == []


def test_which_phrases_carry_their_verb() -> None:
    assert is_verbal("withstand 6 Gy")
    assert not is_verbal("tolerance to radiation")
    assert spares_normal_tissue("apoptosis of endothelial cells after 6 Gy")
    assert not spares_normal_tissue("apoptosis of glioma cells after 6 Gy")
