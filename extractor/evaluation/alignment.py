"""One-to-one alignment of two lists by likeness."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypeVar

__all__ = ["align"]

Left = TypeVar("Left")
Right = TypeVar("Right")


def align(
    left: Sequence[Left], right: Sequence[Right], likeness: Callable[[Left, Right], tuple[float, ...] | None]
) -> list[tuple[Left, Right]]:
    """Pair the members of two lists, the most alike first; each has at most one partner.

    ``likeness`` gives numbers to compare (higher is more alike), or None for two that must not be paired. At equal
    likeness the earlier members are paired, so give both lists in an order of their own.
    """
    scored = [
        (likeness_, -at, -to)
        for at, one in enumerate(left)
        for to, other in enumerate(right)
        if (likeness_ := likeness(one, other)) is not None
    ]
    paired: list[tuple[Left, Right]] = []
    left_taken: set[int] = set()
    right_taken: set[int] = set()
    for _, at, to in sorted(scored, reverse=True):
        if -at not in left_taken and -to not in right_taken:
            left_taken.add(-at)
            right_taken.add(-to)
            paired.append((left[-at], right[-to]))
    return paired
