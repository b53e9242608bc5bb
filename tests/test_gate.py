"""The gate over documents."""

import gzip
import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractor.cli import main
from extractor.evaluation import gold
from extractor.gate import GATES, Gate, passes, passes_bytes

ROOT = Path(__file__).parent.parent

RECORD = """<PubmedArticle><MedlineCitation><PMID>{pmid}</PMID><Article><ArticleTitle>{title}</ArticleTitle>
<Abstract><AbstractText>{text}</AbstractText></Abstract></Article></MedlineCitation></PubmedArticle>"""
FINDING = "Exosomal miR-301a promotes the radioresistance of glioma cells by inhibiting TCEAL7."
OTHER = "Bridges of steel were painted in the spring."


@pytest.mark.parametrize(
    "text",
    [
        "Exosomes were isolated.", "EXTRACELLULAR VESICLES", "sEVs of donors", "(EVs)", "EV-derived", "miR-1 in EV.",
        "microvesicles", "Oncosomes", "conditioned medium",
        "miR-21 makes cells radioresistant", "serum LINC1 and radiotherapy", "hsa_circ_0001 after 2Gy",
    ],
)  # fmt: skip
def test_what_passes(text: str) -> None:
    assert passes(text)


@pytest.mark.parametrize(
    "text", ["", OTHER, "Radiotherapy of bone.", "miR-21 in growth", "DEVELOPMENT OF STEVE", "NEVER"]
)
def test_what_is_turned_away(text: str) -> None:
    assert not passes(text)


def test_the_radiation_gate_asks_for_both() -> None:
    assert passes("Exosomes after 2 Gy.", "radiation")
    assert not passes("Exosomes and doxorubicin.", "radiation")
    assert not passes("miR-21 makes cells radioresistant", "radiation")


def test_every_gold_document_passes() -> None:
    loaded = gold.load(ROOT / "annotations" / "gold")
    assert all(passes(text, gate) for text in loaded.documents.values() for gate in GATES)


def test_written_passages_with_a_vesicular_finding_pass() -> None:
    for part in ("train", "dev"):
        loaded = gold.load(ROOT / "annotations" / "written" / part)
        found = {event.doc_id for event in loaded.events if event.cargo is not None and event.vesicular}
        assert len(found) > 30
        assert [doc for doc in found if not passes(loaded.documents[doc])] == []


def test_of_a_record_neither_authors_nor_references_are_asked() -> None:
    record = b"<ArticleTitle>%s</ArticleTitle><AuthorList><Initials>EV</Initials></AuthorList>%s<PubmedData>exosomes"
    assert not Gate("cargo").raw(record % (b"Bones", b""))
    assert Gate("cargo").raw(record % (b"Exosomes", b""))
    assert Gate("cargo").raw(record % (b"Bones", b"<OtherAbstract>exosomes</OtherAbstract>"))


def test_an_unknown_gate_is_named() -> None:
    with pytest.raises(ValueError, match="gate 'x' is unknown"):
        Gate("x")


@given(st.text(), st.text())
def test_text_around_a_word_shuts_nothing_out(before: str, after: str) -> None:
    assert passes(f"{before} exosomes {after}")


@given(st.binary(max_size=200))
def test_any_bytes_have_an_answer(data: bytes) -> None:
    assert passes_bytes(data, "radiation") <= passes_bytes(data, "cargo")


def extract(tmp_path: Path, *options: str) -> dict[str, int]:
    records = [RECORD.format(pmid=1, title="A", text=FINDING), RECORD.format(pmid=2, title="B", text=OTHER)]
    xml = f"<PubmedArticleSet>{''.join(records)}</PubmedArticleSet>"
    (tmp_path / "in").mkdir(exist_ok=True)
    (tmp_path / "in" / "a.xml.gz").write_bytes(gzip.compress(xml.encode()))
    (tmp_path / "in" / "b.txt").write_text(OTHER)
    command = ["extract", str(tmp_path / "in"), "--out", str(tmp_path / "out"), "--model", "rules", "--quiet"]
    assert main([*command, *options]) == 0
    counts: dict[str, int] = json.loads((tmp_path / "out" / "run.json").read_text())["counts"]
    return counts


def test_a_run_reads_what_passes_and_counts_the_rest(tmp_path: Path) -> None:
    counts = extract(tmp_path)
    assert (counts["documents"], counts["gated"], counts["tuples"], counts["failures"]) == (1, 2, 1, 0)


def test_no_gate_reads_all(tmp_path: Path) -> None:
    counts = extract(tmp_path, "--no-gate")
    assert (counts["documents"], counts["gated"], counts["tuples"]) == (3, 0, 1)


def test_all_turned_away_is_no_failure(tmp_path: Path) -> None:
    assert extract(tmp_path, "--gate", "radiation")["failures"] == 0
    (tmp_path / "in" / "a.xml.gz").unlink()
    command = ["extract", str(tmp_path / "in" / "b.txt"), "--out", str(tmp_path / "none"), "--model", "rules"]
    assert main(command) == 0
