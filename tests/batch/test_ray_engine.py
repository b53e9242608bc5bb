"""A batch on a local Ray cluster: the same tables as without, whatever happens to its workers."""

from __future__ import annotations

import os
import signal
import sys
import time
from dataclasses import replace
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from extractor import __version__
from extractor.batch import RunError, Settings, ray_engine, run
from extractor.batch.folder import open_folder
from extractor.batch.limits import DEFAULT_LIMITS
from extractor.batch.part import Part, write_part
from extractor.pipeline import load

PAPER = (
    "Exosomal miR-301a promotes the radioresistance of glioma cells by inhibiting TCEAL7. "
    "Knockdown of exosomal miR-301a enhanced radiosensitivity."
)
RULES = Settings("rules")


@pytest.fixture
def papers(tmp_path: Path) -> list[str]:
    for n in range(6):
        (tmp_path / f"{n}.txt").write_text(PAPER.replace("301a", f"30{n}"), encoding="utf-8")
    (tmp_path / "6.txt").write_bytes(b"caf\xe9 exosomes")
    return [str(tmp_path / f"{n}.txt") for n in range(7)]


def test_without_ray_one_line_says_what_to_install(
    papers: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "ray", None)
    with pytest.raises(RunError, match=r"pip install 'exocargo\[ray\]'"):
        run(papers, tmp_path / "out", RULES, engine="ray")
    assert run(papers, tmp_path / "out", RULES).documents == 6


def stopped(papers: list[str], out: Path) -> None:
    """What a run leaves that was stopped after these papers."""
    settings = replace(RULES, digest=load("rules").digest)
    with pytest.raises(KeyboardInterrupt), open_folder(out, settings, restart=False) as folder:
        for paper in papers:
            write_part(Part.of(Path(paper), folder, settings), settings)
        raise KeyboardInterrupt


def test_a_stopped_run_goes_on_and_the_tables_are_those_of_the_local_engine(papers: list[str], tmp_path: Path) -> None:
    pytest.importorskip("ray.data")
    run(papers, tmp_path / "local", RULES, workers=2)
    stopped(papers[:2], tmp_path / "ray")
    summary = run(papers, tmp_path / "ray", RULES, workers=2, engine="ray")
    assert (summary.documents, summary.failures, summary.resumed) == (6, 1, 2)
    for name in ("tuples.jsonl", "failures.jsonl", "findings.csv"):
        assert (tmp_path / "local" / name).read_bytes() == (tmp_path / "ray" / name).read_bytes()
    assert pq.read_table(tmp_path / "local" / "documents.parquet") == pq.read_table(
        tmp_path / "ray" / "documents.parquet"
    )


def test_a_cluster_that_does_not_answer_is_one_line(tmp_path: Path) -> None:
    pytest.importorskip("ray.data")
    parts = [Part("a", tmp_path, tmp_path / "a.jsonl")]
    with pytest.raises(RunError, match=r"cannot be reached.*--ray-address"):
        list(ray_engine.work(parts, _fails, 1, address="127.0.0.1:1"))


def test_what_goes_wrong_in_an_actor_is_one_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PYTHONPATH", str(Path(__file__).parents[2]))
    rows = {name: ray_engine._row(Part(name, tmp_path, tmp_path / f"{name}.jsonl")) for name in ("full", "bug", "done")}
    (tmp_path / "done.jsonl").touch()
    reader = ray_engine._Reader(_fails, DEFAULT_LIMITS, __version__)
    try:
        assert reader(rows["full"])["error"] == "stop" and "No space left" in reader(rows["full"])["words"]
        assert reader(rows["bug"])["error"] == "internal" and "ValueError" in reader(rows["bug"])["words"]
        assert reader(rows["done"])["error"] == ""
        reader._version = "0.0.0"
        assert reader(rows["done"])["error"] == "stop" and "0.0.0" in reader(rows["done"])["words"]
    finally:
        reader._open.close()


def _fails(part: Part) -> None:
    raise OSError(28, "No space left on device") if part.name == "full" else ValueError


def test_an_actor_that_is_killed_costs_nothing_and_an_input_that_crashes_costs_itself(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pytest.importorskip("ray.data")
    monkeypatch.setenv("PYTHONPATH", str(Path(__file__).parents[2]))  # where the actors find the task
    parts = [Part(str(n), tmp_path, tmp_path / f"{n}.jsonl") for n in range(5)]
    done = {part.name: trouble for part, trouble in ray_engine.work(parts, _kills, 2)}
    assert [name for name, trouble in done.items() if trouble] == ["3"] and len(done) == 5
    assert (tmp_path / "2.killed").exists()
    assert sorted(path.name for path in tmp_path.glob("*.jsonl")) == ["0.jsonl", "1.jsonl", "2.jsonl", "4.jsonl"]


def _kills(part: Part) -> None:
    marker = part.path.with_suffix(".killed")
    if part.name == "2" and not marker.exists():
        marker.touch()
        os.kill(os.getppid(), signal.SIGKILL)  # the actor
        time.sleep(60)
    if part.name == "3":
        os._exit(9)
    part.path.touch()
