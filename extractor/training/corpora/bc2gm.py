"""BC2GM: sentences with gene mentions, the usual test set for them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from extractor.training.corpora.archive import Drops, require_split
from extractor.training.corpora.iob import read
from extractor.training.corpora.kinds import gene_type
from extractor.training.corpora.licences import LICENCES
from extractor.training.schema import Example

__all__ = ["SPLITS", "examples"]

NAME = "bc2gm"
SPLITS = ("train", "dev", "test")


def examples(folder: Path, split: str, drops: Drops | None = None) -> Iterator[Example]:
    """The sentences of one split.

    Raises
    ------
    DataError
        If the file is broken, or there is no such split.
    """
    require_split(NAME, split, SPLITS)
    path = folder / f"{'devel' if split == 'dev' else split}.tsv.gz"
    marked = frozenset({"protein", "miRNA", "lncRNA", "circRNA", "mRNA"})
    return read(path, NAME, LICENCES[NAME].name, split, gene_type, marked, Drops() if drops is None else drops)
