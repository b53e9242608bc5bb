"""What kind of molecule or disease a name is, by the name alone: for readers that find a name without its type."""

from __future__ import annotations

import re
from functools import lru_cache

from extractor.mentions import circrna, lncrna, mirna
from extractor.mentions.terms import load

__all__ = ["disease_type", "gene_type"]

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
