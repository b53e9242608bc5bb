"""Anatomical entity types, shared by AnatEM, the Cancer Genetics corpus and MLEE."""

from __future__ import annotations

__all__ = ["ANATOMY"]

#: Span type by entity type.
ANATOMY = {
    "Cancer": "cancer",
    "Cell": "cell",
    "Organism_substance": "fluid",
    "Pathological_formation": "disease",
    "Anatomical_system": "other",
    "Cellular_component": "other",
    "Developing_anatomical_structure": "other",
    "Immaterial_anatomical_entity": "other",
    "Multi-tissue_structure": "other",
    "Organ": "other",
    "Organism_subdivision": "other",
    "Tissue": "other",
}
