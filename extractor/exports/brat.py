"""brat standoff: a .txt and an .ann a document, each row an event, for brat's relations carry no attributes.

FILE that ends in .zip is a zip archive of these files; any other FILE is a folder. The events are those of annotation
folders (:mod:`extractor.annotation.brat` writes and reads them), and annotation.conf goes with them. The text of a
paper is not in a run: .txt holds the evidence sentences and names at their true offsets (Unicode code points), blanks
between. What brat has no place for, such as identifiers and confidence, is a JSON note of type Record with each event.
Lost: nothing of a row that is placed; lone surrogates become U+FFFD, one for one. Rows whose sentences are not
known are left out, and counted.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from extractor.annotation.brat import configuration, to_brat
from extractor.evidence import ROLES, digest, identity
from extractor.exports.gold import event
from extractor.exports.rows import by_document, findings_of, sheet
from extractor.exports.written import Written
from extractor.findings.folder import Folder
from extractor.surrogates import shown_all

__all__ = ["write"]

#: Fields of a row beside those of an annotated finding.
_MORE = ("confidence", "model")
#: The time that zip entries bear, the earliest that zip knows: two exports of one run are the same bytes.
_THEN = (1980, 1, 1, 0, 0, 0)


def write(folder: Folder, out: Path) -> Written:
    """The evidence as brat files in a folder or zip archive."""
    files: dict[str, bytes] = {"annotation.conf": configuration().encode("utf-8")}
    findings = findings_of(folder)
    lost = 0
    for doc_id, rows in by_document(folder).items():
        text = sheet(rows)
        events = [_event(row, findings) for row in rows if _is_placed(row)]
        lost += len(rows) - len(events)
        name = _file_name(doc_id)
        files[f"{name}.txt"] = text.encode("utf-8")
        files[f"{name}.ann"] = to_brat(events, text).encode("utf-8")
    notes = (f"{lost} rows of evidence without sentences, which brat cannot place",) if lost else ()
    if out.suffix == ".zip":
        return Written({out: _zip(files)}, notes)
    return Written({out / name: data for name, data in files.items()}, notes)


def _is_placed(row: Mapping[str, Any]) -> bool:
    return bool(event(row)["evidence"])


def _event(row: Mapping[str, Any], findings: Mapping[str, Mapping[str, Any]]) -> dict[str, Any]:
    known = findings.get(identity(row))
    more = {"evidence_id": identity(row), "finding_id": known["finding_id"] if known else None}
    more |= {field: row.get(field) for field in _MORE}
    found = event(row)
    # A name that has no place would be an argument without words.
    placed = {role for role in ROLES if found.get(role) or found.get(f"{role}s")}
    more["unplaced"] = {role: row[role] for role in ROLES if row.get(role) and role not in placed}
    out: dict[str, Any] = shown_all({**found, **more})
    return out


def _file_name(doc_id: str) -> str:
    """A file's name for a document: its id where that is one, else what can be kept of it and a hash."""
    plain = re.sub(r"[^\w.\-]+", "_", doc_id, flags=re.ASCII)[:100].lstrip(".")
    return plain if plain == doc_id else f"{plain}-{digest(doc_id)}"


def _zip(files: Mapping[str, bytes]) -> bytes:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(zipfile.ZipInfo(name, _THEN), content, zipfile.ZIP_DEFLATED)
    return data.getvalue()
