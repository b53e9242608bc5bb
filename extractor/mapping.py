"""A function for ``datasets.Dataset.map``; the library itself is not needed.

    found = dataset.map(extractor.datasets_map("rules"), batched=True)
    tuples = json.loads(found[0]["exocargo"])

The rows stand as JSON: a column whose first batch holds no finding, or no target, would else be taken for one of
nothing but nulls, and the library would refuse what the next batch holds.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from extractor.model.folder import DEFAULT_MODEL

__all__ = ["MapColumns", "datasets_map"]


@dataclass(frozen=True, slots=True)
class MapColumns:
    """Columns in, columns out; holds only what tells an extractor apart, so that processes and caches can keep it."""

    model: str
    column: str
    min_confidence: float
    vesicular_only: bool

    def __call__(
        self, batch: Mapping[str, Sequence[Any]], indices: Sequence[int] | None = None
    ) -> dict[str, list[Any]]:
        """The columns of findings for a batch of rows.

        Parameters
        ----------
        batch
            Columns by name, read as the command reads those of a table: ``id`` and ``text``, ``text`` alone, or
            ``title`` and ``abstract``.
        indices
            The rows' numbers in the whole data set (``with_indices=True``), by which rows without an id are told apart.

        Raises
        ------
        ReadError
            If the columns needed are not there.
        """
        from extractor.pipeline import load
        from extractor.readers.rows import require_columns

        names = [str(name) for name in batch]
        require_columns([*names, "id"])  # an id is welcome, not needed
        count = len(next(iter(batch.values())))
        rows = ({name: column[at] for name, column in batch.items()} for at in range(count))
        found = list(
            load(self.model).extract_many(
                rows,
                min_confidence=self.min_confidence,
                vesicular_only=self.vesicular_only,
                first=1 + (indices[0] if indices else 0),
            )
        )
        return {
            self.column: [json.dumps(list(rows), ensure_ascii=False) for rows in found],
            f"{self.column}_count": [len(rows) for rows in found],
            f"{self.column}_failure": [rows.failure.message if rows.failure else "" for rows in found],
        }


def datasets_map(
    model: str = DEFAULT_MODEL,
    *,
    column: str = "exocargo",
    min_confidence: float = 0.0,
    vesicular_only: bool = False,
) -> MapColumns:
    """A function for ``datasets.Dataset.map(..., batched=True)`` that reads every row for findings.

    It adds three columns: ``column``, a JSON list of the rows of ``tuples.jsonl``; ``{column}_count``, how many they
    are; and ``{column}_failure``, why a row could not be read, empty where it was. The model is loaded on first use,
    once a process.
    """
    return MapColumns(model, column, min_confidence, vesicular_only)
