"""What an input may cost: time and memory, each kept by the system, and only that input pays."""

from __future__ import annotations

import re
import sys
import time
from pathlib import Path

import pytest

from extractor.batch import Settings, limits, run
from extractor.batch.limits import Limits
from extractor.batch.part import Part
from extractor.batch.pool import work


def parts(folder: Path, count: int) -> list[Part]:
    return [Part(str(n), folder, folder / str(n)) for n in range(count)]


def _hangs_on_one(part: Part) -> None:
    if part.name == "1":
        re.match(r"(a|a)*b", "a" * 60)  # a library that holds the interpreter and never gives it back


def test_an_input_that_hangs_costs_itself(tmp_path: Path) -> None:
    done = {part.name: trouble for part, trouble in work(parts(tmp_path, 4), _hangs_on_one, 2, Limits(seconds=0.5))}
    assert [name for name, trouble in done.items() if trouble] == ["1"] and len(done) == 4
    assert done["1"] is not None and done["1"].error == "timeout" and "--time-limit" in done["1"].words


def _slow_and_steady(part: Part) -> None:
    for _ in range(8):
        time.sleep(0.1)
        limits.progress()


def test_an_input_of_many_documents_may_take_long(tmp_path: Path) -> None:
    assert [trouble for _, trouble in work(parts(tmp_path, 1), _slow_and_steady, 1, Limits(seconds=0.5))] == [None]


def test_a_file_of_which_all_is_turned_away_is_not_stuck(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def slow(record: bytes, gate: str) -> bool:
        time.sleep(0.1)
        return False

    monkeypatch.setattr("extractor.gate.passes_bytes", slow)
    record = (
        "<PubmedArticle><MedlineCitation><PMID>{}</PMID><Article><ArticleTitle>Soil</ArticleTitle>"
        "</Article></MedlineCitation></PubmedArticle>"
    )
    records = "".join(record.format(n) for n in range(15))
    (tmp_path / "a.xml").write_text(f'<?xml version="1.0"?><PubmedArticleSet>{records}</PubmedArticleSet>')
    settings = Settings("rules", gate="cargo")
    summary = run([str(tmp_path / "a.xml")], tmp_path / "out", settings, limits=Limits(seconds=0.8))
    assert (summary.gated, summary.failures) == (15, 0)


def _eats_on_one(part: Part) -> None:
    if part.name == "1":
        b"x" * (1 << 30)


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux limits a process's data")
def test_memory_is_refused_beyond_the_limit(tmp_path: Path) -> None:
    done = {part.name: trouble for part, trouble in work(parts(tmp_path, 4), _eats_on_one, 2, Limits(megabytes=512))}
    assert [name for name, trouble in done.items() if trouble] == ["1"] and len(done) == 4
    assert done["1"] is not None and done["1"].error == "out_of_memory" and "--memory-limit" in done["1"].words


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux limits a process's data")
def test_what_the_parent_holds_is_not_counted(tmp_path: Path) -> None:
    held = b"x" * (300 << 20)
    done = {part.name: trouble for part, trouble in work(parts(tmp_path, 4), _eats_on_one, 2, Limits(megabytes=256))}
    assert [name for name, trouble in done.items() if trouble] == ["1"] and len(done) == 4
    assert held


def _eats_and_holds_on_one(part: Part) -> None:
    if part.name == "1":
        eaten = b"x" * (1 << 29)
        time.sleep(5)
        assert eaten


def test_a_worker_ends_itself_where_the_system_does_not_limit_memory(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(limits, "_KEPT", False)
    given = work(parts(tmp_path, 4), _eats_and_holds_on_one, 2, Limits(megabytes=256))
    done = {part.name: trouble for part, trouble in given}
    assert [name for name, trouble in done.items() if trouble] == ["1"] and len(done) == 4
    assert done["1"] is not None and done["1"].error == "out_of_memory"
