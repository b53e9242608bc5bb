"""Why a finding has the belief that it has, down to its sentences."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from extractor.evidence import identity
from extractor.findings.belief import SYSTEMATIC, vote
from extractor.findings.collect import verdicts
from extractor.findings.curation import read_curations
from extractor.findings.folder import Folder
from extractor.findings.paper import papers
from extractor.findings.table import TableError

__all__ = ["explain"]

_SIGNS = {"increases": "raises", "decreases": "lowers"}


def _claim(finding: Mapping[str, Any]) -> str:
    parts = [f"{finding['cargo_name']} ({finding['cargo_type']}, {finding['cargo_id'] or 'no identifier'})"]
    for slot in ("target", "pathway"):
        if finding[f"{slot}_name"]:
            verb = _SIGNS.get(finding[f"{slot}_direction"], "acts on")
            parts.append(f"{verb} {finding[f'{slot}_name']} ({finding[f'{slot}_id'] or 'no identifier'})")
    return "; ".join([*parts, finding["effect"].replace("_", " ")])


def _find(folder: Folder, start: str) -> Mapping[str, Any]:
    found = [row for row in folder.findings if row["finding_id"].startswith(start)] if start else []
    if len(found) != 1:
        what = "no finding has" if not found else f"{len(found)} findings have"
        raise TableError(f"{start!r}: {what} an id that begins so in {folder.path}; give more of an id of its table")
    return found[0]


def _why(row: Mapping[str, Any], is_retracted: bool, verdict: bool | None, sure: float | None) -> str:
    """How the vote of a row comes about."""
    if sure is None:
        return f"{'the paper is retracted' if is_retracted else 'a curator rejected it'}: no vote"
    if verdict:
        return f"a curator accepted it: {sure}"
    confidence = float(row.get("confidence") or 0.0)
    return f"confidence {confidence:.2f} of {row.get('model') or 'an unnamed model'}, {sure:.2f} by the gold"


def explain(folder: Folder, finding_id: str) -> str:
    """The finding whose id begins with ``finding_id``: papers, sentences, votes, and what speaks against it.

    Raises
    ------
    TableError
        If none or several findings have such an id, or the curations cannot be read.
    """
    finding = _find(folder, finding_id)
    said = verdicts(read_curations(folder.path))
    evidence = folder.evidence_of(finding)
    of = papers({row["doc_id"] for row in evidence}, folder.documents)
    lines = [f"{finding['finding_id']}: {_claim(finding)}", f"belief {finding['belief']:.4f}"]
    missing = len(finding["evidence_ids"]) - len(evidence)
    if missing:
        lines.append(
            f"{missing} of {len(finding['evidence_ids'])} pieces of evidence are not in this folder's tuples.jsonl"
        )
    by_paper: dict[str, list[Mapping[str, Any]]] = {}
    for row in evidence:
        by_paper.setdefault(of[row["doc_id"]].id, []).append(row)
    for name, rows in sorted(by_paper.items()):
        paper = of[rows[0]["doc_id"]]
        kind = "review" if paper.is_review else "primary"
        lines.append(f"\n{name} ({', '.join(filter(None, [str(paper.year or ''), kind]))})")
        votes = []
        for row in rows:
            verdict = said.get(identity(row))
            sure = vote(row, paper.is_retracted, verdict)
            votes.append(sure)
            why = _why(row, paper.is_retracted, verdict, sure)
            how = f"{row.get('manipulation') or 'unstated'} cargo, {row.get('observed') or 'unclear'}".replace("_", " ")
            lines.append(f"  {row['doc_id']}, {row.get('section') or 'no section'}: {why}; {how}")
            for item in row.get("evidence") or ():
                page = f"page {item['page']}, " if item.get("page") else ""
                lines.append(f"    {page}{item['start']}-{item['end']}: {item.get('text') or ''}")
        best = max((sure for sure in votes if sure is not None), default=None)
        lines.append("  no vote" if best is None else f"  votes with its surest row, {best:.2f}")
    lines.append(
        f"\nbelief = 1 - ({SYSTEMATIC} + the product over primary papers of 1 - {SYSTEMATIC} - vote); reviews vote, "
        "once, only where no primary paper does; rows that deny the finding take their share away"
    )
    by_id = {row["finding_id"]: row for row in folder.findings}
    for column, title in (
        ("conflict_with", f"in conflict ({finding['conflict_kind']})"),
        ("refines", "says more than"),
    ):
        for other in finding[column]:
            if other in by_id:
                lines.append(f"{title}: {other} {_claim(by_id[other])}, belief {by_id[other]['belief']:.4f}")
    lines.extend(f"differs in {what}" for what in finding["conflict_differs"])
    if finding["status"]:
        lines.append(f"curated: {finding['status']}")
    return "\n".join(lines)
