"""What an export gives: files, and one line for each thing that a reader of them should know."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

__all__ = ["ExportError", "Written"]


class ExportError(ValueError):
    """Nothing can be exported; the message names the input and the remedy."""


@dataclass(frozen=True, slots=True)
class Written:
    """The content of each file to write, and notes for the user (what the format could not hold)."""

    files: Mapping[Path, bytes]
    notes: tuple[str, ...] = ()
