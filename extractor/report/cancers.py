"""Cancers under one label each, so that a filter and a picture count them once."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any

__all__ = ["cancer_labels"]


def cancer_labels(findings: Iterable[Mapping[str, Any]], evidence: Iterable[Mapping[str, Any]]) -> dict[str, str]:
    """Each spelling of a cancer in ``findings`` with the spelling that stands for it.

    Spellings belong together if the evidence gives them one CURIE, or if they differ in capitals only; the one most
    often seen stands for all, of equals the first in the alphabet.
    """
    curies: dict[str, set[str]] = {}
    for row in evidence:
        if row.get("cancer") and row.get("cancer_id"):
            curies.setdefault(row["cancer"].casefold(), set()).add(row["cancer_id"])
    seen = Counter(name for row in findings for name in row.get("cancers") or [])
    groups: dict[str, list[str]] = {}
    for name in seen:
        ids = curies.get(name.casefold(), set())
        groups.setdefault(min(ids) if len(ids) == 1 else name.casefold(), []).append(name)
    labels: dict[str, str] = {}
    for names in groups.values():
        label = min(names, key=lambda name: (-seen[name], name))
        labels.update(dict.fromkeys(names, label))
    return labels
