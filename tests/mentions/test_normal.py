"""The comparable key of a name."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractor.mentions.mention import TYPES
from extractor.mentions.normal import fold, normalise, singular, squeeze, words


@pytest.mark.parametrize(
    ("key", "type_", "spellings"),
    [
        ("tgfbeta1", None, ["TGF-β1", "TGFβ1", "TGF-beta1", "TGF beta 1", "tgf‐β1", "TGF-ß1"]),
        ("nfkappab", None, ["NF-κB", "NFκB", "NF-kappaB", "NF-kappa B", "nf kappa b"]),
        ("il6", None, ["IL-6", "IL6", "IL 6", "Il-6"]),
        ("mdamb231", None, ["MDA-MB-231", "MDA MB 231", "MDAMB231"]),
        ("pi3kakt", "pathway", ["PI3K/Akt", "PI3K-AKT", "PI3K/AKT signaling pathway", "PI3K/Akt signalling"]),
        ("p38mapk", "pathway", ["P38 MAPK signaling pathway", "p38 MAPK signalling", "p38-MAPK pathway", "p38MAPK"]),
        (
            "dnadoublestrandbreakrepair",
            "pathway",
            ["DNA double-strand break (DSB) repair", "DNA double strand break repair"],
        ),
        ("mir34c", "miRNA", ["miR-34c", "microRNA-34c", "hsa-miR-34c", "MIR34C", "miRNA-34c", "exo-miR-34c"]),
        ("mir34c-5p", "miRNA", ["miR-34c-5p", "hsa-mir-34c-5p", "microRNA-34c-5p"]),
        ("let7a-3p", "miRNA", ["let-7a-3p", "hsa-let-7a-3p"]),
        ("circ0067835", "circRNA", ["hsa_circ_0067835", "circ_0067835", "circRNA_0067835", "hsa_circRNA_0067835"]),
        ("hotair", "lncRNA", ["HOTAIR", "lncRNA HOTAIR", "long non-coding RNA HOTAIR", "lncRNA-HOTAIR"]),
        ("survivin", "mRNA", ["survivin mRNA", "Survivin"]),
        ("exosome", None, ["exosome", "Exosomes", "EXOSOME"]),
        ("ev", None, ["EV", "EVs"]),
        ("tumorcell", None, ["tumour cells", "tumor cell", "Tumor-cell"]),
        ("hemangioma", None, ["haemangiomas", "hemangioma"]),
        ("macrophagepolarization", None, ["macrophage polarisation", "macrophage polarization"]),
    ],
)
def test_spellings_of_one_name_meet(key: str, type_: str | None, spellings: list[str]) -> None:
    assert {normalise(spelling, type_) for spelling in spellings} == {key}


@pytest.mark.parametrize(
    ("one", "other", "type_"),
    [
        ("miR-34c", "miR-34c-5p", "miRNA"),
        ("miR-34c-3p", "miR-34c-5p", "miRNA"),
        ("miR-17-92", "miR-1792", "miRNA"),
        ("5-8F", "58F", "cell"),
        ("IL-1", "IL-12", "protein"),
        ("lncRNA-p21", "p21", None),
    ],
)
def test_different_names_stay_apart(one: str, other: str, type_: str | None) -> None:
    assert normalise(one, type_) != normalise(other, type_)


@pytest.mark.parametrize("word", ["apoptosis", "process", "virus", "pancreas", "KRAS", "GAS5", "stress", "metastasis"])
def test_singulars_that_end_in_s_are_left_alone(word: str) -> None:
    assert singular(word) == word


@pytest.mark.parametrize(
    ("plural", "one"),
    [("exosomes", "exosome"), ("EVs", "EV"), ("carcinomas", "carcinoma"), ("bodies", "body"), ("siRNAs", "siRNA")],
)
def test_plurals_are_undone(plural: str, one: str) -> None:
    assert singular(plural) == one


def test_the_head_noun_of_a_pathway_is_dropped_but_never_the_whole_name() -> None:
    assert normalise("pathway", "pathway") == "pathway"
    assert normalise("Wnt signaling", "pathway") == "wnt"
    assert normalise("Wnt signaling") == "wntsignaling"


def test_names_without_letters_or_digits_have_the_empty_key() -> None:
    assert normalise("—") == ""
    assert normalise("", "pathway") == ""


def test_parts() -> None:
    assert words("IL-6, β2") == [(0, 2, "IL"), (3, 4, "6"), (6, 7, "β"), (7, 8, "2")]
    assert fold("Signalling") == "signaling"
    assert squeeze(["mir", "17", "92"]) == "mir17-92"


@given(st.text(max_size=40), st.sampled_from([None, *sorted(TYPES)]))
def test_any_text_has_a_key_that_case_and_outer_space_do_not_change(name: str, type_: str | None) -> None:
    key = normalise(name, type_)
    assert normalise(f"  {name} ", type_) == key
    assert not any(character.isspace() for character in key)


@given(st.lists(st.sampled_from(["TGF", "β", "1", "Akt", "NF", "κ", "B", "catenin", "Wnt"]), min_size=1, max_size=5))
def test_separators_between_letters_and_digits_do_not_matter(parts: list[str]) -> None:
    assert (
        normalise("-".join(parts), "protein")
        == normalise(" ".join(parts), "protein")
        == normalise("/".join(parts), "protein")
    )
