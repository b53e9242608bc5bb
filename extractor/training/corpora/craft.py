"""CRAFT: 97 full-text articles on mouse biology with the concepts of nine ontologies.

A biological process is a ``pathway`` where the project's term table knows it as one (gene expression, mating and the
like are none), and a ``phenotype`` where it knows it as a bare outcome.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path, PurePosixPath

from extractor.mentions.terms import load
from extractor.training.corpora.archive import Drops, lines, members, require_split, text_of
from extractor.training.corpora.kinds import disease_type, gene_type
from extractor.training.corpora.licences import LICENCES
from extractor.training.schema import DataError, Example, Span

__all__ = ["SPLITS", "examples"]

NAME = "craft"
SPLITS = ("train", "dev", "test")
_KINDS = {"CL": "cell", "CHEBI": "chemical"}
_BY_NAME = {"PR": gene_type, "MONDO": disease_type}
#: Extracellular vesicles and their kinds; other vesicles are parts of a cell.
_VESICLES = frozenset({"GO:0070062", "GO:1903561", "GO:0065010", "GO:0043230"})
_COLUMNS = ["ontology", "pmid", "spans", "concept_id", "label", "text"]


def examples(folder: Path, split: str, drops: Drops | None = None) -> Iterator[Example]:
    """The articles of one split of the CRAFT shared task.

    Raises
    ------
    DataError
        If a file is broken, or there is no such split.
    """
    require_split(NAME, split, SPLITS)
    drops = Drops() if drops is None else drops
    archive, table = folder / "craft-articles.tar.gz", folder / "craft-concepts.tsv.gz"
    wanted: set[str] = set()
    for name, data in members(archive, "ids/", (f"craft-ids-{split}.txt",)):
        wanted |= set(text_of(data, f"{archive}: {name}").split())
    if not wanted:
        raise DataError(f"{archive}: holds no ids/craft-ids-{split}.txt; fetch the whole archive")
    concepts = _concepts(table, wanted)
    for name, data in members(archive, "txt/", (".txt",)):
        pmid = PurePosixPath(name).stem
        if pmid in wanted:
            text = text_of(data, f"{archive}: {name}")
            yield Example(
                id=pmid,
                corpus=NAME,
                licence=LICENCES[NAME].name,
                split=split,
                text=text,
                spans=tuple(sorted(set(_spans(concepts[pmid], text, drops)))),
                labelled=frozenset({"mentions"}),
                marked=frozenset({"protein", "cell", "chemical", "disease", "cancer"}),
            )


def _concepts(table: Path, wanted: set[str]) -> dict[str, list[tuple[str, str, str, str]]]:
    """Ontology, offsets, concept and words of each annotation, by article."""
    found: dict[str, list[tuple[str, str, str, str]]] = defaultdict(list)
    for number, line in lines(table):
        columns = line.split("\t")
        if len(columns) != len(_COLUMNS) or (number == 1) != (columns == _COLUMNS):
            raise DataError(f"{table}:{number}: not the table of CRAFT's concepts ({line[:60]!r}); mend it")
        ontology, pmid, places, concept, _, words = columns
        if number > 1 and pmid in wanted:
            found[pmid].append((ontology, places, concept, words))
    return found


def _spans(concepts: list[tuple[str, str, str, str]], text: str, drops: Drops) -> Iterator[Span]:
    for ontology, places, concept, words in concepts:
        start, dash, end = places.partition("-")
        if ";" in places:
            drops["mention in several pieces"] += 1
        elif not (dash and start.isdecimal() and end.isdecimal()) or text[int(start) : int(end)] != words or not words:
            drops["mention not at its offsets"] += 1
        else:
            kind = _BY_NAME[ontology](words) if ontology in _BY_NAME else _kind(ontology, concept)
            yield Span(int(start), int(end), kind, concept)


def _kind(ontology: str, concept: str) -> str:
    if ontology == "GO_BP":
        return _processes().get(concept.lower(), "other")
    if concept in _VESICLES:
        return "exosome"
    return _KINDS.get(ontology, "other")


@lru_cache(maxsize=1)
def _processes() -> dict[str, str]:
    """Span type of each process that the term table knows, by its identifier."""
    return {
        term.id: "phenotype" if term.flag == "outcome_only" else "pathway"
        for term in load()
        if term.type == "pathway" and term.id is not None and term.match != "never"
    }
