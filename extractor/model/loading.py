"""A trained model by its folder: its reader, its finder of mentions, and its probability of a row."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from extractor.document import Document
from extractor.mentions.finder import find_mentions
from extractor.mentions.mention import Mention
from extractor.model.confidence import FEATURES, RowModel
from extractor.model.decoding import Thresholds
from extractor.model.folder import ModelError, open_folder
from extractor.model.reader import FrameReader
from extractor.model.session import OnnxScorer, OnnxTagger
from extractor.text import Text

__all__ = ["Trained", "load_trained"]


@dataclass(frozen=True, slots=True)
class Trained:
    """What extraction needs of a trained model."""

    name: str
    reader: FrameReader
    find: Callable[[Document, Text], Sequence[Mention]]
    confidence: RowModel


def load_trained(path: Path) -> Trained:
    """Open a model folder; the networks themselves are loaded when they are first run.

    Raises
    ------
    ModelError
        If the folder is not whole, was altered, or is of another version.
    """
    from tokenizers import Tokenizer

    from extractor.model.tagging import join

    folder = open_folder(path)
    try:
        tokenizer = Tokenizer.from_file(str(path / "tokenizer.json"))
        pad = int(folder.config["pad"])
        thresholds = Thresholds(**{name: float(value) for name, value in folder.config["thresholds"].items()})
        temperatures = {str(head): float(value) for head, value in folder.calibration["temperatures"].items()}
        weights = tuple(float(weight) for weight in folder.calibration["row_weights"])
        has_tagger = bool(folder.config["tagger"])
    except Exception as error:  # the tokenizer's reader raises a bare Exception
        raise ModelError(f"model {path}: cannot be read ({' '.join(str(error).split())[:80]}); get it anew") from None
    if len(weights) != len(FEATURES):
        raise ModelError(f"model {path}: calibration.json is of another version; get the model anew")
    tokenizer.no_truncation()
    tokenizer.no_padding()
    reader = FrameReader(OnnxScorer(path), tokenizer, pad, thresholds, temperatures)
    if not has_tagger:
        return Trained(folder.name, reader, find_mentions, RowModel(weights))
    tagger = OnnxTagger(path / "tagger.onnx", tokenizer, pad)

    def find(document: Document, text: Text) -> Sequence[Mention]:
        found = find_mentions(document, text)
        return join(found, tagger(document, text, found), text)

    return Trained(folder.name, reader, find, RowModel(weights))
