"""Typeset a plain-text article as a journal PDF: title, abstract, columns, floats, notes, running heads, references.

    python examples/typeset.py annotations/gold/review.txt examples/papers/review.pdf \\
        --authors "Sun H, Sun R, Song X, Gu W, Shao Y et al." \\
        --journal "Journal of Translational Medicine" --citation "(2022) 20:189" --doi 10.1186/s12967-022-03392-w \\
        --licence "..." --footnote "*Correspondence to Wendong Gu or Yingjie Shao."

needs reportlab and pyphen, and a TrueType serif family with Greek. The default is Liberation Serif (SIL Open Font
License 1.1; Debian package ``fonts-liberation2``), of which the PDF embeds the glyphs that it uses.
"""

from __future__ import annotations

import argparse
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from pathlib import Path

from pyphen import Pyphen
from reportlab.lib.pagesizes import A4
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

__all__ = ["Article", "Layout", "Part", "parse", "typeset"]

_PYPHEN = Pyphen(lang="en_GB")
_FONT_FOLDER = Path("/usr/share/fonts/truetype/liberation2")
_WEB = re.compile(
    r"(?:\s*(?:Article|PubMed|Central|CAS|Google|Scholar|ADS|Book))+\s*|Skip to main content"
    r"|Download (?:references|citation)|Reprints and permissions"
    r"|Check for updates.*|figure \d+|\s*•.*|Authors(?: and Affiliations)?"
    r"|About this article|Cite this article|Rights and permissions|Keywords",
    re.I,
)


@dataclass(frozen=True)
class Part:
    """A heading, paragraph, figure, table, abbreviation or reference of an article."""

    kind: str
    text: str
    label: str = ""


@dataclass(frozen=True)
class Article:
    """A title, an abstract and the parts that follow."""

    title: str
    abstract: str
    parts: tuple[Part, ...]


@dataclass(frozen=True)
class Layout:
    """How to typeset: sizes in points; ``fonts`` are the names of a regular, a bold and an italic face."""

    columns: int = 2
    size: float = 9.6
    leading: float = 11.8
    gutter: float = 18.0
    margin: float = 52.0
    page: tuple[float, float] = A4
    justified: bool = True
    hyphenated: bool = True
    raised_citations: bool = False
    ligatures: bool = True
    heads: bool = True
    fonts: tuple[str, str, str] = ("Serif", "Serif-Bold", "Serif-Italic")
    floats: bool = True
    indent: float = 10.0
    authors: str = ""
    journal: str = ""
    citation: str = ""
    doi: str = ""
    licence: str = ""
    footnotes: tuple[str, ...] = field(default_factory=tuple)


def parse(text: str) -> Article:
    """Read an article's web page saved as text: short lines are headings, ``Fig. 1`` opens a caption.

    Lines that only the web page has (links of the reference list, buttons) are left out.
    """
    lines = [re.sub(r"[ \u00a0\u2009]+", " ", line).strip() for line in text.splitlines()]
    lines = [line for line in lines if line and not _WEB.fullmatch(line)]
    title, abstract = lines[0], ""
    parts: list[Part] = []
    section = ""
    at = 1
    while at < len(lines):
        line = lines[at]
        at += 1
        following = lines[at] if at < len(lines) else ""
        if re.fullmatch(r"Fig(?:ure|\.) \d+", line):
            parts.append(Part("figure", following, line))
            at += 1
        elif match := re.fullmatch(r"(Table \d+)\s+(.{10,200})", line):
            parts.append(Part("table", match[2], match[1]))
        elif section == "Abbreviations" and line.endswith(":"):
            parts.append(Part("abbreviation", following, line))
            at += 1
        elif section == "References" and (match := re.match(r"(\d+\.) (.+)", line)):
            parts.append(Part("reference", match[2], match[1]))
        elif len(line) < 90 and not re.search(r"[.:;,]$", line):
            section = line
            if line != "Abstract":
                parts.append(Part("heading", line))
        elif section == "Abstract":
            abstract = f"{abstract} {line}".strip()
        else:
            parts.append(Part("paragraph", line))
    return Article(title, abstract, tuple(parts))


def register_fonts(folder: Path = _FONT_FOLDER, name: str = "LiberationSerif") -> None:
    """Make a TrueType family known to reportlab as Serif, Serif-Bold and Serif-Italic."""
    for ours, theirs in (("Serif", "Regular"), ("Serif-Bold", "Bold"), ("Serif-Italic", "Italic")):
        pdfmetrics.registerFont(TTFont(ours, folder / f"{name}-{theirs}.ttf"))
    pdfmetrics.registerFontFamily(
        "Serif", normal="Serif", bold="Serif-Bold", italic="Serif-Italic", boldItalic="Serif-Bold"
    )


Drawing = Callable[[Canvas], None]


@dataclass(frozen=True)
class _Style:
    """How a paragraph is set: face, size and leading in points; indents of its first and its other lines."""

    face: str
    size: float
    leading: float
    justified: bool = True
    first: float = 0.0
    rest: float = 0.0


@dataclass(frozen=True)
class _Piece:
    """Letters of one face; ``rise`` lifts them over the baseline."""

    text: str
    face: str
    size: float
    rise: float = 0.0

    @property
    def width(self) -> float:
        return float(pdfmetrics.stringWidth(self.text, self.face, self.size))


@dataclass(frozen=True)
class _Line:
    """Words with their places from the left edge of the column."""

    words: tuple[tuple[float, tuple[_Piece, ...]], ...]
    leading: float


@lru_cache(maxsize=50_000)
def _cuts(word: str, hyphenated: bool) -> tuple[int, ...]:
    """Where ``word`` can be broken: behind its own hyphens and dashes, else where the dictionary hyphenates it."""
    own = [m.end() for m in re.finditer(r"[-–‐](?=[^\W_])", word) if m.start() > 0]
    if own or not hyphenated:
        return tuple(own)
    match = re.search(r"[^\W\d_]{6,}", word)
    if not match or (not match[0].islower() and not match[0].istitle()):
        return ()
    return tuple(match.start() + k for k in _PYPHEN.positions(match[0]) if 2 <= k <= len(match[0]) - 3)


def _broken(words: Sequence[tuple[_Piece, ...]], style: _Style, width: float, layout: Layout) -> list[_Line]:
    """Fill lines with ``words`` one after the other; a word that does not fit is broken where it can be."""
    space = float(pdfmetrics.stringWidth(" ", style.face, style.size))
    lines: list[_Line] = []
    row: list[tuple[_Piece, ...]] = []
    used = 0.0
    queue = list(reversed(words))

    def close(last: bool) -> None:
        nonlocal row, used
        left = style.first if not lines else style.rest
        spare = width - left - used
        stretch = spare / (len(row) - 1) if style.justified and not last and len(row) > 1 else 0.0
        x = left
        placed = []
        for word in row:
            placed.append((x, word))
            x += sum(piece.width for piece in word) + space + stretch
        lines.append(_Line(tuple(placed), style.leading))
        row, used = [], 0.0

    while queue:
        word = queue.pop()
        left = style.first if not lines else style.rest
        wide = sum(piece.width for piece in word)
        need = wide + (space if row else 0.0)
        if used + need <= width - left + 0.01:
            row.append(word)
            used += need
            continue
        room = width - left - used - (space if row else 0.0)
        head, tail = word[0], word[1:]
        for cut in reversed(_cuts(head.text, layout.hyphenated)):
            text = head.text[:cut] if head.text[cut - 1] in "-–‐" else head.text[:cut] + "-"
            if pdfmetrics.stringWidth(text, head.face, head.size) <= room:
                first = _Piece(text, head.face, head.size, head.rise)
                row.append((first,))
                used += first.width + (space if len(row) > 1 else 0.0)
                queue.append((_Piece(head.text[cut:], head.face, head.size, head.rise), *tail))
                close(last=False)
                break
        else:
            if not row:
                row.append(word)
                used = wide
                close(last=False)
            else:
                queue.append(word)
                close(last=False)
    if row:
        close(last=True)
    return lines


class _Page:
    """One page under construction: what is drawn, and where the columns stand."""

    def __init__(self, layout: Layout, top: float) -> None:
        self.drawings: list[Drawing] = []
        self.ligatures = layout.ligatures
        self.width = (layout.page[0] - 2 * layout.margin - (layout.columns - 1) * layout.gutter) / layout.columns
        self.lefts = [layout.margin + k * (self.width + layout.gutter) for k in range(layout.columns)]
        self.tops = [top] * layout.columns
        self.bottoms = [layout.margin + 12.0] * layout.columns

    def place(self, lines: Sequence[_Line], x: float, top: float) -> float:
        """Draw ``lines`` with their upper edge at ``top``; their height is returned."""
        y = top
        for line in lines:
            y -= line.leading
            self.drawings.append(
                lambda canvas, line=line, y=y: _draw_line(canvas, line, x, y + 0.25 * line.leading, self.ligatures)
            )  # type: ignore[misc]
        return top - y


def _draw_line(canvas: Canvas, line: _Line, x: float, y: float, ligatures: bool) -> None:
    """Draw a line word by word, each with the space behind it."""
    text = canvas.beginText()
    for at, (left, word) in enumerate(line.words):
        text.setTextOrigin(x + left, y)
        for piece in word:
            text.setFont(piece.face, piece.size)
            text.setRise(piece.rise)
            text.textOut(piece.text.replace("fi", "\ufb01").replace("fl", "\ufb02") if ligatures else piece.text)
        text.setRise(0)
        if at + 1 < len(line.words):
            text.textOut(" ")
    canvas.drawText(text)


class _Setter:
    """Fills columns one after the other; floats go to the top or bottom of the next column with room."""

    def __init__(self, article: Article, layout: Layout) -> None:
        self.layout = layout
        self.pages: list[_Page] = []
        self.column = 0
        self.floats: list[tuple[Part, float]] = []
        self.floated = 0
        regular, bold, _ = layout.fonts
        self.text = _Style(regular, layout.size, layout.leading, layout.justified)
        self.heading = _Style(bold, layout.size + 1.2, layout.leading + 1.5, justified=False)
        self.small = _Style(regular, layout.size - 1.8, layout.leading - 1.9, layout.justified)
        self._open_first(article)

    def lines(self, text: str, style: _Style, width: float | None = None, label: str = "") -> list[_Line]:
        """``text`` broken into lines; ``label`` is set bold before it."""
        words = [(_Piece(word, self.layout.fonts[1], style.size),) for word in label.split()]
        if self.layout.raised_citations:
            text = re.sub(r"\s?\[(\d+(?:\s?[,–-]\s?\d+)*)\]", lambda m: "\x00" + m[1].replace(" ", "") + "\x00", text)
        for word in text.split():
            parts = [part for part in re.split(r"(\x00[^\x00]+\x00)", word) if part]
            pieces = (
                _Piece(part.strip("\x00"), style.face, 0.66 * style.size, 0.34 * style.size)
                if part[0] == "\x00"
                else _Piece(part, style.face, style.size)
                for part in parts
            )
            words.append(tuple(pieces))
        return _broken(words, style, self.pages[-1].width if width is None else width, self.layout)

    def _open_first(self, article: Article) -> None:
        layout = self.layout
        page = _Page(layout, layout.page[1] - layout.margin)
        self.pages.append(page)
        x, y, width = layout.margin, layout.page[1] - layout.margin + 8, layout.page[0] - 2 * layout.margin
        plain = replace(self.small, justified=False)
        for text in (
            f"{layout.journal} {layout.citation}".strip(),
            f"https://doi.org/{layout.doi}" if layout.doi else "",
        ):
            y -= page.place(self.lines(text, plain, width), x, y)
        y -= 16
        y -= page.place(self.lines(article.title, _Style(layout.fonts[1], 18, 22, justified=False), width), x, y) + 8
        y -= page.place(self.lines(layout.authors, replace(self.text, justified=False), width), x, y) + 4
        y -= page.place(self.lines(layout.licence, plain, width), x, y) + 8
        if article.abstract:
            head, body = (
                self.lines("Abstract", self.heading, width - 24),
                self.lines(article.abstract, self.text, width - 24),
            )
            high = sum(line.leading for line in (*head, *body)) + 22
            page.drawings.append(lambda canvas, y=y: canvas.rect(x, y - high, width, high, stroke=1, fill=0))  # type: ignore[misc]
            page.place(body, x + 12, y - 10 - page.place(head, x + 12, y - 8))
            y -= high + 14
        page.tops = [y] * layout.columns
        if layout.footnotes:
            style = replace(self.small, size=layout.size - 2.2, leading=layout.leading - 2.6)
            notes = [line for note in layout.footnotes for line in self.lines(note, style)]
            height = sum(line.leading for line in notes)
            page.place(notes, page.lefts[0], page.bottoms[0] + height)
            page.bottoms[0] += height + 10
            page.drawings.append(
                lambda canvas, y=page.bottoms[0] - 5: canvas.line(page.lefts[0], y, page.lefts[0] + 60, y)
            )  # type: ignore[misc]

    def _next_column(self) -> None:
        self.column += 1
        if self.column == self.layout.columns:
            self.column = 0
            self.pages.append(_Page(self.layout, self.layout.page[1] - self.layout.margin - 8))
        self._drop_float()

    def _drop_float(self) -> None:
        """Put the next waiting float at the top or, every other one, at the bottom of the column just opened."""
        if not self.floats:
            return
        page, column = self.pages[-1], self.column
        part, high = self.floats[0]
        caption = self.lines(part.text, replace(self.small, justified=False), label=part.label)
        height = sum(line.leading for line in caption) + high + 16
        if page.tops[column] - page.bottoms[column] < height + 60:
            return
        self.floats.pop(0)
        at_top = self.floated % 2 == 0
        self.floated += 1
        top = page.tops[column] if at_top else page.bottoms[column] + height - 8
        x = page.lefts[column]
        if high:
            page.drawings.append(lambda canvas: _draw_figure(canvas, x, top - high, page.width, high))
        else:
            page.drawings.append(lambda canvas: canvas.line(x, top - 1, x + page.width, top - 1))
        page.place(caption, x, top - high - 4)
        if at_top:
            page.tops[column] -= height
        else:
            page.bottoms[column] += height

    def add(self, lines: Sequence[_Line], before: float = 0.0, keep: float = 0.0) -> None:
        """Set ``lines``, broken over columns and pages as need be; ``keep`` is room to keep free below them."""
        while lines:
            page, column = self.pages[-1], self.column
            room = page.tops[column] - page.bottoms[column] - before
            fits, height = 0, 0.0
            while fits < len(lines) and height + lines[fits].leading <= room:
                height += lines[fits].leading
                fits += 1
            if keep and (fits < len(lines) or height + keep > room):
                fits = 0
            elif fits == 1 < len(lines) or (fits == len(lines) - 1 and fits > 2):
                fits -= 1  # no single first or last line of a paragraph in a column
            page.tops[column] -= page.place(lines[:fits], page.lefts[column], page.tops[column] - before) + (
                before if fits else 0.0
            )
            lines = lines[fits:]
            before = 0.0
            if lines:
                self._next_column()

    def finish(self) -> None:
        """Place the floats that still wait."""
        while self.floats:
            waiting = len(self.floats)
            self._drop_float()
            if len(self.floats) == waiting:
                self._next_column()


def _draw_figure(canvas: Canvas, x: float, y: float, width: float, height: float) -> None:
    """A drawing in place of a figure: boxes joined by arrows, lettered like one."""
    canvas.saveState()
    canvas.setFillGray(0.93)
    canvas.rect(x, y, width, height, stroke=0, fill=1)
    canvas.setFillGray(0.3)
    canvas.setFont("Helvetica", 6)
    for k, word in enumerate(("donor", "vesicle", "recipient")):
        left = x + width * (0.08 + 0.31 * k)
        canvas.setFillGray(0.8)
        canvas.roundRect(left, y + height * 0.35, width * 0.22, height * 0.3, 4, stroke=1, fill=1)
        canvas.setFillGray(0.2)
        canvas.drawCentredString(left + width * 0.11, y + height * 0.48, word)
        if k < 2:
            canvas.line(left + width * 0.22, y + height * 0.5, left + width * 0.31, y + height * 0.5)
    canvas.restoreState()


def _set(article: Article, setter: _Setter) -> None:
    """Set the main text of ``article``."""
    layout = setter.layout
    plain = replace(setter.small, justified=False)
    after_heading = True
    for part in article.parts:
        if part.kind == "heading":
            setter.add(setter.lines(part.text, setter.heading), 9.0, 3 * layout.leading)
            after_heading = True
        elif part.kind in ("figure", "table") and layout.floats:
            setter.floats.append((part, 110.0 if part.kind == "figure" else 0.0))
        elif part.kind in ("figure", "table"):
            setter.add(setter.lines(part.text, setter.small, label=part.label), 6.0)
        elif part.kind == "paragraph":
            style = replace(setter.text, first=0.0 if after_heading else layout.indent)
            setter.add(setter.lines(part.text, style), 0.0 if layout.indent or after_heading else 5.0)
            after_heading = False
        elif part.kind == "abbreviation":
            setter.add(setter.lines(f"{part.label} {part.text}", plain))
        else:
            setter.add(setter.lines(f"{part.label} {part.text}", replace(plain, rest=14.0)))


def typeset(article: Article, layout: Layout, target: Path | str, title: str | None = None) -> int:
    """Write ``article`` to the PDF ``target``; the number of pages is returned."""
    setter = _Setter(article, layout)
    _set(article, setter)
    setter.finish()
    canvas = Canvas(str(target), pagesize=layout.page, pageCompression=1, invariant=1)
    canvas.setTitle(article.title if title is None else title)
    canvas.setAuthor(layout.authors)
    canvas.setLineWidth(0.5)
    for number, page in enumerate(setter.pages, 1):
        if layout.heads:
            _draw_head(canvas, layout, number, len(setter.pages))
        for draw in page.drawings:
            draw(canvas)
        canvas.showPage()
    canvas.save()
    return len(setter.pages)


def _draw_head(canvas: Canvas, layout: Layout, number: int, count: int) -> None:
    """The running head and foot of page ``number``; the first page has a foot alone."""
    left, right = layout.margin, layout.page[0] - layout.margin
    regular, _, italic = layout.fonts
    high = layout.page[1] - layout.margin + 12
    name = layout.authors.split(",")[0].split(" ")[0] or "Author"
    canvas.setFont(italic, 8)
    if number > 1:
        canvas.drawString(left, high, f"{name} et al. {layout.journal} {layout.citation}".strip())
        canvas.setFont(regular, 8)
        canvas.drawRightString(right, high, f"Page {number} of {count}")
        canvas.line(left, high - 4, right, high - 4)
    else:
        canvas.drawCentredString((left + right) / 2, layout.margin - 16, layout.journal or " ")


def main(arguments: Sequence[str] | None = None) -> None:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("text", type=Path)
    parser.add_argument("pdf", type=Path)
    for name in ("authors", "journal", "citation", "doi", "licence"):
        parser.add_argument(f"--{name}", default="")
    parser.add_argument("--footnote", action="append", default=[])
    parser.add_argument("--fonts", type=Path, default=_FONT_FOLDER, help="folder of LiberationSerif-*.ttf")
    options = parser.parse_args(arguments)
    register_fonts(options.fonts)
    article = parse(options.text.read_text(encoding="utf-8"))
    layout = Layout(
        authors=options.authors,
        journal=options.journal,
        citation=options.citation,
        doi=options.doi,
        licence=options.licence,
        footnotes=tuple(options.footnote),
    )
    options.pdf.parent.mkdir(parents=True, exist_ok=True)
    pages = typeset(article, layout, options.pdf)
    print(f"{options.pdf}: {pages} pages, {options.pdf.stat().st_size:,} bytes")


if __name__ == "__main__":
    main()
