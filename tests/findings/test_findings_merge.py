"""Merging tuples into findings."""

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from extractor.findings.merge import merge

UP, DOWN = "increases_radiosensitivity", "decreases_radiosensitivity"


def row(**fields: Any) -> dict[str, Any]:
    base: dict[str, Any] = {
        "doc_id": "d1", "event_id": "d1#1", "cargo": "miR-34c", "cargo_type": "miRNA", "cargo_id": None, "target": None,
        "target_id": None, "target_direction": None, "pathway": None, "pathway_id": None, "pathway_direction": None,
        "effect": UP, "finding_type": ["mechanism"], "cancer": None, "confidence": 0.5,
        "evidence": [{"start": 0, "end": 10, "text": "", "page": None}],
    }  # fmt: skip
    return {**base, **fields}


def test_spellings_of_one_name_are_one_finding() -> None:
    (finding,) = merge([row(), row(doc_id="d2", cargo="microRNA-34c"), row(doc_id="d3", cargo="hsa-miR-34c")])
    assert finding["n_documents"] == 3
    assert finding["documents"] == ["d1", "d2", "d3"]
    assert finding["cargo_id"] is None


def test_a_name_joins_the_curie_that_the_same_name_has_elsewhere() -> None:
    (finding,) = merge([row(cargo_id="hgnc:31637"), row(doc_id="d2")])
    assert (finding["cargo_id"], finding["n_documents"]) == ("hgnc:31637", 2)


def test_a_name_with_two_curies_is_joined_to_neither() -> None:
    found = merge([row(cargo_id="a:1"), row(doc_id="d2", cargo_id="a:2"), row(doc_id="d3")])
    assert sorted(str(f["cargo_id"]) for f in found) == ["None", "a:1", "a:2"]


def test_arms_stay_apart() -> None:
    assert len(merge([row(cargo="miR-34c-5p"), row(cargo="miR-34c-3p"), row()])) == 3


def test_arms_stay_apart_though_their_gene_is_one() -> None:
    told = [row(cargo=name, cargo_id="hgnc:31637") for name in ("miR-34c-5p", "hsa-miR-34c-3p", "miR-34c")]
    found = {finding["cargo_arm"]: finding["cargo_id"] for finding in merge(told)}
    assert found == {"5p": "hgnc:31637", "3p": "hgnc:31637", None: "hgnc:31637"}


def test_opposite_effects_are_two_rows_of_one_group_in_conflict() -> None:
    found = merge([row(), row(doc_id="d2", effect=DOWN), row(doc_id="d3", effect=DOWN)])
    assert [(f["effect"], f["n_documents"], f["n_contradicting"], f["conflict"]) for f in found] == [
        (DOWN, 2, 1, True),
        (UP, 1, 2, True),
    ]
    assert len({f["group_id"] for f in found}) == 1
    assert len({f["finding_id"] for f in found}) == 2


def test_a_contradiction_is_found_across_targets_and_with_no_effect() -> None:
    found = merge([row(target="PTEN", target_direction="decreases"), row(doc_id="d2", effect="no_effect")])
    seen = {f["effect"]: (f["n_contradicting"], f["conflict"]) for f in found}
    assert seen == {UP: (1, True), "no_effect": (1, True)}


def test_opposite_directions_at_one_place_are_both_kept() -> None:
    up, down = (row(target="PTEN", target_direction=d) for d in ("increases", "decreases"))
    assert merge([up, down]) == merge([down, up])
    assert merge([up, down])[0]["conflict"] is True


def test_one_molecule_as_two_types_is_two_findings() -> None:
    found = merge([row(cargo="survivin", cargo_id="hgnc:593", cargo_type=t) for t in ("protein", "mRNA")])
    assert len({f["finding_id"] for f in found}) == 2


def test_a_cancer_is_named_once() -> None:
    told = [row(cancer="Glioblastoma", cancer_id="mondo:1"), row(doc_id="d2", cancer="GBM", cancer_id="mondo:1")]
    told.append(row(doc_id="d3", cancer="GBM", cancer_id="mondo:1"))
    assert merge(told)[0]["cancers"] == ["GBM"]


def test_an_absent_slot_is_no_wildcard() -> None:
    assert len(merge([row(), row(target="PTEN", target_direction="decreases")])) == 2


def test_a_stated_direction_outweighs_an_unstated_one_and_opposites_are_flagged() -> None:
    told = [
        row(doc_id=f"d{n}", target="PTEN", target_direction=d)
        for n, d in enumerate(["unspecified", "unspecified", "decreases"])
    ]
    (finding,) = merge(told)
    assert (finding["target_direction"], finding["conflict"]) == ("decreases", False)
    (finding,) = merge([*told, row(doc_id="d9", target="PTEN", target_direction="increases")])
    assert (finding["target_direction"], finding["conflict"]) == ("unspecified", True)


def test_one_document_has_one_vote_in_belief() -> None:
    once = merge([row(confidence=0.6)])[0]["belief"]
    again = merge(
        [row(confidence=0.6), row(confidence=0.5, evidence=[{"start": 50, "end": 60, "text": "", "page": None}])]
    )
    assert once == again[0]["belief"] == 0.6
    assert again[0]["n_mentions"] == 2
    # One systematic error for all, a random one for each: 1 - (0.05 + 0.35 * 0.45).
    assert merge([row(confidence=0.6), row(doc_id="d2", confidence=0.5)])[0]["belief"] == 0.7925


def test_cargo_without_a_name_is_its_class() -> None:
    found = merge([row(cargo=None, cargo_type="exosome"), row(cargo=None, cargo_type="circRNA")])
    assert sorted(f["cargo_name"] for f in found) == ["circRNA", "exosome"]


rows = st.builds(
    row,
    doc_id=st.sampled_from(["d1", "d2", "d3"]),
    cargo=st.sampled_from(["miR-34c", "miR-21", "microRNA-21", None]),
    cargo_type=st.sampled_from(["miRNA", "protein"]),
    cargo_id=st.sampled_from([None, "hgnc:31586"]),
    target=st.sampled_from([None, "PTEN", "pten"]),
    target_direction=st.sampled_from(["increases", "decreases", "unspecified"]),
    effect=st.sampled_from([UP, DOWN, "no_effect", "not_stated"]),
    confidence=st.floats(0, 1),
)


@given(st.lists(rows, max_size=12), st.randoms(use_true_random=False))
def test_neither_order_nor_repeats_matter(told: list[dict[str, Any]], random: Any) -> None:
    shuffled = told * 2
    random.shuffle(shuffled)
    assert merge(shuffled) == merge(told)


@given(st.lists(rows, max_size=12))
def test_identifiers_are_unique(told: list[dict[str, Any]]) -> None:
    ids = [f["finding_id"] for f in merge(told)]
    assert len(ids) == len(set(ids))


@given(st.lists(rows, max_size=12))
def test_no_document_is_lost(told: list[dict[str, Any]]) -> None:
    assert {d for f in merge(told) for d in f["documents"]} == {r["doc_id"] for r in told}
