"""What the rules read from sentences made for the purpose: signs, targets, pathways, and what is no finding."""

from typing import Any

import pytest

from extractor.document import Document, Section
from extractor.pipeline import load

UP, DOWN = "increases_radiosensitivity", "decreases_radiosensitivity"


def read(text: str) -> list[dict[str, Any]]:
    """One summary a finding of an abstract."""
    found = []
    for finding in load("rules").findings(Document(id="t", text=text)):
        found.append(
            {
                "cargo": finding.cargo.text if finding.cargo else None,
                "vesicular": finding.vesicular,
                "targets": {f.mention.text: f.direction.value for f in finding.targets},
                "pathways": {f.mention.text: f.direction.value for f in finding.pathways},
                "effect": finding.effect.value,
                "manipulation": finding.manipulation.value,
                "types": [kind.value for kind in finding.finding_type],
                "radiation": finding.radiation_changes_cargo.value if finding.radiation_changes_cargo else None,
                "hedged": finding.hedged,
                "negated": finding.negated,
            }
        )
    return found


def one(text: str) -> dict[str, Any]:
    (finding,) = read(text)
    return finding


@pytest.mark.parametrize(
    ("text", "cargo", "effect"),
    [
        ("Exosomal miR-7704 enhanced the radiosensitivity of bladder cancer cells.", "miR-7704", UP),
        ("Exosomal miR-7704 promoted radioresistance in bladder cancer.", "miR-7704", DOWN),
        ("Knockdown of exosomal miR-7704 enhanced the radiosensitivity of bladder cancer cells.", "miR-7704", DOWN),
        ("Silencing exosomal miR-7704 conferred radioresistance on bladder cancer cells.", "miR-7704", UP),
        ("An inhibitor of exosomal miR-7704 reduced the radioresistance of tumours.", "miR-7704", DOWN),
        ("Exosomes loaded with miR-7704 sensitized melanoma cells to ionizing radiation.", "miR-7704", UP),
        ("The radioresistance of melanoma cells was reduced when exosomal circFOXK2 was silenced.", "circFOXK2", DOWN),
        ("Knockdown of exosomal lncRNA HOTAIR increased the radiosensitivity of cells.", "HOTAIR", DOWN),
        ("Exosomes lacking miR-7704 sensitised glioma cells to radiation.", "miR-7704", DOWN),
        ("GW4869 blocked exosomal miR-7704 and sensitised glioma cells to radiation.", "miR-7704", DOWN),
        ("EVs carrying PD-L1 reduced the efficacy of radiotherapy in melanoma.", "PD-L1", DOWN),
        ("Exosome-transmitted LINC01133 rendered cancer cells more resistant to irradiation.", "LINC01133", DOWN),
        ("Anti-miR-7704 treatment of the exosomes suppressed radioresistance, whereas miR-7704 mimics in exosomes "
         "conferred radioresistance.", "miR-7704", DOWN),
    ],
)  # fmt: skip
def test_the_sign_is_composed(text: str, cargo: str, effect: str) -> None:
    finding = one(text)
    assert (finding["cargo"], finding["effect"]) == (cargo, effect)


def test_loss_inverts_the_signs_of_targets_too() -> None:
    finding = one(
        "Knockdown of exosomal miR-221 enhanced radiosensitivity by upregulating DKK2 and inhibiting autophagy."
    )
    assert finding["targets"] == {"DKK2": "decreases"}
    assert finding["pathways"] == {"autophagy": "increases"}
    assert finding["manipulation"] == "loss"


def test_a_sponge_lowers_the_mirna_and_raises_its_target() -> None:
    finding = one(
        "Exosomal circNFIX sponges miR-4640-3p to upregulate KLF5, thereby activating NF-κB signaling and inducing "
        "radioresistance in rectal cancer."
    )
    assert finding["cargo"] == "circNFIX"
    assert finding["targets"] == {"miR-4640-3p": "decreases", "KLF5": "increases"}
    assert finding["pathways"] == {"NF-κB signaling": "increases"}
    assert finding["effect"] == DOWN


def test_noun_cues_multiply_the_sign() -> None:
    finding = one("Exosomal miR-155 suppressed the activation of STAT3 and enhanced radiosensitivity of glioma cells.")
    assert finding["targets"] == {"STAT3": "decreases"}


def test_a_mirna_that_targets_lowers_and_a_lncrna_that_targets_is_unspecified() -> None:
    assert one("Exosomal miR-155 targets GATA3 in gastric cancer cells.")["targets"] == {"GATA3": "decreases"}
    assert one("Exosomal HOTAIR targets GATA3 in gastric cancer cells.")["targets"] == {"GATA3": "unspecified"}


def test_a_target_may_be_named_by_a_noun() -> None:
    text = "Exosomal miR-276-3p entered glioma cells. KLF4 was verified as a direct target of miR-276-3p."
    assert one(text)["targets"] == {"KLF4": "decreases"}


def test_a_title_and_its_abstract_are_one_study() -> None:
    text = (
        "Exosomal circFOXK2 promotes radioresistance via the miR-942/KLF4 axis\n\n"
        "Mechanistically, circFOXK2 acted as a sponge of miR-942 and thereby increased KLF4 expression."
    )
    assert one(text)["targets"] == {"miR-942": "decreases", "KLF4": "increases"}


def test_via_states_no_sign() -> None:
    finding = one("Exosomal HMGB1 promotes radioresistance of ESCC via the PI3K/AKT signaling pathway.")
    assert finding["pathways"] == {"PI3K/AKT signaling pathway": "unspecified"}


def test_the_vesicle_brings_about_what_its_cargo_does() -> None:
    finding = one(
        "Exosomes from mesenchymal stem cells enhance the sensitivity of oesophageal cancer cells to radiation by "
        "transferring miR-381-3p, which directly targets TGIF1."
    )
    assert (finding["cargo"], finding["effect"], finding["targets"]) == ("miR-381-3p", UP, {"TGIF1": "decreases"})


def test_lists_are_mapped_by_respectively() -> None:
    found = read("Exosomal miR-7 and miR-9 inhibited PTEN and KLF4, respectively, in glioma cells.")
    assert [(f["cargo"], f["targets"]) for f in found] == [
        ("miR-7", {"PTEN": "decreases"}),
        ("miR-9", {"KLF4": "decreases"}),
    ]


def test_cues_are_mapped_by_respectively() -> None:
    found = read(
        "Exosomal miR-25 and miR-26 increased and decreased the radiosensitivity of glioma cells, respectively."
    )
    assert [(f["cargo"], f["effect"]) for f in found] == [("miR-25", UP), ("miR-26", DOWN)]


def test_what_radiation_induces_is_a_name_and_no_act() -> None:
    finding = one("Exosomal miR-340-5p promotes radioresistance by inhibiting radiation-induced apoptosis.")
    assert finding["pathways"] == {"apoptosis": "decreases"}


def test_manipulating_the_target_is_no_effect_of_the_cargo() -> None:
    finding = one(
        "Exosomal miR-1287-5p enhanced radiosensitivity by targeting DUSP14. Overexpression of DUSP14 promoted "
        "radioresistance."
    )
    assert (finding["effect"], finding["targets"]) == (UP, {"DUSP14": "decreases"})


@pytest.mark.parametrize(
    "text",
    [
        "Exosomal miR-33 offers new ideas for overcoming radioresistance.",
        "If exosomal miR-33 were inhibited, radioresistance might be reduced.",
        "We asked whether exosomal miR-33 enhances radioresistance.",
    ],
)
def test_a_proposal_or_a_question_has_no_sign(text: str) -> None:
    assert all(f["effect"] == "not_stated" for f in read(text))


def test_a_molecule_that_labels_cells_is_no_target() -> None:
    finding = one("Exosomes increased the survival of irradiated ALDH1A1+ tumour cells and promoted EMT.")
    assert finding["targets"] == {}


def test_cargos_of_a_list_do_not_act_on_each_other() -> None:
    found = read("Plasma exosomal miR-1246 and miR-96 were increased in patients and enhanced radioresistance.")
    assert all(f["targets"] == {} for f in found)


def test_acting_through_vesicles_is_being_carried() -> None:
    finding = one("CHI3L1 promotes the progression and radioresistance of glioblastoma via exosomes.")
    assert (finding["cargo"], finding["vesicular"], finding["effect"]) == ("CHI3L1", True, DOWN)


def test_the_former_and_the_latter_are_told_apart() -> None:
    found = read(
        "Exosomes carried circFOXK2 and circNFIX to glioma cells. The former promoted radioresistance, whereas the "
        "latter enhanced radiosensitivity."
    )
    assert [(f["cargo"], f["effect"]) for f in found] == [("circFOXK2", DOWN), ("circNFIX", UP)]


def test_roles_are_gathered_over_sentences() -> None:
    finding = one(
        "Exosomal miR-3591-5p was taken up by glioma cells. This miRNA directly inhibited SOX7 expression. "
        "It also enhanced their radioresistance."
    )
    assert (finding["effect"], finding["targets"]) == (DOWN, {"SOX7": "decreases"})


@pytest.mark.parametrize(
    "text",
    [
        "Exosomal miR-1290 did not affect the radiosensitivity of HeLa cells.",
        "Exosomal miR-1290 had no significant effect on the response of HeLa cells to irradiation.",
    ],
)
def test_a_stated_absence_is_kept(text: str) -> None:
    finding = one(text)
    assert (finding["effect"], finding["negated"]) == ("no_effect", True)


def test_a_rescue_is_no_finding_of_its_own() -> None:
    finding = one(
        "Silencing of exosomal circFOXK2 reduced radioresistance; this effect was reversed by an inhibitor of miR-942."
    )
    assert (finding["cargo"], finding["effect"], finding["targets"]) == ("circFOXK2", DOWN, {})


def test_chemoresistance_is_not_radioresistance() -> None:
    finding = one("Exosomal miR-155 promotes cisplatin resistance in gastric cancer by targeting GATA3.")
    assert (finding["effect"], finding["targets"]) == ("not_stated", {"GATA3": "decreases"})


def test_an_association_has_no_sign() -> None:
    assert {
        f["cargo"]: f["effect"] for f in read("Exosomal miR-21 and miR-155 were associated with radioresistance.")
    } == {
        "miR-21": "not_stated",
        "miR-155": "not_stated",
    }


def test_a_marker_of_radiotherapy_and_its_change_by_radiation() -> None:
    finding = one(
        "Serum exosomal miR-301 was increased after radiotherapy and may serve as a biomarker of radiotherapy response."
    )
    assert finding["types"] == ["biomarker", "radiation_response"]
    assert (finding["radiation"], finding["effect"], finding["hedged"]) == ("increases", "not_stated", True)


def test_radiotherapy_changes_the_cargo() -> None:
    finding = one("Radiotherapy increased the level of serum exosomal miR-378 in responders.")
    assert (finding["types"], finding["radiation"]) == (["radiation_response"], "increases")


def test_a_cellular_mirna_is_not_vesicular() -> None:
    finding = one("Overexpression of miR-101 sensitized the tumour cells to radiation by reducing ATM.")
    assert (finding["vesicular"], finding["effect"]) == (False, UP)


def test_vesicles_without_a_named_cargo() -> None:
    finding = one("Exosomes from fibroblasts increase stemness and enhance the radioresistance of cancer cells.")
    assert (finding["cargo"], finding["effect"]) == (None, DOWN)


@pytest.mark.parametrize(
    "text",
    [
        "Exosomes were isolated by ultracentrifugation and expressed CD63, CD81 and TSG101.",
        "Radiotherapy is a main treatment of cancer, and many tumours are radioresistant.",
        "PTEN was downregulated in radioresistant cells.",
        "Targeting these molecules is a promising strategy to overcome radioresistance.",
        "",
    ],
)
def test_what_is_no_finding(text: str) -> None:
    assert read(text) == []


def test_the_reference_list_is_not_read() -> None:
    body, title = "Nothing is claimed here.", "Exosomal miR-9 enhances radiosensitivity of glioma."
    text = f"{body}\n\nReferences\n{title}"
    sections = (Section("body", "", 0, len(body)), Section("references", "References", len(body) + 2, len(text)))
    assert list(load("rules").findings(Document(id="t", text=text, sections=sections))) == []


def test_studies_of_a_review_stay_apart() -> None:
    found = read(
        "Adams et al. [4] reported that exosomal miR-1 promotes radioresistance of glioma. "
        "Baker et al. [5] found that exosomal miR-1 inhibits PTEN in melanoma."
    )
    assert [(f["cargo"], f["effect"], f["targets"]) for f in found] == [
        ("miR-1", DOWN, {}),
        ("miR-1", "not_stated", {"PTEN": "decreases"}),
    ]
