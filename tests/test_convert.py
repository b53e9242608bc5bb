"""Documents in other formats."""

from __future__ import annotations

import io
import json

import bioc
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from extractor.convert import bioc_document, convert
from extractor.document import Document, Section
from extractor.readers import read_stream

_DOCUMENT = Document(
    id="7",
    text="A β title\n\nShort.\n\nReferences\n1. x",
    sections=(
        Section("title", "", 0, 9),
        Section("abstract", "AIM", 11, 17),
        Section("references", "References", 19, 34),
    ),
    source="p.pdf",
    kind="pdf",
    title="A β title",
    ids={"pmid": "7", "doi": "10.1/x"},
    year=2020,
    publication_types=("Review", "Journal Article"),
)


def _write(to: str, *documents: Document) -> str:
    out = io.StringIO()
    assert convert(documents, to, out) == len(documents)
    return out.getvalue()


def _read_back(text: str, name: str) -> list[Document]:
    return [item for item in read_stream(io.BytesIO(text.encode()), name) if isinstance(item, Document)]


def test_text_is_the_text() -> None:
    assert _write("text", _DOCUMENT) == _DOCUMENT.text
    assert _write("text", _DOCUMENT, Document("8", "Other")) == _DOCUMENT.text + "\n\f\nOther"


@pytest.mark.parametrize(("to", "name"), [("jsonl", "p.jsonl"), ("bioc", "p.xml")])
def test_what_is_written_reads_back(to: str, name: str) -> None:
    first, second = _read_back(_write(to, _DOCUMENT, Document("8", "Other <&> text")), name)
    assert first.text == _DOCUMENT.text
    assert first.sections == _DOCUMENT.sections
    assert (first.id, first.title, first.ids, first.year) == ("7", "A β title", {"pmid": "7", "doi": "10.1/x"}, 2020)
    assert first.publication_types == ("Review", "Journal Article")
    assert (second.id, second.text) == ("8", "Other <&> text")


def test_bioc_offsets_count_code_points_and_nothing_is_lost() -> None:
    document = Document("1", "β one two\nthree", (Section("abstract", "", 2, 5),))
    passages = bioc_document(document).passages
    assert [(p.infons["type"], p.offset, p.text) for p in passages] == [
        ("body", 0, "β "),
        ("abstract", 2, "one"),
        ("body", 5, " two\nthree"),
    ]
    assert all(document.text[p.offset : p.offset + len(p.text)] == p.text for p in passages)


def test_bioc_is_valid_for_the_library() -> None:
    collection = bioc.loads(_write("bioc", _DOCUMENT))
    assert [document.id for document in collection.documents] == ["7"]
    assert collection.source.startswith("exocargo ")


def test_jsonl_is_a_line_a_document() -> None:
    lines = _write("jsonl", _DOCUMENT, Document("8", "a\nb")).splitlines()
    assert [json.loads(line)["id"] for line in lines] == ["7", "8"]


def test_documents_are_written_as_they_come() -> None:
    out = io.StringIO()

    def documents() -> object:
        yield _DOCUMENT
        assert '"id": "7"' in out.getvalue()
        yield Document("8", "x")

    assert convert(documents(), "jsonl", out) == 2  # type: ignore[arg-type]


def test_an_unknown_format_is_named() -> None:
    with pytest.raises(ValueError, match=r"unknown format 'docx': give one of text, bioc, jsonl"):
        convert([], "docx", io.StringIO())


@given(
    st.text(st.characters(exclude_categories=("Cs", "Cc"), exclude_characters="\ufffe\uffff"), min_size=1),
    st.sampled_from(["jsonl", "bioc"]),
)
def test_any_text_reads_back(text: str, to: str) -> None:
    assume(text.strip())
    (document,) = _read_back(_write(to, Document("1", text)), "p")
    assert document.text == text
