"""Escapes that can be taken back, and text that every format holds."""

from hypothesis import given
from hypothesis import strategies as st

from extractor.exports.text import escaped, in_place, unescaped, xml_safe
from extractor.surrogates import shown

_ANY = st.text(st.characters(exclude_categories=()))


@given(_ANY)
def test_an_escape_is_one_line_without_tabs_and_can_be_taken_back(text: str) -> None:
    out = escaped(text, '"|')
    assert unescaped(out) == shown(text)
    assert len(out.splitlines()) <= 1
    assert not {"\t", '"', "|"} & set(out)


@given(_ANY)
def test_offsets_hold_and_the_rest_of_the_text_is_untouched(text: str) -> None:
    for safe in (in_place(text), xml_safe(text)):
        assert len(safe) == len(text)
        assert safe.encode("utf-8").decode("utf-8") == safe
        assert all(a == b or b == "\ufffd" for a, b in zip(text, safe, strict=True))
