"""Findings that contradict each other, and what differs between them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

__all__ = ["AGAINST", "ASPECTS", "MOST_RIVALS", "Conflict", "Context", "Told", "compare"]

_UP, _DOWN, _NONE = "increases_radiosensitivity", "decreases_radiosensitivity", "no_effect"
#: The effects that contradict an effect.
AGAINST = {_UP: (_DOWN, _NONE), _DOWN: (_UP, _NONE), _NONE: (_UP, _DOWN)}
#: Findings that are named as the other side of one finding; what is beyond is counted in n_contradicting.
MOST_RIVALS = 20
#: What may differ between findings that contradict each other, by the name that readers see.
ASPECTS = ("cancer", "donor", "manipulation")


@dataclass(frozen=True, slots=True)
class Told:
    """What papers name of one thing: the keys by which names are compared, and how they are written."""

    keys: frozenset[str]
    text: str

    @classmethod
    def of(cls, spellings: Mapping[str, str]) -> Told:
        """From spellings by key."""
        return cls(frozenset(spellings), ", ".join(sorted(spellings.values())))


@dataclass(frozen=True, slots=True, eq=False)
class Context:
    """Where a finding was made: what its papers name of each of :data:`ASPECTS`, in that order; nothing, or a value.

    Known by identity, since contexts are made once and looked up a million times.
    """

    told: tuple[Told, ...]


@dataclass(frozen=True, slots=True)
class Conflict:
    """``kind`` is None, ``direct`` or ``contextual``; ``others`` are finding ids; ``differs`` says what differs."""

    kind: str | None = None
    others: tuple[str, ...] = ()
    differs: tuple[str, ...] = ()


def compare(mine: Context, against: Sequence[tuple[str, Context]]) -> Conflict:
    """The conflict of a finding with those that contradict it, given by id and in the order of their ids.

    It is direct if one of them was made in the same context, as far as the texts tell; else contextual. What both state
    and share no value of is a difference: "cancer: glioma / HNSCC, NSCLC".
    """
    if not against:
        return Conflict()
    stated = [(at, told) for at, told in enumerate(mine.told) if told.keys]
    differences: dict[int, set[str]] = {at: set() for at, _ in stated}
    direct = False
    for _, other in against:
        differs = False
        for at, told in stated:
            theirs = other.told[at]
            if theirs.keys and told.keys.isdisjoint(theirs.keys):
                differences[at].add(theirs.text)
                differs = True
        direct |= not differs
    differing = tuple(
        f"{ASPECTS[at]}: {told.text} / {', '.join(sorted(differences[at]))}" for at, told in stated if differences[at]
    )
    return Conflict("direct" if direct else "contextual", tuple(name for name, _ in against), differing)
