"""Names that a model's finder of mentions finds in public test sets.

    python benchmarks/mentions.py CORPORA [--model models/exocargo-minilm]

Strict (same span) and relaxed (sharing a character, one to one) scores with intervals over sentences: genes on BC2GM
test, diseases on NCBI-disease test. A model with a tagger is scored by its tagger alone. One without finds what
grammars and lexicon know, and of diseases only cancers, which is why it is not scored on them.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Callable
from pathlib import Path

from tokenizers import Tokenizer

from extractor.evaluation.intervals import Estimate
from extractor.evaluation.tags import score_spans
from extractor.mentions.finder import find_mentions
from extractor.mentions.mention import CARGO_TYPES
from extractor.model.session import OnnxTagger
from extractor.text import analyse
from extractor.training import corpora
from extractor.training.schema import Example
from extractor.training.tags import document_of, spans_of

SETS = {"bc2gm": "molecule", "ncbi-disease": "disease"}

Finder = Callable[[Example, str], list[tuple[int, int]]]


def shown(estimate: Estimate) -> str:
    """A score with its interval."""
    value, low, high = (0.0 if part is None else part for part in (estimate.value, estimate.low, estimate.high))
    return f"{value:.3f} [{low:.3f}, {high:.3f}]"


def by_tagger(model: Path) -> Finder:
    """The spans of a type that a model's tagger marks."""
    config = json.loads((model / "config.json").read_text(encoding="utf-8"))
    tokenizer = Tokenizer.from_file(str(model / "tokenizer.json"))
    tagger = OnnxTagger(model / "tagger.onnx", tokenizer, config["pad"], config["tagger_tokens"])

    def find(example: Example, kind: str) -> list[tuple[int, int]]:
        text = analyse(document_of(example))
        return [(t.start, t.end) for t in tagger(text.document, text, ()) if t.type == kind]

    return find


def by_names(example: Example, kind: str) -> list[tuple[int, int]]:
    """The molecules that grammars and lexicon find."""
    text = analyse(document_of(example))
    return [(m.start, m.end) for m in find_mentions(text.document, text) if m.type in CARGO_TYPES]


def main() -> None:
    """Print the scores."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("corpora", type=Path)
    parser.add_argument("--model", type=Path, default=Path("models/exocargo-minilm"))
    args = parser.parse_args()
    has_tagger = (args.model / "tagger.onnx").is_file()
    find = by_tagger(args.model) if has_tagger else by_names
    for name, kind in SETS.items():
        if kind == "disease" and not has_tagger:
            continue
        pairs = [(spans_of(example, kind), find(example, kind)) for example in corpora.load(name, args.corpora, "test")]
        scores = score_spans(pairs, 1000)
        for how, score in (("strict", scores.strict), ("relaxed", scores.relaxed)):
            parts = f"P {shown(score.precision)} R {shown(score.recall)} F1 {shown(score.f1)}"
            print(f"{name} test, {len(pairs)} sentences, {how}: {parts}")


if __name__ == "__main__":
    main()
