"""How good a model is on development data: the evaluation's own scores, on documents read once."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import torch
from numpy.typing import NDArray

from extractor.document import Document
from extractor.evaluation.gold import GoldSet
from extractor.evaluation.pipeline import evaluate
from extractor.evaluation.predictions import from_rows
from extractor.evaluation.report import Report
from extractor.finding import Finding, rows
from extractor.mentions.mention import Mention
from extractor.model.batch import LOWER, UPPER
from extractor.model.network import FrameNetwork
from extractor.readers.plain import find_sections
from extractor.text import Text, analyse
from extractor.training.precision import autocast, device
from extractor.training.questions import Finder

__all__ = ["HEADLINE", "Prepared", "TorchScorer", "headline", "prepare", "report", "summary"]

#: The scores that make the one number by which models are chosen.
HEADLINE = ("cargo", "cargo+target", "cargo+pathway", "cargo+effect", "tuple")
#: What a claim in every finding-free unit would cost.
_FALSE_CLAIM = 0.5


@dataclass(frozen=True)
class Prepared:
    """A gold set with its documents analysed and their mentions found."""

    gold: GoldSet
    documents: Sequence[tuple[Document, Text, tuple[Mention, ...]]]


def prepare(gold: GoldSet, finder: Finder) -> Prepared:
    """Read a gold set's documents once."""
    found = []
    for name, words in gold.documents.items():
        document = Document(id=name, text=words, sections=find_sections(words))
        text = analyse(document)
        found.append((document, text, tuple(finder(document, text))))
    return Prepared(gold, found)


class TorchScorer:
    """The network as it is, to score batches."""

    def __init__(self, model: FrameNetwork) -> None:
        self._model = model

    def lower(self, scenes: Mapping[str, NDArray[np.generic]]) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
        """Hidden states of scenes, and the gate's scores of their things."""
        with torch.no_grad(), autocast():
            hidden, gate = self._model.lower(*(_tensor(scenes[name]) for name in LOWER))
        return hidden.float().cpu().numpy(), gate.float().cpu().numpy()

    def upper(
        self, hidden: NDArray[np.float32], arrays: Mapping[str, NDArray[np.generic]]
    ) -> dict[str, NDArray[np.generic]]:
        """Scores of questions by head."""
        with torch.no_grad(), autocast():
            scores = self._model.upper(_tensor(hidden), *(_tensor(arrays[name]) for name in UPPER))
        return {head: value.float().cpu().numpy() for head, value in scores.items()}


def _tensor(array: NDArray[np.generic]) -> torch.Tensor:
    return torch.from_numpy(array).to(device())


def report(prepared: Prepared, findings: Iterable[Sequence[Finding]], resamples: int = 2) -> Report:
    """Score the findings of each document, in the order of ``prepared.documents``."""
    lines = []
    for (document, _, _), found in zip(prepared.documents, findings, strict=True):
        for number, finding in enumerate(found, 1):
            lines += list(rows(document, finding, f"{document.id}#{number}", "model"))
    return evaluate(prepared.gold, from_rows(lines), resamples=resamples)


def summary(report: Report) -> dict[str, float]:
    """F1 by score for named cargos, and the share of finding-free units with a signed claim."""
    scores = report.views["named"].annotated.scores
    found = {name: float(scores[name].f1.value or 0.0) for name in HEADLINE if scores[name].gold}
    free = report.finding_free[0] if report.finding_free else None
    found["false claims"] = free.claimed / free.of if free is not None and free.of else 0.0
    return found


def headline(scores: Mapping[str, float]) -> float:
    """The one number of a summary: the mean of its scores, less half the share of claims where there is none."""
    kept = [value for name, value in scores.items() if name != "false claims"]
    return sum(kept) / len(kept) - _FALSE_CLAIM * scores["false claims"]
