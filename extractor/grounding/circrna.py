"""Circular RNAs: no prefix of the Bioregistry covers circBase's names, so a prefix of this project does.

Numbered names are circBase's (Glazar et al. 2014); others are named after their host gene, which goes along as a
candidate where the term table knows it.
"""

from __future__ import annotations

import re

from extractor.mentions.circrna import canonical
from extractor.mentions.terms import Term, load

__all__ = ["PREFIX", "circle", "host"]

#: The prefix of this project's identifiers of circular RNAs.
PREFIX = "exocargo.circ"
_NUMBER = re.compile(r"circ(\d+)")
_SYMBOL = re.compile(r"(?:hsa[-_])?circ(?:ular)?[-_ ]?(?:RNA)?[-_ ]?", re.IGNORECASE)
_ARRAY = re.compile(r"circ(?:ular)?[-_ ]?RNAs?[-_ ]?\d+$", re.IGNORECASE)


def circle(text: str) -> tuple[str, str]:
    """The identifier and the name of a circular RNA.

    >>> circle("circ_0067835"), circle("circFOXK2"), circle("ciRS-7"), circle("hsa_circRNA_104391")
    ... # doctest: +NORMALIZE_WHITESPACE
    (('exocargo.circ:hsa_circ_0067835', 'hsa_circ_0067835'), ('exocargo.circ:circFOXK2', 'circFOXK2'),
     ('exocargo.circ:CDR1-AS', 'CDR1-AS'), ('exocargo.circ:hsa_circRNA_104391', 'hsa_circRNA_104391'))
    """
    key = canonical(text)
    if key == "cdr1as":
        name = "CDR1-AS"
    elif numbered := _NUMBER.fullmatch(key):
        # circBase pads its numbers to seven places; six are those of a microarray's makers (circRNA_104391).
        is_array = _ARRAY.search(text) and len(numbered[1]) == 6
        name = f"hsa_circRNA_{numbered[1]}" if is_array else f"hsa_circ_{numbered[1].zfill(7)}"
    else:
        gene = host(text)
        name = f"circ{gene.name if gene is not None else key.removeprefix('circ').upper()}"
    return f"{PREFIX}:{name}", name


def host(text: str) -> Term | None:
    """The gene that a circular RNA is named after, where the term table knows it.

    >>> host("circ-FOXK2").id
    'hgnc:6036'
    """
    return load().best(_SYMBOL.sub("", text, count=1), "protein")
