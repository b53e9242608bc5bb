"""What the names in tuples stand for: one key a thing, by identifier where there is one, else by normalised name."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import Any

from extractor.evidence import SLOTS
from extractor.mentions.mirna_names import arm, canonical
from extractor.mentions.normal import normalise

__all__ = ["Names", "arm_of", "curie_of", "hairpin_of", "most_seen"]

#: Between a microRNA gene's identifier and the arm in a key; no CURIE holds it.
_ARM = " arm "
_normalise = lru_cache(maxsize=1 << 16)(normalise)


class Names:
    """One key a thing: names that occur with the same CURIE anywhere in the input are the same thing."""

    def __init__(self, rows: Iterable[Mapping[str, Any]]) -> None:
        by_name: dict[tuple[str, str], set[str]] = {}
        self._spellings: defaultdict[str, Counter[str]] = defaultdict(Counter)
        for row in rows:
            for slot in SLOTS:
                if row.get(slot) and row.get(f"{slot}_id"):
                    by_name.setdefault(self._name(row, slot), set()).add(row[f"{slot}_id"])
        # A name seen with two CURIEs is ambiguous: it stays a name where no CURIE is given.
        self.curies = {name: next(iter(ids)) for name, ids in by_name.items() if len(ids) == 1}

    @staticmethod
    def _name(row: Mapping[str, Any], slot: str) -> tuple[str, str]:
        kind = row.get("cargo_type") if slot == "cargo" else slot
        return slot if slot == "pathway" else "molecule", _normalise(
            row[slot], "pathway" if slot == "pathway" else kind
        )

    def key(self, row: Mapping[str, Any], slot: str) -> str | None:
        """The key of the name in a slot; of a cargo without name that of its class; None for another empty slot."""
        text = row.get(slot)
        if not text:
            if slot != "cargo":
                return None
            text = row["cargo_type"]
            key = f"class:{text}"
        else:
            name = self._name(row, slot)
            curie = row.get(f"{slot}_id") or self.curies.get(name)
            # Both arms of a hairpin have its gene's identifier, and are two molecules.
            side = arm_of(text) if curie else None
            key = f"{curie}{_ARM}{side}" if side else curie or f"text:{name[1]}"
        self._spellings[key][text] += 1
        return key

    def labels(self) -> dict[str | None, str | None]:
        """How the names with the keys given so far are written: the spelling seen most often."""
        return {None: None} | {key: most_seen(seen) for key, seen in self._spellings.items()}


def most_seen(spellings: Mapping[str, int]) -> str:
    """The spelling with the highest count; of equals the first in the alphabet."""
    if len(spellings) == 1:
        return next(iter(spellings))
    return min(spellings.items(), key=lambda item: (-item[1], item[0]))[0]


def curie_of(key: str | None) -> str | None:
    """The identifier in a key, if it holds one."""
    return None if key is None or key.startswith(("text:", "class:")) else key.partition(_ARM)[0]


def hairpin_of(key: str) -> str | None:
    """The key of the microRNA without its arm; None if the key has no arm."""
    gene, mark, _ = key.partition(_ARM)
    return gene if mark else None


@lru_cache(maxsize=1 << 16)
def arm_of(text: str | None) -> str | None:
    """The arm that a microRNA's name states: 5p, 3p or None."""
    name = canonical(text) if text else None
    return arm(name) if name else None
