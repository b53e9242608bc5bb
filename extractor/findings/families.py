"""Which protein belongs to which family or complex, from FamPlex."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

__all__ = ["above"]

_FAMILIES = Path(__file__).parent.parent / "data" / "families.parquet"


@lru_cache(maxsize=1)
def _parents() -> dict[str, tuple[str, ...]]:
    import pyarrow.parquet as pq

    found: dict[str, list[str]] = {}
    for row in pq.read_table(_FAMILIES).to_pylist():
        found.setdefault(row["member"], []).append(row["family"])
    return {member: tuple(sorted(families)) for member, families in found.items()}


@lru_cache(maxsize=65536)
def above(curie: str) -> tuple[str, ...]:
    """The families and complexes that a protein or family is in, at any remove, sorted: hgnc:391 is in fplx:AKT."""
    found: set[str] = set()
    todo = [curie]
    while todo:
        for family in _parents().get(todo.pop(), ()):
            if family not in found:
                found.add(family)
                todo.append(family)
    return tuple(sorted(found))
