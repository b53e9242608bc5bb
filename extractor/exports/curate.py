"""Curations brought back to the results: appended to their folder and, if asked for, accepted rows as gold."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from extractor.batch.files import json_lines, write_whole
from extractor.exports.gold import gold_events
from extractor.exports.labelstudio_import import read_verdicts
from extractor.exports.rows import stretches, words_in
from extractor.findings.curation import FILE, Curation, append_curations, read_curations
from extractor.findings.folder import Folder, read_folder
from extractor.surrogates import shown_all

__all__ = ["accepted_rows", "curate"]


def curate(path: Path, export: Path, gold: Path | None = None) -> list[str]:
    """Append the verdicts of a Label Studio export to ``curations.jsonl`` of a folder; returns lines for the user.

    With ``gold``, every row that the curations of the folder accept is also written there as annotated findings.
    Importing an export twice adds nothing.

    Raises
    ------
    TableError
        If the folder or its curations cannot be read.
    ExportError
        If the export cannot be read.
    """
    folder = read_folder(path)
    verdicts = read_verdicts(export, folder)
    file = folder.path / FILE
    new = append_curations(file, verdicts.curations)
    lines = [f"{len(new)} curations added to {file}; {len(verdicts.curations) - len(new)} were there before"]
    if verdicts.silent:
        lines.append(f"{verdicts.silent} annotations tick no verdict and change nothing; nothing is kept of them")
    if verdicts.gone:
        shown = ", ".join(verdicts.gone[:5]) + (", ..." if len(verdicts.gone) > 5 else "")
        lines.append(f"{len(verdicts.gone)} tasks on evidence that {folder.path} no longer holds, kept: {shown}")
    if gold is not None:
        rows = accepted_rows(folder, read_curations(file))
        usable = [row for row in rows if stretches(row)]
        events: list[Any] = shown_all(gold_events(usable))
        write_whole(gold, json_lines(events))
        lost = f"; {len(rows) - len(usable)} without sentences left out" if len(rows) > len(usable) else ""
        lines.append(f"{len(usable)} accepted tuples as {len(events)} gold findings written to {gold}{lost}")
    return lines


def accepted_rows(folder: Folder, curations: list[Curation]) -> list[Mapping[str, Any]]:
    """The rows that curators accept, with their corrections: the last curator's word on a row is the one that counts.

    A row is accepted if all tags of its last annotation are ``correct``, or a tag names a mistake that the curation
    corrects (a polarity, a span).
    """
    last: dict[str, list[Curation]] = {}
    for item in curations:
        said = last.setdefault(item.evidence_id, [])
        if said and (said[0].curator, said[0].date) != (item.curator, item.date):
            said.clear()
        said.append(item)
    rows: list[Mapping[str, Any]] = []
    for key, said in last.items():
        row = folder.evidence.get(key)
        mended: dict[str, Any] = {}
        for item in said:
            mended |= item.corrected
        if row is not None and all(_holds(item.tag, mended) for item in said):
            rows.append(_corrected(row, mended))
    return rows


def _holds(tag: str, mended: Mapping[str, Any]) -> bool:
    if tag == "polarity":
        return any(field in mended for field in ("effect", "target_direction", "pathway_direction"))
    return tag == "correct" or (tag == "entity_boundaries" and "spans" in mended)


def _corrected(row: Mapping[str, Any], mended: Mapping[str, Any]) -> dict[str, Any]:
    """The row as the curator would have it. A role that was moved has the words at its new place."""
    out = {**row, **{field: value for field, value in mended.items() if field != "spans"}}
    moved = mended.get("spans") or {}
    out["spans"] = {**(row.get("spans") or {}), **moved}
    for role, (start, end) in moved.items():
        words = words_in(stretches(row), start, end)
        if words is not None:
            out[role] = words
    return out
