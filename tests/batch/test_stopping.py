"""Stopping a run from outside, and going on."""

from __future__ import annotations

import json
import os
import resource
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from extractor.batch import Settings, run

PAPER = (
    "Exosomal miR-301a promotes the radioresistance of glioma cells by inhibiting TCEAL7. "
    "Knockdown of exosomal miR-301a enhanced radiosensitivity."
)
EXTRACT = [sys.executable, "-m", "extractor.cli", "extract"]
OPTIONS = ["--model", "rules", "--no-gate"]


@pytest.fixture
def papers(tmp_path: Path) -> list[str]:
    # Long enough that a run is still at work when its first part is done.
    for n in range(4):
        text = PAPER.replace("301a", f"30{n}") + " More was done." * 800
        (tmp_path / f"{n:02}.txt").write_text(text, encoding="utf-8")
    return [str(tmp_path / f"{n:02}.txt") for n in range(4)]


@pytest.mark.parametrize(("sent", "status"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
def test_a_signal_ends_a_run_in_order_and_keeps_what_is_done(
    papers: list[str], tmp_path: Path, sent: signal.Signals, status: int
) -> None:
    out = tmp_path / "out"
    command = [*EXTRACT, *papers, "--out", str(out), "--workers", "1", *OPTIONS]
    running = subprocess.Popen(command, stderr=subprocess.PIPE, text=True, start_new_session=True)
    deadline = time.monotonic() + 60
    while not list((out / ".parts").glob("*.jsonl")) and time.monotonic() < deadline and running.poll() is None:
        time.sleep(0.005)
    running.send_signal(sent)
    _, said = running.communicate(timeout=60)
    *before, last = said.splitlines()
    assert (running.returncode, last) == (status, "exocargo: stopped; run the same command again to go on")
    assert all(" of 4 inputs, 0 failed; " in line for line in before)  # how far it was, on a slow machine
    with pytest.raises(ProcessLookupError):
        os.killpg(running.pid, 0)  # no worker is left behind
    summary = run(papers, out, Settings("rules"))
    assert summary.documents == 4 and 1 <= summary.resumed < 4


def test_a_stop_is_told_in_json_where_a_program_follows(papers: list[str], tmp_path: Path) -> None:
    out = tmp_path / "out"
    command = [*EXTRACT, *papers, "--out", str(out), "--workers", "1", "--log-json", *OPTIONS]
    running = subprocess.Popen(command, stderr=subprocess.PIPE, text=True, start_new_session=True)
    assert running.stderr is not None
    told = [json.loads(running.stderr.readline())]
    running.send_signal(signal.SIGTERM)
    told += [json.loads(line) for line in running.communicate(timeout=60)[1].splitlines()]
    assert running.returncode == 143
    assert told[0]["event"] == "progress" and told[-1]["event"] == "stopped" and "again" in told[-1]["message"]


def _no_files_above(size: int) -> None:
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, resource.RLIM_INFINITY))


def test_a_full_disk_is_one_line_and_the_run_goes_on_when_there_is_room(papers: list[str], tmp_path: Path) -> None:
    out = tmp_path / "out"
    command = [*EXTRACT, *papers, "--out", str(out), "--workers", "1", *OPTIONS]
    stopped = subprocess.run(command, stderr=subprocess.PIPE, text=True, preexec_fn=lambda: _no_files_above(200))
    assert stopped.returncode == 1
    assert stopped.stderr.count("\n") == 1 and "cannot be written" in stopped.stderr and "room" in stopped.stderr
    assert not (out / "run.json").exists()
    assert run(papers, out, Settings("rules")).documents == 4


def test_a_program_may_follow_a_run_in_json(papers: list[str], tmp_path: Path) -> None:
    (tmp_path / "empty.txt").touch()
    command = [*EXTRACT, *papers, str(tmp_path / "empty.txt"), "--out", str(tmp_path / "out"), "--log-json", *OPTIONS]
    told = subprocess.run(command, stderr=subprocess.PIPE, text=True).stderr
    lines = [json.loads(line) for line in told.splitlines()]
    assert [line["event"] for line in lines] == ["progress"] * 5 + ["done", "failed"]
    assert [line["done"] for line in lines[:5]] == list(range(1, 6)) and lines[4]["seconds_left"] == 0
    assert lines[5]["documents"] == 4 and lines[6]["error"] == "empty"
