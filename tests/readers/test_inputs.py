"""INPUT arguments as files."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from extractor.document import Failure
from extractor.readers import expand


@pytest.fixture
def papers(tmp_path: Path) -> Path:
    for name in (
        "b.pdf",
        "a.xml.gz",
        "sub/c.txt",
        "sub/deep/d.jsonl",
        ".hidden.txt",
        ".git/e.txt",
        "notes.docx",
        "run.py",
        "f.NXML",
    ):
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("x")
    return tmp_path


def _names(items: list[Path | Failure], folder: Path) -> list[str]:
    return [str(item.relative_to(folder)) if isinstance(item, Path) else item.error for item in items]


def test_a_folder_gives_its_papers_sorted(papers: Path) -> None:
    assert _names(list(expand([str(papers)])), papers) == [
        "a.xml.gz",
        "b.pdf",
        "f.NXML",
        "sub/c.txt",
        "sub/deep/d.jsonl",
    ]


def test_a_file_that_is_named_is_taken_whatever_it_is(papers: Path) -> None:
    assert _names(list(expand([str(papers / "notes.docx"), str(papers / ".hidden.txt")])), papers) == [
        "notes.docx",
        ".hidden.txt",
    ]


def test_globs(papers: Path) -> None:
    assert _names(list(expand([str(papers / "*.pdf"), str(papers / "**" / "*.txt")])), papers) == ["b.pdf", "sub/c.txt"]
    assert _names(list(expand([str(papers / "s*")])), papers) == ["sub/c.txt", "sub/deep/d.jsonl"]
    assert _names(list(expand([str(papers / "**")])), papers) == [
        "a.xml.gz",
        "b.pdf",
        "f.NXML",
        "sub/c.txt",
        "sub/deep/d.jsonl",
    ]


def test_a_glob_below_the_working_folder(papers: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(papers)
    assert list(expand(["sub/*.txt"])) == [Path("sub/c.txt")]


def test_a_name_with_brackets_is_a_file_if_there_is_one(papers: Path) -> None:
    (papers / "x[1].txt").write_text("x")
    assert _names(list(expand([str(papers / "x[1].txt")])), papers) == ["x[1].txt"]


def test_each_file_once(papers: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (papers / "link.txt").symlink_to(papers / "sub" / "c.txt")
    monkeypatch.chdir(papers)
    items = list(expand(["sub/c.txt", "./sub/../sub/c.txt", str(papers / "sub"), "link.txt", "-", "-"]))
    assert [str(item) for item in items] == ["sub/c.txt", str(papers / "sub" / "deep" / "d.jsonl"), "-"]


@pytest.mark.parametrize("pattern", ["", "**/*.txt", "**"])
def test_links_in_circles_end(papers: Path, pattern: str) -> None:
    (papers / "sub" / "up").symlink_to(papers)
    (papers / "sub" / "self").symlink_to(papers / "sub")
    (papers / "sub" / "deep" / "broken.txt").symlink_to(papers / "nothing")
    names = {os.path.realpath(item) for item in expand([str(papers / pattern)]) if isinstance(item, Path)}
    assert str(papers / "sub" / "c.txt") in names
    assert len(names) <= 6


@pytest.mark.parametrize(
    ("name", "error"), [("none.pdf", "not_found"), ("*.nothing", "not_found"), ("empty", "no_papers")]
)
def test_inputs_without_papers_are_failures_and_the_rest_goes_on(papers: Path, name: str, error: str) -> None:
    (papers / "empty").mkdir()
    (papers / "empty" / "run.py").write_text("x")
    failure, path = expand([str(papers / name), str(papers / "b.pdf")])
    assert isinstance(failure, Failure)
    assert (failure.stage, failure.error, failure.input) == ("read", error, str(papers / name))
    assert failure.message.startswith(str(papers / name))
    assert path == papers / "b.pdf"


def test_a_link_to_itself_is_one_failure_and_the_rest_goes_on(papers: Path) -> None:
    (papers / "loop.txt").symlink_to("loop.txt")
    (papers / "loop").symlink_to("loop")  # no paper by its name: passed over as other files are
    without = [item for item in expand([str(papers)]) if isinstance(item, Path)]
    assert without
    (failure,) = (item for item in expand([str(papers)]) if isinstance(item, Failure))
    assert failure.error == "unreadable"
    assert failure.message.startswith(f"{papers / 'loop.txt'}: cannot be read (")
