"""The README shows what the demo prints, and every command in it exists."""

import re
import shlex
from pathlib import Path

import pytest

from extractor.cli import main

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")


def test_the_demo_prints_what_the_readme_shows(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = tmp_path / "demo-out"
    assert main(["extract", str(ROOT / "examples" / "papers"), "--out", str(out), "--quiet"]) == 0
    capsys.readouterr()
    assert main(["show", str(out), "--limit", "16"]) == 0
    printed = capsys.readouterr().out.replace(str(out), "demo-out").rstrip()
    (shown,) = re.findall(r"<!-- demo -->\n(.*?)<!-- /demo -->", README, re.DOTALL)
    assert "\n".join(line.removeprefix("    ") for line in shown.rstrip().splitlines()) == printed


@pytest.mark.parametrize("command", sorted(set(re.findall(r"^ {4}(?:\$ )?(exocargo .*)$", README, re.MULTILINE))))
def test_every_command_parses(command: str) -> None:
    from extractor.cli import _parser

    words = shlex.split(command, comments=True)[1:]
    assert _parser().parse_args(words).command == words[0]


def test_every_file_that_it_names_exists() -> None:
    named = set(re.findall(r"`((?:extractor|annotations|scripts|benchmarks|examples|models)/[\w./-]*)`", README))
    assert len(named) > 8
    assert [name for name in sorted(named) if not (ROOT / name).exists()] == []
