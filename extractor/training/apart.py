"""Texts that are evaluated on are kept out of training wherever they stand: many corpora share their abstracts."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import islice

from extractor.training.schema import Example

__all__ = ["Apart"]

#: Letters and digits that two texts share only if one is taken from the other.
_CHUNK = 48


class Apart:
    """Recognises texts that share a stretch with a text held out, whatever their ids, spacing and case.

    >>> apart = Apart(["The quick brown fox jumps over the lazy dog while the cat looks on from afar."])
    >>> apart.shares("Yesterday, the quick  brown fox jumps over the lazy dog while the cat looks on from afar again.")
    True
    """

    def __init__(self, texts: Iterable[str]) -> None:
        self._chunks: set[str] = set()
        for words in map(_letters, texts):
            self._chunks.update(words[at : at + _CHUNK] for at in range(0, len(words) - _CHUNK + 1, _CHUNK))

    def shares(self, text: str, least: int = 1) -> bool:
        """Whether a text shares ``least`` stretches with those held out; a copied abstract shares a dozen or more."""
        words = _letters(text)
        found = (1 for at in range(len(words) - _CHUNK + 1) if words[at : at + _CHUNK] in self._chunks)
        return sum(islice(found, least)) == least

    def kept(self, examples: Iterable[Example], least: int = 1) -> Iterator[Example]:
        """The examples that do not."""
        return (example for example in examples if not self.shares(example.text, least))


def _letters(text: str) -> str:
    return "".join(letter for letter in text.lower() if letter.isalnum())
