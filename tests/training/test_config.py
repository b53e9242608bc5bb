"""Configurations of trainings: those that ship are read, others are refused in one line."""

from pathlib import Path

import pytest

from extractor.training.config import load_config
from extractor.training.corpora import may_train
from extractor.training.data import OWN
from extractor.training.schema import DataError

ROOT = Path(__file__).resolve().parents[2]


@pytest.mark.parametrize("path", sorted((ROOT / "configs").glob("*.toml")), ids=lambda path: path.stem)
def test_what_ships_is_trained_only_on_what_may_be_passed_on(path: Path) -> None:
    config = load_config(path)
    sources = {source for stage in config.stages for source in stage.sources}
    sources |= set(config.tagger.sources) if config.tagger else set()
    # A configuration that only calibrates starts from weights that were trained under another one.
    assert sources or config.start is not None
    assert all(source in OWN or may_train(source, ships=True) for source in sources)
    assert not any(
        "calibration" in splits or "dev" in splits for s in config.stages for n, splits in s.sources.items() if n in OWN
    )
    assert config.ships


@pytest.mark.parametrize(
    ("words", "complaint"),
    [
        ("seed = -1", "seed"),
        ("encoder = 3", "encoder"),
        ("nonsense = 1", "nonsense"),
        ("[[stages]]\nname = 'A b'\nsources = {}", "stages.0.name"),
        ("= 1", "is no TOML"),
    ],
)
def test_a_bad_setting_is_named(tmp_path: Path, words: str, complaint: str) -> None:
    (tmp_path / "c.toml").write_text(words, encoding="utf-8")
    with pytest.raises(DataError, match=complaint) as caught:
        load_config(tmp_path / "c.toml")
    assert "\n" not in str(caught.value)


def test_a_configuration_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(DataError, match="cannot be read"):
        load_config(tmp_path / "none.toml")
