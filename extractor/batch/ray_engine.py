"""Parts on a Ray cluster: a Ray dataset of inputs, read by actors that load the model once.

A part is written into the run's folder as on one machine, so that the folder must be one that all nodes see; the parts
that exist are the checkpoint, and a restart does only what is missing. Ray does the parts of a lost actor or node
again, and a part that is written twice is the same file. Within an actor inputs are read in a process of their own
under the same limits as everywhere: an input that hangs or crashes must not take an actor with it, since Ray would
give it to the next one, without end.
"""

from __future__ import annotations

import logging
import os
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import Any

from extractor.batch.folder import RunError
from extractor.batch.limits import DEFAULT_LIMITS, Limits
from extractor.batch.part import Part
from extractor.batch.pool import Task, Trouble, done, open_pool

__all__ = ["work"]

#: Inputs of one block of the dataset: few, so that all actors have some until the end.
_BLOCK = 4


def work(
    parts: Sequence[Part], task: Task, workers: int, limits: Limits = DEFAULT_LIMITS, address: str | None = None
) -> Iterator[tuple[Part, Trouble | None]]:
    """Do ``task`` on every part in actors; yields each as it is done, with None or what went wrong.

    Parameters
    ----------
    workers
        Actors, one CPU each.
    address
        A cluster as ``ray.init`` takes it; None: that of RAY_ADDRESS, else one that is started here and ends with the
        run.

    Raises
    ------
    RunError
        If Ray is not installed or its cluster cannot be reached.
    """
    # Before Ray is imported: it would report its use over the network.
    os.environ.setdefault("RAY_USAGE_STATS_ENABLED", "0")
    os.environ.setdefault("RAY_DATA_DISABLE_PROGRESS_BARS", "1")
    try:
        import ray
        import ray.data
    except ImportError:
        raise RunError("the engine ray is not installed; pip install 'exocargo[ray]', or leave --engine out") from None
    address = address or os.environ.get("RAY_ADDRESS")
    try:
        ray.init(
            address=address, num_cpus=None if address else workers, include_dashboard=None if address else False,
            log_to_driver=False, logging_level=logging.ERROR,
        )  # fmt: skip
    except (ConnectionError, ValueError, RuntimeError) as error:
        reason = " ".join(str(error).split())[:120]
        raise RunError(f"{address or 'ray'}: the cluster cannot be reached ({reason}); check --ray-address") from None
    logging.getLogger("ray.data").setLevel(logging.ERROR)
    context = ray.data.DataContext.get_current()
    context.enable_progress_bars = False
    try:
        by_path = {os.fsencode(part.path.absolute()): part for part in parts}
        rows = [_row(part) for part in parts]
        data = ray.data.from_items(rows, override_num_blocks=max(1, -(-len(rows) // _BLOCK)))
        reader: Any = _Reader
        read = data.map(
            reader, fn_constructor_args=(task, limits), num_cpus=1,
            compute=ray.data.ActorPoolStrategy(size=max(1, min(workers, len(rows)))),
        )  # fmt: skip
        for row in read.iter_rows():
            trouble = Trouble(row["error"], row["words"]) if row["error"] else None
            yield by_path[row["path"]], trouble
    finally:
        ray.shutdown()


def _row(part: Part) -> dict[str, bytes]:
    """A part as bytes: names of files need not be text."""
    return {
        "name": os.fsencode(part.name),
        "source": os.fsencode(part.source.absolute()),
        "path": os.fsencode(part.path.absolute()),
        "alias": os.fsencode(part.alias or ""),
    }


class _Reader:
    """An actor: one process that reads inputs and is started anew where one of them ends it."""

    def __init__(self, task: Task, limits: Limits) -> None:
        self._task, self._limits = task, limits
        # A fork of the many threads of an actor could stand still.
        self._open = ExitStack()
        self._pool = self._open.enter_context(open_pool(1, limits, start="spawn"))

    def __call__(self, row: dict[str, Any]) -> dict[str, Any]:
        name, source, path, alias = (os.fsdecode(row[key]) for key in ("name", "source", "path", "alias"))
        part = Part(name, Path(source), Path(path), alias or None)
        ((_, trouble),) = done(self._pool, [part], self._task, self._limits)
        error, words = (trouble.error, trouble.words) if trouble else ("", "")
        return {"path": row["path"], "error": error, "words": words}
