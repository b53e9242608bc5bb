"""A training from the encoder to the finished network: adaptation, then the stages of its configuration."""

from __future__ import annotations

import copy
import json
import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
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
from extractor.model.windows import mask_of
from extractor.training import tagger_course as tagging
from extractor.training.adapt import AdaptSettings, adapt
from extractor.training.apart import Apart
from extractor.training.augment import pools
from extractor.training.config import Config, StageConfig
from extractor.training.data import OWN, Data
from extractor.training.development import Prepared, TorchScorer, headline, prepare, report, summary
from extractor.training.loop import Specials, Stage, train
from extractor.training.memory import keep_memory
from extractor.training.questions import Finder, Lesson, lessons
from extractor.training.schema import DataError
from extractor.training.soup import soup
from extractor.training.tags import LENGTH
from extractor.training.texts import abstract_texts, texts
from extractor.training.weights import load_network

if TYPE_CHECKING:
    from tokenizers import Tokenizer

__all__ = ["Course", "adaptation_texts", "begun", "development_sets", "held_out", "run", "stage_lessons"]

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
        if stage.longest:
            found[before:] = [lesson for lesson in found[before:] if lesson.length <= stage.longest]
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
    golds_ = development_sets(config, data)
    name = _adapted(config, data, golds_, out, say)
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
    begun_with = copy.deepcopy(model.state_dict())
    pad = int(encoder.config.pad_token_id or 0)
    specials = Specials(pad, mask_of(tokenizer))
    log = _log(out / "log.jsonl")
    sets: dict[str, Prepared] | None = None
    apart: Apart | None = None
    for stage in config.stages:
        found: Sequence[Lesson] = ()
        score = None
        settings = [replace(_settings(stage), name=name) for name in _names(stage)]
        if not all((out / one.name / "done").is_dir() for one in settings):
            apart = apart or tagging.held_out_texts(data, golds_)
            found = stage_lessons(stage, data, tokenizer, finder, config.max_tokens, apart, say, config.ships)
            if stage.choose:
                sets = sets or {key: prepare(gold, finder) for key, gold in golds_.items()}
                score = chooser(sets, tokenizer, pad, say)
        names = pools(lesson.scene for lesson in found)
        before = copy.deepcopy(model.state_dict())
        trained: list[dict[str, torch.Tensor]] = []
        for number, one in enumerate(settings):
            model.load_state_dict(before)
            train(
                model, found, one, out, specials=specials, names=names, seed=config.seed + number, say=say, log=log,
                score=score, patience=stage.patience,
            )  # fmt: skip
            trained.append(copy.deepcopy(model.state_dict()))
        model.load_state_dict(soup(trained))
    if config.mean_with_start:
        model.load_state_dict(soup([begun_with, {name: value.cpu() for name, value in model.state_dict().items()}]))
    return Course(model.cpu(), tokenizer, tagger, golds_)


def adaptation_texts(config: Config, data: Data, sets: Mapping[str, GoldSet]) -> Iterator[str]:
    """The texts of the adaptation; none that is evaluated on, under whatever id and in whatever corpus."""
    assert config.adapt is not None
    apart = tagging.held_out_texts(data, sets)
    for _, words in texts(config.adapt.sources, config.corpora, held_out(data)):
        if not apart.shares(words, tagging.STOCK):
            yield words


def _settings(stage: StageConfig) -> Stage:
    return Stage(**stage.model_dump(exclude={"sources", "choose", "patience", "seeds", "longest"}))


def _names(stage: StageConfig) -> list[str]:
    """The names of the trainings of a stage, one for each of its seeds."""
    return [stage.name] if stage.seeds == 1 else [f"{stage.name}-{number}" for number in range(1, stage.seeds + 1)]


def _adapted(config: Config, data: Data, sets: Mapping[str, GoldSet], out: Path, say: Say) -> str:
    """The encoder to begin with: adapted to the field where the configuration asks for that."""
    if config.adapt is None:
        return config.encoder
    given = config.adapt
    settings = AdaptSettings(epochs=given.epochs, length=given.length, batch=given.batch, rate=given.rate)
    is_done = (out / "adapt" / "adapted").is_dir()
    chosen = iter(()) if is_done else adaptation_texts(config, data, sets)
    return str(adapt(config.encoder, chosen, out / "adapt", settings, say))


def _log(path: Path) -> Callable[[Mapping[str, Any]], None]:
    def log(values: Mapping[str, Any]) -> None:
        with path.open("a", encoding="utf-8") as file:
            file.write(json.dumps(values) + "\n")

    return log
