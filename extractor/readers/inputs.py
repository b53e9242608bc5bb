"""The inputs of a command: files, folders, globs and ``-``, as the files to read."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Sequence
from pathlib import Path

from extractor.document import Failure

__all__ = ["STDIN", "expand"]

#: What stands for standard input, on the command line and among the paths of :func:`expand`.
STDIN = Path("-")

#: What is taken from a folder; a file that is named by itself is read whatever it is called.
_SUFFIXES = frozenset({
    ".pdf", ".xml", ".nxml", ".jats", ".txt", ".text", ".json", ".jsonl", ".ndjson", ".csv", ".tsv", ".tab",
    ".parquet", ".pubtator", ".bioc",
})  # fmt: skip

_MAGIC = re.compile(r"[*?\[]")


def expand(inputs: Sequence[str]) -> Iterator[Path | Failure]:
    """The files that the inputs stand for, each once and in order; a Failure for an input without any.

    A folder gives the papers in it and below it, sorted by path, without hidden files and files of other kinds; a
    link back to a folder that it lies in is not followed twice. A name with ``*``, ``?`` or ``[`` that is not a file
    is a glob, in which ``**`` stands for folders. ``-`` is standard input.
    """
    seen: set[str] = set()
    for name in inputs:
        found = False
        for item in _expand_one(name):
            found = True
            if isinstance(item, Failure):
                yield item
                continue
            key = "-" if item == STDIN else os.path.realpath(item)
            if key not in seen:
                seen.add(key)
                yield item
        if not found:
            yield _no_papers(name)


def _expand_one(name: str) -> Iterator[Path | Failure]:
    path = Path(name)
    if name == "-":
        yield STDIN
    elif path.is_dir():
        yield from _walk(path)
    elif os.path.lexists(name):
        yield path
    elif any(map(_MAGIC.search, path.parts)):
        yield from _match(path)
    else:
        yield _failure(name, "not_found", "no such file or folder; check the path")


def _match(pattern: Path) -> Iterator[Path | Failure]:
    """What a glob stands for, sorted; hidden names only where the pattern has them."""
    first = next(at for at, part in enumerate(pattern.parts) if _MAGIC.search(part))
    base, parts = Path(*pattern.parts[:first]), pattern.parts[first:]
    hidden = any(part.startswith(".") for part in parts)
    matches = sorted(
        match
        for match in base.glob("/".join(parts))
        if hidden or not any(part.startswith(".") for part in match.relative_to(base).parts)
    )
    if not matches:
        yield _failure(str(pattern), "not_found", "no file matches; check the pattern")
    for match in matches:
        if match.is_dir():
            yield from _walk(match)
        else:
            yield match


def _walk(folder: Path) -> Iterator[Path | Failure]:
    """The papers in a folder and below, sorted; every real folder is entered once."""
    entered: set[str] = set()

    def inside(path: Path) -> Iterator[Path | Failure]:
        real = os.path.realpath(path)
        if real in entered:
            return
        entered.add(real)
        try:
            entries = sorted(os.scandir(path), key=lambda entry: entry.name)
        except OSError as error:
            yield _failure(str(path), "unreadable", f"cannot be opened ({error.strerror}); check its permissions")
            return
        for entry in entries:
            if entry.name.startswith("."):
                continue
            try:
                is_folder, is_file = entry.is_dir(), entry.is_file()
            except OSError as error:  # a link to itself, say
                if _is_paper(entry.name):
                    name = str(path / entry.name)
                    yield _failure(name, "unreadable", f"cannot be read ({error.strerror}); check it and its folder")
                continue
            if is_folder:
                yield from inside(path / entry.name)
            elif is_file and _is_paper(entry.name):
                yield path / entry.name

    yield from inside(folder)


def _is_paper(name: str) -> bool:
    path = Path(name.lower())
    return (Path(path.stem).suffix if path.suffix == ".gz" else path.suffix) in _SUFFIXES


def _no_papers(name: str) -> Failure:
    return _failure(
        name,
        "no_papers",
        f"no papers in it; it needs files ending in {', '.join(sorted(_SUFFIXES))}, or with .gz behind that",
    )


def _failure(name: str, error: str, message: str) -> Failure:
    return Failure(name, "read", error, f"{name}: {message}")
