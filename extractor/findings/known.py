"""What other databases know already: pairs of microRNA and target, and cargo seen in vesicles, from tables users have.

Pairs come from miRTarBase or TarBase, cargo from ExoCarta or Vesiclepedia, as those databases give them out (CSV or
tab-separated, plain or gzipped). They are not shipped: each has its own licence. Columns are known by their titles;
rows of other species than human, and rows in which the database denies the pair, are passed over.
"""

from __future__ import annotations

import csv
import gzip
import zlib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any

from extractor.findings.table import TableError
from extractor.grounding import ground
from extractor.mentions.mirna_names import arm, canonical, stem
from extractor.mentions.normal import normalise

__all__ = ["Known", "read_known"]

_MIRNA = ("mirna", "mirna name", "mirna id", "mature mirna", "mirna symbol")
_GENE = ("target gene", "genename", "gene name", "gene symbol", "target")
_SPECIES = ("species", "species mirna", "species target gene", "organism")
_KIND = ("content type",)
_HUMAN = frozenset({"homo sapiens", "human", "hsa", "9606"})
#: Columns in which a database denies what the row names, with the word that does: TarBase's and miRTarBase's.
_DENIALS = {"positive negative": "negative", "support type": "non-functional"}
#: More bytes of text than any of these databases has; a gzip bomb ends here.
_MOST = 4 << 30
_LONGEST = 1_000_000


@dataclass(slots=True)
class _Table:
    """A table's name, and what it knows: by key the arms (of microRNAs) or kinds (of cargo) it is known with."""

    name: str
    entries: dict[tuple[str, ...], set[str | None]] = field(default_factory=dict)

    def add(self, key: tuple[str, ...], what: str | None) -> None:
        self.entries.setdefault(key, set()).add(what)

    def has(self, key: tuple[str, ...], what: str | None) -> bool:
        """Whether the table knows this; one that says no arm or kind agrees with any."""
        found = self.entries.get(key)
        return found is not None and (what is None or what in found or None in found)


@dataclass(frozen=True, slots=True)
class Known:
    """Tables of pairs and of vesicle cargo; see :meth:`mark`."""

    pairs: Sequence[_Table] = ()
    cargo: Sequence[_Table] = ()

    def mark(self, findings: Iterable[dict[str, Any]]) -> None:
        """Set ``known_pair`` and ``known_cargo`` of findings: the names of the tables that have it, sorted.

        A slot stays None where no such table was given, or where the finding names no pair or no cargo.
        """
        for finding in findings:
            molecule = _cargo_key(finding)
            if molecule is None:
                continue
            key, side = molecule
            kind = None if finding["cargo_type"] == "miRNA" else str(finding["cargo_type"]).lower()
            if self.cargo:
                what = side or kind
                finding["known_cargo"] = sorted(table.name for table in self.cargo if table.has((key,), what))
            if self.pairs and finding["cargo_type"] == "miRNA" and finding["target_name"]:
                pair = (key, _gene_key(finding["target_name"], finding["target_id"]))
                finding["known_pair"] = sorted(table.name for table in self.pairs if table.has(pair, side))


def _cargo_key(finding: Mapping[str, Any]) -> tuple[str, str | None] | None:
    """The key of a named cargo and its arm; None for cargo known by its class alone."""
    name, identifier = finding["cargo_name"], finding["cargo_id"]
    if finding["cargo_type"] == "miRNA":
        return _mirna_key(name)
    return (_gene_key(name, identifier), None) if identifier or name != finding["cargo_type"] else None


@lru_cache(maxsize=1 << 16)
def _mirna_key(name: str) -> tuple[str, str | None] | None:
    spelled = canonical(name)
    return (stem(spelled), arm(spelled)) if spelled else None


@lru_cache(maxsize=1 << 16)
def _gene_key(name: str, identifier: str | None) -> str:
    """The identifier of a gene, else its normalised name."""
    found = identifier or ground(name, "protein")["id"] or ground(name, "lncrna")["id"]
    return found or normalise(name, "protein")


def read_known(pairs: Iterable[Path] = (), cargo: Iterable[Path] = ()) -> Known:
    """Read tables of miRNA-target pairs and of vesicle cargo.

    Raises
    ------
    TableError
        If a file cannot be read, or has no columns for what it is given for; the message names it and the remedy.
    """
    return Known([_read(path, _add_pair) for path in pairs], [_read(path, _add_cargo) for path in cargo])


Row = Mapping[str, str]


def _add_pair(table: _Table, row: Row) -> None:
    molecule = _mirna_key(_first(row, _MIRNA))
    gene = _first(row, _GENE)
    if molecule and gene:
        table.add((molecule[0], _gene_key(gene, None)), molecule[1])


def _add_cargo(table: _Table, row: Row) -> None:
    molecule = _mirna_key(_first(row, _MIRNA))
    gene = _first(row, _GENE)
    if molecule:
        table.add((molecule[0],), molecule[1])
    elif gene:
        table.add((_gene_key(gene, None),), _first(row, _KIND).lower() or None)


_NEEDED: dict[Callable[[_Table, Row], None], tuple[str, Callable[[frozenset[str]], bool]]] = {
    _add_pair: (
        "no columns of microRNAs and target genes; give miRTarBase's or TarBase's table as CSV or TSV",
        lambda titles: not titles.isdisjoint(_MIRNA) and not titles.isdisjoint(_GENE),
    ),
    _add_cargo: (
        "no column of gene symbols or microRNAs; give ExoCarta's or Vesiclepedia's table as CSV or TSV",
        lambda titles: not titles.isdisjoint(_MIRNA) or not titles.isdisjoint(_GENE),
    ),
}


def _read(path: Path, add: Callable[[_Table, Row], None]) -> _Table:
    words, has_all = _NEEDED[add]
    table = _Table(path.name.removesuffix(".gz").rpartition(".")[0] or path.name)
    try:
        with path.open("rb") as file:
            packed = file.read(2) == b"\x1f\x8b"
        with gzip.open(path, "rb") if packed else path.open("rb") as file:
            lines = _lines(file)
            first = next(lines, "")
            delimiter = max("\t,;", key=first.count)
            titles = [_title(cell) for cell in next(csv.reader([first], delimiter=delimiter), [])]
            if not has_all(frozenset(titles)):
                raise TableError(f"{path}: {words}")
            for cells in csv.reader(lines, delimiter=delimiter):
                row = {title: cell.strip() for title, cell in zip(titles, cells, strict=False)}
                if _counts(row):
                    add(table, row)
    except (OSError, EOFError, zlib.error, csv.Error) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise TableError(f"{path}: cannot be read ({reason}); give a table as CSV or TSV") from None
    return table


def _lines(file: Any) -> Iterator[str]:
    left = _MOST
    while line := file.readline(_LONGEST):
        left -= len(line)
        if left < 0 or len(line) == _LONGEST:
            raise csv.Error("more than 4 GiB of text" if left < 0 else "a line of more than a million bytes")
        yield line.decode("utf-8-sig", "replace")


def _title(cell: str) -> str:
    """A column's title without what authors of tables set at will: case, brackets, underscores."""
    return " ".join("".join(c if c.isalnum() else " " for c in cell.casefold()).split())


def _first(row: Row, titles: Sequence[str]) -> str:
    return next((row[title] for title in titles if row.get(title)), "")


def _counts(row: Row) -> bool:
    """Whether a row is about human molecules, as far as it says, and does not deny what it names."""
    species = [row[title].casefold() for title in _SPECIES if row.get(title)]
    prefix, mark, _ = _first(row, _MIRNA).partition("-")
    foreign = bool(mark) and len(prefix) == 3 and prefix.casefold() not in {"hsa", "mir", "let"}
    denied = any(word in row.get(title, "").casefold() for title, word in _DENIALS.items())
    return not denied and not foreign and (not species or any(name in _HUMAN for name in species))
