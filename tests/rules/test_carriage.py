"""What sentences put into vesicles."""

import pytest

from extractor.document import Document
from extractor.mentions.finder import find_mentions
from extractor.rules.carriage import vesicular_names
from extractor.rules.passage import passages
from extractor.text import analyse


def carried(words: str) -> list[str]:
    """The molecules that the text says are in vesicles, as they are first written, in their order."""
    document = Document("d", words)
    text = analyse(document)
    mentions = find_mentions(document, text)
    found = vesicular_names(s for passage in passages(document, text, mentions) for s in passage.sentences)
    first = {mention.name: mention.text for mention in reversed(mentions)}
    return sorted((first[name] for name in found), key=words.index)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # side by side
        ("Exosomal miRNAs, such as miR-146a and miR-223, regulate TLR4.", ["miR-146a", "miR-223"]),
        ("The EV-exposed nucleotidases CD39 and CD73 degrade ATP.", ["CD39", "CD73"]),
        ("Vesicle-bound AXL conferred resistance.", ["AXL"]),
        ("EV-miR-34a and EV-miR-21 sensitised cells.", ["miR-34a", "miR-21"]),
        ("BMSC-exo-miR-92b was taken up; exosomes were not.", ["miR-92b"]),
        ("Exosome-mediated transfer of lncRNA H19 enhanced invasion.", ["H19"]),
        ("Galectin-3 Derived from HucMSC Exosomes Promoted Fibrosis.", ["Galectin-3"]),
        ("PD-L1-bearing EVs were found in bone marrow.", ["PD-L1"]),
        # verbs of carrying
        ("Exosomes derived from CRC cells transport THBS2 into macrophages.", ["THBS2"]),
        ("Macrophage EVs ferried miR-223 to cancer cells.", ["miR-223"]),
        ("Exosomes carry proteins implicated in oxidation, including HADH.", ["HADH"]),
        ("Fibroblast exosomes provide glioma cells with WNT3A.", ["WNT3A"]),
        ("Exosomes from hypoxic cells exhibit enhanced levels of miR-92a.", ["miR-92a"]),
        ("Exosomes deliver miR-21 to inhibit PTEN and activate AKT1.", ["miR-21"]),
        ("Exosomes carrying miR-21 suppressed PTEN expression.", ["miR-21"]),
        ("Cells receiving exosomes without circFOXO3 expressed more CDK2.", ["circFOXO3"]),
        # places
        ("HOTAIR is sorted into exosomes by hnRNPA2B1.", ["HOTAIR"]),
        ("hnRNPA2B1 sorts miR-198 into EVs.", ["miR-198"]),
        ("miR-210 was raised in macrophage exosomes.", ["miR-210"]),
        ("The rise of factors such as FGFR1, NRP1 and ANGPT2 within the EV fraction.", ["FGFR1", "NRP1", "ANGPT2"]),
        ("In exosomes, miR-208a was increased by radiation.", ["miR-208a"]),
        ("miR-30e was identified as a cargo of the exosomes.", ["miR-30e"]),
        ("Proteomics of exosomes identified ANXA6 and CD109.", ["ANXA6", "CD109"]),
        ("Astrocytes deliver AXL to neurons via extracellular vesicles.", ["AXL"]),
        # means
        ("BMSC exosomes protect cells through the HAND2-AS1/miR-17-5p/Mfn2 axis.", ["HAND2-AS1"]),
        ("Exosomal lncRNA H19 promotes growth via miR-141.", ["H19"]),
        ("Exosomes from miR-21-overexpressing cells were injected.", ["miR-21"]),
    ],
)
def test_carried(text: str, expected: list[str]) -> None:
    assert carried(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "Rab27a promotes the secretion of exosomes.",
        "USP8 promotes release of extracellular vesicles.",
        "STAT3 drives the secretion of exosomes by tumour cells.",
        "Loss of ZEB1 lowered β-catenin, and with it the secretion of exosomes.",
        "PTEN was reduced in cells treated with exosomes.",
        "miR-155 in macrophages incubated with tumour exosomes was high.",
        "Exosomes suppressed the secretion of IL-6 and IL-10.",
        "Exosomes induce macrophages to release IL-10.",
        "Macrophages engulfed exosomes and secreted IL-10.",
        "MSC-exosomes inhibited the expression of COL1A1.",
        "Exosome-delivered RNA activated the mTOR pathway.",
        "Exosomes were isolated from EGFR-mutant cells.",
        "Exosomes act through EGFR to raise BCL2.",
        "EVs, rich in CD63, were isolated.",
    ],
)
def test_not_carried(text: str) -> None:
    assert carried(text) == []
