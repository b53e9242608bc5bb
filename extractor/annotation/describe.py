"""What an annotation folder holds, counted: the tables of a datasheet."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from extractor.annotation.folder import Folder, read_text
from extractor.annotation.schema import LIST_ROLES, ROLES, AnnotationError

__all__ = ["AGREEMENT", "agreement_markdown", "describe", "fill", "markdown"]

#: The file of a folder with the agreement between independent annotators, as the evaluation writes it.
AGREEMENT = "agreement.json"

Table = dict[str, int]


def describe(folder: Folder) -> dict[str, Any]:
    """The counts of a folder's findings and hard negatives.

    Returns
    -------
    dict
        ``totals``: name to number; ``tables``: title to value to number of findings, the most frequent first
        (sections: in the order of the text). A finding counts once for each of its types, fillers and triggers.
    """
    events, negatives = folder.read_findings(), folder.read_negatives()
    named = [event for event in events if event["cargo"] is not None]
    studies = {(event["doc_id"], ref) for event in events for ref in event["refs"]}
    evidence = {(event["doc_id"], span["start"], span["end"]) for event in events for span in event["evidence"]}
    totals = {
        "texts": len(folder.texts),
        "characters": sum(map(len, folder.texts.values())),
        "findings": len(events),
        "findings with a named cargo": len(named),
        "distinct cargo names": len({event["cargo"].casefold() for event in named}),
        "evidence passages": len(evidence),
        "studies cited for findings": len(studies),
        "groups that no split may part": len({event["group"] for event in events}),
        "findings with a second reading": sum(bool(event["alternatives"]) for event in events),
        "hard negatives": len(negatives),
    }
    flags = ("vesicular", "hedged", "negated", "hypoxia")
    fillers = {field: [filler for event in events for filler in event[field]] for field in LIST_ROLES}
    sections = _count((event["section"] or "(none)" for event in events), by_size=False)
    tables: dict[str, Table] = {
        "Cargo type": _count(event["cargo_type"] for event in events),
        "Effect": _count(event["effect"] for event in events),
        "Manipulation and observation": _count(f"{event['manipulation']}, {event['observed']}" for event in events),
        "Finding type": _count(kind for event in events for kind in event["finding_type"]),
        "Radiation changes the cargo": _count(
            str(event["radiation_changes_cargo"] or "not stated") for event in events
        ),
        "Role filled": {
            **{role: sum(event[role] is not None for event in events) for role in ROLES},
            **{field.removesuffix("s"): sum(bool(event[field]) for event in events) for field in LIST_ROLES},
        },
        "Direction of targets": _count(filler["direction"] for filler in fillers["targets"]),
        "Direction of pathways": _count(filler["direction"] for filler in fillers["pathways"]),
        "Marks": {flag: sum(event[flag] for event in events) for flag in flags},
        "Trigger words": _count(trigger["role"] for event in events for trigger in event["triggers"]),
        "Fields with a second reading": _count(o["field"].partition(".")[0] for e in events for o in e["alternatives"]),
        "Findings by section": sections if folder.single else {},
        "Hard negatives by reason": _count(negative["reason"] for negative in negatives),
    }
    return {"totals": totals, "tables": {title: table for title, table in tables.items() if table}}


def _count(values: Iterable[str], *, by_size: bool = True) -> Table:
    counted = Counter(values)
    return dict(sorted(counted.items(), key=lambda item: (-item[1], item[0]))) if by_size else dict(counted)


def _rows(title: str, table: Mapping[str, Any]) -> str:
    lines = [f"| {title} | |", "|---|---:|", *(f"| {_cell(key)} | {_cell(value)} |" for key, value in table.items())]
    return "\n".join(lines) + "\n"


def _cell(value: Any) -> str:
    if value is None:
        return "-"
    shown = f"{value:.3f}" if isinstance(value, float) else str(value)
    return shown.replace("|", "\\|").replace("\n", " ")


def markdown(counts: Mapping[str, Any]) -> str:
    """The counts as Markdown tables."""
    tables = [_rows("In all", counts["totals"]), *(_rows(title, table) for title, table in counts["tables"].items())]
    return "\n".join(tables)


def agreement_markdown(folder: Folder) -> str:
    """The folder's agreement numbers as a Markdown table; a sentence where there are none."""
    path = folder.path / AGREEMENT
    if not path.is_file():
        return "No agreement between annotators has been measured.\n"
    try:
        values = json.loads(read_text(path))
    except (ValueError, RecursionError):
        values = None
    if not isinstance(values, dict) or not all(isinstance(found, dict) for found in values.values()):
        raise AnnotationError(f"{path}: is not a JSON object; write it anew with the evaluation")
    rows = ["| Role | F1 | kappa | shared | first pass | second pass |", "|---|---:|---:|---:|---:|---:|"]
    for role, found in values.items():
        cells = [_cell(found.get(key)) for key in ("f1", "kappa", "shared", "left", "right")]
        rows.append(f"| {role} | {' | '.join(cells)} |")
    return "\n".join(rows) + "\n"


def fill(path: Path, parts: Mapping[str, str]) -> None:
    """Put each part between its markers ``<!-- NAME:begin -->`` and ``<!-- NAME:end -->`` of a Markdown file.

    Raises
    ------
    AnnotationError
        If the file lacks a part's markers.
    """
    content = read_text(path)
    for name, part in parts.items():
        begin, end = f"<!-- {name}:begin -->", f"<!-- {name}:end -->"
        pattern = re.compile(re.escape(begin) + ".*?" + re.escape(end), re.DOTALL)
        # A backslash in the part is no escape of the pattern's.
        block = f"{begin}\n\n{part}\n{end}".replace("\\", r"\\")
        content, found = pattern.subn(block, content)
        if not found:
            raise AnnotationError(f"{path}: lacks the markers {begin} and {end}; put both where the table belongs")
    path.write_bytes(content.encode("utf-8"))
