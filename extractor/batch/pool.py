"""Worker processes: parts done side by side, none left behind, and a crash that costs its own part only."""

from __future__ import annotations

import multiprocessing
import os
import signal
import threading
import time
from collections.abc import Callable, Generator, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor, as_completed
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager

from extractor.batch.part import Part
from extractor.model.threads import set_threads

__all__ = ["CRASHED", "work"]

CRASHED = "the reading process died (out of memory, or a crash in a library)"

#: Seconds between a worker's looks at whether the process that started it is still there.
_WATCH = 0.5


def work(parts: Sequence[Part], task: Callable[[Part], None], workers: int) -> Iterator[tuple[Part, str | None]]:
    """Do ``task`` on every part in worker processes.

    Yields
    ------
    tuple
        Each part as it is done, with None, or with what went wrong where its process died.
    """
    left = yield from _together(parts, task, workers)
    # A process that dies takes its pool with it. What is left is done in small groups, and a group that dies again one
    # by one, so that the culprit stands alone and the others still share the machine.
    for at in range(0, len(left), workers):
        suspects = yield from _together(left[at : at + workers], task, workers)
        for part in suspects:
            if (yield from _together([part], task, 1)):
                yield part, CRASHED


def _together(
    parts: Sequence[Part], task: Callable[[Part], None], workers: int
) -> Generator[tuple[Part, str | None], None, list[Part]]:
    """Do parts in one pool; returns those that are not done because a process died."""
    left: list[Part] = []
    waiting: dict[Future[None], Part] = {}
    with _pool(workers) as pool:
        for part in parts:
            try:
                waiting[pool.submit(task, part)] = part
            except BrokenProcessPool:
                left.append(part)
        for future in as_completed(waiting):
            try:
                future.result()
            except BrokenProcessPool:
                left.append(waiting[future])
                continue
            yield waiting[future], None
    order = {id(part): at for at, part in enumerate(parts)}
    return sorted(left, key=lambda part: order[id(part)])


@contextmanager
def _pool(workers: int) -> Iterator[ProcessPoolExecutor]:
    """A pool whose workers end with the run, also where the run is interrupted or killed."""
    pool = ProcessPoolExecutor(max_workers=workers, initializer=_begin, initargs=(os.getpid(), workers))
    try:
        yield pool
    except BaseException:
        pool.shutdown(wait=False, cancel_futures=True)
        for child in multiprocessing.active_children():
            child.terminate()
        raise
    pool.shutdown()


def _begin(parent: int, workers: int) -> None:
    """In a worker: share the cores, end when the process that started it is gone, and leave Ctrl-C to that process."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    set_threads(max(1, (os.cpu_count() or 1) // workers))

    def watch() -> None:
        while os.getppid() == parent:
            time.sleep(_WATCH)
        os._exit(1)

    threading.Thread(target=watch, daemon=True).start()
