"""CX2, the network format of Cytoscape 3.10 and NDEx 3, built with ``ndex2``.

Nodes carry name, CURIE (``represents``), type and, where a name stands for a class, ``generic``; an edge is one
relation of one finding with its sign, counts, belief, publications and evidence sentences. Lost: offsets, spans, and
the fields of single tuples beyond their sentences (``evidence_ids`` says which they are). A lone surrogate in a
sentence is shown as its escape.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from extractor.exports import nodes
from extractor.exports.nodes import Node
from extractor.exports.relations import Relation, bare, citations, left_out, relations, sentences
from extractor.exports.sif import RELATIONS
from extractor.exports.written import Written
from extractor.findings.folder import Folder
from extractor.surrogates import shown_all

__all__ = ["write"]

_COLOURS = {"increases": "#1b7837", "decreases": "#b2182b", "does_not_change": "#999999", "affects": "#4d4d4d"}
_TYPES = {bool: "boolean", int: "integer", float: "double", str: "string", list: "list_of_string"}


def write(folder: Folder, out: Path) -> Written:
    """The findings as one CX2 network."""
    from ndex2.cx2 import CX2Network

    from extractor import __version__

    network = CX2Network()
    network.add_network_attribute("name", "exocargo findings")
    network.add_network_attribute("description", "What exosomal cargo does to targets, pathways and radiosensitivity")
    network.add_network_attribute("version", __version__)
    ids: dict[tuple[str, str | None], int] = {}

    def node_id(node: Node) -> int:
        if node.key not in ids:
            ids[node.key] = network.add_node()
            _describe(network.add_node_attribute, ids[node.key], _node(node))
        return ids[node.key]

    for relation in relations(folder):
        edge = network.add_edge(source=node_id(relation.subject), target=node_id(relation.object))
        _describe(network.add_edge_attribute, edge, _edge(folder, relation))
    for finding in bare(folder):
        node_id(nodes.cargo(finding))
    network.set_visual_properties(_style())
    data = json.dumps(network.to_cx2(), ensure_ascii=False, indent=1)
    return Written({out: data.encode("utf-8")}, left_out(folder, bare_too=False))


def _describe(add: Any, element: int, attributes: Mapping[str, Any]) -> None:
    for key, value in attributes.items():
        if value is not None and value != []:
            add(element, key, shown_all(value), datatype=_TYPES[type(value)])


def _node(node: Node) -> dict[str, Any]:
    attributes = {"name": node.name, "represents": node.id, "type": node.kind, "arm": node.arm}
    return {**attributes, "generic": True} if node.generic else attributes


def _edge(folder: Folder, relation: Relation) -> dict[str, Any]:
    finding = relation.finding
    return {
        "interaction": RELATIONS[relation.sign],
        "slot": relation.slot,
        "relation_id": relation.id,
        "finding_id": finding["finding_id"],
        "effect": finding["effect"],
        "finding_type": list(finding["finding_type"]),
        "cancers": list(finding["cancers"]),
        "belief": float(finding["belief"]),
        "n_documents": finding["n_documents"],
        "n_mentions": finding["n_mentions"],
        "n_contradicting": finding["n_contradicting"],
        "conflict": finding["conflict"],
        "vesicular": finding["vesicular"],
        "hedged": finding["hedged"],
        "status": finding.get("status"),
        "publications": [f"{kind}:{name}" for kind, name in citations(folder, finding)],
        "evidence": list(dict.fromkeys(text for row in relation.evidence for text in sentences(row))),
        "evidence_ids": list(finding["evidence_ids"]),
    }


def _style() -> dict[str, Any]:
    """Names on nodes; arrows that show the sign: a tip for more, a bar for less."""

    def by_interaction(values: Mapping[str, str]) -> dict[str, Any]:
        pairs = [{"v": key, "vp": value} for key, value in values.items()]
        return {"type": "DISCRETE", "definition": {"attribute": "interaction", "type": "string", "map": pairs}}

    shapes = {"increases": "triangle", "decreases": "tee", "does_not_change": "none", "affects": "circle"}
    label = {"type": "PASSTHROUGH", "definition": {"attribute": "name", "type": "string"}}
    return {
        "default": {"network": {}, "node": {}, "edge": {}},
        "nodeMapping": {"NODE_LABEL": label},
        "edgeMapping": {
            "EDGE_TARGET_ARROW_SHAPE": by_interaction(shapes),
            "EDGE_LINE_COLOR": by_interaction(_COLOURS),
        },
    }
