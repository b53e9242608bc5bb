"""What the model is asked of a focus and of each thing beside it: the heads, with the values they choose among."""

from __future__ import annotations

from extractor.frames import Direction, Effect, FindingType, Manipulation, Observed

__all__ = ["CHOICES", "FLAGS", "FRAME_HEADS", "PAIR_HEADS", "SLOTS", "width"]

#: Slots that a thing can fill; ``ends`` holds cancers, phenotypes and outcome phrases: their sign teaches the effect.
SLOTS = ("none", "targets", "pathways", "ends")
#: Heads that choose one value.
CHOICES: dict[str, tuple[str, ...]] = {
    "effect": tuple(Effect),
    "manipulation": tuple(Manipulation),
    "observed": tuple(Observed),
    "radiation_changes_cargo": ("none", Direction.INCREASES, Direction.DECREASES),
    "slot": SLOTS,
    "direction": tuple(Direction),
}
#: Heads that say yes or no, each for itself. ``gate`` is asked half-way through the encoder: what it turns down is not
#: read further.
FLAGS = ("gate", "finding", "vesicular", "hedged", *(f"is_{kind}" for kind in FindingType))
#: Heads of a focus, and heads of a focus with another thing.
FRAME_HEADS = ("effect", "manipulation", "observed", "radiation_changes_cargo", *FLAGS)
PAIR_HEADS = ("slot", "direction")


def width(head: str) -> int:
    """The number of scores that a head gives: one for each choice, one for a flag."""
    return len(CHOICES[head]) if head in CHOICES else 1
