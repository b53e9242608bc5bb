"""A trained model by its folder: its reader, its finder of mentions, and its probability of a row."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import astuple, dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from extractor.document import Document
from extractor.mentions.finder import find_mentions
from extractor.mentions.mention import Mention
from extractor.model.answers import TRUST
from extractor.model.circumstances import FEATURES as FINDING_FEATURES
from extractor.model.circumstances import FindingModel
from extractor.model.confidence import FEATURES, RowModel
from extractor.model.decoding import Thresholds
from extractor.model.folder import ModelError, open_folder
from extractor.model.reader import FrameReader
from extractor.model.session import OnnxScorer, OnnxTagger
from extractor.text import Text

if TYPE_CHECKING:
    from tokenizers import Tokenizer

__all__ = ["Trained", "finder", "load_trained"]


@dataclass(frozen=True, slots=True)
class Trained:
    """What extraction needs of a trained model.

    ``reader`` has the cores to itself; ``beside`` is the same reader for documents that are read side by side, a core
    each.
    """

    name: str
    reader: FrameReader
    beside: FrameReader
    find: Callable[[Document, Text], Sequence[Mention]]
    confidence: RowModel
    digest: str


def load_trained(path: Path) -> Trained:
    """Open a model folder; the networks themselves are loaded when they are first run.

    Raises
    ------
    ModelError
        If the folder is not whole, was altered, or is of another version.
    """
    from tokenizers import Tokenizer

    folder = open_folder(path)
    try:
        tokenizer = Tokenizer.from_file(str(path / "tokenizer.json"))
        pad = int(folder.config["pad"])
        max_tokens, tagger_tokens = int(folder.config["max_tokens"]), int(folder.config["tagger_tokens"])
        thresholds = Thresholds(**{name: float(value) for name, value in folder.config["thresholds"].items()})
        temperatures = {str(head): float(value) for head, value in folder.calibration["temperatures"].items()}
        trust = {name: float(folder.calibration["trust"][name]) for name in TRUST}
        finding = FindingModel(tuple(float(weight) for weight in folder.calibration["finding_weights"]))
        weights = tuple(float(weight) for weight in folder.calibration["row_weights"])
    except Exception as error:  # the tokenizer's reader raises a bare Exception
        raise ModelError(f"model {path}: cannot be read ({' '.join(str(error).split())[:80]}); get it anew") from None
    is_sound = all(0 < value < 1 for value in astuple(thresholds)) and all(0 < t < 100 for t in temperatures.values())
    if not is_sound or not all(16 <= size <= 4096 for size in (max_tokens, tagger_tokens or max_tokens)):
        raise ModelError(f"model {path}: config.json or calibration.json holds a number out of range; get it anew")
    sizes = len(weights) == len(FEATURES) and len(finding.weights) == len(FINDING_FEATURES)
    if not sizes or not all(abs(weight) < 1e6 for weight in (*weights, *finding.weights, *trust.values())):
        raise ModelError(f"model {path}: calibration.json is of another version; get the model anew")
    tokenizer.no_truncation()
    tokenizer.no_padding()
    reader, beside = (
        FrameReader(
            OnnxScorer(path, count), tokenizer, pad, thresholds, temperatures, trust, finding, max_tokens=max_tokens
        )
        for count in (0, 1)
    )
    if not tagger_tokens:
        return Trained(folder.name, reader, beside, find_mentions, RowModel(weights), folder.digest)
    if "tagger.onnx" not in folder.manifest["files"]:
        raise ModelError(f"model {path}: tagger.onnx is not in its manifest; get the model anew")
    find = finder(path, tokenizer, pad, tagger_tokens)
    return Trained(folder.name, reader, beside, find, RowModel(weights), folder.digest)


def finder(path: Path, tokenizer: Tokenizer, pad: int, tokens: int) -> Callable[[Document, Text], Sequence[Mention]]:
    """The finder of mentions that joins those of a folder's tagger to those of grammars and lexicon."""
    from extractor.model.tagging import join

    tagger = OnnxTagger(path / "tagger.onnx", tokenizer, pad, tokens)

    def find(document: Document, text: Text) -> Sequence[Mention]:
        found = find_mentions(document, text)
        return join(found, tagger(document, text, found), text)

    return find
