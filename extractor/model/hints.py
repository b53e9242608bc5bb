"""What the rules read of a scene, as codes that the model takes as one more input beside the text.

The rules are precise where they speak and silent elsewhere; the model learns when to believe them (stacking, Wolpert
1992). Code 0 means that they were not asked, and is what the model sees half the time in training.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from extractor.finding import Filler, Finding
from extractor.frames import Direction, Effect
from extractor.mentions.mention import Mention
from extractor.model.scene import Scene

__all__ = ["FILLER_HINTS", "FOCUS_HINTS", "Hints", "effect_of_hint", "filler_of_hint", "findings_on", "hints"]

_EFFECTS = tuple(Effect)
_DIRECTIONS = tuple(Direction)
#: How many codes there are for a focus (not asked, no finding, a finding by its effect) and for a filler (not asked,
#: none, target by direction, pathway by direction).
FOCUS_HINTS = 2 + len(_EFFECTS)
FILLER_HINTS = 2 + 2 * len(_DIRECTIONS)


@dataclass(frozen=True, slots=True)
class Hints:
    """The codes for one focus and, in the order of the scene's things, for what fills its slots."""

    focus: int
    fillers: tuple[int, ...]

    @classmethod
    def unasked(cls, count: int) -> Hints:
        """The codes of rules that were not asked, for a scene of ``count`` things."""
        return cls(0, (0,) * count)


def hints(scene: Scene, focus: int, findings: Iterable[Finding]) -> Hints:
    """The rules' reading of one thing of a scene, from their findings on it (see :func:`findings_on`)."""
    thing = scene.things[focus]
    own = [finding for finding in findings if is_about(finding, thing.type, thing.mentions)]
    if not own:
        return Hints(1, (1,) * len(scene.things))
    main = next((finding for finding in own if finding.effect.is_signed), own[0])
    codes = []
    for other in scene.things:
        code = 1
        for finding in own:
            for first, fillers in ((2, finding.targets), (2 + len(_DIRECTIONS), finding.pathways)):
                if (filler := _filling(fillers, other.mentions)) is not None:
                    code = first + _DIRECTIONS.index(filler.direction)
        codes.append(code)
    return Hints(2 + _EFFECTS.index(main.effect), tuple(codes))


def effect_of_hint(code: int) -> Effect | None:
    """The effect that a focus's code tells; None where the rules were not asked or found nothing."""
    return _EFFECTS[code - 2] if code >= 2 else None


def filler_of_hint(code: int) -> tuple[str, Direction] | None:
    """The slot and direction that a filler's code tells; None where it tells none."""
    if code < 2:
        return None
    slot, direction = divmod(code - 2, len(_DIRECTIONS))
    return ("targets", "pathways")[slot], _DIRECTIONS[direction]


def findings_on(scene: Scene, findings: Iterable[Finding]) -> list[Finding]:
    """The findings with evidence in a scene's window."""
    starts = sorted((piece.start, piece.end) for piece in scene.window.pieces)

    def is_inside(place: int) -> bool:
        at = bisect_right(starts, place, key=lambda piece: piece[0]) - 1
        return at >= 0 and place < starts[at][1]

    return [finding for finding in findings if any(is_inside(start) for start, _ in finding.evidence)]


def is_about(finding: Finding, type: str, mentions: Sequence[Mention]) -> bool:
    """Whether a finding of the rules is on a thing of this type with these mentions."""
    if finding.cargo is None:
        return type == "exosome"
    return any(m.name == finding.cargo.name or m.start == finding.cargo.start for m in mentions)


def _filling(fillers: Sequence[Filler], mentions: Sequence[Mention]) -> Filler | None:
    return next(
        (f for f in fillers if any(f.mention.start == m.start or f.mention.name == m.name for m in mentions)), None
    )
