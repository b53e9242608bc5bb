"""Simple interaction format: node, relation, node, tab separated, with the sign in the relation's name.

Read by Cytoscape and igraph; https://manual.cytoscape.org/en/stable/Supported_Network_File_Formats.html. Nodes are
names; where two things share a name, the CURIE follows in brackets. A backslash, tab or line break in a name is a JSON
escape. Lost: identifiers, types, evidence, belief, and how many findings say the same (a line stands once). A cargo
without any relation stands alone on its line.
"""

from __future__ import annotations

from collections import defaultdict
from pathlib import Path

from extractor.exports import nodes
from extractor.exports.nodes import Node
from extractor.exports.relations import bare, left_out, relations
from extractor.exports.text import escaped
from extractor.exports.written import Written
from extractor.findings.folder import Folder

__all__ = ["RELATIONS", "write"]

#: Sign to the relation's name.
RELATIONS = {
    "increases": "increases",
    "decreases": "decreases",
    "no_effect": "does_not_change",
    "unspecified": "affects",
}


def write(folder: Folder, out: Path) -> Written:
    """The findings as one SIF file."""
    found = list(relations(folder))
    alone = [nodes.cargo(finding) for finding in bare(folder)]
    names: dict[str, set[tuple[str, str | None]]] = defaultdict(set)
    for node in [*alone, *(node for relation in found for node in (relation.subject, relation.object))]:
        names[node.name].add(node.key)

    def label(node: Node) -> str:
        return escaped(node.name if len(names[node.name]) == 1 else f"{node.name} [{node.id}]")

    lines = ["\t".join((label(r.subject), RELATIONS[r.sign], label(r.object))) for r in found]
    related = {node.key for relation in found for node in (relation.subject, relation.object)}
    lines += [label(node) for node in alone if node.key not in related]
    text = "".join(f"{line}\n" for line in dict.fromkeys(lines))
    return Written({out: text.encode("utf-8")}, left_out(folder, bare_too=False))
