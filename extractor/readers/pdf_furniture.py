"""What is printed on a page around the text: running heads and feet, page numbers, line numbers."""

from __future__ import annotations

import itertools
import re
from collections import defaultdict
from collections.abc import Sequence

from extractor.readers.pdf_lines import Line, make_line

__all__ = ["without_furniture", "without_line_numbers"]

#: Share of the page's height, at the top and at the bottom, in which running heads and feet are looked for.
_MARGIN = 0.13
_PAGE_NUMBER = re.compile(r"[-–— ]*(?:pages?\s*)?[eES]?\d{1,6}(?:\s*(?:of|/)\s*\d{1,5})?[-–— ]*|[ivxl]{1,6}", re.I)
#: What only a running head or foot says; used on its own where there is no second page to compare with.
_IMPRINT = re.compile(
    r"https?://|www\.|\bdoi\b|©|\(c\) ?(?:19|20)\d\d|copyright|\bvol(?:ume)?\b\.? ?\d|\bissn\b|\bpage \d+ of \d+"
    r"|downloaded (?:from|by|on)|not (?:certified by|been) peer.?review|all rights reserved|\(\d{4}\) ?\d+ ?[:(,]"
    r"|\b(?:19|20)\d\d[;,:] ?\d+|preprint|submitted to|\bet al\b.{0,40}$",
    re.I,
)


def without_furniture(pages: Sequence[Sequence[Line]], heights: Sequence[float], body: float) -> list[list[Line]]:
    """The lines of each page without heads, feet and page numbers.

    ``heights`` are those of the pages in points, ``body`` is the font size of the text.

    Rows are taken away from the edge of the page inwards, as long as each is one of these: found on another page at
    the same height, a page number, set off from the text at a height where other pages have a head or foot, or set
    off and an imprint.
    """
    rows = [
        [
            _rows([x for x in lines if x.y > (1 - _MARGIN) * height], -1),
            _rows([x for x in lines if x.y < _MARGIN * height], 1),
        ]
        for lines, height in zip(pages, heights, strict=True)
    ]
    where: dict[tuple[str, int], list[tuple[int, float]]] = defaultdict(list)
    for number, sides in enumerate(rows):
        for side, found in enumerate(sides):
            for row in found:
                for line in row:
                    where[_key(line), side].append((number, line.y))
    heads = [key for (key, side), at in where.items() if len({n for n, _ in at}) > 1 and len(key) >= 10]

    def repeated(line: Line, number: int, side: int) -> bool:
        key = _key(line)
        if sum(c.isalpha() for c in key) < 3:
            return False
        if number == 0 and len(key) >= 10 and line.size <= body and any(key in head for head in heads):
            return True
        return any(n != number and abs(y - line.y) < 8 for n, y in where[key, side])

    heights_of: list[list[float]] = [[], []]
    for number, sides in enumerate(rows):
        for side, found in enumerate(sides):
            for row in found:
                if not any(repeated(line, number, side) or _PAGE_NUMBER.fullmatch(line.text.strip()) for line in row):
                    break
                heights_of[side].append(row[0].y)
    result = []
    for number, (lines, sides, height) in enumerate(zip(pages, rows, heights, strict=True)):
        drop: set[int] = set()
        for side, found in enumerate(sides):
            for at, row in enumerate(found):
                inner = found[at + 1][0].y if at + 1 < len(found) else _next_row(lines, row[0].y, side)
                apart = inner is None or abs(inner - row[0].y) > 1.45 * max(body, row[0].size)
                level = sum(abs(y - row[0].y) < 3 for y in heights_of[side]) >= 2
                outer = (row[0].y if side else height - row[0].y) < 0.08 * height
                imprint = (
                    outer
                    and apart
                    and row[0].size < 1.05 * body
                    and any(_IMPRINT.search(line.text) and len(line.text) < 160 for line in row)
                )
                number_only = any(_PAGE_NUMBER.fullmatch(line.text.strip()) for line in row) and (
                    apart or len(row) == 1
                )
                if (
                    any(repeated(line, number, side) for line in row)
                    or number_only
                    or imprint
                    or (apart and level and row[0].size < 1.2 * body)
                ):
                    drop.update(map(id, row))
                else:
                    break
        result.append([line for line in lines if id(line) not in drop])
    return result


def _rows(lines: Sequence[Line], sign: int) -> list[list[Line]]:
    """Lines grouped by baseline, the row at the page's edge first (``sign`` -1: from the top; 1: from the bottom)."""
    rows: list[list[Line]] = []
    for line in sorted(lines, key=lambda line: sign * line.y):
        if rows and abs(rows[-1][0].y - line.y) < 2.5:
            rows[-1].append(line)
        else:
            rows.append([line])
    return rows


def _next_row(lines: Sequence[Line], y: float, side: int) -> float | None:
    """The baseline next to ``y`` on the side of the text."""
    inner = [line.y for line in lines if (line.y < y - 2.5 if side == 0 else line.y > y + 2.5)]
    if not inner:
        return None
    return max(inner) if side == 0 else min(inner)


def _key(line: Line) -> str:
    return re.sub(r"\s+", " ", re.sub(r"\d+", "#", line.text.lower())).strip()


def without_line_numbers(pages: Sequence[Sequence[Line]]) -> list[list[Line]]:
    """The lines of each page without the running numbers that preprints print beside them."""
    found = []
    for lines in pages:
        numbers = [
            line.pieces[0]
            for line in lines
            if line.pieces[0].text.isdecimal()
            and (len(line.pieces) == 1 or line.pieces[1].x0 - line.pieces[0].x1 > 0.4 * line.size)
        ]
        found.append(
            _series([(piece.x1, -piece.y, int(piece.text), id(piece)) for piece in numbers if len(piece.text) <= 5])
        )
    if sum(map(bool, found)) * 2 < sum(map(bool, pages)):
        return [list(lines) for lines in pages]
    result = []
    for lines, drop in zip(pages, found, strict=True):
        kept = []
        for line in lines:
            rest = [piece for piece in line.pieces if id(piece) not in drop]
            if len(rest) == len(line.pieces):
                kept.append(line)
            elif rest:
                kept.append(make_line(rest, line.page))
        result.append(kept)
    return result


def _series(numbers: list[tuple[float, float, int, int]]) -> set[int]:
    """The ids of numbers in one column (right-aligned) that count upwards down the page by a steady step."""
    columns: dict[int, list[tuple[float, int, int]]] = defaultdict(list)
    for x1, down, value, key in numbers:
        columns[round(x1 / 6)].append((down, value, key))
    best: set[int] = set()
    for column in set(columns):
        items = sorted(columns[column] + columns.get(column + 1, []))
        if len(items) < 8:
            continue
        steps = [b[1] - a[1] for a, b in itertools.pairwise(items)]
        step = max(set(steps), key=steps.count)
        if step in (1, 5, 10) and steps.count(step) >= 0.85 * len(steps) and len(items) > len(best):
            best = {key for _, _, key in items}
    return best
