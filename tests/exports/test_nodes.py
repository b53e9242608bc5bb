"""The things that findings speak of, and their identifiers."""

from typing import Any

import bioregistry
import pytest

from extractor.exports import nodes
from extractor.exports.relations import bare, relations
from extractor.findings.folder import Folder


def finding(**fields: Any) -> dict[str, Any]:
    base = dict.fromkeys(
        ("cargo_name", "cargo_id", "cargo_arm", "target_name", "target_id", "pathway_name", "pathway_id")
    )
    return {**base, "cargo_type": "miRNA", **fields}


def test_every_identifier_is_of_this_project_or_has_bioregistrys_pattern(folder: Folder) -> None:
    found = {node.id for relation in relations(folder) for node in (relation.subject, relation.object)}
    found |= {nodes.cargo(one).id for one in bare(folder)}
    assert {"hgnc:31645", "go:0070062", "exocargo:radiosensitivity", "exocargo.circ:circMYC"} <= found
    for curie in found:
        assert curie.startswith("exocargo") or bioregistry.is_valid_curie(curie), curie


def test_an_identifier_of_no_known_shape_is_not_passed_on() -> None:
    node = nodes.cargo(finding(cargo_name="miR-1", cargo_id='hgnc:1" evil'))
    assert node.curie is None
    assert node.id.startswith("exocargo.name:")


def test_spellings_of_an_ungrounded_name_are_one_node_and_arms_are_two() -> None:
    one, other = (nodes.cargo(finding(cargo_name=name)) for name in ("miR-6511b", "microRNA-6511b"))
    assert one.key == other.key
    arms = [
        nodes.cargo(finding(cargo_name=f"miR-93-{arm}", cargo_id="hgnc:31645", cargo_arm=arm)) for arm in ("5p", "3p")
    ]
    assert arms[0].id == arms[1].id
    assert arms[0].key != arms[1].key


@pytest.mark.parametrize(
    ("name", "curie", "kind"),
    [
        ("miR-876-3p", None, "miRNA"),
        ("miR-93", "hgnc:31645", "miRNA"),
        ("NORAD", "hgnc:44311", "lncRNA"),
        ("circMYC", None, "circRNA"),
        ("AKT", "fplx:AKT", "family"),
        ("FOXA1", "hgnc:5021", "protein"),
        ("anything", None, "protein"),
    ],
)
def test_a_target_is_of_its_kind(name: str, curie: str | None, kind: str) -> None:
    node = nodes.target(finding(target_name=name, target_id=curie))
    assert node is not None
    assert node.kind == kind


@pytest.mark.parametrize(
    ("name", "curie", "kind"),
    [
        ("NF-κB signalling", "go:0007249", "pathway"),
        ("ATR/Chk1", None, "pathway"),
        ("hypoxia", "reactome:R-HSA-1234174", "pathway"),
        ("apoptosis", "go:0006915", "process"),
    ],
)
def test_a_pathway_is_told_from_a_process(name: str, curie: str | None, kind: str) -> None:
    node = nodes.pathway(finding(pathway_name=name, pathway_id=curie))
    assert node is not None
    assert node.kind == kind


def test_a_class_stands_for_its_unnamed_members() -> None:
    vesicles = nodes.cargo(finding(cargo_name="exosome", cargo_type="exosome"))
    assert (vesicles.curie, vesicles.generic) == ("go:0070062", True)
    assert nodes.cargo(finding(cargo_name="miRNA")).generic
    assert nodes.cargo(finding(cargo_name="miRNA")).id != nodes.cargo(finding(cargo_name="miR-1")).id
