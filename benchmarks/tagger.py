"""Mentions that the shipped tagger finds in public test sets.

    python benchmarks/tagger.py CORPORA [--model models/exocargo-minilm]

Strict (same span) and relaxed (sharing a character, one to one) scores with intervals over sentences: genes on BC2GM
test, diseases on NCBI-disease test. The tagger alone, without grammars and lexicon.
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path

from tokenizers import Tokenizer

from extractor.evaluation.intervals import Estimate
from extractor.evaluation.tags import score_spans
from extractor.model.session import OnnxTagger
from extractor.text import analyse
from extractor.training import corpora
from extractor.training.tags import document_of, spans_of

SETS = {"bc2gm": "molecule", "ncbi-disease": "disease"}


def shown(estimate: Estimate) -> str:
    """A score with its interval."""
    value, low, high = (0.0 if part is None else part for part in (estimate.value, estimate.low, estimate.high))
    return f"{value:.3f} [{low:.3f}, {high:.3f}]"


def main() -> None:
    """Print the scores."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("corpora", type=Path)
    parser.add_argument("--model", type=Path, default=Path("models/exocargo-minilm"))
    args = parser.parse_args()
    config = json.loads((args.model / "config.json").read_text(encoding="utf-8"))
    tokenizer = Tokenizer.from_file(str(args.model / "tokenizer.json"))
    tagger = OnnxTagger(args.model / "tagger.onnx", tokenizer, config["pad"], config["tagger_tokens"])
    for name, kind in SETS.items():
        pairs = []
        for example in corpora.load(name, args.corpora, "test"):
            text = analyse(document_of(example))
            found = [(t.start, t.end) for t in tagger(text.document, text, ()) if t.type == kind]
            pairs.append((spans_of(example, kind), found))
        scores = score_spans(pairs, 1000)
        for how, score in (("strict", scores.strict), ("relaxed", scores.relaxed)):
            parts = f"P {shown(score.precision)} R {shown(score.recall)} F1 {shown(score.f1)}"
            print(f"{name} test, {len(pairs)} sentences, {how}: {parts}")


if __name__ == "__main__":
    main()
