"""Kill runs at random moments, go on with them, and compare the tables with those of an undisturbed run.

    python scripts/kill_runs.py --kills 50

Inputs of several kinds are made in a temporary folder: a PDF, JATS, gzipped PubMed XML, tables, texts, and some that
cannot be read, a zip among them. Every run is killed (SIGKILL, with all its workers) after a random time, started
again, killed again, and so on, until it ends by itself; then its tables must hold the same rows as those of a run that
nobody disturbed.
"""

from __future__ import annotations

import argparse
import gzip
import json
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import zipfile
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq

#: The exit status of a run that ended well: the broken inputs fail, the others are done.
SOME_FAILED = 3
ROOT = Path(__file__).resolve().parent.parent
PAPER = (
    "Exosomal miR-{n} promotes the radioresistance of glioma cells by inhibiting PTEN. Knockdown of exosomal miR-{n} "
    "enhanced radiosensitivity. Vesicles carried more HSP72 after irradiation."
)
RECORD = (
    '<PubmedArticle><MedlineCitation><PMID Version="1">{n}</PMID><Article><ArticleTitle>Exosomes and radiation'
    "</ArticleTitle><Abstract><AbstractText>{text}</AbstractText></Abstract></Article></MedlineCitation></PubmedArticle>"
)


def make_inputs(folder: Path) -> None:
    """Inputs of many kinds, some of them broken."""
    folder.mkdir(parents=True)
    for path in (ROOT / "examples" / "papers").iterdir():
        shutil.copy(path, folder)
    for n in range(40):
        (folder / f"{n:03}.txt").write_text(PAPER.format(n=1000 + n), encoding="utf-8")
    for part in range(4):
        records = "".join(
            RECORD.format(n=100 * part + n, text=PAPER.format(n=2000 + 100 * part + n)) for n in range(60)
        )
        with gzip.open(folder / f"pubmed{part}.xml.gz", "wt", encoding="utf-8") as file:
            file.write(f'<?xml version="1.0"?><PubmedArticleSet>{records}</PubmedArticleSet>')
    lines = [json.dumps({"id": f"row-{n}", "text": PAPER.format(n=3000 + n)}) for n in range(60)]
    (folder / "rows.jsonl").write_text("\n".join(lines) + "\n", encoding="utf-8")
    (folder / "broken.xml").write_text("<PubmedArticleSet><PubmedArticle>", encoding="utf-8")
    (folder / "broken.pdf").write_bytes(b"%PDF-1.7\n%%EOF")
    (folder / "empty.txt").touch()
    with zipfile.ZipFile(folder / "archive.txt", "w") as archive:
        archive.writestr("paper.txt", PAPER.format(n=4000))


def start(inputs: Path, out: Path, model: str) -> subprocess.Popen[bytes]:
    """A run in a process group of its own."""
    command = [sys.executable, "-m", "extractor.cli", "extract", str(inputs), "--out", str(out)]
    return subprocess.Popen([*command, "--model", model, "--workers", "2", "--quiet"], stderr=subprocess.DEVNULL,
                            start_new_session=True)  # fmt: skip


def rows(out: Path) -> dict[str, Any]:
    """The tables of a run as sets of rows."""
    found: dict[str, Any] = {
        name: sorted((out / name).read_text(encoding="utf-8").splitlines())
        for name in ("tuples.jsonl", "failures.jsonl")
    }
    for name in ("findings.parquet", "documents.parquet"):
        found[name] = sorted(
            json.dumps(row, sort_keys=True, default=str) for row in pq.read_table(out / name).to_pylist()
        )
    return found


def _moment(out: Path, total: int) -> str:
    """When a run was killed, by what it left; the folder of parts is put away at the very end."""
    done = len(list((out / ".parts").glob("*.jsonl")))
    if done >= total or (out / "run.json").exists():
        return "after the last"
    return "while inputs were read" if done else "before the first input was done"


def main() -> None:
    """Run the campaign; ends with status 1 at the first difference."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--kills", type=int, default=50)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--model", default="rules")
    given = parser.parse_args()
    draw = random.Random(given.seed)
    with tempfile.TemporaryDirectory() as name:
        inputs = Path(name) / "inputs"
        make_inputs(inputs)
        began = time.monotonic()
        ended = start(inputs, Path(name) / "whole", given.model).wait()
        length = time.monotonic() - began
        wanted = rows(Path(name) / "whole")
        print(
            f"undisturbed: {length:.1f} s, " + ", ".join(f"{len(v)} rows in {k}" for k, v in wanted.items()), flush=True
        )
        if ended != SOME_FAILED:
            sys.exit(f"the undisturbed run ended with status {ended}, not {SOME_FAILED}")
        total = json.loads((Path(name) / "whole" / "run.json").read_text())["counts"]["inputs"]
        kills = runs = 0
        when = dict.fromkeys(("before the first input was done", "while inputs were read", "after the last"), 0)
        while kills < given.kills:
            out = Path(name) / f"out-{runs}"
            runs += 1
            while True:
                running = start(inputs, out, given.model)
                try:
                    # Past the run's own length now and then, so that the gathering of the tables is hit too.
                    running.wait(draw.uniform(0.0, 1.2 * length))
                except subprocess.TimeoutExpired:
                    os.killpg(running.pid, signal.SIGKILL)
                    running.wait()
                    kills += 1
                    when[_moment(out, total)] += 1
                    print(f"kill {kills} in run {runs}: {_moment(out, total)}", flush=True)
                    continue
                break
            if running.returncode != SOME_FAILED:
                sys.exit(f"run {runs}: ended with status {running.returncode}, not {SOME_FAILED} (seed {given.seed})")
            if rows(out) != wanted:
                sys.exit(f"run {runs}: its tables differ from those of the undisturbed run (seed {given.seed})")
            shutil.rmtree(out)
            print(f"{kills} kills, {runs} runs, all tables the same", flush=True)
        print("killed " + ", ".join(f"{moment}: {count}" for moment, count in when.items()))


if __name__ == "__main__":
    main()
