"""BioC XML and JSON."""

from __future__ import annotations

import io
import json
from typing import Any

import pytest

from extractor.document import Document, Failure
from extractor.readers import read_stream


def _read(data: bytes | str, name: str = "p.xml") -> list[Document | Failure]:
    return list(read_stream(io.BytesIO(data.encode() if isinstance(data, str) else data), name))


def _xml(*documents: str) -> str:
    head = "<?xml version='1.0' encoding='UTF-8'?><!DOCTYPE collection SYSTEM 'BioC.dtd'>"
    return head + "<collection><source/><date/><key/>" + "".join(documents) + "</collection>"


def _document(identifier: str, *passages: tuple[str, str]) -> str:
    body = "".join(
        f"<passage><infon key='section_type'>{kind}</infon><offset>0</offset><text>{text}</text></passage>"
        for kind, text in passages
    )
    return f"<document><id>{identifier}</id><infon key='year'>2019</infon>{body}</document>"


def _passage(text: str, **infons: str) -> dict[str, Any]:
    return {"infons": infons, "offset": 0, "text": text}


def test_passages_are_sections() -> None:
    passages = (
        ("TITLE", "A β title"),
        ("ABSTRACT", "Short."),
        ("METHODS", "How."),
        ("FIG", "Seen."),
        ("REF", "Leak."),
        ("CASE", "One."),
    )
    (document,) = _read(_xml(_document("7", *passages)))
    assert isinstance(document, Document)
    assert document.text == "A β title\n\nShort.\n\nHow.\n\nSeen.\n\nLeak.\n\nOne."
    assert [part.kind for part in document.sections] == [
        "title",
        "abstract",
        "methods",
        "caption",
        "references",
        "body",
    ]
    assert (document.id, document.title, document.year, document.kind) == ("7", "A β title", 2019, "bioc")
    assert not document.is_read(document.text.index("Leak"))


def test_sentences_stand_in_for_the_text() -> None:
    sentences = "".join(f"<sentence><offset>0</offset><text>{text}</text></sentence>" for text in ("One.", "Two."))
    xml = f"<document><id>7</id><passage><offset>0</offset>{sentences}</passage></document>"
    (document,) = _read(_xml(xml))
    assert isinstance(document, Document)
    assert document.text == "One. Two."


def test_broken_xml_documents_cost_themselves_alone() -> None:
    bad = "<document><id>2</id><passage><offset>x</offset><text>T</text></passage></document>"
    items = _read(
        _xml(
            _document("1", ("TITLE", "T")),
            bad,
            _document("3"),
            _document("4", ("TITLE", "<b>")),
            _document("5", ("TITLE", "U")),
        )
    )
    assert [(item.id if isinstance(item, Document) else item.error) for item in items] == [
        "1",
        "bad_record",
        "no_text",
        "corrupt",
        "5",
    ]


def test_xml_that_is_cut_or_declares_entities() -> None:
    whole = _xml(_document("1", ("TITLE", "T")), _document("2", ("TITLE", "T")))
    first, failure = _read(whole[:-30])
    assert isinstance(first, Document)
    assert isinstance(failure, Failure)
    assert failure.error == "truncated"
    (failure,) = _read(whole.replace("'BioC.dtd'", "'BioC.dtd' [<!ENTITY x SYSTEM 'file:///etc/passwd'>]"))
    assert isinstance(failure, Failure)
    assert failure.error == "external_entity"


_DOCUMENT = {
    "id": "7",
    "passages": [
        _passage("T", type="title", **{"article-id_pmid": "7", "article-id_pmc": "5"}),
        _passage("A", type="abstract"),
    ],
}


@pytest.mark.parametrize(
    "value",
    [
        {"source": "", "date": "", "key": "", "infons": {}, "documents": [_DOCUMENT]},
        [{"bioctype": "BioCCollection", "documents": [_DOCUMENT]}],
        {"PubTator3": [_DOCUMENT]},
        _DOCUMENT,
    ],
)
@pytest.mark.parametrize("indent", [None, 2])
def test_json_in_all_its_wrappings(value: Any, indent: int | None) -> None:
    (document,) = _read(json.dumps(value, indent=indent), "p.json")
    assert isinstance(document, Document), document
    assert (document.id, document.text, document.kind) == ("7", "T\n\nA", "bioc")
    assert dict(document.ids) == {"pmid": "7", "pmcid": "PMC5"}


def test_json_a_document_a_line() -> None:
    items = _read("\n".join(json.dumps({**_DOCUMENT, "id": name}) for name in "ab"), "p.jsonl")
    assert [item.id for item in items if isinstance(item, Document)] == ["a", "b"]


def test_broken_json_documents_cost_themselves_alone() -> None:
    documents = [
        _DOCUMENT,
        {"id": "8", "passages": [3]},
        {"id": "9"},
        {"id": "10", "passages": []},
        {**_DOCUMENT, "id": "11"},
    ]
    items = _read(json.dumps({"documents": documents}), "p.json")
    assert [(item.id if isinstance(item, Document) else item.error) for item in items] == [
        "7",
        "bad_record",
        "bad_record",
        "no_text",
        "11",
    ]


def test_broken_annotations_do_no_harm() -> None:
    passage = {**_passage("T", type="title"), "annotations": [{"nothing": 1}], "relations": 5}
    (document,) = _read(json.dumps({"documents": [{"id": "1", "passages": [passage]}]}), "p.json")
    assert isinstance(document, Document)


def test_documents_without_an_id_are_told_apart_by_their_number() -> None:
    found = _read(_xml(_document("", ("ABSTRACT", "One.")), _document("", ("ABSTRACT", "Two."))), "folder/p.xml")
    assert [item.id for item in found if isinstance(item, Document)] == ["p.xml", "p.xml:2"]
    collection = {"documents": [{"id": "", "passages": [_passage(text)]} for text in ("One.", "Two.")]}
    found = _read(json.dumps(collection), "folder/p.json")
    assert [item.id for item in found if isinstance(item, Document)] == ["p.json", "p.json:2"]
