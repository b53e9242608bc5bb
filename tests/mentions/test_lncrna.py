"""Names of long non-coding RNAs that their form gives away."""

from __future__ import annotations

import pytest

from extractor.mentions import lncrna


def found(text: str) -> list[tuple[str, str]]:
    mentions = lncrna.find(text)
    assert all(text[mention.start : mention.end] == mention.text for mention in mentions)
    assert all(mention.type == "lncRNA" for mention in mentions)
    return [(mention.text, mention.name) for mention in mentions]


@pytest.mark.parametrize(
    ("text", "mention", "name"),
    [
        ("LINC00152", "LINC00152", "linc00152"),
        ("linc00152", "linc00152", "linc00152"),
        ("LINC-ROR", "LINC-ROR", "lincror"),
        ("lincRNA-p21", "lincRNA-p21", "lincrnap21"),
        ("lncRNA-p21", "lncRNA-p21", "lincrnap21"),
        ("lncRNA p21", "lncRNA p21", "lincrnap21"),
        ("AFAP1-AS1", "AFAP1-AS1", "afap1as1"),
        ("ZNRD1-IT1", "ZNRD1-IT1", "znrd1it1"),
        ("GATA6-DT", "GATA6-DT", "gata6dt"),
        ("SOX2OT", "SOX2OT", "sox2ot"),
        ("KCNQ1OT1", "KCNQ1OT1", "kcnq1ot1"),
        ("MIR155HG", "MIR155HG", "mir155hg"),
        ("MIR4435-2HG", "MIR4435-2HG", "mir4435-2hg"),
        ("SNHG16", "SNHG16", "snhg16"),
        ("lncRNA AHIF", "AHIF", "ahif"),
        ("LncRNA H19", "H19", "h19"),
        ("long noncoding RNA HOTAIR", "HOTAIR", "hotair"),
        ("long non-coding RNA (lncRNA) UCA1", "UCA1", "uca1"),
        ("lncRNA TUG1-overexpressing", "TUG1", "tug1"),
        ("lncRNA-ATB", "lncRNA-ATB", "atb"),
        ("lncARSR", "lncARSR", "lncarsr"),
        ("RP11-838N2.4", "RP11-838N2.4", "rp11-838n2-4"),
        ("ENST00000443523", "ENST00000443523", "enst00000443523"),
        ("NR_024015", "NR_024015", "nr024015"),
    ],
)
def test_one_name(text: str, mention: str, name: str) -> None:
    assert found(f"The {text} was") == [(mention, name)]


@pytest.mark.parametrize("text", ["Lnc-DC", "lnc-GALNT10", "lncBRM", "Lnc34a", "linc-RoR"])
def test_names_with_the_class_in_them(text: str) -> None:
    assert [mention for mention, _ in found(f"The {text} was")] == [text]


def test_a_list_after_the_plural() -> None:
    assert [mention for mention, _ in found("the lncRNAs MALAT1, HOTAIR and GAS5 rose")] == ["MALAT1", "HOTAIR", "GAS5"]


@pytest.mark.parametrize(
    "text",
    [
        "lncRNA",
        "lncRNAs and mRNAs",
        "lncRNAs in NPC",
        "lncRNA-miRNA-mRNA network",
        "lncRNA expression",
        "lncRNA FISH",
        "lncRNA RT-qPCR",
        "LNCaP cells",
        "Lincoln",
        "lncRNA Profiling",
        "the lncRNA HOX transcript antisense RNA",
        "lncRNA Taurine-Upregulated",
    ],
)
def test_no_name(text: str) -> None:
    assert found(text) == []


@pytest.mark.parametrize("text", ["lncRNAs AB1" + ", AB1" * 20_000, "AAAA-AS" * 14_000, "A-" * 50_000])
def test_hostile_text_is_read(text: str) -> None:
    assert len(lncrna.find(text)) <= len(text) // 4
