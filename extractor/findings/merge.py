"""Merging: tuples that say the same become one finding, whatever the order in which they come.

Two tuples are the same finding if cargo, target, pathway and effect agree: by CURIE where both carry one, else by
normalised name. A direction that is stated outweighs one that is not; directions or effects that contradict each
other are counted and flagged, and both rows are kept. Papers are counted, not documents or sentences; a review adds to
belief only where no primary paper says the thing, and a retracted paper adds nothing.
"""

from __future__ import annotations

import gc
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import cache, lru_cache
from heapq import nsmallest
from operator import itemgetter
from typing import Any

from extractor.evidence import SLOTS, digest, evidence_id
from extractor.findings.belief import belief, vote
from extractor.findings.conflict import AGAINST, MOST_RIVALS, Conflict, Context, Told, compare
from extractor.findings.names import Names, arm_of, curie_of, most_seen
from extractor.findings.paper import Paper, papers
from extractor.findings.refine import Key, refined
from extractor.mentions.mention import CARGO_CLASSES
from extractor.mentions.normal import normalise

__all__ = ["distinct", "merge", "tabulate"]

_OPPOSITE = {"increases": "decreases", "decreases": "increases"}
_NO_CONFLICT = Conflict()
_first = itemgetter(0)
#: ``evidence_id`` to whether a curator found the row right.
Verdicts = Mapping[str, bool]


def _direction(values: Iterable[str | None]) -> tuple[str | None, bool]:
    """The direction most often stated, and whether its opposite is stated too."""
    values = tuple(values)
    if len(values) == 1:
        return (values[0] if values[0] is None or values[0] in _OPPOSITE else "unspecified"), False
    stated = Counter(value for value in values if value is not None)
    signed = {value: count for value, count in stated.items() if value in _OPPOSITE}
    if not signed:
        return ("unspecified" if stated else None), False
    best = min(signed.items(), key=lambda item: (-item[1], item[0]))
    contradicted = _OPPOSITE[best[0]] in signed
    tied = contradicted and signed[_OPPOSITE[best[0]]] == best[1]
    return ("unspecified" if tied else best[0]), contradicted


def _rank(row: Mapping[str, Any]) -> tuple[float, str]:
    """Which of two readings of the same evidence is kept: the surer one, else the first by its canonical form."""
    return float(row.get("confidence") or 0.0), digest(row)


def _question(key: tuple[str | None, ...]) -> tuple[str | None, ...]:
    """What findings must share to contradict each other: the cargo, or all slots where it has no name."""
    cargo, _, _, cargo_type = key
    return key if cargo is None or cargo.startswith("class:") else (cargo, cargo_type)


def _cancers(rows: Sequence[Mapping[str, Any]]) -> list[str]:
    """The cancers of a finding, each once, under the spelling seen most often."""
    if len(rows) == 1:
        return [rows[0]["cancer"]] if rows[0].get("cancer") else []
    spellings: dict[str, Counter[str]] = {}
    for row in rows:
        if row.get("cancer"):
            key = row.get("cancer_id") or normalise(row["cancer"], "cancer")
            spellings.setdefault(key, Counter())[row["cancer"]] += 1
    return sorted(most_seen(seen) for seen in spellings.values())


def _said(row: Mapping[str, Any]) -> tuple[str | None, ...]:
    """What a row says of its context: for each of cancer, donor and manipulation a key and a spelling."""
    cancer, donor, manipulation = row.get("cancer"), row.get("source"), row.get("manipulation")
    shown = manipulation if manipulation != "native" else None
    return row.get("cancer_id"), cancer, donor and str(donor), shown and str(shown)


@lru_cache(maxsize=1 << 16)
def _context(said: frozenset[tuple[str | None, ...]]) -> Context:
    """Cancer, donor cells and manipulation, as far as rows state them; one object for all findings made in the same."""
    cancers: dict[str, str] = {}
    donors: dict[str, str] = {}
    manipulations: dict[str, str] = {}
    for cancer_id, cancer, donor, manipulation in said:
        told = (
            (cancers, cancer_id or (cancer and normalise(cancer, "cancer")), cancer),
            (donors, donor and donor.casefold(), donor),
            (manipulations, manipulation, manipulation),
        )
        for found, key, spelling in told:
            if key:
                text = spelling or key
                found[key] = min(text, found.get(key, text))
    return Context((Told.of(cancers), Told.of(donors), Told.of(manipulations)))


def _votes(rows: Sequence[tuple[str, Mapping[str, Any]]], of: Mapping[str, Paper], verdicts: Verdicts) -> list[float]:
    """One probability a paper: that of its surest row. Retracted papers and rejected rows have none; all reviews
    together have one, and only where there is no primary paper."""
    if not rows:
        return []
    best: dict[str, float] = {}
    reviews: dict[str, float] = {}
    for evidence, row in rows:
        paper = of[row["doc_id"]]
        sure = vote(row, paper.is_retracted, verdicts.get(evidence))
        if sure is not None:
            kind = reviews if paper.is_review else best
            kind[paper.id] = max(kind.get(paper.id, 0.0), sure)
    return sorted(best.values()) or sorted(reviews.values())[-1:]


def _status(evidence: Iterable[str], verdicts: Verdicts) -> str | None:
    """Accepted where a curator found a row right, rejected where all rows were found wrong."""
    if not verdicts:
        return None
    told = [verdicts.get(key) for key in evidence]
    if any(told):
        return "accepted"
    return "rejected" if told and all(verdict is False for verdict in told) else None


@contextmanager
def _collector_off() -> Iterator[None]:
    """Python's cycle collector off: a million rows hold no cycles, and looking for them takes as long as merging."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


@_collector_off()
def distinct(rows: Iterable[Mapping[str, Any]]) -> dict[str, Mapping[str, Any]]:
    """Rows by their ``evidence_id``; of two readings of the same evidence the surer one."""
    found: dict[str, Mapping[str, Any]] = {}
    for row in rows:
        evidence = evidence_id(row)
        kept = found.get(evidence)
        if kept is None or _rank(row) > _rank(kept):
            found[evidence] = row
    return found


def merge(
    rows: Iterable[Mapping[str, Any]],
    documents: Mapping[str, Mapping[str, Any]] | None = None,
    verdicts: Verdicts | None = None,
) -> list[dict[str, Any]]:
    """The findings table of ``tuples.jsonl`` rows: one row a distinct (cargo, target, pathway, effect).

    Parameters
    ----------
    documents:
        Rows of documents.parquet by ``doc_id``: which documents are one paper, which are reviews, which are retracted.
        Without them a document is a paper, known by its id.
    verdicts:
        What curators said of evidence, by ``evidence_id``: right or wrong. It outranks the model.

    The result does not depend on the order of the rows nor on repeats of them. Rows are sorted by the number of
    papers, named cargo first, then by the number of mentions, then by cargo, target and pathway.
    """
    return tabulate(distinct(rows), documents or {}, verdicts or {})


@_collector_off()
def tabulate(
    evidence: Mapping[str, Mapping[str, Any]], documents: Mapping[str, Mapping[str, Any]], verdicts: Verdicts
) -> list[dict[str, Any]]:
    """:func:`merge` for rows that :func:`distinct` gave."""
    ordered = sorted(evidence.items(), key=_first)
    names = Names(row for _, row in ordered)
    of = papers({row["doc_id"] for _, row in ordered}, documents)
    members: dict[Key, list[tuple[str, Mapping[str, Any]]]] = {}
    for item in ordered:
        row = item[1]
        cargo, target, pathway = (names.key(row, slot) for slot in SLOTS)
        members.setdefault((cargo, target, pathway, row["cargo_type"], row["effect"]), []).append(item)
    labels = names.labels()
    ids = {key: digest("finding", key[0], key[3], key[1], key[2], key[4]) for key in members}
    contexts = {
        key: _context(frozenset(_said(row) for _, row in told)) for key, told in members.items() if key[4] in AGAINST
    }
    # What a cargo does to radiosensitivity is one question, whatever target or pathway a paper names with it.
    # Vesicles as such are many things: there the question is that of the group.
    claims: dict[tuple[str | None, ...], dict[str, list[Key]]] = {}
    for key in contexts:
        claims.setdefault(_question(key[:4]), {}).setdefault(key[4], []).append(key)

    # All findings of one effect have the same rivals; else a cargo with a thousand targets would cost a million steps.
    @cache
    def side(question: tuple[str | None, ...], effect: str) -> tuple[list[tuple[str, Context]], set[str]]:
        keys = claims.get(question, {}).get(effect, ())
        named = nsmallest(MOST_RIVALS, ((ids[key], contexts[key]) for key in keys), key=_first)
        return named, {of[row["doc_id"]].id for key in keys for _, row in members[key]}

    @cache
    def rivals(question: tuple[str | None, ...], effect: str) -> tuple[list[tuple[str, Context]], int]:
        sides = [side(question, opposite) for opposite in AGAINST.get(effect, ())]
        named = sorted((item for items, _ in sides for item in items), key=_first)[:MOST_RIVALS]
        return named, len(set().union(*(read for _, read in sides)))

    @cache
    def conflict_of(question: tuple[str | None, ...], effect: str, context: Context) -> Conflict:
        return compare(context, rivals(question, effect)[0])

    findings = []
    for key, told in members.items():
        cargo, target, pathway, cargo_type, effect = key
        said = [row for _, row in told]
        question = _question(key[:4])
        against, opposed = rivals(question, effect)
        conflict = conflict_of(question, effect, contexts[key]) if against else _NO_CONFLICT
        target_direction, target_conflict = _direction(row.get("target_direction") for row in said)
        pathway_direction, pathway_conflict = _direction(row.get("pathway_direction") for row in said)
        read = {of[row["doc_id"]].id: of[row["doc_id"]] for row in said}
        # "No effect" is what such a row says, not a denial of it.
        sides: tuple[list[tuple[str, Mapping[str, Any]]], ...] = ([], [])
        for item in told:
            sides[bool(item[1].get("negated") and effect != "no_effect")].append(item)
        stated, denied = sides
        findings.append(
            {
                "finding_id": ids[key],
                "group_id": digest("group", cargo, cargo_type, target, pathway),
                "cargo_id": curie_of(cargo),
                "cargo_name": labels[cargo],
                "cargo_type": cargo_type,
                "cargo_arm": arm_of(labels[cargo]) if cargo_type == "miRNA" else None,
                "target_id": curie_of(target),
                "target_name": labels[target],
                "target_direction": target_direction,
                "pathway_id": curie_of(pathway),
                "pathway_name": labels[pathway],
                "pathway_direction": pathway_direction,
                "effect": effect,
                "finding_type": sorted({kind for row in said for kind in row.get("finding_type") or []}),
                "cancers": _cancers(said),
                "n_documents": len(read),
                "n_mentions": len(told),
                "n_contradicting": opposed,
                "conflict": bool(against) or target_conflict or pathway_conflict,
                "belief": belief(_votes(stated, of, verdicts), _votes(denied, of, verdicts)),
                "documents": sorted({row["doc_id"] for row in said}),
                "evidence_ids": sorted(name for name, _ in told),
                "vesicular": any(row.get("vesicular", True) for row in said),
                "hedged": all(row.get("hedged", False) for row in said),
                "papers": sorted(read),
                "n_primary": sum(not paper.is_review for paper in read.values()),
                "n_retracted": sum(paper.is_retracted for paper in read.values()),
                "years": sorted({str(paper.year) for paper in read.values() if paper.year}),
                "conflict_kind": conflict.kind or ("direct" if target_conflict or pathway_conflict else None),
                "conflict_with": list(conflict.others),
                "conflict_differs": list(conflict.differs),
                "refines": refined(key, ids),
                "status": _status((name for name, _ in told), verdicts),
                # Set by extractor.findings.known where tables of other databases are given.
                "known_pair": None,
                "known_cargo": None,
            }
        )
    return sorted(
        findings,
        key=lambda f: (
            -f["n_documents"], f["cargo_name"] in CARGO_CLASSES, -f["n_mentions"],
            f["cargo_name"] or "", f["target_name"] or "", f["pathway_name"] or "",
            f["effect"], f["finding_id"],
        ),
    )  # fmt: skip
