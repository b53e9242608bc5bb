"""Answers: the scores of a question as probabilities."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from extractor.frames import Direction, Effect, Manipulation, Observed, compose_effect
from extractor.model.circumstances import Circumstances, FindingModel
from extractor.model.heads import CHOICES, FLAGS, FRAME_HEADS, PAIR_HEADS
from extractor.model.hints import Hints, effect_of_hint, filler_of_hint

__all__ = ["TRUST", "Answers", "Temperatures", "Trust", "answers"]

Floats = NDArray[np.float64]
#: By head; the scores are divided by it. 1 where a head has none.
Temperatures = Mapping[str, float]
#: Log-odds that what the rules read adds: to an effect, a slot, a direction, a change by radiation.
Trust = Mapping[str, float]
TRUST = ("effect", "slot", "direction", "change")


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


def answers(
    scores: Mapping[str, NDArray[np.generic]],
    row: int,
    temperatures: Temperatures,
    hints: Hints | None = None,
    trust: Trust | None = None,
    finding: FindingModel | None = None,
    told: Circumstances | None = None,
) -> Answers:
    """The answers to one question of a batch.

    Parameters
    ----------
    scores
        By head: (questions x choices), and (questions x things x choices) for pairs.
    hints, trust
        What the rules read, and by how much that moves the scores (a product of experts, Hinton 2002): the network sees
        the hints, too, but was taught with half of them hidden.
    finding, told
        How likely a finding is by the network's score and by what the text says of the thing.
    """
    scaled = {
        head: scores[head][row].astype(np.float64) / temperatures.get(head, 1.0) for head in (*FRAME_HEADS, *PAIR_HEADS)
    }
    moved = np.zeros(len(CHOICES["effect"]))
    if hints is not None and trust is not None and hints.focus:
        if (effect := effect_of_hint(hints.focus)) is not None:
            moved[CHOICES["effect"].index(effect)] = trust["effect"]
        for at, code in enumerate(hints.fillers):
            if (filler := filler_of_hint(code)) is not None:
                slot, direction = filler
                scaled["slot"][at, CHOICES["slot"].index(slot)] += trust["slot"]
                if direction is not Direction.UNSPECIFIED:
                    scaled["direction"][at, CHOICES["direction"].index(direction)] += trust["direction"]
    if told is not None and trust is not None and told.changed is not None:
        scaled["radiation_changes_cargo"][CHOICES["radiation_changes_cargo"].index(told.changed)] += trust["change"]
    choices = {head: _softmax(scaled[head]) for head in CHOICES if head not in PAIR_HEADS}
    flags = {head: float(1 / (1 + np.exp(-scaled[head][0]))) for head in FLAGS}
    if finding is not None and told is not None:
        flags["finding"] = finding(float(scores["finding"][row][0]), told)
    return Answers(
        flags=flags,
        choices=choices,
        slot=_softmax(scaled["slot"]),
        direction=_softmax(scaled["direction"]),
        effect=_effect(choices, moved),
    )


def _effect(choices: Mapping[str, Floats], moved: Floats) -> Floats:
    """The effect read directly and composed from manipulation and outcome, as the geometric mean of the two, moved by
    what the rules tell (log-odds)."""
    composed = np.full(len(CHOICES["effect"]), 1e-6)
    for i, manipulation in enumerate(Manipulation):
        for j, observed in enumerate(Observed):
            at = CHOICES["effect"].index(compose_effect(manipulation, observed))
            composed[at] += choices["manipulation"][i] * choices["observed"][j]
    both = np.sqrt(np.maximum(choices["effect"], 1e-6) * composed) * np.exp(moved)
    return np.asarray(both / both.sum())


def _softmax(scores: Floats) -> Floats:
    raised = np.exp(scores - scores.max(axis=-1, keepdims=True))
    return np.asarray(raised / raised.sum(axis=-1, keepdims=True))
