"""Labels: what an example says to each question of the model, head by head, None where it does not say."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from extractor.frames import Direction, Effect, FindingType, Manipulation, Observed
from extractor.mentions.mention import Mention
from extractor.mentions.outcome import pole
from extractor.model.scene import Scene, Thing
from extractor.training.corpora.kinds import MOLECULES
from extractor.training.schema import Example, Filler, Frame, Span

__all__ = ["FillerLabel", "Labels", "label"]

#: A mention and a span are the same name if they share this much of the longer one: "TGF-β" is not "TGF-β signalling".
_SAME = 0.5


@dataclass(frozen=True, slots=True)
class FillerLabel:
    """The slot that a thing fills, "none", or None: not said; and its direction, None: not said, or it fills none."""

    slot: str | None
    direction: Direction | None = None


@dataclass(frozen=True, slots=True)
class Labels:
    """The answers for one focus; ``fillers`` stand in the order of the scene's things."""

    finding: bool | None
    fillers: tuple[FillerLabel, ...]
    effect: Effect | None = None
    manipulation: Manipulation | None = None
    observed: Observed | None = None
    vesicular: bool | None = None
    hedged: bool | None = None
    finding_types: tuple[FindingType, ...] | None = None
    #: "none" where the corpus says that radiation changes nothing.
    radiation_changes_cargo: str | None = None

    @property
    def teaches(self) -> bool:
        """Whether any answer is known."""
        return self.finding is not None or any(filler.slot or filler.direction for filler in self.fillers)


def label(scene: Scene, focus: int, example: Example) -> Labels:
    """The labels that an example holds for a thing of a scene over the example's text.

    The frames whose actor is the focus are its own. Where there are several (a review's studies of one cargo) their
    fillers are joined, and the values are those of the first with a signed effect, else of the first. A slot that the
    corpus marks exhaustively gives negatives; another gives none. Whether a focus makes a *finding* is said only by
    corpora that label effects; what else the text relates to a thing that makes none is not asked.
    """
    thing = scene.things[focus]
    frames = [frame for frame in example.frames if _same(thing.mentions, frame.actor)]
    tells = "effect" in example.labelled
    if not frames:
        fillers = (
            tuple(FillerLabel(None) for _ in scene.things)
            if tells
            else tuple(_negative(thing, other, example) for other in scene.things)
        )
        return Labels(False if tells else None, fillers)
    main = next((frame for frame in frames if frame.effect is not None and frame.effect.is_signed), frames[0])
    # Where a window shows a part of the evidence alone, what the whole amounts to is not asked.
    whole = all(any(piece.start <= start < piece.end for piece in scene.window.pieces) for start, _ in main.evidence)
    changed = next((frame.radiation_changes_cargo for frame in frames if frame.radiation_changes_cargo), None)
    return Labels(
        finding=True if tells else None,
        fillers=tuple(
            FillerLabel(None) if at == focus else _filler(thing, other, frames, example)
            for at, other in enumerate(scene.things)
        ),
        effect=main.effect if whole else None,
        manipulation=main.manipulation if whole else None,
        observed=main.observed if whole else None,
        vesicular=main.vesicular,
        hedged=main.hedged,
        finding_types=main.finding_types,
        radiation_changes_cargo=(changed or "none") if tells else None,
    )


def _filler(thing: Thing, other: Thing, frames: Sequence[Frame], example: Example) -> FillerLabel:
    for frame in frames:
        for slot, filler in frame.fillers():
            if _same(other.mentions, filler.spans):
                return FillerLabel(slot if slot in example.exhaustive or slot == "ends" else None, filler.direction)
    if other.type == "outcome":
        return _outcome(other, frames)
    # A name within a longer one that fills a slot, or around it, is neither right nor wrong.
    fillers: list[Filler] = [filler for frame in frames for _, filler in frame.fillers()]
    if any(_meet(other.mentions, filler.spans) for filler in fillers):
        return FillerLabel(None)
    return _negative(thing, other, example)


def _outcome(other: Thing, frames: Sequence[Frame]) -> FillerLabel:
    """A phrase on the response to radiation is an end: a signed effect gives the direction in which it moves."""
    toward = pole(other.mentions[0])
    signed = [frame for frame in frames if frame.effect is not None and frame.effect.is_signed]
    inside = [
        frame
        for frame in signed
        if any(start <= m.start < end for m in other.mentions for start, end in frame.evidence)
    ]
    if toward is None or not inside:
        return FillerLabel(None)
    increases = (inside[0].effect is Effect.INCREASES) == (toward == "sensitivity")
    return FillerLabel("ends", Direction.INCREASES if increases else Direction.DECREASES)


def _negative(thing: Thing, other: Thing, example: Example) -> FillerLabel:
    slot = "targets" if other.type in MOLECULES else "pathways" if other.type == "pathway" else "ends"
    if slot not in example.exhaustive or other is thing:
        return FillerLabel(None)
    for pair in example.masked:
        for one, two in ((pair.left, pair.right), (pair.right, pair.left)):
            if _same(thing.mentions, one) and _same(other.mentions, two):
                return FillerLabel(None)
    return FillerLabel("none")


def _same(mentions: Iterable[Mention], spans: Iterable[Span]) -> bool:
    placed = [(span.start, span.end) for span in spans]
    return any(
        min(m.end, end) - max(m.start, start) >= _SAME * max(m.end - m.start, end - start)
        for m in mentions
        for start, end in placed
    )


def _meet(mentions: Iterable[Mention], spans: Iterable[Span]) -> bool:
    """Whether any mention shares a character with any span."""
    placed = [(span.start, span.end) for span in spans]
    return any(m.start < end and start < m.end for m in mentions for start, end in placed)
