"""The order in which a page is read: gutters, bands between what spans them, columns within a band."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from extractor.readers.pdf_lines import Line, make_line, split_lines

__all__ = ["Column", "common_gutters", "page_columns"]

#: A gutter is at least this wide, in multiples of the page's text size, and has this much text at either side.
_GUTTER_WIDTH = 0.6
_GUTTER_HEIGHT = 4.0


@dataclass(frozen=True, slots=True)
class Column:
    """Lines read one after the other, top to bottom; ``x0`` and ``x1`` are the edges that most of them share.

    ``shared`` says whether enough lines end at the right edge for it to tell a full line from a short one.
    """

    lines: tuple[Line, ...]
    x0: float
    x1: float
    shared: bool


@dataclass(frozen=True, slots=True)
class _Gutter:
    """A strip that no line crosses between the heights ``y0`` and ``y1``; ``score`` is how much text flanks it."""

    x0: float
    x1: float
    y0: float
    y1: float
    score: float


Known = Sequence[tuple[float, float]]


def common_gutters(pages: Sequence[Sequence[Line]]) -> list[tuple[float, float]]:
    """The gutters (left, right) that several pages of a document share: on any page, less text tells of them."""
    found = [gutter for lines in pages if lines and (gutter := _gutter(lines, _text_size(lines))) is not None]
    strips = [(g.x0, g.x1) for g in found]
    return [
        s
        for s in strips
        if sum(min(s[1], t[1]) - max(s[0], t[0]) > 0.5 * (s[1] - s[0]) for t in strips) >= max(2, len(pages) // 4)
    ]


def page_columns(lines: Sequence[Line], known: Known = ()) -> list[Column]:
    """Order the lines of one page as they are read; ``known`` are gutters that other pages have."""
    if not lines:
        return []
    size = _text_size(lines)
    cut = _cut_at_gaps(lines, size)
    return [_column(group) for group in _ordered(cut, size, known) if group]


def _text_size(lines: Sequence[Line]) -> float:
    weights: dict[float, int] = {}
    for line in lines:
        weights[line.size] = weights.get(line.size, 0) + len(line.pieces)
    return max(weights, key=lambda size: weights[size])


def _cut_at_gaps(lines: Sequence[Line], size: float) -> list[Line]:
    """Cut lines that run over a gutter, where the page's gutters are known from its other lines."""
    wide = [
        line
        for line in lines
        if any(q.x0 - p.x1 > 0.5 * line.size for p, q in zip(line.pieces, line.pieces[1:], strict=False))
    ]
    if not wide:
        return list(lines)
    # Assume that every wide gap is a cut; the gutters which then show are the ones to cut at.
    parts: list[Line] = []
    for line in lines:
        pieces = [line.pieces[0]]
        for piece in line.pieces[1:]:
            if piece.x0 - pieces[-1].x1 > 0.75 * line.size:
                parts.append(make_line(pieces, line.page))
                pieces = []
            pieces.append(piece)
        parts.append(make_line(pieces, line.page))
    strips: list[tuple[float, float, float, float]] = []
    rest = parts
    while (gutter := _gutter(rest, size)) is not None and len(strips) < 12:
        strips.append((gutter.x0, gutter.x1, gutter.y0, gutter.y1))
        middle = (gutter.x0 + gutter.x1) / 2
        inside = [line for line in rest if gutter.y0 <= line.y <= gutter.y1]
        outside = [line for line in rest if not gutter.y0 <= line.y <= gutter.y1]
        left = [line for line in inside if (line.x0 + line.x1) / 2 < middle]
        right = [line for line in inside if (line.x0 + line.x1) / 2 >= middle]
        rest = max((outside, left, right), key=lambda part: len(part))
    return split_lines(list(lines), strips) if strips else list(lines)


def _gutter(lines: Sequence[Line], size: float, known: Known = ()) -> _Gutter | None:
    """The vertical strip that most text flanks on both sides and no line crosses, over some height.

    In a strip that is ``known`` from other pages, a line at either side is enough.
    """
    if len(lines) < (2 if known else 4):
        return None
    left_edge, right_edge = min(line.x0 for line in lines), max(line.x1 for line in lines)
    extent = right_edge - left_edge
    prose = [line for line in lines if line.x1 - line.x0 > 0.1 * extent]
    if len(prose) < (2 if known else 4) or extent < 10 * size:
        return None
    low = min(line.bottom for line in prose)
    rows, bins = int((max(line.top for line in prose) - low) / 2) + 2, int(extent) + 2
    ink = np.zeros((rows, bins), dtype=bool)
    for line in prose:
        row = slice(int((line.bottom - low) / 2), int((line.top - low) / 2) + 1)
        ink[row, int(line.x0 - left_edge) : int(line.x1 - left_edge) + 1] = True
    left = np.logical_or.accumulate(ink, axis=1)
    right = np.logical_or.accumulate(ink[:, ::-1], axis=1)[:, ::-1]
    # For each strip, the longest stretch without ink in it, counted in rows that have ink on both of its sides.
    flanked = np.cumsum(left & right & ~ink, axis=0, dtype=np.int32)
    since = flanked - np.maximum.accumulate(np.where(ink, flanked, 0), axis=0)
    score = since.max(axis=0) * 2.0
    for _ in range(8):
        best = float(score.max())
        if best < (0.4 if known else _GUTTER_HEIGHT) * size:
            break
        at = _middle(score >= 0.97 * best)
        end = int(since[:, at].argmax())
        above = np.flatnonzero(ink[end:, at])
        below = np.flatnonzero(ink[:end, at])
        y0 = low + 2 * (int(below[-1]) + 1) if len(below) else -np.inf
        y1 = low + 2 * (end + int(above[0])) if len(above) else np.inf
        first = last = at
        while first > 0 and score[first - 1] >= 0.8 * score[at]:
            first -= 1
        while last + 1 < bins and score[last + 1] >= 0.8 * score[at]:
            last += 1
        score[first : last + 1] = 0.0
        x0, x1 = left_edge + first, left_edge + last + 1
        if x1 - x0 < _GUTTER_WIDTH * size:
            continue
        if any(min(x1, b) - max(x0, a) > 0.7 * (b - a) for a, b in known):
            return _Gutter(x0, x1, y0, y1, best)
        if best < _GUTTER_HEIGHT * size:
            continue
        inside = [line for line in prose if y0 - 1 <= line.y <= y1]
        aside = [line for line in inside if line.x1 <= x1], [line for line in inside if line.x0 >= x0]
        if all(_is_column(side, 0.12 * extent) for side in aside):
            return _Gutter(x0, x1, y0, y1, best)
    return None


def _middle(chosen: NDArray[np.bool_]) -> int:
    """The middle of the longest stretch of ``chosen``."""
    edges = np.flatnonzero(np.diff(np.concatenate(([0], chosen.astype(np.int8), [0]))))
    starts, ends = edges[::2], edges[1::2]
    longest = int((ends - starts).argmax())
    return int((starts[longest] + ends[longest] - 1) // 2)


def _is_column(lines: Sequence[Line], width: float) -> bool:
    """Whether the lines at one side of a strip are text, not numbers or labels."""
    return sum(line.x1 - line.x0 > width and len(line.pieces) >= 2 for line in lines) >= 3


def _ordered(lines: Sequence[Line], size: float, known: Known) -> list[list[Line]]:
    """Groups of lines in reading order: what stands above a gutter, its left side, its right side, what is below."""
    gutter = _gutter(lines, size, known)
    if gutter is None:
        return [sorted(lines, key=lambda line: (-round(line.y, 1), line.x0))] if lines else []
    middle = (gutter.x0 + gutter.x1) / 2
    inside = [line for line in lines if gutter.y0 <= line.y <= gutter.y1]
    parts = (
        [line for line in lines if line.y > gutter.y1],
        [line for line in inside if (line.x0 + line.x1) / 2 < middle],
        [line for line in inside if (line.x0 + line.x1) / 2 >= middle],
        [line for line in lines if line.y < gutter.y0],
    )
    if max(map(len, parts)) == len(lines):
        return [sorted(lines, key=lambda line: (-round(line.y, 1), line.x0))]
    return [group for part in parts for group in _ordered(part, size, known)]


def _column(lines: Sequence[Line]) -> Column:
    """The column that ``lines`` make: its edges are the outermost ones that several lines share."""
    wide = [line for line in lines if len(line.pieces) > 2] or list(lines)
    x0 = _edge([line.x0 for line in wide], min)
    x1 = _edge([line.x1 for line in wide], max)
    reached = sum(abs(line.x1 - x1) < 0.6 * line.size for line in wide)
    return Column(tuple(lines), x0, x1, reached >= 3 and reached * 5 >= len(wide))


def _edge(values: list[float], outer: object) -> float:
    """The coordinate that most of ``values`` lie at, within a point."""
    counts: dict[int, int] = {}
    for value in values:
        counts[round(value)] = counts.get(round(value), 0) + 1
    most = max(counts.values())
    near = [value for value in counts if counts[value] >= 0.6 * most]
    chosen = min(near) if outer is min else max(near)
    return float(chosen)
