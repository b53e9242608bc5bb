"""Training of the tagger: batches, the loss, learning, and going on after a kill; on an encoder of two thin layers."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from tokenizers import Tokenizer, models, normalizers, pre_tokenizers, processors, trainers

torch = pytest.importorskip("torch")
transformers = pytest.importorskip("transformers")

from safetensors.torch import load_file  # noqa: E402

from extractor.document import Document  # noqa: E402
from extractor.model.tagger_network import load_tagger, scorer_of  # noqa: E402
from extractor.model.tagging import Scorer, tag  # noqa: E402
from extractor.model.tags import TAGS, begin, inside  # noqa: E402
from extractor.model.windows import windows  # noqa: E402
from extractor.text import analyse  # noqa: E402
from extractor.training.schema import Example, Span  # noqa: E402
from extractor.training.tagger_loop import TaggerSettings, partial_loss, plan, train_tagger  # noqa: E402

NAMES = ("pten", "akt", "cd9")
TEXTS = [f"{name} lowers {other} in cells." for name in NAMES for other in NAMES]
SETTINGS = TaggerSettings(
    epochs=3, layers=1, length=64, tokens=20, rate=3e-3, checkpoint_every=3, weights={"b": 0.5}, patience=5
)


#: Without them the types that no text marks would stand anywhere.
CEILINGS = {"pathway": 0.01, "disease": 0.01, "chemical": 0.01}


class KilledError(Exception):
    """Stands for a kill."""


def example(number: int, text: str, marked: frozenset[str]) -> Example:
    spans = {
        Span(at, at + len(name), "protein")
        for name in NAMES
        for at in range(len(text))
        if marked and text.startswith(name, at)
    }
    return Example(
        id=str(number), corpus="bc2gm", licence="CC0", split="train", text=text, spans=tuple(sorted(spans)),
        labelled=frozenset({"mentions"}), marked=marked,
    )  # fmt: skip


SOURCES = {
    "a": [example(number, text, frozenset({"protein"})) for number, text in enumerate(TEXTS)],
    "b": [example(number, text, frozenset()) for number, text in enumerate(TEXTS)],
}


@pytest.fixture(autouse=True)
def one_thread() -> Iterator[None]:
    """The networks are tiny: threads would only wait for each other."""
    before = torch.get_num_threads()
    torch.set_num_threads(1)
    yield
    torch.set_num_threads(before)


@pytest.fixture(scope="module")
def encoder(tmp_path_factory: pytest.TempPathFactory) -> str:
    folder = tmp_path_factory.mktemp("encoder")
    tokenizer = Tokenizer(models.WordPiece(unk_token="[UNK]"))
    tokenizer.normalizer = normalizers.BertNormalizer(lowercase=True)
    tokenizer.pre_tokenizer = pre_tokenizers.BertPreTokenizer()
    trainer = trainers.WordPieceTrainer(vocab_size=60, special_tokens=["[UNK]", "[CLS]", "[SEP]"], show_progress=False)
    tokenizer.train_from_iterator(TEXTS, trainer)
    marks = [("[CLS]", tokenizer.token_to_id("[CLS]")), ("[SEP]", tokenizer.token_to_id("[SEP]"))]
    tokenizer.post_processor = processors.TemplateProcessing(single="[CLS] $A [SEP]", special_tokens=marks)
    tokenizer.save(str(folder / "tokenizer.json"))
    torch.manual_seed(1)
    config = transformers.BertConfig(
        vocab_size=tokenizer.get_vocab_size(), hidden_size=16, num_hidden_layers=2, num_attention_heads=2,
        intermediate_size=32, max_position_embeddings=80,
    )  # fmt: skip
    transformers.BertModel(config).save_pretrained(folder)
    return str(folder)


def test_a_killed_training_ends_in_the_same_weights(encoder: str, tmp_path: Path) -> None:
    def dev(scorer: Scorer) -> float:
        return float(scorer([[1, 3, 2]])[0][1, 0])

    lines: list[str] = []

    def say(line: str) -> None:
        lines.append(line)
        if "development score" in line and sum("development score" in other for other in lines) <= 2:
            raise KilledError  # twice, each time after an epoch's last step and before its checkpoint

    whole = train_tagger(encoder, SOURCES, tmp_path / "whole", SETTINGS, dev=dev)
    for _ in range(2):
        with pytest.raises(KilledError):
            train_tagger(encoder, SOURCES, tmp_path / "parts", SETTINGS, say, dev)
    train_tagger(encoder, SOURCES, tmp_path / "parts", SETTINGS, say, dev)
    begun = [line.rpartition(" ")[2] for line in lines if line.startswith("training in")]
    assert begun[0] == "0"
    assert begun[1] != "0"
    one, other = (load_file(str(folder / "model.safetensors")) for folder in (whole, tmp_path / "parts" / "tagger"))
    assert one.keys() == other.keys()
    assert all(torch.equal(one[name], other[name]) for name in one)
    assert json.loads((whole / "tagger.json").read_text())["tags"] == list(TAGS)
    assert not any("layer.1." in name or "pooler" in name for name in one)


def test_names_are_learned_and_found_again_from_the_folder(encoder: str, tmp_path: Path) -> None:
    settings = TaggerSettings(epochs=60, layers=2, length=64, tokens=200, rate=1e-2, dropout=0.0, ceilings=CEILINGS)
    network, tokenizer = load_tagger(train_tagger(encoder, SOURCES, tmp_path, settings))
    doc = Document(id="t", text="cd9 lowers akt in cells.")
    found = tag(list(windows(doc, analyse(doc), (), tokenizer, 64)), doc.text, scorer_of(network))
    assert [(doc.text[one.start : one.end], one.type) for one in found] == [("cd9", "molecule"), ("akt", "molecule")]


def test_a_window_is_scored_alike_alone_and_among_longer_ones(encoder: str, tmp_path: Path) -> None:
    network, _ = load_tagger(train_tagger(encoder, SOURCES, tmp_path, TaggerSettings(epochs=1, length=64)))
    score = scorer_of(network)
    (alone,) = score([[1, 5, 6, 2]])
    among = score([[1, *[7] * 30, 2], [1, 5, 6, 2], []])
    assert among[2].shape == (0, len(TAGS))
    np.testing.assert_allclose(alone, among[1], atol=1e-5)


def test_training_stops_when_the_score_no_longer_rises(encoder: str, tmp_path: Path) -> None:
    scores = iter([0.5, 0.9, 0.8, 0.7, 1.0])
    settings = TaggerSettings(epochs=5, layers=1, length=64, tokens=60, patience=2)
    lines: list[str] = []
    folder = train_tagger(encoder, SOURCES, tmp_path, settings, lines.append, lambda scorer: next(scores))
    assert sum("development score" in line for line in lines) == 4
    assert json.loads((folder / "tagger.json").read_text())["dev"] == 0.9
    best = load_file(str(tmp_path / "best" / "weights.safetensors"))
    assert all(torch.equal(best[name], value) for name, value in load_file(str(folder / "model.safetensors")).items())


def test_batches_hold_each_window_as_often_as_its_source_weighs() -> None:
    draw = np.random.default_rng(0)
    lengths = {"a": draw.integers(5, 200, 300), "b": draw.integers(5, 200, 100)}
    batches = plan(lengths, {"a": 0.25, "b": 2.0}, 1000, 3, 0)
    seen = [row for batch in batches for row in batch]
    assert sum(name == "a" for name, _ in seen) == 75
    assert len({row for name, row in seen if name == "a"}) == 75
    assert sorted(row for name, row in seen if name == "b") == sorted([*range(100)] * 2)
    sizes = [(len(batch), max(lengths[name][row] for name, row in batch)) for batch in batches]
    assert all(count * longest <= 1000 for count, longest in sizes)
    padded = sum(count * longest for count, longest in sizes)
    assert padded < 1.2 * sum(lengths[name][row] for name, row in seen)
    assert plan(lengths, {}, 1000, 3, 1) == plan(lengths, {}, 1000, 3, 1) != plan(lengths, {}, 1000, 3, 2)


def test_the_loss_asks_for_any_of_the_allowed_tags_and_nothing_of_marks() -> None:
    logits = torch.zeros(1, 3, len(TAGS), requires_grad=True)
    allowed = torch.zeros(1, 3, len(TAGS), dtype=torch.bool)
    allowed[0, 1, [0, begin("pathway"), inside("pathway")]] = True
    loss = partial_loss(logits, allowed, TaggerSettings(ceilings={}))
    assert loss.item() == pytest.approx(-np.log(3 / len(TAGS)), abs=1e-5)
    loss.backward()
    assert logits.grad is not None
    assert torch.isfinite(logits.grad).all()
    assert not logits.grad[0, [0, 2]].any()
    assert partial_loss(logits, torch.zeros_like(allowed), TaggerSettings()).item() == 0.0


def test_an_open_type_is_held_below_its_ceiling() -> None:
    allowed = torch.ones(1, 4, len(TAGS), dtype=torch.bool)
    logits = torch.zeros(1, 4, len(TAGS))
    share = 2 / len(TAGS)
    held = partial_loss(logits, allowed, TaggerSettings(ceilings={"pathway": 0.1}, hold=3.0))
    assert held.item() == pytest.approx(3.0 * (share - 0.1), abs=1e-5)
    assert partial_loss(logits, allowed, TaggerSettings(ceilings={"pathway": 0.3})).item() == 0.0
