"""BioREDirect: relations between genes, diseases, chemicals and variants in whole abstracts, with who acts on whom.

Relations hold between identifiers, so that each actor and filler lists every mention of its identifier. A relation
without a direction line is masked: it has no actor. The relation type is the filler's label.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from extractor.frames import Direction
from extractor.training.corpora.archive import Drops, lines, require_split
from extractor.training.corpora.collect import Frames
from extractor.training.corpora.kinds import disease_type, gene_type, slot_of
from extractor.training.corpora.licences import LICENCES
from extractor.training.schema import SLOTS, DataError, Example, Filler, Masked, Span

__all__ = ["BC8_SPLITS", "SPLITS", "bc8_examples", "examples"]

NAME = "bioredirect"
SPLITS = ("train", "test")
#: The test set of the BioCreative VIII track, kept as a corpus of its own: its published figures are others.
BC8_SPLITS = ("test",)
_FILES = {"train": "bioredirect_train_dev.pubtator.gz", "test": "bioredirect_test.pubtator.gz"}
_BC8 = "bioredirect_bc8_test.pubtator.gz"
_TYPES = {
    "ChemicalEntity": "chemical", "SequenceVariant": "variant", "OrganismTaxon": "other", "Organism": "other",
    "CellLine": "cell",
}  # fmt: skip
_BY_NAME = {"GeneOrGeneProduct": gene_type, "DiseaseOrPhenotypicFeature": disease_type}
_SIGNS = {"Positive_Correlation": Direction.INCREASES, "Negative_Correlation": Direction.DECREASES}
_LABELLED = frozenset({"mentions", *SLOTS, *(f"{slot}_direction" for slot in SLOTS)})
_MARKED = frozenset(
    {"miRNA", "circRNA", "lncRNA", "mRNA", "protein", "chemical", "disease", "cancer", "variant"}
)  # fmt: skip
_TEXT = re.compile(r"([^|\t]+)\|([ta])\|(.*)", re.DOTALL)
_IDS = re.compile(r"[;,]")


@dataclass(slots=True)
class _Record:
    """The lines of one abstract."""

    id: str
    title: str = ""
    abstract: str = ""
    mentions: list[tuple[int, int, str, str, str]] = field(default_factory=list)
    relations: dict[tuple[str, str], str] = field(default_factory=dict)
    subjects: dict[tuple[str, str], str] = field(default_factory=dict)


def examples(folder: Path, split: str, drops: Drops | None = None) -> Iterator[Example]:
    """The abstracts of BioRED's train and development part (``train``) or of its test part.

    Raises
    ------
    DataError
        If the file is broken, or there is no such split.
    """
    require_split(NAME, split, SPLITS)
    return _read(folder / _FILES[split], NAME, split, Drops() if drops is None else drops)


def bc8_examples(folder: Path, split: str, drops: Drops | None = None) -> Iterator[Example]:
    """The 400 test abstracts of the BioCreative VIII track; see :func:`examples`."""
    require_split(f"{NAME}-bc8", split, BC8_SPLITS)
    return _read(folder / _BC8, f"{NAME}-bc8", split, Drops() if drops is None else drops)


def _read(path: Path, corpus: str, split: str, drops: Drops) -> Iterator[Example]:
    record: _Record | None = None
    for number, line in lines(path):
        text = _TEXT.fullmatch(line)
        if text is not None:
            if text[2] == "t":
                if record is not None:
                    yield _example(record, corpus, split, drops)
                record = _Record(text[1], title=text[3])
            elif record is not None and record.id == text[1]:
                record.abstract = text[3]
            continue
        if not line.strip():
            continue
        columns = line.split("\t")
        if record is None or columns[0] != record.id or not _add(record, columns):
            raise DataError(f"{path}:{number}: no line of the corpus ({line[:60]!r}); mend it")
    if record is not None:
        yield _example(record, corpus, split, drops)


def _add(record: _Record, columns: list[str]) -> bool:
    """Add a line by its shape: a mention, a relation, or who is the subject of one."""
    if len(columns) == 6 and columns[1].isdecimal() and columns[2].isdecimal():
        record.mentions.append((int(columns[1]), int(columns[2]), columns[3], columns[4], columns[5]))
    elif len(columns) == 4 and columns[3].startswith("Subject:"):
        record.subjects[columns[1], columns[2]] = columns[3].removeprefix("Subject:")
    elif len(columns) == 5:
        record.relations[columns[2], columns[3]] = columns[1]
    else:
        return False
    return True


def _example(record: _Record, corpus: str, split: str, drops: Drops) -> Example:
    text = f"{record.title} {record.abstract}"
    by_id: dict[str, list[Span]] = {}
    spans: set[Span] = set()
    for start, end, words, label, identifier in record.mentions:
        judge = _BY_NAME.get(label)
        kind = judge(words) if judge else _TYPES.get(label)
        if kind is None or text[start:end] != words:
            drops["mention not at its offsets" if kind else "mention of an unknown type"] += 1
            continue
        span = Span(start, end, kind, identifier)
        spans.add(span)
        for one in (identifier,) if kind == "variant" else _IDS.split(identifier):
            by_id.setdefault(one, []).append(span)
    found = Frames(drops)
    masked: list[Masked] = []
    for (left, right), label in record.relations.items():
        subject = record.subjects.get((left, right)) or record.subjects.get((right, left))
        if left not in by_id or right not in by_id:
            drops["relation between identifiers without a mention"] += 1
            continue
        if subject not in (left, right):
            drops["relation without a subject (masked)"] += 1
            masked.append(Masked(tuple(sorted(by_id[left])), tuple(sorted(by_id[right])), label, (left, right)))
            continue
        other = right if subject == left else left
        fillers = tuple(sorted(by_id[other]))
        slot = "ends" if fillers[0].type == "variant" else slot_of(fillers[0].type)
        if slot is None:
            drops[f"acts on a {fillers[0].type}"] += 1
            masked.append(Masked(tuple(sorted(by_id[subject])), fillers, label, (subject, other)))
            continue
        sign = _SIGNS.get(label, Direction.UNSPECIFIED)
        found.add(tuple(sorted(by_id[subject])), slot, Filler(fillers, sign, label, other), actor_id=subject)
    return Example(
        id=record.id,
        corpus=corpus,
        licence=LICENCES[corpus].name,
        split=split,
        text=text,
        spans=tuple(sorted(spans)),
        frames=found.build(),
        masked=tuple(masked),
        labelled=_LABELLED,
        exhaustive=frozenset({"targets", "ends"}),
        marked=_MARKED,
    )
