"""A name's identifier by exact look-up in the term table; what is ambiguous stays without one."""

from __future__ import annotations

from typing import Any

from extractor.mentions import circrna, lncrna, mirna
from extractor.mentions.mention import TYPES
from extractor.mentions.terms import Term, load

__all__ = ["ground"]

_BY_OPTION = {kind.lower(): kind for kind in TYPES}
_GRAMMARS = {"miRNA": mirna, "circRNA": circrna, "lncRNA": lncrna}


def _candidate(term: Term, score: float) -> dict[str, Any]:
    return {"id": term.id, "name": term.name, "type": term.type, "score": score}


def ground(text: str, kind: str | None = None) -> dict[str, Any]:
    """Look a name up.

    Parameters
    ----------
    text:
        The name alone.
    kind:
        A mention type in lower case; without it the grammars and the whole table are asked.

    Returns
    -------
    dict
        ``text, type, id, name, score, candidates``. ``id`` is None where no concept, or more than one, fits equally
        well. A score is 1 for the preferred name, 0.9 for a synonym, 0.8 for a previous symbol.
    """
    table = load()
    wanted = _BY_OPTION[kind] if kind else None
    if wanted is None:
        wanted = next(
            (k for k, g in _GRAMMARS.items() if any(m.end - m.start == len(text) for m in g.find(text))), None
        )
    found = table.look_up(text, {wanted} if wanted else None)
    # The name as written outranks one that only shares its key: β-catenin is a protein before "β-catenin signaling".
    terms = sorted(found, key=lambda term: (term.text.casefold() != text.casefold(), term.rank))
    scores = {"name": 1.0, "synonym": 0.9, "previous": 0.8}
    distinct = {(term.id, term.name): term for term in reversed(terms)}
    candidates = [_candidate(term, scores.get(term.status, 0.8)) for term in reversed(distinct.values())]
    type_ = wanted or (terms[0].type if terms else None)
    best = table.best(text, type_) if type_ else None
    return {
        "text": text,
        "type": type_,
        "id": best.id if best else None,
        "name": best.name if best else None,
        "score": scores.get(best.status, 0.8) if best else 0.0,
        "candidates": candidates[:10],
    }
