"""KGX: a table of nodes and a table of edges in the Biolink Model, version 4.4.6
(https://biolink.github.io/biolink-model).

``--out NAME.tsv`` (or NAME) writes NAME_nodes.tsv and NAME_edges.tsv; a folder gets exocargo_nodes.tsv and
exocargo_edges.tsv. CURIEs have Biolink's spelling of the prefix (HGNC:, GO:, PMID:), which Bioregistry reads as its
own. Cells are not quoted, as KGX reads them; a backslash, tab or line break in one is a JSON escape, and so is a bar
in an item of a list, whose items bars part.

A molecule with a gene's identifier is what it is and a biolink:Gene too, as Translator conflates the two. From gene to
gene a signed relation is ``regulates`` in a GeneRegulatesGeneAssociation, with what it ``causes``: activity or
abundance up or down. Biolink gives ``regulates`` no other molecules, so that elsewhere the predicate is ``affects``,
with the same qualifiers; unsigned without any, no effect negated. Lost: offsets, and the arm of a microRNA, for both
arms have the CURIE of their gene: ``original_subject`` and ``original_object`` keep the names.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any
from urllib.parse import quote

from extractor.exports import nodes
from extractor.exports.nodes import Node
from extractor.exports.relations import Relation, bare, citations, left_out, relations, sentences
from extractor.exports.text import escaped
from extractor.exports.written import Written
from extractor.findings.folder import Folder
from extractor.surrogates import shown

__all__ = ["biolink_curie", "write"]

#: Bioregistry's prefix to Biolink's, where they differ.
_PREFIXES = {
    "cellosaurus": "CELLOSAURUS", "chebi": "CHEBI", "cl": "CL", "doid": "DOID", "efo": "EFO", "ensembl": "ENSEMBL",
    "fplx": "FPLX", "go": "GO", "hgnc": "HGNC", "hgnc.genegroup": "HGNC.FAMILY", "hp": "HP", "mesh": "MESH",
    "mondo": "MONDO", "ncbigene": "NCBIGene", "ncit": "NCIT", "pmc": "PMC", "pubmed": "PMID", "reactome": "REACT",
    "uberon": "UBERON", "uniprot": "UniProtKB", "wikipathways": "WIKIPATHWAYS",
}  # fmt: skip
_CATEGORIES = {
    "miRNA": "biolink:MicroRNA",
    "circRNA": "biolink:NoncodingRNAProduct",
    "lncRNA": "biolink:NoncodingRNAProduct",
    "mRNA": "biolink:Transcript",
    "protein": "biolink:Protein",
    "family": "biolink:GeneFamily",
    "exosome": "biolink:CellularComponent",
    "pathway": "biolink:Pathway",
    "process": "biolink:BiologicalProcess",
    "radiosensitivity": "biolink:PhenotypicFeature",
}
_MOLECULES = frozenset({"miRNA", "circRNA", "lncRNA", "mRNA", "protein", "family"})
_GENE, _PROCESS = ("upregulated", "downregulated"), ("increased", "decreased")
_NODE = ("id", "category", "name", "provided_by")
_EDGE = (
    "id", "category", "subject", "predicate", "object", "qualified_predicate", "object_aspect_qualifier",
    "object_direction_qualifier", "negated", "disease_context_qualifier", "knowledge_level", "agent_type",
    "primary_knowledge_source", "publications", "supporting_text", "has_confidence_score", "original_subject",
    "original_object", "finding_id", "relation",
)  # fmt: skip
_SOURCE = "infores:exocargo"


def biolink_curie(curie: str) -> str:
    """A CURIE in Biolink's spelling.

    >>> biolink_curie("hgnc:31645"), biolink_curie("exocargo.circ:circMYC")
    ('HGNC:31645', 'exocargo.circ:circMYC')
    """
    prefix, _, local = curie.partition(":")
    return f"{_PREFIXES.get(prefix, prefix)}:{local}"


def write(folder: Folder, out: Path) -> Written:
    """The findings as a table of nodes and a table of edges."""
    found = list(relations(folder))
    things = [node for relation in found for node in (relation.subject, relation.object)]
    things += [nodes.cargo(finding) for finding in bare(folder)]
    by_id: dict[str, Node] = {}
    for node in things:
        by_id.setdefault(node.id, node)
    stem = out / "exocargo" if out.is_dir() else out.with_suffix("") if out.suffix == ".tsv" else out
    files = {
        stem.with_name(f"{stem.name}_nodes.tsv"): _table(_NODE, map(_node, by_id.values())),
        stem.with_name(f"{stem.name}_edges.tsv"): _table(_EDGE, (_edge(folder, relation) for relation in found)),
    }
    return Written(files, left_out(folder, bare_too=False))


def _table(columns: tuple[str, ...], rows: Iterable[Mapping[str, Any]]) -> bytes:
    lines = ["\t".join(columns), *("\t".join(_cell(row.get(name)) for name in columns) for row in rows)]
    return "".join(f"{line}\n" for line in lines).encode("utf-8")


def _cell(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, list):
        return "|".join(escaped(str(item), "|") for item in value)
    return escaped(str(value))


def _is_gene(node: Node) -> bool:
    return (node.curie or "").startswith("hgnc:")


def _categories(node: Node) -> list[str]:
    return [_CATEGORIES[node.kind], *(["biolink:Gene"] if _is_gene(node) else [])]


def _node(node: Node) -> dict[str, Any]:
    return {"id": biolink_curie(node.id), "category": _categories(node), "name": node.name, "provided_by": _SOURCE}


def _edge(folder: Folder, relation: Relation) -> dict[str, Any]:
    finding = relation.finding
    accepted = finding.get("status") == "accepted"
    edge = {
        "id": f"exocargo.relation:{relation.id}",
        "category": "biolink:Association",
        "subject": biolink_curie(relation.subject.id),
        "predicate": "biolink:affects",
        "object": biolink_curie(relation.object.id),
        "negated": relation.sign == "no_effect",
        "disease_context_qualifier": sorted(
            {biolink_curie(row["cancer_id"]) for row in relation.evidence if nodes.grounded(row, "cancer")}
        ),
        "knowledge_level": "knowledge_assertion" if accepted else "not_provided",
        "agent_type": "manual_validation_of_automated_agent" if accepted else "text_mining_agent",
        "primary_knowledge_source": _SOURCE,
        "publications": [_publication(*cited) for cited in citations(folder, finding)],
        "supporting_text": list(dict.fromkeys(text for row in relation.evidence for text in sentences(row))),
        "has_confidence_score": finding["belief"],
        "original_subject": relation.subject.name,
        "original_object": relation.object.name,
        "finding_id": finding["finding_id"],
        "relation": f"{relation.slot}:{relation.sign}",
    }
    if relation.sign in {"increases", "decreases"}:
        molecules = relation.subject.kind in _MOLECULES and relation.object.kind in _MOLECULES
        up, down = _GENE if molecules else _PROCESS
        edge |= {
            "qualified_predicate": "biolink:causes",
            "object_aspect_qualifier": "activity_or_abundance" if molecules else "activity",
            "object_direction_qualifier": up if relation.sign == "increases" else down,
        }
        if _is_gene(relation.subject) and _is_gene(relation.object):
            edge |= {"category": "biolink:GeneRegulatesGeneAssociation", "predicate": "biolink:regulates"}
    return edge


def _publication(kind: str, name: str) -> str:
    return f"exocargo.document:{quote(shown(name), safe='')}" if kind == "other" else biolink_curie(f"{kind}:{name}")
