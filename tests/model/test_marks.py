"""Words that carry a sign are marked by class, beside the mentions."""

import pytest

from extractor.model.marks import CODES, KINDS, MARKS, cue_marks


@pytest.mark.parametrize(
    ("sentence", "words", "mark"),
    [
        ("Exosomal miR-1 suppressed PTEN.", "suppressed", "down"),
        ("Exosomal miR-1 enhanced autophagy.", "enhanced", "up"),
        ("Knockdown of PTEN was done.", "Knockdown", "loss"),
        ("Cells overexpressing PTEN were seeded.", "overexpressing", "gain"),
        ("It did not change PTEN.", "not", "not"),
        ("It may act on PTEN.", "may", "hedge"),
    ],
)
def test_a_cue_is_marked_by_its_class(sentence: str, words: str, mark: str) -> None:
    found = {sentence[start:end]: MARKS[code] for start, end, code in cue_marks(sentence)}
    assert found.get(words) == mark


def test_codes_are_places_and_types_of_mentions_come_first() -> None:
    assert [MARKS[CODES[name]] for name in MARKS] == list(MARKS) and MARKS[: len(KINDS)] == KINDS
