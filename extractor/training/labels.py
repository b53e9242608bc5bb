"""Labels: what an example says to each question of the model, head by head, None where it does not say."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from extractor.frames import Direction, Effect, FindingType, Manipulation, Observed
from extractor.mentions.mention import Mention
from extractor.model.instance import Candidate, Instance
from extractor.training.schema import Example, Filler, Frame, Span

__all__ = ["FillerLabel", "Labels", "label"]


@dataclass(frozen=True, slots=True)
class FillerLabel:
    """Whether a candidate fills its slot (None: not said), and in which direction (None: not said, or it does not)."""

    fills: bool | None
    direction: Direction | None = None


@dataclass(frozen=True, slots=True)
class Labels:
    """The answers for one instance; ``candidates`` stand in the order of the instance's."""

    finding: bool | None
    candidates: tuple[FillerLabel, ...]
    effect: Effect | None = None
    manipulation: Manipulation | None = None
    observed: Observed | None = None
    vesicular: bool | None = None
    hedged: bool | None = None
    finding_types: tuple[FindingType, ...] | None = None
    radiation_changes_cargo: Direction | None = None


def label(instance: Instance, example: Example) -> Labels:
    """The labels that an example holds for an instance over the example's text.

    The frames whose actor shares a character with the focus are the focus's own. Where there are several (a review's
    studies of one cargo) their fillers are joined, and the values are those of the first with a signed effect, else
    of the first. A slot that the corpus marks exhaustively gives negatives; another gives none.
    """
    frames = [frame for frame in example.frames if _meet(instance.focus, frame.actor)]
    whole = bool(example.exhaustive)
    if not frames:
        return Labels(
            False if whole else None,
            tuple(FillerLabel(False if c.slot in example.exhaustive else None) for c in instance.candidates),
        )
    main = next((frame for frame in frames if frame.effect is not None and frame.effect.is_signed), frames[0])
    return Labels(
        finding=True,
        candidates=tuple(_filler(candidate, frames, example) for candidate in instance.candidates),
        effect=main.effect,
        manipulation=main.manipulation,
        observed=main.observed,
        vesicular=main.vesicular,
        hedged=main.hedged,
        finding_types=main.finding_types,
        radiation_changes_cargo=next((f.radiation_changes_cargo for f in frames if f.radiation_changes_cargo), None),
    )


def _filler(candidate: Candidate, frames: Sequence[Frame], example: Example) -> FillerLabel:
    fillers: list[Filler] = [f for frame in frames for f in getattr(frame, candidate.slot)]
    for filler in fillers:
        if _meet(candidate.mentions, filler.spans):
            return FillerLabel(True, filler.direction)
    # The same name in another slot is neither right nor wrong here: corpora draw the line between them elsewhere.
    other = "pathways" if candidate.slot == "targets" else "targets"
    elsewhere = [f for frame in frames for f in getattr(frame, other)]
    if any(_meet(candidate.mentions, filler.spans) for filler in elsewhere):
        return FillerLabel(None)
    return FillerLabel(False if candidate.slot in example.exhaustive else None)


def _meet(mentions: Iterable[Mention], spans: Iterable[Span]) -> bool:
    """Whether any mention shares a character with any span."""
    placed = [(span.start, span.end) for span in spans]
    return any(m.start < end and start < m.end for m in mentions for start, end in placed)
