"""The findings table as CSV that a spreadsheet opens without running anything, and that reads back without loss.

Unlike findings.csv, which is for people, lists are JSON arrays and flags true or false. A text that begins with what a
spreadsheet takes for a formula, or with an apostrophe, has an apostrophe put before it; :func:`read_csv` takes it off.
Nothing is lost of the table; its evidence is in ``bioc``, ``brat``, ``jsonld`` or ``labelstudio``.
"""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path
from typing import Any

from extractor.exports.written import Written
from extractor.findings.folder import Folder
from extractor.findings.table import SCHEMA
from extractor.surrogates import shown

__all__ = ["read_csv", "write"]

#: What a spreadsheet takes for the start of a formula, white space that it skips before one, and our own mark.
_GUARDED = ("=", "+", "-", "@", "\t", "\r", "\n", "'")


def _cell(value: Any, kind: str) -> str:
    if value is None:
        return ""
    if kind != "s":
        return json.dumps(value, ensure_ascii=False)
    text = shown(value)
    return f"'{text}" if text.startswith(_GUARDED) else text


def write(folder: Folder, out: Path) -> Written:
    """The findings as one CSV file with a header, UTF-8, in the order of the table."""
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow(SCHEMA)
    writer.writerows([_cell(row[name], kind) for name, kind in SCHEMA.items()] for row in folder.findings)
    return Written({out: text.getvalue().encode("utf-8")})


def read_csv(text: str) -> list[dict[str, Any]]:
    """The rows of a file that :func:`write` made, with the types of the findings table; empty is None."""
    rows: list[dict[str, Any]] = []
    for cells in csv.DictReader(io.StringIO(text, newline="")):
        row: dict[str, Any] = {}
        for name, cell in cells.items():
            kind = SCHEMA.get(name, "s")
            row[name] = None if cell == "" else json.loads(cell) if kind != "s" else cell.removeprefix("'")
        rows.append(row)
    return rows
