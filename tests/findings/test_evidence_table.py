"""The rows of tuples.jsonl as a table."""

import json
from pathlib import Path

import pyarrow.parquet as pq

from extractor.cli import main
from extractor.findings.evidence_table import FIELDS, evidence_table
from extractor.findings.table import read_table


def test_a_run_and_a_merge_of_it_have_the_same_evidence(tmp_path: Path) -> None:
    paper = tmp_path / "pmid-12345678.txt"
    paper.write_text("Exosomal miR-301a promotes the radioresistance of glioma cells by inhibiting TCEAL7.")
    assert main(["extract", str(paper), "--out", str(tmp_path / "run"), "--model", "rules", "--quiet"]) == 0
    assert main(["merge", str(tmp_path / "run"), "--out", str(tmp_path / "merged")]) == 0
    table = pq.read_table(tmp_path / "run" / "evidence.parquet")
    assert table.schema.metadata[b"exocargo.schema"] == b"evidence"
    assert table == pq.read_table(tmp_path / "merged" / "evidence.parquet")
    (row,) = table.to_pylist()
    assert (row["cargo"], row["target"], row["vesicular"]) == ("miR-301a", "TCEAL7", True)
    (line,) = (tmp_path / "run" / "tuples.jsonl").read_text().splitlines()
    told = json.loads(line)
    assert json.loads(row["evidence"]) == told["evidence"]
    assert json.loads(row["spans"]) == told["spans"]
    (finding,) = read_table(tmp_path / "run")
    assert (finding["evidence_ids"], finding["papers"]) == ([row["evidence_id"]], [row["paper_id"]])


def test_rows_of_other_tools_are_kept_as_far_as_the_columns_hold_them() -> None:
    row = {
        "doc_id": "d\ud800", "cargo_type": "miRNA", "effect": "no_effect", "section": 5, "hedged": "yes",
        "confidence": True, "finding_type": "mechanism", "evidence": [{"start": 1, "end": 2}], "other": 1,
    }  # fmt: skip
    (kept,) = evidence_table({"e": row}, {}).to_pylist()
    assert set(kept) == {"evidence_id", "paper_id", *FIELDS}
    assert (kept["section"], kept["hedged"], kept["confidence"], kept["finding_type"]) == ("5", None, None, None)
    assert json.loads(kept["evidence"]) == row["evidence"]
    assert "\ud800" not in kept["doc_id"]
