"""Rows as annotated findings: the record of annotation folders, which brat's writer and gold files share."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from extractor.annotation.schema import ROLES, complete
from extractor.evidence import identity
from extractor.exports.rows import places, stretches, words_at

__all__ = ["event", "gold_events"]

_PLAIN = (
    "section", "cargo_type", "vesicular", "effect", "radiation_changes_cargo", "manipulation", "observed", "cargo_id",
    "cancer_id", "hypoxia", "hedged", "negated",
)  # fmt: skip


def event(row: Mapping[str, Any]) -> dict[str, Any]:
    """A row as one annotated finding with at most one target and one pathway; roles without a place are left out.

    Only sentences whose text is known are evidence.
    """
    out: dict[str, Any] = {field: row.get(field) for field in _PLAIN}
    for role, (start, end) in places(row).items():
        words = words_at(row, role, start, end)
        if words is None or not row.get(role):
            continue
        if role in ROLES:
            out[role], out[f"{role}_span"] = words, [start, end]
        else:
            direction = row.get(f"{role}_direction") or "unspecified"
            filler = {"text": words, "id": row.get(f"{role}_id"), "direction": direction}
            out[f"{role}s"] = [{**filler, "start": start, "end": end}]
    out["evidence"] = [{"start": start, "end": end} for start, end, _ in stretches(row)]
    out["finding_type"] = list(row.get("finding_type") or ["mechanism"])
    out["manipulation"], out["observed"] = row.get("manipulation") or "native", row.get("observed") or "unclear"
    out["event_id"] = row.get("event_id") or identity(row)
    out["note"] = f"evidence {identity(row)}"
    return complete(out, row["doc_id"])


def gold_events(rows: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Rows as annotated findings; rows of one finding of a paper with the same cargo and effect become one."""
    merged: dict[tuple[Any, ...], dict[str, Any]] = {}
    used: dict[tuple[str, str], int] = {}
    for row in rows:
        found = event(row)
        key = tuple(
            str(found[field]) for field in ("doc_id", "event_id", "cargo", "cargo_span", "cargo_type", "effect")
        )
        if key not in merged:
            known = used[key[0], key[1]] = used.get((key[0], key[1]), 0) + 1
            merged[key] = {**found, "event_id": f"{key[1]}-{known}" if known > 1 else key[1]}
            continue
        for field in ("targets", "pathways", "evidence", "finding_type"):
            merged[key][field] += [item for item in found[field] if item not in merged[key][field]]
        merged[key]["note"] += f", {identity(row)}"
    return list(merged.values())
