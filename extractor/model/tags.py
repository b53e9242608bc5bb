"""Tags of mentions over the sub-words of a window: begin, inside, outside (BIO), and how scores of tags are read.

A mention consists of whole words, where a word is a run of letters and digits, so that "miR-21" can be one in
"miR-21-containing"; decoding never proposes anything else, and no mention leaves its sentence.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from extractor.model.windows import Window

__all__ = ["OUTSIDE", "TAGS", "TAG_TYPES", "Tagged", "begin", "decode", "inside", "is_within_word", "starts"]

TAG_TYPES = ("molecule", "pathway", "disease", "chemical")
#: O, then a B and an I for each type.
TAGS = ("O", *(f"{mark}-{kind}" for kind in TAG_TYPES for mark in "BI"))
OUTSIDE = 0
_BRACKETS = {")": "(", "]": "["}


@dataclass(frozen=True, slots=True)
class Tagged:
    """Characters ``start`` to ``end`` of the document with one of :data:`TAG_TYPES`.

    ``score`` is the mean probability of the chosen tags over the mention's sub-words.
    """

    start: int
    end: int
    type: str
    score: float


def begin(kind: str) -> int:
    """The tag of the first sub-word of a mention of this type."""
    return 1 + 2 * TAG_TYPES.index(kind)


def inside(kind: str) -> int:
    """The tag of the further sub-words of a mention of this type."""
    return 2 + 2 * TAG_TYPES.index(kind)


def is_within_word(text: str, at: int) -> bool:
    """Whether the characters before and at ``at`` belong to one word."""
    return 0 < at < len(text) and text[at - 1].isalnum() and text[at].isalnum()


#: How a sub-word stands to the one before: first of a sentence, first of a word, or further into the word.
_SENTENCE, _WORD, _FURTHER = range(3)


def starts(window: Window, text: str) -> Iterator[tuple[int, int]]:
    """The sub-words that have characters, in order: position in the window, and 0 if the sub-word is the first of a
    sentence (or of the part of one that the window holds), 1 of a word, 2 if it continues a word."""
    piece, last, reached = -1, -1, 0
    for at, (start, end) in enumerate(window.offsets):
        if start >= end:
            continue
        while piece < 0 or (piece + 1 < len(window.pieces) and start >= window.pieces[piece].end):
            piece += 1
        if piece != last:
            how = _SENTENCE
        elif start < reached or is_within_word(text, start):  # two sub-words of one character share its offset
            how = _FURTHER
        else:
            how = _WORD
        yield at, how
        last, reached = piece, end


def _transitions() -> NDArray[np.float64]:
    """Log weights (how the sub-word stands x tag before x tag): 0 where allowed, else minus infinity."""
    allowed = np.full((3, len(TAGS), len(TAGS)), -np.inf)
    allowed[:_FURTHER, :, OUTSIDE] = 0.0
    allowed[_FURTHER, OUTSIDE, OUTSIDE] = 0.0
    for kind in TAG_TYPES:
        b, i = begin(kind), inside(kind)
        allowed[:_FURTHER, :, b] = 0.0
        allowed[_WORD:, [b, i], i] = 0.0
    return allowed


_TRANSITIONS = _transitions()


def decode(window: Window, scores: NDArray[Any], text: str) -> list[Tagged]:
    """The mentions of the most probable sequence of tags that is valid, by Viterbi's algorithm; sorted, disjoint.

    Parameters
    ----------
    window
        A window of the document.
    scores
        Logits or log-probabilities (sub-words of the window x :data:`TAGS`).
    text
        The document's text.
    """
    units = list(starts(window, text))
    if not units:
        return []
    logs = np.asarray(scores, dtype=np.float64)[[at for at, _ in units]]
    logs = logs - logs.max(axis=1, keepdims=True)
    logs -= np.log(np.exp(logs).sum(axis=1, keepdims=True))
    best = logs[0] + _TRANSITIONS[_SENTENCE, OUTSIDE]
    back = np.zeros(logs.shape, dtype=np.int64)
    for row in range(1, len(units)):
        reached = best[:, None] + _TRANSITIONS[units[row][1]]
        back[row] = reached.argmax(axis=0)
        best = reached.max(axis=0) + logs[row]
    path = [int(best.argmax())]
    for row in range(len(units) - 1, 0, -1):
        path.append(int(back[row, path[-1]]))
    path.reverse()
    found: list[Tagged] = []
    row = 0
    while row < len(path):
        first = row
        row += 1
        if path[first] == OUTSIDE:
            continue
        while row < len(path) and path[row] == path[first] + 1:
            row += 1
        rows = range(first, row)
        place = _trimmed(text, window.offsets[units[first][0]][0], window.offsets[units[row - 1][0]][1])
        if place is not None:
            score = float(np.mean([np.exp(logs[one, path[one]]) for one in rows]))
            found.append(Tagged(*place, TAG_TYPES[(path[first] - 1) // 2], score))
    return found


def _trimmed(text: str, start: int, end: int) -> tuple[int, int] | None:
    """A mention without marks at its ends and without half a pair of brackets; None where no whole word is left."""
    while True:
        while start < end and not (text[start].isalnum() or _pairs(text, start, end, start)):
            start += 1
        while end > start and not (_ends_word(text[end - 1]) or _pairs(text, start, end, end - 1)):
            end -= 1
        cut = _unmatched(text, start, end)
        if cut is None:
            break
        start, end = (start, cut) if any(letter.isalnum() for letter in text[start:cut]) else (cut + 1, end)
    if not any(letter.isalpha() for letter in text[start:end]):
        return None
    # A window that ends within a word cuts the mention, too.
    return None if is_within_word(text, start) or is_within_word(text, end) else (start, end)


def _ends_word(mark: str) -> bool:
    return mark.isalnum() or mark == "+"  # Ca2+, CD4+


def _pairs(text: str, start: int, end: int, at: int) -> bool:
    """Whether a bracket at an end of a mention belongs to it: its other half is inside, but not at the other end."""
    if text[at] not in "()[]":
        return False
    enclosed = (text[start], text[end - 1]) in (("(", ")"), ("[", "]"))
    return not enclosed and _unmatched(text, start, end) is None


def _unmatched(text: str, start: int, end: int) -> int | None:
    """The place of the first bracket without its other half."""
    open_: list[int] = []
    for at in range(start, end):
        if text[at] in "([":
            open_.append(at)
        elif text[at] in _BRACKETS:
            if not open_ or text[open_[-1]] != _BRACKETS[text[at]]:
                return at
            open_.pop()
    return open_[0] if open_ else None
