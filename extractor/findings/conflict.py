"""Findings that contradict each other, and what differs between them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

__all__ = ["AGAINST", "MOST_RIVALS", "Conflict", "Context", "compare"]

_UP, _DOWN, _NONE = "increases_radiosensitivity", "decreases_radiosensitivity", "no_effect"
#: The effects that contradict an effect.
AGAINST = {_UP: (_DOWN, _NONE), _DOWN: (_UP, _NONE), _NONE: (_UP, _DOWN)}
#: Findings that are named as the other side of one finding; what is beyond is counted in n_contradicting.
MOST_RIVALS = 20


@dataclass(frozen=True, slots=True)
class Context:
    """Where a finding was made: for each of cancer, donor and manipulation what its papers name, key to spelling."""

    values: Mapping[str, Mapping[str, str]]


@dataclass(frozen=True, slots=True)
class Conflict:
    """``kind`` is None, ``direct`` or ``contextual``; ``others`` are finding ids; ``differs`` says what differs."""

    kind: str | None = None
    others: tuple[str, ...] = ()
    differs: tuple[str, ...] = ()


def _differences(one: Context, other: Context) -> list[str]:
    """What both state and share no value of: "cancer: glioma / NSCLC"."""
    return [
        f"{what}: {', '.join(sorted(mine.values()))} / {', '.join(sorted(theirs.values()))}"
        for what, mine in one.values.items()
        if mine and (theirs := other.values[what]) and not mine.keys() & theirs.keys()
    ]


def compare(mine: Context, against: Sequence[tuple[str, Context]]) -> Conflict:
    """The conflict of a finding with those that contradict it, given by id and in the order of their ids.

    It is direct if one of them was made in the same context, as far as the texts tell; else contextual.
    """
    if not against:
        return Conflict()
    told = [(name, _differences(mine, context)) for name, context in against]
    kind = "contextual" if all(differences for _, differences in told) else "direct"
    return Conflict(kind, tuple(n for n, _ in told), tuple(sorted({d for _, ds in told for d in ds})))
