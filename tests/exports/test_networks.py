"""CX2, read back by ndex2, and SIF."""

from pathlib import Path

import pytest

from extractor.exports import export
from extractor.exports.text import unescaped
from extractor.findings.folder import Folder
from extractor.surrogates import shown

_SIGNS = {"increases": "increases", "decreases": "decreases", "does_not_change": "no_effect", "affects": "unspecified"}


def test_ndex2_reads_the_network_that_the_table_states(
    run: Path, tmp_path: Path, folder: Folder, triples: list[tuple[str, str, str]]
) -> None:
    cx2 = pytest.importorskip("ndex2.cx2")
    export(run, "cx2", tmp_path / "out.cx2")
    network = cx2.CX2Network()
    network.create_from_raw_cx2(str(tmp_path / "out.cx2"))
    names = {key: node["v"]["name"] for key, node in network.get_nodes().items()}
    edges = list(network.get_edges().values())
    assert sorted((names[e["s"]], _SIGNS[e["v"]["interaction"]], names[e["t"]]) for e in edges) == triples
    assert set(names.values()) == {name for a, _, b in triples for name in (a, b)} | {"CTGF"}
    by_id = {finding["finding_id"]: finding for finding in folder.findings}
    for edge in edges:
        finding = by_id[edge["v"]["finding_id"]]
        told = {shown(item["text"]) for row in folder.evidence_of(finding) for item in row["evidence"]}
        assert set(edge["v"]["evidence"]) == told
        assert (edge["v"]["belief"], edge["v"]["effect"]) == (finding["belief"], finding["effect"])
        assert edge["v"]["evidence_ids"] == finding["evidence_ids"]
    ids = {node["v"]["name"]: node["v"]["represents"] for node in network.get_nodes().values()}
    assert ids["miR-93-5p"] == ids["miR-93-3p"] == "hgnc:31645"
    assert ids["exosome"] == "go:0070062"


def test_sif_holds_every_relation_once(run: Path, tmp_path: Path, triples: list[tuple[str, str, str]]) -> None:
    export(run, "sif", tmp_path / "out.sif")
    lines = [line.split("\t") for line in (tmp_path / "out.sif").read_bytes().decode("utf-8").split("\n")[:-1]]
    found = [(unescaped(line[0]), _SIGNS[line[1]], unescaped(line[2])) for line in lines if len(line) == 3]
    assert sorted(found) == sorted(set(triples))
    assert [line for line in lines if len(line) != 3] == [["CTGF"]]


def test_sif_tells_things_of_one_name_apart(tmp_path: Path) -> None:
    from extractor.exports import sif
    from extractor.findings import merge

    rows = [
        {"doc_id": curie, "cargo": "p21", "cargo_type": "protein", "cargo_id": curie, "effect": "no_effect"}
        for curie in ("hgnc:1784", "hgnc:11")
    ]
    written = sif.write(Folder(tmp_path, merge(rows), {}, {}), tmp_path / "x.sif")
    text = written.files[tmp_path / "x.sif"].decode("utf-8")
    assert "p21 [hgnc:1784]\tdoes_not_change\tradiosensitivity" in text
    assert "p21 [hgnc:11]\tdoes_not_change\tradiosensitivity" in text
