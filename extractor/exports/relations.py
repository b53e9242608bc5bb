"""Findings as signed relations: cargo to target, cargo to pathway, cargo to radiosensitivity.

A finding states up to three. One that states none (cargo that marks a response, with no sign) leaves its cargo alone:
formats that hold single nodes keep it, the others say how many they left out. Findings that a curator rejected are no
relations.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from extractor.evidence import digest
from extractor.exports import nodes
from extractor.exports.nodes import Node
from extractor.findings.folder import Folder

__all__ = ["Relation", "bare", "citations", "left_out", "publication", "relations", "sentences"]

#: The shape of a DOI, as Bioregistry has it.
_DOI = re.compile(r"10\.\d{2,9}/\S+")

_EFFECTS = {
    "increases_radiosensitivity": "increases",
    "decreases_radiosensitivity": "decreases",
    "no_effect": "no_effect",
}


@dataclass(frozen=True, slots=True)
class Relation:
    """What one finding says of its cargo and one other thing.

    ``slot`` is target, pathway or effect; ``sign`` increases, decreases, no_effect or unspecified. ``evidence`` holds
    the rows of tuples.jsonl behind the finding.
    """

    finding: Mapping[str, Any]
    slot: str
    subject: Node
    object: Node
    sign: str
    evidence: tuple[Mapping[str, Any], ...]

    @property
    def id(self) -> str:
        """A content hash, the same on every machine."""
        return digest("relation", self.finding["finding_id"], self.slot)

    def stated(self, row: Mapping[str, Any]) -> str:
        """The sign that one row of evidence gives: the finding's is that of the majority."""
        if self.slot == "effect":
            return self.sign
        return row.get(f"{self.slot}_direction") or "unspecified"


def relations(folder: Folder) -> Iterator[Relation]:
    """The relations of every finding, in the order of the table."""
    for finding in _standing(folder):
        evidence = tuple(folder.evidence_of(finding))
        subject = nodes.cargo(finding)
        for slot, thing in (("target", nodes.target(finding)), ("pathway", nodes.pathway(finding))):
            if thing is not None:
                sign = finding.get(f"{slot}_direction") or "unspecified"
                yield Relation(finding, slot, subject, thing, sign, evidence)
        effect = _EFFECTS.get(finding["effect"])
        if effect is not None:
            yield Relation(finding, "effect", subject, nodes.ENDPOINT, effect, evidence)


def _standing(folder: Folder) -> list[Mapping[str, Any]]:
    return [finding for finding in folder.findings if finding.get("status") != "rejected"]


def left_out(folder: Folder, bare_too: bool) -> tuple[str, ...]:
    """Notes on the findings that a network of relations does not hold: those rejected and, if so, those bare."""
    counts: Sequence[tuple[int, str]] = (
        (len(folder.findings) - len(_standing(folder)), "rejected by a curator and left out"),
        (len(bare(folder)) if bare_too else 0, "without target, pathway or effect, which this format cannot hold"),
    )
    return tuple(f"{number} finding{'' if number == 1 else 's'} {what}" for number, what in counts if number)


def bare(folder: Folder) -> list[Mapping[str, Any]]:
    """The findings that state no relation."""
    return [
        finding
        for finding in _standing(folder)
        if finding["effect"] not in _EFFECTS and not finding.get("target_name") and not finding.get("pathway_name")
    ]


def publication(folder: Folder, doc_id: str) -> tuple[str, str]:
    """What a document is cited by: its kind (pubmed, pmc, doi or other) and the identifier there."""
    known = folder.documents.get(doc_id) or {}
    pmid, pmcid, doi = (str(known.get(field) or "").strip() for field in ("pmid", "pmcid", "doi"))
    if pmid.isascii() and pmid.isdigit():
        return "pubmed", pmid
    if pmcid.upper().startswith("PMC") and pmcid[3:].isdigit():
        return "pmc", pmcid.upper()
    return ("doi", doi) if _DOI.fullmatch(doi) else ("other", doc_id)


def citations(folder: Folder, finding: Mapping[str, Any]) -> list[tuple[str, str]]:
    """The publications behind a finding, each once, in the order of its documents."""
    return list(dict.fromkeys(publication(folder, doc_id) for doc_id in finding["documents"]))


def sentences(row: Mapping[str, Any]) -> list[str]:
    """The evidence sentences of a row, as they stand in the text."""
    return [str(item["text"]) for item in row.get("evidence") or [] if item.get("text")]
