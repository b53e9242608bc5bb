"""Runs over many inputs: what is written, what fails, and going on after a stop."""

import json
import os
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest

from extractor.batch import RunError, Settings, run
from extractor.batch.folder import open_folder
from extractor.batch.part import Part
from extractor.batch.pool import work

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
        "evidence.parquet", "runs.parquet",
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
    assert report["counts"] == {
        "documents": 1, "tuples": 1, "findings": 1, "failures": 0, "duplicates": 0, "gated": 0, "resumed": 0,
        "inputs": 1,
    }  # fmt: skip
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


def killed_run(inputs: list[str], out: Path) -> None:
    """Start a run and kill it, parent alone and at once, as soon as its first part is done."""
    options = ["--out", str(out), "--workers", "1", "--model", "rules", "--no-gate"]
    command = [sys.executable, "-m", "extractor.cli", "extract", *inputs, *options]
    running = subprocess.Popen(command, stderr=subprocess.DEVNULL)
    deadline = time.monotonic() + 60
    while not list((out / ".parts").glob("*.jsonl")) and time.monotonic() < deadline and running.poll() is None:
        time.sleep(0.005)
    running.kill()
    running.wait()


@pytest.fixture
def papers(tmp_path: Path) -> list[str]:
    # Long enough that a run is still at work when its first part is done.
    for n in range(6):
        (tmp_path / f"{n:02}.txt").write_text(
            PAPER.replace("301a", f"30{n}") + " More was done." * 1500, encoding="utf-8"
        )
    return [str(tmp_path / f"{n:02}.txt") for n in range(6)]


def test_a_killed_run_goes_on_at_once_and_ends_as_an_undisturbed_one(papers: list[str], tmp_path: Path) -> None:
    killed_run(papers, tmp_path / "out")
    assert not (tmp_path / "out" / "run.json").exists()
    summary = run(papers, tmp_path / "out", RULES, workers=2)
    assert summary.documents == 6
    assert 1 <= summary.resumed < 6
    run(papers, tmp_path / "whole", RULES)
    for name in (
        "tuples.jsonl", "failures.jsonl", "findings.csv", "findings.parquet", "documents.parquet", "evidence.parquet",
    ):  # fmt: skip
        assert (tmp_path / "out" / name).read_bytes() == (tmp_path / "whole" / name).read_bytes()
    assert not [path.name for path in (tmp_path / "out").iterdir() if path.name.startswith(".")]


def test_a_changed_input_is_read_again(papers: list[str], tmp_path: Path) -> None:
    killed_run(papers, tmp_path / "out")
    for paper in papers:
        Path(paper).write_text(PAPER.replace("301a", "7"), encoding="utf-8")
    assert run(papers[:1], tmp_path / "out", RULES).resumed == 0
    assert lines(tmp_path / "out" / "tuples.jsonl")[0]["cargo"] == "miR-7"


def test_other_settings_are_not_mixed_in_unless_asked_to_restart(papers: list[str], tmp_path: Path) -> None:
    killed_run(papers, tmp_path / "out")
    strict = Settings("rules", min_confidence=0.99)
    with pytest.raises(RunError, match="--restart"):
        run(papers, tmp_path / "out", strict)
    assert run(papers, tmp_path / "out", strict, restart=True).tuples == 0


def test_a_folder_in_use_is_refused(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(PAPER, encoding="utf-8")
    with open_folder(tmp_path / "out", RULES, restart=False), pytest.raises(RunError, match="in use by another run"):
        run([str(tmp_path / "a.txt")], tmp_path / "out", RULES)


def test_files_that_no_run_wrote_are_not_overwritten(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(PAPER, encoding="utf-8")
    (tmp_path / "findings.csv").write_text("mine")
    with pytest.raises(RunError, match="choose another folder"):
        run([str(tmp_path / "a.txt")], tmp_path, RULES)
    assert (tmp_path / "findings.csv").read_text() == "mine"


def test_a_run_does_not_read_its_own_folder(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(PAPER, encoding="utf-8")
    for _ in range(2):
        summary = run([str(tmp_path)], tmp_path / "out", RULES)
        assert (summary.documents, summary.failures) == (1, 0)


def test_results_may_be_written_beside_the_papers(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(PAPER, encoding="utf-8")
    for _ in range(2):
        summary = run([str(tmp_path)], tmp_path, RULES)
        assert (summary.documents, summary.failures) == (1, 0)


def test_the_results_of_another_run_are_no_papers(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(PAPER, encoding="utf-8")
    run([str(tmp_path / "a.txt")], tmp_path / "old", RULES)
    summary = run([str(tmp_path)], tmp_path.parent / f"{tmp_path.name}-new", RULES)
    assert (summary.documents, summary.failures) == (1, 0)


def test_files_of_one_name_are_told_apart_by_their_folders(tmp_path: Path) -> None:
    for folder in ("a", "b"):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "main.txt").write_text(f"{PAPER} {folder}", encoding="utf-8")
    run([str(tmp_path / f / "main.txt") for f in "ab"], tmp_path / "out", RULES)
    assert {row["doc_id"] for row in lines(tmp_path / "out" / "tuples.jsonl")} == {"a/main.txt", "b/main.txt"}


def test_an_id_given_twice_fails_with_another_text_and_counts_once_with_the_same(tmp_path: Path) -> None:
    records = [{"id": "x", "text": PAPER}, {"id": "x", "text": PAPER}, {"id": "x", "text": PAPER + " More."}]
    (tmp_path / "a.jsonl").write_text("".join(json.dumps(record) + "\n" for record in records), encoding="utf-8")
    summary = run([str(tmp_path / "a.jsonl")], tmp_path / "out", RULES)
    assert (summary.documents, summary.duplicates, summary.failures) == (1, 1, 1)
    assert lines(tmp_path / "out" / "failures.jsonl")[0]["error"] == "duplicate_id"


def test_a_name_that_is_no_utf8_does_not_end_the_run(tmp_path: Path) -> None:
    name = os.fsdecode(b"\xffgood.txt")
    (tmp_path / name).write_text(PAPER, encoding="utf-8")
    assert run([str(tmp_path / name)], tmp_path / "out", RULES).documents == 1
    assert lines(tmp_path / "out" / "tuples.jsonl")[0]["cargo"] == "miR-301a"


def test_a_worker_that_dies_costs_its_own_input_only(tmp_path: Path) -> None:
    parts = [Part(str(n), tmp_path, tmp_path / str(n)) for n in range(5)]
    done = dict(work(parts, _dies_on_three, 2))
    assert {part.name for part, trouble in done.items() if trouble} == {"3"}
    assert len(done) == 5


def _dies_on_three(part: Part) -> None:
    if part.name == "3":
        os._exit(9)


def test_standard_input_is_read_anew_each_time(tmp_path: Path) -> None:
    for text, cargo in ((PAPER, "miR-301a"), (PAPER.replace("301a", "7"), "miR-7")):
        command = [sys.executable, "-m", "extractor.cli", "extract", "-", "--out", str(tmp_path / "out"), "--quiet"]
        subprocess.run(command, input=text.encode(), check=True)
        assert {row["cargo"] for row in lines(tmp_path / "out" / "tuples.jsonl")} == {cargo}


def test_a_folder_that_cannot_be_made_is_one_clear_line(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    with pytest.raises(RunError, match="cannot be written"):
        run([str(tmp_path / "file")], tmp_path / "file" / "out", RULES)


def test_a_link_to_itself_costs_itself_only(tmp_path: Path) -> None:
    (tmp_path / "good.txt").write_text(PAPER, encoding="utf-8")
    (tmp_path / "loop.txt").symlink_to("loop.txt")
    summary = run([str(tmp_path), str(tmp_path / "loop.txt")], tmp_path / "out", RULES)
    assert (summary.documents, {row["error"] for row in lines(tmp_path / "out" / "failures.jsonl")}) == (
        1,
        {"unreadable"},
    )
