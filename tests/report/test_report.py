"""The report: one file with its data inside, in which nothing of a paper is ever markup."""

import importlib.util
import json
import re
import shutil
import subprocess
import sys
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest

from extractor.cli import main
from extractor.findings.collect import collect
from extractor.findings.table import read_table

ROOT = Path(__file__).parent.parent.parent
HOSTILE = ["</script><img src=x onerror=alert(1)>", '=HYPERLINK("x")', "a\u2028b\nc\td", "lone \ud800 half", "{{data}}"]


class Seen(HTMLParser):
    """The elements of a page, with their attributes."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))


def row(number: int, cargo: str) -> dict[str, Any]:
    text = f"Exosomal {cargo} was seen."
    return {
        "doc_id": f"d{number}", "cargo": cargo, "cargo_type": "protein", "effect": "not_stated", "confidence": 0.5,
        "evidence": [{"start": 7, "end": 7 + len(text), "text": text, "page": None}],
        "spans": {"cargo": [16, 16 + len(cargo)]}, "model": "rules",
    }  # fmt: skip


@pytest.fixture
def run(tmp_path: Path) -> Path:
    (tmp_path / "tuples.jsonl").write_text("".join(json.dumps(row(n, c)) + "\n" for n, c in enumerate(HOSTILE)))
    collect([tmp_path], tmp_path / "run")
    return tmp_path / "run"


def report(run: Path) -> str:
    assert main(["report", str(run), "--out", str(run / "report.html")]) == 0
    return (run / "report.html").read_text(encoding="utf-8")


def data(page: str) -> dict[str, Any]:
    (text,) = re.findall(r'<script type="application/json" id="data">(.*?)</script>', page, re.DOTALL)
    loaded: dict[str, Any] = json.loads(text)
    return loaded


def test_names_from_papers_are_never_markup(run: Path) -> None:
    tags = [tag for tag, _ in Seen(report(run)).elements]
    assert "img" not in tags
    assert tags.count("script") == 2


def test_the_file_stands_alone(run: Path) -> None:
    page = report(run)
    elements = Seen(page).elements
    assert not [(t, a) for t, a in elements if t in ("link", "iframe", "object") or "src" in a]
    (policy,) = (a["content"] or "" for _, a in elements if a.get("http-equiv") == "Content-Security-Policy")
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy


def test_the_data_are_those_of_the_table(run: Path) -> None:
    held = data(report(run))
    table = read_table(run)
    assert [dict(zip(held["columns"], values, strict=True)) for values in held["findings"]] == table
    assert sorted(f["cargo_name"] for f in table) == sorted(c.replace("\ud800", "\\ud800") for c in HOSTILE)


def test_every_sentence_is_there_and_marked(run: Path) -> None:
    held = data(report(run))
    assert len(held["evidence"]) == len(held["sentences"]) == len(HOSTILE)
    assert all(marked for item in held["evidence"] for _, marked in item["told"])


def test_it_does_without_evidence_and_documents(run: Path) -> None:
    for name in ("tuples.jsonl", "documents.parquet"):
        (run / name).unlink()
    held = data(report(run))
    assert len(held["findings"]) == len(HOSTILE)
    assert not held["about"]["has_evidence"]


def test_bad_input_is_one_line(run: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "empty").mkdir()
    assert main(["report", str(tmp_path / "empty"), "--out", str(tmp_path / "r.html")]) == 1
    (run / "run.json").write_text("[")
    assert main(["report", str(run), "--out", str(tmp_path / "r.html")]) == 1
    lines = capsys.readouterr().err.splitlines()
    assert len(lines) == 2
    assert "no findings.parquet here" in lines[0]
    assert "run.json: not a JSON object" in lines[1]


@pytest.mark.skipif(
    not (shutil.which("chromium") and shutil.which("chromedriver") and importlib.util.find_spec("selenium")),
    reason="needs Chromium, its driver and selenium",
)
def test_it_works_in_a_browser() -> None:
    # Few rows: how fast it is with many is measured by the script alone.
    command = [sys.executable, str(ROOT / "scripts" / "click_report.py"), "--rows", "300"]
    done = subprocess.run(command, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr
