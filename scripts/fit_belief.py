"""Fit how far the confidence of each model is to be believed, on the gold; writes extractor/data/belief.json.

    python scripts/fit_belief.py

For a model, one number added to the log odds of its rows' confidence: the most likely one given which rows are right as
whole tuples, with a normal prior of width 1 around nought, since the gold has only some dozens of rows.
"""

from __future__ import annotations

import json
import math
from pathlib import Path

from extractor.evaluation import gold as golds
from extractor.evaluation.calibration import judged
from extractor.evaluation.match import match
from extractor.evaluation.pipeline import predict
from extractor.model.folder import SHIPPED
from extractor.pipeline import load

ROOT = Path(__file__).parent.parent
OUT = ROOT / "extractor" / "data" / "belief.json"


def offset(rows: list[tuple[float, bool]]) -> float:
    """The offset by bisection: the slope of the log likelihood falls with it."""

    def slope(at: float) -> float:
        total = -at
        for confidence, right in rows:
            clipped = min(max(confidence, 0.01), 0.99)
            total += right - 1 / (1 + math.exp(-(math.log(clipped / (1 - clipped)) + at)))
        return total

    low, high = -8.0, 8.0
    for _ in range(60):
        middle = (low + high) / 2
        low, high = (middle, high) if slope(middle) > 0 else (low, middle)
    return round((low + high) / 2, 3)


def main() -> None:
    gold = golds.load(ROOT / "annotations" / "gold")
    models = {}
    for name in ("cooccurrence", "rules", SHIPPED):
        extractor = load(name)
        rows = [
            (row.confidence, right)
            for _, row, right in judged(match(gold, predict(gold, extractor.extract)))
            if row.confidence is not None
        ]
        models[extractor.name] = {"offset": offset(rows), "rows": len(rows), "right": sum(r for _, r in rows)}
        print(extractor.name, models[extractor.name])
    OUT.write_text(json.dumps({"set": "annotations/gold", "models": models}, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
