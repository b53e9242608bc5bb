"""A training from the encoder to the finished network: adaptation, then the stages of its configuration."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import torch

from extractor.evaluation import gold as golds
from extractor.evaluation.gold import GoldSet
from extractor.mentions.finder import find_mentions
from extractor.model.encoder import load_encoder
from extractor.model.loading import finder as onnx_finder
from extractor.model.network import FrameNetwork
from extractor.model.reader import FrameReader
from extractor.training import tagger_course as tagging
from extractor.training.adapt import AdaptSettings, adapt
from extractor.training.apart import Apart
from extractor.training.augment import pools
from extractor.training.config import Config, StageConfig
from extractor.training.data import OWN, Data
from extractor.training.development import Prepared, TorchScorer, headline, prepare, report, summary
from extractor.training.loop import Stage, train
from extractor.training.memory import keep_memory
from extractor.training.questions import Finder, Lesson, lessons
from extractor.training.schema import DataError
from extractor.training.tags import LENGTH
from extractor.training.texts import abstract_texts, texts
from extractor.training.weights import load_network

if TYPE_CHECKING:
    from tokenizers import Tokenizer

__all__ = ["Course", "begun", "development_sets", "held_out", "run", "stage_lessons"]

Say = Callable[[str], None]


def begun(out: Path) -> bool:
    """Whether a folder holds a training, finished or not."""
    return (out / "log.jsonl").is_file() or (out / "adapt").is_dir() or (out / "tagger").is_dir()


def held_out(data: Data) -> frozenset[str]:
    """The ids of all texts that are evaluated on; they are no part of adaptation either."""
    found: set[str] = set()
    for split in ("dev", "test"):
        path = data.annotations / "abstracts" / split / "documents.jsonl"
        if path.is_file():
            found |= {json.loads(line)["id"] for line in path.read_text(encoding="utf-8").splitlines()}
    from extractor.training import corpora

    for name in ("mlee", "bioredirect", "bioredirect-bc8", "scai-mirna", "ncbi-disease"):
        if (data.corpora / corpora.folder(name)).is_dir():
            found |= {e.id.removeprefix("PMID-") for e in corpora.load(name, data.corpora, "test")}
    return frozenset(found)


def development_sets(config: Config, data: Data) -> dict[str, GoldSet]:
    """The development sets by name; those whose texts are not at hand are left out."""
    found: dict[str, GoldSet] = {}
    for name in config.development:
        folder = config.annotations / name / "dev"
        gold = golds.load(folder)
        if not any(gold.documents.values()):
            gold = gold.with_texts(abstract_texts(data.corpora))
        found[name] = gold
    return found


def stage_lessons(
    stage: StageConfig,
    data: Data,
    tokenizer: Tokenizer,
    finder: Finder,
    max_tokens: int,
    apart: Apart,
    say: Say,
    ships: bool = True,
) -> list[Lesson]:
    """The lessons of a stage's sources; texts that share a stretch with one held out are left out."""
    found: list[Lesson] = []
    for source, splits in stage.sources.items():
        before = len(found)
        for split in splits:
            found += lessons(
                apart.kept(data.examples(source, split, ships=ships), tagging.STOCK if source in OWN else 1),
                tokenizer,
                source=source,
                finder=finder if source in OWN else None,
                max_tokens=max_tokens,
            )
        say(f"{stage.name}: {source}: {len(found) - before} texts")
    return found


def chooser(sets: Mapping[str, Prepared], tokenizer: Tokenizer, pad: int, say: Say) -> Callable[[FrameNetwork], float]:
    """The score by which epochs are chosen."""

    def score(model: FrameNetwork) -> float:
        values: list[float] = []
        for name, prepared in sets.items():
            reader = FrameReader(TorchScorer(model), tokenizer, pad)
            found = summary(report(prepared, [reader(*document) for document in prepared.documents]))
            say(f"  {name}: " + " ".join(f"{key} {value:.3f}" for key, value in found.items()))
            values.append(headline(found))
        return sum(values) / len(values)

    return score


@dataclass
class Course:
    """What a training has made: the network, its tokenizer and, if there is one, the tagger; the development sets."""

    network: FrameNetwork
    tokenizer: Tokenizer
    tagger: torch.nn.Module | None
    sets: Mapping[str, GoldSet]


def run(config: Config, out: Path, say: Say) -> Course:
    """Train, or go on where a killed training stopped; ends with the network as the last stage left it.

    Raises
    ------
    DataError, EncoderError
        If data or encoder cannot be had; one line that names it.
    """
    out.mkdir(parents=True, exist_ok=True)
    keep_memory()
    torch.set_num_threads(os.cpu_count() or 1)
    data = Data(config.corpora, config.annotations)
    name = _adapted(config, data, out, say)
    golds_ = development_sets(config, data)
    finder: Finder = find_mentions
    tagger: torch.nn.Module | None = None
    if config.tagger is not None:
        tagger, finder = tagging.trained(tagging.train(config, data, golds_, name, out / "tagger", say))
    encoder, tokenizer = load_encoder(name)
    torch.manual_seed(config.seed)
    model = FrameNetwork(encoder, config.shared, config.dropout)
    if config.start is not None:
        started, tokenizer = load_network(config.start)
        if started.state_dict().keys() != model.state_dict().keys() or started.shared != model.shared:
            raise DataError(
                f"{config.start}: is no model of the encoder {config.encoder!r}; name the one it was made with"
            )
        model.load_state_dict(started.state_dict())
        if tagger is None and (config.start / "tagger.onnx").is_file():
            finder = onnx_finder(config.start, tokenizer, int(encoder.config.pad_token_id or 0), LENGTH)
    pad = int(encoder.config.pad_token_id or 0)
    log = _log(out / "log.jsonl")
    sets: dict[str, Prepared] | None = None
    apart: Apart | None = None
    for stage in config.stages:
        found: Sequence[Lesson] = ()
        score = None
        if not (out / stage.name / "done").is_dir():
            apart = apart or tagging.held_out_texts(data, golds_)
            found = stage_lessons(stage, data, tokenizer, finder, config.max_tokens, apart, say, config.ships)
            if stage.choose:
                sets = sets or {key: prepare(gold, finder) for key, gold in golds_.items()}
                score = chooser(sets, tokenizer, pad, say)
        names = pools(lesson.scene for lesson in found)
        settings = Stage(**stage.model_dump(exclude={"sources", "choose", "patience"}))
        train(
            model, found, settings, out, pad=pad, names=names, seed=config.seed, say=say, log=log,
            score=score, patience=stage.patience,
        )  # fmt: skip
    return Course(model, tokenizer, tagger, golds_)


def _adapted(config: Config, data: Data, out: Path, say: Say) -> str:
    """The encoder to begin with: adapted to the field where the configuration asks for that."""
    if config.adapt is None:
        return config.encoder
    given = config.adapt
    settings = AdaptSettings(epochs=given.epochs, length=given.length, batch=given.batch, rate=given.rate)
    is_done = (out / "adapt" / "adapted").is_dir()
    left_out = frozenset() if is_done else held_out(data)
    chosen = (words for _, words in texts(given.sources, config.corpora, left_out))
    return str(adapt(config.encoder, chosen, out / "adapt", settings, say))


def _log(path: Path) -> Callable[[Mapping[str, Any]], None]:
    def log(values: Mapping[str, Any]) -> None:
        with path.open("a", encoding="utf-8") as file:
            file.write(json.dumps(values) + "\n")

    return log
