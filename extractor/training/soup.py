"""One network out of several that were trained from the same start: the mean of their weights.

Wortsman et al. 2022 (ICML, "Model soups: averaging weights of multiple fine-tuned models improves accuracy without
increasing inference time"). It holds only for networks that set out from the same weights.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import torch

__all__ = ["soup"]


def soup(weights: Sequence[Mapping[str, torch.Tensor]]) -> dict[str, torch.Tensor]:
    """The mean of the weights by name; whole numbers, which are no weights, are those of the first.

    Raises
    ------
    ValueError
        If there are none.
    """
    if not weights:
        raise ValueError("no weights to average")
    return {
        name: torch.stack([one[name] for one in weights]).mean(0) if first.dtype.is_floating_point else first.clone()
        for name, first in weights[0].items()
    }
