"""CoMAGC: sentences with one gene, how its expression changes, and how the state of the cell changes with it.

The sign is composed as for a cargo: the change of the gene times the change towards or away from cancer. Where the
authors only observe the two together, the sign is left unspecified and kept in the label.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from extractor.frames import Direction, Manipulation, along
from extractor.readers.xml import Element
from extractor.training.corpora.archive import Drops, require_split
from extractor.training.corpora.kinds import gene_type
from extractor.training.corpora.licences import LICENCES
from extractor.training.corpora.xml import elements
from extractor.training.schema import DataError, Example, Filler, Frame, Masked, Span

__all__ = ["SPLITS", "examples"]

NAME = "comagc"
SPLITS = ("train",)
_GENE = {"increased": Direction.INCREASES, "decreased": Direction.DECREASES}
_STATE = {"normalTOcancer": Direction.INCREASES, "cancerTOnormal": Direction.DECREASES}
_HOW = {Direction.INCREASES: Manipulation.GAIN, Direction.DECREASES: Manipulation.LOSS}
_RANGE = re.compile(r"(\d+)-(\d+)")


def examples(folder: Path, split: str, drops: Drops | None = None) -> Iterator[Example]:
    """The sentences; the corpus has no split, so all are ``train``.

    Raises
    ------
    DataError
        If the file is broken, or there is no such split.
    """
    require_split(NAME, split, SPLITS)
    path = folder / "CoMAGC.xml.gz"
    for unit in elements(path, "annotation_unit"):
        example = _example(unit, split, Drops() if drops is None else drops, str(path))
        if example is not None:
            yield example


def _example(unit: Element, split: str, drops: Drops, where: str) -> Example | None:
    sentence = unit.find("sentence")
    text = (sentence.text or "") if sentence is not None else ""
    name = unit.get("id") or ""
    annotated = {tag: unit.find(f"annotation/{tag}") for tag in ("CGE", "CCS", "PT")}
    values = {tag: element.get("value", "") for tag, element in annotated.items() if element is not None}
    if sentence is None or not name or not text or "CGE" not in values or "CCS" not in values:
        raise DataError(f"{where}: unit {name!r} lacks its sentence or annotation; fetch the corpus again")
    gene = _span(unit.find("gene"), text, "")
    cancers = tuple(
        sorted({span for term in unit.iterfind("cancer_term") if (span := _span(term, text, "cancer")) is not None})
    )
    if gene is None or not cancers:
        drops["gene or cancer not at its offsets"] += 1
        return None
    if any(gene.start < cancer.end and cancer.start < gene.end for cancer in cancers):
        drops["gene within the cancer's name"] += 1
        return None
    change, state = _GENE.get(values["CGE"]), _STATE.get(values["CCS"])
    frames: tuple[Frame, ...] = ()
    masked: tuple[Masked, ...] = (Masked((gene,), cancers, values["CCS"]),)
    if change is not None and state is not None:
        causal = values.get("PT") == "causality"
        sign = along(change, state)
        label = f"{values.get('PT') or 'unknown'}:{sign.value}"
        filler = Filler(cancers, sign if causal else Direction.UNSPECIFIED, label)
        frames = (Frame((gene,), ends=(filler,), manipulation=_HOW[change] if causal else None),)
        masked = ()
    else:
        drops["state unidentifiable (masked)"] += 1
    return Example(
        id=f"{name}:{sentence.get('pmid', '')}",
        corpus=NAME,
        licence=LICENCES[NAME].name,
        split=split,
        text=text,
        spans=tuple(sorted({gene, *cancers})),
        frames=frames,
        masked=masked,
        labelled=frozenset({"mentions", "ends", "ends_direction", "manipulation"}),
    )


def _span(element: Element | None, text: str, kind: str) -> Span | None:
    """The span of an element with a ``range``; its end is inclusive."""
    found = _RANGE.fullmatch(element.get("range", "")) if element is not None else None
    if element is None or found is None:
        return None
    start, end = int(found[1]), int(found[2]) + 1
    words = element.text or ""
    if not words or text[start:end] != words:
        return None
    return Span(start, end, kind or gene_type(words))
