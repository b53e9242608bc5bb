"""Scores by the patterns in which systems go wrong, as the writers of annotations/written marked their passages.

    python scripts/patterns.py [--part dev] [--model exocargo-minilm]

A passage counts under each of its patterns. The part ``train`` is many times larger, but the model has seen most of it,
so that its figures there tell what it cannot even learn; the rules have been mended on it, too.
"""

from __future__ import annotations

import argparse
import json
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

from extractor.evaluation.gold import GoldSet, load
from extractor.evaluation.pipeline import evaluate, predict
from extractor.evaluation.predictions import Row
from extractor.model.folder import SHIPPED
from extractor.pipeline import load as load_extractor

WRITTEN = Path(__file__).resolve().parent.parent / "annotations" / "written"
#: The guidelines' "where systems go wrong", and what else is no effect on radiosensitivity.
PATTERNS = {
    "knockdown": "knock-down and other loss", "rescue": "rescue experiments", "sponge": "sponge chains",
    "immune": "the effect passes through an immune cell", "hypoxia": "effects of hypoxia",
    "other_outcome": "growth, metastasis, immunity, chemoresistance", "respectively": "lists mapped by respectively",
    "title_only": "claimed in the title alone", "spread": "roles over three sentences",
    "serum": "in serum, never said to be in vesicles", "association": "association alone", "hedge": "hedged",
    "no_effect": "stated absence of an effect", "normal_tissue": "normal tissue", "none": "no pattern",
}  # fmt: skip
SCORES = ("cargo", "cargo+target", "cargo+pathway", "cargo+effect", "tuple")


def table(gold: GoldSet, found: tuple[Row, ...], patterns: dict[str, set[str]]) -> Iterator[str]:
    """A line for each pattern."""
    yield "| pattern | passages | " + " | ".join(f"{name}, F1" for name in SCORES) + " | signs right | false claims |"
    yield "|---|---|" + "---|" * (len(SCORES) + 2)
    for pattern, words in PATTERNS.items():
        documents = patterns.get(pattern, set()) & set(gold.documents)
        if not documents:
            continue
        part = gold.only([event.key for event in gold.events], documents)
        report = evaluate(part, [row for row in found if row.doc_id in documents], resamples=1)
        view = report.views["named"].annotated
        cells = []
        for name in SCORES:
            f1 = view.scores[name].f1.value
            cells.append("-" if f1 is None else f"{f1:.2f}")
        sign = view.accuracies["sign"]
        free = report.finding_free[0] if report.finding_free else None
        claims = f"{free.claimed} of {free.of}" if free else "-"
        yield (f"| {words} | {len(documents)} | {' | '.join(cells)} | {sign.right} of {sign.compared} | {claims} |")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--part", choices=("dev", "train"), default="dev")
    parser.add_argument("--model", default=SHIPPED)
    args = parser.parse_args()
    gold = load(WRITTEN / args.part)
    reader = load_extractor(args.model)
    found = predict(gold, reader.extract)
    patterns: dict[str, set[str]] = defaultdict(set)
    for line in (WRITTEN / args.part / "documents.jsonl").read_text(encoding="utf-8").splitlines():
        document = json.loads(line)
        for pattern in document.get("patterns") or ["none"]:
            patterns[pattern].add(document["id"])
    for line in table(gold, found, patterns):
        print(line)


if __name__ == "__main__":
    main()
