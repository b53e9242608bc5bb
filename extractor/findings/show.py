"""The findings table on a terminal."""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.table import Table
from rich.text import Text

__all__ = ["show"]

_ARROWS = {"increases": "↑ ", "decreases": "↓ ", "unspecified": "", None: ""}
_EFFECTS = {
    "increases_radiosensitivity": "more sensitive",
    "decreases_radiosensitivity": "more resistant",
    "no_effect": "no effect",
    "not_stated": "not stated",
}


def _slot(name: str | None, direction: str | None) -> Text:
    # Text, not markup: a name from a paper may hold square brackets.
    return Text(f"{_ARROWS.get(direction, '')}{name}" if name else "")


def show(rows: Sequence[Mapping[str, Any]], source: Path, limit: int) -> str:
    """The first ``limit`` findings as a table, and where the files are."""
    terminal = Console().is_terminal
    console = Console(width=None if terminal else 150, file=io.StringIO(), force_terminal=terminal)
    noun = "finding" if len(rows) == 1 else "findings"
    table = Table(title=f"{len(rows)} {noun}", title_justify="left", box=None, pad_edge=False, header_style="bold")
    for heading in ("cargo", "type", "target", "pathway", "effect on tumour", "kind", "papers"):
        table.add_column(heading, justify="right" if heading == "papers" else "left", overflow="fold")
    for row in rows[:limit]:
        table.add_row(
            Text(row["cargo_name"] or ""),
            row["cargo_type"],
            _slot(row["target_name"], row["target_direction"]),
            _slot(row["pathway_name"], row["pathway_direction"]),
            _EFFECTS.get(row["effect"], row["effect"]) + (" (conflict)" if row["conflict"] else ""),
            ", ".join(row["finding_type"]).replace("_", " "),
            str(row["n_documents"]),
        )
    folder = source if source.is_dir() else source.parent
    with console.capture() as captured:
        console.print(table)
        if len(rows) > limit:
            console.print(f"and {len(rows) - limit} more (--limit)", markup=False, highlight=False)
        names = ", ".join(sorted(path.name for path in folder.iterdir() if path.is_file()))
        console.print(f"\nfiles in {folder}: {names}", markup=False, highlight=False, soft_wrap=True)
    return "\n".join(line.rstrip() for line in captured.get().splitlines())
