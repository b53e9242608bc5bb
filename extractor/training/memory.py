"""Memory that is kept between the steps of a training."""

from __future__ import annotations

import ctypes

__all__ = ["keep_memory"]

_TRIM_THRESHOLD, _MMAP_MAX = -1, -4
_MOST = 2**31 - 1


def keep_memory() -> None:
    """Have the C library keep what is freed.

    By default it hands large blocks back to the system at once and asks for them again in the next step; every page is
    then faulted in anew, which made a step up to twice as long. Elsewhere than on glibc nothing is done.
    """
    try:
        mallopt = ctypes.CDLL(None).mallopt
    except (AttributeError, OSError):
        return
    mallopt(_MMAP_MAX, 0)
    mallopt(_TRIM_THRESHOLD, _MOST)
