"""Questions to the model brought into arrays of one shape."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from extractor.model.hints import Hints
from extractor.model.scene import Scene

__all__ = ["FAR", "LOWER", "UPPER", "Frozen", "Question", "collate", "collate_questions", "collate_scenes", "freeze"]

#: Sentences between focus and filler are told apart up to this many.
FAR = 3
#: The arrays that the two parts of the network take, in their order; the upper part takes hidden states before them.
LOWER = ("ids", "kinds", "mask", "things")
UPPER = ("mask", "things", "thing_kinds", "window", "focus", "focus_hint", "filler_hint", "near")

Arrays = dict[str, NDArray[np.generic]]


@dataclass(frozen=True, slots=True)
class Frozen:
    """What the network sees of a scene: sub-words, their kinds, and the things' sub-words and kinds."""

    ids: NDArray[np.int64]
    kinds: NDArray[np.int64]
    tokens: tuple[NDArray[np.int64], ...]
    thing_kinds: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Question:
    """One thing of a scene in focus; ``scene`` is an index into the scenes of a batch."""

    scene: int
    focus: int
    hints: Hints
    near: tuple[int, ...]


def freeze(scene: Scene) -> Frozen:
    """The arrays of a scene."""
    return Frozen(
        np.asarray(scene.window.ids, dtype=np.int64),
        np.asarray(scene.kinds, dtype=np.int64),
        tuple(np.asarray(thing.tokens, dtype=np.int64) for thing in scene.things),
        tuple(thing.kind for thing in scene.things),
    )


def collate_scenes(scenes: Sequence[Frozen], pad: int) -> Arrays:
    """The arrays of scenes; ``pad`` is the tokenizer's id for padding.

    Returns
    -------
    dict
        ``ids``, ``kinds``, ``mask`` (scenes x sub-words); ``things`` (scenes x things x sub-words), rows that sum to 1
        over a thing's sub-words; ``thing_kinds`` (scenes x things). Rows of absent things are 0, as is their kind.
    """
    longest = max(len(scene.ids) for scene in scenes)
    most = max(1, *(len(scene.tokens) for scene in scenes))
    ids = np.full((len(scenes), longest), pad, dtype=np.int64)
    kinds = np.zeros_like(ids)
    mask = np.zeros_like(ids)
    things = np.zeros((len(scenes), most, longest), dtype=np.float32)
    thing_kinds = np.zeros((len(scenes), most), dtype=np.int64)
    for row, scene in enumerate(scenes):
        ids[row, : len(scene.ids)] = scene.ids
        kinds[row, : len(scene.ids)] = scene.kinds
        mask[row, : len(scene.ids)] = 1
        for at, tokens in enumerate(scene.tokens):
            if len(tokens):
                things[row, at, tokens] = 1.0 / len(tokens)
            thing_kinds[row, at] = scene.thing_kinds[at]
    return {"ids": ids, "kinds": kinds, "mask": mask, "things": things, "thing_kinds": thing_kinds}


def collate_questions(questions: Sequence[Question], most: int) -> Arrays:
    """The arrays of questions over scenes of at most ``most`` things: ``window``, ``focus``, ``focus_hint``
    (questions); ``filler_hint``, ``near`` (questions x things)."""
    filler_hint = np.zeros((len(questions), most), dtype=np.int64)
    near = np.full((len(questions), most), FAR, dtype=np.int64)
    for row, question in enumerate(questions):
        filler_hint[row, : len(question.hints.fillers)] = question.hints.fillers
        near[row, : len(question.near)] = np.minimum(question.near, FAR)
    return {
        "window": np.asarray([q.scene for q in questions], dtype=np.int64),
        "focus": np.asarray([q.focus for q in questions], dtype=np.int64),
        "focus_hint": np.asarray([q.hints.focus for q in questions], dtype=np.int64),
        "filler_hint": filler_hint,
        "near": near,
    }


def collate(scenes: Sequence[Frozen], questions: Sequence[Question], pad: int) -> Arrays:
    """The arrays of a whole batch: those of its scenes and of its questions."""
    arrays = collate_scenes(scenes, pad)
    return arrays | collate_questions(questions, arrays["thing_kinds"].shape[1])
