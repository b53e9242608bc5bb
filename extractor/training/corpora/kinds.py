"""Types of mentions: what a corpus's type and a name together say about the type in the training schema."""

from __future__ import annotations

from functools import lru_cache

from extractor.mentions.kinds import disease_type, gene_type
from extractor.mentions.terms import load

__all__ = ["MOLECULES", "disease_type", "gene_type", "process_type", "slot_of"]

#: Types whose mentions can be a target.
MOLECULES = frozenset({"miRNA", "circRNA", "lncRNA", "mRNA", "protein", "chemical"})
_SLOTS = {"pathway": "pathways", "cancer": "ends", "disease": "ends", "phenotype": "ends", "outcome": "ends"}


@lru_cache(maxsize=65536)
def process_type(name: str) -> str:
    """``pathway`` for what the term table knows as a process, ``phenotype`` for bare outcomes and anything else.

    >>> process_type("apoptosis"), process_type("metastasis"), process_type("vulva formation")
    ('pathway', 'phenotype', 'phenotype')
    """
    known = [term for term in load().look_up(name, {"pathway"}) if term.match != "never"]
    return "pathway" if known and known[0].flag != "outcome_only" else "phenotype"


def slot_of(kind: str) -> str | None:
    """The slot that a span of this type fills; None for types that no slot takes (cells, fluids, organisms)."""
    return "targets" if kind in MOLECULES else _SLOTS.get(kind)
