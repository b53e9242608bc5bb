"""Plain texts for language-model adaptation, with every text that is evaluated on left out."""

from __future__ import annotations

import csv
import gzip
import json
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


def _medical(root: Path) -> Iterator[tuple[str, str]]:
    path = root / "unlabelled" / "medical_abstracts_tc_test.tsv.xz"
    with lzma.open(path, "rt", encoding="utf-8", newline="") as file:
        for number, row in enumerate(csv.DictReader(file, delimiter="\t")):
            yield f"medical-{number}", row["text"].strip()


def _trials(file_name: str) -> Callable[[Path], Iterator[tuple[str, str]]]:
    def read(root: Path) -> Iterator[tuple[str, str]]:
        with lzma.open(root / "unlabelled" / file_name, "rt", encoding="utf-8") as file:
            for line in file:
                row = json.loads(line)
                yield row["pmcid"], row.get("text") or f"{row['title']}\n\n{row['abstract']}"

    return read


def _archive(name: str) -> Callable[[Path], Iterator[tuple[str, str]]]:
    """All texts of a shared task's archive, its unannotated ones among them."""

    def read(root: Path) -> Iterator[tuple[str, str]]:
        with tarfile.open(root / name / f"{name}.tar.gz") as archive:
            for member in archive:
                if member.isfile() and member.name.endswith(".txt"):
                    data = archive.extractfile(member)
                    if data is not None:
                        yield Path(member.name).stem, data.read().decode("utf-8", "replace")

    return read


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
    "anatem": _corpus("anatem", "train"),
    "bc2gm": _corpus("bc2gm", "train"),
    "bionlp-st-2011-epi": _archive("bionlp-st-2011-epi"),
    "bionlp-st-2011-id": _archive("bionlp-st-2011-id"),
    "bionlp-st-2013-ge": _archive("bionlp-st-2013-ge"),
    "unlabelled-medical": _medical,
    "unlabelled-trials": _trials("rct_abstracts.jsonl.xz"),
    "unlabelled-trials-full": _trials("rct_cancer_molecular_fulltext.jsonl.xz"),
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
        except (OSError, EOFError, KeyError, ValueError, tarfile.TarError, lzma.LZMAError) as error:
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
