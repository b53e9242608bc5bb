"""The configuration of a training: what is read, in which stages, with which settings; a TOML file."""

from __future__ import annotations

import tomllib
from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from extractor.model.encoder import DEFAULT
from extractor.training.schema import DataError

__all__ = ["Adaptation", "Config", "StageConfig", "Tagging", "load_config"]


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Adaptation(_Strict):
    """Masked-language modelling before anything else; see :mod:`extractor.training.adapt`."""

    sources: list[str]
    epochs: int = Field(1, ge=1, le=50)
    batch: int = Field(24, ge=1, le=512)
    length: int = Field(192, ge=16, le=512)
    rate: float = Field(4e-4, gt=0, lt=0.1)


class Tagging(_Strict):
    """The mention tagger; see :mod:`extractor.training.tagger_loop`."""

    sources: dict[str, list[str]]
    layers: int = Field(4, ge=1, le=48)
    epochs: int = Field(1, ge=1, le=50)
    rate: float = Field(2e-4, gt=0, lt=0.1)
    weights: dict[str, float] = {}
    most_texts: dict[str, int] = {}


class StageConfig(_Strict):
    """A stage of the frame network: splits by source, and the settings of :class:`extractor.training.loop.Stage`.

    With several ``seeds`` it is trained as often, each time from the same start; it ends with the mean of the weights.
    Texts of more sub-words than ``longest`` are left out (0: none are).
    """

    name: str = Field(pattern=r"^[a-z][a-z0-9-]{0,30}$")
    sources: dict[str, list[str]]
    epochs: int = Field(1, ge=1, le=100)
    rate: float = Field(1.5e-4, gt=0, lt=0.1)
    head_rate: float = Field(8e-4, gt=0, lt=0.1)
    positives: int = Field(4, ge=1)
    negatives: int = Field(2, ge=0)
    budget: int = Field(3600, ge=64)
    swap: float = Field(0.4, ge=0, le=1)
    silent: float = Field(0.5, ge=0, le=1)
    blank: float = Field(0.0, ge=0, lt=1)
    blank_cues: float = Field(0.0, ge=0, lt=1)
    average: float = Field(0.0, ge=0, lt=1)
    warmup: float = Field(0.06, ge=0, le=1)
    most_steps: int = Field(0, ge=0)
    rare: int = Field(1, ge=1, le=20)
    patience: int = Field(3, ge=1)
    choose: bool = False
    longest: int = Field(0, ge=0)
    seeds: int = Field(1, ge=1, le=16)


class Config(_Strict):
    """A training from the encoder to the finished weights.

    ``start``: a model folder whose network is trained further, and whose tagger is kept where ``tagger`` is not given.
    ``mean_with_start``: whether it ends with the mean of the weights it began and ended with, which keeps what it knew
    (Wortsman et al. 2022, CVPR, "Robust fine-tuning of zero-shot models").
    ``ships``: whether the weights are passed on; sources whose licence forbids that are then refused.
    ``development``: annotated sets by which epochs are chosen.
    ``calibration``: annotated sets whose part of that name, too, is asked how far scores are to be believed.
    """

    name: str = Field("exocargo", pattern=r"^[\w.-]{1,64}$")
    encoder: str = DEFAULT
    start: Path | None = None
    mean_with_start: bool = False
    seed: int = Field(1, ge=0)
    shared: int = Field(3, ge=0)
    dropout: float = Field(0.1, ge=0, lt=1)
    max_tokens: int = Field(384, ge=32, le=512)
    ships: bool = True
    corpora: Path = Path("../shared/corpora")
    annotations: Path = Path("annotations")
    adapt: Adaptation | None = None
    tagger: Tagging | None = None
    stages: list[StageConfig] = []
    development: list[str] = ["written", "abstracts"]
    calibration: list[str] = ["written"]


def load_config(path: Path) -> Config:
    """Read a configuration.

    Raises
    ------
    DataError
        If the file cannot be read or a setting is unknown or out of range; the message names it.
    """
    try:
        return Config.model_validate(tomllib.loads(path.read_text(encoding="utf-8")))
    except OSError as error:
        raise DataError(f"{path}: cannot be read ({error.strerror}); give a configuration in TOML") from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise DataError(f"{path}: is no TOML ({error}); see configs/ for examples") from None
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(str(part) for part in first["loc"])
        raise DataError(f"{path}: {where}: {first['msg']}; see configs/ for examples") from None
