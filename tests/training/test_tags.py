"""From examples to the tags that each sub-word may have."""

from __future__ import annotations

import numpy as np
from tokenizers import Tokenizer, models, normalizers, pre_tokenizers, processors, trainers

from extractor.document import Document
from extractor.mentions.finder import find_mentions
from extractor.model.tags import OUTSIDE, TAGS
from extractor.model.windows import windows
from extractor.text import analyse
from extractor.training.schema import Example, Span
from extractor.training.tags import KNOWN, allowed, document_of, rows, spans_of, with_known

TEXT = "Exosomal miR-34c lowers β-catenin in gliomas. It blocks synaptic pruning and angiogenic growth."
GENES = frozenset({"miRNA", "circRNA", "lncRNA", "mRNA", "protein"})
ALL = frozenset(TAGS)


def wordpiece() -> Tokenizer:
    tokenizer = Tokenizer(models.WordPiece(unk_token="[UNK]"))
    tokenizer.normalizer = normalizers.BertNormalizer(lowercase=True)
    tokenizer.pre_tokenizer = pre_tokenizers.BertPreTokenizer()
    trainer = trainers.WordPieceTrainer(vocab_size=80, special_tokens=["[UNK]", "[CLS]", "[SEP]"], show_progress=False)
    tokenizer.train_from_iterator([TEXT] * 3, trainer)
    marks = [("[CLS]", tokenizer.token_to_id("[CLS]")), ("[SEP]", tokenizer.token_to_id("[SEP]"))]
    tokenizer.post_processor = processors.TemplateProcessing(single="[CLS] $A [SEP]", special_tokens=marks)
    return tokenizer


TOKENIZER = wordpiece()


def span(words: str, kind: str, id_: str = "") -> Span:
    start = TEXT.index(words)
    return Span(start, start + len(words), kind, id_)


def example(*spans: Span, corpus: str = "own", marked: frozenset[str] = frozenset(), text: str = TEXT) -> Example:
    return Example(
        id="t", corpus=corpus, licence="CC0", split="train", text=text, spans=tuple(sorted(spans)),
        labelled=frozenset({"mentions"}), marked=marked,
    )  # fmt: skip


def tags_of(one: Example, words: str) -> list[set[str]]:
    """The tags that each sub-word of the words may have."""
    doc = document_of(one)
    (window,) = windows(doc, analyse(doc), (), TOKENIZER, 256)
    may = allowed(one, window)
    start = one.text.index(words)
    return [{TAGS[tag] for tag in np.flatnonzero(may[at])} for at in window.tokens_of(start, start + len(words))]


def test_a_span_has_its_tags_and_no_other() -> None:
    one = example(span("β-catenin", "protein"), span("gliomas", "cancer"), span("synaptic pruning", "pathway"))
    for words, kind in (("β-catenin", "molecule"), ("gliomas", "disease"), ("synaptic pruning", "pathway")):
        first, *rest = tags_of(one, words)
        assert first == {f"B-{kind}"}
        assert rest
        assert all(tags == {f"I-{kind}"} for tags in rest)


def test_a_name_in_no_span_is_of_no_type_that_the_corpus_marks() -> None:
    first, *rest = tags_of(example(corpus="bc2gm", marked=GENES), "lowers")
    assert first == ALL - {"B-molecule", "I-molecule"}
    assert all(tags == {"O", "I-pathway", "I-disease", "I-chemical"} for tags in rest)
    assert tags_of(example(), "lowers")[0] == ALL


def test_cancers_alone_do_not_tell_of_all_diseases() -> None:
    assert "B-disease" in tags_of(example(corpus="anatem", marked=frozenset({"cell", "cancer"})), "lowers")[0]
    assert "B-disease" not in tags_of(example(corpus="craft", marked=frozenset({"disease", "cancer"})), "lowers")[0]


def test_sentences_begin_with_no_inside_and_spans_end() -> None:
    assert tags_of(example(), "It")[0] == {tag for tag in ALL if not tag.startswith("I-")}
    one = example(span("β-catenin", "protein"))
    assert tags_of(one, "in gliomas")[0] == ALL - {"I-molecule"}


def test_the_tokenizers_own_marks_say_nothing() -> None:
    (row,) = rows(example(), TOKENIZER)
    assert row.allowed.shape == (len(row.ids), len(TAGS))
    assert not row.allowed[[0, -1]].any()
    assert row.allowed[1:-1, OUTSIDE].all()


def test_each_sentence_is_learned_from_once() -> None:
    title, body = "Exosomal miR-34c lowers it", " ".join([TEXT] * 9)
    one = example(text=f"{title}\n\n{body}")
    found = list(rows(one, TOKENIZER, 120))
    assert len(found) > 3
    words = [i for text in (title, *[part for _ in range(9) for part in TEXT.split(". ")]) for i in ids_of(text)]
    dot = TOKENIZER.token_to_id(".")
    assert [i for row in found for i in row.ids[1:-1] if i != dot] == [i for i in words if i != dot]
    assert all(len(row.ids) == len(row.allowed) <= 120 for row in found)


def ids_of(text: str) -> list[int]:
    return TOKENIZER.encode(text, add_special_tokens=False).ids


def test_of_overlapping_spans_the_longest_stands() -> None:
    one = example(span("synaptic", "protein"), span("synaptic pruning", "pathway"))
    assert tags_of(one, "synaptic pruning")[0] == {"B-pathway"}


def test_a_span_that_cuts_a_word_leaves_it_open() -> None:
    start = TEXT.index("gliomas")
    one = example(Span(start, start + 6, "protein"), corpus="bc2gm", marked=GENES)
    assert {"O", "B-molecule"} <= tags_of(one, "gliomas")[0]


def test_a_word_for_a_process_that_does_not_name_it_is_left_open() -> None:
    one = example(span("angiogenic", "pathway"), corpus="bionlp-st-2013-cg", marked=GENES)
    assert {"O", "B-pathway"} <= tags_of(one, "angiogenic")[0]
    assert tags_of(example(span("angiogenic", "pathway")), "angiogenic")[0] == {"B-pathway"}


def test_craft_marks_all_processes_whatever_their_type_here() -> None:
    one = example(span("synaptic pruning", "other", "GO:0098883"), corpus="craft", marked=frozenset({"protein"}))
    assert "B-pathway" not in tags_of(one, "lowers")[0]
    assert {"O", "B-pathway"} <= tags_of(one, "synaptic")[0]
    assert "B-pathway" not in tags_of(example(corpus="craft"), "synaptic")[0]


def test_the_words_of_an_outcome_are_no_process() -> None:
    assert not {"B-pathway", "I-pathway"} & tags_of(example(span("growth", "outcome")), "growth")[0]


def test_known_processes_are_added_where_nothing_is_marked() -> None:
    text = "It lowers apoptosis, autophagy and the proliferation of cells."
    doc = Document(id="t", text=text)
    mentions = find_mentions(doc, analyse(doc))
    at = text.index("autophagy")
    one = with_known(example(Span(at, at + 9, "protein"), text=text), mentions)
    start = text.index("apoptosis")
    assert [s for s in one.spans if s.type == "pathway"] == [Span(start, start + 9, "pathway", KNOWN)]
    assert spans_of(one, "pathway") == [(start, start + 9)]


def test_a_span_over_two_sentences_leaves_its_words_open() -> None:
    one = example(span("gliomas. It", "cancer"), corpus="ncbi-disease", marked=frozenset({"disease", "cancer"}))
    assert {"O", "B-disease"} <= tags_of(one, "gliomas")[0]
    assert tags_of(one, "It")[0] == {tag for tag in ALL if not tag.startswith("I-")}
