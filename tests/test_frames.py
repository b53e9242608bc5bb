"""The sign algebra: a table of cases and its laws."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractor.frames import Direction, Effect, Manipulation, Observed, along, compose_direction, compose_effect

directions = st.sampled_from(Direction)


@pytest.mark.parametrize(
    ("manipulation", "observed", "effect"),
    [
        ("native", "more_sensitive", "increases_radiosensitivity"),
        ("native", "more_resistant", "decreases_radiosensitivity"),
        ("native", "no_change", "no_effect"),
        ("native", "unclear", "not_stated"),
        ("gain", "more_sensitive", "increases_radiosensitivity"),
        ("gain", "more_resistant", "decreases_radiosensitivity"),
        ("gain", "no_change", "no_effect"),
        ("gain", "unclear", "not_stated"),
        ("loss", "more_sensitive", "decreases_radiosensitivity"),
        ("loss", "more_resistant", "increases_radiosensitivity"),
        ("loss", "no_change", "no_effect"),
        ("loss", "unclear", "not_stated"),
    ],
)
def test_effect_is_manipulation_times_observation(manipulation: str, observed: str, effect: str) -> None:
    assert compose_effect(Manipulation(manipulation), Observed(observed)) == Effect(effect)


def test_only_the_two_directions_are_signed() -> None:
    assert [effect for effect in Effect if effect.is_signed] == [Effect.INCREASES, Effect.DECREASES]


@given(directions)
def test_loss_inverts_a_direction_and_native_and_gain_keep_it(direction: Direction) -> None:
    assert compose_direction(Manipulation.LOSS, direction) is direction.inverse
    assert compose_direction(Manipulation.GAIN, direction) is direction
    assert compose_direction(Manipulation.NATIVE, direction) is direction


@given(directions)
def test_inverting_twice_changes_nothing(direction: Direction) -> None:
    assert direction.inverse.inverse is direction


@given(st.lists(directions, max_size=6), st.lists(directions, max_size=6))
def test_a_chain_is_the_product_of_its_parts(first: list[Direction], second: list[Direction]) -> None:
    assert along(*first, *second) is along(along(*first), along(*second))


def test_a_sponge_chain_raises_what_the_mirna_lowers() -> None:
    assert along(Direction.DECREASES, Direction.DECREASES) is Direction.INCREASES
    assert along(Direction.DECREASES, Direction.UNSPECIFIED) is Direction.UNSPECIFIED
    assert along() is Direction.INCREASES
