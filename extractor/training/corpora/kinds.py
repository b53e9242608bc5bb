"""Types of mentions: what a corpus's type and a name together say about the type in the training schema."""

from __future__ import annotations

import re
from functools import lru_cache

from extractor.mentions import circrna, lncrna, mirna
from extractor.mentions.terms import load

__all__ = ["MOLECULES", "disease_type", "gene_type", "process_type", "slot_of"]

#: Types whose mentions can be a target.
MOLECULES = frozenset({"miRNA", "circRNA", "lncRNA", "mRNA", "protein", "chemical"})
_SLOTS = {"pathway": "pathways", "cancer": "ends", "disease": "ends", "phenotype": "ends", "outcome": "ends"}

_CANCER = re.compile(
    r"cancer|carcino|tumou?r|neoplas|leuka?emi|lymphoma|melanoma|sarcoma|glioma|blastoma|myeloma|adenoma|malignan|"
    r"metasta|mesothelioma|seminoma|astrocytoma|insulinoma|\b(?:NSCLC|SCLC|HCC|CRC|ESCC|HNSCC|AML|CLL|GBM|MDS)s?\b",
    re.IGNORECASE,
)
_TRANSCRIPT = re.compile(r"\bm-?RNAs?$", re.IGNORECASE)
_GRAMMARS = (("miRNA", mirna.find), ("circRNA", circrna.find), ("lncRNA", lncrna.find))


@lru_cache(maxsize=65536)
def gene_type(name: str) -> str:
    """``protein`` for a gene's or protein's name, or the kind of RNA that the name itself gives away.

    Corpora mark microRNAs and long non-coding RNAs as genes; the project keeps them apart.

    >>> gene_type("miR-21"), gene_type("TP53"), gene_type("LINC00152"), gene_type("VEGF mRNA")
    ('miRNA', 'protein', 'lncRNA', 'mRNA')
    """
    for kind, find in _GRAMMARS:
        for mention in find(name):
            if len(mention.text) >= len(name) - 2:
                return kind
    if _TRANSCRIPT.search(name):
        return "mRNA"
    found = load().look_up(name, {"protein", "lncRNA"})
    # A synonym of a locus is too weak: "Tag" and "Steel" are words first.
    return "lncRNA" if found and all(term.type == "lncRNA" and term.status == "name" for term in found) else "protein"


@lru_cache(maxsize=65536)
def disease_type(name: str) -> str:
    """``cancer`` or ``disease``, by the words of the name and the term table.

    >>> disease_type("acute myeloid leukaemia"), disease_type("type II diabetes")
    ('cancer', 'disease')
    """
    if _CANCER.search(name) or any(term.match != "never" for term in load().look_up(name, {"cancer"})):
        return "cancer"
    return "disease"


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
