"""The identity of evidence: one tuple at its place in one document, the same on every machine."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from typing import Any

__all__ = ["ROLES", "SLOTS", "digest", "evidence_id", "identity"]

#: The slots of a tuple that hold a name.
SLOTS = ("cargo", "target", "pathway")
#: The roles of a row that have a place in the text, in the order in which they are written.
ROLES = (*SLOTS, "cancer", "source", "recipient", "radiation")


def digest(*parts: object) -> str:
    """A content hash that is the same on every machine: 16 hexadecimal digits of SHA-256 over canonical JSON."""
    canonical = json.dumps(parts, ensure_ascii=False, separators=(",", ":"), sort_keys=True)
    return hashlib.sha256(canonical.encode("utf-8", "surrogatepass")).hexdigest()[:16]


def evidence_id(row: Mapping[str, Any]) -> str:
    """The identity of one tuple at its place in one document."""
    spans = [[item["start"], item["end"]] for item in row.get("evidence") or []]
    directions = [row.get("target_direction"), row.get("pathway_direction")]
    names = [row.get(slot) for slot in SLOTS]
    return digest(row["doc_id"], spans, row["cargo_type"], names, directions, row["effect"])


def identity(row: Mapping[str, Any]) -> str:
    """The evidence id that a row bears, or that it would."""
    return str(row.get("evidence_id") or evidence_id(row))
