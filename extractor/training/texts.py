"""Plain texts for language-model adaptation, with every text that is evaluated on left out."""

from __future__ import annotations

import csv
import gzip
import lzma
import sys
import tarfile
from collections.abc import Callable, Iterator
from pathlib import Path

from extractor.training import corpora
from extractor.training.schema import DataError

__all__ = ["SOURCES", "abstract_texts", "texts"]

csv.field_size_limit(sys.maxsize)


def _screening(root: Path) -> Iterator[tuple[str, str]]:
    path = root / "ev-screening" / "screening_table_pathway_context_top40.csv.gz"
    with gzip.open(path, "rt", encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            if row["abstract"].strip():
                yield row["pmid"], f"{row['title'].strip()}\n\n{row['abstract'].strip()}"


def _mirna(root: Path) -> Iterator[tuple[str, str]]:
    path = root / "unlabelled" / "mirna_crc_pancreas_abstracts.tsv.xz"
    with lzma.open(path, "rt", encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file, delimiter="\t"):
            yield row["pmid"], f"{row['title'].strip()}\n\n{row['abstract'].strip()}"


def _hallmarks(root: Path) -> Iterator[tuple[str, str]]:
    with tarfile.open(root / "hallmarks-of-cancer" / "hoc.tar.gz") as archive:
        for member in archive:
            if member.isfile() and "text/" in member.name and member.name.endswith(".txt"):
                data = archive.extractfile(member)
                if data is not None:
                    yield Path(member.name).stem, data.read().decode("utf-8", "replace").replace("\n", " ")


def _corpus(name: str, *splits: str) -> Callable[[Path], Iterator[tuple[str, str]]]:
    def read(root: Path) -> Iterator[tuple[str, str]]:
        for split in splits:
            for example in corpora.load(name, root, split):
                yield example.id, example.text

    return read


#: Readers of (id, text) by source. Only parts for training and development are read.
SOURCES: dict[str, Callable[[Path], Iterator[tuple[str, str]]]] = {
    "ev-screening": _screening,
    "unlabelled-mirna": _mirna,
    "hallmarks-of-cancer": _hallmarks,
    "bionlp-st-2013-cg": _corpus("bionlp-st-2013-cg", "train", "dev"),
    "bionlp-st-2013-pc": _corpus("bionlp-st-2013-pc", "train", "dev"),
    "bioredirect": _corpus("bioredirect", "train"),
    "bel-conib": _corpus("bel-conib", "train"),
    "craft": _corpus("craft", "train"),
}


def texts(sources: list[str], root: Path, left_out: frozenset[str] = frozenset()) -> Iterator[tuple[str, str]]:
    """The texts of the sources with their ids, each text once; documents of ``left_out`` ids are never given.

    Raises
    ------
    DataError
        If a source is unknown or a file of it is missing or broken.
    """
    seen: set[str] = set()
    for name in sources:
        if name not in SOURCES:
            raise DataError(f"no source of texts {name!r}; choose from {', '.join(SOURCES)}")
        try:
            for identifier, text in SOURCES[name](root):
                bare = identifier.removeprefix("PMID-").removeprefix("PubMed-")
                if bare not in left_out and text not in seen:
                    seen.add(text)
                    yield identifier, text
        except (OSError, EOFError, KeyError, tarfile.TarError, lzma.LZMAError) as error:
            raise DataError(
                f"{name} in {root}: cannot be read ({error}); give the folder that holds the corpora"
            ) from None


def abstract_texts(root: Path) -> dict[str, str]:
    """The texts of the annotated abstracts by PMID: title, a blank line, abstract.

    Raises
    ------
    DataError
        If a table is missing or broken.
    """
    try:
        return dict(_mirna(root)) | dict(_screening(root))
    except (OSError, EOFError, KeyError, lzma.LZMAError) as error:
        raise DataError(
            f"{root}: the abstracts cannot be read ({error}); give the folder that holds the corpora"
        ) from None
