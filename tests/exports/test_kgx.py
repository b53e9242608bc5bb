"""KGX tables, checked against the Biolink Model by its own toolkit."""

import importlib.util
from functools import lru_cache
from pathlib import Path
from typing import Any

import bioregistry
import pytest

from extractor.exports import export
from extractor.exports.text import unescaped
from extractor.findings.folder import Folder
from extractor.surrogates import shown

Table = list[dict[str, str]]


def _table(path: Path) -> Table:
    header, *lines = path.read_bytes().decode("utf-8").rstrip("\n").split("\n")
    names = header.split("\t")
    return [dict(zip(names, line.split("\t"), strict=True)) for line in lines]


@pytest.fixture
def tables(run: Path, tmp_path: Path) -> tuple[Table, Table]:
    export(run, "kgx", tmp_path / "out.tsv")
    return _table(tmp_path / "out_nodes.tsv"), _table(tmp_path / "out_edges.tsv")


def test_every_relation_of_the_table_is_an_edge_of_its_sign(
    tables: tuple[Table, Table], triples: list[tuple[str, str, str]]
) -> None:
    signs = {
        "upregulated": "increases",
        "increased": "increases",
        "downregulated": "decreases",
        "decreased": "decreases",
    }
    found = []
    for edge in tables[1]:
        unsigned = "no_effect" if edge["negated"] == "true" else "unspecified"
        sign = signs.get(edge["object_direction_qualifier"], unsigned)
        found.append((unescaped(edge["original_subject"]), sign, unescaped(edge["original_object"])))
    assert sorted(found) == triples


def test_nodes_and_edges_hang_together(tables: tuple[Table, Table], folder: Folder) -> None:
    nodes, edges = tables
    ids = [node["id"] for node in nodes]
    assert len(ids) == len(set(ids))
    assert {edge[side] for edge in edges for side in ("subject", "object")} <= set(ids)
    assert "HGNC:2500" in ids  # a finding without relation is a node
    assert len({edge["id"] for edge in edges}) == len(edges)


def test_sentences_come_back(tables: tuple[Table, Table], folder: Folder) -> None:
    for edge in tables[1]:
        finding = next(f for f in folder.findings if f["finding_id"] == edge["finding_id"])
        told = {shown(item["text"]) for row in folder.evidence_of(finding) for item in row["evidence"]}
        assert {unescaped(text) for text in edge["supporting_text"].split("|")} == told
        assert float(edge["has_confidence_score"]) == finding["belief"]


@lru_cache(maxsize=1)
def _toolkit() -> Any:
    bmt = pytest.importorskip("bmt")
    spec = importlib.util.find_spec("biolink_model")
    if spec is None or not spec.submodule_search_locations:
        pytest.skip("biolink-model is not installed")
    schema = Path(next(iter(spec.submodule_search_locations))) / "schema" / "biolink_model.yaml"
    return bmt.Toolkit(schema=str(schema), predicate_map={"predicate mappings": []})


def test_the_biolink_toolkit_knows_every_word(tables: tuple[Table, Table]) -> None:
    toolkit = _toolkit()
    nodes, edges = tables
    for node in nodes:
        assert all(toolkit.is_category(name) for name in node["category"].split("|")), node
    slots = [name.replace("_", " ") for name in edges[0] if name not in {"finding_id", "relation"}]
    assert [name for name in slots if toolkit.get_element(name) is None] == []
    enums = {
        "object_aspect_qualifier": "GeneOrGeneProductOrChemicalEntityAspectEnum",
        "object_direction_qualifier": "DirectionQualifierEnum",
        "knowledge_level": "KnowledgeLevelEnum",
        "agent_type": "AgentTypeEnum",
    }
    kinds = {node["id"]: node["category"].split("|") for node in nodes}
    assert kinds["HGNC:31645"] == ["biolink:MicroRNA", "biolink:Gene"]
    assert {edge["category"] for edge in edges} == {"biolink:Association", "biolink:GeneRegulatesGeneAssociation"}
    for edge in edges:
        assert toolkit.is_association(edge["category"]), edge
        assert toolkit.is_predicate(edge["predicate"]), edge
        pairs = [(a, b) for a in kinds[edge["subject"]] for b in kinds[edge["object"]]]
        assert any(toolkit.validate_edge(a, edge["predicate"], b) for a, b in pairs), edge
        if edge["qualified_predicate"]:
            assert toolkit.is_predicate(edge["qualified_predicate"])
        for slot, enum in enums.items():
            if edge[slot]:
                assert toolkit.is_permissible_value_of_enum(enum, edge[slot]), (slot, edge[slot])
        needed = toolkit.get_element(edge["category"]).slot_usage or {}
        required = [name for name, usage in needed.items() if usage.required]
        assert all(edge[name.replace(" ", "_")] for name in required), edge


def test_bioregistry_takes_every_curie_that_is_not_ours(tables: tuple[Table, Table]) -> None:
    nodes, edges = tables
    curies = {node["id"] for node in nodes} | {edge["id"] for edge in edges}
    for edge in edges:
        curies.update(item for name in ("publications", "disease_context_qualifier") for item in edge[name].split("|"))
    known = {curie for curie in curies if curie and not curie.startswith("exocargo")}
    assert {"HGNC:31645", "GO:0007249", "FPLX:AKT", "PMID:31000001", "MONDO:0021042"} <= known
    for curie in known:
        prefix, local = bioregistry.parse_curie(curie)
        assert bioregistry.is_valid_curie(f"{prefix}:{local}"), curie
    assert all(" " not in curie and "\\" not in curie for curie in curies)


def test_what_a_curator_accepted_says_so(folder: Folder, tmp_path: Path) -> None:
    from dataclasses import replace

    from extractor.exports import kgx

    states = ["accepted", "rejected", *[None] * (len(folder.findings) - 2)]
    marked = [{**finding, "status": state} for finding, state in zip(folder.findings, states, strict=True)]
    written = kgx.write(replace(folder, findings=marked), tmp_path / "x.tsv")
    (tmp_path / "e").write_bytes(written.files[tmp_path / "x_edges.tsv"])
    edges = _table(tmp_path / "e")
    agents = {edge["finding_id"]: edge["agent_type"] for edge in edges}
    assert agents[marked[0]["finding_id"]] == "manual_validation_of_automated_agent"
    assert agents[marked[2]["finding_id"]] == "text_mining_agent"
    assert marked[1]["finding_id"] not in agents
    assert written.notes == ("1 finding rejected by a curator and left out",)


def test_a_folder_gets_both_tables(run: Path, tmp_path: Path) -> None:
    export(run, "kgx", tmp_path)
    assert (tmp_path / "exocargo_nodes.tsv").is_file()
    assert (tmp_path / "exocargo_edges.tsv").is_file()
