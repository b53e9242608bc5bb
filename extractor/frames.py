"""The roles of a finding and the algebra of its signs.

The direction of an effect is composed, never memorised: *how the cargo was manipulated* times *what was observed*
gives what the present, active cargo does (annotation guidelines, "Composing the sign").
"""

from __future__ import annotations

from enum import StrEnum

__all__ = [
    "Direction",
    "Effect",
    "FindingType",
    "Manipulation",
    "Observed",
    "along",
    "compose_direction",
    "compose_effect",
]


class Manipulation(StrEnum):
    """How the cargo was changed where the outcome was observed."""

    NATIVE = "native"
    GAIN = "gain"
    LOSS = "loss"


class Observed(StrEnum):
    """What was seen of the tumour's response to radiation."""

    MORE_SENSITIVE = "more_sensitive"
    MORE_RESISTANT = "more_resistant"
    NO_CHANGE = "no_change"
    UNCLEAR = "unclear"


class Effect(StrEnum):
    """What the present, active cargo does to the tumour's response to radiation."""

    INCREASES = "increases_radiosensitivity"
    DECREASES = "decreases_radiosensitivity"
    NONE = "no_effect"
    NOT_STATED = "not_stated"

    @property
    def is_signed(self) -> bool:
        """Whether the effect has a direction."""
        return self in (Effect.INCREASES, Effect.DECREASES)


class Direction(StrEnum):
    """What the present, active cargo does to a target or a pathway."""

    INCREASES = "increases"
    DECREASES = "decreases"
    UNSPECIFIED = "unspecified"

    @property
    def inverse(self) -> Direction:
        """The opposite; unspecified stays so."""
        return _INVERSE[self]


class FindingType(StrEnum):
    """What kind of statement the finding is; several may hold."""

    MECHANISM = "mechanism"
    BIOMARKER = "biomarker"
    RADIATION_RESPONSE = "radiation_response"


_INVERSE = {
    Direction.INCREASES: Direction.DECREASES,
    Direction.DECREASES: Direction.INCREASES,
    Direction.UNSPECIFIED: Direction.UNSPECIFIED,
}

_OBSERVED_EFFECT = {
    Observed.MORE_SENSITIVE: Effect.INCREASES,
    Observed.MORE_RESISTANT: Effect.DECREASES,
    Observed.NO_CHANGE: Effect.NONE,
    Observed.UNCLEAR: Effect.NOT_STATED,
}

_INVERSE_EFFECT = {Effect.INCREASES: Effect.DECREASES, Effect.DECREASES: Effect.INCREASES}


def compose_effect(manipulation: Manipulation, observed: Observed) -> Effect:
    """The effect of the present cargo: a loss inverts what was observed, native and gain keep it.

    >>> compose_effect(Manipulation.LOSS, Observed.MORE_SENSITIVE).value
    'decreases_radiosensitivity'
    """
    effect = _OBSERVED_EFFECT[observed]
    return _INVERSE_EFFECT.get(effect, effect) if manipulation is Manipulation.LOSS else effect


def compose_direction(manipulation: Manipulation, observed: Direction) -> Direction:
    """The direction in which the present cargo moves a target or pathway that was seen to move as ``observed``."""
    return observed.inverse if manipulation is Manipulation.LOSS else observed


def along(*steps: Direction) -> Direction:
    """The sign of a chain of steps (sponging: decreases, decreases gives increases); unspecified if any step is.

    >>> along(Direction.DECREASES, Direction.DECREASES).value
    'increases'
    """
    if Direction.UNSPECIFIED in steps:
        return Direction.UNSPECIFIED
    return Direction.DECREASES if sum(step is Direction.DECREASES for step in steps) % 2 else Direction.INCREASES
