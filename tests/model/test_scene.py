"""Scenes: what is named in a window, what can be a cargo, and how the arrays of a batch mirror it."""

import numpy as np
from tokenizers import Tokenizer, models, normalizers, pre_tokenizers, trainers

from extractor import rules
from extractor.document import Document
from extractor.mentions.finder import find_mentions
from extractor.model.batch import FAR, Question, collate, freeze
from extractor.model.hints import hints
from extractor.model.marks import KINDS, MARKS
from extractor.model.scene import VESICLE, Scene, scenes
from extractor.text import analyse

TEXT = (
    "Exosomal miR-34c lowers β-catenin and inhibits EMT. Knock-down of circFOXK2 raised PTEN. Vesicles were isolated. "
    "Thus miR-34c raises the radiosensitivity of glioma cells."
)


def tokenizer() -> Tokenizer:
    made = Tokenizer(models.WordPiece(unk_token="[UNK]"))
    made.normalizer = normalizers.BertNormalizer(lowercase=True)
    made.pre_tokenizer = pre_tokenizers.BertPreTokenizer()
    trainer = trainers.WordPieceTrainer(vocab_size=200, special_tokens=["[UNK]"], show_progress=False)
    made.train_from_iterator([TEXT] * 3, trainer)
    return made


def scene(words: str = TEXT) -> tuple[Scene, Document]:
    document = Document(id="t", text=words)
    text = analyse(document)
    (found,) = scenes(document, text, find_mentions(document, text), tokenizer())
    return found, document


def at(found: Scene, name: str) -> int:
    return next(n for n, thing in enumerate(found.things) if thing.name == name)


def test_all_mentions_of_a_name_are_one_thing() -> None:
    found, _ = scene()
    assert [(thing.name, thing.type) for thing in found.things] == [
        (VESICLE, "exosome"), ("mir34c", "miRNA"), ("betacatenin", "protein"), ("emt", "pathway"),
        ("circfoxk2", "circRNA"), ("pten", "protein"), ("sensitivity", "outcome"), ("glioma", "cancer"),
    ]  # fmt: skip
    mir = found.things[at(found, "mir34c")]
    assert len(mir.mentions) == 2
    assert {KINDS[found.kinds[token]] for token in mir.tokens} == {"miRNA"}


def test_molecules_and_vesicles_can_be_a_cargo() -> None:
    found, _ = scene()
    assert {found.things[n].name for n in found.cargos()} == {VESICLE, "mir34c", "betacatenin", "circfoxk2", "pten"}


def test_distance_counts_sentences_between_the_nearest_mentions() -> None:
    found, _ = scene()
    mir, pten = at(found, "mir34c"), at(found, "pten")
    assert found.distance(mir, at(found, "emt")) == 0
    assert found.distance(mir, pten) == found.distance(pten, mir) == 1
    assert found.distance(mir, at(found, "sensitivity")) == 0


def test_the_arrays_of_a_batch_point_to_the_words() -> None:
    found, _ = scene()
    other, _ = scene("Exosomal miR-21 lowers PTEN.")
    hint = hints(found, 1, ())
    near = tuple(found.distance(1, n) for n in range(len(found.things)))
    arrays = collate([freeze(found), freeze(other)], [Question(0, 1, hint, near)], pad=0)
    assert arrays["ids"].shape == arrays["mask"].shape == arrays["kinds"].shape
    assert arrays["mask"].sum(1).tolist() == [len(found.window.ids), len(other.window.ids)]
    sums = arrays["things"].sum(-1)
    assert np.allclose(sums[0], 1.0) and np.allclose(sums[1, : len(other.things)], 1.0)
    assert not sums[1, len(other.things) :].any() and not arrays["thing_kinds"][1, len(other.things) :].any()
    assert arrays["near"].max() <= FAR


def test_hints_are_what_the_rules_read() -> None:
    found, document = scene()
    text = analyse(document)
    read = list(rules.extract(document, text, find_mentions(document, text)))
    mir = at(found, "mir34c")
    told = hints(found, mir, read)
    assert told.focus > 1 and told.fillers[at(found, "betacatenin")] > 1 and told.fillers[at(found, "pten")] == 1
    assert hints(found, at(found, "pten"), read).focus == 1


def test_cues_are_marked_where_no_mention_stands_and_outcomes_by_their_pole() -> None:
    words = "Exosomal miR-34c reduced radioresistance of glioma."
    found, _ = scene(words)
    offsets = zip(found.window.offsets, found.kinds, strict=True)
    marked = {(start, end): MARKS[kind] for (start, end), kind in offsets if end > start}
    assert {m for (start, end), m in marked.items() if words.index("reduced") <= start < words.index(" radio")} == {
        "down"
    }
    assert MARKS[found.things[at(found, "resistance")].kind] == "resistance"
