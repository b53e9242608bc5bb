"""Rows of evidence by document, and what is known of each document's text: the evidence sentences at their offsets.

A run keeps the offsets of all that it found and the sentences that state it, not the texts. Formats that annotate a
text get that much of it: true offsets, verbatim sentences.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from extractor.evidence import ROLES
from extractor.exports.text import in_place
from extractor.exports.written import ExportError
from extractor.findings.folder import Folder

__all__ = ["by_document", "findings_of", "patches", "places", "sheet", "stretches", "words_at", "words_in"]

#: No text is longer than this: an offset beyond it is no offset. Unit: characters.
LONGEST = 20_000_000

Row = Mapping[str, Any]


def by_document(folder: Folder) -> dict[str, list[Row]]:
    """The rows of each document in the order of the folder.

    Raises
    ------
    ExportError
        If findings stand here without the rows behind them.
    """
    if folder.findings and not folder.evidence:
        raise ExportError(
            f"{folder.path}: no tuples.jsonl beside the table, and this format holds evidence; export the run's folder"
        )
    rows: dict[str, list[Row]] = {}
    for row in folder.evidence.values():
        rows.setdefault(row["doc_id"], []).append(row)
    return rows


def findings_of(folder: Folder) -> dict[str, Mapping[str, Any]]:
    """Evidence id to the finding that it belongs to."""
    return {key: finding for finding in folder.findings for key in finding["evidence_ids"]}


def stretches(row: Row) -> list[tuple[int, int, str]]:
    """Start, end and text of the evidence sentences whose text is known and as long as its offsets say."""
    items = ((item["start"], item["end"], item.get("text")) for item in row.get("evidence") or [])
    return [
        (a, b, in_place(text))
        for a, b, text in items
        if isinstance(text, str) and 0 <= a < b == a + len(text) <= LONGEST
    ]


def places(row: Row) -> dict[str, tuple[int, int]]:
    """Role to its place in the document's text."""
    spans = row.get("spans")
    found: dict[str, tuple[int, int]] = {}
    for role in ROLES:
        span = spans.get(role) if isinstance(spans, dict) else None
        if isinstance(span, list) and len(span) == 2 and all(isinstance(at, int) for at in span):
            start, end = span
            if 0 <= start < end <= LONGEST:
                found[role] = (start, end)
    return found


def patches(rows: list[Row]) -> dict[tuple[int, int], str]:
    """What is known of a document's text: evidence sentences, and names outside of them."""
    known = {(start, end): text for row in rows for start, end, text in stretches(row)}
    for row in rows:
        for role, (start, end) in places(row).items():
            name = row.get(role)
            inside = any(a <= start and end <= b for a, b in known)
            if isinstance(name, str) and len(name) == end - start and not inside:
                known[start, end] = in_place(name)
    return known


def words_in(sentences: Iterable[tuple[int, int, str]], start: int, end: int) -> str | None:
    """The words from ``start`` to ``end``, if one of the sentences (see :func:`stretches`) holds them."""
    return next((text[start - a : end - a] for a, b, text in sentences if a <= start and end <= b), None)


def words_at(row: Row, role: str, start: int, end: int) -> str | None:
    """The words at the place of a role: those of the sentence there, else the role's own if they fit, else None."""
    words = words_in(stretches(row), start, end)
    if words is not None:
        return words
    name = row.get(role)
    return in_place(name) if isinstance(name, str) and len(name) == end - start else None


def sheet(rows: list[Row]) -> str:
    """The document's text as far as it is known, at its true offsets; all else is blanks."""
    known = patches(rows)
    text = [" "] * max((end for _, end in known), default=0)
    for (start, end), words in sorted(known.items(), key=lambda item: item[0][1] - item[0][0]):
        text[start:end] = words
    return "".join(text)
