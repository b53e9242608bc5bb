"""Windows: alignment of sub-words, nothing cut, nothing lost, for every kind of tokenizer."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tokenizers import Tokenizer, decoders, models, normalizers, pre_tokenizers, processors, trainers

from extractor.document import Document, Section
from extractor.mentions.finder import find_mentions
from extractor.model.windows import WindowError, windows
from extractor.text import analyse

TITLE = "Exosomal miR-34c restores radiosensitivity"
BODY = (
    "Exosomal miR-34c lowers β-catenin and inhibits EMT. Knock-down of circFOXK2 raised PTEN. Vesicles were isolated. "
    "The radiosensitivity of glioma cells rose."
)
TEXT = f"{TITLE}\n\n{BODY}"
SAMPLE = [TEXT, "microRNA PI3K/Akt TNF-α of the and in by was were cells α β γ"] * 3


def wordpiece() -> Tokenizer:
    tokenizer = Tokenizer(models.WordPiece(unk_token="[UNK]"))
    tokenizer.normalizer = normalizers.BertNormalizer(lowercase=True)
    tokenizer.pre_tokenizer = pre_tokenizers.BertPreTokenizer()
    trainer = trainers.WordPieceTrainer(vocab_size=120, special_tokens=["[UNK]", "[CLS]", "[SEP]"], show_progress=False)
    tokenizer.train_from_iterator(SAMPLE, trainer)
    marks = [("[CLS]", tokenizer.token_to_id("[CLS]")), ("[SEP]", tokenizer.token_to_id("[SEP]"))]
    tokenizer.post_processor = processors.TemplateProcessing(single="[CLS] $A [SEP]", special_tokens=marks)
    return tokenizer


def bpe() -> Tokenizer:
    tokenizer = Tokenizer(models.BPE())
    tokenizer.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=True)
    tokenizer.decoder = decoders.ByteLevel()
    trainer = trainers.BpeTrainer(vocab_size=400, special_tokens=["<s>", "</s>"], show_progress=False,
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
        vocab_size=90, unk_token="<unk>", special_tokens=["<unk>", "</s>"], show_progress=False
    )
    tokenizer.train_from_iterator(SAMPLE, trainer)
    tokenizer.post_processor = processors.TemplateProcessing(
        single="$A </s>", special_tokens=[("</s>", tokenizer.token_to_id("</s>"))]
    )
    return tokenizer


TOKENIZERS = {"WordPiece": wordpiece(), "BPE": bpe(), "Unigram": unigram()}
WORDS = ["miR-34c ", "β-catenin ", "exosomes ", "and ", "PTEN. ", "α", "EMT, ", "(TNF-α) "]
kinds = pytest.mark.parametrize("kind", list(TOKENIZERS))


def document(text: str = TEXT) -> Document:
    if not text.startswith(TITLE):
        return Document(id="t", text=text)
    end = len(TITLE)
    return Document("t", text, (Section("title", "", 0, end), Section("abstract", "", end + 2, len(text))))


def read(doc: Document, kind: str, max_tokens: int):
    text = analyse(doc)
    mentions = find_mentions(doc, text)
    return mentions, list(windows(doc, text, mentions, TOKENIZERS[kind], max_tokens))


@kinds
@pytest.mark.parametrize("max_tokens", [60, 120, 600])
def test_every_mention_stands_whole_in_a_window_and_its_tokens_cover_it(kind: str, max_tokens: int) -> None:
    doc = document()
    mentions, found = read(doc, kind, max_tokens)
    assert len(mentions) > 8
    for mention in mentions:
        homes = [window for window in found if window.holds(mention)]
        assert homes, mention.text
        for window in homes:
            covered = {c for at in window.tokens_of(mention.start, mention.end) for c in range(*window.offsets[at])}
            letters = {c for c in range(mention.start, mention.end) if not doc.text[c].isspace()}
            assert letters <= covered
    assert all(len(window.ids) <= max_tokens for window in found)
    assert all(len(window.ids) == len(window.offsets) for window in found)


@kinds
def test_the_title_opens_every_window(kind: str) -> None:
    _, found = read(document(f"{TEXT} {BODY} {BODY} {BODY}"), kind, 110)
    assert len(found) > 1
    assert all(window.pieces[0].start == 0 for window in found)


@kinds
def test_a_short_text_is_one_window_as_the_tokenizer_itself_would_mark_it(kind: str) -> None:
    doc = Document(id="t", text="miR-34c lowers PTEN.")
    _, (window,) = read(doc, kind, 384)
    assert list(window.ids) == TOKENIZERS[kind].encode(doc.text).ids


def test_a_sentence_longer_than_a_window_is_cut_between_mentions() -> None:
    doc = Document(id="t", text="miR-34c lowers β-catenin and " * 60)
    mentions, found = read(doc, "WordPiece", 80)
    assert len(mentions) > 100
    assert all(any(window.holds(mention) for window in found) for mention in mentions)


def test_a_mention_that_no_window_holds_is_refused() -> None:
    doc = Document(id="t", text="The miR-34c was seen.")
    text = analyse(doc)
    with pytest.raises(WindowError, match="more sub-words than a window"):
        list(windows(doc, text, find_mentions(doc, text), TOKENIZERS["WordPiece"], 4))


def test_no_text_gives_no_window() -> None:
    assert read(Document(id="t", text=""), "WordPiece", 100) == ((), [])


@settings(max_examples=40, deadline=None)
@given(
    st.lists(st.sampled_from(WORDS), max_size=80),
    st.integers(40, 200),
    st.sampled_from(list(TOKENIZERS)),
)  # fmt: skip
def test_nothing_is_lost_whatever_the_text(words: list[str], max_tokens: int, kind: str) -> None:
    mentions, found = read(Document(id="t", text="".join(words)), kind, max_tokens)
    assert all(any(window.holds(mention) for window in found) for mention in mentions)
    assert all(len(window.ids) <= max_tokens for window in found)
