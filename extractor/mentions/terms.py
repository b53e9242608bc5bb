"""The term table: names of genes, pathways, cancers, cells and the rest, with their identifiers.

The table ships in extractor/data (see SOURCES.md beside it) and is compiled by scripts/build_terms.py. Its rows are
sorted by key, so that a look-up is a bisection and a row becomes a :class:`Term` only when asked for.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from extractor.mentions.normal import normalise

if TYPE_CHECKING:
    import pyarrow as pa

__all__ = ["DATA", "Term", "TermTable", "load"]

#: The table that the package ships.
DATA = Path(__file__).resolve().parent.parent / "data" / "terms.parquet"

_COLUMNS = ["norm", "text", "db", "id", "name", "type", "status", "source", "match", "flag"]
#: Columns whose values repeat, and are kept once.
_REPEATED = ["db", "id", "name", "type", "status", "source", "match", "flag"]
#: One cell line or cancer stands in several databases; the first choice of each type.
_LEADS = {"cell": "efo", "cancer": "mondo"}
_STATUS_RANK = {"name": 1, "synonym": 2, "previous": 3}


@dataclass(frozen=True, slots=True)
class Term:
    """One spelling of one concept.

    ``id`` is a CURIE in Bioregistry spelling or None where no concept is exactly this one; ``name`` is the preferred
    name. ``status`` is name, synonym or previous. ``match`` says where a reader of text may take the spelling for the
    concept: ``free`` in any case, ``case`` as written, ``defined`` only where the document defines or otherwise names
    it, ``exact`` only as written, ``never`` nowhere, and ``block`` marks a phrase in which no name is to be found
    (plasma membrane). ``flag`` is ``outcome_only`` for processes that are mere outcomes (proliferation).
    """

    norm: str
    text: str
    db: str
    id: str | None
    name: str
    type: str
    status: str
    source: str
    match: str
    flag: str

    @property
    def rank(self) -> int:
        """Standing among the terms of one spelling, 0 the best: curated, then name, synonym, previous symbol.

        The name of a miRBase hairpin stands below that of its gene, so that one identifier leads.
        """
        if self.source == "exocargo":
            return 0
        return 2 if self.source == "mirbase" else _STATUS_RANK.get(self.status, 4)


class TermTable:
    """The terms by key."""

    def __init__(self, table: pa.Table) -> None:
        """Take a table with the columns of scripts/build_terms.py, sorted by ``norm``."""
        self._columns = {name: table.column(name).combine_chunks() for name in _COLUMNS}
        self._keys: list[str] = table.column("norm").to_pylist()
        self._first: dict[str, int] = {}
        for row in range(len(self._keys) - 1, -1, -1):
            self._first[self._keys[row]] = row
        self._cache: dict[str, tuple[Term, ...]] = {}

    def __len__(self) -> int:
        return len(self._keys)

    def __iter__(self) -> Iterator[Term]:
        return (term for key in self._first for term in self.by_key(key))

    def __contains__(self, key: object) -> bool:
        return key in self._first

    def begins(self, prefix: str) -> bool:
        """Whether some key begins so."""
        at = bisect_left(self._keys, prefix)
        return at < len(self._keys) and self._keys[at].startswith(prefix)

    def by_key(self, key: str) -> tuple[Term, ...]:
        """The terms with exactly this key, the best first."""
        known = self._cache.get(key)
        if known is None:
            first = self._first.get(key)
            if first is None:
                return ()
            last = first
            while last < len(self._keys) and self._keys[last] == key:
                last += 1
            known = tuple(sorted((self._term(row) for row in range(first, last)), key=lambda term: term.rank))
            self._cache[key] = known
        return known

    def look_up(self, text: str, types: Collection[str] | None = None) -> tuple[Term, ...]:
        """The terms that a name may stand for, of the given types or of any, the best first."""
        wanted = None if types is None else frozenset(types)
        keys = {normalise(text, type_): None for type_ in (sorted(wanted) if wanted else (None,))}
        if wanted is None:
            keys[normalise(text, "pathway")] = None
        found = (
            term
            for key in keys
            for term in self.by_key(key)
            if term.match != "block" and (wanted is None or term.type in wanted)
        )
        return tuple(sorted(dict.fromkeys(found), key=lambda term: term.rank))

    def best(self, text: str, type: str) -> Term | None:
        """The one concept of this type that the name stands for; None where there is none or several equal ones.

        A spelling as written beats one that differs in case or hyphens.
        """
        found = self.look_up(text, {type})
        if not found:
            return None
        exact = [term for term in found if term.text == text]
        for group in (exact, list(found)):
            top = _preferred([term for term in group if term.rank == group[0].rank], type)
            if top and len({term.id or term.name for term in top}) == 1:
                return top[0]
            if top:
                return None
        return None

    def canonical(self, text: str, type: str) -> str:
        """What two names of one concept share: its CURIE, else the key of its preferred name, else their own key."""
        term = self.best(text, type)
        if term is None:
            return normalise(text, type)
        return term.id or normalise(term.name, type)

    def _term(self, row: int) -> Term:
        fields: dict[str, str] = {name: column[row].as_py() for name, column in self._columns.items()}
        curie = fields.pop("id") or None
        return Term(id=curie, **fields)


def _preferred(terms: list[Term], type: str) -> list[Term]:
    """Of terms that stand equal those of the database that leads for their type, if any is of it."""
    leading = _LEADS.get(type)
    return [term for term in terms if term.id is not None and term.id.startswith(f"{leading}:")] or terms


@lru_cache(maxsize=4)
def load(path: Path | None = None) -> TermTable:
    """The term table, read once a process; ``path`` for another than the shipped one.

    Raises
    ------
    ValueError
        If the file is missing or is no term table.
    """
    import pyarrow as pa
    import pyarrow.parquet as pq

    path = path or DATA
    try:
        absent = sorted(set(_COLUMNS) - set(pq.read_schema(path).names))
        if absent:
            raise ValueError(f"{path}: lacks the columns {', '.join(absent)} of a term table")
        with pq.ParquetFile(path, read_dictionary=_REPEATED) as file:
            table = file.read(columns=_COLUMNS, use_threads=False)
    except (OSError, pa.ArrowInvalid) as error:
        raise ValueError(
            f"{path}: not a readable term table ({error}); compile it with scripts/build_terms.py"
        ) from error
    return TermTable(table)
