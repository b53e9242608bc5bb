"""Several runs as one folder."""

import json
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest

from extractor.cli import main
from extractor.evidence import evidence_id
from extractor.findings.collect import collect, verdicts
from extractor.findings.curation import append_curations, curation
from extractor.findings.documents import documents_parquet
from extractor.findings.folder import read_folder
from extractor.findings.table import TableError


def row(doc: str, start: int = 0, **fields: Any) -> dict[str, Any]:
    base = {
        "doc_id": doc,
        "cargo": "miR-1",
        "cargo_type": "miRNA",
        "effect": "decreases_radiosensitivity",
        "confidence": 0.6,
    }
    return {**base, "evidence": [{"start": start, "end": start + 5}], **fields}


def run(folder: Path, rows: list[dict[str, Any]], documents: list[dict[str, Any]] | None = None) -> Path:
    folder.mkdir()
    (folder / "tuples.jsonl").write_text("".join(json.dumps(r) + "\n" for r in rows))
    if documents:
        (folder / "documents.parquet").write_bytes(documents_parquet(documents))
    return folder


def files(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


@pytest.fixture
def runs(tmp_path: Path) -> list[Path]:
    return [
        run(tmp_path / "a", [row("1111"), row("2222")], [{"doc_id": "1111", "pmid": "1111"}]),
        run(
            tmp_path / "b",
            [row("2222"), row("x.pdf", target="PTEN")],
            [{"doc_id": "x.pdf", "pmid": "1111", "year": 2020}],
        ),
        run(tmp_path / "c", [row("3333", effect="increases_radiosensitivity", cancer="glioma")]),
    ]


def test_step_by_step_is_as_all_at_once_in_any_order(runs: list[Path], tmp_path: Path) -> None:
    a, b, c = runs
    collect(runs, tmp_path / "all")
    collect([a, b], tmp_path / "ab")
    collect([c, tmp_path / "ab", a], tmp_path / "steps")
    assert files(tmp_path / "steps") == files(tmp_path / "all")


def test_a_paper_counts_once_and_reviews_apart(runs: list[Path], tmp_path: Path) -> None:
    documents = [{"doc_id": "r", "publication_types": ["Review"]}]
    runs.append(run(tmp_path / "d", [row("r"), row("1111", 90)], documents))
    found = collect(runs, tmp_path / "all")
    plain = next(f for f in found if f["target_name"] is None and f["effect"].startswith("decreases"))
    assert (plain["n_documents"], plain["n_primary"], plain["n_mentions"]) == (3, 2, 4)
    assert plain["papers"] == ["pubmed:1111", "pubmed:2222", "r"]
    # The review does not vote beside primary papers.
    assert plain["belief"] == 1 - (0.05 + 0.35**2)
    finer = next(f for f in found if f["target_name"] == "PTEN")
    assert finer["refines"] == [plain["finding_id"]]
    assert finer["years"] == ["2020"]


def test_opposite_findings_say_what_differs(tmp_path: Path) -> None:
    told = [row("1111", cancer="NSCLC"), row("2222", effect="increases_radiosensitivity", cancer="glioma")]
    found = collect([run(tmp_path / "a", told)], tmp_path / "out")
    assert {f["conflict_kind"] for f in found} == {"contextual"}
    assert sorted(d for f in found for d in f["conflict_differs"]) == [
        "cancer: NSCLC / glioma",
        "cancer: glioma / NSCLC",
    ]
    assert [f["conflict_with"] for f in found] == [[found[1]["finding_id"]], [found[0]["finding_id"]]]
    told.append(row("3333", cancer="glioma"))
    found = collect([run(tmp_path / "b", told)], tmp_path / "out2")
    assert {f["conflict_kind"] for f in found} == {"direct"}


def test_retracted_papers_do_not_vote(tmp_path: Path) -> None:
    documents = [{"doc_id": "1111", "publication_types": ["Retracted Publication"]}]
    (found,) = collect([run(tmp_path / "a", [row("1111")], documents)], tmp_path / "out")
    assert (found["belief"], found["n_retracted"], found["n_documents"]) == (0.0, 1, 1)


def test_curators_outrank_the_model_and_survive(tmp_path: Path) -> None:
    told = [row("1111"), row("2222")]
    source = run(tmp_path / "a", told)
    append_curations(source, [curation(evidence_id(told[0]), "polarity", curator="me", date="2026-01-01")])
    (found,) = collect([source], tmp_path / "out")
    assert (found["belief"], found["status"], found["n_documents"]) == (0.6, None, 2)
    append_curations(tmp_path / "out", [curation(evidence_id(told[1]), "correct", curator="me", date="2026-01-02")])
    (found,) = collect([source], tmp_path / "out")
    assert (found["belief"], found["status"]) == (0.95, "accepted")
    append_curations(source, [curation(evidence_id(told[1]), "no_relation", curator="you", date="2026-01-03")])
    (found,) = collect([source], tmp_path / "out")
    assert (found["belief"], found["status"]) == (0.0, "rejected")
    assert len((tmp_path / "out" / "curations.jsonl").read_text().splitlines()) == 3


def test_the_latest_verdict_counts_and_fault_breaks_a_tie() -> None:
    told = [curation("e", "correct", date="2026-01-02"), curation("e", "polarity", date="2026-01-01")]
    assert verdicts(told) == {"e": True}
    assert verdicts([*told, curation("e", "grounding", date="2026-01-02")]) == {"e": False}


def test_an_extraction_keeps_what_curators_said(tmp_path: Path) -> None:
    (tmp_path / "p.txt").write_text(
        "Exosomal miR-301a promotes the radioresistance of glioma cells by inhibiting TCEAL7."
    )
    command = ["extract", str(tmp_path / "p.txt"), "--out", str(tmp_path / "run"), "--model", "rules", "--quiet"]
    assert main(command) == 0
    before = read_folder(tmp_path / "run")
    append_curations(tmp_path / "run", [curation(key, "correct", curator="me") for key in before.evidence])
    assert main(command) == 0
    assert {f["status"] for f in read_folder(tmp_path / "run").findings} == {"accepted"}


def test_a_broken_documents_table_is_named(tmp_path: Path) -> None:
    source = run(tmp_path / "a", [row("1111")])
    (source / "documents.parquet").write_bytes(b"no")
    with pytest.raises(TableError, match=r"documents\.parquet: not a readable Parquet file"):
        collect([source], tmp_path / "out")


def test_hedges_and_surrogates_are_written_whole(tmp_path: Path) -> None:
    collect([run(tmp_path / "a", [row("d\ud800", cargo='=<b>"x"\n')])], tmp_path / "out")
    assert json.loads((tmp_path / "out" / "tuples.jsonl").read_text())["doc_id"] == "d\ud800"
    assert pq.read_table(tmp_path / "out" / "findings.parquet")["cargo_name"][0].as_py() == '=<b>"x"\n'
