"""Label Studio tasks with the model's reading as a prediction, and the labelling interface for them.

FILE gets the tasks, one a row of evidence; FILE's name with .config.xml instead of its suffix gets the interface, to
be pasted into the project's labelling settings. A task's text is the row's evidence sentences, a line break between
two; spans are Labels, cargo to target and cargo to pathway are relations whose label is the direction, the effect and
the directions are choices, and the verdict (INDRA's curation tags) is left to the curator.
:mod:`extractor.exports.labelstudio_import` reads the export of a project back. Offsets of spans count from the start
of the task's text, as Label Studio wants them; ``data.places`` gives each sentence's place in the paper. Lost: roles
outside of the sentences show as text in ``data.row`` alone.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any
from xml.sax.saxutils import quoteattr

from extractor.evidence import ROLES, identity
from extractor.exports.relations import publication
from extractor.exports.rows import by_document, findings_of, places, stretches
from extractor.exports.text import in_place
from extractor.exports.written import Written
from extractor.findings.curation import TAGS
from extractor.findings.folder import Folder
from extractor.surrogates import shown_all

__all__ = ["CHOICES", "CONFIG", "task_places", "write"]

_DIRECTIONS = ("increases", "decreases", "unspecified")
#: Field of a row to the values that a curator chooses from.
CHOICES = {
    "effect": ("increases_radiosensitivity", "decreases_radiosensitivity", "no_effect", "not_stated"),
    "target_direction": _DIRECTIONS,
    "pathway_direction": _DIRECTIONS,
}
_COLOURS = ("#b2182b", "#2166ac", "#1b7837", "#762a83", "#8c510a", "#c51b7d", "#4d4d4d")


def _config() -> str:
    def choices(name: str, values: tuple[str, ...], kind: str) -> Iterator[str]:
        yield f"  <Header value={quoteattr(name.replace('_', ' '))}/>"
        yield f'  <Choices name="{name}" toName="text" choice="{kind}" showInline="true">'
        yield from (f"    <Choice value={quoteattr(value)}/>" for value in values)
        yield "  </Choices>"

    lines = ["<View>", '  <Labels name="roles" toName="text">']
    lines += [f'    <Label value="{role}" background="{c}"/>' for role, c in zip(ROLES, _COLOURS, strict=True)]
    lines += ["  </Labels>", "  <Relations>"]
    lines += [f'    <Relation value="{direction}"/>' for direction in _DIRECTIONS]
    lines += ["  </Relations>", '  <Text name="text" value="$text"/>', '  <Text name="finding" value="$finding"/>']
    for name, values in CHOICES.items():
        lines += choices(name, values, "single")
    lines += choices("verdict", TAGS, "multiple")
    lines += ['  <TextArea name="note" toName="text" placeholder="why" maxSubmissions="1"/>', "</View>"]
    return "\n".join(lines) + "\n"


#: The labelling interface of the tasks.
CONFIG = _config()


def write(folder: Folder, out: Path) -> Written:
    """The evidence as Label Studio tasks, and the labelling interface beside them."""
    findings = findings_of(folder)
    rows = [row for rows in by_document(folder).values() for row in rows]
    tasks = [_task(folder, row, findings.get(identity(row))) for row in rows]
    data = (json.dumps(tasks, ensure_ascii=False, indent=1) + "\n").encode("utf-8")
    return Written({out: data, out.with_suffix(".config.xml"): CONFIG.encode("utf-8")})


def task_places(row: Mapping[str, Any]) -> list[dict[str, int]]:
    """Where each evidence sentence begins in the task's text (``at``), and its place in the paper."""
    found, at = [], 0
    for start, end, text in stretches(row):
        found.append({"at": at, "start": start, "end": end})
        at += len(text) + 1
    return found


def _task(folder: Folder, row: Mapping[str, Any], finding: Mapping[str, Any] | None) -> dict[str, Any]:
    kind, cited = publication(folder, row["doc_id"])
    known = folder.documents.get(row["doc_id"]) or {}
    data = {
        "text": "\n".join(text for _, _, text in stretches(row)),
        "finding": _words(row),
        "evidence_id": identity(row),
        "finding_id": finding["finding_id"] if finding else None,
        "doc_id": row["doc_id"],
        "publication": f"{kind}:{cited}",
        "title": known.get("title"),
        "places": task_places(row),
        "row": {key: value for key, value in row.items() if key not in {"evidence", "evidence_id"}},
    }
    prediction = {
        "model_version": str(row.get("model") or "exocargo"),
        "score": row.get("confidence"),
        "result": _result(row),
    }
    task: dict[str, Any] = shown_all({"data": data, "predictions": [prediction]})
    # Offsets hold in the text alone, where a lone surrogate must not become several characters.
    task["data"]["text"] = in_place(data["text"])
    return task


def _words(row: Mapping[str, Any]) -> str:
    fields = ("cargo", "target", "target_direction", "pathway", "pathway_direction", "effect", "cancer")
    return "; ".join(f"{field.replace('_', ' ')}: {row[field]}" for field in fields if row.get(field))


def _result(row: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Spans, the relations between them, and the choices."""
    sentences = list(zip(task_places(row), stretches(row), strict=True))
    result: list[dict[str, Any]] = []
    regions: dict[str, str] = {}
    for role, (start, end) in places(row).items():
        for place, (a, b, text) in sentences:
            if a <= start and end <= b:
                at = place["at"] + start - a
                words = text[start - a : end - a]
                value = {"start": at, "end": at + end - start, "text": words, "labels": [role]}
                regions[role] = f"{identity(row)}-{role}"
                result.append({"id": regions[role], **_control("roles", "labels"), "value": value})
                break
    for role in ("target", "pathway"):
        if "cargo" in regions and role in regions:
            ends = {"from_id": regions["cargo"], "to_id": regions[role]}
            label = row.get(f"{role}_direction") or "unspecified"
            result.append({"type": "relation", **ends, "direction": "right", "labels": [label]})
    for field, values in CHOICES.items():
        if row.get(field) in values:
            result.append(
                {"id": f"{identity(row)}-{field}", **_control(field, "choices"), "value": {"choices": [row[field]]}}
            )
    return result


def _control(name: str, kind: str) -> dict[str, str]:
    return {"from_name": name, "to_name": "text", "type": kind}
