"""Where the roles of a tuple stand in a sentence of its evidence."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import pairwise
from typing import Any

from extractor.evidence import ROLES
from extractor.surrogates import shown

__all__ = ["marks"]


def marks(text: str, start: int, spans: Mapping[str, Any]) -> list[list[Any]]:
    """The stretches of a sentence that carry a role: ``[start, end, "role"]``, in order and apart from each other.

    Parameters
    ----------
    text:
        The sentence, verbatim.
    start:
        Where it starts in its document, in code points.
    spans:
        Role to ``[start, end]`` in the document, in code points; what is no such pair, or lies outside the sentence,
        is left out.

    Returns
    -------
    list
        Offsets count code points of ``shown(text)``. Where roles overlap, the stretch they share names them all:
        ``"recipient + cancer"``.
    """
    inside: dict[str, tuple[int, int]] = {}
    for role in ROLES:
        span = spans.get(role)
        if isinstance(span, list | tuple) and len(span) == 2 and all(isinstance(at, int) for at in span):
            first, last = max(span[0] - start, 0), min(span[1] - start, len(text))
            if first < last:
                inside[role] = (first, last)
    cuts = sorted({at for span in inside.values() for at in span})
    found = []
    for first, last in pairwise(cuts):
        roles = [role for role, span in inside.items() if span[0] <= first and last <= span[1]]
        if roles:
            # An escape is longer than the surrogate it stands for, which moves all that follows.
            found.append([len(shown(text[:first])), len(shown(text[:last])), " + ".join(roles)])
    return found
