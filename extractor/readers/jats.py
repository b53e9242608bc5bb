"""JATS articles (PubMed Central and most publishers), one Document an article.

The text is the title, the abstracts, the body with its headings, appendices, the glossary, then the captions and
tables, which would cut paragraphs apart where they stand. Everything is read with lxml: ``bioconverters``, which was
tried for the body, gives passages without their sections, turns every dash into a hyphen, sets a comma or a citation
number against a word, and leaves out tables, inline formulas and links with the words in them; the test of this module
compares the two on what both read. Authors' notes, acknowledgements, reference lists, supplements and sub-articles
(reviews, replies, translations) are left out.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml import etree

from extractor.document import Document
from extractor.readers.assembly import Part, assemble, file_name
from extractor.readers.errors import ReadError
from extractor.readers.headings import heading_kind
from extractor.readers.limits import Limits
from extractor.readers.markup import inline_text, plain_text
from extractor.readers.stream import Stream
from extractor.readers.xml import Element, local_name, record_limit, split_elements

__all__ = ["read_jats"]

#: Elements that stand as blocks of their own, also where they are put inside a paragraph.
_FLOATS = {"fig": "caption", "chem-struct-wrap": "caption", "table-wrap": "table"}
_GROUPS = frozenset({"fig-group", "table-wrap-group", "floats-group"})
_BLOCKS = frozenset({
    "p", "list", "def-list", "disp-quote", "boxed-text", "sec", "statement", "verse-group", "speech", "disp-formula",
    "disp-formula-group", "supplementary-material", "ref-list", "ack", "fn-group", "glossary", "notes", "app-group",
    "app", "bio", "answer", "question", "code", "preformat", "array",
    *_FLOATS, *_GROUPS,
})  # fmt: skip
_CONTAINERS = frozenset({
    "list", "list-item", "boxed-text", "disp-quote", "statement", "glossary", "speech", "verse-group", "app", "array",
    "question", "answer", "sec", *_GROUPS,
})  # fmt: skip
_LEFT_OUT = frozenset({
    "disp-formula", "disp-formula-group", "supplementary-material", "ref-list", "ack", "fn-group", "bio", "notes",
    "sec-meta", "label", "title", "subtitle", "alt-title", "media", "graphic", "code", "preformat", "history",
})  # fmt: skip

_SECTION_TYPES = {
    "intro": "introduction", "introduction": "introduction", "background": "introduction", "methods": "methods",
    "materials": "methods", "subjects": "methods", "materials|methods": "methods", "materials and methods": "methods",
    "results": "results", "results|discussion": "results", "discussion": "discussion", "conclusions": "conclusion",
    "conclusion": "conclusion", "supplementary-material": "acknowledgements", "data-availability": "acknowledgements",
    "coi-statement": "acknowledgements", "ethics-statement": "acknowledgements",
    "author-contributions": "acknowledgements",
}  # fmt: skip

#: Article types in the words of PubMed, where it has one.
_TYPES = {
    "research-article": "Journal Article", "review-article": "Review", "systematic-review": "Systematic Review",
    "meta-analysis": "Meta-Analysis", "case-report": "Case Reports", "editorial": "Editorial", "letter": "Letter",
    "correction": "Published Erratum", "retraction": "Retraction Notice", "preprint": "Preprint",
    "article-commentary": "Comment", "expression-of-concern": "Expression of Concern",
}  # fmt: skip

#: The name of a made-up element that holds a run of text; no element of JATS is called so.
_RUN = "run"
#: Where the notes under a table stand.
_NOTES = tuple(f"./{{*}}table-wrap-foot/{path}" for path in ("{*}p", "{*}fn/{*}p", "{*}fn-group/{*}fn/{*}p"))
_RETRACTED = re.compile(r"\s*[\[(]?\s*retracted\b", re.IGNORECASE)
_YEAR = re.compile(r"(?:1[89]|20)\d\d")
_IDS = {"pmid": "pmid", "pmc": "pmcid", "pmcid": "pmcid", "doi": "doi"}


def read_jats(stream: Stream, limits: Limits) -> Iterator[Document | ReadError]:
    """The articles of a file; a ReadError in place of each that cannot be read.

    Raises
    ------
    ReadError
        Where nothing more of the file can be read; see :func:`extractor.readers.xml.split_elements`.
    """
    for number, article in enumerate(split_elements(stream, ["article"], record_limit(limits)), start=1):
        if isinstance(article, ReadError):
            yield article
            continue
        try:
            yield _document(article, stream.name, number, limits)
        except ReadError as error:
            yield ReadError(error.error, f"article {number}: {error.message}")


def _document(article: Element, source: str, number: int, limits: Limits) -> Document:
    meta = article.find("./{*}front/{*}article-meta")
    ids = _ids(meta)
    title = _title(meta)
    collector = _Collector()
    for abstract in meta.iterfind("./{*}abstract") if meta is not None else ():
        collector.abstract(abstract)
    body = article.find("./{*}body")
    if body is not None:
        collector.section(body, "body", heading="")
    back = article.find("./{*}back")
    if back is not None:
        collector.back(back)
    for group in article.iterfind("./{*}floats-group"):
        collector.block(group)
    text, sections = assemble([Part("title", "", title), *collector.parts, *collector.floats], limits)
    unnamed = file_name(source) + (f":{number}" if number > 1 else "")
    return Document(
        id=ids.get("pmcid") or ids.get("pmid") or ids.get("doi") or unnamed,
        text=text,
        sections=sections,
        source=source,
        kind="jats",
        title=title,
        ids=ids,
        year=_year(meta),
        publication_types=_types(article, meta, title),
    )


class _Collector:
    """Parts of an article in reading order; captions and tables apart."""

    def __init__(self) -> None:
        self.parts: list[Part] = []
        self.floats: list[Part] = []

    def abstract(self, element: Element) -> None:
        """An abstract: its headings are titles of sections and, as in PubMed, not part of the text."""
        heading = _heading(element)
        if heading_kind(heading) == "abstract":
            heading = ""
        self._add("abstract", heading, self._paragraphs(element))
        for section in element.iterfind("./{*}sec"):
            self.abstract(section)

    def section(self, element: Element, kind: str, heading: str) -> None:
        """A section and those within it, in order; its heading is read as part of the text."""
        texts, part = [heading], heading
        for child in element:
            if local_name(child) != "sec":
                texts += self.block(child)
                continue
            self._add(kind, part, texts)
            title = _heading(child)
            self.section(child, _section_kind(child, title) or kind, title)
            texts, part = [], ""
        self._add(kind, part, texts)

    def back(self, element: Element) -> None:
        """What stands after the body: appendices and stray sections are read, the glossary is kept."""
        for child in element:
            name = local_name(child)
            if name in ("sec", "app"):
                heading = _heading(child)
                self.section(child, _section_kind(child, heading) or "body", heading)
            elif name == "glossary":
                heading = _heading(child)
                self._add("abbreviations", heading, [heading, *self._paragraphs(child)])
            elif name == "app-group":
                self.back(child)
            elif name in _FLOATS or name in _GROUPS:
                self.block(child)

    def block(self, element: Element) -> list[str]:
        """The paragraphs of one block; a figure or table goes to the floats and gives none."""
        name = local_name(element)
        if name in _FLOATS:
            self._float(element, _FLOATS[name])
            return []
        if not name or name in _LEFT_OUT:
            return []
        if name == "def-list":
            return [_definition(item) for item in element.iterfind("./{*}def-item")]
        if name in _CONTAINERS:
            return [_heading(element), *(text for child in element for text in self.block(child))]
        return [text for piece in _pieces(element) for text in self._piece(piece)]

    def _piece(self, piece: Element) -> list[str]:
        return [inline_text(piece)] if piece.tag == _RUN else self.block(piece)

    def _paragraphs(self, element: Element) -> list[str]:
        """The paragraphs that stand right in an element, without the sections in it."""
        return [text for child in element if local_name(child) != "sec" for text in self.block(child)]

    def _float(self, element: Element, kind: str) -> None:
        """The label and caption of a figure or table, and a table's rows, a line each."""
        label = plain_text(element.find("./{*}label"))
        caption = element.find("./{*}caption")
        texts = (
            [inline_text(part) for part in caption if local_name(part) in ("title", "p")] if caption is not None else []
        )
        lead = " ".join(filter(None, [label if not label or label.endswith((".", ":")) else f"{label}.", *texts]))
        rows = [_row(row) for row in element.iter("{*}tr") if not _is_nested(row)] if kind == "table" else []
        notes = [inline_text(note, in_table=True) for path in _NOTES for note in element.iterfind(path)]
        self.floats.append(Part(kind, label, "\n".join(filter(None, [lead, *rows, *notes]))))

    def _add(self, kind: str, heading: str, texts: list[str]) -> None:
        self.parts.append(Part(kind, heading, "\n\n".join(filter(None, texts))))


def _pieces(element: Element) -> Iterator[Element]:
    """The runs of text of a paragraph (as elements named ``_RUN``) and the blocks that stand among them, in order.

    A list or another paragraph ends a run; a figure, a table or a displayed formula only leaves it.
    """
    run = etree.Element(_RUN)
    run.text = element.text
    for child in list(element):
        name = local_name(child)
        if name not in _BLOCKS:
            run.append(child)
            continue
        after = f" {child.tail or ''}"
        child.tail = None
        if name in _FLOATS or name in _GROUPS or name in _LEFT_OUT:
            yield child
            etree.SubElement(run, _RUN).tail = after
        else:
            yield run
            yield child
            run = etree.Element(_RUN)
            run.text = after
    yield run


def _heading(element: Element) -> str:
    title = element.find("./{*}title")
    return inline_text(title) if title is not None else ""


def _section_kind(section: Element, heading: str) -> str:
    """The kind that a section states by its type or its heading; empty where it takes after the one around it."""
    # Some publishers set headings in small letters and leave the capitals to the style sheet.
    stated = _SECTION_TYPES.get((section.get("sec-type") or "").casefold())
    return stated or heading_kind(heading[:1].upper() + heading[1:])


def _definition(item: Element) -> str:
    term, meaning = item.find("./{*}term"), item.find("./{*}def")
    texts = [inline_text(part).rstrip(":") for part in (term, meaning) if part is not None]
    return ": ".join(filter(None, texts))


def _row(row: Element) -> str:
    cells = [inline_text(cell, in_table=True) for cell in row if local_name(cell) in ("td", "th")]
    return " | ".join(cells) if any(cells) else ""


def _is_nested(row: Element) -> bool:
    """Whether a row is part of a table within a cell, whose text the cell's own row has."""
    return any(local_name(around) in ("td", "th") for around in row.iterancestors())


def _title(meta: Element | None) -> str:
    if meta is None:
        return ""
    paths = ("./{*}title-group/{*}article-title", "./{*}title-group/{*}subtitle")
    title, subtitle = ("".join(map(inline_text, meta.findall(path)[:1])) for path in paths)
    if not subtitle:
        return title
    return f"{title} {subtitle}" if title.endswith((".", ":", "?", "!")) else f"{title}: {subtitle}"


def _ids(meta: Element | None) -> dict[str, str]:
    ids: dict[str, str] = {}
    for element in meta.iterfind("./{*}article-id") if meta is not None else ():
        key, value = _IDS.get(element.get("pub-id-type", "")), plain_text(element)
        if key and value:
            ids.setdefault(key, f"PMC{value}" if key == "pmcid" and value.isdecimal() else value)
    return ids


def _year(meta: Element | None) -> int | None:
    """The year of the first publication, in print or online."""
    if meta is None:
        return None
    found = [_YEAR.fullmatch(plain_text(year)) for year in meta.iterfind("./{*}pub-date/{*}year")]
    return min((int(year[0]) for year in found if year), default=None)


def _types(article: Element, meta: Element | None, title: str) -> tuple[str, ...]:
    stated = (article.get("article-type") or "").strip()
    types = [_TYPES.get(stated, stated)] if stated else []
    related = (
        [] if meta is None else [part.get("related-article-type") for part in meta.iterfind("./{*}related-article")]
    )
    if _RETRACTED.match(title) or "retraction-forward" in related:
        types.append("Retracted Publication")
    return tuple(types)
