"""Documents: sections by offset, and the way back to the page."""

from extractor.document import Box, Document, Run, Section

TEXT = "Title\n\nBody text here.\n\nReferences\n1. A paper."
DOCUMENT = Document(
    id="d",
    text=TEXT,
    sections=(
        Section("title", "", 0, 5),
        Section("body", "", 7, 22),
        Section("references", "References", 24, len(TEXT)),
    ),
    runs=(
        Run(0, 5, Box(1, 10, 700, 60, 712)),
        Run(7, 22, Box(1, 10, 680, 90, 692)),
        Run(24, len(TEXT), Box(2, 10, 700, 60, 712)),
    ),
)


def test_a_section_holds_its_start_but_not_its_end() -> None:
    assert DOCUMENT.section_at(0).kind == "title"
    assert DOCUMENT.section_at(5) is None
    assert DOCUMENT.section_at(7).kind == "body"
    assert DOCUMENT.section_at(21).kind == "body"
    assert DOCUMENT.section_at(len(TEXT)) is None


def test_references_are_not_read() -> None:
    assert DOCUMENT.is_read(8)
    assert DOCUMENT.is_read(6)
    assert not DOCUMENT.is_read(30)


def test_a_span_maps_back_to_its_boxes_and_page() -> None:
    assert [box.y0 for box in DOCUMENT.boxes(3, 10)] == [700, 680]
    assert DOCUMENT.page_at(8) == 1
    assert DOCUMENT.page_at(40) == 2
    assert DOCUMENT.page_at(6) is None
    assert Document(id="x", text="no pages").page_at(2) is None


def test_the_hash_is_of_the_text_alone() -> None:
    assert Document(id="a", text="same").sha256 == Document(id="b", text="same", kind="pdf").sha256
    assert Document(id="a", text="same").sha256 != Document(id="a", text="other").sha256
    assert len(Document(id="a", text="unpaired \ud800").sha256) == 64
