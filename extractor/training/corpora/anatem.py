"""AnatEM: anatomical mentions, cells and cancers among them, in 1,212 abstracts and extracts.

It holds all 600 abstracts of the Cancer Genetics corpus, four of them in another split: the two are not independent,
and ``OVERLAP`` of the registry says so.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from extractor.training.corpora.anatomy import ANATOMY
from extractor.training.corpora.archive import Drops, documents, require_split
from extractor.training.corpora.licences import LICENCES
from extractor.training.corpora.standoff import read
from extractor.training.schema import Example, Span

__all__ = ["SPLITS", "examples"]

NAME = "anatem"
SPLITS = ("train", "dev", "test")


def examples(folder: Path, split: str, drops: Drops | None = None) -> Iterator[Example]:
    """The texts of one split.

    Raises
    ------
    DataError
        If the archive is broken, or there is no such split.
    """
    require_split(NAME, split, SPLITS)
    drops = Drops() if drops is None else drops
    under = "devel/" if split == "dev" else f"{split}/"
    for stem, texts in documents(folder / "anatem.tar.gz", under, (".txt", ".ann")):
        if len(texts) != 2:
            drops["document without its text or mentions"] += 1
            continue
        document = read(stem, texts[".txt"], [texts[".ann"]], drops)
        spans = {
            Span(entity.start, entity.end, ANATOMY[entity.type])
            for entity in document.entities.values()
            if entity.type in ANATOMY
        }
        yield Example(
            id=stem,
            corpus=NAME,
            licence=LICENCES[NAME].name,
            split=split,
            text=document.text,
            spans=tuple(sorted(spans)),
            labelled=frozenset({"mentions"}),
            marked=frozenset({"cell", "cancer"}),
        )
