"""Plain text."""

from __future__ import annotations

import io

from hypothesis import given
from hypothesis import strategies as st

from extractor.document import Document, Failure
from extractor.readers import Limits, read_stream
from extractor.readers.plain import find_sections


def _read(data: bytes, limits: Limits = Limits()) -> Document | Failure:  # noqa: B008
    (item,) = read_stream(io.BytesIO(data), "folder/note.txt", limits)
    return item


def _text(data: bytes) -> str:
    item = _read(data)
    assert isinstance(item, Document), item
    return item.text


def test_text_is_kept() -> None:
    document = _read("  A title\n\nFirst  β.\n".encode())
    assert isinstance(document, Document)
    assert document.text == "  A title\n\nFirst  β.\n"
    assert (document.id, document.title, document.kind, document.source) == (
        "note.txt",
        "A title",
        "text",
        "folder/note.txt",
    )


def test_byte_order_marks_and_line_ends() -> None:
    assert _text(b"\xef\xbb\xbfone\r\ntwo\n") == "one\ntwo\n"
    assert _text("α – β\r\n".encode("utf-16")) == "α – β\n"
    assert _text("α\n".encode("utf-16-be").join([b"\xfe\xff", b""])) == "α\n"


def test_control_characters_become_spaces_one_for_one() -> None:
    text = "miR-1\x00 is" + " fine" * 20 + "\x0c\x1bend"
    assert _text(text.encode()) == text.replace("\x00", " ").replace("\x0c", " ").replace("\x1b", " ")


def test_headings_open_sections() -> None:
    text = "A title\n\nAbstract\nShort.\n\n2. Materials and Methods\n\nLong.\n\nREFERENCES\n1. miR-1 raises it.\n"
    document = _read(text.encode())
    assert isinstance(document, Document)
    assert [(part.kind, part.title, text[part.start : part.end]) for part in document.sections] == [
        ("title", "", "A title"),
        ("abstract", "Abstract", "Abstract\nShort."),
        ("methods", "2. Materials and Methods", "2. Materials and Methods\n\nLong."),
        ("references", "REFERENCES", "REFERENCES\n1. miR-1 raises it."),
    ]
    assert not document.is_read(text.index("miR-1"))


def test_one_paragraph_has_no_title() -> None:
    document = _read(b"One sentence. And another.\nOn two lines.")
    assert isinstance(document, Document)
    assert document.title == ""
    assert [part.kind for part in document.sections] == ["body"]


def test_bytes_that_are_not_utf8_are_named() -> None:
    failure = _read(b"\xef\xbb\xbf" + b"abc \xe9 def")
    assert isinstance(failure, Failure)
    assert failure.error == "bad_encoding"
    assert failure.message == "folder/note.txt: not UTF-8 at byte 7 (0xE9); save it as UTF-8 and try again"


def test_text_over_the_limit_fails() -> None:
    failure = _read(b"word " * 100, Limits(max_chars=100))
    assert isinstance(failure, Failure)
    assert failure.error == "too_large"
    assert "200" in failure.message


@given(st.text(st.sampled_from("ab \n\t.Results"), max_size=60))
def test_sections_lie_in_order_and_begin_and_end_in_words(text: str) -> None:
    at = 0
    for part in find_sections(text):
        assert at <= part.start < part.end <= len(text)
        assert text[part.start : part.end].strip() == text[part.start : part.end]
        at = part.end
