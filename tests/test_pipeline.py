"""The extractor by name, and the README's example of it."""

import re
from pathlib import Path

import pytest

import extractor
from extractor.pipeline import BASELINES, UnknownModelError, load

TEXT = "Exosomal miR-301a promotes the radioresistance of glioma cells. Serum miR-7 enhances radiosensitivity."


def test_every_model_has_its_name_on_its_rows() -> None:
    for name in BASELINES:
        assert {row["model"] for row in load(name).extract(TEXT)} == {name}


def test_filters() -> None:
    reader = load("rules")
    assert {row["cargo"] for row in reader.extract(TEXT)} == {"miR-301a", "miR-7"}
    assert {row["cargo"] for row in reader.extract(TEXT, vesicular_only=True)} == {"miR-301a"}
    assert reader.extract(TEXT, min_confidence=1.0) == []


def test_an_unknown_model_is_named_with_those_at_hand() -> None:
    with pytest.raises(
        UnknownModelError, match="'best' is not at hand: choose one of cooccurrence, exocargo-minilm, rules"
    ):
        load("best")


def test_nothing_comes_of_nothing() -> None:
    assert load("rules").extract("") == []
    assert load("rules").extract("\n \n") == []
    assert load("rules").extract("Ceci n'est pas un article.") == []


def test_the_readmes_example_prints_what_it_says(capsys: pytest.CaptureFixture[str]) -> None:
    text = (Path(__file__).parent.parent / "README.md").read_text(encoding="utf-8")
    code, shown = re.search(r"```python\n(.*?)```\n\n    (.*?)\n", text, re.DOTALL).groups()
    exec(compile(code, "README.md", "exec"), {"extractor": extractor})
    assert capsys.readouterr().out.strip() == shown.strip()


def test_a_text_without_full_stops_takes_linear_time() -> None:
    text = "Exosomal miR-21 promotes radioresistance of glioma cells " * 600
    assert {row["cargo"] for row in load("rules").extract(text)} == {"miR-21"}
