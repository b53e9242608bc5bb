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
import signal
import socket
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from functools import partial
from pathlib import Path
from typing import Any

from extractor import __version__
from extractor.batch.folder import RunError
from extractor.batch.limits import DEFAULT_LIMITS, Limits
from extractor.batch.part import Part
from extractor.batch.pool import Task, Trouble, done, open_pool
from extractor.model.threads import set_threads

__all__ = ["work"]

#: Inputs of one block of the dataset at most, and blocks that each actor has at least where there are enough inputs.
_BLOCK, _BLOCKS = 4, 4
#: Seconds to wait for a cluster to answer.
_PATIENCE = 10.0


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
        If Ray is not installed, its cluster cannot be reached or fails, or its nodes cannot do this run's work.
    """
    # Before Ray is imported: it would report its use over the network, and say more than a run's own lines.
    os.environ.setdefault("RAY_USAGE_STATS_ENABLED", "0")
    os.environ.setdefault("RAY_BACKEND_LOG_LEVEL", "fatal")
    os.environ.setdefault("RAY_DATA_DISABLE_PROGRESS_BARS", "1")
    try:
        import ray
        import ray.data
    except ImportError:
        raise RunError("the engine ray is not installed; pip install 'exocargo[ray]', or leave --engine out") from None
    by_path = {os.fsencode(part.path.absolute()): part for part in parts}
    with _cluster(ray, address or os.environ.get("RAY_ADDRESS"), workers):
        ray.data.DataContext.get_current().enable_progress_bars = False
        size = max(1, min(_BLOCK, len(parts) // (workers * _BLOCKS)))
        data = ray.data.from_items([_row(part) for part in parts], override_num_blocks=-(-len(parts) // size))
        reader: Any = _Reader
        # An input may take hours: none waits for a busy actor while another is free. Ray starts lost actors of a pool
        # anew and does their blocks again, without being asked (max_restarts and max_task_retries are -1).
        pool = ray.data.ActorPoolStrategy(size=min(workers, len(parts)), max_tasks_in_flight_per_actor=1)
        read = data.map(reader, fn_constructor_args=(task, limits, __version__), num_cpus=1, compute=pool)
        try:
            for row in read.iter_rows():
                if row["error"] == "stop":
                    raise RunError(row["words"])
                yield by_path[row["path"]], Trouble(row["error"], row["words"]) if row["error"] else None
        except ray.exceptions.RayError as error:
            raise RunError(f"ray: the cluster failed ({_short(error)}); run the same command again to go on") from None


@contextmanager
def _cluster(ray: Any, address: str | None, workers: int) -> Iterator[None]:
    """A connection to a cluster, or a cluster of this machine's own while the run lasts."""
    mine = {} if address else {"num_cpus": workers, "include_dashboard": False}
    # Ray would end the process at once, and the cluster would not be put away.
    terminate = signal.getsignal(signal.SIGTERM)
    try:
        if address and ":" in address:  # Ray itself tries for many minutes
            host, _, port = address.rpartition("/")[2].rpartition(":")
            socket.create_connection((host.strip("[]"), int(port)), _PATIENCE).close()
        # Without a name Ray would take a cluster that happens to run on this machine.
        ray.init(address=address or "local", log_to_driver=False, logging_level=logging.CRITICAL, **mine)
    except (OSError, ValueError, RuntimeError) as error:
        raise RunError(f"{address or 'ray'}: the cluster cannot be reached ({_short(error)}); "
                       "check --ray-address and RAY_ADDRESS") from None  # fmt: skip
    try:
        for name in ("ray", "ray.data"):
            logging.getLogger(name).setLevel(logging.CRITICAL)
        signal.signal(signal.SIGTERM, terminate)
        yield
    finally:
        ray.shutdown()


def _short(error: Exception) -> str:
    return " ".join(str(error).split())[:120] or type(error).__name__


def _row(part: Part) -> dict[str, bytes]:
    """A part as bytes: names of files need not be text."""
    return {
        "name": os.fsencode(part.name),
        "source": os.fsencode(part.source.absolute()),
        "path": os.fsencode(part.path.absolute()),
        "alias": os.fsencode(part.alias or ""),
    }


def _on_one_cpu(task: Task, part: Part) -> None:
    """A process of an actor has one CPU, whatever its machine has."""
    set_threads(1)
    task(part)


class _Reader:
    """An actor: one process that reads inputs and is started anew where one of them ends it."""

    def __init__(self, task: Task, limits: Limits, version: str) -> None:
        self._task, self._limits, self._version = partial(_on_one_cpu, task), limits, version
        # A fork of the many threads of an actor could stand still.
        self._open = ExitStack()
        self._pool = self._open.enter_context(open_pool(1, limits, start="spawn"))

    def __call__(self, row: dict[str, Any]) -> dict[str, Any]:
        name, source, path, alias = (os.fsdecode(row[key]) for key in ("name", "source", "path", "alias"))
        error, words = self._read(Part(name, Path(source), Path(path), alias or None))
        return {"path": row["path"], "error": error, "words": words}

    def _read(self, part: Part) -> tuple[str, str]:
        if self._version != __version__:
            return "stop", f"{socket.gethostname()}: has exocargo {__version__}; install {self._version} on every node"
        for _ in range(2):  # a process may die for want of the memory that its neighbours hold
            if part.path.exists():  # of a block of which an actor was lost
                return "", ""
            try:
                ((_, trouble),) = done(self._pool, [part], self._task, self._limits)
            except OSError as error:
                reason = f"{part.path.parent}: cannot be written on {socket.gethostname()} ({error.strerror or error})"
                return "stop", f"{reason}; choose a folder with room that all nodes see under the same path"
            except Exception as error:  # what is not foreseen costs its own input only
                return "internal", f"the reader failed ({type(error).__name__}); please report the file"
            if not trouble or trouble.error != "crashed":
                break
        return (trouble.error, trouble.words) if trouble else ("", "")
