"""Phrases about the response to radiation and their poles."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractor.mentions import Mention, outcome


def found(text: str) -> list[tuple[str, str]]:
    mentions = outcome.find(text)
    assert all(text[mention.start : mention.end] == mention.text for mention in mentions)
    return [(mention.text, mention.name) for mention in mentions]


@pytest.mark.parametrize(
    "phrase",
    [
        "radiosensitivity",
        "radio-sensitivity",
        "radiosensitive",
        "radiosensitization",
        "radiosensitizing",
        "radiosensitizer",
        "radiocurability",
        "chemoradiosensitivity",
        "radio- and chemosensitivity",
        "radiation sensitivity",
        "IR-sensitive",
        "sensitivity to radiotherapy",
        "sensitivity of ESCC cells to radiotherapy",
        "sensitive to ionizing radiation",
        "sensitivity of breast cancer cells (MCF-7) to X-ray irradiation",
        "sensitivity to cisplatin, 5-FU, and ionizing radiation",
        "sensitized glioma cells to radiation",
        "sensitises MCF-7 and T47D breast cancer cells to radiotherapy",
        "sensitization of lung cancer to irradiation",
        "vulnerable to radiotherapy",
        "hypersensitivity to IR",
        "susceptibility of NPC cells to γ-irradiation",
        "efficacy of radiotherapy",
        "radiotherapeutic efficacy",
        "radiotherapy efficacy",
        "curative effect of radiotherapy",
        "killing effect of irradiation",
        "benefit from radiotherapy",
        "radiation-induced cell killing",
        "sensitization enhancement ratio",
        "sensitizing chemotherapy and radiotherapy",
        "sensitivity to carbon ions",
        "sensitive to 6 Gy irradiation",
        "non-radioresistant",
    ],
)
def test_sensitivity(phrase: str) -> None:
    assert found(f"It changed the {phrase}, as seen.") == [(phrase, "sensitivity")]


@pytest.mark.parametrize(
    "phrase",
    [
        "radioresistance",
        "radioresistant",
        "radio-\nresistant",
        "chemoradioresistance",
        "radio(chemo)resistance",
        "radiorefractory",
        "radiation resistance",
        "radiation-resistant",
        "X-ray-resistant",
        "radiation tolerance",
        "radiation and drug resistance",
        "resistance to radiotherapy",
        "resistance to ionizing radiation",
        "resistance to proton therapy",
        "refractory to radiotherapy",
        "resistance of the tumour to both chemo- and radiotherapy",
        "resistance of tumors to radio- and chemotherapy",
        "resistant to the cytotoxic effects of ionizing radiation",
        "resistance of cancer cells to treatment with radiation",
        "resistance to radiation-induced apoptosis",
        "insensitive to radiation",
        "non-responsive to RT",
        "desensitize cells to γ-irradiation",
        "radiotherapy failure",
        "failure of radiotherapy",
        "clonogenic survival after 4 Gy",
        "survival of irradiated cells",
        "viability of irradiated NPC cells",
        "survival rate of cells exposed to irradiation",
        "clonogenic survival after irradiation",
        "surviving fraction",
        "survival of glioma cells following exposure to ionizing radiation",
        "colony formation of cells after irradiation",
    ],
)
def test_resistance(phrase: str) -> None:
    assert found(f"It changed the {phrase}, as seen.") == [(phrase, "resistance")]


@pytest.mark.parametrize(
    "phrase",
    [
        "response to radiotherapy",
        "response of rectal cancer to chemoradiotherapy",
        "radiation response",
        "radiotherapy response",
        "responders to radiotherapy",
        "radiotherapy non-responders",
        "chemoradiotherapy pathological response",
    ],
)
def test_response_has_no_pole(phrase: str) -> None:
    assert found(f"It predicted the {phrase}, as seen.") == [(phrase, "response")]


@pytest.mark.parametrize(
    "text",
    [
        "chemoresistance",
        "drug resistance to cisplatin after irradiation",
        "in response to ionizing radiation",
        "DNA damage response to radiation",
        "immune response to radiotherapy",
        "radiation-responsive genes",
        "radiation-induced apoptosis",
        "radiation-induced cell death",
        "overall survival of patients after radiotherapy",
        "survival after radiotherapy",
        "5-year survival of patients treated with radiotherapy",
        "resistance to apoptosis after irradiation",
        "resistance to TRAIL. Radiation was given",
        "the sensitivity of cells, leading to more radiotherapy",
        "effects of radiation on cells",
        "resistant cells were exposed to radiation",
        "resistant to therapy",
        "radioprotection",
        "radiation protection",
        "susceptibility to radiation-induced lung injury",
        "the sensitivity of the assay to detect radiation",
        "radiology",
        "radiotherapy",
    ],
)
def test_no_outcome(text: str) -> None:
    assert found(text) == []


def test_several_phrases_of_one_sentence() -> None:
    text = "Chemo- and radioresistance rose, and resistance to radiotherapy was reversed by the radiosensitizer."
    assert found(text) == [
        ("radioresistance", "resistance"),
        ("resistance to radiotherapy", "resistance"),
        ("radiosensitizer", "sensitivity"),
    ]


def test_effects_of_radiation_count_where_something_changes_them() -> None:
    assert found("It enhanced the effects of radiation.") == [("effects of radiation", "sensitivity")]


def test_pole() -> None:
    assert [outcome.pole(m) for m in outcome.find("radiosensitivity, radioresistance, response to radiotherapy")] == [
        "sensitivity",
        "resistance",
        None,
    ]
    assert outcome.pole(Mention(0, 3, "p53", "protein", "sensitivity")) is None


@given(
    st.lists(
        st.sampled_from(
            [
                "sensitivity",
                "resistance",
                "to",
                "of",
                "cells",
                "radiation",
                "radio-",
                "therapy",
                "IR",
                "(",
                ")",
                ",",
                ". ",
                "survival",
                "irradiated",
                "response",
            ]
        ),
        max_size=30,
    )
)
def test_mentions_are_verbatim_sorted_and_apart(words: list[str]) -> None:
    text, last = " ".join(words), 0
    for mention in outcome.find(text):
        assert last <= mention.start < mention.end
        assert text[mention.start : mention.end] == mention.text
        assert mention.name in ("sensitivity", "resistance", "response")
        last = mention.end


@pytest.mark.parametrize(
    "text",
    [
        "radio" * 20_000,
        "sensitivity to " * 6_700,
        "resistance of cells to radiation " * 3_000,
        "radiation " * 10_000,
        "cell survival of irradiated " * 3_600,
        "X-ray " * 17_000,
    ],
    ids=lambda text: text[:14],
)
def test_hostile_text_takes_linear_time(text: str) -> None:
    started = time.perf_counter()
    outcome.find(text)
    assert time.perf_counter() - started < 5


@pytest.mark.parametrize(
    ("text", "phrase"),
    [
        ("Cells formed fewer colonies after irradiation.", "colonies after irradiation"),
        ("They raised the plating efficiency of irradiated cells.", "plating efficiency of irradiated cells"),
    ],
)
def test_what_is_counted_in_a_dish_is_survival(text: str, phrase: str) -> None:
    assert [(m.text, m.name) for m in outcome.find(text)] == [(phrase, "resistance")]


@pytest.mark.parametrize("text", ["Overall survival after 60 Gy was longer.", "Fewer colonies were counted."])
def test_the_survival_of_people_and_colonies_without_a_dose_are_none(text: str) -> None:
    assert outcome.find(text) == []
