"""A BEL script, built and written with ``pybel``, which reads every line of it back without a network.

One statement a row of evidence and relation, with the sign that this row states; each has its citation, its sentences
as SupportingText, and annotations. Rows that BEL would write as the same statement are one, with the annotations of
all. microRNAs are m(), other RNAs r(), proteins and families p(), vesicles a(), pathways, processes and
radiosensitivity bp(). Cargo said to be in vesicles has the location "extracellular exosome". Unsigned is
``regulates``, no effect ``causesNoChange``. Every namespace and annotation is a pattern in the script.

pybel undoes no escape within quotation marks, so that quotation marks, backslashes, control characters and what looks
like a comment are JSON escapes here: :func:`extractor.exports.text.unescaped` takes them back. Sentences of one row
are joined by " [...] ". Lost: offsets, spans and belief (EvidenceId leads to them), and that a bare cargo belongs to a
finding. A row without sentences says so.
"""

from __future__ import annotations

import logging
import os
import sys
import tempfile
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from importlib.metadata import EntryPoint, entry_points
from pathlib import Path
from types import ModuleType
from typing import Any

from extractor.annotation.curie import PATTERNS
from extractor.evidence import identity
from extractor.exports import nodes
from extractor.exports.nodes import Node
from extractor.exports.relations import Relation, bare, left_out, publication, relations, sentences
from extractor.exports.text import escaped
from extractor.exports.written import ExportError, Written
from extractor.findings.folder import Folder

__all__ = ["NO_SENTENCE", "load_pybel", "write"]

#: SupportingText where a row of evidence has none: BEL takes no statement without.
NO_SENTENCE = "no sentence stored"
_RELATIONS = {
    "increases": "increases",
    "decreases": "decreases",
    "no_effect": "causesNoChange",
    "unspecified": "regulates",
}
_CLASSES = {
    "miRNA": "MicroRna", "circRNA": "Rna", "lncRNA": "Rna", "mRNA": "Rna", "protein": "Protein", "family": "Protein",
    "exosome": "Abundance", "pathway": "BiologicalProcess", "process": "BiologicalProcess",
    "radiosensitivity": "BiologicalProcess",
}  # fmt: skip
#: BEL's namespace of cellular components by name, and this project's own.
_LOCATIONS, _OWN = "GOCC", "EXOCARGO"
_ANNOTATIONS = ("Cancer", "CancerId", "Confidence", "Document", "EvidenceId", "FindingId", "Hedged", "Model", "Slot")


def write(folder: Folder, out: Path) -> Written:
    """The findings as one BEL script.

    Raises
    ------
    ExportError
        If pybel is not installed, or the folder holds no evidence, without which BEL has no statement.
    """
    found = list(relations(folder))
    if found and not folder.evidence:
        raise ExportError(f"{folder.path}: no tuples.jsonl beside the table, and BEL wants evidence; export the run")
    pybel = load_pybel()
    graph = pybel.BELGraph(**_document())
    graph.namespace_pattern.update({prefix: f"^{pattern}$" for prefix, pattern in PATTERNS.items()})
    graph.namespace_pattern.update({_LOCATIONS: "^.+$", _OWN: "^.+$"})
    graph.annotation_pattern.update(dict.fromkeys(_ANNOTATIONS, "^.+$"))
    for edge in _statements(pybel, folder, found):
        graph.add_qualified_edge(**edge)
    for finding in bare(folder):
        graph.add_node_from_data(_term(pybel, nodes.cargo(finding)))
    # The first line tells the hour, and would make two exports of one table differ.
    lines = [line for line in pybel.to_bel_script_lines(graph) if not line.startswith("# This document was created")]
    text = "".join(f"{line}\n" for line in lines)
    return Written({out: text.encode("utf-8")}, left_out(folder, bare_too=False))


def _document() -> dict[str, str]:
    from extractor import __version__

    return {
        "name": "exocargo findings",
        "version": __version__,
        "description": "What exosomal cargo does to targets, pathways and radiosensitivity",
        "authors": "exocargo",
        "contact": "the exocargo developers",
    }


def _quoted(text: str) -> str:
    """The text as it stands within quotation marks; pybel takes " //" for the start of a comment even there."""
    return escaped(text, '"').replace(" //", " \\u002f/")


def _term(pybel: Any, node: Node) -> Any:
    make = getattr(pybel.dsl, _CLASSES[node.kind])
    if node.curie is None:
        return make(_OWN, name=_quoted(node.name))
    prefix, _, local = node.curie.partition(":")
    return make(prefix, name=_quoted(node.name), identifier=local)


def _statements(pybel: Any, folder: Folder, found: Iterable[Relation]) -> Iterator[dict[str, Any]]:
    """The arguments of each edge. What only annotations tell apart is one edge to pybel, and is made one here."""
    merged: dict[tuple[Any, ...], tuple[dict[str, Any], dict[str, set[str]]]] = {}
    place = pybel.dsl.location(pybel.language.Entity(namespace=_LOCATIONS, name="extracellular exosome"))
    for relation in found:
        for row in relation.evidence:
            kind, cited = publication(folder, row["doc_id"])
            edge = {
                "source": _term(pybel, relation.subject),
                "target": _term(pybel, relation.object),
                "relation": _RELATIONS[relation.stated(row)],
                "evidence": _quoted(" [...] ".join(sentences(row)) or NO_SENTENCE),
                "citation": (kind, _quoted(cited)),
                "source_modifier": place if row.get("vesicular", True) and relation.subject.kind != "exosome" else None,
            }
            key = tuple(str(value) for value in edge.values())
            _, marks = merged.setdefault(key, (edge, {}))
            for name, value in _marks(relation, row).items():
                if value:
                    marks.setdefault(name, set()).add(_quoted(value))
    for edge, marks in merged.values():
        yield {**edge, "annotations": {name: sorted(values) for name, values in marks.items()}}


def _marks(relation: Relation, row: Mapping[str, Any]) -> dict[str, str | None]:
    return {
        "Cancer": row.get("cancer"),
        "CancerId": row.get("cancer_id"),
        "Confidence": str(row.get("confidence", "")),
        "Document": row["doc_id"],
        "EvidenceId": identity(row),
        "FindingId": relation.finding["finding_id"],
        "Hedged": "true" if row.get("hedged") else None,
        "Model": row.get("model"),
        "Slot": relation.slot,
    }


@contextmanager
def _own_home() -> Iterator[None]:
    """pybel makes folders in the user's home when it is imported; they go into a temporary folder instead."""
    names = ("PYSTOW_HOME", "PYSTOW_CONFIG_HOME")
    before = {name: os.environ.get(name) for name in names}
    with tempfile.TemporaryDirectory(prefix="exocargo-pybel-") as folder:
        os.environ.update(dict.fromkeys(names, folder))
        try:
            yield
        finally:
            for name, value in before.items():
                if value is None:
                    os.environ.pop(name, None)
                else:
                    os.environ[name] = value


def load_pybel() -> Any:
    """The module ``pybel``, with what it takes from setuptools and with no trace left in the user's home.

    pybel 0.15.5 looks for plug-ins with ``pkg_resources``, which setuptools dropped with version 82; where it is
    missing, one function of it is stood in for while pybel is imported.

    Raises
    ------
    ExportError
        If pybel is not installed.
    """
    logging.getLogger("pybel").setLevel(logging.ERROR)
    stand_in = ModuleType("pkg_resources")

    def iter_entry_points(group: str, name: str | None = None) -> Iterator[EntryPoint]:
        return iter(entry for entry in entry_points(group=group) if name in {None, entry.name})

    stand_in.__dict__["iter_entry_points"] = iter_entry_points
    try:
        import pkg_resources  # noqa: F401
    except ImportError:
        sys.modules["pkg_resources"] = stand_in
    try:
        with _own_home():
            import pybel
            import pybel.dsl
            import pybel.language
    except ImportError as error:
        raise ExportError(f"bel needs pybel ({error}): pip install 'exocargo[export]'") from None
    finally:
        if sys.modules.get("pkg_resources") is stand_in:
            del sys.modules["pkg_resources"]
    return pybel
