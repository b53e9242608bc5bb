"""Any title and abstract, written in each format, comes back as it was; sections slice to what they name."""

from __future__ import annotations

import csv
import io
import json
import pickle
from xml.sax.saxutils import escape

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from extractor.document import Document, Failure
from extractor.readers import read_stream
from extractor.readers.assembly import collapse, sanitise

#: Characters that XML 1.0 can hold, with those that formats give a meaning to made likely.
_CHARACTERS = st.one_of(
    st.sampled_from("<>&\"'|,;\t\n\r[]{}()\\/ ^%αβγµ–—−×κ\u00a0\u2009\u00ad\U0001f9ec"),
    st.characters(exclude_categories=("Cs", "Cc"), exclude_characters="\ufffe\uffff"),
)
_TEXTS = st.text(_CHARACTERS, max_size=80)
_WORDS = st.text(st.characters(categories=("L", "N"), max_codepoint=0x2FF), min_size=1, max_size=8)


def _one(data: bytes, name: str) -> Document:
    items: list[Document | Failure] = list(read_stream(io.BytesIO(data), name))
    assert len(items) == 1, items
    assert isinstance(items[0], Document), items
    return items[0]


def _check(document: Document, title: str, abstract: str) -> None:
    """The text is the two joined, and the sections are the two."""
    parts = [text for text in (title, abstract) if text.strip()]
    assert document.text == "\n\n".join(parts)
    assert [document.text[part.start : part.end] for part in document.sections] == parts
    assert [part.kind for part in document.sections] == [
        kind for kind, text in (("title", title), ("abstract", abstract)) if text.strip()
    ]
    assert pickle.loads(pickle.dumps(document)) == document  # noqa: S301


@given(_TEXTS, _TEXTS, _WORDS)
def test_pubmed(title: str, abstract: str, label: str) -> None:
    assume(collapse(title + abstract))
    assume(collapse(title).strip("[]. ").casefold() != "not available")
    xml = (
        "<PubmedArticleSet><PubmedArticle><MedlineCitation><PMID>1</PMID><Article>"
        f"<ArticleTitle>{escape(title)}</ArticleTitle><Abstract>"
        f"<AbstractText Label='{label}'>{escape(abstract)}</AbstractText></Abstract></Article></MedlineCitation>"
        "</PubmedArticle></PubmedArticleSet>"
    )
    _check(_one(xml.encode(), "p.xml"), collapse(title), collapse(abstract))


@given(_TEXTS, _TEXTS)
def test_jats(title: str, body: str) -> None:
    assume(collapse(title + body))
    xml = (
        f"<article><front><article-meta><title-group><article-title>{escape(title)}</article-title></title-group>"
        f"<abstract><p>{escape(body)}</p></abstract></article-meta></front></article>"
    )
    _check(_one(xml.encode(), "p.xml"), collapse(title), collapse(body))


@given(_TEXTS, _TEXTS)
def test_bioc_xml(title: str, abstract: str) -> None:
    assume((title + abstract).strip())
    # A parser makes line breaks \n, as the XML standard has it.
    title, abstract = (text.replace("\r", "\n") for text in (title, abstract))
    passages = "".join(
        f"<passage><infon key='type'>{kind}</infon><offset>0</offset><text>{escape(text)}</text></passage>"
        for kind, text in (("title", title), ("abstract", abstract))
    )
    xml = f"<collection><source/><date/><key/><document><id>1</id>{passages}</document></collection>"
    _check(_one(xml.encode(), "p.xml"), title, abstract)


@given(_TEXTS, _TEXTS, st.booleans())
def test_bioc_json(title: str, abstract: str, ascii_only: bool) -> None:
    assume((title + abstract).strip())
    passages = [
        {"infons": {"type": kind}, "offset": 0, "text": text}
        for kind, text in (("title", title), ("abstract", abstract))
    ]
    data = json.dumps({"documents": [{"id": "1", "passages": passages}]}, ensure_ascii=ascii_only)
    _check(_one(data.encode(), "p.json"), sanitise(title), sanitise(abstract))


@given(st.text(max_size=80), st.text(max_size=80))
def test_jsonl_with_every_character(title: str, abstract: str) -> None:
    assume(sanitise(title + abstract).strip())
    document = _one(json.dumps({"id": "1", "title": title, "abstract": abstract}).encode(), "p.jsonl")
    _check(document, sanitise(title), sanitise(abstract))
    assert len(sanitise(title)) == len(title)


@given(st.text(max_size=200))
def test_offsets_in_a_given_text_hold(text: str) -> None:
    assume(sanitise(text).strip())
    document = _one(json.dumps({"id": "1", "text": text, "title": "T"}).encode(), "p.jsonl")
    assert document.text[: len(text)] == sanitise(text)


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@settings(max_examples=50)
@given(title=_TEXTS, abstract=_TEXTS)
def test_delimited(delimiter: str, title: str, abstract: str) -> None:
    assume((title + abstract).strip())
    # The csv module itself reads a lone carriage return in a field as the end of a line.
    title, abstract = (text.replace("\r", " ") for text in (title, abstract))
    file = io.StringIO()
    writer = csv.writer(file, delimiter=delimiter)
    writer.writerows([["id", "title", "abstract"], ["1", title, abstract]])
    _check(_one(file.getvalue().encode(), "p.tsv" if delimiter == "\t" else "p.csv"), title, abstract)


@given(_TEXTS, _TEXTS)
def test_pubtator(title: str, abstract: str) -> None:
    title, abstract = (text.replace("\r", " ").replace("\n", " ") for text in (title, abstract))
    assume((title + abstract).strip())
    _check(_one(f"1|t|{title}\n1|a|{abstract}\n".encode(), "p.txt"), title, abstract)


@given(_TEXTS)
def test_plain(text: str) -> None:
    assume(text.strip())
    text = "A text. " + text
    assert _one(text.encode(), "p.txt").text == sanitise(text.replace("\r\n", "\n"))
