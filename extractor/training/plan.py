"""What one epoch asks, in which batches: drawn anew for each epoch from the seed, the same on every machine."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from extractor.frames import Effect, FindingType
from extractor.training.questions import Asked, Lesson

__all__ = ["Picked", "plan"]

#: Batches that are filled together, so that texts of one length meet in one batch.
_BUCKET = 40


@dataclass(frozen=True, slots=True)
class Picked:
    """A lesson and those of its questions that are asked."""

    lesson: int
    asked: tuple[int, ...]


def plan(
    lessons: Sequence[Lesson],
    *,
    positives: int,
    negatives: int,
    budget: int,
    shared: float,
    draw: np.random.Generator,
    rare: int = 1,
) -> list[list[Picked]]:
    """The batches of an epoch.

    Parameters
    ----------
    positives, negatives
        Questions asked of one scene at most: those with an answer to give, and those whose answer is "no finding".
    budget
        Sub-words that pass through the whole encoder in one batch, about.
    shared
        The part of the encoder that a scene passes through once; the rest is passed once a question.
    rare
        How often a lesson with a rare answer is drawn: a marker, a change by radiation, an absent effect.
    """
    picked: list[tuple[int, float, Picked]] = []
    for at, lesson in enumerate(lessons):
        yes = [i for i, one in enumerate(lesson.asked) if _answers(one)]
        no = [i for i in range(len(lesson.asked)) if i not in set(yes)]
        chosen = [*draw.permutation(yes)[:positives], *draw.permutation(no)[:negatives]]
        if chosen:
            cost = lesson.length * (shared + (1 - shared) * len(chosen))
            times = rare if any(_is_rare(lesson.asked[i]) for i in chosen) else 1
            picked += [(lesson.length, cost, Picked(at, tuple(sorted(int(i) for i in chosen))))] * times
    order = [picked[i] for i in draw.permutation(len(picked))]
    batches: list[list[Picked]] = []
    total = sum(cost for _, cost, _ in order)
    buckets = max(1, round(total / budget / _BUCKET))
    size = -(-len(order) // buckets) if order else 1
    for first in range(0, len(order), size):
        batch: list[Picked] = []
        used = 0.0
        for _, cost, one in sorted(order[first : first + size], key=lambda item: item[0]):
            if batch and used + cost > budget:
                batches.append(batch)
                batch, used = [], 0.0
            batch.append(one)
            used += cost
        if batch:
            batches.append(batch)
    return [batches[i] for i in draw.permutation(len(batches))]


def _answers(one: Asked) -> bool:
    if one.labels.finding is not None:
        return one.labels.finding
    return any(filler.slot not in (None, "none") or filler.direction for filler in one.labels.fillers)


def _is_rare(one: Asked) -> bool:
    kinds = set(one.labels.finding_types or ())
    return bool(kinds - {FindingType.MECHANISM}) or one.labels.effect is Effect.NONE
