"""Tags of sub-words: what decoding may propose, and how tagged mentions join those of the other readers."""

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tokenizers import Tokenizer, models, normalizers, pre_tokenizers, processors, trainers

from extractor.document import Document, Section
from extractor.mentions.finder import find_mentions
from extractor.model.tagging import TAG_TYPES, TAGS, Tagged, decode, join, tag
from extractor.model.tags import begin, inside, starts
from extractor.model.windows import Window, windows
from extractor.text import analyse

SAMPLE = ["miR-21-containing vesicles lower the synaptic pruning of neurons (SP) via TGF-β axis α β 1 2 ,.;"] * 3


def wordpiece() -> Tokenizer:
    tokenizer = Tokenizer(models.WordPiece(unk_token="[UNK]"))
    tokenizer.normalizer = normalizers.BertNormalizer(lowercase=True)
    tokenizer.pre_tokenizer = pre_tokenizers.BertPreTokenizer()
    trainer = trainers.WordPieceTrainer(vocab_size=60, special_tokens=["[UNK]", "[CLS]", "[SEP]"], show_progress=False)
    tokenizer.train_from_iterator(SAMPLE, trainer)
    marks = [("[CLS]", tokenizer.token_to_id("[CLS]")), ("[SEP]", tokenizer.token_to_id("[SEP]"))]
    tokenizer.post_processor = processors.TemplateProcessing(single="[CLS] $A [SEP]", special_tokens=marks)
    return tokenizer


def bpe() -> Tokenizer:
    tokenizer = Tokenizer(models.BPE())
    tokenizer.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=True)
    trainer = trainers.BpeTrainer(vocab_size=300, special_tokens=["<s>", "</s>"], show_progress=False,
                                  initial_alphabet=pre_tokenizers.ByteLevel.alphabet())  # fmt: skip
    tokenizer.train_from_iterator(SAMPLE, trainer)
    tokenizer.post_processor = processors.TemplateProcessing(
        single="<s> $A </s>", special_tokens=[("<s>", 0), ("</s>", 1)]
    )
    return tokenizer


def unigram() -> Tokenizer:
    tokenizer = Tokenizer(models.Unigram())
    tokenizer.pre_tokenizer = pre_tokenizers.Metaspace()
    trainer = trainers.UnigramTrainer(
        vocab_size=60, unk_token="<unk>", special_tokens=["<unk>", "</s>"], show_progress=False
    )
    tokenizer.train_from_iterator(SAMPLE, trainer)
    tokenizer.post_processor = processors.TemplateProcessing(
        single="$A </s>", special_tokens=[("</s>", tokenizer.token_to_id("</s>"))]
    )
    return tokenizer


TOKENIZERS = {"WordPiece": wordpiece(), "BPE": bpe(), "Unigram": unigram()}


def windows_of(text: str, kind: str = "WordPiece", max_tokens: int = 256) -> list[Window]:
    doc = Document(id="t", text=text)
    return list(windows(doc, analyse(doc), (), TOKENIZERS[kind], max_tokens))


def scores_for(window: Window, spans: dict[tuple[int, int], str], strength: float = 8.0) -> np.ndarray:
    """Scores that favour O, and within the spans their tags."""
    scores = np.zeros((len(window.ids), len(TAGS)))
    scores[:, 0] = strength
    for (start, end), kind in spans.items():
        for number, at in enumerate(window.tokens_of(start, end)):
            scores[at, begin(kind) if number == 0 else inside(kind)] = 2 * strength
    return scores


def place(text: str, words: str) -> tuple[int, int]:
    start = text.index(words)
    return start, start + len(words)


@pytest.mark.parametrize("kind", list(TOKENIZERS))
@pytest.mark.parametrize("words", ["synaptic pruning", "miR-21", "TGF-β", "neurons (SP)", "via TGF"])
def test_what_is_scored_as_a_mention_is_read_as_it(kind: str, words: str) -> None:
    text = "The miR-21-containing vesicles lower synaptic pruning of neurons (SP) via TGF-β axis."
    (window,) = windows_of(text, kind)
    (found,) = decode(window, scores_for(window, {place(text, words): "pathway"}), text)
    assert (text[found.start : found.end], found.type) == (words, "pathway")
    assert 0.99 < found.score <= 1.0


@pytest.mark.parametrize("kind", list(TOKENIZERS))
def test_a_word_is_never_cut(kind: str) -> None:
    text = "Many vesicles lower it."
    (window,) = windows_of(text, kind)
    start, _ = place(text, "vesicles")
    (found,) = decode(window, scores_for(window, {(start, start + 2): "molecule"}, 2.0), text) or [None]
    assert found is None or text[found.start : found.end] == "vesicles"


@pytest.mark.parametrize(
    ("words", "read"),
    [
        ("(TGF-β)", "TGF-β"),
        ("pruning (SP", "pruning"),
        ("SP) via", "SP"),
        ("SP) via TGF-β,", "SP"),
        ("pruning (SP)", "pruning (SP)"),
        ("Ca2+", "Ca2+"),
        ("CD9,", "CD9"),
    ],
)
def test_marks_and_half_brackets_are_no_part(words: str, read: str) -> None:
    text = "It lowers synaptic pruning (SP) via TGF-β, (TGF-β) and Ca2+ with CD9, too."
    (window,) = windows_of(text)
    (found,) = decode(window, scores_for(window, {place(text, words): "pathway"}), text)
    assert text[found.start : found.end] == read


def test_numbers_and_marks_alone_are_no_mention() -> None:
    text = "It took 21 (12) vesicles."
    (window,) = windows_of(text)
    assert decode(window, scores_for(window, {place(text, "21 (12)"): "molecule"}), text) == []


def test_no_mention_goes_on_in_the_next_sentence() -> None:
    text = "Vesicles lower pruning. Neurons die of it."
    (window,) = windows_of(text)
    assert [how for _, how in starts(window, text)].count(0) == 2
    scores = np.zeros((len(window.ids), len(TAGS)))
    scores[:, inside("pathway")] = 9.0
    scores[:, begin("pathway")] = 1.0
    assert [text[one.start : one.end] for one in decode(window, scores, text)] == [
        "Vesicles lower pruning", "Neurons die of it",
    ]  # fmt: skip


def test_a_type_does_not_change_within_a_mention() -> None:
    text = "Vesicles lower synaptic pruning."
    (window,) = windows_of(text)
    scores = scores_for(window, {place(text, "synaptic"): "molecule"})
    for at in window.tokens_of(*place(text, "pruning")):
        scores[at, inside("pathway")] = 20.0
    found = [(text[one.start : one.end], one.type) for one in decode(window, scores, text)]
    assert found == [("synaptic", "molecule"), ("pruning", "pathway")]


def test_the_surer_reading_of_a_shared_sentence_stands() -> None:
    title, rest = "Synaptic pruning", "Neurons die of it and vesicles lower the pruning. " * 8
    text = f"{title}\n\n{rest}"
    doc = Document("t", text, (Section("title", "", 0, len(title)), Section("abstract", "", len(title) + 2, len(text))))
    found = list(windows(doc, analyse(doc), (), TOKENIZERS["WordPiece"], 100))
    assert len(found) > 1

    def scorer(ids: object) -> list[np.ndarray]:
        return [
            scores_for(window, {(0, 8) if at else (0, 16): "pathway"}, 2.0 if at else 9.0)
            for at, window in enumerate(found)
        ]

    assert [(one.start, one.end) for one in tag(found, text, scorer)] == [(0, 16)]


@settings(max_examples=60, deadline=None)
@given(
    st.lists(st.sampled_from([*"aβ1-/().,+ \n", "miR-21", " TGF-β ", "synaptic pruning", ". The "]), max_size=40),
    st.integers(0, 2**32 - 1),
    st.sampled_from(list(TOKENIZERS)),
    st.integers(30, 90),
)
def test_whatever_the_scores_mentions_are_whole_words_of_the_window(
    parts: list[str], seed: int, kind: str, size: int
) -> None:
    text = "".join(parts)
    draw = np.random.default_rng(seed)
    for window in windows_of(text, kind, size):
        found = decode(window, draw.normal(scale=3.0, size=(len(window.ids), len(TAGS))), text)
        for one in found:
            words = text[one.start : one.end]
            assert words == words.strip()
            assert any(letter.isalpha() for letter in words)
            assert any(piece.start <= one.start and one.end <= piece.end for piece in window.pieces)
            assert not (one.start and text[one.start - 1].isalnum() and text[one.start].isalnum())
            assert not (text[one.end - 1].isalnum() and text[one.end : one.end + 1].isalnum())
            assert words.count("(") == words.count(")")
            assert one.type in TAG_TYPES
            assert 0.0 < one.score <= 1.0
        assert all(one.end <= other.start for one, other in pairwise(found))


def joined(text: str, spans: dict[str, str], score: float = 0.9, least: float = 0.5) -> list[tuple[str, str, str, str]]:
    """Text, type, name and source of all mentions, with the spans as the tagger's."""
    doc = Document(id="t", text=text)
    read = analyse(doc)
    tagged = [Tagged(*place(text, words), kind, score) for words, kind in spans.items()]
    return [(m.text, m.type, m.name, m.source) for m in join(find_mentions(doc, read), tagged, read, least)]


def test_new_names_are_added_with_the_names_that_other_readers_would_give() -> None:
    text = "Exosomal miR-21 lowers nuclear wobbling and XYZQ9 in glioblastomatosis."
    found = joined(text, {"nuclear wobbling": "pathway", "XYZQ9": "molecule", "glioblastomatosis": "disease"})
    assert ("nuclear wobbling", "pathway", "nuclearwobbling", "tagger") in found
    assert ("XYZQ9", "protein", "xyzq9", "tagger") in found
    assert ("glioblastomatosis", "cancer", "glioblastomatosis", "tagger") in found
    assert ("miR-21", "miRNA", "mir21", "grammar") in found
    assert [m[0] for m in found] == sorted((m[0] for m in found), key=text.index)


def test_what_other_readers_found_stands() -> None:
    text = "Exosomal miR-21 lowers PTEN and apoptosis and raises the radiosensitivity of cells."
    before = joined(text, {})
    spans = {"miR-21": "molecule", "PTEN and apoptosis": "molecule", "raises the radiosensitivity": "pathway"}
    assert joined(text, spans) == before


def test_a_pathway_around_other_mentions_stands_but_swallows_no_rna() -> None:
    found = joined("It blocks the NF-κB axis of cells.", {"NF-κB axis": "pathway"})
    assert [m[:3] for m in found] == [("NF-κB axis", "pathway", "nfkappab")]
    found = joined("It blocks the miR-21/PTEN axis of cells.", {"miR-21/PTEN axis": "pathway"})
    assert [m[0] for m in found] == ["miR-21", "PTEN"]
    found = joined("It blocks the VEGFA/KDR axis of cells.", {"VEGFA/KDR axis": "pathway"})
    assert [m[0] for m in found if m[1] == "protein"] == ["VEGFA", "KDR"]
    found = joined("It lowers neuronal apoptosis.", {"neuronal apoptosis": "pathway"})
    assert [m[0] for m in found] == ["neuronal apoptosis"]


def test_a_molecule_before_signalling_is_a_pathway_and_a_fibrosis_is_a_process() -> None:
    found = joined(
        "It blocks XYZQ9 signalling and the XYZQ8 pathway genes.", {"XYZQ9": "molecule", "XYZQ8": "molecule"}
    )
    assert [m[:3] for m in found] == [("XYZQ9 signalling", "pathway", "xyzq9"), ("XYZQ8", "protein", "xyzq8")]
    assert [m[:2] for m in joined("It lowers liver fibrosis.", {"liver fibrosis": "disease"})] == [
        ("liver fibrosis", "pathway")
    ]


@pytest.mark.parametrize(
    ("words", "kind"),
    [("cytokines", "molecule"), ("pathway", "pathway"), ("curcumin", "chemical"), ("diabetes", "disease")],
)
def test_classes_chemicals_and_other_diseases_are_left_out(words: str, kind: str) -> None:
    text = f"It lowers the {words} here."
    assert joined(text, {words: kind}) == joined(text, {})


def test_unsure_mentions_and_those_across_sentences_are_left_out() -> None:
    text = "It lowers synaptic pruning. Neurons die."
    assert joined(text, {"synaptic pruning": "pathway"}, score=0.4) == joined(text, {})
    assert joined(text, {"pruning. Neurons": "pathway"}) == joined(text, {})
