"""Names of circular RNAs."""

from __future__ import annotations

import pytest

from extractor.mentions import circrna


def found(text: str) -> list[tuple[str, str]]:
    mentions = circrna.find(text)
    assert all(text[mention.start : mention.end] == mention.text for mention in mentions)
    assert all(mention.type == "circRNA" for mention in mentions)
    return [(mention.text, mention.name) for mention in mentions]


@pytest.mark.parametrize(
    ("text", "mention", "name"),
    [
        ("circ_0067835", "circ_0067835", "circ0067835"),
        ("hsa_circ_0001649", "hsa_circ_0001649", "circ0001649"),
        ("hsa-circ-0001649", "hsa-circ-0001649", "circ0001649"),
        ("mmu_circ_0001", "mmu_circ_0001", "circ0001"),
        ("circRNA_100146", "circRNA_100146", "circ100146"),
        ("circRNA-0001", "circRNA-0001", "circ0001"),
        ("Circ0001429", "Circ0001429", "circ0001429"),
        ("circMYC", "circMYC", "circmyc"),
        ("circ-METRN", "circ-METRN", "circmetrn"),
        ("circ_PVT1", "circ_PVT1", "circpvt1"),
        ("circATP8B4", "circATP8B4", "circatp8b4"),
        ("circFoxo3", "circFoxo3", "circfoxo3"),
        ("circ-β-catenin", "circ-β-catenin", "circbetacatenin"),
        ("circRNA ZNF609", "ZNF609", "circznf609"),
        ("circular RNA HIPK3", "HIPK3", "circhipk3"),
        ("circular RNA circ-ITCH", "circ-ITCH", "circitch"),
        ("ciRS-7", "ciRS-7", "cdr1as"),
        ("cirs-7", "cirs-7", "cdr1as"),
        ("CDR1as", "CDR1as", "cdr1as"),
        ("circHIPK3-overexpressing", "circHIPK3", "circhipk3"),
        ("circHIPK3-siRNA", "circHIPK3", "circhipk3"),
        ("circTLK1/miR-136-5p", "circTLK1", "circtlk1"),
    ],
)
def test_one_name(text: str, mention: str, name: str) -> None:
    assert found(f"The {text} was") == [(mention, name)]


@pytest.mark.parametrize(
    "text",
    [
        "circulating",
        "circumference",
        "circadian",
        "circuit",
        "circRNA",
        "circRNAs",
        "circRNA-miRNA-mRNA network",
        "Circular RNAs",
        "circRNA FISH",
        "circRNA expression",
        "circ-like",
        "120 circRNAs",
        "circRNAs 120 were",
        "circRNA-seq",
    ],
)
def test_no_name(text: str) -> None:
    assert found(text) == []


@pytest.mark.parametrize("text", ["circ_" * 20_000, "circA-" * 17_000, "circRNA " * 12_000])
def test_hostile_text_is_read(text: str) -> None:
    assert len(circrna.find(text)) <= len(text) // 6
