"""Properties of the PDF reader that hold for any text: offsets, boxes, whole words; and the judgement on hyphens."""

from __future__ import annotations

import io

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from reportlab.pdfgen.canvas import Canvas

from extractor.readers.pdf import read_pdf
from extractor.readers.pdf_hyphens import Words

WORDS = st.text(alphabet="abcdefghijklmnopqrstuvwxyz", min_size=3, max_size=9)
LEFTS = (60.0, 310.0)


@settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
    phases=[Phase.explicit, Phase.reuse, Phase.generate],
)
@given(st.lists(WORDS, min_size=220, max_size=400), st.sampled_from([8.0, 9.5, 11.0]))
def test_two_columns_of_any_words_come_out_in_order_with_their_boxes(words: list[str], size: float) -> None:
    buffer = io.BytesIO()
    canvas = Canvas(buffer, pagesize=(595, 842))
    canvas.setFont("Times-Roman", size)
    lines: list[str] = []
    for word in words:
        if lines and canvas.stringWidth(f"{lines[-1]} {word}", "Times-Roman", size) <= 225:
            lines[-1] += f" {word}"
        else:
            lines.append(word)
    half = (len(lines) + 1) // 2
    printed: dict[str, list[tuple[float, float]]] = {}
    for at, line in enumerate(lines):
        x, y = LEFTS[at >= half], 700 - 1.2 * size * (at % half)
        canvas.drawString(x, y, line)
        printed.setdefault(line, []).append((x, y))
    canvas.save()
    document = read_pdf(buffer.getvalue(), "words.pdf")

    assert document.text.split() == " ".join(lines).split()
    for run in document.runs:
        text = document.text[run.start : run.end].strip()
        assert any(abs(run.box.x0 - x) < 2 and run.box.y0 < y < run.box.y1 for x, y in printed[text])
        assert abs(run.box.x1 - run.box.x0 - canvas.stringWidth(text, "Times-Roman", size)) < 2
    assert all(a.end <= b.start for a, b in zip(document.sections, document.sections[1:], strict=False))
    assert document.sections[-1].end <= len(document.text)


@pytest.mark.parametrize(
    ("left", "right", "seen", "joins"),
    [
        ("radio", "sensitivity", "the radiosensitivity of", True),
        ("radio", "sensitivity", "", True),
        ("expres", "sion", "", True),
        ("cell", "ular", "a cell is", True),
        ("indepen", "dent", "", True),
        ("miR", "34c", "", False),
        ("IL", "6", "", False),
        ("TGF", "β", "", False),
        ("PI3K", "dependent", "", False),
        ("Epstein", "Barr", "", False),
        ("pre", "mRNA", "", False),
        ("double", "strand", "a strand of", False),
        ("protein", "protein", "one protein", False),
        ("tumor", "associated", "a tumor", False),
        ("up", "regulated", "up-regulation and up-regulating", False),
        ("up", "regulated", "upregulation", True),
        ("epithelial", "mesenchymal", "epithelial cells", False),
        ("well", "known", "known and well-known", False),
        ("electro", "phoresis", "electro-optical", True),
    ],
)
def test_hyphens_at_line_ends(left: str, right: str, seen: str, joins: bool) -> None:
    assert Words([seen]).joins(left, right) is joins


def test_halves_of_broken_words_are_no_evidence() -> None:
    assert Words(["of the nano-", "particles and the particles"]).joins("bio", "tech")
    assert Words(["a biotech-", "nology firm"]).joins("biotech", "nology")
