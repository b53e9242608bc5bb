"""AGAC: what variants of genes do, as triggers of regulation with CauseOf and ThemeOf, in 627 abstracts.

A trigger is an event: its causes act on its themes with its sign. A trigger that is the cause of another acts through
its themes, as in :mod:`extractor.training.corpora.events`. An activity that has a molecule as its theme ("expression of
X") stands for the molecule. The actors are mostly variants.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Any

from extractor.frames import Direction, along
from extractor.training.corpora.archive import Drops, members, require_split, text_of
from extractor.training.corpora.collect import Frames
from extractor.training.corpora.kinds import MOLECULES, disease_type, gene_type, process_type, slot_of
from extractor.training.corpora.licences import LICENCES
from extractor.training.schema import SLOTS, DataError, Example, Filler, Frame, Span

__all__ = ["SPLITS", "examples"]

NAME = "agac"
SPLITS = ("train", "test")
_FOLDERS = {"train": "train/", "test": "answer/"}
#: Two spellings of the labels stand side by side in the later release.
_SPELLINGS = {
    "Variation": "Var", "Molecular_Physiological_Activity": "MPA", "Cell_Physiological_Activity": "CPA",
    "Positive_Regulation": "PosReg", "Positive_Rgulation": "PosReg", "Negative_Regulation": "NegReg", "Neg": "NegReg",
    "Negative": "NegReg", "Regulation": "Reg",
}  # fmt: skip
_SIGNS = {"PosReg": Direction.INCREASES, "NegReg": Direction.DECREASES, "Reg": Direction.UNSPECIFIED}
_KINDS = {"Var": "variant", "MPA": "phenotype", "Pathway": "pathway", "Interaction": "phenotype"}
_MOLECULE_LABELS = frozenset({"Gene", "Protein", "Enzyme"})
_DEEPEST = 6
_OF_FUNCTION = re.compile(r"function|\b[LG]OF\b|loss|gain", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class _Node:
    id: str
    label: str
    words: str
    span: Span | None


def examples(folder: Path, split: str, drops: Drops | None = None) -> Iterator[Example]:
    """The abstracts of one split. The later release's further 127 abstracts are part of ``train``.

    Raises
    ------
    DataError
        If the archive is broken, or there is no such split.
    """
    require_split(NAME, split, SPLITS)
    drops = Drops() if drops is None else drops
    path = folder / "agac.tar.gz"
    known: set[str] = set()
    for prefix in (_FOLDERS[split], "v3/"):
        if split == "test" and prefix == "v3/":
            return
        if prefix == "v3/":
            known |= {PurePosixPath(name).stem for name, _ in members(path, _FOLDERS["test"], (".json",))}
        for name, data in members(path, prefix, (".json",)):
            stem = PurePosixPath(name).stem
            if prefix == "v3/" and stem in known:
                continue
            known.add(stem)
            yield _example(stem, _record(data, f"{path}: {name}"), split, drops, f"{path}: {name}")
    if not known:
        raise DataError(f"{path}: holds no abstracts below {_FOLDERS[split]!r}; fetch the whole archive")


def _record(data: bytes, where: str) -> Mapping[str, Any]:
    try:
        record = json.loads(text_of(data, where))
    except (ValueError, RecursionError) as error:
        if isinstance(error, DataError):
            raise
        raise DataError(f"{where}: is not JSON ({error}); fetch the corpus again") from None
    if not isinstance(record, dict) or not isinstance(record.get("text"), str):
        raise DataError(f"{where}: has no text; fetch the corpus again")
    return record


def _example(stem: str, record: Mapping[str, Any], split: str, drops: Drops, where: str) -> Example:
    text: str = record["text"]
    try:
        nodes = {
            item["id"]: _node(item["id"], item["obj"], int(span["begin"]), int(span["end"]), text, drops)
            for item in record.get("denotations", ())
            for span in [item["span"]]
        }
        relations = [(item["pred"], item["subj"], item["obj"]) for item in record.get("relations", ())]
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise DataError(f"{where}: a span or relation is broken ({error!r}); mend it") from None
    frames = _Graph(nodes, relations, drops).frames()
    return Example(
        id=stem,
        corpus=NAME,
        licence=LICENCES[NAME].name,
        split=split,
        text=text,
        spans=tuple(sorted({node.span for node in nodes.values() if node.span is not None})),
        frames=frames,
        labelled=frozenset({"mentions", *SLOTS, *(f"{slot}_direction" for slot in SLOTS)}),
    )


def _node(identifier: str, label: str, start: int, end: int, text: str, drops: Drops) -> _Node:
    label = _SPELLINGS.get(label, label)
    if not 0 <= start < end <= len(text) or text[start:end] != text[start:end].strip():
        drops["span that begins or ends in a blank"] += 1
        return _Node(identifier, label, "", None)
    words = text[start:end]
    if label in _MOLECULE_LABELS:
        return _Node(identifier, label, words, Span(start, end, gene_type(words)))
    if label == "Disease":
        return _Node(identifier, label, words, Span(start, end, disease_type(words)))
    if label == "CPA":
        # Cell activities are processes (apoptosis) and any finding on cells (clefts): the term table tells them apart.
        return _Node(identifier, label, words, Span(start, end, process_type(words)))
    if label in _KINDS:
        return _Node(identifier, label, words, Span(start, end, _KINDS[label]))
    if label not in _SIGNS:
        drops["span of an unknown label"] += 1
    return _Node(identifier, label, words, None)


class _Graph:
    """Triggers with their causes and themes."""

    def __init__(self, nodes: Mapping[str, _Node], relations: list[tuple[str, str, str]], drops: Drops) -> None:
        self._nodes, self._drops = nodes, drops
        self._causes: dict[str, list[str]] = {}
        self._themes: dict[str, list[str]] = {}
        for predicate, subject, head in relations:
            if subject not in nodes or head not in nodes or predicate not in ("CauseOf", "ThemeOf"):
                drops["relation without its spans or of an unknown kind"] += 1
                continue
            if predicate == "ThemeOf" and nodes[subject].label in _SIGNS and nodes[head].label in ("MPA", "CPA", "Var"):
                # The later release's own abstracts have them the other way round.
                subject, head = head, subject
            (self._causes if predicate == "CauseOf" else self._themes).setdefault(head, []).append(subject)

    def frames(self) -> tuple[Frame, ...]:
        """A frame for each actor."""
        found = Frames(self._drops)
        for trigger in self._nodes.values():
            if trigger.label not in _SIGNS:
                continue
            for actor, how in self._actors(trigger.id, 0):
                for span, sign, label in self._changes(trigger.id, 0):
                    slot = slot_of(span.type)
                    if slot is None:
                        self._drops[f"acts on a {span.type}"] += 1
                    elif actor.start < span.end and span.start < actor.end:
                        self._drops["actor within what it acts on"] += 1
                    else:
                        found.add((actor,), slot, Filler((span,), along(how, sign), label))
        return found.build()

    def _actors(self, trigger: str, depth: int) -> Iterator[tuple[Span, Direction]]:
        """What causes a trigger, with the sign that it has in the cause."""
        if depth == _DEEPEST:
            self._drops["chain too deep"] += 1
            return
        for cause in self._causes.get(trigger, ()):
            node = self._nodes[cause]
            if node.label in _SIGNS:
                yield from self._actors(cause, depth + 1)
                yield from ((span, sign) for span, sign, _ in self._changes(cause, depth + 1))
            elif node.span is not None:
                yield from ((span, Direction.INCREASES) for span in self._molecules(node))

    def _changes(self, trigger: str, depth: int) -> Iterator[tuple[Span, Direction, str]]:
        """What changes where a trigger happens, and how."""
        if depth == _DEEPEST:
            self._drops["chain too deep"] += 1
            return
        own = _SIGNS[self._nodes[trigger].label]
        for theme in self._themes.get(trigger, ()):
            node = self._nodes[theme]
            if node.label in _SIGNS:
                yield from ((span, along(own, sign), label) for span, sign, label in self._changes(theme, depth + 1))
            elif node.span is not None:
                # "Loss-of-function mutations cause X" says of the gene what it loses, and nothing of more or less X.
                is_of_gene = node.label == "Disease" and _OF_FUNCTION.search(self._nodes[trigger].words)
                sign = Direction.UNSPECIFIED if is_of_gene else own
                yield from ((span, sign, node.label) for span in self._molecules(node))

    def _molecules(self, node: _Node) -> list[Span]:
        """The molecules whose activity a node is; the node itself where it has none, or is none."""
        themes = [self._nodes[one].span for one in self._themes.get(node.id, ())] if node.label == "MPA" else []
        found = [span for span in themes if span is not None and span.type in MOLECULES]
        return found or [span for span in (node.span,) if span is not None]
