"""MicroRNAs: the gene of the hairpin that a name belongs to, and the arm apart from it.

A mature microRNA has no identifier of its own here (miRBase's accessions of mature sequences are in no source that
ships); its gene is that of its hairpin. Where several loci make the same product (miR-9, miR-16, let-7a), or the name
is a family's or a cluster's, there is no one gene: the members are candidates.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from string import ascii_lowercase

from extractor.mentions.mirna_names import arm, canonical, family, is_cluster, spelled, stem
from extractor.mentions.terms import Term, load

__all__ = ["Hairpin", "hairpin"]

_FAMILY = re.compile(r"\b(?:family|families|members?)\b", re.IGNORECASE)
#: Loci of one product are numbered from 1; none has more.
_LOCI = range(1, 12)


@dataclass(frozen=True, slots=True)
class Hairpin:
    """What a microRNA's name stands for. ``gene`` is None where no gene, or more than one, fits."""

    name: str
    arm: str | None
    gene: Term | None
    members: tuple[Term, ...]


def hairpin(text: str) -> Hairpin | None:
    """Read a name; None where the text is no microRNA's.

    >>> found = hairpin("hsa-miR-34c-5p")
    >>> found.name, found.arm, found.gene.id
    ('miR-34c-5p', '5p', 'hgnc:31637')
    >>> [term.name for term in hairpin("miR-9").members]
    ['MIR9-1', 'MIR9-2', 'MIR9-3']
    """
    name = canonical(text)
    if name is None:
        return None
    if is_cluster(name):
        return Hairpin(f"{spelled(name)} cluster", None, None, ())
    if _FAMILY.search(text):
        base = family(name)
        members = [term for each in (base, *(base + c for c in ascii_lowercase)) for term in _genes(each)]
        return Hairpin(f"{spelled(base)} family", None, None, tuple(members))
    known = _genes(stem(name))
    return Hairpin(spelled(name), arm(name), known[0] if len(known) == 1 else None, known)


def _genes(name: str) -> tuple[Term, ...]:
    """The gene of a name without an arm, else those of its loci."""
    own = _gene(name)
    loci = (_gene(f"{name}-{locus}") for locus in _LOCI) if own is None else ()
    return (own,) if own is not None else tuple(term for term in loci if term is not None)


def _gene(name: str) -> Term | None:
    return load().best(spelled(name), "miRNA")
