"""Verdicts from Label Studio: the JSON export of a project whose tasks ``export --to labelstudio`` wrote."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from extractor.evidence import ROLES
from extractor.exports.labelstudio import CHOICES
from extractor.exports.written import ExportError
from extractor.findings.curation import TAGS, Curation, curation
from extractor.findings.folder import Folder

__all__ = ["Verdicts", "read_verdicts"]


@dataclass(slots=True)
class Verdicts:
    """The curations of an export, the evidence that the folder no longer holds, and how many said nothing."""

    curations: list[Curation] = field(default_factory=list)
    gone: list[str] = field(default_factory=list)
    silent: int = 0


def read_verdicts(path: Path, folder: Folder) -> Verdicts:
    """The curations in Label Studio's JSON export, one for each tag of each annotation that was not skipped.

    Where the curator changed a choice or a span, the curation tells what it should be; where no verdict was ticked, a
    changed effect or direction counts as ``polarity``, a changed span as ``entity_boundaries``. An annotation that
    ticks and changes nothing says nothing.

    Raises
    ------
    ExportError
        If the file is not such an export; the message names the task.
    """
    try:
        tasks = json.loads(path.read_bytes())
    except FileNotFoundError:
        raise ExportError(f"{path}: no such file; give the JSON that Label Studio exports") from None
    except (ValueError, RecursionError):
        raise ExportError(f"{path}: not JSON; export the project from Label Studio as JSON") from None
    if not isinstance(tasks, list):
        raise ExportError(f"{path}: no list of tasks; export the project from Label Studio as JSON")
    verdicts = Verdicts()
    for number, task in enumerate(tasks, start=1):
        where = f"{path}, task {number}"
        data = task.get("data") if isinstance(task, dict) else None
        name = data.get("evidence_id") if isinstance(data, dict) else None
        if not isinstance(data, dict) or not isinstance(name, str) or not name:
            raise ExportError(f"{where}: names no evidence_id; export tasks that exocargo made, as JSON, not JSON-MIN")
        if name not in folder.evidence:
            verdicts.gone.append(name)
        for annotation in _annotations(task, where):
            found = list(_curations(annotation, data, name))
            verdicts.curations += found
            verdicts.silent += not found
    return verdicts


def _annotations(task: Mapping[str, Any], where: str) -> Iterator[Mapping[str, Any]]:
    annotations = task.get("annotations") or []
    if not isinstance(annotations, list) or not all(isinstance(item, dict) for item in annotations):
        raise ExportError(f"{where}: annotations is no list of objects; export the project anew as JSON")
    for annotation in annotations:
        result = annotation.get("result") or []
        if not isinstance(result, list) or not all(isinstance(item, dict) for item in result):
            raise ExportError(f"{where}: result is no list of objects; export the project anew as JSON")
        if not annotation.get("was_cancelled"):
            yield annotation


def _curations(annotation: Mapping[str, Any], data: Mapping[str, Any], name: str) -> Iterator[Curation]:
    result = annotation.get("result") or []
    row = _object(data.get("row"))
    corrected: dict[str, Any] = {}
    for item in CHOICES:
        chosen = _chosen(result, item)
        if chosen and chosen[0] in CHOICES[item] and chosen[0] != row.get(item):
            corrected[item] = chosen[0]
    spans = _spans(result, data, row)
    tags = [tag for tag in _chosen(result, "verdict") if tag in TAGS]
    if not tags:
        tags = [tag for tag, changed in (("polarity", corrected), ("entity_boundaries", spans)) if changed]
    finding = data.get("finding_id")
    for tag in dict.fromkeys(tags):
        yield curation(
            name,
            tag,
            finding_id=finding if isinstance(finding, str) else None,
            curator=_curator(annotation.get("completed_by")),
            date=str(annotation.get("updated_at") or annotation.get("created_at") or ""),
            note="\n".join(_texts(result)),
            corrected={**corrected, **({"spans": spans} if spans else {})},
        )


def _object(value: Any) -> Mapping[str, Any]:
    return value if isinstance(value, dict) else {}


def _value(item: Mapping[str, Any]) -> Mapping[str, Any]:
    return _object(item.get("value"))


def _chosen(result: list[Mapping[str, Any]], control: str) -> list[str]:
    values = [_value(item).get("choices") or [] for item in result if item.get("from_name") == control]
    return [choice for value in values if isinstance(value, list) for choice in value if isinstance(choice, str)]


def _texts(result: list[Mapping[str, Any]]) -> Iterator[str]:
    for item in result:
        if item.get("from_name") == "note":
            text = _value(item).get("text") or []
            yield from (str(line) for line in (text if isinstance(text, list) else [text]))


def _curator(who: Any) -> str:
    """Label Studio names the annotator by number, or as an object where the export was asked to."""
    if isinstance(who, dict):
        return str(who.get("email") or who.get("username") or who.get("id") or "")
    return "" if who is None else str(who)


def _spans(result: list[Mapping[str, Any]], data: Mapping[str, Any], row: Mapping[str, Any]) -> dict[str, list[int]]:
    """The places of roles that differ from those of the row, in the paper's offsets."""
    before = _object(row.get("spans"))
    changed: dict[str, list[int]] = {}
    for item in result:
        value = _value(item)
        labels, start, end = value.get("labels") or [], value.get("start"), value.get("end")
        if item.get("from_name") != "roles" or not isinstance(start, int) or not isinstance(end, int):
            continue
        place = _in_paper(start, end, data.get("places"))
        for role in labels if isinstance(labels, list) else ():
            if role in ROLES and place is not None and place != before.get(role):
                changed[role] = place
    return changed


def _in_paper(start: int, end: int, places: Any) -> list[int] | None:
    """Offsets in the task's text as offsets in the paper; None if they are in no one sentence."""
    for place in places if isinstance(places, list) else ():
        if isinstance(place, dict) and all(isinstance(place.get(key), int) for key in ("at", "start", "end")):
            shift = place["start"] - place["at"]
            if place["start"] <= start + shift < end + shift <= place["end"]:
                return [start + shift, end + shift]
    return None
