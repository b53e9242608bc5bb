"""Bounds on what a reader takes in: an input past them is refused with a clear line, never read in part."""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["Limits"]


@dataclass(frozen=True, slots=True)
class Limits:
    """Upper bounds for one input.

    ``max_bytes``: size of the file as given, and of what it unpacks to. ``max_pages``: pages of a PDF.
    ``max_chars``: characters of one document's text. ``max_documents``: records in one file.
    """

    max_bytes: int = 100_000_000
    max_pages: int = 2_000
    max_chars: int = 20_000_000
    max_documents: int = 5_000_000
