"""Augmentation on sub-words: other names for molecules, and blanks for some of the words between them.

A molecule gets another name of its type wherever it is named. That keeps a text's findings as they are and stops a
model from learning facts by heart ("PTEN is decreased"); no word that carries a sign is ever replaced by another.
Blanks (word dropout, Iyyer et al. 2015) stop it from learning whole passages by heart; a cue that is blanked keeps its
mark, so that its sign is still told.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from extractor.mentions.mention import CARGO_TYPES
from extractor.model.batch import Frozen
from extractor.model.marks import KINDS

__all__ = ["Pools", "blank", "pools", "swap"]

Pools = Mapping[int, Sequence[NDArray[np.int64]]]
_SWAPPED = frozenset(KINDS.index(kind) for kind in CARGO_TYPES)
#: Sub-words that a window may grow to; positions beyond are unknown to most encoders.
_LONGEST = 500


def pools(scenes: Iterable[Frozen]) -> dict[int, list[NDArray[np.int64]]]:
    """Names by kind, as sub-words, from the things of scenes: the first mention of each."""
    found: dict[int, dict[tuple[int, ...], None]] = {}
    for scene in scenes:
        for tokens, kind in zip(scene.tokens, scene.thing_kinds, strict=True):
            if kind in _SWAPPED and len(tokens):
                run = _runs(tokens)[0]
                found.setdefault(kind, {})[tuple(int(i) for i in scene.ids[run[0] : run[-1] + 1])] = None
    return {kind: [np.asarray(name, dtype=np.int64) for name in names] for kind, names in found.items()}


def swap(scene: Frozen, names: Pools, share: float, draw: np.random.Generator) -> Frozen:
    """The scene with a ``share`` of its molecules renamed; sub-words of all things move along."""
    chosen: dict[int, NDArray[np.int64]] = {}
    taken = np.zeros(len(scene.ids), dtype=np.int64)
    for tokens in scene.tokens:
        taken[tokens] += 1
    for at, (tokens, kind) in enumerate(zip(scene.tokens, scene.thing_kinds, strict=True)):
        # A name nested in another (the cancer within an outcome phrase) cannot change alone.
        if names.get(kind) and len(tokens) and draw.random() < share and taken[tokens].max() == 1:
            chosen[at] = names[kind][int(draw.integers(len(names[kind])))]
    if not chosen:
        return scene
    edits = sorted((int(run[0]), int(run[-1]) + 1, at) for at in chosen for run in _runs(scene.tokens[at]))
    grown = len(scene.ids) + sum(len(chosen[at]) - (end - start) for start, end, at in edits)
    if grown > _LONGEST:
        return scene
    ids: list[NDArray[np.int64]] = []
    kinds: list[NDArray[np.int64]] = []
    moved = np.zeros(len(scene.ids), dtype=np.int64)
    fresh: dict[int, list[int]] = {at: [] for at in chosen}
    last, length = 0, 0
    for start, end, at in edits:
        ids.append(scene.ids[last:start])
        kinds.append(scene.kinds[last:start])
        moved[last:start] = np.arange(length, length + start - last)
        length += start - last
        name = chosen[at]
        ids.append(name)
        kinds.append(np.full(len(name), scene.thing_kinds[at], dtype=np.int64))
        fresh[at].extend(range(length, length + len(name)))
        length += len(name)
        last = end
    ids.append(scene.ids[last:])
    kinds.append(scene.kinds[last:])
    moved[last:] = np.arange(length, length + len(scene.ids) - last)
    places = tuple(
        np.asarray(fresh[at], dtype=np.int64) if at in fresh else moved[old] for at, old in enumerate(scene.tokens)
    )
    return Frozen(np.concatenate(ids), np.concatenate(kinds), places, scene.thing_kinds)


def blank(scene: Frozen, mask: int, words: float, cues: float, draw: np.random.Generator) -> Frozen:
    """The scene with a share of its sub-words blanked: of those that are part of no thing, and of the cues.

    Parameters
    ----------
    mask
        The tokenizer's id of its mask.
    words, cues
        The shares, from 0 to 1. The first and the last sub-word, which stand for the window, are never blanked.
    """
    if not words and not cues:
        return scene
    share = np.where(scene.kinds >= len(KINDS), cues, np.where(scene.kinds == 0, words, 0.0))
    for tokens in scene.tokens:
        share[tokens] = 0.0
    share[[0, -1]] = 0.0
    return replace(scene, ids=np.where(draw.random(len(share)) < share, mask, scene.ids))


def _runs(tokens: NDArray[np.int64]) -> list[NDArray[np.int64]]:
    """The stretches of neighbouring sub-words: one a mention, or several mentions that touch."""
    return np.split(tokens, np.flatnonzero(np.diff(tokens) > 1) + 1)
