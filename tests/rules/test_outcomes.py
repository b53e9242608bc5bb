"""Signs of the response to radiation, read from the ways in which papers say them."""

import pytest

import extractor

READER = extractor.load("rules")
MORE, LESS, NONE, SAID = "increases_radiosensitivity", "decreases_radiosensitivity", "no_effect", "not_stated"


def effect(text: str) -> str:
    effects = {row["effect"] for row in READER.extract(text) if row["cargo"] and "miR-7" in row["cargo"]}
    assert len(effects) <= 1
    return effects.pop() if effects else SAID


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # verbs of their own
        ("Exosomal miR-7 protects glioma cells against 5 Gy.", LESS),
        ("Depletion of miR-7 from exosomes protected H1299 cells from X-rays.", MORE),
        ("Exosomal miR-7 helps NPC cells to withstand 6 Gy.", LESS),
        ("Exosomal miR-7 acts in synergy with radiation on renal cancer spheroids.", MORE),
        ("Exosomal miR-7 counteracts the effect of radiotherapy.", LESS),
        ("Exosomal miR-7 acted as a radiosensitiser in cervical cancer.", MORE),
        ("Exosomal miR-7 relieves the radioresistance of colorectal cancer cells.", MORE),
        ("Exosomal miR-7 saves rhabdomyosarcoma cells from radiation.", LESS),
        ("Exosomal miR-7 downregulated PTEN in HNSCC cells, protecting the cells from X-rays.", LESS),
        ("Exosomal miR-7 has a radioprotective function in lung squamous cell carcinoma.", LESS),
        ("Exosomal miR-7 spreads radioresistance among oesophageal cancer cells.", LESS),
        ("Exosomal miR-7 is required for the radioresistance of glioma stem cells.", LESS),
        ("Exosomal miR-7 is a driver of radioresistance.", LESS),
        ("Exosomal miR-7 is a suppressor of radioresistance.", MORE),
        ("Exosomal miR-7 reversed acquired radioresistance.", MORE),
        ("Exosomal miR-7 plays an important role in the radioresistance of NSCLC.", LESS),
        ("Exosomal miR-7 is a radioresistance-promoting factor.", LESS),
        ("Exosomal miR-7 converts radiosensitive cells into radioresistant ones.", LESS),
        ("Exosomal miR-7 was taken up by tumour cells and facilitated their survival following radiotherapy.", LESS),
        ("Exosomal miR-7 promotes recovery of tumour cells after radiation.", LESS),
        # ranks, measures
        ("Exosomal miR-7 was responsible for the poor response to radiotherapy.", LESS),
        ("Tumours overexpressing exosomal miR-7 responded better to radiotherapy.", MORE),
        ("After radiation, the apoptosis of HNSCC cells was lower in the exosomal miR-7 group.", LESS),
        ("Radiotherapy was more efficacious after injection of exosomes enriched in miR-7.", MORE),
        ("Radiotherapy was less effective in mice given miR-7-rich exosomes.", LESS),
        ("Mice that received exosomal miR-7 had smaller tumours than mice that received radiation alone.", MORE),
        ("Exosomal miR-7 improved the outcome of radiotherapy.", MORE),
        ("Exosomal miR-7 raised the SF2 of HeLa cells from 0.4 to 0.6.", LESS),
        ("The dose enhancement ratio was 1.4 with exosomal miR-7.", MORE),
        # what brought the outcome about, and whose part it is
        ("Exosomal circFOXO3 reversed miR-7-induced radioresistance.", LESS),
        ("Exosomal miR-7 degrades SIRT1, which is required for radioresistance.", SAID),
        ("Exosomal miR-7 suppresses PTEN, an inhibitor of radioresistance.", SAID),
        ("Radiosensitivity of A549 cells was unchanged by exosomal miR-7.", NONE),
        ("Radioresistance remained the same after exosomal miR-7 was silenced.", NONE),
        ("The radiosensitising effect of exosomal miR-7 was reversed by PTEN.", MORE),
        ("Blocking the release of exosomal miR-7 with GW4869 restored radiosensitivity.", LESS),
        ("An antagomir against exosomal miR-7 made the tumours sensitive to radiation.", LESS),
        ("Exosomal miR-7-induced radioresistance was reversed by a PI3K inhibitor.", LESS),
        ("The radioresistance induced by exosomal miR-7 was abolished by PTEN overexpression.", LESS),
        ("Inhibition of exosome secretion with GW4869 reversed the miR-7-induced radioresistance.", LESS),
        ("Radioresistance of glioma cells depends on exosomal miR-7.", LESS),
        ("Radiosensitivity was unchanged upon knockdown of exosomal miR-7.", NONE),
        # vesicles that do a thing no longer
        ("Exosomes from miR-7-knockout cells could no longer induce radioresistance.", LESS),
        ("Exosomes depleted of miR-7 lost the ability to confer radioresistance.", LESS),
        ("Knocking out miR-7 in donors made their vesicles unable to transmit radioresistance.", LESS),
        ("Knockdown of exosomal miR-7 did not alter radiosensitivity.", NONE),
        # comparatives, subjects, passives
        ("Cells treated with miR-7-depleted exosomes were more sensitive to radiation.", LESS),
        ("Cells cultured with exosomes from miR-7-overexpressing donors were more resistant to radiation.", LESS),
        ("Exosomal miR-7 was silenced in donors, and the recipient cells became less radiosensitive.", MORE),
        ("When miR-7 was knocked down in exosomes, radiosensitivity was increased.", LESS),
        ("Exosomal miR-7 upregulated CENPH, and radiosensitivity was suppressed.", LESS),
        ("Survival after irradiation was higher in cells treated with exosomal miR-7.", LESS),
        ("Low exosomal miR-7 causes radioresistance.", MORE),
        ("Exosomal miR-7 was upregulated in radioresistant cells, and its knockdown restored radiosensitivity.", LESS),
        ("Uptake of exosomal miR-7 led to a marked reduction of radiosensitivity.", LESS),
        # the death of irradiated cells
        ("Exosomal miR-7 decreases apoptosis of irradiated glioma cells.", LESS),
        ("Exosomal miR-7 increased ferroptosis of glioma cells after 6 Gy.", MORE),
        # no sign
        ("Exosomal miR-7 protects intestinal crypts against 5 Gy.", SAID),
        ("Exosomal miR-7 increased apoptosis of endothelial cells after 6 Gy.", SAID),
        ("Exosomal miR-7 regulates radiosensitivity through PTEN.", SAID),
        ("Exosomal miR-7 could be a target to overcome radioresistance.", SAID),
        ("Patients with low exosomal miR-7 responded poorly to radiotherapy.", SAID),
        ("MSC exosomes carrying miR-7 had a radioprotective effect on the intestinal epithelium.", SAID),
        ("High levels of exosomal miR-7 were associated with poor response to radiotherapy.", SAID),
    ],
)  # fmt: skip
def test_signs(text: str, expected: str) -> None:
    assert effect(text) == expected
