"""How many threads each session of the runtime uses."""

from __future__ import annotations

import os

__all__ = ["set_threads", "threads"]

_count = 0


def set_threads(count: int) -> None:
    """The number for sessions opened from now on in this process; 0: as many as this process may use."""
    global _count
    _count = count


def threads() -> int:
    """The number of threads for a session."""
    return _count or _cores()


def _cores() -> int:
    """The cores that this process may run on, which may be fewer than there are."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0)) or 1
    return os.cpu_count() or 1
