"""What a document says of a thing, and the probability of a finding from that and the network's score."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from extractor import rules
from extractor.document import Document
from extractor.mentions.finder import find_mentions
from extractor.model.circumstances import PRIOR, Circumstances, FindingModel, circumstances, features
from extractor.model.folder import SHIPPED, find_model
from extractor.model.scene import scenes
from extractor.rules.carriage import vesicular_names
from extractor.rules.passage import passages
from extractor.text import analyse

flags = st.booleans()


def told(words: str) -> dict[str, Circumstances]:
    """The circumstances of everything that can be a cargo, by its first mention."""
    from tokenizers import Tokenizer

    folder = find_model(SHIPPED)
    assert folder is not None
    document = Document("d", words)
    text = analyse(document)
    mentions = find_mentions(document, text)
    found = tuple(rules.extract(document, text, mentions))
    carried = vesicular_names(s for passage in passages(document, text, mentions) for s in passage.sentences)
    (scene,) = scenes(document, text, mentions, Tokenizer.from_file(str(folder / "tokenizer.json")))
    return {scene.things[at].mentions[0].text: circumstances(scene, at, carried, found) for at in scene.cargos()}


def test_what_is_told_of_cargo_target_and_vesicles() -> None:
    found = told("Exosomal miR-7 lowered PTEN. ATM was measured after 6 Gy.")
    assert found["miR-7"] == Circumstances(carried=True, beside=True)
    assert found["PTEN"] == Circumstances(beside=True, acted_upon=True)
    assert found["ATM"] == Circumstances(on_radiation=True)
    assert found["Exosomal"].vesicles and not found["Exosomal"].carried


def test_a_change_by_radiation_is_told() -> None:
    found = told("Irradiation increased exosomal miR-7. Exosomal miR-21 was not measured.")
    assert found["miR-7"].changed == "increases" and found["miR-21"].changed is None


def test_a_text_without_radiation() -> None:
    assert not told("Exosomal miR-7 lowered PTEN in macrophages.")["miR-7"].on_radiation


@given(st.floats(-20, 20), flags, flags, flags, flags, flags)
def test_without_data_the_networks_score_is_the_answer(
    score: float, vesicles: bool, carried: bool, beside: bool, acted_upon: bool, on_radiation: bool
) -> None:
    found = FindingModel()(score, Circumstances(vesicles, carried, beside, acted_upon, on_radiation))
    assert np.isclose(found, 1 / (1 + np.exp(-score)))
    assert FindingModel.fit([], []).weights == PRIOR


def test_a_fit_learns_which_circumstance_speaks_for_a_finding() -> None:
    rows = [features(0.0, Circumstances(carried=carried)) for carried in (True, False) for _ in range(40)]
    right = [True] * 36 + [False] * 4 + [True] * 4 + [False] * 36
    model = FindingModel.fit(rows, right)
    assert model(0.0, Circumstances(carried=True)) > 0.75 > 0.25 > model(0.0, Circumstances())
