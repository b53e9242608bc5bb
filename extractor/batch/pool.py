"""Worker processes: parts done side by side, none left behind, and trouble that costs its own part only."""

from __future__ import annotations

import os
import signal
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, as_completed
from contextlib import contextmanager
from dataclasses import dataclass
from multiprocessing import get_context

from pebble import ProcessExpired, ProcessPool

from extractor.batch import limits as limiting
from extractor.batch.limits import DEFAULT_LIMITS, Limits
from extractor.batch.part import MORE_MEMORY, Part
from extractor.model.threads import set_threads

__all__ = ["Task", "Trouble", "done", "open_pool", "work"]

Task = Callable[[Part], None]

#: Seconds between a worker's looks at whether the process that started it is still there.
_WATCH = 0.5


@dataclass(frozen=True, slots=True)
class Trouble:
    """What went wrong with a part, as the ``error`` and the words of a failure."""

    error: str
    words: str


_CRASHED = Trouble("crashed", "the reading process died (a crash in a library, or out of memory); split or repair it")

_TOO_LARGE = Trouble("out_of_memory", MORE_MEMORY)


def work(
    parts: Sequence[Part], task: Task, workers: int, limits: Limits = DEFAULT_LIMITS
) -> Iterator[tuple[Part, Trouble | None]]:
    """Do ``task`` on every part in worker processes.

    Yields
    ------
    tuple
        Each part as it is done, with None, or with what went wrong where its process died.
    """
    crashed: list[Part] = []
    with open_pool(workers, limits) as pool:
        for part, trouble in done(pool, parts, task, limits):
            if trouble is _CRASHED:
                crashed.append(part)
            else:
                yield part, trouble
    # A process may die for want of the memory that its neighbours hold: once more, with the machine to itself.
    if crashed:
        with open_pool(1, limits) as pool:
            yield from done(pool, crashed, task, limits)


def done(pool: ProcessPool, parts: Sequence[Part], task: Task, limits: Limits) -> Iterator[tuple[Part, Trouble | None]]:
    """Do ``task`` on parts in an open pool; yields them as they are done, with what went wrong."""
    waiting: dict[Future[None], Part] = {pool.schedule(_limited, args=(task, part, limits)): part for part in parts}
    for future in as_completed(waiting):
        part = waiting.pop(future)
        try:
            future.result()
        except ProcessExpired as death:
            yield part, _trouble(death.exitcode, limits)
        except MemoryError:
            yield part, _TOO_LARGE
        else:
            yield part, None


def _trouble(exitcode: int, limits: Limits) -> Trouble:
    if exitcode == -signal.SIGALRM:
        return Trouble(
            "timeout", f"gave no document within {limits.seconds:g} s; repair it, or give it more with --time-limit"
        )
    return _TOO_LARGE if exitcode == limiting.TOO_LARGE else _CRASHED


def _limited(task: Task, part: Part, limits: Limits) -> None:
    limiting.begin(limits)
    try:
        task(part)
    finally:
        limiting.end()


@contextmanager
def open_pool(workers: int, limits: Limits, start: str | None = None) -> Iterator[ProcessPool]:
    """A pool whose workers end with the run, also where the run is interrupted or killed.

    Parameters
    ----------
    start
        How processes are started, None: as is usual on the system.
    """
    pool = ProcessPool(
        max_workers=workers, initializer=_begin, initargs=(os.getpid(), workers, limits), context=get_context(start)
    )
    try:
        yield pool
        pool.close()  # type: ignore[no-untyped-call]
    except BaseException:
        pool.stop()  # type: ignore[no-untyped-call]
        raise
    finally:
        pool.join()


def _begin(parent: int, workers: int, limits: Limits) -> None:
    """In a worker: share the cores, keep to the limits, end when the process that started it is gone, and leave
    Ctrl-C to that process."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    set_threads(max(1, (os.cpu_count() or 1) // workers))
    limiting.limit_memory(limits.megabytes)

    def watch() -> None:
        while os.getppid() == parent:
            if limiting.over(limits.megabytes):
                os._exit(limiting.TOO_LARGE)
            time.sleep(_WATCH)
        os._exit(1)

    threading.Thread(target=watch, daemon=True).start()
