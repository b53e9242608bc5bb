"""A reader of documents with the frame model: scenes, questions, scores, findings."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

import numpy as np
from numpy.typing import NDArray

from extractor import rules
from extractor.document import Document
from extractor.finding import Finding
from extractor.mentions.mention import Mention
from extractor.model.answers import Temperatures, Trust, answers
from extractor.model.batch import Question, collate_questions, collate_scenes, freeze
from extractor.model.circumstances import FindingModel, circumstances
from extractor.model.decoding import Read, Thresholds, decode
from extractor.model.hints import Hints, findings_on, hints
from extractor.model.scene import Scene, scenes
from extractor.model.windows import LONGEST_NAME, MAX_TOKENS
from extractor.rules.passage import Passage
from extractor.text import Text

if TYPE_CHECKING:
    from tokenizers import Tokenizer

__all__ = ["FrameReader", "Prepared", "Scorer", "score_questions"]

Arrays = Mapping[str, NDArray[np.generic]]
#: Scenes, and questions, of one batch.
_SCENES, _QUESTIONS = 8, 24


class Scorer(Protocol):
    """The network, in whatever runs it; arrays as :mod:`extractor.model.batch` makes them."""

    def lower(self, scenes: Arrays) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
        """Hidden states of scenes, and the gate's scores of their things."""

    def upper(self, hidden: NDArray[np.float32], arrays: Arrays) -> Arrays:
        """Scores of questions by head."""


def score_questions(
    scorer: Scorer,
    arrays: Arrays,
    hidden: NDArray[np.float32],
    gates: NDArray[np.float32],
    questions: Sequence[Question],
) -> dict[str, NDArray[np.generic]]:
    """The scores of questions by head, the gate's among them; ``hidden`` and ``gates`` are of the scenes ``arrays``."""
    scores = dict(scorer.upper(hidden, {**arrays, **collate_questions(questions, gates.shape[1])}))
    return scores | {"gate": np.asarray([[gates[question.scene, question.focus]] for question in questions])}


@dataclass(frozen=True, slots=True)
class Prepared:
    """A document up to where the network is asked: its passages, the rules' findings, the names of what its vesicles
    carry, and its scenes."""

    document: Document
    passages: tuple[Passage, ...]
    found: tuple[Finding, ...]
    carried: frozenset[str]
    scenes: tuple[Scene, ...]


class FrameReader:
    """Findings of a document by a model.

    Parameters
    ----------
    score
        The network, in whatever runs it.
    max_tokens
        Sub-words of a window, as in training.
    with_hints
        Whether the rules' reading is one of the inputs.
    """

    def __init__(
        self,
        score: Scorer,
        tokenizer: Tokenizer,
        pad: int,
        thresholds: Thresholds | None = None,
        temperatures: Temperatures | None = None,
        trust: Trust | None = None,
        finding: FindingModel | None = None,
        *,
        max_tokens: int = MAX_TOKENS,
        with_hints: bool = True,
    ) -> None:
        self._score, self._tokenizer, self._pad = score, tokenizer, pad
        self.thresholds = thresholds or Thresholds()
        self.temperatures = temperatures or {}
        self.trust, self.finding = trust, finding
        self._max_tokens, self._with_hints = max_tokens, with_hints

    def __call__(self, document: Document, text: Text, mentions: Sequence[Mention]) -> tuple[Finding, ...]:
        """The findings of a document, in the order of its text."""
        return self.finish(self.prepare(document, text, mentions))

    def prepare(self, document: Document, text: Text, mentions: Sequence[Mention]) -> Prepared:
        """What is done before the network is asked."""
        told = rules.read(document, text, tuple(mentions))
        found = tuple(told.findings()) if self._with_hints else ()
        short = [m for m in mentions if m.end - m.start <= LONGEST_NAME]
        seen = tuple(scenes(document, text, short, self._tokenizer, self._max_tokens))
        return Prepared(document, told.passages, found, told.carried, seen)

    def finish(self, prepared: Prepared) -> tuple[Finding, ...]:
        """The findings of a prepared document; threads may finish several documents at once.

        A batch never holds windows of two documents: the int8 network scales its activations by the largest of the
        whole batch, so that what a document's neighbours are would show in its findings.
        """
        return decode(prepared.document, prepared.passages, self._read(prepared), self.thresholds)

    def read(self, document: Document, text: Text, mentions: Sequence[Mention]) -> list[Read]:
        """The answers on every thing that can be a cargo, window by window."""
        return self._read(self.prepare(document, text, mentions))

    def _read(self, prepared: Prepared) -> list[Read]:
        return [
            one
            for first in range(0, len(prepared.scenes), _SCENES)
            for one in self._answered(prepared.scenes[first : first + _SCENES], prepared.found, prepared.carried)
        ]

    def _answered(self, seen: Sequence[Scene], found: Sequence[Finding], carried: frozenset[str]) -> Iterator[Read]:
        arrays = collate_scenes([freeze(scene) for scene in seen], self._pad)
        hidden, gates = self._score.lower(arrays)
        about = [findings_on(scene, found) for scene in seen]
        least = np.log(self.thresholds.gate / (1 - self.thresholds.gate))
        asked = [
            self._question(number, scene, focus, about[number])
            for number, scene in enumerate(seen)
            for focus in scene.cargos()
            if gates[number, focus] >= least
        ]
        for first in range(0, len(asked), _QUESTIONS):
            batch = asked[first : first + _QUESTIONS]
            scores = score_questions(self._score, arrays, hidden, gates, batch)
            for row, question in enumerate(batch):
                scene, focus = seen[question.scene], question.focus
                told = circumstances(scene, focus, carried, about[question.scene])
                found_ = answers(scores, row, self.temperatures, question.hints, self.trust, self.finding, told)
                yield Read(scene, focus, found_)

    def _question(self, number: int, scene: Scene, focus: int, found: Sequence[Finding]) -> Question:
        read = hints(scene, focus, found) if self._with_hints else Hints.unasked(len(scene.things))
        return Question(number, focus, read, scene.distances(focus))
