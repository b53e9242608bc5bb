"""BioC, written and read with the package ``bioc``: JSON, or XML where the file's name ends in .xml.

One document a paper. Its text is not in a run, so that the passages are the evidence sentences, at their true offsets
(Unicode code points), and what is known of the text outside of them. An annotation is a role at its place, a relation
one row with every one of its fields as an infon: text as text, all else as JSON. Lost: nothing of a row; a lone
surrogate becomes U+FFFD, one for one, and so do in XML the control characters that it cannot hold.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from extractor.evidence import identity
from extractor.exports.rows import by_document, findings_of, patches, places
from extractor.exports.text import in_place, xml_safe
from extractor.exports.written import Written
from extractor.findings.evidence_table import FIELDS
from extractor.findings.folder import Folder

__all__ = ["read_row", "write"]

#: Fields that are text, and may look like JSON.
_TEXT = frozenset(field for field, kind in FIELDS.items() if kind == "t")
#: Fields of a row that the document, annotations and passages hold.
_ELSEWHERE = frozenset({"evidence_id"})


def write(folder: Folder, out: Path) -> Written:
    """The evidence as one BioC collection."""
    import bioc
    from bioc import biocjson, biocxml

    from extractor import __version__

    xml = out.suffix == ".xml"
    safe = xml_safe if xml else in_place
    collection = bioc.BioCCollection()
    collection.source, collection.date, collection.key = f"exocargo {__version__}", "", "exocargo.key"
    collection.infons["offset_unit"] = "Unicode code point"
    findings = findings_of(folder)
    for doc_id, rows in by_document(folder).items():
        collection.add_document(_document(folder, doc_id, rows, findings, safe))
    text = biocxml.dumps(collection) if xml else biocjson.dumps(collection, ensure_ascii=False, indent=1)
    return Written({out: (text.rstrip("\n") + "\n").encode("utf-8")})


def _document(
    folder: Folder,
    doc_id: str,
    rows: list[Mapping[str, Any]],
    findings: Mapping[str, Mapping[str, Any]],
    safe: Callable[[str], str],
) -> Any:
    import bioc

    document = bioc.BioCDocument()
    document.id = safe(doc_id)
    known = folder.documents.get(doc_id) or {}
    for field in ("title", "pmid", "pmcid", "doi", "year"):
        if known.get(field) not in (None, ""):
            document.infons[field] = safe(str(known[field]))
    for (start, _), text in sorted(patches(rows).items()):
        passage = bioc.BioCPassage()
        passage.offset, passage.text = start, safe(text)
        passage.infons["type"] = "evidence"
        document.add_passage(passage)
    ids: dict[tuple[str, int, int, str | None], str] = {}
    for row in rows:
        relation = bioc.BioCRelation()
        relation.id = identity(row)
        relation.infons["type"] = "finding"
        if finding := findings.get(identity(row)):
            relation.infons["finding_id"] = finding["finding_id"]
        for field, value in row.items():
            if value is not None and field not in _ELSEWHERE:
                relation.infons[field] = safe(value) if isinstance(value, str) else _json(value, safe)
        for role, (start, end) in places(row).items():
            key = (role, start, end, row.get(f"{role}_id"))
            if key not in ids:
                ids[key] = f"T{len(ids) + 1}"
                _annotate(document, ids[key], key)
            relation.add_node(bioc.BioCNode(ids[key], role))
        document.add_relation(relation)
    return document


def _json(value: Any, safe: Callable[[str], str]) -> str:
    return safe(json.dumps(value, ensure_ascii=False, sort_keys=True))


def _annotate(document: Any, name: str, key: tuple[str, int, int, str | None]) -> None:
    """A role at its place: in the passage that holds it, else (its words are not known) in the document."""
    import bioc

    role, start, end, curie = key
    annotation = bioc.BioCAnnotation()
    annotation.id = name
    annotation.infons["type"] = role
    if curie:
        annotation.infons["identifier"] = xml_safe(curie)
    annotation.add_location(bioc.BioCLocation(start, end - start))
    for passage in document.passages:
        at = passage.offset
        if at <= start and end <= at + len(passage.text):
            annotation.text = passage.text[start - at : end - at]
            passage.add_annotation(annotation)
            return
    annotation.text = ""
    document.add_annotation(annotation)


def read_row(relation: Any) -> dict[str, Any]:
    """The row that a relation of such a collection holds: the inverse of what :func:`write` does with it."""
    row: dict[str, Any] = {"evidence_id": relation.id}
    for field, value in relation.infons.items():
        if field in {"type", "finding_id"}:
            continue
        try:
            row[field] = value if field in _TEXT else json.loads(value)
        except ValueError:
            row[field] = value
    return row
