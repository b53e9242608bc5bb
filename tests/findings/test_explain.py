"""Why a finding is believed."""

import json
from pathlib import Path

import pytest

from extractor.cli import main
from extractor.evidence import evidence_id
from extractor.findings.collect import collect
from extractor.findings.curation import append_curations, curation
from extractor.findings.documents import documents_parquet


def row(doc: str, effect: str = "decreases_radiosensitivity", text: str = "It did.") -> dict[str, object]:
    return {
        "doc_id": doc, "cargo": "miR-1", "cargo_type": "miRNA", "effect": effect, "confidence": 0.6,
        "cancer": f"c{doc}",
        "evidence": [{"start": 3, "end": 3 + len(text), "text": text, "page": 2}], "model": "somebody's",
    }  # fmt: skip


@pytest.fixture
def run(tmp_path: Path) -> Path:
    told = [row("1111"), row("2222", text="So \ud800 it seemed."), row("3333", "increases_radiosensitivity")]
    (tmp_path / "tuples.jsonl").write_text("".join(json.dumps(r) + "\n" for r in told))
    documents = [{"doc_id": "2222", "publication_types": ["Review"], "year": 2021}]
    (tmp_path / "documents.parquet").write_bytes(documents_parquet(documents))
    append_curations(tmp_path, [curation(evidence_id(told[2]), "polarity", curator="me")])
    collect([tmp_path], tmp_path / "run")
    return tmp_path / "run"


def ids(run: Path) -> dict[str, str]:
    import pyarrow.parquet as pq

    return {r["effect"]: r["finding_id"] for r in pq.read_table(run / "findings.parquet").to_pylist()}


def test_it_tells_papers_votes_sentences_and_conflicts(run: Path, capsys: pytest.CaptureFixture[str]) -> None:
    found = ids(run)
    assert main(["explain", found["decreases_radiosensitivity"][:10], str(run)]) == 0
    out = capsys.readouterr().out
    assert "belief 0.6000" in out
    assert "page 2, 3-10: It did." in out
    assert "So \\ud800 it seemed." in out
    assert "2222 (2021, review)" in out
    assert f"in conflict (contextual): {found['increases_radiosensitivity']}" in out
    assert "differs in cancer: c1111, c2222 / c3333" in out


def test_what_a_curator_rejected_has_no_vote(run: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["explain", ids(run)["increases_radiosensitivity"], str(run)]) == 0
    out = capsys.readouterr().out
    assert "a curator rejected it: no vote" in out
    assert "belief 0.0000" in out


@pytest.mark.parametrize("name", ["nothing", ""])
def test_an_unknown_id_is_one_line(run: Path, name: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["explain", name, str(run)]) == 1
    assert capsys.readouterr().err.count("\n") == 1
