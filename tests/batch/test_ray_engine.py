"""A batch on a local Ray cluster: the same tables as without, whatever happens to its workers."""

from __future__ import annotations

import os
import signal
import sys
import time
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from extractor.batch import RunError, Settings, ray_engine, run
from extractor.batch.part import Part

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


def test_the_tables_are_those_of_the_local_engine(papers: list[str], tmp_path: Path) -> None:
    pytest.importorskip("ray.data")
    run(papers, tmp_path / "local", RULES, workers=2)
    summary = run(papers, tmp_path / "ray", RULES, workers=2, engine="ray")
    assert (summary.documents, summary.failures) == (6, 1)
    for name in ("tuples.jsonl", "failures.jsonl", "findings.csv"):
        assert (tmp_path / "local" / name).read_bytes() == (tmp_path / "ray" / name).read_bytes()
    assert pq.read_table(tmp_path / "local" / "documents.parquet") == pq.read_table(
        tmp_path / "ray" / "documents.parquet"
    )


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
