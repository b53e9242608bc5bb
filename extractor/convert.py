"""Documents written out in another format: text, BioC, JSONL."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any, TextIO

from extractor.document import Document

if TYPE_CHECKING:
    from bioc import BioCDocument

__all__ = ["FORMATS", "bioc_document", "convert", "json_record"]

#: What ``convert`` writes.
FORMATS = ("text", "bioc", "jsonl")

#: Between documents in one text file.
_PAGE = "\n\f\n"


def convert(documents: Iterable[Document], to: str, out: TextIO) -> int:
    """Write documents to an open text file, one after the other, and return how many there were.

    ``text`` writes each document's text as it is, with a line that holds a form feed between two documents; ``bioc``
    BioC XML with a passage a section; ``jsonl`` an object a line, which reads back as the same document.

    Raises
    ------
    ValueError
        If ``to`` is none of :data:`FORMATS`.
    """
    writers = {"text": _texts, "bioc": _bioc, "jsonl": _lines}
    if to not in writers:
        raise ValueError(f"unknown format {to!r}: give one of {', '.join(FORMATS)}")
    count = 0

    def counted() -> Iterator[Document]:
        nonlocal count
        for document in documents:
            count += 1
            yield document

    for piece in writers[to](counted()):
        out.write(piece)
    return count


def json_record(document: Document) -> dict[str, Any]:
    """A document as an object of JSON, with what it states and nothing of how it lies on pages."""
    record: dict[str, Any] = {"id": document.id, "text": document.text}
    record |= {"title": document.title} if document.title else {}
    record |= dict(document.ids)
    record |= {"year": document.year} if document.year is not None else {}
    record |= {"publication_types": list(document.publication_types)} if document.publication_types else {}
    record["sections"] = [
        {"kind": part.kind, "title": part.title, "start": part.start, "end": part.end} for part in document.sections
    ]
    return record


def bioc_document(document: Document) -> BioCDocument:
    """A document in BioC: a passage a section, and one for each stretch of text between them that is not blank.

    Offsets count code points of the document's text, as all offsets here do.
    """
    from bioc import BioCDocument, BioCPassage

    result = BioCDocument()
    result.id = document.id
    result.infons.update(document.ids)
    if document.year is not None:
        result.infons["year"] = str(document.year)
    if document.publication_types:
        result.infons["publication_types"] = "; ".join(document.publication_types)
    for kind, title, start, end in _stretches(document):
        passage = BioCPassage()
        passage.offset = start
        passage.text = document.text[start:end]
        passage.infons["type"] = kind
        if title:
            passage.infons["section_title"] = title
        result.add_passage(passage)
    return result


def _stretches(document: Document) -> Iterator[tuple[str, str, int, int]]:
    """Kind, title, start and end of each section and of what lies between sections."""
    at = 0
    for section in document.sections:
        if document.text[at : section.start].strip():
            yield "body", "", at, section.start
        yield section.kind, section.title, section.start, section.end
        at = section.end
    if document.text[at:].strip():
        yield "body", "", at, len(document.text)


def _texts(documents: Iterable[Document]) -> Iterator[str]:
    for number, document in enumerate(documents):
        if number:
            yield _PAGE
        yield document.text


def _lines(documents: Iterable[Document]) -> Iterator[str]:
    for document in documents:
        yield json.dumps(json_record(document), ensure_ascii=False) + "\n"


def _bioc(documents: Iterable[Document]) -> Iterator[str]:
    """One collection, written document by document so that it need not fit into memory."""
    from bioc import BioCCollection, biocxml
    from bioc.biocxml.encoder import encode_document
    from lxml import etree

    from extractor import __version__

    collection = BioCCollection()
    collection.source = f"exocargo {__version__}"
    head, mark, tail = biocxml.dumps(collection).partition("</collection>")
    yield head
    for document in documents:
        yield etree.tostring(encode_document(bioc_document(document)), encoding="unicode") + "\n"
    yield mark + tail
