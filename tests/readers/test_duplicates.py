"""Documents that come more than once."""

from __future__ import annotations

from extractor.document import Document, Failure
from extractor.readers import Duplicates


def test_same_text_passes_once_and_other_text_fails() -> None:
    seen = Duplicates()
    items = [
        Document("1", "a", source="p"),
        Document("2", "a", source="p"),
        Document("1", "a", source="q"),
        Document("1", "b", source="q"),
        Document("1", "a", source="r"),
    ]
    first, second, third, fourth, fifth = (seen.check(d.id, d.sha256, d.source) for d in items)
    assert (first, second, third, fifth) == (True, True, None, None)
    assert isinstance(fourth, Failure)
    assert (fourth.input, fourth.stage, fourth.error) == ("q", "read", "duplicate_id")
    assert "'1'" in fourth.message
