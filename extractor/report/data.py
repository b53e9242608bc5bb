"""What the page shows, gathered from a folder of results into one JSON object."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from extractor.findings.folder import Folder
from extractor.findings.table import SCHEMA, TableError
from extractor.report.cancers import cancer_labels
from extractor.report.highlight import marks
from extractor.report.plain import plain
from extractor.surrogates import shown

__all__ = ["assemble", "read_run"]

#: What is shown of a row of tuples.jsonl, besides its sentences.
_EVIDENCE = (
    "doc_id", "event_id", "section", "cargo", "target", "target_direction", "pathway",
    "pathway_direction", "effect", "manipulation", "observed", "cancer", "cancer_id", "source", "recipient",
    "radiation", "radiation_changes_cargo", "vesicular", "hedged", "negated", "confidence", "model",
)  # fmt: skip

_DOCUMENT = ("doc_id", "title", "pmid", "pmcid", "doi", "year", "publication_types")

#: Where run.json may state when the run was; the first that does counts.
_DATES = ("finished", "date", "started", "created")


def read_run(folder: Path) -> dict[str, Any]:
    """``run.json`` of a folder, with the day of the run under ``date``; empty if there is none.

    A run.json that states no date has that of its last change, in UTC.

    Raises
    ------
    TableError
        If it is no JSON object; the message names it and the remedy.
    """
    file = folder / "run.json"
    if not file.is_file():
        return {}
    try:
        run = json.loads(file.read_text(encoding="utf-8"))
    except (ValueError, RecursionError):
        run = None
    if not isinstance(run, dict):
        raise TableError(f"{file}: not a JSON object; run extract again, or remove the file to do without it")
    stated = next((run[key] for key in _DATES if isinstance(run.get(key), str)), None)
    changed = dt.datetime.fromtimestamp(file.stat().st_mtime, tz=dt.UTC)
    return {**run, "date": stated or changed.date().isoformat()}


def assemble(folder: Folder, run: Mapping[str, Any]) -> dict[str, Any]:
    """The data of the page.

    ``findings`` holds every column and row of the findings table in its order; ``evidence`` the rows of tuples.jsonl
    behind them; ``sentences`` each sentence once; ``documents`` those that a finding names, known or not.
    """
    findings = [dict(row) for row in folder.findings]
    keys = dict.fromkeys(key for finding in findings for key in finding["evidence_ids"] if key in folder.evidence)
    behind = {key: folder.evidence[key] for key in keys}
    columns = list(dict.fromkeys([*SCHEMA, *(name for row in findings for name in row)]))
    named = dict.fromkeys(doc for row in findings for doc in row.get("documents") or [])
    # Ids meet in their shown form: the table holds them so, tuples.jsonl may hold an unpaired surrogate.
    known = {shown(key): row for key, row in folder.documents.items()}
    sentences = _Sentences()
    evidence = _evidence(behind, sentences)
    return {
        "about": _about(folder, run, list(behind.values())),
        "columns": columns,
        # JSON has one kind of number, and 1.0 is to be written as 1.0 again.
        "floats": [name for name in columns if any(isinstance(row.get(name), float) for row in findings)],
        "findings": [[plain(row.get(name)) for name in columns] for row in findings],
        "evidence": evidence,
        "sentences": sentences.rows,
        "documents": [
            {name: plain(known.get(shown(doc), {}).get(name)) for name in _DOCUMENT} | {"doc_id": shown(doc)}
            for doc in named
        ],
        "cancers": plain(cancer_labels(findings, behind.values())),
    }


class _Sentences:
    """Sentences of evidence, each held once though many tuples lean on it."""

    def __init__(self) -> None:
        self.rows: list[list[Any]] = []
        self._at: dict[tuple[Any, ...], int] = {}

    def number(self, doc: str, item: Mapping[str, Any]) -> int:
        text = item.get("text")
        key = (doc, item["start"], item["end"], text if isinstance(text, str) else "", str(item.get("page")))
        if key not in self._at:
            self._at[key] = len(self.rows)
            self.rows.append([shown(key[3]), plain(item.get("page"))])
        return self._at[key]


def _evidence(rows: Mapping[str, Mapping[str, Any]], sentences: _Sentences) -> list[dict[str, Any]]:
    """Rows by their evidence_id, each with what it does not state left out and its sentences by number."""
    found = []
    for key, row in rows.items():
        spans = row.get("spans")
        spans = spans if isinstance(spans, Mapping) else {}
        told = []
        for item in row.get("evidence") or []:
            text = item.get("text")
            marked = marks(text, item["start"], spans) if isinstance(text, str) else []
            told.append([sentences.number(row["doc_id"], item), marked])
        kept = {name: plain(row[name]) for name in _EVIDENCE if row.get(name) is not None}
        found.append({"evidence_id": shown(key), **kept, "told": told})
    return found


def _about(folder: Folder, run: Mapping[str, Any], evidence: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    settings = run.get("settings")
    model = settings.get("model") if isinstance(settings, Mapping) else None
    models = [model] if model else sorted({str(row["model"]) for row in evidence if row.get("model")})
    return {
        "folder": shown(folder.path.resolve().name),
        "date": plain(run.get("date")),
        "models": plain(models),
        "counts": plain(run.get("counts") if isinstance(run.get("counts"), Mapping) else {}),
        "settings": plain(settings if isinstance(settings, Mapping) else {}),
        "versions": plain(run.get("versions") if isinstance(run.get("versions"), Mapping) else {}),
        "has_evidence": bool(folder.evidence),
        "has_documents": bool(folder.documents),
    }
