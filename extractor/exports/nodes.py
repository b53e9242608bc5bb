"""The things that findings speak of, as nodes of a graph: typed, and each with a CURIE.

A name without a CURIE gets one of this project (``exocargo.name:`` and a content hash of type and normalised name), so
that no format drops it. Radiosensitivity is one fixed node that no grounder ever sees: MeSH holds the word as a
synonym of Radiation Tolerance, the opposite pole.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from extractor.annotation.curie import is_curie
from extractor.evidence import digest
from extractor.findings.names import arm_of
from extractor.mentions.mention import CARGO_CLASSES
from extractor.mentions.normal import normalise

__all__ = ["ENDPOINT", "EXOSOME", "Node", "cargo", "grounded", "pathway", "target"]

#: GO's extracellular exosome: the vesicles as such, and where vesicular cargo is. No database has a class for them
#: that all the formats know.
EXOSOME = "go:0070062"
_SIGNALLING = re.compile(r"pathway|signal|cascade|\baxis\b|[A-Za-z0-9αβγκ-]+/[A-Za-z0-9αβγκ-]+", re.IGNORECASE)
_PATHWAY_DATABASES = ("reactome:", "wikipathways:", "fplx:")


@dataclass(frozen=True, slots=True)
class Node:
    """A molecule, a pathway or process, the vesicles, or the endpoint.

    ``kind`` is a cargo type, or family, pathway, process, radiosensitivity. ``curie`` is None where the name is not
    grounded. ``arm`` tells apart the two microRNAs of one hairpin gene. ``generic`` marks a class that stands for its
    unnamed members.
    """

    name: str
    kind: str
    curie: str | None = None
    arm: str | None = None
    generic: bool = False

    @property
    def id(self) -> str:
        """The CURIE: that of the database, else one of this project."""
        if self.curie is not None:
            return self.curie
        if self.kind == "radiosensitivity":
            return "exocargo:radiosensitivity"
        slot = "pathway" if self.kind in {"pathway", "process"} else "molecule"
        spelling = normalise(self.name, "pathway" if slot == "pathway" else self.kind)
        return f"exocargo.name:{digest('node', slot, self.generic, spelling or self.name)}"

    @property
    def key(self) -> tuple[str, str | None]:
        """What tells this node from others: both arms of a hairpin have one CURIE and are two molecules."""
        return self.id, self.arm


#: What the effect of a cargo is on; more of it is a tumour that radiation kills more easily.
ENDPOINT = Node("radiosensitivity", "radiosensitivity")


def grounded(row: Mapping[str, Any], slot: str) -> str | None:
    """The identifier of a slot, if it has the shape of one: a table may come from anywhere."""
    value = row.get(f"{slot}_id")
    return value if isinstance(value, str) and is_curie(value) else None


def cargo(finding: Mapping[str, Any]) -> Node:
    """The cargo of a finding; where it has no name, the class that it belongs to."""
    kind, name, curie = finding["cargo_type"], finding.get("cargo_name"), grounded(finding, "cargo")
    if curie is None and (name is None or name in CARGO_CLASSES):
        return Node(name or kind, kind, EXOSOME if kind == "exosome" else None, None, True)
    return Node(name or str(curie), kind, curie, finding.get("cargo_arm"))


def target(finding: Mapping[str, Any]) -> Node | None:
    """The target of a finding."""
    name, curie = finding.get("target_name"), grounded(finding, "target")
    if not name:
        return None
    kind = _molecule(name, curie)
    return Node(name, kind, curie, arm_of(name) if kind == "miRNA" else None)


def pathway(finding: Mapping[str, Any]) -> Node | None:
    """The pathway or process of a finding."""
    name, curie = finding.get("pathway_name"), grounded(finding, "pathway")
    if not name:
        return None
    signalling = _SIGNALLING.search(name) or (curie or "").startswith(_PATHWAY_DATABASES)
    return Node(name, "pathway" if signalling else "process", curie)


def _molecule(name: str, curie: str | None) -> str:
    """What kind of molecule a target is: the table has no column for it."""
    from extractor.mentions import circrna, mirna_names

    prefix = (curie or "").partition(":")[0]
    if prefix.startswith("mirbase") or mirna_names.canonical(name):
        return "miRNA"
    found = circrna.find(name)
    if prefix == "exocargo.circ" or (found and found[0].start == 0 and found[0].end == len(name)):
        return "circRNA"
    if prefix == "fplx":
        return "family"
    return _genes().get(curie or "", "protein")


@lru_cache(maxsize=1)
def _genes() -> Mapping[str, str]:
    """Identifiers of genes that make no protein, and what they make."""
    import pyarrow.compute as pc
    import pyarrow.parquet as pq

    from extractor.mentions.terms import DATA

    table = pq.read_table(DATA, columns=["id", "type"])
    kinds = pc.cast(table["type"], "string")
    few = table.filter(pc.is_in(kinds, value_set=_array(["miRNA", "lncRNA"])))
    return dict(zip(few["id"].to_pylist(), few["type"].to_pylist(), strict=True))


def _array(values: list[str]) -> Any:
    import pyarrow as pa

    return pa.array(values)
