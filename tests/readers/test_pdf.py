"""The PDF reader on files made here: exact text, sections, boxes, and one clear error for each kind of bad file."""

from __future__ import annotations

import io
from collections.abc import Callable

import pytest
from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from extractor.document import Document
from extractor.readers.errors import ReadError
from extractor.readers.limits import Limits
from extractor.readers.pdf import read_pdf

WIDTH, HEIGHT = 595.0, 842.0
LEFT, RIGHT, WIDE = 60.0, 310.0, 230.0


def made(draw: Callable[[Canvas], None], **options: object) -> bytes:
    """The PDF that ``draw`` makes."""
    buffer = io.BytesIO()
    canvas = Canvas(buffer, pagesize=(WIDTH, HEIGHT), **options)
    draw(canvas)
    canvas.save()
    return buffer.getvalue()


def filled(
    canvas: Canvas,
    x: float,
    y: float,
    lines: list[str],
    size: float = 10,
    width: float = WIDE,
    font: str = "Times-Roman",
    lead: float = 12,
) -> float:
    """Print ``lines``, each but the last stretched to ``width`` by the space between its words; the next baseline."""
    for at, line in enumerate(lines):
        text = canvas.beginText(x, y)
        text.setFont(font, size)
        spare = width - canvas.stringWidth(line, font, size)
        if at + 1 < len(lines) and line.count(" "):
            text.setWordSpace(spare / line.count(" "))
        text.textOut(line)
        text.setWordSpace(0)
        canvas.drawText(text)
        y -= lead
    return y


LATIN = (
    "Lorem ipsum dolor sit amet, consectetur adipiscing elit, sed do eiusmod tempor incididunt ut labore et dolore "
    "magna aliqua. Ut enim ad minim veniam, quis nostrud exercitation ullamco laboris nisi ut aliquip ex ea commodo "
    "consequat. Duis aute irure dolor in reprehenderit in voluptate velit esse cillum dolore eu fugiat nulla pariatur. "
    "Excepteur sint occaecat cupidatat non proident, sunt in culpa qui officia deserunt mollit."
)


def broken(text: str, size: float = 10, width: float = WIDE, font: str = "Times-Roman") -> list[str]:
    """``text`` in lines of at most ``width``."""
    canvas = Canvas(io.BytesIO())
    lines: list[str] = []
    for word in text.split():
        if lines and canvas.stringWidth(f"{lines[-1]} {word}", font, size) <= width:
            lines[-1] += f" {word}"
        else:
            lines.append(word)
    return lines


def heading(canvas: Canvas, x: float, y: float, text: str, size: float = 11.5) -> float:
    canvas.setFont("Times-Bold", size)
    canvas.drawString(x, y, text)
    return y - 15


def kinds(document: Document) -> list[tuple[str, str]]:
    return [(section.kind, section.title) for section in document.sections]


def body(document: Document, kind: str, title: str | None = None) -> str:
    return "\n\n".join(
        document.text[s.start : s.end] for s in document.sections if s.kind == kind and title in (None, s.title)
    )


@pytest.fixture(scope="module")
def article() -> Document:
    """A paper of three pages in two columns, with all that is printed around the text."""

    def draw(canvas: Canvas) -> None:
        canvas.setFont("Times-Bold", 18)
        canvas.drawString(LEFT, 770, "Vesicles carry a signal between")
        canvas.drawString(LEFT, 748, "distant cells of one tissue")
        canvas.setFont("Times-Roman", 10)
        canvas.drawString(LEFT, 725, "Ada Miller, Ben Cooper")
        canvas.setFont("Times-Roman", 8)
        canvas.drawString(LEFT, 712, "Department of Cells, University of Somewhere, Some Town")
        y = heading(canvas, LEFT, 690, "Abstract")
        y = filled(canvas, LEFT, y, broken(LATIN, width=480), width=480)
        y = heading(canvas, LEFT, y - 12, "1. Introduction")
        y = filled(canvas, LEFT, y, broken(LATIN + " " + LATIN))
        left = ["The letters of this sentence start", "in one column and then go on in the"]
        canvas.setFont("Times-Roman", 10)
        for at, line in enumerate(left):
            filled(canvas, LEFT, y - 12 * at, [line, ""])
        canvas.setFont("Times-Roman", 7.5)
        canvas.drawString(LEFT, 72, "*Correspondence: ada@example.org")
        # The right column: a float at its top, then the sentence goes on.
        canvas.rect(RIGHT, 470, WIDE, 90)
        canvas.setFont("Helvetica", 6)
        canvas.drawString(RIGHT + 40, 520, "donor")
        canvas.drawString(RIGHT + 120, 520, "recipient")
        canvas.setFont("Times-Bold", 8)
        canvas.drawString(RIGHT, 460, "Fig. 1")
        canvas.setFont("Times-Roman", 8)
        canvas.drawString(RIGHT + 25, 460, "A drawing of two cells and what passes between them.")
        y = filled(canvas, RIGHT, 430, ["other one, whole and unbroken, at last."])
        y = heading(canvas, RIGHT, y - 10, "2. Materials and methods")
        y = filled(canvas, RIGHT, y, broken(LATIN))
        y = filled(
            canvas,
            RIGHT,
            y,
            ["The last words of this page are carried over to", "the next page by a long and winding sentence", ""],
        )
        canvas.setFont("Times-Roman", 8)
        canvas.drawString(LEFT, 40, "https://doi.org/10.5555/12345.678")
        canvas.showPage()
        for page in (2, 3):
            canvas.setFont("Times-Italic", 8)
            canvas.drawString(LEFT, 800, "Miller and Cooper. Annals of Cells (2021) 3:14")
            canvas.setFont("Times-Roman", 8)
            canvas.drawRightString(LEFT + 480, 800, f"Page {page} of 3")
            if page == 2:
                y = filled(canvas, LEFT, 770, ["that stops only here."])
                y = heading(canvas, LEFT, y - 10, "3. Results")
                for _ in range(3):
                    y = filled(canvas, LEFT, y, broken(LATIN))
                y = heading(canvas, RIGHT, 770, "4. Conclusions")
                y = filled(canvas, RIGHT, y, broken(LATIN))
                y = heading(canvas, RIGHT, y - 10, "References")
                for number, name in ((1, "Alpha A, Beta B."), (2, "Gamma C, Delta D."), (3, "Epsilon E.")):
                    y = filled(
                        canvas,
                        RIGHT,
                        y,
                        [f"{number}. {name} A title of some length on cells.", "    J Cells. 2019;4:1-9."],
                        size=8,
                        lead=10,
                    )
            else:
                filled(canvas, LEFT, 770, ["4. Zeta Z. Another title. J Cells. 2020;5:1."], size=8)
            canvas.showPage()

    return read_pdf(made(draw), "article.pdf")


def test_sections_in_reading_order(article: Document) -> None:
    assert kinds(article) == [
        ("title", ""),
        ("front", ""),
        ("abstract", "Abstract"),
        ("introduction", "1. Introduction"),
        ("front", ""),
        ("caption", "Fig. 1"),
        ("methods", "2. Materials and methods"),
        ("results", "3. Results"),
        ("conclusion", "4. Conclusions"),
        ("references", "References"),
    ]


def test_title_doi_year(article: Document) -> None:
    assert article.title == "Vesicles carry a signal between distant cells of one tissue"
    assert dict(article.ids) == {"doi": "10.5555/12345.678"}
    assert article.year == 2021
    assert (article.id, article.kind) == ("article.pdf", "pdf")


def test_sentence_whole_over_column_and_page(article: Document) -> None:
    assert (
        "The letters of this sentence start in one column and then go on in the other one, whole and unbroken, at last."
        in article.text
    )
    assert (
        "The last words of this page are carried over to the next page by a long and winding sentence that stops only "
        "here." in article.text
    )


def test_paragraphs_exact(article: Document) -> None:
    assert body(article, "abstract") == f"Abstract\n\n{LATIN}"
    assert body(article, "conclusion") == f"4. Conclusions\n\n{LATIN}"
    assert body(article, "caption") == "Fig. 1 A drawing of two cells and what passes between them."


def test_furniture_and_lettering_left_out(article: Document) -> None:
    for absent in ("Annals of Cells", "Page 2 of 3", "recipient"):
        assert absent not in article.text


def test_references_kept_but_unread(article: Document) -> None:
    references = body(article, "references")
    assert references.startswith(
        "References\n\n1. Alpha A, Beta B. A title of some length on cells. J Cells. 2019;4:1-9.\n\n2. Gamma C"
    )
    assert references.endswith("4. Zeta Z. Another title. J Cells. 2020;5:1.")
    assert not article.is_read(article.text.index("Alpha A"))
    assert article.is_read(article.text.index("The letters"))


def test_runs_are_sorted_lines_and_lead_back_to_their_boxes(article: Document) -> None:
    assert all(a.end <= b.start for a, b in zip(article.runs, article.runs[1:], strict=False))
    start = article.text.index("The letters")
    end = article.text.index("at last.") + len("at last.")
    boxes = list(article.boxes(start, end))
    assert [round(box.x0) for box in boxes] == [60, 60, 310]
    assert boxes[0].y1 > boxes[1].y1
    assert boxes[2].y0 < 430 < boxes[2].y1
    assert article.page_at(article.text.index("that stops only here")) == 2


def page(*drawn: tuple[float, float, str, float, str]) -> Document:
    """A page with a line of text, to which scripts and the like are added: x, y, text, size, font."""

    def draw(canvas: Canvas) -> None:
        y = filled(canvas, LEFT, 700, broken(LATIN + " " + LATIN, width=460), width=460)
        for x, down, text, size, font in drawn:
            canvas.setFont(font, size)
            canvas.drawString(LEFT + x, y - down, text)

    return read_pdf(made(draw), "page.pdf")


def scripted(*parts: tuple[str, int], font: str = "Times-Roman") -> str:
    """The text of a line whose ``parts`` are raised (1), lowered (-1) or on the line (0)."""
    canvas = Canvas(io.BytesIO())
    x = 0.0
    drawn = []
    for text, level in parts:
        size = 6.5 if level else 10.0
        drawn.append((x, 30.0 - {1: 3.6, 0: 0.0, -1: -2.0}[level], text, size, font))
        x += canvas.stringWidth(text, font, size)
    document = page(*drawn)
    return document.text.rstrip("\n").rsplit("\n\n", 1)[-1]


@pytest.mark.parametrize(
    ("parts", "expected"),
    [
        (
            (("This was seen in many cells", 0), ("12,13", 1), (" and in", 0), (" few tissues.", 0)),
            "This was seen in many cells [12,13] and in few tissues.",
        ),
        (
            (("It grew in all of the cells.", 0), ("4–6", 1), (" Then it stopped at once.", 0)),
            "It grew in all of the cells [4–6]. Then it stopped at once.",
        ),
        (
            (("Miller et al.", 0), ("7", 1), (" found miR-21", 0), ("8", 1), (" in the cells.", 0)),
            "Miller et al. [7] found miR-21 [8] in the cells.",
        ),
        (
            (("We counted 10", 0), ("6", 1), (" cells per mm", 0), ("3", 1), (" of the tissue.", 0)),
            "We counted 10⁶ cells per mm³ of the tissue.",
        ),
        (
            (("The slope was 0.3 Gy", 0), ("−1", 1), (" in all of them here.", 0)),
            "The slope was 0.3 Gy⁻¹ in all of them here.",
        ),
        (
            (
                ("CD4", 0),
                ("+", 1),
                (" cells and Ca", 0),
                ("2+", 1),
                (" ions in H", 0),
                ("2", -1),
                ("O were", 0),
                (" seen.", 0),
            ),
            "CD4+ cells and Ca2+ ions in H2O were seen.",
        ),
        ((("A source of ", 0), ("131", 1), ("I was used in the study.", 0)), "A source of 131I was used in the study."),
        ((("Mutant Ser", 0), ("536", 1), (" was studied in the cells.", 0)), "Mutant Ser536 was studied in the cells."),
    ],
)
def test_scripts(parts: tuple[tuple[str, int], ...], expected: str) -> None:
    parts = tuple((text.replace("−", "-"), level) for text, level in parts)
    assert scripted(*parts) == expected


def test_symbol_font_gives_greek() -> None:
    def draw(canvas: Canvas) -> None:
        y = filled(canvas, LEFT, 700, broken(LATIN, width=460), width=460)
        text = canvas.beginText(LEFT, y - 20)
        for font, words in (
            ("Times-Roman", "The pathway of TGF-"),
            ("Symbol", "β"),
            ("Times-Roman", " and NF-"),
            ("Symbol", "κ"),
            ("Times-Roman", "B took 5 "),
            ("Symbol", "μ"),
            ("Times-Roman", "g."),
        ):
            text.setFont(font, 10)
            text.textOut(words)
        canvas.drawText(text)

    assert "The pathway of TGF-β and NF-κB took 5 μg." in read_pdf(made(draw), "greek.pdf").text


def test_broken_words() -> None:
    lines = [
        "The radiosensitivity of these cells and of others was measured, and the radio-",
        "sensitivity was high; the level of miR-",
        "34c and of the TGF-",
        "beta pathway rose, a double-",
        "strand break was seen and another double-strand break; the expres-",
        "sion of Epstein-",
        "Barr virus in non-small cells went down-",
        "wards, in pre-",
        "and postsynaptic cells alike, by 5–",
        "10 units as said before.",
    ]

    def draw(canvas: Canvas) -> None:
        y = filled(canvas, LEFT, 700, broken(LATIN, width=400), width=400)
        canvas.setFont("Times-Roman", 10)
        for at, line in enumerate(lines):
            canvas.drawString(LEFT, y - 12 - 12 * at, line)

    assert (
        "The radiosensitivity of these cells and of others was measured, and the radiosensitivity was high; the level "
        "of miR-34c and of the TGF-beta pathway rose, a double-strand break was seen and another double-strand break; "
        "the expression of Epstein-Barr virus in non-small cells went "
        "downwards, in pre- and postsynaptic cells alike, by 5–10 units as said before."
    ) in read_pdf(made(draw), "broken.pdf").text


def test_one_page_has_its_imprint_and_number_left_out() -> None:
    def draw(canvas: Canvas) -> None:
        canvas.setFont("Times-Roman", 8)
        canvas.drawString(LEFT, 810, "Annals of Cells 2021; 3: 14  www.example.org")
        canvas.drawCentredString(WIDTH / 2, 30, "14")
        filled(canvas, LEFT, 700, broken(LATIN, width=460), width=460)

    assert read_pdf(made(draw), "one.pdf").text == LATIN + "\n"


def test_line_numbers_of_preprints_left_out() -> None:
    def draw(canvas: Canvas) -> None:
        number = 0
        for words in (LATIN + " " + LATIN, LATIN.upper() + " " + LATIN):
            for at, line in enumerate(broken(words, width=440)):
                number += 1
                canvas.setFont("Helvetica", 8)
                canvas.drawRightString(LEFT, 760 - 20 * at, str(number))
                canvas.setFont("Times-Roman", 10)
                canvas.drawString(LEFT + 15, 760 - 20 * at, line)
            canvas.showPage()

    text = read_pdf(made(draw), "preprint.pdf").text
    assert f"{LATIN} {LATIN}\n\n{LATIN.upper()} {LATIN}\n" == text
    assert not any(c.isdigit() for c in text)


def test_stamp_along_the_side_is_left_out() -> None:
    def draw(canvas: Canvas) -> None:
        filled(canvas, LEFT, 700, broken(LATIN, width=460), width=460)
        canvas.saveState()
        canvas.translate(20, 300)
        canvas.rotate(90)
        canvas.setFont("Times-Roman", 16)
        canvas.drawString(0, 0, "arXiv:2101.00001v1 [q-bio] 1 Jan 2021")
        canvas.restoreState()

    assert "arXiv" not in read_pdf(made(draw), "stamp.pdf").text


def test_page_set_sideways_is_read_and_its_boxes_lie_on_the_page() -> None:
    def draw(canvas: Canvas) -> None:
        canvas.translate(0, 0)
        canvas.rotate(90)
        filled(canvas, 100, -200, broken(LATIN, width=460), width=460)

    document = read_pdf(made(draw), "sideways.pdf")
    assert document.text == LATIN + "\n"
    box = document.runs[0].box
    assert (round(box.y0), round(box.x0)) == (100, 192)
    assert box.x1 > box.x0 and box.y1 > box.y0


def test_table_is_a_section_of_its_own_and_the_paragraph_stays_whole() -> None:
    def draw(canvas: Canvas) -> None:
        y = heading(canvas, LEFT, 780, "Results")
        y = filled(
            canvas,
            LEFT,
            y,
            [
                *broken(LATIN, width=460)[:-1],
                "and this sentence is cut by a table that stands in the middle of it, but it goes",
                "",
            ],
            width=460,
        )
        canvas.setFont("Times-Bold", 8)
        canvas.drawString(LEFT, y - 20, "Table 1. Levels of two molecules in cells")
        canvas.setFont("Times-Roman", 8)
        for row, cells in enumerate(
            (("Molecule", "Level", "Cells"), ("miR-1", "2.1", "HeLa"), ("miR-2", "0.3", "A549"))
        ):
            for column, cell in enumerate(cells):
                canvas.drawString(LEFT + 160 * column, y - 34 - 10 * row, cell)
        filled(
            canvas,
            LEFT,
            y - 90,
            ["on below the table as if nothing had been there.", *broken(LATIN, width=460)],
            width=460,
        )

    document = read_pdf(made(draw), "table.pdf")
    assert "but it goes on below the table as if nothing had been there." in document.text
    assert (
        body(document, "table")
        == "Table 1. Levels of two molecules in cells\nMolecule\tLevel\tCells\nmiR-1\t2.1\tHeLa\nmiR-2\t0.3\tA549"
    )


def test_scan_says_so() -> None:
    from PIL import Image

    def draw(canvas: Canvas) -> None:
        canvas.drawImage(ImageReader(Image.new("L", (200, 300), 200)), 0, 0, WIDTH, HEIGHT)

    with pytest.raises(ReadError, match=r"^scan\.pdf: .*seems to be a scan.*ocrmypdf") as caught:
        read_pdf(made(draw), "scan.pdf")
    assert caught.value.error == "no_text"


def _simple(canvas: Canvas) -> None:
    filled(canvas, LEFT, 700, broken(LATIN, width=460), width=460)


def test_encrypted() -> None:
    with pytest.raises(ReadError, match=r"^locked\.pdf: the PDF needs a password.*qpdf") as caught:
        read_pdf(made(_simple, encrypt=StandardEncryption("secret", ownerPassword="owner")), "locked.pdf")
    assert caught.value.error == "encrypted"


def test_protected_against_copying_only_is_read() -> None:
    data = made(_simple, encrypt=StandardEncryption("", ownerPassword="owner", canCopy=0))
    assert read_pdf(data, "protected.pdf").text == LATIN + "\n"


@pytest.mark.parametrize(
    ("data", "error"),
    [
        (b"", "empty"),
        (b"<html>not found</html>", "corrupt"),
        (made(_simple)[:400], "corrupt"),
        (b"%PDF-1.7\nnothing here\n%%EOF", "corrupt"),
    ],
)
def test_bad_files(data: bytes, error: str) -> None:
    with pytest.raises(ReadError, match=r"^bad\.pdf: ") as caught:
        read_pdf(data, "bad.pdf")
    assert caught.value.error == error
    assert "\n" not in caught.value.message


@pytest.mark.parametrize("limits", [Limits(max_bytes=100), Limits(max_pages=1), Limits(max_chars=50)])
def test_limits(limits: Limits) -> None:
    def draw(canvas: Canvas) -> None:
        _simple(canvas)
        canvas.showPage()
        _simple(canvas)

    with pytest.raises(ReadError, match="raise the limit") as caught:
        read_pdf(made(draw), "large.pdf", limits)
    assert caught.value.error == "too_large"


def test_unmapped_glyphs_are_refused_as_garbled() -> None:
    def draw(canvas: Canvas) -> None:
        garbage = "".join(chr(0xA1 + (7 * k) % 90) for k in range(600))
        filled(canvas, LEFT, 700, [garbage[k : k + 60] for k in range(0, 600, 60)], width=460)

    with pytest.raises(ReadError, match="ocrmypdf") as caught:
        read_pdf(made(draw), "garbled.pdf")
    assert caught.value.error == "garbled"
