"""The network in ONNX Runtime: what extraction runs, with no torch installed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from extractor.document import Document
from extractor.mentions.mention import Mention
from extractor.model.batch import LOWER, UPPER
from extractor.model.folder import ModelError
from extractor.model.tags import Tagged
from extractor.model.threads import threads
from extractor.model.windows import LONGEST_NAME, windows
from extractor.text import Text

if TYPE_CHECKING:
    from onnxruntime import InferenceSession
    from tokenizers import Tokenizer

__all__ = ["OnnxScorer", "OnnxTagger", "session"]

#: Windows that the tagger reads at once.
_WINDOWS = 8


def session(path: Path, count: int = 0) -> InferenceSession:
    """An ONNX Runtime session on the CPU, of ``count`` threads or else of as many as this process may use.

    Raises
    ------
    ModelError
        If the file is no model that the runtime can read.
    """
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = count or threads()
    options.inter_op_num_threads = 1
    options.log_severity_level = 3
    options.add_session_config_entry("session.intra_op.allow_spinning", "0")  # two runs at once share the cores
    try:
        return onnxruntime.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])
    except Exception as error:  # the runtime raises its own kinds of Exception
        words = " ".join(str(error).split())[:80]
        raise ModelError(f"model {path.parent}: {path.name} cannot be read ({words}); get the model anew") from None


class OnnxScorer:
    """Scores by the two halves of the exported network (see :mod:`extractor.training.export`).

    Parameters
    ----------
    folder
        The model's folder.
    count
        Threads of one run; 0: as many as this process may use. Several threads may run one scorer at once.
    """

    def __init__(self, folder: Path, count: int = 0) -> None:
        self._folder, self._count = folder, count

    # Opened when first run: a session does not survive the fork of a process.
    @cached_property
    def _lower(self) -> InferenceSession:
        return session(self._folder / "lower.onnx", self._count)

    @cached_property
    def _upper(self) -> InferenceSession:
        return session(self._folder / "upper.onnx", self._count)

    @cached_property
    def _heads(self) -> list[str]:
        return [output.name for output in self._upper.get_outputs()]

    def lower(self, scenes: Mapping[str, NDArray[np.generic]]) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
        """Hidden states of scenes, and the gate's scores of their things."""
        taken = {given.name for given in self._lower.get_inputs()}  # an exporter leaves out what is not used
        hidden, gate = self._lower.run(["hidden", "gate"], {name: scenes[name] for name in LOWER if name in taken})
        return hidden, gate

    def upper(
        self, hidden: NDArray[np.float32], arrays: Mapping[str, NDArray[np.generic]]
    ) -> dict[str, NDArray[np.generic]]:
        """Scores of questions by head."""
        taken = {given.name for given in self._upper.get_inputs()}
        given: dict[str, Any] = {"hidden": hidden, **{name: arrays[name] for name in UPPER if name in taken}}
        return dict(zip(self._heads, self._upper.run(self._heads, given), strict=True))


class OnnxTagger:
    """Mentions by the exported tagger; ``length`` sub-words make a window."""

    def __init__(self, path: Path, tokenizer: Tokenizer, pad: int, length: int) -> None:
        self._path, self._tokenizer, self._pad, self._length = path, tokenizer, pad, length

    @cached_property
    def _session(self) -> InferenceSession:
        return session(self._path)

    def __call__(self, document: Document, text: Text, found: Sequence[Mention]) -> tuple[Tagged, ...]:
        """What the tagger sees in a document; mentions that are ``found`` already are not cut by its windows."""
        from extractor.model.tagging import tag

        short = [m for m in found if m.end - m.start <= LONGEST_NAME]
        own = list(windows(document, text, short, self._tokenizer, self._length))
        return tag(own, document.text, self._score)

    def _score(self, rows: Sequence[Sequence[int]]) -> list[NDArray[Any]]:
        found: list[NDArray[Any]] = []
        for first in range(0, len(rows), _WINDOWS):
            batch = rows[first : first + _WINDOWS]
            ids = np.full((len(batch), max(map(len, batch))), self._pad, dtype=np.int64)
            mask = np.zeros_like(ids)
            for at, row in enumerate(batch):
                ids[at, : len(row)], mask[at, : len(row)] = row, 1
            (logits,) = self._session.run(["logits"], {"ids": ids, "mask": mask})
            found += [logits[at, : len(row)] for at, row in enumerate(batch)]
        return found
