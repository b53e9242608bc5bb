"""CancerMine: sentences annotated for a gene's role in a cancer: oncogene, tumour suppressor or driver.

Names were marked by dictionary, relations by hand, so that absent pairs are negatives but unmarked names say nothing.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from extractor.frames import Direction
from extractor.training.corpora.archive import Drops, documents, require_split
from extractor.training.corpora.collect import Frames
from extractor.training.corpora.kinds import gene_type
from extractor.training.corpora.licences import LICENCES
from extractor.training.corpora.standoff import read
from extractor.training.schema import Example, Filler, Span

__all__ = ["SPLITS", "examples"]

NAME = "cancermine"
SPLITS = ("train", "test")
#: A driver may be either, so that its sign is stated by neither.
_SIGNS = {
    "Oncogene": Direction.INCREASES,
    "Tumor_Suppressor": Direction.DECREASES,
    "Driver": Direction.UNSPECIFIED,
}  # fmt: skip


def examples(folder: Path, split: str, drops: Drops | None = None) -> Iterator[Example]:
    """The sentences of one split.

    Raises
    ------
    DataError
        If the archive is broken, or there is no such split.
    """
    require_split(NAME, split, SPLITS)
    drops = Drops() if drops is None else drops
    for stem, texts in documents(folder / "cancermine.tar.gz", f"{split}/", (".txt", ".a1", ".a2")):
        if ".txt" not in texts or not texts[".txt"].strip():
            drops["sentence without text"] += 1
            continue
        yield _example(stem, texts, split, drops)


def _example(stem: str, texts: dict[str, str], split: str, drops: Drops) -> Example:
    document = read(stem, texts[".txt"], [texts.get(suffix, "") for suffix in (".a1", ".a2")], drops)
    spans: dict[str, Span] = {}
    for identifier, entity in document.entities.items():
        kind = {"cancer": "cancer", "mutation": "other"}.get(entity.type) or gene_type(entity.text)
        spans[identifier] = Span(entity.start, entity.end, kind)
    found = Frames(drops)
    for label, roles in document.relations:
        gene, cancer = spans.get(roles.get("gene", "")), spans.get(roles.get("cancer", ""))
        if gene is None or cancer is None or label not in _SIGNS:
            drops["relation without a gene, a cancer or a known type"] += 1
            continue
        if gene.start < cancer.end and cancer.start < gene.end:
            drops["gene and cancer are the same words"] += 1
            continue
        found.add((gene,), "ends", Filler((cancer,), _SIGNS[label], label))
    return Example(
        id=stem,
        corpus=NAME,
        licence=LICENCES[NAME].name,
        split=split,
        text=document.text,
        spans=tuple(sorted(set(spans.values()))),
        frames=found.build(),
        labelled=frozenset({"mentions", "ends", "ends_direction"}),
        exhaustive=frozenset({"ends"}),
    )
