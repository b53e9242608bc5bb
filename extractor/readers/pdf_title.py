"""What a paper says about itself on its first page: title, DOI, year."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from statistics import median

from extractor.readers.headings import heading_kind
from extractor.readers.pdf_blocks import Block, Style

__all__ = ["find_doi", "find_title", "find_year"]

_DOI = re.compile(r"10\.\d{4,9}/[^\s\"<>{}|\\^]+")
_MASTHEAD = re.compile(
    r"^(?:the )?(?:\w+ ){0,3}(?:journal|annals|archives|proceedings|transactions|frontiers|reviews?|letters|bulletin)"
    r" (?:of|in|for)\b.{0,60}$|^(?:original |short |brief |mini.?)?(?:research )?"
    r"(?:article|review|report|paper|communication)s?$"
    r"|^(?:research )?open access$|^BMC \w+( \w+)?$",
    re.I,
)
_FILE_NAME = re.compile(
    r"\.(?:docx?|pdf|indd|qxd|tex|dvi|3d|fm|rtf|ps)\b|^untitled|^microsoft|^title|^layout|^\S+$", re.I
)


def find_title(blocks: Sequence[Block], style: Style, stated: str, printed: Sequence[str] = ()) -> list[Block]:
    """The blocks of the title: the largest type of the first page, or what the file's metadata (``stated``) names.

    ``printed`` are all lines of the first pages: what they cite with a volume or year is the journal's name.
    """
    first = next((block.page for block in blocks if sum(len(b.text) for b in blocks if b.page == block.page) > 200), 1)
    page = [block for block in blocks if block.page == first]
    if not page:
        return []
    top = max(line.y for block in page for line in block.lines)
    upper = [
        b for b in page if b.lines[0].y > 0.45 * top and b.role in ("body", "heading") and not heading_kind(b.text)
    ]
    named = _words(stated) if not _FILE_NAME.search(stated.strip()) else set()
    if len(named) >= 3:
        best = max(upper, key=lambda b: _overlap(_words(b.text), named), default=None)
        if best is not None and _overlap(_words(best.text), named) > 0.6:
            return _with_neighbours(best, upper)
    titles = [
        b
        for b in upper
        if len(b.text.split()) >= 3 and len(b.text) > 15 and not _is_masthead(b.text, printed) and len(b.text) < 400
    ]
    if not titles:
        return []
    best = max(titles, key=lambda b: (round(b.size, 1), b.bold, b.lines[0].y))
    if best.size > 1.08 * style.size or (best.bold and best is titles[0]):
        return _with_neighbours(best, upper)
    return []


def _is_masthead(text: str, printed: Sequence[str]) -> bool:
    """Whether ``text`` is a journal's name or the sort of an article."""
    text = text.strip()
    if _MASTHEAD.search(text):
        return True
    cited = re.compile(rf"\b{re.escape(text)}[\s,.:;]*(?:\(?(?:19|20)\d\d|vol\w*\.? ?\d|\d+\s?[(:,])", re.I)
    return len(text.split()) <= 8 and any(cited.search(line) for line in printed)


def _with_neighbours(best: Block, blocks: Sequence[Block]) -> list[Block]:
    """``best`` and the blocks right above and below it that are set alike."""
    at = next(k for k, block in enumerate(blocks) if block is best)
    first = last = at
    while (
        first > 0 and _alike(blocks[first - 1], blocks[first]) and not _MASTHEAD.search(blocks[first - 1].text.strip())
    ):
        first -= 1
    while last + 1 < len(blocks) and _alike(blocks[last], blocks[last + 1]):
        last += 1
    return list(blocks[first : last + 1])


def _alike(above: Block, below: Block) -> bool:
    gap = above.lines[-1].y - below.lines[0].y
    return (
        abs(above.size - below.size) < 0.04 * above.size
        and above.lines[-1].font == below.lines[0].font
        and 0 < gap < 1.7 * median((above.size, below.size))
    )


def _words(text: str) -> set[str]:
    return set(re.findall(r"\w{3,}", text.lower()))


def _overlap(a: set[str], b: set[str]) -> float:
    return len(a & b) / max(1, len(a | b))


def find_doi(lines: Sequence[str], metadata: Mapping[str, str], ending: Sequence[str] = ()) -> str:
    """The DOI that a paper states as its own; empty if there is none.

    It is looked for on the first pages (``lines``), in the file's ``metadata``, and on the last page (``ending``)
    beside the words "cite this article".
    """
    found: list[tuple[bool, str]] = []
    for at, line in enumerate(lines):
        following = lines[at + 1] if at + 1 < len(lines) else ""
        for match in _DOI.finditer(line):
            doi = match.group()
            if match.end() == len(line) and doi[-1] in "./-":  # broken at the line's end
                doi += re.match(r"[\w.()-]*", following.strip())[0]  # type: ignore[index]
            doi = doi.rstrip(".,;:)]’'")
            found.append((re.search(r"doi", line[: match.start()], re.I) is None, doi.lower()))
    if found:
        return min(enumerate(found), key=lambda item: (item[1][0], item[0]))[1][1]
    for key in ("subject", "title", "keywords"):
        stated = _DOI.search(metadata.get(key, ""))
        if stated:
            return stated.group().rstrip(".,;:)]").lower()
    for at, line in enumerate(ending):
        if re.search(r"cite this article", line, re.I):
            near = [match.group() for other in ending[max(0, at - 2) : at + 6] for match in _DOI.finditer(other)]
            return near[0].rstrip(".,;:)]").lower() if near else ""
    return ""


def find_year(lines: Sequence[str]) -> int | None:
    """The year of publication as the first pages state it."""
    text = "\n".join(lines)
    for pattern in (
        r"published[^\n]{0,40}?\b((?:19|20)\d\d)\b",
        r"(?:©|\(c\)|copyright)[^\n\d]{0,40}((?:19|20)\d\d)\b",
        r"\(((?:19|20)\d\d)\)\s*\d+\s*[:(,]",
        r"\b((?:19|20)\d\d)\s*[;,]\s*\d+\s*[:(]",
        r"(?:accepted|received)[^\n]{0,40}?\b((?:19|20)\d\d)\b",
    ):
        match = re.search(pattern, text, re.I)
        if match:
            return int(match[1])
    return None
