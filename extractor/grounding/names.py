"""A name's identifier, by the grammar of its type or by look-up in the term table; the ambiguous stays without one."""

from __future__ import annotations

import re
from typing import Any

from extractor.grounding.circrna import circle, host
from extractor.grounding.mirna import hairpin
from extractor.mentions import circrna, lncrna, mirna
from extractor.mentions.mention import TYPES, Mention
from extractor.mentions.terms import Term, load

__all__ = ["curie", "ground"]

_BY_OPTION = {kind.lower(): kind for kind in TYPES}
_GRAMMARS = {"miRNA": mirna, "circRNA": circrna, "lncRNA": lncrna}
_SCORES = {"name": 1.0, "synonym": 0.9, "previous": 0.8}
#: Of terms with another status.
_LEAST = 0.8
#: Words before a name that say what it is or how it was met, not which it is.
_BEFORE = re.compile(
    r"^(?:(?:exosom(?:al|es?)|vesicular|EV|serum|plasma|human|lncRNAs?|long non-?coding RNA|mRNA|protein)[\s-]+|"
    r"(?:p|phospho|phosphorylated|cleaved)[\s-]+(?=[A-Z]))+",
)
_AFTER = re.compile(r"\s+(?:mRNAs?|proteins?|genes?|lncRNAs?)$")


def curie(mention: Mention) -> str | None:
    """The identifier of a mention: the one it was found with, else the one that the grammar of its type gives."""
    if mention.id is not None:
        return mention.id
    if mention.type == "miRNA":
        found = hairpin(mention.text) or hairpin(mention.name)
        return found.gene.id if found is not None and found.gene is not None else None
    return circle(mention.text)[0] if mention.type == "circRNA" else None


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
        well. A score is 1 for the preferred name, 0.9 for a synonym, 0.8 for a previous symbol. A microRNA's ``name``
        keeps the arm (miR-34c-5p), its ``id`` is that of its hairpin's gene.
    """
    bare = _AFTER.sub("", _BEFORE.sub("", text.strip())) or text
    wanted = _BY_OPTION[kind] if kind else _kind(bare)
    if wanted == "miRNA":
        return _mirna(text, bare)
    if wanted == "circRNA":
        return _circrna(text, bare)
    table = load()
    name = text if table.look_up(text, {wanted} if wanted else None) else bare
    found = table.look_up(name, {wanted} if wanted else None)
    # The name as written outranks one that only shares its key: β-catenin is a protein before "β-catenin signaling".
    terms = sorted(found, key=lambda term: (term.text.casefold() != name.casefold(), term.rank))
    type_ = wanted or (terms[0].type if terms else None)
    best = table.best(name, type_) if type_ else None
    return _answer(text, type_, best.id if best else None, best.name if best else None, _score(best), terms)


def _kind(text: str) -> str | None:
    """The type whose grammar reads the whole of a name, if any."""
    if hairpin(text) is not None:
        return "miRNA"
    return next((k for k, g in _GRAMMARS.items() if any(m.end - m.start == len(text) for m in g.find(text))), None)


def _mirna(text: str, bare: str) -> dict[str, Any]:
    found = hairpin(bare)
    if found is None:
        return _answer(text, "miRNA", None, None, 0.0, load().look_up(bare, {"miRNA"}))
    id_ = found.gene.id if found.gene is not None else None
    return _answer(text, "miRNA", id_, found.name, 1.0 if id_ else 0.0, found.members)


def _circrna(text: str, bare: str) -> dict[str, Any]:
    id_, name = circle(bare)
    gene = host(bare)
    return _answer(text, "circRNA", id_, name, 1.0, () if gene is None else (gene,))


def _score(term: Term | None) -> float:
    return _SCORES.get(term.status, _LEAST) if term is not None else 0.0


def _answer(
    text: str, type_: str | None, id_: str | None, name: str | None, score: float, terms: Any
) -> dict[str, Any]:
    distinct = {(term.id, term.name): term for term in terms}
    candidates = [{"id": t.id, "name": t.name, "type": t.type, "score": _score(t)} for t in distinct.values()]
    return {"text": text, "type": type_, "id": id_, "name": name, "score": score, "candidates": candidates[:10]}
