"""PubMed XML."""

from __future__ import annotations

import gzip
import io
from collections.abc import Iterator
from pathlib import Path

import pytest

from extractor.document import Document, Failure
from extractor.readers import read, read_stream

_DOCTYPE = '<!DOCTYPE PubmedArticleSet PUBLIC "-//NLM//DTD PubMedArticle//EN" "https://example.org/pubmed.dtd">'


def _record(pmid: str, title: str = "A title.", abstract: str = "", more: str = "", data: str = "") -> str:
    body = f"<Abstract>{abstract}</Abstract>" if abstract else ""
    return (
        f"<PubmedArticle><MedlineCitation><PMID Version='1'>{pmid}</PMID><Article><ArticleTitle>{title}</ArticleTitle>"
        f"{body}{more}</Article></MedlineCitation>{data}</PubmedArticle>"
    )


def _set(*records: str, head: str = _DOCTYPE) -> bytes:
    body = "".join(records)
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{head}\n<PubmedArticleSet>{body}</PubmedArticleSet>'.encode()


def _read(data: bytes) -> list[Document | Failure]:
    return list(read_stream(io.BytesIO(data), "papers.xml"))


def test_text_is_title_blank_line_abstract() -> None:
    (document,) = _read(
        _set(
            _record(
                "7", "On <i>miR-1</i> &amp; H<sub>2</sub>O.", "<AbstractText>At 10<sup>6</sup>\n  cells.</AbstractText>"
            )
        )
    )
    assert isinstance(document, Document)
    assert document.text == "On miR-1 & H2O.\n\nAt 10^6 cells."
    assert document.title == "On miR-1 & H2O."
    assert [(part.kind, document.text[part.start : part.end]) for part in document.sections] == [
        ("title", "On miR-1 & H2O."),
        ("abstract", "At 10^6 cells."),
    ]
    assert (document.id, document.kind, document.source, dict(document.ids)) == (
        "7",
        "pubmed",
        "papers.xml",
        {"pmid": "7"},
    )


def test_labels_are_titles_of_sections_and_not_text() -> None:
    abstract = '<AbstractText Label="AIM">Why.</AbstractText><AbstractText Label="RESULTS">What.</AbstractText>'
    (document,) = _read(_set(_record("7", abstract=abstract)))
    assert isinstance(document, Document)
    assert document.text == "A title.\n\nWhy.\n\nWhat."
    assert [part.title for part in document.sections] == ["", "AIM", "RESULTS"]


def test_metadata() -> None:
    more = (
        "<Journal><JournalIssue><PubDate><MedlineDate>1998 Dec-1999 Jan</MedlineDate></PubDate>"
        "</JournalIssue></Journal>"
        "<PublicationTypeList><PublicationType>Review</PublicationType>"
        "<PublicationType>Retracted Publication</PublicationType></PublicationTypeList>"
    )
    data = (
        "<PubmedData><ArticleIdList><ArticleId IdType='pubmed'>7</ArticleId><ArticleId IdType='pmc'>PMC5</ArticleId>"
        "<ArticleId IdType='doi'>10.1/x</ArticleId></ArticleIdList><ReferenceList><Reference><ArticleIdList>"
        "<ArticleId IdType='pubmed'>8</ArticleId></ArticleIdList></Reference></ReferenceList></PubmedData>"
    )
    (document,) = _read(_set(_record("7", more=more, data=data)))
    assert isinstance(document, Document)
    assert document.year == 1998
    assert document.publication_types == ("Review", "Retracted Publication")
    assert dict(document.ids) == {"pmid": "7", "pmcid": "PMC5", "doi": "10.1/x"}


def test_a_retraction_elsewhere_marks_the_paper() -> None:
    record = _record("7").replace(
        "</MedlineCitation>",
        "<CommentsCorrections RefType='RetractionIn'/></MedlineCitation>",
    )
    (document,) = _read(_set(record))
    assert isinstance(document, Document)
    assert document.publication_types == ("Retracted Publication",)


def test_title_only_and_abstract_only_are_read() -> None:
    documents = _read(_set(_record("1", "Only a title."), _record("2", "", "<AbstractText>Only this.</AbstractText>")))
    assert [item.text for item in documents if isinstance(item, Document)] == ["Only a title.", "Only this."]


def test_the_vernacular_title_stands_in() -> None:
    record = _record("1", "[Not Available].", more="<VernacularTitle>Titre.</VernacularTitle>")
    (document,) = _read(_set(record))
    assert isinstance(document, Document)
    assert document.text == "Titre."


@pytest.mark.parametrize(
    ("broken", "error"),
    [
        (_record("").replace("<PMID Version='1'></PMID>", ""), "bad_record"),
        (_record("5", ""), "no_text"),
        (_record("5", "<b>T</i>"), "corrupt"),
        ("<PubmedArticle><MedlineCitation><PMID>5</PMID>", "corrupt"),
        (_record("5", "P < 0.05 & more"), "corrupt"),
    ],
)  # fmt: skip
def test_a_broken_record_costs_itself_alone(broken: str, error: str) -> None:
    before, failure, after = _read(_set(_record("1"), broken, _record("2")))
    assert isinstance(before, Document)
    assert isinstance(after, Document)
    assert (before.id, after.id) == ("1", "2")
    assert isinstance(failure, Failure)
    assert (failure.input, failure.stage, failure.error) == ("papers.xml", "read", error)
    assert failure.message.startswith("papers.xml: record 2")
    assert "\n" not in failure.message


def test_a_record_in_another_encoding_costs_itself_alone() -> None:
    data = _set(_record("1"), _record("2", "caf@")).replace(b"@", b"\xe9")
    first, failure = _read(data)
    assert isinstance(first, Document)
    assert isinstance(failure, Failure)
    assert failure.error == "bad_encoding"


def test_a_declared_encoding_is_used() -> None:
    data = _set(_record("1", "caf@")).replace(b"@", b"\xe9").replace(b"UTF-8", b"ISO-8859-1")
    (document,) = _read(data)
    assert isinstance(document, Document)
    assert document.text == "café"


def test_named_characters_without_their_dtd_are_read() -> None:
    (document,) = _read(_set(_record("1", "TGF-&beta; and &unheard;")))
    assert isinstance(document, Document)
    assert document.text == "TGF-β and &unheard;"


@pytest.mark.parametrize("cut", ["<ArticleTitle>", "</Article>", "<PubmedArticle>"])
def test_what_is_whole_before_a_cut_is_read(cut: str) -> None:
    data = _set(_record("1"), _record("2"), _record("3"))
    first, second, failure = _read(data[: data.rindex(cut.encode()) + 3])
    assert isinstance(first, Document)
    assert isinstance(second, Document)
    assert (first.id, second.id) == ("1", "2")
    assert isinstance(failure, Failure)
    assert failure.error == "truncated"


@pytest.mark.parametrize(
    ("head", "error"),
    [
        ('<!DOCTYPE PubmedArticleSet [<!ENTITY x SYSTEM "file:///etc/passwd">]>', "external_entity"),
        ('<!DOCTYPE PubmedArticleSet [<!ENTITY % x PUBLIC "a" "http://127.0.0.1/x">%x;]>', "external_entity"),
        ('<!DOCTYPE PubmedArticleSet [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;">]>', "entity_expansion"),
        ('<!DOCTYPE PubmedArticleSet [<!ENTITY a "]>">]>', "entity_expansion"),
    ],
)
def test_entities_are_refused(head: str, error: str) -> None:
    (failure,) = _read(_set(_record("1", "&x;&a;"), head=head))
    assert isinstance(failure, Failure)
    assert failure.error == error
    assert "<!ENTITY" in failure.message


def test_entities_far_behind_the_start_are_refused() -> None:
    head = f'<!-- {"x" * 100_000} --><!DOCTYPE PubmedArticleSet [<!ENTITY x SYSTEM "file:///etc/passwd">]>'
    data = b"<PubmedArticleSet>" + head.encode() + _record("1").encode() + b"</PubmedArticleSet>"
    (failure,) = _read(data)
    assert isinstance(failure, Failure)
    assert failure.error == "external_entity"


def test_deep_nesting_is_refused() -> None:
    (failure, document) = _read(_set(_record("1", "<i>" * 5000 + "</i>" * 5000), _record("2")))
    assert isinstance(failure, Failure)
    assert failure.error == "too_large"
    assert isinstance(document, Document)


def test_utf16_with_its_mark_is_read() -> None:
    (document,) = _read(_set(_record("1", "α–β")).decode().replace("UTF-8", "UTF-16").encode("utf-16"))
    assert isinstance(document, Document)
    assert document.text == "α–β"


def test_an_empty_set_says_so() -> None:
    (failure,) = _read(_set())
    assert isinstance(failure, Failure)
    assert failure.error == "empty"


def test_books_and_old_files_are_read() -> None:
    chapter = "<BookDocument><PMID>4</PMID><ArticleTitle>A chapter</ArticleTitle></BookDocument>"
    book = f"<PubmedBookArticle>{chapter}</PubmedBookArticle>"
    assert [item.id for item in _read(_set(_record("3"), book)) if isinstance(item, Document)] == ["3", "4"]
    citation = b"<MedlineCitation><PMID>2</PMID><Article><ArticleTitle>Old</ArticleTitle></Article></MedlineCitation>"
    old = b"<MedlineCitationSet>" + citation + b"</MedlineCitationSet>"
    assert [item.id for item in _read(old) if isinstance(item, Document)] == ["2"]


class _Counting(io.RawIOBase):
    """A stream without end, of records, that counts what was taken from it."""

    def __init__(self, records: Iterator[bytes]) -> None:
        self._records, self.taken = records, 0

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        data = next(self._records, b"")[: len(buffer)]
        buffer[: len(data)] = data
        self.taken += len(data)
        return len(data)


def test_records_come_before_the_stream_ends() -> None:
    def endless() -> Iterator[bytes]:
        yield b"<PubmedArticleSet>"
        number = 0
        while True:
            number += 1
            yield _record(str(number)).encode()

    stream = _Counting(endless())
    items = read_stream(stream, "-")  # type: ignore[arg-type]
    assert [item.id for item, _ in zip(items, range(3), strict=False) if isinstance(item, Document)] == ["1", "2", "3"]
    assert stream.taken < 1_000_000


def test_a_gzip_file_that_is_cut_gives_what_is_whole(tmp_path: Path) -> None:
    path = tmp_path / "papers.xml.gz"
    whole = gzip.compress(_set(*(_record(str(n), f"Title {n * n * 7919}") for n in range(20_000))), compresslevel=1)
    path.write_bytes(whole[: len(whole) // 2])
    *documents, failure = read(path)
    assert len(documents) > 5_000
    assert all(isinstance(item, Document) for item in documents)
    assert isinstance(failure, Failure)
    assert (failure.error, failure.input) == ("truncated", str(path))
    assert "gzip" in failure.message
