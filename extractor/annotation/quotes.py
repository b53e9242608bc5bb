"""Annotations written as quotations, and their resolution to character offsets.

Nobody counts characters by hand without error. An annotator therefore writes each role as the words of
the text; this module finds where those words stand and refuses what it cannot find or finds twice.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any

__all__ = ["QuoteError", "occurrences", "resolve", "resolve_all", "resolve_negative"]

#: Single-valued roles that are quoted from the evidence.
SPAN_ROLES = ("cargo", "cancer", "source", "recipient", "radiation")
#: Roles that may hold several fillers, each with a direction.
LIST_ROLES = ("targets", "pathways")
#: Fields that are copied without looking anything up.
PLAIN = (
    "cargo_type", "vesicular", "effect", "finding_type", "radiation_changes_cargo", "manipulation",
    "observed", "hypoxia", "hedged", "negated", "alternatives", "note", "cargo_id", "cancer_id",
)  # fmt: skip


class QuoteError(ValueError):
    """A quotation that is not in the text, or not in one place of it; the message names both."""


def occurrences(needle: str, text: str, start: int, end: int) -> list[int]:
    """Starts of ``needle`` in ``text[start:end]`` that do not begin or end inside a word."""
    left = r"(?<!\w)" if needle[:1].isalnum() else ""
    right = r"(?!\w)" if needle[-1:].isalnum() else ""
    pattern = re.compile(left + re.escape(needle) + right)
    return [m.start() for m in pattern.finditer(text, start, end)]


def _passage(name: str, what: str, quote: str, text: str) -> dict[str, int]:
    """Where a passage stands that stands once."""
    first = text.find(quote)
    if first < 0:
        raise QuoteError(f"{name}: {what} not in the text: {quote[:60]!r}")
    if text.find(quote, first + 1) >= 0:
        raise QuoteError(f"{name}: {what} stands more than once, quote more of it: {quote[:60]!r}")
    return {"start": first, "end": first + len(quote)}


def _evidence(event: Mapping[str, Any], text: str) -> list[dict[str, int]]:
    spans = []
    for quote in event["evidence"]:
        # Tables and scripts may cite a passage by its offsets; people cite it by its words.
        if isinstance(quote, Mapping):
            spans.append({"start": int(quote["start"]), "end": int(quote["end"])})
        else:
            spans.append(_passage(event["event_id"], "evidence", quote, text))
    if not spans:
        raise QuoteError(f"{event['event_id']}: no evidence is quoted")
    return sorted(spans, key=lambda span: span["start"])


def _locate(event_id: str, role: str, filler: Any, text: str, evidence: Iterable[Mapping[str, int]]) -> tuple[str, int]:
    """The words of a filler and where they stand: its ``nth`` occurrence (from 1) over the evidence in order."""
    words, nth = (filler["text"], int(filler.get("nth", 1))) if isinstance(filler, Mapping) else (filler, 1)
    found = [at for span in evidence for at in occurrences(words, text, span["start"], span["end"])]
    if len(found) < nth:
        raise QuoteError(f"{event_id}: {role} {words!r} stands {len(found)} times in the evidence, number {nth} asked")
    return words, found[nth - 1]


def resolve(event: Mapping[str, Any], text: str) -> dict[str, Any]:
    """Turn one finding written in quotations into one with offsets over ``text``.

    Parameters
    ----------
    event:
        A finding as in ``annotations/GUIDELINES.md``: ``evidence`` is a list of verbatim passages, each
        standing once in ``text``; a role is its words, or ``{"text": ..., "nth": 2}`` for the second place.
    text:
        The document. Offsets count Unicode code points, start inclusive, end exclusive.

    Raises
    ------
    QuoteError
        If a passage or a role's words are not in the text, or a passage stands in it more than once.
    """
    event_id = event["event_id"]
    evidence = _evidence(event, text)
    out: dict[str, Any] = {
        "event_id": event_id,
        "refs": list(event.get("refs", [])),
        "section": event.get("section"),
        "evidence": evidence,
    }
    for role in SPAN_ROLES:
        filler = event.get(role)
        out[role], out[f"{role}_span"] = None, None
        if filler is not None:
            words, at = _locate(event_id, role, filler, text, evidence)
            out[role], out[f"{role}_span"] = words, [at, at + len(words)]
    for role in LIST_ROLES:
        out[role] = []
        for filler in event.get(role, []):
            words, at = _locate(event_id, role, filler, text, evidence)
            out[role].append(
                {
                    "text": words,
                    "id": filler.get("id"),
                    "direction": filler["direction"],
                    "start": at,
                    "end": at + len(words),
                }
            )
    out["triggers"] = []
    for trigger in event.get("triggers", []):
        words, at = _locate(event_id, f"trigger of {trigger['role']}", trigger, text, evidence)
        out["triggers"].append({"role": trigger["role"], "text": words, "start": at, "end": at + len(words)})
    for field in PLAIN:
        out[field] = event.get(field)
    return out


def resolve_all(events: Iterable[Mapping[str, Any]], text: str) -> list[dict[str, Any]]:
    """Resolve many findings over one text; see :func:`resolve`."""
    return [resolve(event, text) for event in events]


def resolve_negative(negative: Mapping[str, Any], text: str) -> dict[str, Any]:
    """Turn a hard negative (a passage that states no finding) into one with offsets over ``text``.

    Raises
    ------
    QuoteError
        If its passage is not in the text, or stands in it more than once.
    """
    return {**negative, **_passage(negative["neg_id"], "passage", negative["text"], text)}
