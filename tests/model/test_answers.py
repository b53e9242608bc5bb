"""Scores become probabilities, and the effect is read in two ways."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from extractor.frames import Effect, Manipulation, Observed
from extractor.model.answers import Answers, answers
from extractor.model.heads import CHOICES, FLAGS, FRAME_HEADS, PAIR_HEADS, width


def read(temperatures: dict[str, float] | None = None, **values: float) -> Answers:
    """Answers of two questions over three things, the second row of which is read; ``values`` raise "head_choice"."""
    scores = {head: np.zeros((2, width(head))) for head in FRAME_HEADS}
    scores |= {head: np.zeros((2, 3, width(head))) for head in PAIR_HEADS}
    for name, value in values.items():
        head, _, choice = name.partition("__")
        scores[head][1, ..., CHOICES[head].index(choice) if choice else 0] = value
    return answers(scores, 1, temperatures or {})


def test_without_scores_everything_is_as_likely() -> None:
    found = read()
    assert set(found.flags) == set(FLAGS) and all(value == 0.5 for value in found.flags.values())
    assert np.allclose(found.slot, 1 / 4) and np.allclose(found.direction, 1 / 3)


def test_a_temperature_flattens_its_head_alone() -> None:
    sure, flat = read(finding=4.0, hedged=4.0), read({"finding": 2.0}, finding=4.0, hedged=4.0)
    assert flat.flags["finding"] < sure.flags["finding"] and flat.flags["hedged"] == sure.flags["hedged"]


def test_the_effect_composed_mends_one_that_is_read_unsurely() -> None:
    found = read(
        **{
            f"effect__{Effect.INCREASES}": 1.0,
            f"manipulation__{Manipulation.LOSS}": 6.0,
            f"observed__{Observed.MORE_SENSITIVE}": 6.0,
        }
    )
    assert found.choices["effect"].argmax() == CHOICES["effect"].index(Effect.INCREASES)
    assert found.effect_of(Effect.DECREASES) > found.effect_of(Effect.INCREASES)


@given(st.lists(st.floats(-80, 80), min_size=4, max_size=4), st.lists(st.floats(-80, 80), min_size=4, max_size=4))
def test_the_probabilities_of_an_effect_add_up(direct: list[float], seen: list[float]) -> None:
    named = {f"effect__{effect}": score for effect, score in zip(Effect, direct, strict=True)}
    named |= {f"observed__{value}": score for value, score in zip(Observed, seen, strict=True)}
    found = read(**named)
    assert np.isclose(sum(found.effect_of(effect) for effect in Effect), 1.0)
