"""Belief against INDRA's own numbers."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractor.findings.belief import belief, probability


def test_values_that_indra_gives() -> None:
    # indra 1.24, SimpleScorer with rand 0.2 and syst 0.05: two pieces of evidence 0.91, with one that denies it 0.2275.
    assert belief([0.75, 0.75]) == 0.91
    assert belief([0.75, 0.75], [0.75]) == pytest.approx(0.2275)


def test_the_formula_is_that_of_indra_itself() -> None:
    pytest.importorskip("indra")
    try:
        from indra.belief import SimpleScorer
        from indra.statements import Agent, Evidence, Inhibition
    except ImportError as error:
        pytest.skip(f"indra is not whole here: {error}")
    scorer = SimpleScorer({"rand": {"exocargo": 0.35}, "syst": {"exocargo": 0.05}})
    statement = Inhibition(Agent("a"), Agent("b"), evidence=[Evidence("exocargo", text=str(n)) for n in range(3)])
    assert belief([0.6] * 3) == pytest.approx(scorer.score_statement(statement), abs=1e-4)


def test_no_votes_no_belief_and_the_systematic_error_stays() -> None:
    assert belief([]) == 0.0
    assert belief([0.99] * 50) == 0.95


def test_a_model_is_believed_as_the_gold_tells() -> None:
    assert probability(0.5, "cooccurrence") < 0.5 < probability(0.5, "rules")
    assert probability(0.5, "somebody's") == pytest.approx(0.5)


@given(st.lists(st.floats(0, 1), min_size=1, max_size=6), st.floats(0, 1))
def test_another_paper_never_lowers_belief(votes: list[float], more: float) -> None:
    assert 0 <= belief(votes) <= belief([*votes, more]) <= 0.95
