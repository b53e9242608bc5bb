"""Where a text names a concept that a curated statement is about: by the spellings of the term table.

A statement vouches that its concepts are in the text, so that spellings count which alone would be too ambiguous to
read ("AKT" for AKT1); only very short ones must agree in case.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from functools import lru_cache

from extractor.mentions import mirna
from extractor.mentions.mirna import stem
from extractor.mentions.normal import fold, normalise, singular, squeeze, words
from extractor.mentions.terms import load

__all__ = ["Places", "keys_of", "keys_of_mirna"]

#: Words of the longest name that is looked for.
_LONGEST = 9
_LONGEST_INITIALS = 5
#: Keys up to this length must be written in the case of one of the spellings; one longer, with a capital or digit.
_SHORT = 2
#: Words that databases put in a disease's name for others that papers use.
_ALIKE = ("neoplasm", "cancer", "carcinoma", "tumor")
_NEOPLASM = re.compile(r"(?:neoplasms?|carcinomas?)$", re.IGNORECASE)
_POSSESSIVE = re.compile(r"^(\w+?)(?:'s)? (disease|syndrome)$", re.IGNORECASE)
#: The number of a gene's copy: hsa-mir-125b-1, hsa-mir-16-2.
_LOCUS = re.compile(r"(?<=\d)-\d$|(?<=\d[a-z])-\d$")
_INITIAL = re.compile(r"\b[^\W_]")


@lru_cache(maxsize=1)
def _spellings() -> dict[str, tuple[frozenset[str], frozenset[str]]]:
    """The keys and the spellings of each concept of the term table, by its identifier."""
    keys: dict[str, set[str]] = defaultdict(set)
    texts: dict[str, set[str]] = defaultdict(set)
    for term in load():
        if term.id is not None and term.match not in ("never", "block"):
            keys[term.id].add(term.norm)
            texts[term.id].add(term.text)
    return {curie: (frozenset(keys[curie]), frozenset(texts[curie])) for curie in keys}


@lru_cache(maxsize=65536)
def keys_of(name: str, types: frozenset[str]) -> tuple[frozenset[str], frozenset[str]]:
    """The keys under which a text may name a concept, and its spellings, given one name and the types it may have.

    Inverted headings ("Carcinoma, Hepatocellular") are turned round, and "X Neoplasms" is also X cancer. Initials in
    capitals (ROS) are among the spellings.
    """
    variants = {name}
    parts = name.split(", ")
    if len(parts) > 1:
        variants |= {" ".join(reversed(parts)), " ".join([parts[-1], *parts[:-1]])}
    for variant in list(variants):
        if _NEOPLASM.search(variant):
            variants |= {_NEOPLASM.sub(word, variant) for word in _ALIKE}
        if possessive := _POSSESSIVE.match(variant):
            variants |= {f"{possessive[1]} {possessive[2]}", f"{possessive[1]}'s {possessive[2]}"}
    keys = {normalise(variant) for variant in variants}
    texts = set(variants)
    for variant in variants:
        for curie in _concepts(variant, types):
            more, spelled = _spellings()[curie]
            keys |= more
            texts |= spelled
    initials = "".join(_INITIAL.findall(name)).upper()
    if 2 <= len(initials) <= 5 and len(parts) == 1:
        texts.add(initials)
    return frozenset(keys - {""}), frozenset(texts)


def _concepts(name: str, types: frozenset[str]) -> set[str]:
    """The concepts that a name surely stands for: those whose own name it is, else the one whose synonym it is."""
    found = [term for term in load().look_up(name, types) if term.id in _spellings()] if types else []
    own = {term.id for term in found if term.status == "name" and term.id is not None}
    every = {term.id for term in found if term.id is not None}
    return own or (every if len(every) == 1 else set())


def keys_of_mirna(name: str) -> frozenset[str]:
    """The stems by which a text may name a microRNA gene: hsa-mir-125b-1 is miR-125b, and both its arms.

    >>> sorted(keys_of_mirna("hsa-mir-125b-1"))
    ['mir125b', 'mir125b1']
    """
    return frozenset(stem(normalise(one, "miRNA")) for one in (name, _LOCUS.sub("", name)))


class Places:
    """A text whose names can be looked up."""

    def __init__(self, text: str) -> None:
        self.text = text
        self._by_key: dict[str, list[tuple[int, int]]] = defaultdict(list)
        parts = words(text)
        for at in range(len(parts)):
            folded: list[str] = []
            for start, end, word in parts[at : at + _LONGEST]:
                if folded and not self._is_gap(parts[at + len(folded) - 1][1], start):
                    break
                begin = parts[at][0]
                if self._is_edge(begin, end):
                    for last in {fold(word), fold(singular(word))}:
                        self._by_key[squeeze([*folded, last])].append((begin, end))
                folded.append(fold(word))

    def find(self, keys: Iterable[str], spellings: Iterable[str] = ()) -> tuple[tuple[int, int], ...]:
        """Every place of one of the keys, longest first where they overlap, in the order of the text."""
        spelled = {re.sub(r"\W", "", spelling) for spelling in spellings}
        initials = {spelling for spelling in spelled if spelling.isupper() and len(spelling) <= _LONGEST_INITIALS}
        found = {place for key in keys for place in self._by_key.get(key, ()) if self._is_written(key, place, spelled)}
        for initial in initials:
            found |= {place for place in self._by_key.get(initial.lower(), ()) if self.text[slice(*place)] == initial}
        kept: list[tuple[int, int]] = []
        for start, end in sorted(found, key=lambda place: (place[0] - place[1], place[0])):
            if all(end <= other[0] or other[1] <= start for other in kept):
                kept.append((start, end))
        return tuple(sorted(kept))

    def find_mirna(self, keys: frozenset[str]) -> tuple[tuple[int, int], ...]:
        """Every mention of a microRNA of one of these stems, members of lists included."""
        return tuple((m.start, m.end) for m in mirna.find(self.text) if stem(m.name) in keys)

    def _is_written(self, key: str, place: tuple[int, int], spelled: set[str]) -> bool:
        """Whether the words may be the name for all their shortness."""
        written = self.text[slice(*place)]
        if len(key) <= _SHORT:
            return re.sub(r"\W", "", written) in spelled
        return len(key) > _SHORT + 1 or not written.islower() or written in spelled

    def _is_gap(self, end: int, start: int) -> bool:
        """Whether what stands between two stretches can be within a name."""
        between = self.text[end:start]
        return len(between) <= 2 and all(c in " -–/‐‑'’+" for c in between)

    def _is_edge(self, start: int, end: int) -> bool:
        """Whether a name may begin and end here: not within a word."""
        return not ((start and self.text[start - 1].isalnum()) or (end < len(self.text) and self.text[end].isalnum()))
