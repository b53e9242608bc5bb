"""Printed lines: glyphs joined to pieces of one style, pieces to lines within one column."""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

import numpy as np

from extractor.readers.pdf_glyphs import Glyphs

__all__ = ["Line", "Piece", "page_lines", "split_lines"]

#: Spacing accents that TeX draws as glyphs of their own over the next letter, and their combining forms.
_ACCENTS = dict(zip("´`¨ˆ˜¸˚ˇ¯", "\u0301\u0300\u0308\u0302\u0303\u0327\u030a\u030c\u0304", strict=True))


@dataclass(frozen=True, slots=True)
class Piece:
    """Glyphs of one style that touch: a word or part of one. ``order`` is when it is drawn; ``gap`` whether space
    precedes it in its line."""

    text: str
    x0: float
    x1: float
    y: float
    size: float
    bold: bool
    italic: bool
    order: int
    gap: bool
    font: str


@dataclass(frozen=True, slots=True)
class Line:
    """A printed line, or the part of one that lies in one column.

    ``y`` is its baseline, ``size`` the font size of most of its letters.
    """

    pieces: tuple[Piece, ...]
    x0: float
    x1: float
    y: float
    size: float
    bold: bool
    italic: bool
    font: str
    page: int

    @property
    def text(self) -> str:
        """The characters as printed, words set apart by single spaces."""
        return "".join((" " if p.gap and at else "") + p.text for at, p in enumerate(self.pieces))

    @property
    def top(self) -> float:
        """Upper edge of the line's letters."""
        return self.y + 0.8 * self.size

    @property
    def bottom(self) -> float:
        """Lower edge of the line's letters."""
        return self.y - 0.2 * self.size

    @property
    def order(self) -> int:
        """When the line's first piece is drawn."""
        return self.pieces[0].order


def make_line(pieces: Sequence[Piece], page: int) -> Line:
    """A line of ``pieces``, whose size, baseline and weight are those of most of its letters."""
    sizes: Counter[float] = Counter()
    bases: Counter[float] = Counter()
    fonts: Counter[str] = Counter()
    bold = italic = total = 0
    for piece in pieces:
        count = len(piece.text)
        sizes[round(piece.size, 1)] += count
        total += count
        fonts[piece.font] += count
        bold += count * piece.bold
        italic += count * piece.italic
    size = sizes.most_common(1)[0][0] if sizes else 0.0
    for piece in pieces:
        if abs(piece.size - size) < 0.15:
            bases[round(piece.y, 1)] += len(piece.text)
    base = bases.most_common(1)[0][0] if bases else pieces[0].y
    return Line(
        tuple(pieces),
        min(p.x0 for p in pieces),
        max(p.x1 for p in pieces),
        base,
        size,
        bold > 0.8 * total,
        italic > 0.8 * total,
        fonts.most_common(1)[0][0],
        page,
    )


def page_pieces(glyphs: Glyphs) -> list[Piece]:
    """Join glyphs that are drawn one after the other, touch, and share a style."""
    glyphs = _accented(glyphs)
    count = len(glyphs.text)
    if not count:
        return []
    x0, x1, y, size, font = glyphs.x0, glyphs.x1, glyphs.y, glyphs.size, glyphs.font
    gap = np.concatenate(([0.0], x0[1:] - x1[:-1]))
    larger = np.concatenate(([1.0], np.maximum(size[1:], size[:-1])))
    relative = gap / np.maximum(larger, 0.5)
    moved = np.concatenate(([True], np.abs(np.diff(y)) > 0.04 * larger[1:]))
    resized = np.concatenate(([True], np.abs(np.diff(size)) > 0.03 * larger[1:]))
    styles = np.array([f.bold * 2 + f.italic for f in glyphs.fonts], dtype=np.int64)[font]
    restyled = np.concatenate(([True], styles[1:] != styles[:-1]))
    # A ligature comes as several characters with one box.
    stacked = np.concatenate(([False], (np.abs(np.diff(x0)) < 0.01) & (np.abs(np.diff(x1)) < 0.01)))
    jumped = ((relative < -0.5) | (relative > 1.0)) & ~stacked
    # A space glyph counts unless the glyphs around it touch; without one, a gap of a quarter of the size does, or a
    # smaller one that pdfium, which knows the font's own space, also takes for a space.
    space = (glyphs.spaced & (relative > 0.03)) | (relative > 0.25) | (glyphs.hinted & (relative > 0.1))
    starts = np.flatnonzero(moved | resized | restyled | jumped | space)
    starts_list = starts.tolist()
    ends = [*starts_list[1:], count]
    texts = glyphs.text
    pieces = []
    for a, b, spaced in zip(starts_list, ends, (space | jumped)[starts].tolist(), strict=True):
        text = "".join(texts[a:b])
        if not text:
            continue
        face = glyphs.fonts[int(font[a])]
        pieces.append(
            Piece(
                text,
                float(x0[a]),
                float(x1[a:b].max()),
                float(y[a]),
                float(size[a]),
                face.bold,
                face.italic,
                a,
                spaced,
                face.name,
            )
        )
    return _without_overprint(pieces)


def _accented(glyphs: Glyphs) -> Glyphs:
    """Put accents that are drawn as glyphs of their own onto the letters they lie over, wherever they are drawn."""
    marks = [at for at, text in enumerate(glyphs.text) if text in _ACCENTS]
    if not marks:
        return glyphs
    texts = list(glyphs.text)
    kept = np.ones(len(texts), dtype=bool)
    for at in marks:
        middle = (glyphs.x0[at] + glyphs.x1[at]) / 2
        near = (np.abs(glyphs.y - glyphs.y[at]) < 0.4 * glyphs.size[at]) & (glyphs.x0 <= middle) & (middle <= glyphs.x1)
        letter = next((k for k in np.flatnonzero(near).tolist() if k != at and glyphs.text[k].isalpha()), None)
        if letter is not None:
            base = {"ı": "i", "ȷ": "j"}.get(texts[letter], texts[letter])
            texts[letter] = unicodedata.normalize("NFC", base + _ACCENTS[glyphs.text[at]])
            kept[at] = False
    return replace(
        glyphs,
        text=[text for text, keep in zip(texts, kept.tolist(), strict=True) if keep],
        x0=glyphs.x0[kept],
        x1=glyphs.x1[kept],
        y=glyphs.y[kept],
        size=glyphs.size[kept],
        font=glyphs.font[kept],
        spaced=glyphs.spaced[kept],
        hinted=glyphs.hinted[kept],
    )


def _without_overprint(pieces: list[Piece]) -> list[Piece]:
    """Drop words printed twice at one place to look bold."""
    seen: dict[tuple[str, int, int], Piece] = {}
    kept = []
    for piece in pieces:
        at, row = round(piece.x0 / 2), round(piece.y / 2)
        twin = next(
            (seen[k] for dx in (0, -1, 1) for dy in (0, -1, 1) if (k := (piece.text, at + dx, row + dy)) in seen), None
        )
        if (
            twin is not None
            and abs(twin.x0 - piece.x0) < 0.15 * piece.size
            and abs(twin.y - piece.y) < 0.15 * piece.size
        ):
            continue
        seen[piece.text, at, row] = piece
        kept.append(piece)
    return kept


def page_lines(glyphs: Glyphs, page: int) -> list[Line]:
    """The lines of a page, each within one column as far as gaps and the order of drawing tell columns apart."""
    segments: list[list[Piece]] = []
    current: list[Piece] = []
    base = size = 0.0
    for piece in page_pieces(glyphs):
        if current:
            last = current[-1]
            near = max(size, piece.size)
            gap = piece.x0 - last.x1
            shift = piece.y - base
            same = abs(shift) < 0.12 * near
            # Within a script of a script, or from a script back to the line, the last piece's baseline counts too.
            script = (piece.size < 0.88 * size and -0.4 * size < shift < 0.75 * size) or (
                size < 0.88 * piece.size and -0.75 * piece.size < shift < 0.4 * piece.size and len(current) <= 2
            )
            raised = (
                abs(shift) < 0.5 * size
                and abs(piece.size - size) < 0.12 * size
                and len(piece.text) <= 4
                and gap < 0.12 * near
            )
            if (same and -0.6 * near < gap < 0.95 * near) or ((script or raised) and -0.4 * near < gap < 0.45 * near):
                if size < 0.88 * piece.size:
                    base, size = piece.y, piece.size
                current.append(piece)
                continue
            segments.append(current)
        current = [piece]
        base, size = piece.y, piece.size
    if current:
        segments.append(current)
    return _merged([make_line(segment, page) for segment in segments])


def _merged(lines: list[Line]) -> list[Line]:
    """Join parts of one printed line that were drawn apart: symbols in another font, scripts, widely set words."""
    rows = sorted(lines, key=lambda line: (-line.y, line.x0))
    rows = _with_scripts(rows)
    done: list[Line] = []
    for row in _rows(rows):
        row.sort(key=lambda line: line.x0)
        chain = [row[0]]
        for line in row[1:]:
            last = chain[-1]
            size = max(last.size, line.size)
            gap = line.x0 - last.x1
            if (
                -0.5 * size < gap < (0.95 if _follows(last, line) else 0.42) * size
                and abs(line.size - last.size) < 0.25 * size
            ):
                chain[-1] = _joined(last, line)
            else:
                chain.append(line)
        done.extend(_justified(chain))
    return done


def _follows(left: Line, right: Line) -> bool:
    """Whether ``right`` is drawn right after ``left``."""
    last = left.pieces[-1]
    return 0 <= right.order - last.order - len(last.text) <= 2


def _justified(parts: list[Line]) -> list[Line]:
    """Join parts of a line whose word gaps are all wide because they were stretched alike to fill the line."""
    done = [parts[0]]
    at = 1
    while at < len(parts):
        end = at
        while (
            end < len(parts)
            and _follows(parts[end - 1], parts[end])
            and abs(parts[end].size - parts[at - 1].size) < 0.1
        ):
            end += 1
        chain = [done[-1], *parts[at:end]]
        if len(chain) > 1:
            pieces = [piece for line in chain for piece in line.pieces]
            starts = {id(line.pieces[0]) for line in chain[1:]}
            gaps = sorted(q.x0 - p.x1 for p, q in pairwise(pieces) if q.gap or id(q) in starts)
            words = sum(any(c.islower() for c in p.text) for p in pieces)
            usual, slack = gaps[len(gaps) // 2], 0.25 if words * 2 > len(pieces) else 0.04
            # Scripts and symbols may leave a narrower gap; a wider one is a column's edge.
            alike = gaps[-1] < (1 + slack) * usual and sum(gap > (1 - slack) * usual for gap in gaps) >= 0.8 * len(gaps)
            if alike and gaps[-1] < 8 * chain[0].size and words * 4 > len(pieces):
                whole = chain[0]
                for line in chain[1:]:
                    whole = _joined(whole, line)
                done[-1] = whole
                at = end
                continue
        done.append(parts[at])
        at += 1
    return done


def _rows(lines: list[Line]) -> Iterable[list[Line]]:
    """Lines grouped by baseline; ``lines`` run from the top."""
    row: list[Line] = []
    for line in lines:
        if row and abs(row[0].y - line.y) > 0.12 * max(row[0].size, line.size):
            yield row
            row = []
        row.append(line)
    if row:
        yield row


def _joined(left: Line, right: Line) -> Line:
    first = right.pieces[0]
    last = left.pieces[-1]
    gap = first.x0 - last.x1 > 0.12 * max(first.size, last.size)
    return make_line([*left.pieces, replace(first, gap=gap), *right.pieces[1:]], left.page)


def _with_scripts(lines: list[Line]) -> list[Line]:
    """Put scripts and symbols that were drawn apart from their line back at their place in it."""
    small = [line for line in lines if sum(len(p.text) for p in line.pieces) <= 12]
    if not small:
        return lines
    result = {id(line): line for line in lines}
    tops = np.array([line.y for line in lines])
    for script in small:
        best = None
        for at in np.flatnonzero(np.abs(tops - script.y) < 12).tolist():
            host = result.get(id(lines[at]))
            if host is None or lines[at] is script or script.size > 0.88 * host.size:
                continue
            shift = script.y - host.y
            if not (-0.4 * host.size < shift < 0.75 * host.size) or abs(shift) < 0.08 * host.size:
                continue
            reach = 0.3 * host.size
            left = next((p for p in host.pieces if -0.12 * host.size <= script.x0 - p.x1 < reach), None)
            inside = any(
                p.x1 - 0.12 * host.size <= script.x0 and script.x1 <= q.x0 + 0.12 * host.size
                for p, q in zip(host.pieces, host.pieces[1:], strict=False)
            )
            before = -0.12 * host.size <= host.x0 - script.x1 < 0.12 * host.size
            if left or inside or before:
                score = abs(shift - 0.33 * host.size)
                if best is None or score < best[0]:
                    best = (score, at, left is None)
        if best is not None:
            _, at, loose = best
            host = result[id(lines[at])]
            first = replace(script.pieces[0], gap=loose)
            pieces = sorted([*host.pieces, first, *script.pieces[1:]], key=lambda p: p.x0)
            result[id(lines[at])] = make_line(pieces, host.page)
            result.pop(id(script), None)
    return sorted(result.values(), key=lambda line: (-line.y, line.x0))


def split_lines(lines: list[Line], gutters: Sequence[tuple[float, float, float, float]]) -> list[Line]:
    """Cut lines that were drawn across a gutter (x0, x1, bottom, top) where a wide gap of theirs lies in it."""
    out = []
    for line in lines:
        parts = [[line.pieces[0]]]
        for piece in line.pieces[1:]:
            x0, x1 = parts[-1][-1].x1, piece.x0
            if x1 - x0 > 0.5 * line.size and any(
                x0 <= (a + b) / 2 <= x1 and low <= line.y <= high for a, b, low, high in gutters
            ):
                parts.append([])
            parts[-1].append(piece)
        out.extend([line] if len(parts) == 1 else [make_line(part, line.page) for part in parts])
    return out
