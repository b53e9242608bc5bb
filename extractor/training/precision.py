"""Where and in which number format this machine trains fastest: an accelerator if there is one, else the processor."""

from __future__ import annotations

import os
import time
from contextlib import AbstractContextManager
from functools import lru_cache

import torch

__all__ = ["autocast", "device", "has_fast_bfloat16", "loaders"]

#: Processes that make batches ready for an accelerator, at most.
_MOST_LOADERS = 12


def device() -> torch.device:
    """The accelerator, if torch sees one, else the processor."""
    return torch.device("cuda" if torch.cuda.is_available() else "cpu")


def loaders() -> int:
    """Processes that make batches ready: none beside a processor that trains itself, for it would wait on them."""
    return min(_MOST_LOADERS, max(1, (os.cpu_count() or 1) - 2)) if device().type == "cuda" else 0


@lru_cache(maxsize=1)
def has_fast_bfloat16() -> bool:
    """Whether a product of matrices takes less time in bfloat16 than in float32; measured, since flags mislead: on
    processors bfloat16 is several times faster, or 70 times slower."""
    if device().type == "cuda":
        return True

    def seconds(dtype: torch.dtype) -> float:
        left, right = torch.ones(512, 384, dtype=dtype), torch.ones(384, 384, dtype=dtype)
        left @ right
        began = time.perf_counter()
        for _ in range(3):
            left @ right
        return time.perf_counter() - began

    return seconds(torch.bfloat16) < 0.8 * seconds(torch.float32)


def autocast() -> AbstractContextManager[object]:
    """Forward passes in bfloat16 where that is faster, else as they are."""
    return torch.autocast(device().type, dtype=torch.bfloat16, enabled=has_fast_bfloat16())
