"""JATS articles."""

from __future__ import annotations

import importlib
import io

import pytest

from extractor.document import Document, Failure
from extractor.readers import read_stream

_META = "<article-meta><title-group><article-title>A title</article-title></title-group>{meta}</article-meta>"
_NAMES = 'xmlns:xlink="http://www.w3.org/1999/xlink" xmlns:mml="http://www.w3.org/1998/Math/MathML"'


def _article(body: str = "", meta: str = "", back: str = "", attributes: str = "") -> bytes:
    return (
        '<?xml version="1.0"?><!DOCTYPE article PUBLIC "-//NLM//DTD JATS//EN" "JATS-archivearticle1.dtd">'
        f"<article {_NAMES} {attributes}><front>{_META.format(meta=meta)}</front><body>{body}</body>{back}</article>"
    ).encode()


def _read(data: bytes) -> Document:
    (document,) = read_stream(io.BytesIO(data), "folder/paper.nxml")
    assert isinstance(document, Document), document
    return document


def _entities(declared: str, body: str) -> bytes:
    return _article(body).replace(b'"JATS-archivearticle1.dtd">', f'"x" [{declared}]>'.encode())


def _id(kind: str, value: str) -> str:
    return f"<article-id pub-id-type='{kind}'>{value}</article-id>"


def _body(markup: str) -> str:
    return _read(_article(f"<p>{markup}</p>")).text.removeprefix("A title\n\n")


def _parts(document: Document) -> list[tuple[str, str, str]]:
    return [(part.kind, part.title, document.text[part.start : part.end]) for part in document.sections]


@pytest.mark.parametrize(
    ("markup", "text"),
    [
        ("10<sup>6</sup> cells", "10^6 cells"),
        ("10<sup>−6</sup> M", "10^−6 M"),
        ("Ca<sup>2+</sup>, CD8<sup>+</sup>, cm<sup>2</sup>, R<sup>2</sup>", "Ca2+, CD8+, cm2, R2"),
        ("<sup>60</sup>Co, 1<sup>st</sup>, 2 Gy min<sup>−1</sup>", "60Co, 1st, 2 Gy min−1"),
        ("H<sub>2</sub>O, IC<sub>50</sub>", "H2O, IC50"),
        ("<italic>miR-<bold>34a</bold></italic>-5p", "miR-34a-5p"),
        ("radio\u00adsensitivity\u200b", "radiosensitivity"),
        ("a<break/>b", "a b"),
        ("see <ext-link xlink:href='x'>miRBase</ext-link>.", "see miRBase."),
        ("radio–sensitive β-catenin", "radio–sensitive β-catenin"),
        ("<named-content>x</named-content><?pi y?><!-- z -->w", "xw"),
    ],
)
def test_inline_markup(markup: str, text: str) -> None:
    assert _body(markup) == text


@pytest.mark.parametrize(
    ("markup", "text"),
    [
        ("cells<sup><xref ref-type='bibr'>12</xref></sup> were", "cells were"),
        ("cells<sup><xref ref-type='bibr'>12</xref>,<xref ref-type='bibr'>13</xref></sup>.", "cells."),
        ("it<xref ref-type='bibr'><sup>1</sup></xref><sup>,</sup><xref ref-type='bibr'>2</xref> was", "it was"),
        ("cells<xref ref-type='bibr'>1</xref>–<xref ref-type='bibr'>3</xref> were", "cells were"),
        ("cells <xref ref-type='bibr'>12</xref>. Then", "cells. Then"),
        ("cells<sup>12,13</sup> were", "cells were"),
        ("cells.<sup>7–9</sup> Then", "cells. Then"),
        ("cells [<xref ref-type='bibr'>1</xref>, <xref ref-type='bibr'>2</xref>].", "cells [1, 2]."),
        ("cells (<xref ref-type='bibr'>Li et al., 2020</xref>).", "cells (Li et al., 2020)."),
        ("see ref. <xref ref-type='bibr'>12</xref> for", "see ref. 12 for"),
        ("shown (<xref ref-type='fig'>Fig. 1A</xref>)", "shown (Fig. 1A)"),
        ("miR-5<xref ref-type='table-fn'><sup>a</sup></xref> rose", "miR-5 rose"),
    ],
)  # fmt: skip
def test_citations_never_stick_to_words(markup: str, text: str) -> None:
    assert _body(markup) == text


@pytest.mark.parametrize(
    ("formula", "text"),
    [
        ("<mml:math>\n <mml:mi>γ</mml:mi>\n <mml:mtext>H2AX</mml:mtext>\n</mml:math>", "γH2AX"),
        ("<mml:math><mml:msup><mml:mn>10</mml:mn><mml:mn>6</mml:mn></mml:msup></mml:math>", "10^6"),
        ("<mml:math><mml:mfrac><mml:mi>α</mml:mi><mml:mi>β</mml:mi></mml:mfrac></mml:math>", "α/β"),
        ("<alternatives><tex-math>$x$</tex-math><mml:math><mml:mi>x</mml:mi></mml:math></alternatives>", "x"),
        ("<italic>n</italic>", "n"),
    ],
)
def test_formulas(formula: str, text: str) -> None:
    assert _body(f"The <inline-formula>{formula}</inline-formula> foci") == f"The {text} foci"


def test_sections_are_nested_and_take_after_their_parent() -> None:
    document = _read(
        _article(
            "<p>Lead.</p><sec sec-type='methods'><title>Cells</title><p>One.</p>"
            "<sec><title>Dose</title><p>Two.</p></sec><p>Three.</p></sec>"
            "<sec><title>3. Results</title><p>Four.</p></sec><sec><title>funding</title><p>Five.</p></sec>"
        )
    )
    parts = _parts(document)
    assert parts[:6] == [
        ("title", "", "A title"),
        ("body", "", "Lead."),
        ("methods", "Cells", "Cells\n\nOne."),
        ("methods", "Dose", "Dose\n\nTwo."),
        ("methods", "", "Three."),
        ("results", "3. Results", "3. Results\n\nFour."),
    ]
    assert not document.is_read(document.text.index("Five."))


def test_abstracts() -> None:
    document = _read(
        _article(
            meta="<abstract><title>Abstract</title><sec><title>Aim</title><p>Why.</p></sec><sec><title>Results</title><p>What.</p></sec>"
            "</abstract><abstract abstract-type='key-points'><title>Key points</title><p>Short.</p></abstract>"
            "<trans-abstract><p>Warum.</p></trans-abstract>"
        )
    )
    assert _parts(document)[1:] == [
        ("abstract", "Aim", "Why."),
        ("abstract", "Results", "What."),
        ("abstract", "Key points", "Short."),
    ]


def test_figures_and_tables_leave_the_paragraph_whole() -> None:
    caption = "<caption><title>Levels.</title><p>(A) In <italic>cells</italic>.</p></caption>"
    fig = f"<fig><label>Figure 1</label>{caption}<graphic/></fig>"
    table = (
        "<table-wrap><label>Table 1</label><caption><p>Cargo</p></caption>"
        "<table><thead><tr><th>RNA</th><th>Change</th></tr></thead>"
        "<tbody><tr><td>miR-5<sup>a</sup></td><td>up</td></tr></tbody></table><table-wrap-foot><fn><p><sup>a</sup>Note.</p></fn>"
        "</table-wrap-foot></table-wrap>"
    )
    back = "<floats-group><fig><label>Fig. 2</label><caption><p>Last.</p></caption></fig></floats-group>"
    document = _read(_article(f"<p>It rose {fig} and fell.</p>{table}<p>End.</p>", back=back))
    assert _parts(document)[1:] == [
        ("body", "", "It rose and fell.\n\nEnd."),
        ("caption", "Figure 1", "Figure 1. Levels. (A) In cells."),
        ("table", "Table 1", "Table 1. Cargo\nRNA | Change\nmiR-5 | up\nNote."),
        ("caption", "Fig. 2", "Fig. 2. Last."),
    ]


def test_lists_and_boxes() -> None:
    body = (
        "<p>Of <list><list-item><p>one</p></list-item><list-item><p>two</p></list-item></list> these.</p>"
        "<boxed-text><title>Box</title><sec><title>In it</title><p>Text.</p></sec></boxed-text>"
    )
    assert _read(_article(body)).text == "A title\n\nOf\n\none\n\ntwo\n\nthese.\n\nBox\n\nIn it\n\nText."


def test_what_is_not_the_article_is_left_out() -> None:
    document = _read(
        _article(
            "<p>Body.</p><disp-formula><mml:math><mml:mi>E</mml:mi></mml:math></disp-formula>",
            meta="<author-notes><fn><p>Notes</p></fn></author-notes>",
            back="<back><ack><p>Thanks</p></ack><fn-group><fn><p>Foot</p></fn></fn-group>"
            "<app-group><app><title>Appendix</title><p>More.</p></app></app-group>"
            "<glossary><title>Abbreviations</title><def-list><def-item><term>EV</term>"
            "<def><p>extracellular vesicle</p></def></def-item></def-list></glossary>"
            "<ref-list><ref><mixed-citation>Leaks</mixed-citation></ref></ref-list></back><sub-article><body><p>Letter</p></body></sub-article>",
        )
    )
    assert document.text == "A title\n\nBody.\n\nAppendix\n\nMore.\n\nAbbreviations\n\nEV: extracellular vesicle"
    assert document.sections[-1].kind == "abbreviations"
    assert not document.is_read(len(document.text) - 1)


def test_metadata() -> None:
    ids = _id("pmc", "5") + _id("pmid", "7") + _id("doi", "10.1/x")
    dates = "<pub-date><year>2021</year></pub-date><pub-date><year>2020</year></pub-date>"
    document = _read(_article("<p>B</p>", meta=ids + dates, attributes="article-type='review-article'"))
    assert dict(document.ids) == {"pmcid": "PMC5", "pmid": "7", "doi": "10.1/x"}
    assert (document.id, document.year, document.publication_types, document.kind) == (
        "PMC5",
        2020,
        ("Review",),
        "jats",
    )


def test_the_id_is_pmcid_or_pmid_or_doi_or_the_file() -> None:
    assert _read(_article(meta=_id("doi", "10.1/x") + _id("pmid", "7"))).id == "7"
    assert _read(_article(meta=_id("doi", "10.1/x"))).id == "10.1/x"
    assert _read(_article()).id == "paper.nxml"


def test_a_subtitle_and_a_retraction() -> None:
    data = _article("<p>B</p>").replace(
        b"A title</article-title>", b"RETRACTED: A title</article-title><subtitle>more</subtitle>"
    )
    document = _read(data)
    assert document.title == "RETRACTED: A title: more"
    assert document.publication_types == ("Retracted Publication",)


def test_undeclared_prefixes_are_let_pass() -> None:
    markup = b"<ext-link xlink:href='u'>x</ext-link> <mml:math><mml:mi>b</mml:mi></mml:math>"
    data = b"<article><body><p>" + markup + b"</p></body></article>"
    assert _read(data).text == "x b"


def test_a_default_namespace_is_no_matter() -> None:
    data = _article("<p>Body.</p>").replace(
        b"<article ", b'<article xmlns="https://jats.nlm.nih.gov/ns/archiving/1.3/" '
    )
    assert _read(data).text == "A title\n\nBody."


def test_a_set_of_articles() -> None:
    one = _article("<p>One.</p>", meta="<article-id pub-id-type='pmid'>1</article-id>").partition(b'.dtd">')[2]
    data = b"<pmc-articleset>" + one + one.replace(b">1<", b">2<") + one.replace(b"<p>", b"<q>") + b"</pmc-articleset>"
    first, second, failure = read_stream(io.BytesIO(data), "set.xml")
    assert isinstance(first, Document)
    assert isinstance(second, Document)
    assert (first.id, second.id) == ("1", "2")
    assert isinstance(failure, Failure)
    assert failure.error == "corrupt"


@pytest.mark.parametrize(
    ("data", "error"),
    [
        (_article("<p>B</p>")[:-25], "truncated"),
        (_article("<p>B</i>"), "corrupt"),
        (b"<article><body/></article>", "no_text"),
        (_entities('<!ENTITY x SYSTEM "file:///etc/passwd">', "&x;"), "external_entity"),
        (_entities('<!ENTITY a "ha"><!ENTITY b "&a;&a;">', "&b;"), "entity_expansion"),
    ],
)  # fmt: skip
def test_bad_articles_fail_in_one_line(data: bytes, error: str) -> None:
    (failure,) = read_stream(io.BytesIO(data), "paper.xml")
    assert isinstance(failure, Failure)
    assert failure.error == error
    assert failure.message.startswith("paper.xml: ")
    assert "\n" not in failure.message
    assert "root:" not in failure.message


def test_agrees_with_bioconverters_where_that_reads_all() -> None:
    bioconverters = importlib.import_module("bioconverters")
    body = (
        "<sec><title>Results</title><p>10<sup>6</sup> cells in H<sub>2</sub>O; <bold>CD8<sup>+</sup></bold> rose.</p>"
        "<p>Then they fell.</p>"
        "<sec><title>More</title><p>They rose<sup><xref ref-type='bibr'>3</xref></sup> again.</p></sec></sec>"
    )
    data = _article(body, meta="<abstract><p>In short, it rose.</p></abstract>").decode()
    (theirs,) = bioconverters.pmcxml2bioc(io.StringIO(data))
    assert "\n\n".join(passage.text for passage in theirs.passages) == _read(data.encode()).text
