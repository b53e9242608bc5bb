"""An annotation folder: its texts, findings and hard negatives, and the names of its files.

Two layouts are known. A folder with one text holds ``NAME.txt`` and ``NAME.jsonl``; a folder with many holds
``documents.jsonl`` (``id`` and ``text``) and ``events.jsonl``. Either may have ``negatives.jsonl``, and the files that
people edit: ``NAME.quotes.jsonl`` (``events.quotes.jsonl``) and ``negatives.quotes.jsonl``.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from extractor.annotation.schema import AnnotationError

__all__ = ["DOCUMENTS", "Folder", "open_folder", "read_jsonl", "read_text", "write_jsonl"]

#: The texts of a folder with many.
DOCUMENTS = "documents.jsonl"


@dataclass(frozen=True, slots=True)
class Folder:
    """Where the files of one annotation folder are. ``name`` is the stem of the findings' file."""

    path: Path
    name: str
    texts: Mapping[str, str]

    @property
    def single(self) -> bool:
        """Whether the folder holds one text, as ``NAME.txt``."""
        return (self.path / f"{self.name}.txt").is_file()

    @property
    def quotes(self) -> tuple[Path, ...]:
        """The files in which people write findings and negatives, those that exist."""
        names = (self.name, "negatives")
        return tuple(file for name in names if (file := self.path / f"{name}.quotes.jsonl").is_file())

    @property
    def findings(self) -> Path:
        """The findings with offsets."""
        return self.path / f"{self.name}.jsonl"

    @property
    def negatives(self) -> Path:
        """The hard negatives with offsets."""
        return self.path / "negatives.jsonl"

    def read_findings(self) -> list[dict[str, Any]]:
        """The findings with offsets, as they stand in the file."""
        return read_jsonl(self.findings)

    def read_negatives(self) -> list[dict[str, Any]]:
        """The hard negatives with offsets; none if there is no file of them."""
        return read_jsonl(self.negatives) if self.negatives.is_file() else []


def read_text(path: Path) -> str:
    """A text file to the letter: UTF-8, line breaks as they stand (offsets count them)."""
    try:
        return path.read_bytes().decode("utf-8")
    except OSError as error:
        raise AnnotationError(f"{path}: cannot be read ({error.strerror}); check the path") from None
    except UnicodeDecodeError:
        raise AnnotationError(f"{path}: is not UTF-8; save it as UTF-8") from None


def read_jsonl(path: Path) -> list[dict[str, Any]]:
    """The objects of a JSON Lines file."""
    out = []
    for number, line in enumerate(read_text(path).split("\n"), 1):
        if not line.strip():
            continue
        try:
            value = json.loads(line)
        except (ValueError, RecursionError) as error:
            raise AnnotationError(f"{path}:{number}: is not JSON ({error}); mend the line") from None
        if not isinstance(value, dict):
            raise AnnotationError(f"{path}:{number}: is not a JSON object; write one object a line")
        out.append(value)
    return out


def write_jsonl(path: Path, lines: Iterable[Mapping[str, Any]]) -> None:
    """Write a JSON Lines file, UTF-8, one object a line, in the order of their fields."""
    content = "".join(f"{json.dumps(line, ensure_ascii=False)}\n" for line in lines)
    path.write_bytes(content.encode("utf-8"))


def open_folder(path: Path) -> Folder:
    """Find the texts of an annotation folder.

    Raises
    ------
    AnnotationError
        If the folder has neither a ``documents.jsonl`` nor exactly one text file.
    """
    documents = path / DOCUMENTS
    if documents.is_file():
        texts: dict[str, str] = {}
        for number, line in enumerate(read_jsonl(documents), 1):
            doc_id, text = line.get("id"), line.get("text")
            if not isinstance(doc_id, str) or not isinstance(text, str) or doc_id in texts:
                raise AnnotationError(f"{documents}: document {number} needs an id of its own and a text; add them")
            texts[doc_id] = text
        return Folder(path, "events", texts)
    found = sorted(path.glob("*.txt"))
    # A licence or attribution beside the text is no text to annotate: findings name the one that is.
    named = [p for p in found if any(p.with_suffix(s).is_file() for s in (".quotes.jsonl", ".jsonl"))]
    if len(named) != 1:
        raise AnnotationError(
            f"{path}: {len(named)} texts have findings beside them; put one NAME.txt with NAME.jsonl or "
            "NAME.quotes.jsonl there, or a documents.jsonl"
        )
    return Folder(path, named[0].stem, {named[0].stem: read_text(named[0])})
