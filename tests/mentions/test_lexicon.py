"""Finding lexicon mentions."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractor.mentions.lexicon import find


def found(text: str, *types: str) -> list[tuple[str, str, str | None]]:
    return [(m.text, m.type, m.id) for m in find(text) if not types or m.type in types]


def texts(text: str, *types: str) -> list[str]:
    return [name for name, _, _ in found(text, *types)]


def test_names_in_a_sentence_with_exact_offsets() -> None:
    text = "Exosome-derived signals activated the PI3K/Akt signaling pathway via KLF10-mediated loss of β-catenin."
    assert found(text) == [
        ("Exosome", "exosome", "go:0070062"),
        ("PI3K/Akt signaling pathway", "pathway", "go:0043491"),
        ("KLF10", "protein", "hgnc:11810"),
        ("β-catenin", "protein", "hgnc:2514"),
    ]
    for mention in find(text):
        assert text[mention.start : mention.end] == mention.text
        assert mention.source == "lexicon"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("TGF-β1, IL-6 and PDGFRα rose", ["TGF-β1", "IL-6", "PDGFRα"]),
        ("siKLF10 and shATM", ["KLF10", "ATM"]),
        ("anti-PD-L1 and p-AKT", ["PD-L1", "AKT"]),
        ("Bax, Bcl-2, caspase-3 and survivin", ["Bax", "Bcl-2", "caspase-3", "survivin"]),
        ("the EGFR/KRAS complex", ["EGFR", "KRAS"]),
        ("RelB and MyoD1", ["RelB", "MyoD1"]),
    ],
)
def test_genes_as_authors_write_them(text: str, expected: list[str]) -> None:
    assert texts(text, "protein") == expected


@pytest.mark.parametrize(
    "text",
    [
        "Patients were at rest and the cat was set to a large impact",
        "WAS P < 0.05 of the OS (HR 2.1, 95% CI 1.2-3.0)",
        "AIM: to assess DNA, RNA and RT-PCR in PBS; KD, OE, NC and WT cells of type I",
        "cycling cells implant in nine in ten",
        "miR-16 and hsa-miR-34c-5p, circ_0067835",
        "the SIRT as a whole, or 4 of them",
    ],
)
def test_words_and_other_abbreviations_are_no_genes(text: str) -> None:
    assert texts(text, "protein", "lncRNA", "cancer") == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("JAK2/STAT3 signalling rose", ["JAK2/STAT3 signalling"]),
        ("the Notch signaling pathway", ["Notch signaling pathway"]),
        ("an AXL/AKT signaling cascade", ["AXL/AKT signaling cascade"]),
        ("the EGFR-KRAS pathway", ["EGFR-KRAS pathway"]),
        ("DNA double-strand break (DSB) repair", ["DNA double-strand break (DSB) repair"]),
        ("transforming growth factor-β (TGF-β) signaling", ["transforming growth factor-β (TGF-β) signaling"]),
        (
            "EMT, ferroptosis and homologous recombination repair",
            ["EMT", "ferroptosis", "homologous recombination repair"],
        ),
        ("G2/M phase arrest and M2 polarisation", ["G2/M phase arrest", "M2 polarisation"]),
        ("the cGAS-STING pathway", ["cGAS-STING pathway"]),
    ],
)
def test_pathways_are_taken_with_their_head_nouns(text: str, expected: list[str]) -> None:
    assert texts(text, "pathway") == expected


def test_members_of_an_ad_hoc_axis_are_single_mentions() -> None:
    assert found("the AXL/KLF10 axis") == [("AXL", "protein", "hgnc:905"), ("KLF10", "protein", "hgnc:11810")]
    assert texts("the PI3K/Akt axis", "pathway") == ["PI3K/Akt"]


def test_a_receptor_alone_is_no_pathway() -> None:
    assert found("Notch was cleaved") == [("Notch", "protein", "fplx:Notch")]


def test_cancers_cells_and_fluids() -> None:
    text = "Serum of NSCLC patients, CAFs, CD8+ T cells, A549 and CNE2 cells; lung cancer cells"
    assert found(text) == [
        ("Serum", "fluid", "mesh:D044967"),
        ("NSCLC", "cancer", "mondo:0005233"),
        ("CAFs", "cell", "mesh:D000072645"),
        ("CD8+ T cells", "cell", "mesh:D018414"),
        ("A549", "cell", "efo:0001086"),
        ("CNE2", "cell", None),
        ("lung cancer", "cancer", "mondo:0008903"),
    ]


def test_an_ambiguous_abbreviation_needs_the_concept_named_elsewhere() -> None:
    assert texts("NPC cells grew", "cancer") == []
    assert texts("Nasopharyngeal carcinoma (NPC) is common. NPC cells grew", "cancer") == [
        "Nasopharyngeal carcinoma",
        "NPC",
        "NPC",
    ]
    assert texts("IR rose", "radiation") == []
    assert texts("IR after ionizing radiation", "radiation") == ["IR", "ionizing radiation"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a dose of 2 Gy", ["2 Gy"]),
        ("6-Gy X-rays", ["6-Gy", "X-rays"]),
        ("5 × 2 Gy and 0.5Gy", ["5 × 2 Gy", "0.5Gy"]),
        ("γ-irradiation and carbon ion radiotherapy", ["γ-irradiation", "carbon ion radiotherapy"]),
        ("irradiated cells after chemoradiotherapy", ["irradiated", "chemoradiotherapy"]),
    ],
)
def test_radiation(text: str, expected: list[str]) -> None:
    assert texts(text, "radiation") == expected


def test_vesicles() -> None:
    text = "sEVs, EVs, small extracellular vesicles, microvesicles, apoptotic bodies and tumour-derived exosomes"
    assert texts(text, "exosome") == text.replace(" and ", ", ").split(", ")


def test_blocked_phrases_hold_no_mention() -> None:
    assert texts("the plasma membrane, fetal bovine serum and lymph nodes", "fluid") == []


def test_brackets_are_not_half_taken() -> None:
    assert [
        m.text for m in find("reactive oxygen species (ROS) accumulation") if m.text.count("(") != m.text.count(")")
    ] == []


@given(
    st.lists(
        st.sampled_from(
            [
                "PI3K",
                "/",
                "Akt",
                " ",
                "-",
                "signaling",
                "pathway",
                "(",
                ")",
                "exosomes",
                "β",
                "catenin",
                "2",
                "Gy",
                "\n",
                "NPC",
                "é",
            ]
        ),
        max_size=25,
    ).map("".join)
)
def test_mentions_are_verbatim_sorted_and_apart(text: str) -> None:
    mentions = find(text)
    assert all(text[m.start : m.end] == m.text and m.text for m in mentions)
    assert all(before.end <= after.start for before, after in pairwise(mentions))


@given(st.text(max_size=60))
def test_any_text_can_be_read(text: str) -> None:
    assert all(text[m.start : m.end] == m.text for m in find(text))
