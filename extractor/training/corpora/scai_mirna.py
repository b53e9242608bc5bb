"""SCAI miRNA corpus: microRNA-gene and microRNA-disease pairs within sentences. Non-commercial: for evaluation only.

It states no direction, so signs are left unlabelled. Class terms (microRNAs, the miR family) are ``other`` spans.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from extractor.readers.xml import Element
from extractor.training.corpora.archive import Drops, require_split
from extractor.training.corpora.collect import Frames
from extractor.training.corpora.kinds import disease_type, gene_type
from extractor.training.corpora.licences import LICENCES
from extractor.training.corpora.xml import elements
from extractor.training.schema import DataError, Example, Filler, Span

__all__ = ["SPLITS", "examples"]

NAME = "scai-mirna"
SPLITS = ("train", "test")
_FILES = {"train": "miRNA-Train-Corpus.xml.gz", "test": "miRNA-Test-Corpus.xml.gz"}
_KINDS = {"Specific_miRNAs": "miRNA", "Non-Specific_miRNAs": "other", "Species": "other"}
_BY_NAME = {"Genes/Proteins": gene_type, "Diseases": disease_type}
_OFFSETS = re.compile(r"(\d+)-(\d+)")


def examples(folder: Path, split: str, drops: Drops | None = None) -> Iterator[Example]:
    """The sentences, with the abstract's PMID at the head of their id.

    Raises
    ------
    DataError
        If the file is broken, or there is no such split.
    """
    require_split(NAME, split, SPLITS)
    path = folder / _FILES[split]
    for document in elements(path, "document"):
        for sentence in document.iterfind("sentence"):
            yield _example(sentence, document.get("origId", ""), split, Drops() if drops is None else drops, str(path))


def _example(sentence: Element, pmid: str, split: str, drops: Drops, where: str) -> Example:
    text, name = sentence.get("text", ""), sentence.get("id", "")
    if not text.strip() or not name:
        raise DataError(f"{where}: sentence {name!r} has no id or text; fetch the corpus again")
    spans: dict[str, Span] = {}
    for entity in sentence.iterfind("entity"):
        words, label = entity.get("text", ""), entity.get("type", "")
        judge = _BY_NAME.get(label)
        kind = judge(words) if judge else _KINDS.get(label)
        found = _OFFSETS.fullmatch(entity.get("charOffset", ""))
        if kind is None or found is None:
            if label != "Relation_Trigger":
                drops["entity of an unknown type or in several pieces"] += 1
            continue
        start, end = int(found[1]), int(found[2]) + 1
        if not words or text[start:end] != words:
            drops["entity not at its offsets"] += 1
            continue
        spans[entity.get("id", "")] = Span(start, end, kind)
    frames = Frames(drops)
    for pair in sentence.iterfind("pair"):
        actor, other = spans.get(pair.get("e1", "")), spans.get(pair.get("e2", ""))
        if pair.get("interaction") != "True":
            continue
        if actor is None or other is None:
            drops["pair without its entities"] += 1
            continue
        label = pair.get("type", "")
        slot = "ends" if label.endswith("-Diseases") else "targets"
        frames.add((actor,), slot, Filler((other,), None, label))
    return Example(
        id=f"{pmid}:{name}",
        corpus=NAME,
        licence=LICENCES[NAME].name,
        split=split,
        text=text,
        spans=tuple(sorted(set(spans.values()))),
        frames=frames.build(),
        labelled=frozenset({"mentions", "targets", "ends"}),
        exhaustive=frozenset({"targets", "ends"}),
        marked=frozenset({"miRNA", "disease", "cancer", "protein"}),
    )
