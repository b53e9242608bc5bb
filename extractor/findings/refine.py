"""Which finding says more than which: it fills a slot that the other leaves empty, or names a member of its family.

Empty slots are no wildcards, so that findings are linked here and never collapsed.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from itertools import product

from extractor.findings.families import above
from extractor.findings.names import curie_of, hairpin_of

__all__ = ["Key", "refined"]

#: Cargo, target, pathway (keys of :class:`~extractor.findings.names.Names`), cargo type, effect.
Key = tuple[str | None, str | None, str | None, str, str]

_UNSTATED = "not_stated"


@lru_cache(maxsize=1 << 16)
def _wider(key: str | None) -> tuple[str | None, ...]:
    """The thing itself and what it is a part of: a family, the hairpin of an arm, or nothing named."""
    if key is None:
        return (None,)
    hairpin = hairpin_of(key)
    curie = curie_of(key)
    return (key, *([hairpin] if hairpin else []), *(above(curie) if curie else ()), None)


def refined(key: Key, known: Mapping[Key, str]) -> list[str]:
    """The ids in ``known`` of the findings that ``key`` says more than, sorted."""
    cargo, target, pathway, kind, effect = key
    cargos = [name for name in _wider(cargo) if name is not None] if cargo is not None else [None]
    effects = [effect] if effect == _UNSTATED else [effect, _UNSTATED]
    found = set()
    for c, t, p, e in product(cargos, _wider(target), _wider(pathway), effects):
        other: Key = (c, t, p, kind, e)
        if other != key and other in known:
            found.add(known[other])
    return sorted(found)
