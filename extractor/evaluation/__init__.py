"""How good an extraction is: scores against a gold set, with intervals, folds, errors and baselines."""

from extractor.evaluation.gold import GoldEvent, GoldSet
from extractor.evaluation.pipeline import evaluate, predict, run, write
from extractor.evaluation.report import Report, table

__all__ = ["GoldEvent", "GoldSet", "Report", "evaluate", "predict", "run", "table", "write"]
