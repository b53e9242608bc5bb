"""A folder that extract or merge wrote, read as one: its findings, the evidence behind each, and the documents."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from extractor.evidence import identity
from extractor.findings.documents import read_documents
from extractor.findings.table import read_table, read_tuples

__all__ = ["Folder", "read_folder"]


@dataclass(frozen=True, slots=True)
class Folder:
    """Findings in the order of their table; evidence by ``evidence_id``; documents by ``doc_id``."""

    path: Path
    findings: Sequence[Mapping[str, Any]]
    evidence: Mapping[str, Mapping[str, Any]]
    documents: Mapping[str, Mapping[str, Any]]

    def evidence_of(self, finding: Mapping[str, Any]) -> list[Mapping[str, Any]]:
        """The rows of ``tuples.jsonl`` behind a finding, in the order of its ``evidence_ids``; absent ones left out."""
        return [self.evidence[key] for key in finding["evidence_ids"] if key in self.evidence]


def read_folder(path: Path) -> Folder:
    """Read a folder that extract or merge wrote, or the folder that a findings.parquet lies in.

    ``tuples.jsonl`` and ``documents.parquet`` may be missing: then there is no evidence, or nothing is known of the
    documents beyond their ids.

    Raises
    ------
    TableError
        If there is no findings table, or one of the files cannot be read; the message names it and the remedy.
    """
    findings = read_table(path)
    folder = path if path.is_dir() else path.parent
    tuples = folder / "tuples.jsonl"
    evidence: dict[str, Mapping[str, Any]] = {}
    for row in read_tuples([tuples]) if tuples.is_file() else ():
        evidence.setdefault(identity(row), row)
    return Folder(folder, findings, evidence, read_documents(folder))
