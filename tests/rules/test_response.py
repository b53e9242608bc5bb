"""What radiation does to a cargo, as the rules read it."""

import pytest

import extractor

READER = extractor.load("rules")


def changes(text: str) -> dict[str, str]:
    """Which way radiation changes each cargo."""
    rows = READER.extract(text)
    return {row["cargo"]: row["radiation_changes_cargo"] for row in rows if row["radiation_changes_cargo"]}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Irradiation increased the level of exosomal miR-378.", {"miR-378": "increases"}),
        ("Exosomal miR-378 was upregulated after irradiation with 6 Gy.", {"miR-378": "increases"}),
        ("Exosomes of irradiated cells held more SPP1 than those of controls.", {"SPP1": "increases"}),
        ("During radiotherapy, miR-2 and miR-5 in serum exosomes fell.", {"miR-2": "decreases", "miR-5": "decreases"}),
        ("Exosomal miR-93 doubled at 24 h after 8 Gy, but exosomal miR-7 was unchanged.", {"miR-93": "increases"}),
        ("X-rays reduced the amount of ANXA6 in vesicles.", {"ANXA6": "decreases"}),
        ("Vesicles released upon irradiation were poor in TIMP4.", {"TIMP4": "decreases"}),
    ],
)  # fmt: skip
def test_changes(text: str, expected: dict[str, str]) -> None:
    assert changes(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        # groups that are compared, vesicles that somebody loaded, what the cargo itself does
        "Exosomal miR-301 was higher in non-responders to radiotherapy than in responders.",
        "Serum exosomes of patients who progressed after radiotherapy carried elevated miR-96.",
        "Exosomes loaded with miR-7 increased the survival of cells after 6 Gy.",
        "Exosomal miR-7 increased apoptosis after irradiation.",
        "Exosomal miR-21 was upregulated in hypoxic cells.",
        "Exosomes from non-irradiated cells contained more miR-21.",
        "After radiotherapy or surgery, exosomal miR-21 was measured.",
        "Exosomal miR-21 appeared to be stable after irradiation.",
        "miR-21 and miR-7 in exosomes rose and fell, respectively, after 4 Gy.",
    ],
)
def test_no_change_by_radiation(text: str) -> None:
    assert changes(text) == {}


@pytest.mark.parametrize(
    "text",
    [
        # A pattern that goes back over what it has read would not come to an end on these.
        "Exosomal " + "-" * 100 + "! miR-21 increased radioresistance.",
        "Irradiation " + "+-" * 60 + " which increased exosomal miR-21.",
        "Exosomal miR-21 rose after " + "-" * 100 + " a a a a a a a a irradiation.",
        "After irradiation exosomal miR-21 " + "(2 Gy), " * 15 + "zz increased.",
        "After irradiation exosomal miR-21 " + "()" * 60 + "! increased.",
        "Irradiation increased " + "cell" * 40 + "! exosomal miR-21.",
        "miR-21 was found in " + "a-" * 80 + "! ! exosomes",
    ],
)
def test_rows_of_signs_are_read_in_one_go(text: str) -> None:
    assert changes(text) == {}
