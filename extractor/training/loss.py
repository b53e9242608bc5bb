"""The loss of a batch: cross-entropy head by head, each over the answers that are known."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor
from torch.nn import functional as F

from extractor.frames import FindingType
from extractor.model.heads import CHOICES, FLAGS, FRAME_HEADS, PAIR_HEADS
from extractor.training.questions import Asked

__all__ = ["WEIGHTS", "loss", "targets"]

#: How much each head counts. What the tuples are made of counts in full.
WEIGHTS = {
    "finding": 1.0, "gate": 0.5, "effect": 1.0, "manipulation": 0.5, "observed": 0.7, "radiation_changes_cargo": 0.7,
    "vesicular": 0.3, "hedged": 0.2, **{f"is_{kind}": 0.3 for kind in FindingType}, "slot": 2.0, "direction": 1.0,
}  # fmt: skip
_UNKNOWN = -1


def targets(asked: Sequence[Asked], most: int) -> dict[str, NDArray[np.int64]]:
    """The known answers by head, -1 where unknown: (questions), and (questions x things) for pairs."""
    found = {head: np.full(len(asked), _UNKNOWN, dtype=np.int64) for head in FRAME_HEADS}
    found |= {head: np.full((len(asked), most), _UNKNOWN, dtype=np.int64) for head in PAIR_HEADS}
    for row, one in enumerate(asked):
        labels = one.labels
        flags: dict[str, bool | None] = {
            "gate": labels.finding, "finding": labels.finding, "vesicular": labels.vesicular, "hedged": labels.hedged
        }  # fmt: skip
        for kind in FindingType:
            flags[f"is_{kind}"] = None if labels.finding_types is None else kind in labels.finding_types
        for head in FLAGS:
            if flags[head] is not None:
                found[head][row] = int(bool(flags[head]))
        for head in ("effect", "manipulation", "observed", "radiation_changes_cargo"):
            value = getattr(labels, head)
            if value is not None:
                found[head][row] = CHOICES[head].index(value)
        for at, filler in enumerate(labels.fillers):
            if filler.slot is not None:
                found["slot"][row, at] = CHOICES["slot"].index(filler.slot)
            if filler.direction is not None:
                found["direction"][row, at] = CHOICES["direction"].index(filler.direction)
    return found


def loss(
    scores: Mapping[str, Tensor], known: Mapping[str, Tensor], smoothing: float = 0.05
) -> tuple[Tensor, dict[str, Tensor]]:
    """The weighted sum over heads of the mean over known answers, and each head's own mean.

    A head without a known answer counts nothing; its own mean is then not a number. Nothing here waits for an
    accelerator: the shapes do not depend on the answers.
    """
    total = torch.zeros((), device=scores["finding"].device)
    parts: dict[str, Tensor] = {}
    for head, weight in WEIGHTS.items():
        answers, given = known[head], scores[head].float()
        count = (answers != _UNKNOWN).sum()
        if head in FLAGS:
            # The gate has to turn down what is none for certain: its answers are not smoothed.
            soft = 0.0 if head == "gate" else smoothing
            wanted = answers.float() * (1 - soft) + soft / 2
            each = F.binary_cross_entropy_with_logits(given.squeeze(-1), wanted, reduction="none")
            summed = (each * (answers != _UNKNOWN)).sum()
        else:
            summed = F.cross_entropy(
                given.reshape(-1, given.shape[-1]),
                answers.reshape(-1),
                ignore_index=_UNKNOWN,
                label_smoothing=smoothing,
                reduction="sum",
            )
        total = total + weight * summed / count.clamp(min=1)
        parts[head] = (weight * summed / count).detach()  # 0 / 0 is not a number
    return total, parts
