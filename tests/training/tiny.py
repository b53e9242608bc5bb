"""A tiny encoder with random weights, and texts small enough to learn by heart."""

from __future__ import annotations

from pathlib import Path

from tokenizers import Tokenizer, models, normalizers, pre_tokenizers, processors, trainers

from extractor.frames import Direction, Effect, Manipulation, Observed
from extractor.training.schema import HEADS, Example, Filler, Frame, Span

CARGOS = ("miR-34c", "miR-21", "miR-200a", "miR-16")
TARGETS = ("PTEN", "TCEAL7", "ATG7", "BRCA1")


def _text(cargo: str, target: str, sensitive: bool) -> str:
    return (
        f"Exosomal {cargo} inhibits {target} and {'raises' if sensitive else 'lowers'} the radiosensitivity of glioma."
    )


def _example(number: int, cargo: str, target: str, sensitive: bool) -> Example:
    text = _text(cargo, target, sensitive)

    def span(words: str, kind: str) -> Span:
        return Span(text.index(words), text.index(words) + len(words), kind)

    frame = Frame(
        actor=(span(cargo, "miRNA"),),
        targets=(Filler((span(target, "protein"),), Direction.DECREASES),),
        manipulation=Manipulation.NATIVE,
        observed=Observed.MORE_SENSITIVE if sensitive else Observed.MORE_RESISTANT,
        effect=Effect.INCREASES if sensitive else Effect.DECREASES,
        hedged=False,
        negated=False,
        finding_types=(),
        vesicular=True,
        evidence=((0, len(text)),),
    )
    return Example(
        id=str(number), corpus="own", licence="CC0", split="train", text=text, spans=tuple(sorted(frame.spans())),
        frames=(frame,), labelled=HEADS, exhaustive=frozenset({"targets", "pathways"}),
    )  # fmt: skip


EXAMPLES = tuple(
    _example(number, cargo, target, number % 2 == 0)
    for number, (cargo, target) in enumerate((c, t) for c in CARGOS for t in TARGETS)
)


def make_encoder(folder: Path) -> str:
    """Write a BERT of two thin layers with a tokenizer of its own; returns the folder as a name."""
    import torch
    from transformers import BertConfig, BertModel

    tokenizer = Tokenizer(models.WordPiece(unk_token="[UNK]"))
    tokenizer.normalizer = normalizers.BertNormalizer(lowercase=True)
    tokenizer.pre_tokenizer = pre_tokenizers.BertPreTokenizer()
    special = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"]
    trainer = trainers.WordPieceTrainer(vocab_size=150, special_tokens=special, show_progress=False)
    tokenizer.train_from_iterator([example.text for example in EXAMPLES], trainer)
    marks = [("[CLS]", tokenizer.token_to_id("[CLS]")), ("[SEP]", tokenizer.token_to_id("[SEP]"))]
    tokenizer.post_processor = processors.TemplateProcessing(single="[CLS] $A [SEP]", special_tokens=marks)
    tokenizer.save(str(folder / "tokenizer.json"))
    torch.manual_seed(0)
    config = BertConfig(
        vocab_size=tokenizer.get_vocab_size(), hidden_size=32, num_hidden_layers=2, num_attention_heads=2,
        intermediate_size=64, max_position_embeddings=400,
    )  # fmt: skip
    BertModel(config, add_pooling_layer=False).save_pretrained(folder)
    return str(folder)
