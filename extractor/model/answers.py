"""Answers: the scores of a question as probabilities."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from extractor.frames import Effect, Manipulation, Observed, compose_effect
from extractor.model.heads import CHOICES, FLAGS, FRAME_HEADS, PAIR_HEADS

__all__ = ["Answers", "Temperatures", "answers"]

Floats = NDArray[np.float64]
#: By head; the scores are divided by it. 1 where a head has none.
Temperatures = Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Answers:
    """Probabilities: of flags, of each choice of a frame's heads, and things x choices for pairs."""

    flags: Mapping[str, float]
    choices: Mapping[str, Floats]
    slot: Floats
    direction: Floats
    effect: Floats = field(repr=False)

    def effect_of(self, effect: Effect) -> float:
        """The probability of an effect, by both ways of reading it."""
        return float(self.effect[CHOICES["effect"].index(effect)])


def answers(scores: Mapping[str, NDArray[np.generic]], row: int, temperatures: Temperatures) -> Answers:
    """The answers to one question of a batch.

    Parameters
    ----------
    scores
        By head: (questions x choices), and (questions x things x choices) for pairs.
    """
    scaled = {
        head: scores[head][row].astype(np.float64) / temperatures.get(head, 1.0) for head in (*FRAME_HEADS, *PAIR_HEADS)
    }
    choices = {head: _softmax(scaled[head]) for head in CHOICES if head not in PAIR_HEADS}
    return Answers(
        flags={head: float(1 / (1 + np.exp(-scaled[head][0]))) for head in FLAGS},
        choices=choices,
        slot=_softmax(scaled["slot"]),
        direction=_softmax(scaled["direction"]),
        effect=_effect(choices),
    )


def _effect(choices: Mapping[str, Floats]) -> Floats:
    """The effect read directly and composed from manipulation and outcome, as the geometric mean of the two."""
    composed = np.full(len(CHOICES["effect"]), 1e-6)
    for i, manipulation in enumerate(Manipulation):
        for j, observed in enumerate(Observed):
            at = CHOICES["effect"].index(compose_effect(manipulation, observed))
            composed[at] += choices["manipulation"][i] * choices["observed"][j]
    both = np.sqrt(np.maximum(choices["effect"], 1e-6) * composed)
    return np.asarray(both / both.sum())


def _softmax(scores: Floats) -> Floats:
    raised = np.exp(scores - scores.max(axis=-1, keepdims=True))
    return np.asarray(raised / raised.sum(axis=-1, keepdims=True))
