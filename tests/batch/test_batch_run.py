"""Runs over many inputs: what is written, what fails, and going on after a stop."""

import json
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest

from extractor.batch import RunError, Settings, run
from extractor.batch import run as run_function
from extractor.batch.part import Part, write_part

PAPER = (
    "Exosomal miR-301a promotes the radioresistance of glioma cells by inhibiting TCEAL7. "
    "Knockdown of exosomal miR-301a enhanced radiosensitivity."
)
RULES = Settings("rules")


def lines(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def test_a_run_writes_its_files_and_every_quote_is_verbatim(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(PAPER, encoding="utf-8")
    summary = run([str(tmp_path / "a.txt")], tmp_path / "out", RULES)
    assert (summary.documents, summary.failures) == (1, 0)
    assert {p.name for p in (tmp_path / "out").iterdir()} == {
        "tuples.jsonl", "failures.jsonl", "findings.parquet", "findings.csv", "documents.parquet", "run.json",
    }  # fmt: skip
    (row,) = lines(tmp_path / "out" / "tuples.jsonl")
    assert (row["cargo"], row["target"], row["target_direction"], row["effect"]) == (
        "miR-301a", "TCEAL7", "decreases", "decreases_radiosensitivity",
    )  # fmt: skip
    for item in row["evidence"]:
        assert PAPER[item["start"] : item["end"]] == item["text"]
    for start, end in row["spans"].values():
        assert PAPER[start:end] in (row["cargo"], row["target"], row["cancer"], row["recipient"], row["source"])
    report = json.loads((tmp_path / "out" / "run.json").read_text())
    assert report["counts"] == {"documents": 1, "tuples": 1, "findings": 1, "failures": 0, "resumed": 0, "inputs": 1}
    assert pq.read_table(tmp_path / "out" / "documents.parquet")["doc_id"].to_pylist() == ["a.txt"]


def test_one_bad_input_costs_only_itself(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(PAPER, encoding="utf-8")
    (tmp_path / "b.txt").write_bytes(b"")
    (tmp_path / "c.txt").write_bytes(b"caf\xe9 exosomes")
    inputs = [str(tmp_path / name) for name in ("a.txt", "b.txt", "c.txt", "gone.txt")]
    summary = run(inputs, tmp_path / "out", RULES, workers=2)
    assert (summary.documents, summary.failures) == (1, 3)
    failures = lines(tmp_path / "out" / "failures.jsonl")
    assert sorted(Path(f["input"]).name for f in failures) == ["b.txt", "c.txt", "gone.txt"]
    assert all("\n" not in f["message"] and f["message"] for f in failures)


def test_workers_do_not_change_the_result(tmp_path: Path) -> None:
    for n in range(5):
        (tmp_path / f"{n}.txt").write_text(PAPER.replace("301a", f"30{n}"), encoding="utf-8")
    for out, workers in (("one", 1), ("two", 2)):
        run([str(tmp_path / f"{n}.txt") for n in range(5)], tmp_path / out, RULES, workers=workers)
    assert (tmp_path / "one" / "tuples.jsonl").read_bytes() == (tmp_path / "two" / "tuples.jsonl").read_bytes()
    assert (tmp_path / "one" / "findings.csv").read_bytes() == (tmp_path / "two" / "findings.csv").read_bytes()


def stop_after(first: Path, out: Path, settings: Settings) -> None:
    """Leave ``out`` as a run leaves it that was killed after its first input."""
    from extractor.batch.run import _settings_guard

    parts = out / ".parts"
    out.mkdir()
    _settings_guard(parts, settings, restart=False)
    write_part(Part.of(first, parts), settings.model, settings.min_confidence, settings.vesicular_only)


def test_a_stopped_run_goes_on_and_ends_as_an_undisturbed_one(tmp_path: Path) -> None:
    for n in range(3):
        (tmp_path / f"{n}.txt").write_text(PAPER.replace("301a", f"30{n}"), encoding="utf-8")
    inputs = [str(tmp_path / f"{n}.txt") for n in range(3)]
    stop_after(tmp_path / "0.txt", tmp_path / "out", RULES)
    summary = run(inputs, tmp_path / "out", RULES)
    assert (summary.resumed, summary.documents) == (1, 3)
    run(inputs, tmp_path / "whole", RULES)
    assert (tmp_path / "out" / "tuples.jsonl").read_bytes() == (tmp_path / "whole" / "tuples.jsonl").read_bytes()


def test_a_changed_input_is_read_again(tmp_path: Path) -> None:
    paper = tmp_path / "0.txt"
    paper.write_text(PAPER, encoding="utf-8")
    stop_after(paper, tmp_path / "out", RULES)
    paper.write_text(PAPER.replace("301a", "7"), encoding="utf-8")
    assert run([str(paper)], tmp_path / "out", RULES).resumed == 0
    assert lines(tmp_path / "out" / "tuples.jsonl")[0]["cargo"] == "miR-7"


def test_other_settings_are_not_mixed_in_unless_asked_to_restart(tmp_path: Path) -> None:
    paper = tmp_path / "0.txt"
    paper.write_text(PAPER, encoding="utf-8")
    stop_after(paper, tmp_path / "out", RULES)
    strict = Settings("rules", min_confidence=0.9)
    with pytest.raises(RunError, match="--restart"):
        run([str(paper)], tmp_path / "out", strict)
    assert run_function([str(paper)], tmp_path / "out", strict, restart=True).tuples == 0


def test_the_same_id_with_another_text_is_a_failure_and_with_the_same_text_is_one_document(tmp_path: Path) -> None:
    for folder, text in (("a", PAPER), ("b", PAPER), ("c", PAPER + " More.")):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "p.txt").write_text(text, encoding="utf-8")
    summary = run([str(tmp_path / f / "p.txt") for f in "abc"], tmp_path / "out", RULES)
    assert (summary.documents, summary.failures) == (1, 1)
    assert lines(tmp_path / "out" / "failures.jsonl")[0]["error"] == "duplicate_id"


def test_a_folder_that_cannot_be_made_is_one_clear_line(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    with pytest.raises(RunError, match="cannot be written"):
        run([str(tmp_path / "file")], tmp_path / "file" / "out", RULES)
