"""The identity of evidence: one tuple at its place in one document, the same on every machine."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from typing import Any

__all__ = ["SLOTS", "digest", "evidence_id"]

#: The slots of a tuple that hold a name.
SLOTS = ("cargo", "target", "pathway")


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
