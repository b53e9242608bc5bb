"""The kind of an input, and inputs of no kind."""

from __future__ import annotations

import gzip
import io
import random
import zipfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from reportlab.pdfgen.canvas import Canvas

from extractor.document import Document, Failure
from extractor.readers import Limits, read, read_stream
from extractor.readers.errors import ReadError
from extractor.readers.kind import find_kind


@pytest.mark.parametrize(
    ("head", "name", "kind"),
    [
        (b"%PDF-1.7\n", "x", "pdf"),
        (b"\n\n junk %PDF-1.4", "x.txt", "pdf"),
        (b"PAR1....", "x", "parquet"),
        (
            b"<?xml version='1.0'?>\n<!-- c --><!DOCTYPE PubmedArticleSet PUBLIC 'a' 'b'>\n<PubmedArticleSet>",
            "x",
            "pubmed",
        ),
        (b"<PubmedArticle>", "x.txt", "pubmed"),
        (b"<article xmlns='x'>", "x", "jats"),
        (b"<pmc-articleset><article>", "x", "jats"),
        (b"<!DOCTYPE collection SYSTEM 'BioC.dtd'><collection><source>", "x", "bioc-xml"),
        (b'{"documents": [', "x", "bioc-json"),
        (b'{\n "source": "x",\n "documents" : [', "x.json", "bioc-json"),
        (b'[{"documents": [', "x", "bioc-json"),
        (b'{"id": "1", "text": "a"}', "x", "jsonl"),
        (b'{"id": "1"}\n{"id": "2"}\n', "x.txt", "jsonl"),
        (b"{broken\n", "x.jsonl", "jsonl"),
        (b'{\n  "id": "1"\n}', "x", "json"),
        (b'[\n {"id": "1"}\n]', "x", "json"),
        (b"123|t|Title\n123|a|Abstract", "x.txt", "pubtator"),
        (b"id,text\n", "x", "csv"),
        (b'"Title";"Abstract"\n', "x", "csv"),
        (b"a,b\n", "x.csv", "csv"),
        (b"a,b\n", "x.csv.gz", "csv"),
        (b"pmid\ttitle\tabstract\n", "x", "tsv"),
        (b"Plain text, with a comma.", "x", "text"),
        (b"[Effect of rays on cells.]", "x", "text"),
        (b"<5% of cells took them up.", "x", "text"),
        (b"{Curly} text", "x", "text"),
    ],
)
def test_kinds(head: bytes, name: str, kind: str) -> None:
    assert find_kind(head, name) == kind


def _docx() -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("word/document.xml", "<w/>")
    return file.getvalue()


def _zip() -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("paper.txt", "text")
    return file.getvalue()


@pytest.mark.parametrize(
    ("data", "name", "looks"),
    [
        (_docx(), "paper.docx", "Word document"),
        (_docx(), "paper.pdf", "Word document"),
        (_zip(), "papers.zip", "zip archive"),
        (b"\x89PNG\r\n\x1a\n" + bytes(100), "x.pdf", "PNG image"),
        (b"\xff\xd8\xff\xe0" + bytes(100), "x", "JPEG image"),
        (b"<!DOCTYPE html>\n<html><body>x</body></html>", "x.xml", "HTML page"),
        (b"<html><head></head></html>", "x.txt", "HTML page"),
        (b"<?xml version='1.0'?><TEI xmlns='x'>", "x.xml", "<TEI>"),
        (random.Random(1).randbytes(1000), "x.txt", "binary data"),
        (b"{\\rtf1 text}", "x.txt", "rich text"),
        (gzip.compress(gzip.compress(b"text")), "x.gz.gz", "gzip within gzip"),
    ],
)
def test_other_kinds_are_named_with_what_is_accepted(data: bytes, name: str, looks: str) -> None:
    (failure,) = read_stream(io.BytesIO(data), name)
    assert isinstance(failure, Failure)
    assert failure.error == "unknown_kind"
    assert looks in failure.message
    assert "PubMed XML" in failure.message
    assert failure.message.startswith(f"{name}: ")
    assert "\n" not in failure.message


@pytest.mark.parametrize("data", [b"", b" \n\t ", b"\xef\xbb\xbf", gzip.compress(b"")])
@pytest.mark.parametrize("name", ["x.txt", "x.xml", "x.jsonl", "x.csv", "x.pdf", "x.parquet"])
def test_empty_files(data: bytes, name: str) -> None:
    (failure,) = read_stream(io.BytesIO(data), name)
    assert isinstance(failure, Failure)
    assert failure.error == "empty"


def test_an_entity_bomb_of_unknown_kind() -> None:
    bomb = "<?xml version='1.0'?><!DOCTYPE lolz [<!ENTITY a 'lol'>" + "".join(
        f"<!ENTITY a{n} '{f'&a{n - 1};' * 10}'>" for n in range(1, 10)
    )
    (failure,) = read_stream(io.BytesIO(f"{bomb}]><lolz>&a9;</lolz>".encode()), "x.xml")
    assert isinstance(failure, Failure)
    assert failure.error == "entity_expansion"


def test_a_gzip_bomb_is_bounded() -> None:
    limits = Limits(max_bytes=2_000_000, max_chars=500_000)
    for start in (
        b"text ",
        b'{"id":"1","text":"',
        b"<PubmedArticleSet><PubmedArticle>",
        b"id,text\n1,",
        b"1|t|",
        b"<article>",
    ):
        data = gzip.compress(start + b"a" * 30_000_000)
        items = list(read_stream(io.BytesIO(data), "x.gz", limits))
        assert items
        assert {item.error for item in items if isinstance(item, Failure)} == {"too_large"}
        assert not any(isinstance(item, Document) for item in items)


@pytest.mark.parametrize("damage", [b"\x1f\x8b", b"\x1f\x8b\x08\x00rubbish of some length"])
def test_gzip_that_is_none(damage: bytes) -> None:
    (failure,) = read_stream(io.BytesIO(damage), "x.txt.gz")
    assert isinstance(failure, Failure)
    assert failure.error in ("truncated", "corrupt")


def test_text_in_a_gzip_file_that_is_cut_is_no_document() -> None:
    data = gzip.compress(" ".join(map(str, range(50_000))).encode())
    (failure,) = read_stream(io.BytesIO(data[:-2000]), "x.txt.gz")
    assert isinstance(failure, Failure)
    assert failure.error == "truncated"


def test_a_pdf_is_read_whatever_it_is_called(tmp_path: Path) -> None:
    path = tmp_path / "paper.txt"
    canvas = Canvas(str(path))
    canvas.drawString(72, 720, "Exosomal miR-1 was found in the serum of all patients.")
    canvas.save()
    (document,) = read(path)
    assert isinstance(document, Document)
    assert (document.id, document.source, document.kind) == ("paper.txt", str(path), "pdf")
    assert "Exosomal miR-1 was found" in document.text
    (failure,) = read_stream(io.BytesIO(path.read_bytes()[:300]), "folder/paper.pdf")
    assert isinstance(failure, Failure)
    assert failure.error == "corrupt"
    assert failure.message.count("paper.pdf") == 1


def test_files_that_are_not_there_or_not_files(tmp_path: Path) -> None:
    for path, error in ((tmp_path / "none", "not_found"), (tmp_path, "unreadable"), ("a\0b", "unreadable")):
        (failure,) = read(path)
        assert isinstance(failure, Failure)
        assert failure.error == error


@given(st.binary(max_size=300), st.sampled_from(["x", "x.xml", "x.csv", "x.jsonl", "x.json", "x.txt", "x.parquet"]))
def test_no_bytes_raise(data: bytes, name: str) -> None:
    for item in read_stream(io.BytesIO(data), name):
        assert isinstance(item, (Document, Failure))


_STARTS = [
    b"<PubmedArticleSet><PubmedArticle>",
    b"<article>",
    b"<collection><document>",
    b'{"documents":[',
    b'{"id":',
    b"id,text\n",
    b"1|t|",
]


@given(st.sampled_from(_STARTS), st.binary(max_size=200))
def test_no_bytes_behind_a_known_start_raise(start: bytes, data: bytes) -> None:
    for item in read_stream(io.BytesIO(start + data), "x"):
        assert isinstance(item, (Document, Failure))
        if isinstance(item, Failure):
            assert "\n" not in item.message


def test_errors_of_find_kind_are_read_errors() -> None:
    with pytest.raises(ReadError) as caught:
        find_kind(b"", "x")
    assert caught.value.error == "empty"
