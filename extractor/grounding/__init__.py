"""Grounding: the identifier of a name, slot by slot and offline; what is ambiguous stays without one."""

from extractor.grounding.names import curie, ground

__all__ = ["curie", "ground"]
