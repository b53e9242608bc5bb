"""Names are swapped everywhere at once, and nothing else changes."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from extractor.model.batch import Frozen
from extractor.model.marks import CODES, KINDS
from extractor.training.augment import blank, pools, swap

MIRNA, PATHWAY = KINDS.index("miRNA"), KINDS.index("pathway")


def frozen(ids: list[int], things: dict[int, list[list[int]]]) -> Frozen:
    kinds = np.zeros(len(ids), dtype=np.int64)
    tokens, codes = [], []
    for kind, places in things.items():
        for place in places:
            kinds[place] = kind
            tokens.append(np.asarray(place, dtype=np.int64))
            codes.append(kind)
    return Frozen(np.asarray(ids, dtype=np.int64), kinds, tuple(tokens), tuple(codes))


SCENE = frozen([1, 10, 11, 2, 3, 10, 11, 4, 20, 5], {MIRNA: [[1, 2, 5, 6]], PATHWAY: [[8]]})
NAMES = {MIRNA: [np.asarray([70, 71, 72], dtype=np.int64)]}


def test_every_mention_of_the_thing_gets_the_new_name() -> None:
    new = swap(SCENE, NAMES, 1.0, np.random.default_rng(0))
    assert new.ids.tolist() == [1, 70, 71, 72, 2, 3, 70, 71, 72, 4, 20, 5]
    assert new.tokens[0].tolist() == [1, 2, 3, 6, 7, 8] and new.tokens[1].tolist() == [10]
    assert new.kinds.tolist() == [0, *[MIRNA] * 3, 0, 0, *[MIRNA] * 3, 0, PATHWAY, 0]


def test_a_share_of_none_changes_nothing() -> None:
    assert swap(SCENE, NAMES, 0.0, np.random.default_rng(0)) is SCENE


def test_pools_hold_the_names_of_molecules_by_type() -> None:
    found = pools([SCENE])
    assert {kind: [name.tolist() for name in names] for kind, names in found.items()} == {MIRNA: [[10, 11]]}


@given(st.lists(st.integers(1, 4), min_size=1, max_size=8), st.integers(0, 5), st.integers(1, 4))
def test_words_that_are_no_names_stay_in_order(gaps: list[int], seed: int, length: int) -> None:
    ids: list[int] = []
    places: list[int] = []
    for gap in gaps:
        ids += [100 + len(ids) + n for n in range(gap)]
        places.append(len(ids))
        ids.append(9)
    scene = frozen(ids, {MIRNA: [places]})
    new = swap(scene, {MIRNA: [np.full(length, 77, dtype=np.int64)]}, 1.0, np.random.default_rng(seed))
    assert [i for i in new.ids.tolist() if i >= 100] == [i for i in ids if i >= 100]
    assert set(new.ids[new.tokens[0]].tolist()) == {77} and len(new.tokens[0]) == length * len(gaps)


CUED = Frozen(
    np.asarray([1, 10, 11, 12, 13, 2], dtype=np.int64),
    np.asarray([0, MIRNA, CODES["down"], 0, CODES["sensitivity"], 0], dtype=np.int64),
    (np.asarray([1], dtype=np.int64), np.asarray([4], dtype=np.int64)),
    (MIRNA, CODES["sensitivity"]),
)


def test_words_and_cues_are_blanked_each_by_their_share_and_names_and_ends_never() -> None:
    draw = np.random.default_rng(0)
    assert blank(CUED, 99, 1.0, 0.0, draw).ids.tolist() == [1, 10, 11, 99, 13, 2]
    assert blank(CUED, 99, 0.0, 1.0, draw).ids.tolist() == [1, 10, 99, 12, 13, 2]
    both = blank(CUED, 99, 1.0, 1.0, draw)
    assert both.ids.tolist() == [1, 10, 99, 99, 13, 2] and both.kinds.tolist() == CUED.kinds.tolist()


def test_a_share_of_no_blanks_changes_nothing() -> None:
    assert blank(CUED, 99, 0.0, 0.0, np.random.default_rng(0)) is CUED
