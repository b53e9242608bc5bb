"""The model card, in the form that model hubs read; its text is ``extractor/data/model_card.md``."""

from __future__ import annotations

from collections.abc import Mapping
from importlib.resources import files
from string import Template

from extractor.training.config import Config
from extractor.training.corpora.licences import LICENCES

__all__ = ["card"]

_OWN = {
    "written": "CC BY 4.0; passages written for training",
    "abstracts": "CC BY 4.0 for the annotation; the abstracts are their publishers' and are not passed on",
    "mirna": "CC BY 4.0 for the annotation; the abstracts are their publishers' and are not passed on",
    "gold": "CC BY 4.0; annotation of one review",
}
_TEXTS = {
    "ev-screening": "MIT repository; abstracts on vesicles (Liegertova and Maly 2026)",
    "unlabelled-mirna": "GPL-3 package; abstracts on microRNAs (Friedrich et al. 2021)",
    "hallmarks-of-cancer": "GPL-3 repository; abstracts on cancer (Baker et al. 2017)",
    "bionlp-st-2011-epi": "CC BY 3.0; texts of a shared task",
    "bionlp-st-2011-id": "CC BY 3.0; texts of a shared task",
    "unlabelled-medical": "CC BY-SA 3.0; medical abstracts (Schopf et al. 2022)",
    "unlabelled-trials": "MIT repository; abstracts of open-access trials (DeYoung et al. 2020)",
    "unlabelled-trials-full": "MIT repository; open-access trials (DeYoung et al. 2020)",
}


def _uses(config: Config) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for source in config.adapt.sources if config.adapt else ():
        found.setdefault(source, []).append("adaptation")
    for source in config.tagger.sources if config.tagger else ():
        found.setdefault(source, []).append("mention tagger")
    for stage in config.stages:
        for source in stage.sources:
            found.setdefault(source, []).append(f"frames, stage {stage.name!r}")
    return found


def _licence(source: str) -> str:
    if source in LICENCES and source not in _OWN:
        return f"{LICENCES[source].name}; {LICENCES[source].reason}"
    return _OWN.get(source) or _TEXTS.get(source, "")


def card(config: Config, name: str, figures: Mapping[str, Mapping[str, float]]) -> str:
    """The card of a model; ``figures`` are scores by name for each development set."""
    kinds = list(dict.fromkeys(kind for values in figures.values() for kind in values))
    table = [f"| set | {' | '.join(kinds)} |", "|---|" + "---|" * len(kinds)]
    for key, values in figures.items():
        shown = (f"{values[kind]:.2f}" if kind in values else "-" for kind in kinds)
        table.append(f"| {key} | {' | '.join(shown)} |")
    text = (files("extractor") / "data" / "model_card.md").read_text(encoding="utf-8")
    return Template(text).substitute(
        name=name,
        encoder=config.encoder,
        shared=config.shared,
        tagger=f"{config.tagger.layers} layers" if config.tagger else "none in this model",
        sources="\n".join(
            f"| {key} | {', '.join(uses)} | {_licence(key)} |" for key, uses in sorted(_uses(config).items())
        ),
        figures="\n".join(table),
    )
