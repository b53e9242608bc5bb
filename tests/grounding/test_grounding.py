"""Names get the identifier of their slot, and no trap is fallen into."""

import pytest

from extractor.grounding import curie, ground
from extractor.mentions.mention import Mention


@pytest.mark.parametrize(
    ("name", "kind", "expected"),
    [
        ("miR-34c", "miRNA", "hgnc:31637"),
        ("hsa-miR-34c-5p", "miRNA", "hgnc:31637"),
        ("exosomal miR-21", "miRNA", "hgnc:31586"),
        ("pri-miR-199a1", "miRNA", "hgnc:31571"),
        ("circ_0067835", "circRNA", "exocargo.circ:hsa_circ_0067835"),
        ("circ-FOXK2", "circRNA", "exocargo.circ:circFOXK2"),
        ("ciRS-7", "circRNA", "exocargo.circ:CDR1-AS"),
        ("circRNA_104391", "circRNA", "exocargo.circ:hsa_circRNA_104391"),
        ("lncRNA NORAD", "lncRNA", "hgnc:44311"),
        ("LINC00152", "lncRNA", "hgnc:28717"),
        ("AHIF", "lncRNA", "hgnc:43015"),
        ("β-catenin", "protein", "hgnc:2514"),
        ("TGFB3", "protein", "hgnc:11769"),
        ("PD-L1", "protein", "hgnc:17635"),
        ("p38 MAPK", "protein", "fplx:p38"),
        ("PI3K", "protein", "fplx:PI3K"),
        ("p-AKT", "protein", "fplx:AKT"),
        ("HSP70", "protein", "fplx:HSPA"),
        ("survivin", "protein", "hgnc:593"),
        ("PI3K/AKT", "pathway", "go:0043491"),
        ("EMT", "pathway", "go:0001837"),
        ("NPC", "cancer", "mondo:0015459"),
        ("U87", "cell", "efo:0005237"),
        ("HCT116", "cell", "efo:0002824"),
    ],
)
def test_a_name_is_grounded_within_its_type(name: str, kind: str, expected: str) -> None:
    answer = ground(name)
    assert (answer["type"], answer["id"]) == (kind, expected)


@pytest.mark.parametrize(("name", "members"), [("miR-9", 3), ("miR-16", 2), ("let-7a", 3), ("miR-200 family", 3)])
def test_what_several_genes_make_stays_without_an_identifier_but_with_candidates(name: str, members: int) -> None:
    answer = ground(name)
    assert answer["type"] == "miRNA" and answer["id"] is None and answer["score"] == 0.0
    assert len(answer["candidates"]) == members and {c["type"] for c in answer["candidates"]} == {"miRNA"}


def test_a_cluster_is_named_as_such() -> None:
    answer = ground("miR-17-92")
    assert (answer["id"], answer["name"]) == (None, "mir-17~92 cluster")


@pytest.mark.parametrize("name", ["radiosensitivity", "radioresistance", "no such name", "", "   "])
def test_outcomes_and_nonsense_are_grounded_to_nothing(name: str) -> None:
    assert ground(name)["id"] is None


def test_the_arm_is_in_the_name_and_not_in_the_identifier() -> None:
    assert ground("hsa-miR-34c-5p")["name"] == "miR-34c-5p"


def test_a_circular_rna_names_its_host_among_the_candidates() -> None:
    assert [c["id"] for c in ground("circFOXK2")["candidates"]] == ["hgnc:6036"]


def test_a_type_that_is_asked_for_is_the_only_one_looked_at() -> None:
    assert ground("miR-16", "protein")["type"] == "protein"
    assert all(c["type"] == "protein" for c in ground("miR-16", "protein")["candidates"])


def test_a_mention_keeps_the_identifier_that_it_was_found_with() -> None:
    assert curie(Mention(0, 4, "PTEN", "protein", "pten", "hgnc:9588")) == "hgnc:9588"
    assert curie(Mention(0, 4, "-516", "miRNA", "mir516")) is None
    assert curie(Mention(0, 4, "-34c", "miRNA", "mir34c")) == "hgnc:31637"
