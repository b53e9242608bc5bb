"""Findings as BioC collections, JSON and XML, written and read with the package ``bioc``.

Spans are annotations of the passage that holds them (of the document, where they cross passages); a finding is a
relation of the document, whose nodes name the roles. Infons hold plain text for text and closed lists of words, JSON
for all else. Offsets count Unicode code points over the whole document.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from typing import Any

import bioc
from bioc import biocjson, biocxml

from extractor.annotation.parts import Place, put_together, take_apart
from extractor.annotation.schema import AnnotationError

__all__ = ["from_bioc", "from_bioc_json", "from_bioc_xml", "to_bioc", "to_bioc_json", "to_bioc_xml"]

#: Marks that are text or one word of a closed list; the other infons are JSON.
_PLAIN = frozenset(
    {
        "event_id", "group", "section", "cargo_type", "cargo_id", "effect", "radiation_changes_cargo",
        "manipulation", "observed", "cancer_id", "note",
    }
)  # fmt: skip
_EMPTY_LINE = re.compile(r"\n\s*\n")


def _passages(text: str) -> list[Any]:
    """The paragraphs: what stands between empty lines."""
    gaps = [(gap.start(), gap.end()) for gap in _EMPTY_LINE.finditer(text)]
    out = []
    for start, end in zip([0, *(end for _, end in gaps)], [*(start for start, _ in gaps), len(text)], strict=True):
        if text[start:end].strip():
            passage = bioc.BioCPassage()
            passage.offset, passage.text = start, text[start:end]
            passage.infons["type"] = "paragraph"
            out.append(passage)
    return out


def _document(doc_id: str, text: str, events: Iterable[Mapping[str, Any]]) -> Any:
    document = bioc.BioCDocument()
    document.id = doc_id
    for passage in _passages(text):
        document.add_passage(passage)
    known: dict[Place, str] = {}
    for event in events:
        places, marks = take_apart(event)
        relation = bioc.BioCRelation()
        relation.id = marks["event_id"]
        relation.infons["type"] = "Finding"
        for field, value in marks.items():
            if value is None or value == "" or field == "doc_id":
                continue
            relation.infons[field] = value if field in _PLAIN else json.dumps(value, ensure_ascii=False)
        for place in places:
            if place not in known:
                known[place] = f"T{len(known) + 1}"
                _annotate(document, known[place], place, text)
            relation.add_node(bioc.BioCNode(known[place], place.role))
        document.add_relation(relation)
    return document


def _annotate(document: Any, identifier: str, place: Place, text: str) -> None:
    annotation = bioc.BioCAnnotation()
    annotation.id, annotation.text = identifier, text[place.start : place.end]
    annotation.infons["type"] = place.role
    annotation.add_location(bioc.BioCLocation(place.start, place.end - place.start))
    for holder in document.passages:
        if holder.offset <= place.start and place.end <= holder.offset + len(holder.text):
            holder.add_annotation(annotation)
            return
    document.add_annotation(annotation)


def to_bioc(events: Iterable[Mapping[str, Any]], texts: Mapping[str, str], *, source: str = "") -> Any:
    """The findings as a ``bioc.BioCCollection``, one document for each of ``texts`` (doc_id to text).

    The findings must be valid (:mod:`extractor.annotation.validate`).
    """
    collection = bioc.BioCCollection()
    collection.source, collection.date, collection.key = source, "", "finding.key"
    collection.infons["offset_unit"] = "Unicode code point"
    by_document: dict[str, list[Mapping[str, Any]]] = {doc_id: [] for doc_id in texts}
    for event in events:
        by_document[event["doc_id"]].append(event)
    for doc_id, text in texts.items():
        collection.add_document(_document(doc_id, text, by_document[doc_id]))
    return collection


def from_bioc(collection: Any, texts: Mapping[str, str]) -> list[dict[str, Any]]:
    """The findings of a BioC collection over ``texts``: the inverse of :func:`to_bioc`.

    Raises
    ------
    AnnotationError
        If a document is not among the texts, a node has no annotation, or a span does not fit the text.
    """
    out = []
    for document in collection.documents:
        if document.id not in texts:
            raise AnnotationError(f"document {document.id!r} has no text; give its text beside the annotations")
        text = texts[document.id]
        annotations = {a.id: a for holder in (document, *document.passages) for a in holder.annotations}
        for relation in document.relations:
            if relation.infons.get("type") != "Finding":
                continue
            places = [_place(relation, node, annotations, text) for node in relation.nodes]
            out.append(put_together(places, {**_marks(relation), "doc_id": document.id}, text))
    return out


def _place(relation: Any, node: Any, annotations: Mapping[str, Any], text: str) -> Place:
    annotation = annotations.get(node.refid)
    if annotation is None or not annotation.locations:
        raise AnnotationError(f"{relation.id}: node {node.refid!r} has no annotation with a place; add one")
    at = annotation.locations[0]
    if text[at.offset : at.end] != annotation.text:
        raise AnnotationError(
            f"{relation.id}: the text has {text[at.offset : at.end][:40]!r} at {at.offset}-{at.end}, not "
            f"{(annotation.text or '')[:40]!r}; take the text that the annotations were made on"
        )
    return Place(node.role, at.offset, at.end)


def _marks(relation: Any) -> dict[str, Any]:
    marks: dict[str, Any] = {}
    for key, value in relation.infons.items():
        if key == "type":
            continue
        try:
            marks[key] = value if key in _PLAIN else json.loads(value)
        except (TypeError, ValueError, RecursionError):
            raise AnnotationError(f"{relation.id}: infon {key!r} is not JSON; mend or drop it") from None
    return marks


def to_bioc_json(events: Iterable[Mapping[str, Any]], texts: Mapping[str, str], *, source: str = "") -> str:
    """The findings as BioC JSON, indented, ending with a line break."""
    return str(biocjson.dumps(to_bioc(events, texts, source=source), ensure_ascii=False, indent=1)) + "\n"


def from_bioc_json(content: str, texts: Mapping[str, str]) -> list[dict[str, Any]]:
    """The findings of a BioC JSON file; see :func:`from_bioc`."""
    try:
        collection = biocjson.loads(content)
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        raise AnnotationError("this is not a BioC JSON collection; write it anew from the findings") from None
    return from_bioc(collection, texts)


def to_bioc_xml(events: Iterable[Mapping[str, Any]], texts: Mapping[str, str], *, source: str = "") -> str:
    """The findings as BioC XML.

    Raises
    ------
    AnnotationError
        If the text holds control characters, which XML cannot.
    """
    try:
        return str(biocxml.dumps(to_bioc(events, texts, source=source)))
    except ValueError as error:
        raise AnnotationError(f"the text cannot stand in XML ({error}); write BioC JSON instead") from None


def from_bioc_xml(content: str, texts: Mapping[str, str]) -> list[dict[str, Any]]:
    """The findings of a BioC XML file; see :func:`from_bioc`. A file that declares entities is refused."""
    from lxml import etree

    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        inner = etree.ElementTree(etree.fromstring(content.encode("utf-8"), parser)).docinfo.internalDTD
        if inner is not None and any(True for _ in inner.iterentities()):
            raise AnnotationError("the XML declares entities; take the declaration out")
        collection = biocxml.loads(content)
    except (etree.XMLSyntaxError, ValueError, KeyError, TypeError, AttributeError) as error:
        if isinstance(error, AnnotationError):
            raise
        raise AnnotationError("this is not a BioC XML collection; write it anew from the findings") from None
    return from_bioc(collection, texts)
