"""The mention: a typed stretch of text."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

__all__ = ["CARGO_CLASSES", "CARGO_TYPES", "TYPES", "Mention", "prefer_longest"]

#: Mention types that can be a vesicle's cargo.
CARGO_TYPES = frozenset({"miRNA", "circRNA", "lncRNA", "mRNA", "protein"})
#: What the cargo of a finding can be: one of these, or the vesicles as such.
CARGO_CLASSES = CARGO_TYPES | {"exosome"}

#: All mention types. ``protein`` holds genes, proteins, families and complexes: their names are the same words.
#: ``exosome`` is a vesicle term; ``radiation`` a treatment or ray; ``outcome`` a phrase about the response to
#: radiation (radiosensitivity, radioresistance, sensitive to radiotherapy).
TYPES = CARGO_TYPES | {"pathway", "cancer", "cell", "fluid", "exosome", "radiation", "outcome"}


@dataclass(frozen=True, slots=True)
class Mention:
    """A name in the text.

    ``text`` is verbatim ``document.text[start:end]``. ``name`` is the normalised name that merging and scoring
    compare. ``id`` is a CURIE where the name is exact and unambiguous, else None. ``source`` says which reader of
    mentions found it: grammar, lexicon or abbreviation.
    """

    start: int
    end: int
    text: str
    type: str
    name: str
    id: str | None = None
    source: str = "lexicon"

    def overlaps(self, other: Mention) -> bool:
        """Whether the two share a character."""
        return self.start < other.end and other.start < self.end


def prefer_longest(mentions: Iterable[Mention]) -> tuple[Mention, ...]:
    """Resolve overlaps: the longest mention wins, grammars before lexicons at equal length; sorted by start."""
    rank = {"grammar": 0, "abbreviation": 1, "lexicon": 2}
    kept: list[Mention] = []
    taken: set[int] = set()
    for mention in sorted(mentions, key=lambda m: (m.start - m.end, rank.get(m.source, 3), m.start, m.type)):
        if taken.isdisjoint(range(mention.start, mention.end)):
            taken.update(range(mention.start, mention.end))
            kept.append(mention)
    return tuple(sorted(kept, key=lambda m: m.start))
