"""The flow of a paper: paragraphs made whole over columns and pages, floats moved behind them, sections named."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from extractor.readers.headings import heading_kind
from extractor.readers.pdf_blocks import CAPTION, Block, Style

__all__ = ["Passage", "passages"]

_FINISHED = re.compile(r"[.?!][\"'”’)\]]*(?:\s?\[\d[^\]]*\])?$")
_ABBREVIATED = re.compile(r"\b(?:et al|figs?|e\.g|i\.e|cf|vs|ref|refs|no|approx|ca|spp|subsp|dr|eq|[A-Z])\.$", re.I)
_BULLET = re.compile(r"(?:[•●▪■◦–—·*]|\(?\d{1,3}[.)\]]|\[\d{1,3}\]|\([a-z]\)|[a-z]\))\s")
_NOT_PROSE = re.compile(
    r"correspond|e-?mail|received|accepted|published|©|copyright|open access|department|universit|institut|hospital"
    r"|key ?words|citation:|doi",
    re.I,
)
#: Paragraphs that name themselves, wherever they stand: what the paper says about itself.
_RUN_IN = (
    (re.compile(r"\W*(?:abbreviations?(?: used)?|acronyms)\s?:", re.I), "abbreviations", "Abbreviations"),
    (
        re.compile(r"\W*(?:funding|acknowledge?ments?|financial support|grant support)\s?[:.]", re.I),
        "acknowledgements",
        "",
    ),
    (re.compile(r"\W*(?:key ?words?|index terms)\b", re.I), "front", "Keywords"),
    (
        re.compile(
            r"\W*(?:citation|(?:academic |handling |associate )?editors?|edited by|reviewed by"
            r"|received|accepted|published|copyright"
            r"|competing interests?|conflicts? of interests?|author contributions?"
            r"|correspondence|corresponding author|present address|(?:¤\w )?current address|data availability"
            r"|how to cite(?: this article)?|cite this article|disclosures?|supplementary information|doi)\s?[:.]"
            r"|(?:received|accepted|submitted|published(?: online)?) "
            r"(?:\d|(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)\w*\b)"
            r"|[*†‡⇑]?\s?(?:e-?mail|correspond\w+)\b|©|\W*(?:these|both) authors contributed"
            r"|\W*\d?to whom correspondence"
            r"|\W*open access this article|.{0,80}\bcreative commons\b",
            re.I,
        ),
        "front",
        "",
    ),
)
#: Kinds that only a heading of their own ends; what stands under them is not read for findings.
_CLOSED = frozenset({"references", "abbreviations", "acknowledgements", "front"})


@dataclass(slots=True)
class Passage:
    """Blocks that make one paragraph (or heading, caption, table, note), the kind of section and its title.

    ``aside`` marks a box that interrupts a paragraph: the section goes on behind it.
    """

    blocks: list[Block]
    role: str
    kind: str = "body"
    title: str = ""
    aside: bool = False

    @property
    def text(self) -> str:
        """The text of its last block, enough to judge how it ends."""
        return self.blocks[-1].text.rstrip()


def passages(blocks: Sequence[Block], style: Style, title: Sequence[Block]) -> list[Passage]:
    """The passages of a paper in reading order. ``title`` are the blocks that hold its title."""
    flow = _joined(blocks, style, title)
    _name_sections(flow, style)
    return [passage for passage in flow if passage.role != "label"]


def _joined(blocks: Sequence[Block], style: Style, title: Sequence[Block]) -> list[Passage]:
    flow: list[Passage] = []
    floats: list[Passage] = []
    titled = set(map(id, title))
    if title:
        flow.append(Passage(list(title), "title", "title"))
    in_references = in_list = False
    for block in blocks:
        if id(block) in titled:
            continue
        if block.role == "heading":
            kind = heading_kind(block.text)
            in_references = kind == "references" or (in_references and not kind)
            in_list = kind in _CLOSED
        role = block.role
        if in_list and role == "label":
            role = "body"
        if in_references and (
            role in ("note", "label", "table") or (role == "heading" and not heading_kind(block.text))
        ):
            role = "body"
        if role in ("caption", "table", "note", "label"):
            if (floats and floats[-1].role == role == "table" and not _starts_table(block)) or (
                floats
                and floats[-1].role == role
                and role in ("caption", "note")
                and _goes_on(floats[-1], block, style)
            ):
                floats[-1].blocks.append(block)
            else:
                floats.append(Passage([block], role))
            continue
        if role == "body" and not in_references:
            host = _host(flow, block, style)
            if host is not None:
                host.blocks.append(block)
                behind = flow[next(k for k, passage in enumerate(flow) if passage is host) + 1 :]
                if any(passage.role == "heading" for passage in behind):
                    for passage in behind:
                        passage.aside = True
                continue
        elif (
            role == "body"
            and flow
            and flow[-1].role == "body"
            and _goes_on(flow[-1], block, style)
            and not _BULLET.match(block.text)
        ):
            flow[-1].blocks.append(block)
            continue
        flow.extend(floats)
        floats = []
        if role == "heading" and flow and flow[-1].role == "heading" and _same_heading(flow[-1].blocks[-1], block):
            flow[-1].blocks.append(block)
            continue
        flow.append(Passage([block], role))
    return [*flow, *floats]


def _starts_table(block: Block) -> bool:
    return re.match(r"(?:supplementa\w+ )?tab(?:le|\.)\s*\w", block.text, re.I) is not None


def _same_heading(above: Block, below: Block) -> bool:
    """Whether two heading blocks are the lines of one heading."""
    return (
        above.page == below.page
        and above.column == below.column
        and abs(above.size - below.size) < 0.1
        and above.bold == below.bold
        and not heading_kind(above.text)
        and not heading_kind(below.text)
        and above.lines[-1].y - below.lines[0].y < 1.5 * below.size
    )


def _host(flow: list[Passage], block: Block, style: Style) -> Passage | None:
    """The paragraph that ``block`` goes on with, if any: the last one, or one that a box or heading interrupts."""
    seen = 0
    for passage in reversed(flow):
        if passage.role in ("caption", "table", "note", "label"):
            continue
        if passage.role == "body" and seen and abs(passage.blocks[-1].size - block.size) > 0.06 * block.size:
            continue  # lettering or a note that was taken for text
        seen += 1
        if passage.role == "body" and seen == 1 and _goes_on(passage, block, style):
            return passage
        if passage.role == "body" and seen > 1:
            last = passage.blocks[-1]
            if (
                (re.match(r"[a-zα-ω]{2,}", block.text) or (re.match(r"[(\[]", block.text) and not block.indented))
                and not _FINISHED.search(passage.text)
                and _full(last)
                and len(passage.text) > 60
                and abs(last.size - block.size) < 0.06 * block.size
                and abs(block.size - style.size) < 0.06 * style.size
                and (last.page, last.column) != (block.page, block.column)
            ):
                return passage
        if seen >= 4 or passage.blocks[-1].page < block.page - 3:
            break
    return None


def _goes_on(passage: Passage, block: Block, style: Style) -> bool:
    """Whether ``block`` is the rest of the paragraph ``passage``."""
    last = passage.blocks[-1]
    if abs(last.size - block.size) > 0.06 * block.size or last.role != block.role:
        return False
    text = passage.text
    start = block.text.lstrip()
    if not text or not start:
        return False
    if _FINISHED.search(text) and not _ABBREVIATED.search(text):
        return False
    same_column = (last.page, last.column) == (block.page, block.column)
    if text.endswith("-"):
        return not same_column or _full(last)
    if _ABBREVIATED.search(text):
        return True
    if _BULLET.match(start):
        return False
    if re.match(r"[a-zα-ω]", start) and not re.match(r"[a-z]\)", start):
        return True
    if text.endswith(":"):
        return False
    if same_column:
        gap = last.lines[-1].y - block.lines[0].y
        return _full(last) and not block.indented and gap < 1.6 * style.leading
    line = last.lines[-1]
    return _full(last) or line.x1 - line.x0 > 0.55 * (last.x1 - last.x0)


def _full(block: Block) -> bool:
    """Whether the last line of ``block`` reaches the edge of its column."""
    line = block.lines[-1]
    widest = max(x.x1 for x in block.lines)
    return (
        line.x1 > min(widest, block.x1) - 1.5 * line.size
        if len(block.lines) > 1
        else line.x1 > block.x1 - 2 * line.size
    )


def _name_sections(flow: list[Passage], style: Style) -> None:
    """Give each passage the kind and title of the section that it stands in."""
    headings = [p for p in flow if p.role == "heading"]
    kinds = [heading_kind(_heading(p)) for p in headings]
    top = next(
        (
            _look(p)
            for p, kind in zip(headings, kinds, strict=True)
            if kind in ("introduction", "methods", "results", "discussion", "conclusion")
        ),
        None,
    )
    kind, title = "front", ""
    parent = "body"
    opener: Passage | None = None
    opened = False
    introductions = [p for p, k in zip(headings, kinds, strict=True) if k == "introduction"]
    has_abstract = "abstract" in kinds
    saved: tuple[str, str, str, Passage | None] | None = None
    for passage in flow:
        if passage.role == "title":
            passage.kind, passage.title = "title", ""
            continue
        if passage.aside and saved is None:
            saved = kind, title, parent, opener
        elif not passage.aside and saved is not None:
            (kind, title, parent, opener), saved = saved, None
        if passage.role in ("caption", "table"):
            passage.kind, passage.title = passage.role, _label(passage)
            continue
        if passage.role == "note":
            passage.kind, passage.title = ("front", "") if passage.blocks[0].page == 1 else ("body", "Footnote")
            continue
        if passage.role == "heading":
            text = _heading(passage)
            known = heading_kind(text)
            page = passage.blocks[0].page
            if (
                kind == "abstract"
                and known not in ("abstract", "references", "front", "")
                and _still_abstract(passage, opener, introductions)
            ):
                pass
            elif known:
                kind, title, parent, opener = known, text, known, passage
                opened = opened or known not in _CLOSED
            elif (kind == "front" and page == 1 and not opened) or kind == "references":
                pass
            else:
                title = text
                own = top is None or _look(passage) == top or parent in _CLOSED or parent == "abstract"
                kind = "body" if own else parent
                if own:
                    parent = "body"
                opener, opened = passage, True
            passage.kind, passage.title = kind, title
            continue
        run_in = re.match(r"(?:\W*)(abstract|summary)\b\s*[:.—–-]*\s*(?=[A-Z(]|$)", passage.blocks[0].text, re.I)
        if run_in and kind == "front" and len(passage.blocks[0].text) > 150:
            kind, title, opener, has_abstract, opened = "abstract", run_in[1], passage, True, True
        elif kind not in _CLOSED - {"front"} and (named := _run_in(passage)):
            passage.kind, passage.title = named
            continue
        elif kind in ("abstract", "introduction", "body") and _is_imprint(passage, style):
            passage.kind, passage.title = "front", ""
            continue
        elif kind == "front" and not opened and _is_prose(passage, style):
            kind, title, opener = ("body", "", passage) if has_abstract else ("abstract", "", passage)
            parent, opened = "body", True
        elif kind == "abstract" and opener is not None and _leaves_abstract(passage, opener, flow):
            kind, title, parent = "body", "", "body"
        passage.kind, passage.title = kind, title
    if not opened:
        # No heading and no paragraph told where the paper begins: what there is, is read.
        for passage in flow:
            if passage.kind == "front" and passage.role == "body":
                passage.kind = "body"


def _is_imprint(passage: Passage, style: Style) -> bool:
    """Whether a paragraph is small print of the first page: addresses, dates, licence."""
    block = passage.blocks[0]
    return block.page == 1 and block.size < 0.93 * style.size and not _is_prose(passage, style)


def _run_in(passage: Passage) -> tuple[str, str] | None:
    """Kind and title of a paragraph such as ``Abbreviations: ...`` or ``Received 3 May``, which no heading opens."""
    text = passage.blocks[0].text
    return next(((kind, title) for pattern, kind, title in _RUN_IN if pattern.match(text)), None)


def _heading(passage: Passage) -> str:
    return re.sub(r"\s+", " ", " ".join(block.text for block in passage.blocks)).strip()


def _label(passage: Passage) -> str:
    match = CAPTION.match(passage.blocks[0].text)
    return passage.blocks[0].text[: match.start("rest")].strip() if match else ""


def _look(passage: Passage) -> tuple[float, bool, str, bool]:
    """How a heading is set: by this, headings of one level are told from those of another."""
    block = passage.blocks[0]
    return round(block.size, 1), block.bold, block.lines[0].font, block.text.isupper()


def _still_abstract(passage: Passage, opener: Passage | None, introductions: list[Passage]) -> bool:
    """Whether a known heading under Abstract is a label of a structured abstract: the real one comes later."""
    later = [p for p in introductions if p is not passage and p.blocks[0].page >= passage.blocks[0].page]
    if heading_kind(_heading(passage)) == "introduction":
        return (
            bool(later)
            and passage.blocks[0].size <= later[-1].blocks[0].size
            and passage.blocks[0].page == (opener or passage).blocks[0].page
        )
    return any(
        (p.blocks[0].page, p.blocks[0].column, -p.blocks[0].lines[0].y)
        > (passage.blocks[0].page, passage.blocks[0].column, -passage.blocks[0].lines[0].y)
        for p in later
    )


def _is_prose(passage: Passage, style: Style) -> bool:
    text = " ".join(block.text for block in passage.blocks)
    head = text[:60]
    return (
        len(text) > 250
        and len(re.findall(r"[a-z)\]][.?!](?:\s|$)", text)) >= 2
        and not _NOT_PROSE.search(head)
        and passage.blocks[0].size > 0.8 * style.size
        and sum(c.isdigit() for c in text) < 0.06 * len(text)
    )


def _leaves_abstract(passage: Passage, opener: Passage, flow: list[Passage]) -> bool:
    """Whether a paragraph under Abstract no longer belongs to it: set otherwise than its first one, or elsewhere."""
    at = next((k for k, p in enumerate(flow) if p is opener), 0)
    first = opener if opener.role == "body" else next((p for p in flow[at + 1 :] if p.role == "body"), passage)
    if first is passage:
        return False
    a, b = first.blocks[0], passage.blocks[0]
    if a.page != b.page and b.page > a.page + 1:
        return True
    return (
        abs(a.size - b.size) > 0.03 * a.size
        or a.bold != b.bold
        or abs((a.x1 - a.x0) - (b.x1 - b.x0)) > 0.25 * (a.x1 - a.x0)
    )
