"""BEL scripts, read back by pybel."""

import importlib.util
import re
from pathlib import Path
from typing import Any

import pytest

from extractor.evidence import evidence_id
from extractor.exports import ExportError, export
from extractor.exports.bel import load_pybel
from extractor.exports.text import unescaped
from extractor.findings.folder import Folder
from extractor.surrogates import shown

pytestmark = pytest.mark.skipif(importlib.util.find_spec("pybel") is None, reason="pybel is not installed")

_SIGNS = {"increases": "increases", "decreases": "decreases", "causesNoChange": "no_effect", "regulates": "unspecified"}


def _read(path: Path) -> Any:
    pybel = load_pybel()
    from pybel.manager import Manager

    return pybel.from_bel_script(str(path), manager=Manager(connection="sqlite:///:memory:"))


@pytest.fixture
def graph(run: Path, tmp_path: Path) -> Any:
    export(run, "bel", tmp_path / "out.bel")
    return _read(tmp_path / "out.bel")


def test_pybel_reads_every_line(graph: Any) -> None:
    assert [str(warning) for _, warning, _ in graph.warnings] == []


def test_every_relation_of_the_table_is_an_edge_of_its_sign(
    graph: Any, triples: list[tuple[str, str, str]], folder: Folder
) -> None:
    found = {(unescaped(u.name), _SIGNS[data["relation"]], unescaped(v.name)) for u, v, data in graph.edges(data=True)}
    assert found == set(triples)
    nodes = {unescaped(node.name) for node in graph}
    assert nodes == {name for a, _, b in triples for name in (a, b)} | {"CTGF"}


def test_sentences_cancers_and_findings_come_back(graph: Any, folder: Folder) -> None:
    said: dict[str, set[str]] = {}
    cancers: dict[str, set[str]] = {}
    findings: dict[str, set[str]] = {}
    for _, _, data in graph.edges(data=True):
        marks = {key: {unescaped(item.identifier) for item in values} for key, values in data["annotations"].items()}
        for key in marks["EvidenceId"]:
            said.setdefault(key, set()).add(unescaped(data["evidence"]))
            cancers.setdefault(key, set()).update(marks.get("Cancer", ()))
            findings.setdefault(key, set()).update(marks["FindingId"])
    assert len(said) == len(folder.evidence) - 1  # CTGF states no relation
    for key, texts in said.items():
        row = folder.evidence[key]
        assert texts == {shown(row["evidence"][0]["text"])}
        assert cancers[key] == ({shown(row["cancer"])} if row["cancer"] else set())
    assert set().union(*findings.values()) == {f["finding_id"] for f in folder.findings if f["cargo_name"] != "CTGF"}


def test_terms_are_of_the_right_kind(run: Path, tmp_path: Path) -> None:
    export(run, "bel", tmp_path / "out.bel")
    text = (tmp_path / "out.bel").read_text(encoding="utf-8")
    place = 'loc(GOCC:"extracellular exosome")'
    assert f"m(hgnc:31645 ! miR-93-5p, {place}) decreases p(hgnc:5021 ! FOXA1)" in text
    assert f"m(hgnc:31645 ! miR-93-3p, {place}) increases bp(EXOCARGO:radiosensitivity)" in text
    assert "r(hgnc:52573 ! LINC01783) causesNoChange bp(EXOCARGO:radiosensitivity)" in text
    assert f"r(exocargo.circ:circMYC ! circMYC, {place}) regulates m(hgnc:33653 ! miR-876-3p)" in text
    assert "a(go:0070062 ! exosome) decreases bp(go:0006915 ! apoptosis)" in text
    assert 'SET Citation = {"pubmed", "31000001"}' in text
    assert re.search(r"https?://", text.split("#| Statements")[0]) is None


def test_sentences_that_only_annotations_tell_apart_keep_all_findings(graph: Any, folder: Folder) -> None:
    assert all(evidence_id(row) == key for key, row in folder.evidence.items())
    assert graph.number_of_edges() == sum(
        bool(row["target"]) + bool(row["pathway"]) + (row["effect"] != "not_stated") for row in folder.evidence.values()
    )


def test_a_table_without_evidence_is_refused(run: Path, tmp_path: Path) -> None:
    (run / "tuples.jsonl").unlink()
    with pytest.raises(ExportError, match=r"no tuples\.jsonl"):
        export(run, "bel", tmp_path / "out.bel")


def test_pybel_leaves_no_trace_in_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    import os
    import sys

    monkeypatch.delenv("PYSTOW_HOME", raising=False)
    load_pybel()
    assert "PYSTOW_HOME" not in os.environ
    module = sys.modules.get("pkg_resources")
    assert module is None or hasattr(module, "__file__")
