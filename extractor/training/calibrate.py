"""Calibration on development data: temperatures of the heads, thresholds, and the probability of a row."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from itertools import product

import numpy as np
from numpy.typing import NDArray

from extractor.evaluation.calibration import judged
from extractor.evaluation.match import match
from extractor.evaluation.predictions import from_rows
from extractor.finding import Filler, Finding, rows
from extractor.model.batch import Question, collate_questions, collate_scenes
from extractor.model.confidence import RowModel, features
from extractor.model.decoding import Read, Thresholds, decode
from extractor.model.heads import FLAGS
from extractor.model.reader import Scorer
from extractor.rules.passage import passages
from extractor.training.development import Prepared, report, summary
from extractor.training.loss import targets
from extractor.training.questions import Lesson

__all__ = ["fit_rows", "fit_temperatures", "fit_thresholds", "judged_rows"]

#: Temperatures that are tried: from sharper by half to flatter three times.
_GRID = np.exp(np.linspace(np.log(0.5), np.log(3.0), 37))
_THRESHOLDS = {
    "finding": (0.3, 0.4, 0.5, 0.6, 0.7),
    "filler": (0.3, 0.4, 0.5, 0.6),
    "signed": (0.4, 0.5, 0.6, 0.7),
}


def fit_temperatures(scorer: Scorer, lessons: Sequence[Lesson], pad: int) -> dict[str, float]:
    """One temperature a head, by the likelihood of the known answers (Guo et al. 2017); hints are given."""
    known: dict[str, list[NDArray[np.float64]]] = {}
    answers: dict[str, list[NDArray[np.int64]]] = {}
    for lesson in lessons:
        arrays = collate_scenes([lesson.scene], pad)
        hidden, gates = scorer.lower(arrays)
        questions = [Question(0, one.focus, one.hints, one.near) for one in lesson.asked]
        scores = dict(scorer.upper(hidden, {**arrays, **collate_questions(questions, gates.shape[1])}))
        scores["gate"] = np.asarray([[gates[0, one.focus]] for one in lesson.asked])
        for head, wanted in targets(lesson.asked, gates.shape[1]).items():
            told = wanted >= 0
            if told.any():
                known.setdefault(head, []).append(np.asarray(scores[head], dtype=np.float64)[told])
                answers.setdefault(head, []).append(wanted[told])
    return {head: _temperature(head, np.concatenate(known[head]), np.concatenate(answers[head])) for head in known}


def _temperature(head: str, scores: NDArray[np.float64], answers: NDArray[np.int64]) -> float:
    if head in FLAGS:  # a flag's one score against 0
        scores = np.concatenate([np.zeros_like(scores), scores], axis=-1)
    places = np.arange(len(answers))

    def surprise(temperature: float) -> float:
        scaled = scores / temperature
        top = scaled.max(axis=-1, keepdims=True)
        logs = scaled - top - np.log(np.exp(scaled - top).sum(axis=-1, keepdims=True))
        return float(-logs[places, answers].mean())

    return float(min(_GRID, key=surprise))


def fit_thresholds(
    sets: Mapping[str, tuple[Prepared, Sequence[Sequence[Read]]]], start: Thresholds
) -> tuple[Thresholds, float]:
    """The thresholds with the best mean score over the development sets; a claim where there is none counts against."""
    told = {
        name: [list(passages(*document)) for document in prepared.documents] for name, (prepared, _) in sets.items()
    }
    best, found = -1.0, start
    for values in product(*_THRESHOLDS.values()):
        tried = replace(start, **dict(zip(_THRESHOLDS, values, strict=True)))
        total: list[float] = []
        for name, (prepared, read) in sets.items():
            findings = [
                decode(document[0], told[name][at], read[at], tried) for at, document in enumerate(prepared.documents)
            ]
            scores = summary(report(prepared, findings, resamples=1))
            claims_ = scores.pop("false claims")
            total.append(sum(scores.values()) / len(scores) - 0.5 * claims_)
        if np.mean(total) > best:
            best, found = float(np.mean(total)), tried
    return found, best


def judged_rows(
    prepared: Prepared, findings: Iterable[Sequence[Finding]]
) -> list[tuple[tuple[Finding, Filler | None, Filler | None], bool]]:
    """Every row with a named cargo, and whether the gold has that whole tuple."""
    parts: list[tuple[Finding, Filler | None, Filler | None]] = []
    lines = []

    def note(finding: Finding, target: Filler | None, pathway: Filler | None) -> float:
        parts.append((finding, target, pathway))
        return 0.5

    for (document, _, _), found in zip(prepared.documents, findings, strict=True):
        for number, finding in enumerate(found, 1):
            for row in rows(document, finding, f"{document.id}#{number}", "model", note):
                # The place of the row among ``parts`` goes along as its event's name.
                lines.append({**row, "event_id": str(len(parts) - 1)})
    matching = match(prepared.gold, from_rows(lines))
    return [(parts[int(row.event_id)], right) for _, row, right in judged(matching)]


def fit_rows(
    rows_: Sequence[tuple[tuple[Finding, Filler | None, Filler | None], bool]], ridge: float = 1.0
) -> RowModel:
    """The probability of a row, from rows of development data and whether each was right."""
    return RowModel.fit([features(*parts) for parts, _ in rows_], [right for _, right in rows_], ridge)
