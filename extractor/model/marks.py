"""Marks: the words of a sentence that carry a sign, as codes beside those of mentions.

A small encoder trained on some thousands of signs learns slowly that blunted, dampened and shut off are one thing. The
rules know (:mod:`extractor.rules.cues`); their word classes are laid under the words as mention types are, and what the
classes amount to in a sentence is for the model to learn.
"""

from __future__ import annotations

from collections.abc import Iterator

from extractor.frames import Direction
from extractor.rules.cues import Cue, CueKind, find_cues

__all__ = ["CODES", "KINDS", "MARKS", "cue_marks"]

#: Types of mentions; "" is no mention at all. The last five are types that only training corpora mark.
KINDS = (
    "", "miRNA", "circRNA", "lncRNA", "mRNA", "protein", "pathway", "cancer", "cell", "fluid", "exosome", "radiation",
    "outcome", "chemical", "disease", "phenotype", "variant", "other",
)  # fmt: skip

#: What a sub-word or a thing can be marked as: a type of mention, the pole of an outcome, the class of a cue.
MARKS = (
    *KINDS, "sensitivity", "resistance", "up", "down", "changes", "means", "loss", "gain", "not", "hedge", "rescue",
    "marker", "association",
)  # fmt: skip
_OF_KIND = {
    CueKind.MEDIATION: "means",
    CueKind.LOSS: "loss",
    CueKind.GAIN: "gain",
    CueKind.NEGATION: "not",
    CueKind.HEDGE: "hedge",
    CueKind.RESCUE: "rescue",
    CueKind.MARKER: "marker",
    CueKind.ASSOCIATION: "association",
}
_OF_DIRECTION = {Direction.INCREASES: "up", Direction.DECREASES: "down", Direction.UNSPECIFIED: "changes"}
#: The position of each in :data:`MARKS`.
CODES = {name: code for code, name in enumerate(MARKS)}


def cue_marks(sentence: str) -> Iterator[tuple[int, int, int]]:
    """The cues of a sentence as (start, end, position in :data:`MARKS`); offsets count from the sentence's start."""
    for cue in find_cues(sentence):
        name = _name(cue)
        if name is not None:
            yield cue.start, cue.end, CODES[name]


def _name(cue: Cue) -> str | None:
    return _OF_DIRECTION[cue.direction] if cue.kind is CueKind.RELATION else _OF_KIND.get(cue.kind)
