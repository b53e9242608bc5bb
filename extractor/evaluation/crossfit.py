"""Predictions for every part of a gold set by an extractor that was fitted on the other parts."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from extractor.document import Document
from extractor.evaluation.folds import Fold, parts
from extractor.evaluation.gold import GoldSet
from extractor.evaluation.match import match
from extractor.evaluation.pipeline import Extractor, predict
from extractor.evaluation.predictions import Row

__all__ = ["out_of_fold"]


def out_of_fold(
    gold: GoldSet,
    folds: Sequence[Fold],
    fit: Callable[[GoldSet, Fold], Extractor],
    read: Callable[[str, str], Document] | None = None,
) -> tuple[Row, ...]:
    """Fit on each fold's training part and keep what the extractor finds in its held-out part.

    ``fit`` gets the gold set with the training findings alone, and the fold. In a gold set of one document the text
    still holds the evidence of every other finding: whoever learns from stretches without a finding must leave those
    out. The result is scored like any predictions, with ``evaluate``.
    """
    found: list[Row] = []
    for fold in folds:
        train = [doc_id for doc_id in gold.documents if gold.is_single or doc_id not in fold.documents]
        extract = fit(gold.only(fold.train, train), fold)
        rows = predict(gold.only((event.key for event in gold.events), fold.documents), extract, read)
        matching = match(gold, rows)
        found += parts(gold, [fold, *(other for other in folds if other is not fold)], matching)[0]
    return tuple(found)
