"""MicroRNA names in all their spellings, and lists that leave words out."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractor.mentions import mirna


def found(text: str) -> list[tuple[str, str]]:
    return [(mention.text, mention.name) for mention in mirna.find(text)]


@pytest.mark.parametrize(
    ("text", "mention", "name"),
    [
        ("miR-34c", "miR-34c", "mir34c"),
        ("miR 34c", "miR 34c", "mir34c"),
        ("miR29a-3p", "miR29a-3p", "mir29a-3p"),
        ("hsa-miR-21-5p", "hsa-miR-21-5p", "mir21-5p"),
        ("has-miR-21", "has-miR-21", "mir21"),
        ("mmu-miR-21", "mmu-miR-21", "mir21"),
        ("hsa_miR_21_5p", "hsa_miR_21_5p", "mir21-5p"),
        ("let-7i", "let-7i", "let7i"),
        ("Let-7a-5p", "Let-7a-5p", "let7a-5p"),
        ("miR-let-7b", "miR-let-7b", "let7b"),
        ("miRNA-21", "miRNA-21", "mir21"),
        ("microRNA-296", "microRNA-296", "mir296"),
        ("MicroRNA 21", "MicroRNA 21", "mir21"),
        ("micro-RNA-21", "micro-RNA-21", "mir21"),
        ("microRNA (miR)-29b", "microRNA (miR)-29b", "mir29b"),
        ("mir-17", "mir-17", "mir17"),
        ("MIR155", "MIR155", "mir155"),
        ("MIR199A1", "MIR199A1", "mir199a1"),
        ("MIRLET7A1", "MIRLET7A1", "let7a1"),
        ("MIRN21", "MIRN21", "mir21"),
        ("miRs-21", "miRs-21", "mir21"),
        ("pri-miR-199a1", "miR-199a1", "mir199a1"),
        ("pre-miR-21", "miR-21", "mir21"),
        ("premiR-21", "miR-21", "mir21"),
        ("anti-miR-21", "miR-21", "mir21"),
        ("antagomiR-155", "miR-155", "mir155"),
        ("agomir-21", "mir-21", "mir21"),
        ("exo-miR-301a", "miR-301a", "mir301a"),
        ("Exo-miR-21", "miR-21", "mir21"),
        ("oncomiR-125b", "miR-125b", "mir125b"),
        ("miR-34c-overexpressing", "miR-34c", "mir34c"),
        ("miR-155-5p-enriched", "miR-155-5p", "mir155-5p"),
        ("miR-200 family", "miR-200", "mir200"),
        ("miR-200s", "miR-200", "mir200"),
        ("miR-17-92 cluster", "miR-17-92", "mir17-92"),
        ("miR-17~92", "miR-17~92", "mir17-92"),
        ("miR-17/92", "miR-17/92", "mir17-92"),
        ("miR-183-96-182", "miR-183-96-182", "mir183-96-182"),
        ("miR-302a-d", "miR-302a-d", "mir302"),
        ("miR-125b-1-3p", "miR-125b-1-3p", "mir125b1-3p"),
        ("miR-16-1", "miR-16-1", "mir16-1"),
        ("miR-548ab", "miR-548ab", "mir548ab"),
        ("ebv-miR-BART7-3p", "ebv-miR-BART7-3p", "mirbart7-3p"),
        ("miR-BART4", "miR-BART4", "mirbart4"),
        ("novel-miR-3", "novel-miR-3", "novelmir3"),
        ("miR\u201034c\u20115p", "miR\u201034c\u20115p", "mir34c-5p"),
        ("miR\u221221", "miR\u221221", "mir21"),
        ("miR-\n34c", "miR-\n34c", "mir34c"),
        ("miR-34c-\n5p", "miR-34c-\n5p", "mir34c-5p"),
        ("miR-1246/DR5", "miR-1246", "mir1246"),
        ("miR-21/5-FU", "miR-21", "mir21"),
        ("miR-34c29 as before", "miR-34c", "mir34c"),
        ("miR-21KO", "miR-21", "mir21"),
    ],
)
def test_one_name(text: str, mention: str, name: str) -> None:
    assert found(f"The {text}.") == [(mention, name)]


def test_a_star_stays_in_the_mention() -> None:
    assert [mention.text for mention in mirna.find("miR-9* and miR-126#")] == ["miR-9*", "miR-126#"]


@pytest.mark.parametrize(
    "text",
    [
        "MIR155HG",
        "MIR4435-2HG",
        "mirror",
        "MIRA",
        "miR",
        "miRNAs",
        "let-down",
        "let 7 patients go",
        "miR-NC1",
        "oncomiR-1",
        "of the miRNAs 21 were lost",
        "a miRNA 22 nucleotides long",
        "miRNAs 20-22 nt",
        "MIR 10 spectra",
        "miRNA 3'-UTR",
        "Islet-7",
        "admir-21",
    ],
)
def test_no_name(text: str) -> None:
    assert found(text) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("miR-29a/b/c", ["miR-29a=mir29a", "b=mir29b", "c=mir29c"]),
        ("miR-29a/29b", ["miR-29a=mir29a", "29b=mir29b"]),
        ("miR-34bc", ["miR-34b=mir34b", "c=mir34c"]),
        ("miR-889 and -516", ["miR-889=mir889", "-516=mir516"]),
        ("miR-15a/16-1", ["miR-15a=mir15a", "16-1=mir16-1"]),
        ("miR-21, -155 and -210", ["miR-21=mir21", "-155=mir155", "-210=mir210"]),
        ("miRNAs (21, 155) rose", ["21=mir21", "155=mir155"]),
        ("miR-34c-5p/-3p", ["miR-34c-5p=mir34c-5p", "-3p=mir34c-3p"]),
        ("miR-199a/b-3p", ["miR-199a=mir199a-3p", "b-3p=mir199b-3p"]),
        ("miR-200b/c/429", ["miR-200b=mir200b", "c=mir200c", "429=mir429"]),
        ("miR-143/145 cluster", ["miR-143=mir143", "145=mir145"]),
        ("miR-29a, b and c were", ["miR-29a=mir29a", "b=mir29b", "c=mir29c"]),
        ("miR-29a/b-1", ["miR-29a=mir29a", "b-1=mir29b1"]),
        ("miRs-21, 155 and 210", ["miRs-21=mir21", "155=mir155", "210=mir210"]),
        ("microRNAs 124a and 223 rose", ["microRNAs 124a=mir124a", "223=mir223"]),
        ("miR-21, 155, and 210 were", ["miR-21=mir21", "155=mir155", "210=mir210"]),
        ("miR-34a and 181b", ["miR-34a=mir34a", "181b=mir181b"]),
        ("let-7a, -7b, 7c", ["let-7a=let7a", "-7b=let7b", "7c=let7c"]),
        ("miR-99a/let-7c/125b-2", ["miR-99a=mir99a", "let-7c=let7c", "125b-2=mir125b2"]),
        ("miR-17-5p and -3p", ["miR-17-5p=mir17-5p", "-3p=mir17-3p"]),
        ("miR-221/-222 and miR-21/miR-155", ["miR-221=mir221", "-222=mir222", "miR-21=mir21", "miR-155=mir155"]),
        ("miR-106a-5p and 106b-5p", ["miR-106a-5p=mir106a-5p", "106b-5p=mir106b-5p"]),
    ],
)
def test_lists(text: str, expected: list[str]) -> None:
    mentions = mirna.find(text)
    assert [f"{mention.text}={mention.name}" for mention in mentions] == expected
    assert all(text[mention.start : mention.end] == mention.text for mention in mentions)


@pytest.mark.parametrize(
    "rest",
    [
        ", 155 patients",
        " and 155 patients",
        " and 3 other miRNAs",
        ", 24 h later",
        ", 10 nM",
        " and -20 °C",
        "/PTEN",
        ", 3'-UTR",
        "/100 nM",
        " and 2015 data",
        " (n = 12)",
        ", a member of",
        " and c-Myc",
        ", n = 6",
        ": 21 cases",
    ],
)
def test_numbers_and_letters_that_are_no_members(rest: str) -> None:
    assert [mention.text for mention in mirna.find("miR-29b" + rest)] == ["miR-29b"]


def test_numbers_in_round_brackets_are_citations_where_the_text_cites_so() -> None:
    assert found("Many miRNAs (21, 155) and cells (12) have been seen (13, 14).") == []


@pytest.mark.parametrize(
    ("name", "arm", "stem", "family", "spelled"),
    [
        ("mir34c-5p", "5p", "mir34c", "mir34", "miR-34c-5p"),
        ("mir-125b-1-3p", "3p", "mir-125b-1", "mir-125", "miR-125b-1-3p"),
        ("mir125b1-3p", "3p", "mir125b1", "mir125", "miR-125b-1-3p"),
        ("let7a", None, "let7a", "let7", "let-7a"),
        ("mir16-1", None, "mir16-1", "mir16", "miR-16-1"),
        ("mirbart7-3p", "3p", "mirbart7", "mirbart7", "miR-BART7-3p"),
        ("mir17-92", None, "mir17-92", "mir17-92", "mir17-92"),
        ("tp53", None, "tp53", "tp53", "tp53"),
    ],
)
def test_parts_of_a_name(name: str, arm: str | None, stem: str, family: str, spelled: str) -> None:
    assert (mirna.arm(name), mirna.stem(name), mirna.family(name), mirna.spelled(name)) == (arm, stem, family, spelled)


@pytest.mark.parametrize(
    ("name", "cluster"),
    [
        ("mir17-92", True),
        ("mir-17~92", True),
        ("mir106b25", True),
        ("mir183-96-182", True),
        ("mir16-1", False),
        ("let7a", False),
    ],
)
def test_clusters(name: str, cluster: bool) -> None:
    assert mirna.is_cluster(name) is cluster


@pytest.mark.parametrize(
    ("name", "canonical"),
    [
        ("hsa-miR-34C-5P", "mir-34c-5p"),
        ("MicroRNA 21", "mir-21"),
        ("miR-200 family", "mir-200"),
        ("MIR155HG", None),
        ("miR-21 and miR-22", None),
        ("miR-21 mimic", None),
        ("TP53", None),
        ("miR-9*", "mir-9*"),
        ("miR-17-92 cluster", "mir-17~92"),
    ],
)
def test_canonical(name: str, canonical: str | None) -> None:
    assert mirna.canonical(name) == canonical


@given(st.text(alphabet=st.sampled_from("miR-let712 9abcp53,/&and(hsa)*~\u2010\n"), max_size=80))
def test_mentions_are_verbatim_sorted_and_apart(text: str) -> None:
    last = 0
    for mention in mirna.find(text):
        assert last <= mention.start < mention.end
        assert text[mention.start : mention.end] == mention.text
        last = mention.end


@given(st.integers(1, 99_999), st.sampled_from(["", "a", "b", "c"]), st.sampled_from(["", "-5p", "-3p"]))
def test_every_spelling_of_a_name_has_one_key(number: int, letter: str, arm: str) -> None:
    names = {
        mirna.find(f"of {word}{number}{letter}{arm} in")[0].name
        for word in ("miR-", "hsa-miR-", "mir-", "MicroRNA-", "microRNA\u2010", "miRNA-", "exo-miR-")
    }
    assert names == {f"mir{number}{letter}{arm}"}


@pytest.mark.parametrize(
    "text",
    [
        "miR-" * 25_000,
        "miR-1" + "/1" * 50_000,
        "miR-29a" + "/b" * 50_000,
        "miRNAs (21, " * 8_000,
        "miR-21" + ", 23" * 25_000,
        " " * 100_000,
        "hsa-" * 25_000,
    ],
    ids=lambda text: text[:14],
)
def test_hostile_text_takes_linear_time(text: str) -> None:
    started = time.perf_counter()
    mirna.find(text)
    assert time.perf_counter() - started < 5
