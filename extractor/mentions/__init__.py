"""Typed names in a text: grammars, lexicons and the document's own abbreviations, joined by one rule (finder.py)."""

from extractor.mentions.mention import CARGO_TYPES, TYPES, Mention, prefer_longest

__all__ = ["CARGO_TYPES", "TYPES", "Mention", "prefer_longest"]
