"""The command line, as a user meets it."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from extractor.cli import main

PAPER = "Exosomal miR-301a promotes the radioresistance of glioma cells by inhibiting TCEAL7."


@pytest.fixture
def paper(tmp_path: Path) -> Path:
    path = tmp_path / "paper.txt"
    path.write_text(PAPER, encoding="utf-8")
    return path


def test_extract_then_show_and_merge(paper: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["extract", str(paper), "--out", str(tmp_path / "run"), "--workers", "1"]) == 0
    assert main(["show", str(tmp_path / "run")]) == 0
    shown = capsys.readouterr().out
    assert "miR-301a" in shown
    assert "↓ TCEAL7" in shown
    assert "more resistant" in shown
    assert main(["merge", str(tmp_path / "run"), "--out", str(tmp_path / "merged")]) == 0
    assert (tmp_path / "merged" / "findings.csv").read_bytes() == (tmp_path / "run" / "findings.csv").read_bytes()


def test_some_failures_exit_3_and_only_failures_exit_1(
    paper: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    gone = str(tmp_path / "gone.pdf")
    assert main(["extract", str(paper), gone, "--out", str(tmp_path / "a")]) == 3
    assert main(["extract", gone, "--out", str(tmp_path / "b")]) == 1
    error = capsys.readouterr().err
    assert "gone.pdf" in error
    assert "Traceback" not in error


@pytest.mark.parametrize(
    "argv",
    [
        [],
        ["nonsense"],
        ["extract", "x.txt"],
        ["extract", "x.txt", "--out", "o", "--min-confidence", "2"],
        ["extract", "x.txt", "--out", "o", "--workers", "0"],
        ["evaluate", "--gold", "g", "--out", "o"],
    ],
)
def test_bad_usage_exits_2(argv: list[str]) -> None:
    with pytest.raises(SystemExit) as stop:
        main(argv)
    assert stop.value.code == 2


@pytest.mark.parametrize(
    ("argv", "line"),
    [
        (["extract", "x.txt", "--out", "{tmp}/o", "--model", "nosuch"], "model 'nosuch' is not at hand"),
        (["show", "{tmp}/nosuch"], "no findings.parquet"),
        (["merge", "{tmp}/nosuch", "--out", "{tmp}/o"], "no tuples here"),
        (["evaluate", "--gold", "{tmp}/nosuch", "--baseline", "rules", "--out", "{tmp}/o"], "nosuch"),
        (["convert", "{tmp}/nosuch", "--to", "text", "--out", "{tmp}/o"], "nosuch"),
    ],
)
def test_what_cannot_be_done_is_one_line_and_exit_1(
    argv: list[str], line: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main([part.replace("{tmp}", str(tmp_path)) for part in argv]) == 1
    error = capsys.readouterr().err.strip()
    assert line in error
    assert "\n" not in error


def test_ground_prints_a_json_line_a_name(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["ground", "--json", "β-catenin", "no such thing"]) == 0
    first, second = (json.loads(line) for line in capsys.readouterr().out.splitlines())
    assert set(first) == {"text", "type", "id", "name", "score", "candidates"}
    assert (first["type"], first["id"], first["name"]) == ("protein", "hgnc:2514", "CTNNB1")
    assert (second["text"], second["id"]) == ("no such thing", None)


def test_import_is_light() -> None:
    """Importing the package must not load what reading papers needs."""
    code = "import sys, extractor; print([m for m in ('spacy', 'pyarrow', 'lxml', 'pypdfium2') if m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
