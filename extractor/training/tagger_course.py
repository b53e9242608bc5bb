"""The training of the mention tagger by a configuration, and the finder of mentions that it makes."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from extractor.document import Document
from extractor.evaluation.gold import GoldSet
from extractor.evaluation.tags import score_spans
from extractor.mentions.finder import find_mentions
from extractor.mentions.mention import Mention
from extractor.mentions.normal import normalise
from extractor.model.tagger_network import TaggerNetwork, load_tagger, scorer_of
from extractor.model.tagging import Scorer, join, tag
from extractor.model.windows import LONGEST_NAME, windows
from extractor.text import Text, analyse
from extractor.training import corpora
from extractor.training.apart import Apart
from extractor.training.config import Config
from extractor.training.data import OWN, Data
from extractor.training.schema import Example
from extractor.training.tagger_loop import TaggerSettings, train_tagger
from extractor.training.tags import LENGTH, document_of, spans_of, with_known

if TYPE_CHECKING:
    from tokenizers import Tokenizer

__all__ = ["STOCK", "finder_with", "held_out_texts", "tagger_examples", "train", "trained"]

Say = Callable[[str], None]
#: Parts of public corpora that are evaluated on.
_HELD = (
    ("bc2gm", "dev"), ("bc2gm", "test"), ("ncbi-disease", "dev"), ("ncbi-disease", "test"), ("mlee", "test"),
    ("bioredirect", "test"), ("bioredirect-bc8", "test"),
)  # fmt: skip
#: Corpora whose processes are marked wherever they stand, or that mark none: the lexicon adds nothing sure to them.
_SENTENCES = frozenset({"bc2gm", "ncbi-disease"})
_DEV_SENTENCES = 500
#: Stretches that an own text must share with one held out to be the same: one is a stock phrase of abstracts.
STOCK = 3


def held_out_texts(data: Data, sets: Mapping[str, GoldSet]) -> Apart:
    """The texts that no training may see: development sets, the gold, and the test parts of public corpora."""
    texts = [text for gold in sets.values() for text in gold.documents.values()]
    texts += [e.text for e in data.examples("gold", "train")]
    texts += [e.text for source in ("abstracts", "written") for e in data.held_out(source)]
    for name, split in _HELD:
        if (data.corpora / corpora.folder(name)).is_dir():
            texts += [e.text for e in corpora.load(name, data.corpora, split)]
    return Apart(texts)


def tagger_examples(config: Config, data: Data, apart: Apart, say: Say) -> dict[str, list[Example]]:
    """The examples of the tagger's sources; pathways that the lexicon knows are added to what a corpus marks."""
    assert config.tagger is not None
    found: dict[str, list[Example]] = {}
    for source, splits in config.tagger.sources.items():
        own = [e for split in splits for e in data.examples(source, split, ships=config.ships)]
        clean = list(apart.kept(own, STOCK if source in OWN else 1))
        random.Random(config.seed).shuffle(clean)
        clean = clean[: config.tagger.most_texts.get(source, len(clean))]
        if source not in _SENTENCES:
            documents = [document_of(example) for example in clean]
            clean = [with_known(e, find_mentions(d, analyse(d))) for e, d in zip(clean, documents, strict=True)]
        found[source] = clean
        say(f"tagger: {source}: {len(clean)} texts, {len(own) - len(clean)} left out")
    return found


def train(config: Config, data: Data, sets: Mapping[str, GoldSet], encoder: str, out: Path, say: Say) -> Path:
    """Train the tagger, or go on with it; returns its folder."""
    assert config.tagger is not None
    if (out / "tagger" / "model.safetensors").is_file():
        return out / "tagger"
    examples = tagger_examples(config, data, held_out_texts(data, sets), say)
    settings = TaggerSettings(
        epochs=config.tagger.epochs, layers=config.tagger.layers, rate=config.tagger.rate,
        weights=config.tagger.weights, seed=config.seed,
    )  # fmt: skip
    return train_tagger(encoder, examples, out, settings, say, _Development(data, sets, encoder, say))


class _Development:
    """The mean of gene F1 (BC2GM dev), disease F1 (NCBI dev) and of the recall of annotated pathways by name."""

    def __init__(self, data: Data, sets: Mapping[str, GoldSet], encoder: str, say: Say) -> None:
        from extractor.model.encoder import load_encoder

        _, self._tokenizer = load_encoder(encoder)
        self._say = say
        self._spans = {
            (name, kind): list(data.examples(name, "dev"))[:_DEV_SENTENCES]
            for name, kind in (("bc2gm", "molecule"), ("ncbi-disease", "disease"))
            if (data.corpora / name).is_dir()
        }
        self._sets = sets

    def __call__(self, scorer: Scorer) -> float:
        values = []
        for (name, kind), examples in self._spans.items():
            pairs = []
            for example in examples:
                text = analyse(document_of(example))
                own = list(windows(text.document, text, (), self._tokenizer, LENGTH))
                found = [(t.start, t.end) for t in tag(own, example.text, scorer) if t.type == kind]
                pairs.append((spans_of(example, kind), found))
            f1 = score_spans(pairs, 0).strict.f1.value or 0.0
            self._say(f"tagger: {name} dev, strict F1 {f1:.3f}")
            values.append(f1)
        for name, gold in self._sets.items():
            recall = _pathway_recall(gold, finder_with(scorer, self._tokenizer))
            self._say(f"tagger: {name}: recall of pathways {recall:.3f}")
            values.append(recall)
        return sum(values) / max(1, len(values))


def _pathway_recall(gold: GoldSet, find: Callable[[Document, Text], Iterable[Mention]]) -> float:
    told = right = 0
    for name, events in gold.by_document().items():
        wanted = {normalise(filler.text, "pathway") for event in events for filler in event.pathways}
        if wanted:
            document = Document(id=name, text=gold.documents[name])
            names = {normalise(m.text, "pathway") for m in find(document, analyse(document)) if m.type == "pathway"}
            told, right = told + len(wanted), right + len(wanted & names)
    return right / max(1, told)


def finder_with(scorer: Scorer, tokenizer: Tokenizer) -> Callable[[Document, Text], Sequence[Mention]]:
    """A finder of mentions that joins the tagger's to those of grammars and lexicon."""

    def find(document: Document, text: Text) -> Sequence[Mention]:
        found = find_mentions(document, text)
        short = [m for m in found if m.end - m.start <= LONGEST_NAME]
        own = list(windows(document, text, short, tokenizer, LENGTH))
        return join(found, tag(own, document.text, scorer), text)

    return find


def trained(folder: Path) -> tuple[TaggerNetwork, Callable[[Document, Text], Sequence[Mention]]]:
    """The trained tagger and the finder that it makes."""
    network, tokenizer = load_tagger(folder)
    return network, finder_with(scorer_of(network), tokenizer)
