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

_ENCODE = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), sort_keys=True).encode
_QUOTE = json.encoder.encode_basestring


def _canonical(part: object) -> str:
    """Canonical JSON. Texts and lists are put together here, since the encoder is made anew at each call."""
    if type(part) is str:
        return _QUOTE(part)
    if part is None:
        return "null"
    if type(part) is int:
        return str(part)
    if type(part) is list or type(part) is tuple:
        return "[" + ",".join([_canonical(item) for item in part]) + "]"
    return _ENCODE(part)


def digest(*parts: object) -> str:
    """A content hash that is the same on every machine: 16 hexadecimal digits of SHA-256 over canonical JSON."""
    return hashlib.sha256(_canonical(parts).encode("utf-8", "surrogatepass")).hexdigest()[:16]


def evidence_id(row: Mapping[str, Any]) -> str:
    """The identity of one tuple at its place in one document."""
    spans = [[item["start"], item["end"]] for item in row.get("evidence") or []]
    directions = [row.get("target_direction"), row.get("pathway_direction")]
    names = [row.get(slot) for slot in SLOTS]
    return digest(row["doc_id"], spans, row["cargo_type"], names, directions, row["effect"])


def identity(row: Mapping[str, Any]) -> str:
    """The evidence id that a row bears, or that it would."""
    return str(row.get("evidence_id") or evidence_id(row))
