"""Several runs as one folder: their tuples, documents and curations, and the findings table over all of them.

What is written can be merged again: A and B, then C, is the same as all three at once.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from extractor.batch.files import json_lines, write_whole
from extractor.findings.curation import FILE as CURATIONS
from extractor.findings.curation import Curation, read_curations
from extractor.findings.documents import FILE as DOCUMENTS
from extractor.findings.documents import documents_parquet, read_documents
from extractor.findings.evidence_table import FILE as EVIDENCE
from extractor.findings.evidence_table import evidence_parquet
from extractor.findings.known import Known
from extractor.findings.merge import distinct, tabulate
from extractor.findings.runs import FILE as RUNS
from extractor.findings.runs import read_runs, runs_parquet
from extractor.findings.table import read_tuples, write_table

__all__ = ["collect", "verdicts"]

#: The tag of a row whose tuple is right; every other one names a fault.
_RIGHT = "correct"


def verdicts(curations: Iterable[Curation]) -> dict[str, bool]:
    """Whether each piece of evidence was found right; the latest word counts, of equals the one that finds fault."""
    latest: dict[str, tuple[str, bool]] = {}
    for item in curations:
        # A date with a fault sorts after the same date without one.
        word = (item.date, item.tag != _RIGHT)
        latest[item.evidence_id] = max(word, latest.get(item.evidence_id, word))
    return {evidence: not wrong for evidence, (_, wrong) in latest.items()}


def collect(inputs: Sequence[Path], out: Path, known: Known | None = None) -> list[dict[str, Any]]:
    """Merge run folders or ``tuples.jsonl`` files into the folder ``out``, and return the findings.

    ``out`` gets tuples.jsonl, evidence.parquet, documents.parquet, runs.parquet, curations.jsonl and the findings
    table. Curations that it holds already are kept. ``known`` marks what other databases know. Neither the order of the
    inputs nor giving one twice changes anything.

    Raises
    ------
    TableError
        If one of the files cannot be read.
    OSError
        If ``out`` cannot be written.
    """
    rows = distinct(read_tuples(inputs))
    folders = [path if path.is_dir() else path.parent for path in inputs]
    documents: dict[str, dict[str, Any]] = {}
    for folder in folders:
        for name, document in read_documents(folder).items():
            kept = documents.get(name)
            # Of two descriptions of one document the one that says more; then the first in the alphabet.
            if kept is None or _worth(document) > _worth(kept):
                documents[name] = document
    curations = {item.curation_id: item for folder in (*folders, out) for item in read_curations(folder)}
    ordered = sorted(curations.values(), key=lambda item: (item.date, item.curation_id))
    runs = {key: run for folder in folders for key, run in read_runs(folder).items()}
    findings = tabulate(rows, documents, verdicts(ordered))
    if known:
        known.mark(findings)
    out.mkdir(parents=True, exist_ok=True)
    tuples = sorted(rows.items(), key=lambda item: (item[1]["doc_id"], item[0]))
    write_whole(out / "tuples.jsonl", json_lines({**row, "evidence_id": key} for key, row in tuples))
    write_whole(out / DOCUMENTS, documents_parquet(documents[name] for name in sorted(documents)))
    write_whole(out / EVIDENCE, evidence_parquet(rows, documents))
    write_whole(out / RUNS, runs_parquet(runs))
    if ordered:
        write_whole(out / CURATIONS, json_lines(asdict(item) for item in ordered))
    write_table(findings, out)
    return findings


def _worth(document: dict[str, Any]) -> tuple[int, str]:
    return sum(bool(value) for value in document.values()), json.dumps(document, sort_keys=True, default=str)
