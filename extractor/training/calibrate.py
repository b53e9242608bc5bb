"""Calibration on development data: temperatures of the heads, thresholds, and the probability of a row."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from extractor.evaluation.calibration import judged
from extractor.evaluation.match import match
from extractor.evaluation.predictions import from_rows
from extractor.finding import Filler, Finding, rows
from extractor.model.answers import TRUST, Answers, Temperatures, answers
from extractor.model.batch import collate_scenes
from extractor.model.circumstances import FindingModel
from extractor.model.circumstances import features as known
from extractor.model.confidence import RowModel, features
from extractor.model.decoding import Read, Thresholds, decode
from extractor.model.heads import CHOICES, FLAGS
from extractor.model.reader import Scorer, score_questions
from extractor.rules.passage import passages
from extractor.training.development import Prepared, headline, report, summary
from extractor.training.loss import targets
from extractor.training.questions import Asked, Lesson

__all__ = ["fit_findings", "fit_rows", "fit_temperatures", "fit_thresholds", "fit_trust", "judged_rows"]

#: Temperatures that are tried: from sharper by half to flatter three times.
_GRID = np.exp(np.linspace(np.log(0.5), np.log(3.0), 37))
_TRUST = np.linspace(0.0, 4.0, 17)
#: No finding is claimed against the odds, whatever a small development set would like: most texts have none.
_THRESHOLDS = {
    "finding": (0.5, 0.6, 0.65),
    "filler": (0.35, 0.45, 0.55),
    "signed": (0.4, 0.5, 0.6),
    "bare": (0.6, 0.75, 0.9),
    "absent": (0.5, 0.7, 0.9),
}


def fit_temperatures(scorer: Scorer, lessons: Sequence[Lesson], pad: int) -> dict[str, float]:
    """One temperature a head, by the likelihood of the known answers (Guo et al. 2017); hints are given."""
    known: dict[str, list[NDArray[np.float64]]] = {}
    answers: dict[str, list[NDArray[np.int64]]] = {}
    for lesson in lessons:
        scores = _scored(scorer, lesson, pad)
        for head, wanted in targets(lesson.asked, scores["slot"].shape[1]).items():
            told = wanted >= 0
            if told.any():
                known.setdefault(head, []).append(np.asarray(scores[head], dtype=np.float64)[told])
                answers.setdefault(head, []).append(wanted[told])
    return {head: _temperature(head, np.concatenate(known[head]), np.concatenate(answers[head])) for head in known}


def fit_trust(scorer: Scorer, lessons: Sequence[Lesson], pad: int, temperatures: Temperatures) -> dict[str, float]:
    """By how much the rules' reading moves the scores, by the likelihood of the known answers, one number at a time."""
    asked: list[tuple[Mapping[str, NDArray[np.generic]], int, Asked]] = []
    for lesson in lessons:
        scores = _scored(scorer, lesson, pad)
        asked += [(scores, row, one) for row, one in enumerate(lesson.asked)]
    trust = dict.fromkeys(TRUST, 0.0)
    for name in TRUST:

        def surprise(value: float, name: str = name) -> float:
            tried = trust | {name: value}
            return sum(
                _surprise(name, answers(scores, row, temperatures, one.hints, tried, told=one.told), one)
                for scores, row, one in asked
            )

        trust[name] = float(min(_TRUST, key=surprise))
    return trust


def fit_findings(scorer: Scorer, lessons: Sequence[Lesson], pad: int) -> FindingModel:
    """How likely a finding is, by the network's score and by what the text says of the thing."""
    rows_: list[tuple[float, ...]] = []
    right: list[bool] = []
    for lesson in lessons:
        scores = _scored(scorer, lesson, pad)
        for row, one in enumerate(lesson.asked):
            if one.labels.finding is not None:
                rows_.append(known(float(scores["finding"][row][0]), one.told))
                right.append(one.labels.finding)
    return FindingModel.fit(rows_, right)


def _surprise(name: str, found: Answers, one: Asked) -> float:
    """The negative log-likelihood of the answers that a number has to do with."""
    labels = one.labels
    if name == "effect":
        return 0.0 if labels.effect is None else -float(np.log(max(1e-9, found.effect_of(labels.effect))))
    if name == "change":
        if labels.radiation_changes_cargo is None:
            return 0.0
        right = CHOICES["radiation_changes_cargo"].index(labels.radiation_changes_cargo)
        return -float(np.log(max(1e-9, found.choices["radiation_changes_cargo"][right])))
    total = 0.0
    for at, filler in enumerate(labels.fillers):
        if name == "slot" and filler.slot is not None:
            total -= float(np.log(max(1e-9, found.slot[at][CHOICES["slot"].index(filler.slot)])))
        if name == "direction" and filler.direction is not None and filler.slot != "ends":
            total -= float(np.log(max(1e-9, found.direction[at][CHOICES["direction"].index(filler.direction)])))
    return total


def _scored(scorer: Scorer, lesson: Lesson, pad: int) -> dict[str, NDArray[np.generic]]:
    """The scores of all questions of a lesson, hints given."""
    arrays = collate_scenes([lesson.scene], pad)
    hidden, gates = scorer.lower(arrays)
    return score_questions(scorer, arrays, hidden, gates, [one.question(0) for one in lesson.asked])


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
    """The thresholds with the best mean score over the sets; a claim where there is none counts against.

    Sets are called ``SOURCE`` or ``SOURCE, PART``; each source weighs the same, however many parts it has, so that real
    abstracts are not outvoted by written passages.
    """
    told = {
        name: [list(passages(*document)) for document in prepared.documents] for name, (prepared, _) in sets.items()
    }

    def score(tried: Thresholds) -> float:
        total: dict[str, list[float]] = {}
        for name, (prepared, read) in sets.items():
            findings = [
                decode(document[0], told[name][at], read[at], tried) for at, document in enumerate(prepared.documents)
            ]
            source = name.partition(",")[0]
            total.setdefault(source, []).append(headline(summary(report(prepared, findings, resamples=1))))
        return float(np.mean([np.mean(values) for values in total.values()]))

    best, found = score(start), start
    # One at a time, twice: all combinations would take as long as a training.
    for name, values in [*_THRESHOLDS.items()] * 2:
        for value in values:
            if getattr(found, name) != value and (reached := score(replace(found, **{name: value}))) > best:
                best, found = reached, replace(found, **{name: value})
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
