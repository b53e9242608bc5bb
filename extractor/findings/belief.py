"""How far a finding is to be believed: INDRA's model, with one vote a paper.

INDRA takes a statement for wrong if its source is wrong as a whole (a systematic error, ``syst``) or all of its
evidence is wrong one by one (random errors): ``belief = 1 - (syst + rand ** n)`` for n pieces of evidence of one source
(Gyori et al. 2017, doi 10.15252/msb.20177651; ``indra.belief.SimpleScorer``). Evidence that denies the statement is
scored likewise and takes its share away. Here a piece of evidence is a paper, not a sentence, so that a paper that
says a thing ten times counts once; and its random error is what the row's confidence leaves.
"""

from __future__ import annotations

import json
import math
from collections.abc import Iterable, Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

__all__ = ["CURATED", "SYSTEMATIC", "belief", "probability", "vote"]

_RATES = Path(__file__).parent.parent / "data" / "belief.json"
#: The chance that extraction is wrong about a claim in a way that no number of papers mends: INDRA's for readers.
SYSTEMATIC = 0.05
#: The probability of a row that a curator found right.
CURATED = 0.99
_LEAST = 0.01


@lru_cache(maxsize=1)
def _offsets() -> dict[str, float]:
    rates: dict[str, dict[str, float]] = json.loads(_RATES.read_text(encoding="utf-8"))["models"]
    return {name: rate["offset"] for name, rate in rates.items()}


def probability(confidence: float, model: str | None) -> float:
    """The probability that a row is right, 0.01 to 0.99: its confidence, moved by what its model reached on the gold.

    The move is one number a model, added to the log odds, fitted to the rows right and wrong on the gold
    (``scripts/fit_belief.py``); a model that was not fitted is taken at its word.
    """
    clipped = min(max(confidence, _LEAST), 1 - _LEAST)
    odds = math.log(clipped / (1 - clipped)) + _offsets().get(model or "", 0.0)
    return min(max(1 / (1 + math.exp(-odds)), _LEAST), 1 - _LEAST)


def vote(row: Mapping[str, Any], is_retracted: bool, verdict: bool | None) -> float | None:
    """What a row of ``tuples.jsonl`` says for its finding; None where its paper is retracted or a curator rejected it.

    ``verdict`` is whether a curator found the row right, None where none looked.
    """
    if is_retracted or verdict is False:
        return None
    return CURATED if verdict else probability(float(row.get("confidence") or 0.0), row.get("model"))


def _mass(votes: Iterable[float]) -> float:
    """INDRA's positive (or negative) probability of papers' votes."""
    errors = [max(1.0 - vote - SYSTEMATIC, 0.0) for vote in sorted(votes)]
    return 1.0 - (SYSTEMATIC + math.prod(errors)) if errors else 0.0


def belief(votes: Iterable[float], against: Iterable[float] = ()) -> float:
    """The belief in a finding, 0 to 0.95.

    Parameters
    ----------
    votes:
        For each paper that states it, the probability that its surest row is right. A probability above 0.95 counts
        as 0.95, since the systematic error stays.
    against:
        The same for papers that deny it in so many words. A paper with the opposite finding is none of these: it is a
        conflict, and both findings are shown.
    """
    return round(max(0.0, _mass(votes)) * (1.0 - max(0.0, _mass(against))), 4)
