"""The README shows what the demo prints, and every command in it exists."""

import re
import shlex
from pathlib import Path

import pytest

from extractor.cli import main

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")


def _rows(printed: str) -> tuple[int, list[str], list[str]]:
    """The number of findings that a printed table states, its header and its rows, runs of blanks made one."""
    count, header, *rows = [" ".join(line.split()) for line in printed.strip().splitlines()]
    end = next(at for at, row in enumerate(rows) if row.startswith("and "))
    return int(count.split()[0]), [header, rows[-1]], rows[:end]


def test_the_demo_prints_what_the_readme_shows(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = tmp_path / "demo-out"
    assert main(["extract", str(ROOT / "examples" / "papers"), "--out", str(out), "--quiet"]) == 0
    capsys.readouterr()
    assert main(["show", str(out), "--limit", "16"]) == 0
    (shown,) = re.findall(r"<!-- demo -->\n(.*?)<!-- /demo -->", README, re.DOTALL)
    count, frame, rows = _rows(capsys.readouterr().out.replace(str(out), "demo-out"))
    told_count, told_frame, told_rows = _rows(shown)
    assert frame == told_frame
    # Processors round the sums of int8 products differently, and rows close to a threshold come and go with that.
    assert count == pytest.approx(told_count, rel=0.1)
    assert len(set(rows) & set(told_rows)) >= 0.75 * len(told_rows)


@pytest.mark.parametrize("command", sorted(set(re.findall(r"^ {4}(?:\$ )?(exocargo .*)$", README, re.MULTILINE))))
def test_every_command_parses(command: str) -> None:
    from extractor.cli import _parser

    words = shlex.split(command, comments=True)[1:]
    assert _parser().parse_args(words).command == words[0]


def test_every_file_that_it_names_exists() -> None:
    named = set(re.findall(r"`((?:extractor|annotations|scripts|benchmarks|examples|models)/[\w./-]*)`", README))
    assert len(named) > 8
    assert [name for name in sorted(named) if not (ROOT / name).exists()] == []
