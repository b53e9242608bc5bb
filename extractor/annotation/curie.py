"""Identifiers: the prefixes that annotations use, in Bioregistry's spelling, and the shape of their local ids."""

from __future__ import annotations

import re

__all__ = ["PATTERNS", "is_curie"]

#: Prefix to the pattern of its local identifiers, as Bioregistry has them; ``exocargo.circ`` is this project's own
#: prefix for circular RNAs, for which no registered resource exists.
PATTERNS = {
    "cellosaurus": r"[A-Z0-9]{4}",
    "chebi": r"\d+",
    "cl": r"\d{7}",
    "doid": r"\d+",
    "efo": r"\d{7}",
    "ensembl": r"ENS[FPTG]\d{11}(\.\d+)?",
    "exocargo.circ": r"[A-Za-z][\w.-]+",
    "fplx": r"[a-zA-Z0-9][A-Za-z0-9_]+",
    "go": r"\d{7}",
    "hgnc": r"\d{1,5}",
    "hgnc.genegroup": r"\d+",
    "hp": r"\d{7}",
    "mesh": r"[CDQ]\d+",
    "mirbase": r"MI\d{7}",
    "mirbase.mature": r"MIMAT\d{7}",
    "mondo": r"\d{7}",
    "ncbigene": r"\d+",
    "ncbitaxon": r"\d+",
    "ncit": r"(C|R|P|A|NHC)\d+",
    "reactome": r"R-[A-Z]{3}-\d+(-\d+)?(\.\d+)?",
    "rnacentral": r"URS[0-9A-F]{10}(_\d+)?",
    "uberon": r"\d+",
    "uniprot": r"([OPQ]\d[A-Z0-9]{3}\d|[A-NR-Z]\d([A-Z][A-Z0-9]{2}\d){1,2})",
    "wikipathways": r"WP\d{1,5}(_r\d+)?",
}


def is_curie(text: str) -> bool:
    """Whether the text is a CURIE with a known prefix and a local identifier of that prefix's shape.

    >>> is_curie("hgnc:31637"), is_curie("HGNC:31637"), is_curie("mondo:15459")
    (True, False, False)
    """
    prefix, _, local = text.partition(":")
    pattern = PATTERNS.get(prefix)
    return pattern is not None and re.fullmatch(pattern, local, re.ASCII) is not None
