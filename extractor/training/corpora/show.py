"""Examples as short lines, to look at by eye what an adapter makes of a corpus."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from extractor.frames import Direction
from extractor.training.schema import Example, Span

__all__ = ["frames", "masked", "spans"]

_SIGNS = {None: "?", Direction.INCREASES: "+", Direction.DECREASES: "-", Direction.UNSPECIFIED: "~"}


def _words(example: Example, found: Iterable[Span]) -> str:
    return "=".join(example.text[span.start : span.end] for span in found)


def spans(example: Example) -> list[str]:
    """Each span as its words and type: ``miR-21:miRNA``."""
    return [f"{example.text[span.start : span.end]}:{span.type}" for span in example.spans]


def frames(example: Example) -> Iterator[str]:
    """Each frame in a line: actor, manipulation and marks, then every filler with its sign (``?`` where unlabelled).

    Mentions of one thing are joined by ``=``: ``miR-21 loss negated; targets+ PTEN=PTEN; ends~ glioma``.
    """
    for frame in example.frames:
        marks = [frame.manipulation, "hedged" if frame.hedged else None, "negated" if frame.negated else None]
        head = " ".join([_words(example, frame.actor) or "(none)", *(mark for mark in marks if mark)])
        fillers = (
            f"{slot}{_SIGNS[filler.direction]} {_words(example, filler.spans)}" for slot, filler in frame.fillers()
        )
        yield "; ".join([head, *fillers])


def masked(example: Example) -> list[str]:
    """Each masked pair: ``A | B``."""
    return [f"{_words(example, pair.left)} | {_words(example, pair.right)}" for pair in example.masked]
