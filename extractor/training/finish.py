"""From a trained network to a model folder: calibration on development data, export, hashes, the model card."""

from __future__ import annotations

import json
import platform
import shutil
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Any

import torch
from safetensors.torch import save_file

from extractor import __version__
from extractor.evaluation.gold import GoldSet
from extractor.evaluation.gold import load as load_gold
from extractor.mentions.finder import find_mentions
from extractor.model.batch import collate
from extractor.model.decoding import Read, Thresholds, decode
from extractor.model.folder import open_folder, write_manifest
from extractor.model.loading import finder
from extractor.model.network import FrameNetwork
from extractor.model.reader import FrameReader
from extractor.model.session import OnnxScorer
from extractor.rules.passage import passages
from extractor.training.calibrate import (
    fit_findings,
    fit_rows,
    fit_temperatures,
    fit_thresholds,
    fit_trust,
    judged_rows,
)
from extractor.training.card import card
from extractor.training.config import Config
from extractor.training.course import run
from extractor.training.data import Data
from extractor.training.development import Prepared, prepare, report, summary
from extractor.training.export import export_frames, export_tagger
from extractor.training.questions import Finder, Lesson, lessons
from extractor.training.tags import LENGTH

if TYPE_CHECKING:
    from tokenizers import Tokenizer

__all__ = ["finish", "make"]

_LIBRARIES = ("torch", "transformers", "onnxruntime", "onnx", "tokenizers", "numpy")


def make(config: Config, out: Path, say: Callable[[str], None]) -> Path:
    """Train by a configuration and write the model folder ``out/model``; returns it.

    Raises
    ------
    DataError, EncoderError
        If data or encoder cannot be had; one line that names it.
    """
    course = run(config, out, say)
    return finish(course.network, course.tokenizer, course.tagger, config, course.sets, out / "model", say)


def finish(
    network: FrameNetwork,
    tokenizer: Tokenizer,
    tagger: torch.nn.Module | None,
    config: Config,
    golds: Mapping[str, GoldSet],
    folder: Path,
    say: Callable[[str], None],
) -> Path:
    """Write the model folder; an old one stands until the new one is whole.

    Everything that is fitted here is fitted with the exported int8 networks, on the development and calibration sets
    alone.
    """
    out = folder.with_name(folder.name + ".new")
    shutil.rmtree(out, ignore_errors=True)
    out.mkdir(parents=True)
    pad = int(network.encoder.config.pad_token_id or 0)
    tokenizer.save(str(out / "tokenizer.json"))
    find: Finder = find_mentions
    if tagger is not None:
        export_tagger(tagger, out / "tagger.onnx")
    elif config.start is not None and (config.start / "tagger.onnx").is_file():
        shutil.copy(config.start / "tagger.onnx", out)
    has_tagger = (out / "tagger.onnx").is_file()
    if has_tagger:
        find = finder(out, tokenizer, pad, LENGTH)
    sets = {name: prepare(gold, find) for name, gold in golds.items()}
    sets |= {f"{home.parent.name}, calibration": prepare(load_gold(home), find) for home in _calibration(config)}
    known = _lessons(config, tokenizer, find)
    sample = known[:4]
    asked = [one.question(at) for at, lesson in enumerate(sample) for one in lesson.asked]
    export_frames(network, collate([lesson.scene for lesson in sample], asked, pad), out)
    say("exported")
    scorer = OnnxScorer(out)
    temperatures = fit_temperatures(scorer, known, pad)
    trust = fit_trust(scorer, known, pad, temperatures)
    finding = fit_findings(scorer, known, pad)
    say(f"temperatures {temperatures}; trust in the rules {trust}; findings {finding.weights}")
    reader = FrameReader(
        scorer, tokenizer, pad, Thresholds(), temperatures, trust, finding, max_tokens=config.max_tokens
    )
    read: dict[str, tuple[Prepared, Sequence[Sequence[Read]]]] = {
        key: (prepared, [reader.read(*document) for document in prepared.documents]) for key, prepared in sets.items()
    }
    thresholds, score = fit_thresholds(read, Thresholds())
    say(f"thresholds {thresholds}, score {score:.4f}")
    judged = []
    figures: dict[str, Any] = {}
    for key, (prepared, own) in read.items():
        told = [list(passages(*document)) for document in prepared.documents]
        found = [decode(document[0], told[at], own[at], thresholds) for at, document in enumerate(prepared.documents)]
        judged += judged_rows(prepared, found)
        figures[key] = summary(report(prepared, found))
        say(f"{key}: {figures[key]}")
    rows = fit_rows(judged)
    settings = {
        "pad": pad, "max_tokens": config.max_tokens, "tagger_tokens": LENGTH if has_tagger else 0,
        "shared": network.shared, "thresholds": asdict(thresholds),
    }  # fmt: skip
    (out / "config.json").write_text(json.dumps(settings, indent=1) + "\n", encoding="utf-8")
    (out / "calibration.json").write_text(
        json.dumps(
            {
                "temperatures": temperatures,
                "trust": trust,
                "finding_weights": list(finding.weights),
                "row_weights": list(rows.weights),
                "rows": len(judged),
            },
            indent=1,
        )
        + "\n",
        encoding="utf-8",
    )
    weights = {key: value.detach().half().contiguous() for key, value in network.state_dict().items()}
    save_file(weights, str(out / "frames.safetensors"))
    network.encoder.config.to_json_file(str(out / "encoder.json"))
    (out / "metrics.json").write_text(json.dumps(figures, indent=1) + "\n", encoding="utf-8")
    trained = _trained(config)
    (out / "README.md").write_text(card(trained, config.name, figures), encoding="utf-8")
    write_manifest(
        out, config.name,
        {
            "seed": trained.seed,
            "config": json.loads(trained.model_dump_json(exclude={"corpora", "annotations"})),
            "versions": {"exocargo": __version__, "python": platform.python_version()}
            | {library: version(library) for library in _LIBRARIES},
        },
    )  # fmt: skip
    shutil.rmtree(folder, ignore_errors=True)
    return out.rename(folder)


def _trained(config: Config) -> Config:
    """How the weights were trained: where nothing is trained further, as the folder tells that they come from."""
    if config.start is None or config.stages:
        return config
    return Config.model_validate(open_folder(config.start).manifest["config"])


def _calibration(config: Config) -> list[Path]:
    """The folders of the calibration parts that are there."""
    homes = (config.annotations / source / "calibration" for source in config.calibration)
    return [home for home in homes if home.is_dir()]


def _lessons(config: Config, tokenizer: Tokenizer, finder: Finder) -> list[Lesson]:
    """The development and calibration sets as questions with answers."""
    data = Data(config.corpora, config.annotations)
    parts = [(source, "dev") for source in config.development]
    parts += [(home.parent.name, home.name) for home in _calibration(config)]
    return [
        lesson
        for source, split in parts
        for lesson in lessons(
            data.examples(source, split), tokenizer, source=source, finder=finder, max_tokens=config.max_tokens
        )
    ]
