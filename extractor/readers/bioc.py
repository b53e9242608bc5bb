"""BioC XML and JSON, parsed by the ``bioc`` package, one document at a time."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from bioc import BioCDocument, BioCPassage, biocjson, biocxml
from lxml import etree

from extractor.document import Document
from extractor.readers.assembly import Part, assemble, file_name, sanitise
from extractor.readers.errors import ReadError
from extractor.readers.headings import heading_kind
from extractor.readers.limits import Limits
from extractor.readers.stream import Stream
from extractor.readers.tables import load_json
from extractor.readers.xml import record_limit, split_elements

__all__ = ["bioc_document", "read_bioc_json", "read_bioc_xml"]

_YEAR = re.compile(r"(?:1[89]|20)\d\d")

#: Section types of PubMed Central's BioC, and the words that other writers use in the same place.
_KINDS = {
    "title": "title", "abstract": "abstract", "intro": "introduction", "introduction": "introduction",
    "methods": "methods", "method": "methods", "results": "results", "discuss": "discussion",
    "discussion": "discussion", "concl": "conclusion", "conclusion": "conclusion", "fig": "caption",
    "fig_caption": "caption", "fig_title_caption": "caption", "caption": "caption", "table": "table",
    "table_caption": "table", "ref": "references", "references": "references", "abbr": "abbreviations",
    "abbreviations": "abbreviations", "keyword": "front",
    "front": "front", "ack_fund": "acknowledgements", "auth_cont": "acknowledgements", "comp_int": "acknowledgements",
    "acknowledgements": "acknowledgements", "body": "body", "case": "body", "appendix": "body", "suppl": "body",
}  # fmt: skip


def read_bioc_xml(stream: Stream, limits: Limits) -> Iterator[Document | ReadError]:
    """The documents of a BioC XML collection; see :func:`extractor.readers.xml.split_elements` for what it raises."""
    for number, element in enumerate(split_elements(stream, ["document"], record_limit(limits)), start=1):
        if isinstance(element, ReadError):
            yield element
            continue
        try:
            xml = b"<collection>" + etree.tostring(element, with_tail=False) + b"</collection>"
            document = biocxml.load(io.BytesIO(xml)).documents[0]
        except (ValueError, KeyError, TypeError, AttributeError, etree.XMLSyntaxError) as error:
            yield ReadError("bad_record", f"record {number}: not valid BioC ({error}); mend it or leave it out")
            continue
        try:
            yield _numbered(_document(document, stream.name, limits), number)
        except ReadError as error:
            yield ReadError(error.error, f"record {number}: {error.message}")


def read_bioc_json(stream: Stream, limits: Limits) -> Iterator[Document | ReadError]:
    """The documents of a BioC JSON file: a collection, a list of collections, or a list of documents.

    Raises
    ------
    ReadError
        As for JSON that is not BioC.
    """
    found = list(_json_documents(load_json(stream, limits)))
    if not found:
        raise ReadError("empty", "BioC JSON without a document; check that it was fetched in full")
    for number, item in enumerate(found, start=1):
        try:
            yield _numbered(bioc_document(item, stream.name, limits), number)
        except ReadError as error:
            yield ReadError(error.error, f"document {number}: {error.message}")


def bioc_document(value: Mapping[str, Any], source: str, limits: Limits) -> Document:
    """A BioC document from its JSON object; lists that it leaves out are empty.

    Raises
    ------
    ReadError
        ``bad_record`` if it is not BioC, ``no_text``, ``too_large``.
    """
    try:
        # Annotations are not read, so that a broken one among them does no harm.
        passages = [
            {
                "infons": {}, "offset": 0, **passage, "annotations": [], "relations": [],
                "sentences": [
                    {"infons": {}, "offset": 0, "text": "", **sentence, "annotations": [], "relations": []}
                    for sentence in passage.get("sentences") or []
                ],
            }
            for passage in value["passages"]
        ]  # fmt: skip
        document = biocjson.fromJSON(
            {"infons": {}, "id": "", **value, "passages": passages, "annotations": [], "relations": []}, "BioCDocument"
        )
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise ReadError("bad_record", f"not valid BioC ({error}); mend it or leave it out") from None
    return _document(document, source, limits)


def _numbered(document: Document, number: int) -> Document:
    """A document without an id of its own is known by the file's name, and from the second on by its number too."""
    if number > 1 and document.id == file_name(document.source):
        return replace(document, id=f"{document.id}:{number}")
    return document


def _json_documents(value: Any) -> Iterator[Any]:
    if isinstance(value, list):
        for item in value:
            yield from _json_documents(item)
    elif isinstance(value, Mapping) and isinstance(documents := value.get("documents"), list):
        yield from documents
    elif isinstance(value, Mapping) and "passages" not in value and len(value) == 1:
        # The export of PubTator 3 has its name for the only key.
        yield from _json_documents(next(iter(value.values())))
    else:
        yield value


def _document(document: BioCDocument, source: str, limits: Limits) -> Document:
    infons: dict[str, str] = {}
    for passage in reversed(document.passages[:1]):
        infons.update({key: str(text) for key, text in (passage.infons or {}).items() if text})
    infons.update({key: str(text) for key, text in (document.infons or {}).items() if text})
    parts = [part for passage in document.passages if (part := _part(passage)) is not None]
    text, sections = assemble(parts, limits)
    ids = _ids(infons)
    year = _YEAR.search(infons.get("year", ""))
    titles = [section for section in sections if section.kind == "title"]
    types = infons.get("publication_types", "")
    return Document(
        id=str(document.id or "").strip() or next(iter(ids.values()), file_name(source)),
        text=text,
        sections=sections,
        source=source,
        kind="bioc",
        title=text[titles[0].start : titles[0].end].strip() if titles else "",
        ids=ids,
        year=int(year[0]) if year else None,
        publication_types=tuple(name.rpartition("|")[2].strip() for name in re.split(r"[\t;]", types) if name.strip()),
    )


def _ids(infons: Mapping[str, str]) -> dict[str, str]:
    ids = {}
    for key, names in {"pmid": ("pmid", "article-id_pmid"), "pmcid": ("pmcid", "article-id_pmc"),
                       "doi": ("doi", "article-id_doi")}.items():  # fmt: skip
        found = next((infons[name] for name in names if infons.get(name)), "")
        if found:
            ids[key] = f"PMC{found}" if key == "pmcid" and found.isdecimal() else found
    return ids


def _part(passage: BioCPassage) -> Part | None:
    text = passage.text or " ".join(sentence.text for sentence in passage.sentences if sentence.text)
    if not isinstance(text, str) or not text.strip():
        return None
    infons = {key: str(value) for key, value in (passage.infons or {}).items()}
    kind = ""
    for key in ("section_type", "type", "section"):
        word = infons.get(key, "").strip()
        kind = _KINDS.get(word.casefold(), "") or heading_kind(word)
        if kind:
            break
    # The front passage of PubMed Central holds the title.
    return Part(kind or "body", infons.get("section_title", ""), sanitise(text))
