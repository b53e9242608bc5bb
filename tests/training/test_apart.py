"""Texts that are evaluated on are recognised under any id, in any spacing."""

from hypothesis import given
from hypothesis import strategies as st

from extractor.training.apart import Apart

HELD = (
    "Exosomal miR-34c restores the radiosensitivity of glioma cells by lowering the level of β-catenin, as shown here."
)


def test_a_text_within_another_is_recognised() -> None:
    apart = Apart([HELD])
    assert apart.shares(f"BACKGROUND. {HELD.upper()}  The end.")
    assert not apart.shares("Exosomal miR-34c was isolated. Nothing else of it was told in this text, and no more.")


@given(st.integers(0, 40), st.text(alphabet="abc ", max_size=30))
def test_words_around_it_change_nothing(cut: int, around: str) -> None:
    assert Apart([HELD]).shares(around + HELD[:-1] + around)
    assert not Apart([]).shares(HELD[cut:])
