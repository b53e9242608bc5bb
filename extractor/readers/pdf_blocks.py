"""Blocks: lines of one paragraph, heading, caption, table or note, and which of these they are."""

from __future__ import annotations

import itertools
import re
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from statistics import median

from extractor.readers.headings import heading_kind
from extractor.readers.pdf_columns import Column
from extractor.readers.pdf_lines import Line
from extractor.readers.pdf_text import line_text

__all__ = ["CAPTION", "Block", "Style", "page_blocks", "text_style"]

CAPTION = re.compile(
    r"(?:(?:supplementa\w+|additional|extended data|suppl?\.?)\s+)?"
    r"(fig(?:ure|\.)?|scheme|chart|plate|video|table|tab\.|box)\s*\.?\s*"
    r"(?:S?\d{1,2}[A-Z]?|[IVX]{1,4})\b(?P<rest>.*)",
    re.I,
)
_LIST_ITEM = re.compile(r"(?:[•●▪■◦–—·*]|\(?\d{1,3}[.)\]]|\[\d{1,3}\]|\([a-z]\)|[a-z]\))\s")
_TERMINAL = re.compile(r"[.?!:;][\"'”’)\]]*(?:\s?\[\d[^\]]*\])?$")


@dataclass(frozen=True, slots=True)
class Style:
    """How a document sets its running text: font size in points, font name, distance of baselines, column width."""

    size: float
    font: str
    leading: float
    width: float


@dataclass(slots=True)
class Block:
    """Lines that belong together. ``role`` is body, heading, caption, table, label, note or title."""

    lines: list[Line]
    page: int
    column: int
    x0: float
    x1: float
    role: str = "body"
    indented: bool = False
    hanging: bool = False
    cells: bool = False
    text: str = field(default="")

    @property
    def size(self) -> float:
        """Font size of most of its letters."""
        sizes: Counter[float] = Counter()
        for line in self.lines:
            sizes[line.size] += len(line.text)
        return sizes.most_common(1)[0][0]

    @property
    def bold(self) -> bool:
        """Whether all of it is bold."""
        return all(line.bold for line in self.lines)


def text_style(pages: Sequence[Sequence[Line]]) -> Style:
    """The style of most of the text."""
    sizes: Counter[float] = Counter()
    fonts: Counter[tuple[float, str]] = Counter()
    for lines in pages:
        for line in lines:
            letters = len(line.text)
            if letters > 25:
                area = round(letters * line.size**2)  # captions and notes may hold more letters than the text
                sizes[line.size] += area
                fonts[line.size, line.font] += area
        if any(heading_kind(line.text) == "references" for line in lines):
            break  # what follows is set smaller, and there may be more of it than of the text
    if not sizes:
        sizes.update(line.size for lines in pages for line in lines)
    # Sizes that differ by rounding are one size.
    grouped = {size: sum(n for other, n in sizes.items() if abs(other - size) <= 0.15) for size in sizes}
    size = max(grouped, key=lambda s: (grouped[s], sizes[s]), default=10.0)
    near = {font: 0 for (s, font) in fonts if abs(s - size) <= 0.15}
    for (s, font), letters in fonts.items():
        if abs(s - size) <= 0.15:
            near[font] += letters
    font = max(near, key=lambda f: near[f], default="")
    gaps = []
    widths: Counter[int] = Counter()
    for lines in pages:
        mine = sorted(
            (line for line in lines if abs(line.size - size) <= 0.15), key=lambda line: (round(line.x0), -line.y)
        )
        for a, b in itertools.pairwise(mine):
            if abs(a.x0 - b.x0) < 2 and 0.9 * size < a.y - b.y < 2.6 * size:
                gaps.append(a.y - b.y)
        widths.update(round(line.x1 - line.x0) for line in mine if len(line.text) > 15)
    common = [w for w in widths if widths[w] >= 0.5 * max(widths.values())] if widths else []
    return Style(size, font, median(gaps) if gaps else 1.2 * size, float(max(common)) if common else 0.0)


def page_blocks(columns: Sequence[Column], style: Style, page: int) -> list[Block]:
    """Cut the columns of one page into blocks and give each its role, in reading order."""
    blocks: list[Block] = []
    for number, column in enumerate(columns):
        blocks.extend(_column_blocks(column, style, page, number))
    for block in blocks:
        block.text = " ".join(line_text(line) for line in block.lines)
    _tables(blocks, style)
    _roles(blocks, style)
    _notes(blocks, style)
    return blocks


def _column_blocks(column: Column, style: Style, page: int, number: int) -> list[Block]:
    rows: dict[int, int] = defaultdict(int)
    for line in column.lines:
        for key in (round(line.y), round(line.y) + 1, round(line.y) - 1):
            rows[key] += 1
    blocks: list[Block] = []
    previous: Line | None = None
    leading = style.leading
    for line in column.lines:
        cell = rows[round(line.y)] > 1 and any(
            other is not line and abs(other.y - line.y) < 2 and other.size > 0.8 * line.size > 0.64 * other.size
            for other in column.lines
        )
        if previous is None or _breaks(blocks[-1], previous, line, column, style, leading, cell):
            blocks.append(
                Block(
                    [], page, number, column.x0, column.x1, indented=line.x0 > column.x0 + 0.5 * line.size, cells=cell
                )
            )
        elif len(blocks[-1].lines) == 1 and line.x0 > blocks[-1].lines[0].x0 + 0.5 * line.size:
            blocks[-1].hanging = True
        blocks[-1].lines.append(line)
        previous = line
    return blocks


def _breaks(block: Block, previous: Line, line: Line, column: Column, style: Style, leading: float, cell: bool) -> bool:
    """Whether ``line`` starts a new block after ``previous``."""
    if cell != block.cells:
        return True
    if cell:
        return previous.y - line.y > 2.6 * leading
    size = max(previous.size, line.size)
    drop = previous.y - line.y
    if abs(previous.size - line.size) > 0.06 * size and len(line.text) > 3:
        return True
    usual = leading * size / style.size
    if drop > max(1.32 * usual, usual + 2.5) or drop < -1:
        return True
    if re.search(r"\w[-–]$", previous.text):
        return False
    run_in = previous.bold and line.pieces[0].bold and _runs_on(previous, column)
    if (
        previous.bold != line.bold
        and not run_in
        and (not _runs_on(previous, column) or (len(block.lines) == 1 and previous.bold))
    ):
        return True
    if previous.font != line.font and {previous.font, line.font} & {style.font} and not _runs_on(previous, column):
        return True
    if CAPTION.match(line.text) and (previous.size != style.size or line.bold):
        match = CAPTION.match(line.text)
        if match and re.match(r"\s*[.:|–—]|\s*$", match["rest"]) and not _runs_on(previous, column):
            return True
    if heading_kind(line.text) and not _runs_on(previous, column) and len(line.text) < 40:
        return True
    if heading_kind(previous.text) and len(block.lines) == 1 and not _runs_on(previous, column):
        return True
    first = block.lines[0]
    indent = line.x0 - column.x0
    if block.hanging:
        return line.x0 < block.lines[1].x0 - 0.5 * size
    if len(block.lines) == 1 and line.x0 > first.x0 + 0.5 * size:
        if _LIST_ITEM.match(first.text):
            return False
        # Either a hanging indent, or the second paragraph of two one-line ones.
        return not _runs_on(previous, column) or (
            _TERMINAL.search(previous.text) is not None
            and not _LIST_ITEM.match(first.text)
            and first.x0 <= column.x0 + 1
        )
    if indent > 0.5 * size and previous.x0 < line.x0 - 0.5 * size:
        return True
    # A line that had room for the next one's first word was broken on purpose.
    word = line.pieces[0]
    first_word = next((p.x0 - line.x0 for p in line.pieces[1:] if p.gap), word.x1 - word.x0)
    if previous.x1 + first_word + 0.8 * size < column.x1 and column.shared:
        return True
    ended = _TERMINAL.search(previous.text) is not None
    return bool(_LIST_ITEM.match(line.text) and ended)


def _runs_on(line: Line, column: Column) -> bool:
    """Whether ``line`` is full, so that what follows may be its sentence."""
    return line.x1 > column.x1 - 1.2 * line.size


def _caption(block: Block, style: Style) -> str:
    """``table`` or ``caption`` where the block is one, else nothing."""
    match = CAPTION.match(block.text)
    if not match:
        return ""
    rest = match["rest"]
    first = block.lines[0]
    label = first.pieces[0]
    set_apart = (
        label.bold or label.italic or label.font != style.font or abs(block.size - style.size) > 0.04 * style.size
    )
    if not (re.match(r"\s*[.:|–—]|\s*$", rest) or set_apart):
        return ""
    if re.match(r"\s*(?:[A-Z]?,|\)|and\b|shows?\b|[a-z]+s\b (?:that|the))", rest) and not label.bold:
        return ""
    return "table" if match[1].lower().startswith("tab") else "caption"


def _tables(blocks: list[Block], style: Style) -> None:
    """Mark rows of cells, and what stands between a table's title and the running text, as tables."""
    inside = False
    caption: Block | None = None
    for at, block in enumerate(blocks):
        kind = _caption(block, style)
        if kind:
            inside = kind == "table"
            block.role = kind
            caption = block if kind == "caption" else None
            continue
        if caption is not None and _extends(caption, block, style):
            block.role = "caption"
            caption = block
            continue
        caption = None
        prose = _is_prose(block, style)
        if block.cells and (inside or (len(block.lines) >= 4 and not prose)):
            block.role = "table"
            inside = True
        elif inside and not prose and not heading_kind(block.text) and block.page == blocks[at - 1].page:
            block.role = "table"
        elif inside and prose and (block.size > 0.96 * style.size or len(block.text) > 400):
            inside = False
        elif inside:
            block.role = "table"


def _extends(caption: Block, block: Block, style: Style) -> bool:
    """Whether ``block`` is the next paragraph of ``caption``: set like it, unlike the text, and close below it."""
    drop = caption.lines[-1].y - block.lines[0].y
    return (
        not block.cells
        and block.column == caption.column
        and abs(block.size - caption.size) < 0.03 * caption.size
        and abs(block.size - style.size) > 0.04 * style.size
        and 0 < drop < 1.8 * style.leading
        and not heading_kind(block.text)
        and abs(block.lines[0].x0 - caption.lines[-1].x0) < 3 * block.size
    )


def _is_prose(block: Block, style: Style) -> bool:
    """Whether the block looks like running text: the text's size, and lines about as wide as its column."""
    if abs(block.size - style.size) > 0.04 * style.size:
        return len(block.lines) >= 4 and median(line.x1 - line.x0 for line in block.lines) > 0.8 * style.width
    wide = sum(line.x1 - line.x0 > 0.75 * min(style.width, block.x1 - block.x0) for line in block.lines)
    return not block.cells and (wide * 2 > len(block.lines) or len(block.text.split()) > 12)


def _roles(blocks: list[Block], style: Style) -> None:
    for at, block in enumerate(blocks):
        if block.role != "body":
            continue
        if _is_heading(block, blocks[at + 1] if at + 1 < len(blocks) else None, style):
            block.role = "heading"
        elif _is_label(block, style):
            block.role = "label"


def _is_heading(block: Block, following: Block | None, style: Style) -> bool:
    text = block.text.strip()
    letters = [c for c in text if c.isalpha()]
    if not letters or len(text) > 180 or len(block.lines) > 4 or block.cells:
        return False
    known = heading_kind(text)
    if known and len(text) < 60:
        return True
    if len(letters) < 0.6 * len(text.replace(" ", "")) or len(letters) < 4 or block.size < 0.9 * style.size:
        return False
    if (
        text.endswith((",", ";", "-"))
        or (text.endswith(".") and not block.bold)
        or not re.match(r"[\dA-ZΑ-Ω(]|[a-z]?[A-Z]|[ivx]+\.", text)
    ):
        return False
    font = all(line.font != style.font for line in block.lines)
    numbered = re.match(r"\d{1,2}(?:\.\d{1,2})*\.?\s+[A-Z]", text) is not None
    capitals = text.upper() == text and len(letters) > 5
    larger = block.size > 1.05 * style.size
    marks = block.bold + larger + (font and block.size >= 0.98 * style.size) + numbered + capitals
    short = block.lines[-1].x1 < block.x1 - 2 * block.size or larger
    if following is None or len(text.split()) > 25:
        return False
    if re.match(r"[A-Z][^:]{2,30}: \S", text) and len(text.split()) > 4 and not numbered:
        return False  # a label and what it labels (Keywords: ...)
    beside = following.column == block.column and block.lines[-1].y - following.lines[0].y < 2 * style.leading
    if beside and re.match(r"[a-zα-ω]|\(" if not short else r"[a-zα-ω]", following.text):
        return False
    if font and not marks:  # a face of its own, over a paragraph of the text
        text_below = beside and abs(following.size - style.size) < 0.04 * style.size and len(following.lines) > 1
        return text_below and abs(block.lines[0].x0 - block.x0) < 2 and not text.endswith(".")
    return bool(marks and short)


def _is_label(block: Block, style: Style) -> bool:
    """Whether the block is lettering of a figure: bits of text in another size, narrower than any column."""
    if abs(block.size - style.size) <= 0.04 * style.size and block.lines[0].font == style.font:
        return False
    if block.size > 1.3 * style.size and len(block.text.split()) > 2:
        return False
    width = median(line.x1 - line.x0 for line in block.lines)
    words = len(block.text.split()) / len(block.lines)
    if (
        block.page > 1
        and block.size < 0.93 * style.size
        and len(block.lines) < 3
        and words <= 8
        and not _TERMINAL.search(block.text)
    ):
        return True
    return (
        (width < 0.35 * style.width and words <= 4)
        or (block.size < 0.75 * style.size and words <= 5)
        or len(block.text) <= 3
    )


def _notes(blocks: list[Block], style: Style) -> None:
    """Mark small text at the foot of a column as notes."""
    if not blocks:
        return
    highest = max(line.y for block in blocks for line in block.lines)
    for column in {block.column for block in blocks}:
        mine = [block for block in blocks if block.column == column]
        at = len(mine)
        while (
            at
            and mine[at - 1].role in ("body", "label")
            and mine[at - 1].size < 0.93 * style.size
            and mine[at - 1].lines[0].y < 0.45 * highest
        ):
            at -= 1
        # Small type right under a heading, or in a column of small type, is a list, not notes.
        if at and at < len(mine) and mine[at - 1].role != "heading":
            apart = mine[at].page == 1 and mine[at - 1].lines[-1].y - mine[at].lines[0].y > 1.6 * style.leading
            if mine[at - 1].size > 0.96 * style.size or apart:
                for block in mine[at:]:
                    block.role = "note"
