"""Many documents, one after the other in their order, with the cores kept busy and memory bounded.

Sentences, names and windows are found in the caller's thread (spaCy's vocabulary is not to be shared by threads); the
network, which leaves Python's lock, runs for several documents at once, each on a core of its own, so that reading
the next document overlaps with scoring those before it. Windows of several documents are never put into one batch: on
a CPU a batch takes as long as its windows do one by one, and int8 scores would depend on a document's neighbours.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Any, TypeVar

from extractor.document import Failure

__all__ = ["Rows", "side_by_side"]

Item = TypeVar("Item")
Ready = TypeVar("Ready")
Done = TypeVar("Done")

#: Documents that are begun before the first of them is handed out, for each core.
_AHEAD = 4


class Rows(list[dict[str, Any]]):
    """The rows of one document, which are those that :meth:`extractor.Extractor.extract` returns.

    ``doc_id`` is the document's id. ``failure`` tells what went wrong where the document could not be read, and is
    None otherwise; a document that failed has no rows.
    """

    def __init__(self, rows: Iterable[dict[str, Any]] = (), doc_id: str = "", failure: Failure | None = None) -> None:
        super().__init__(rows)
        self.doc_id = doc_id
        self.failure = failure


def side_by_side(
    items: Iterable[Item],
    begin: Callable[[Item], Ready],
    end: Callable[[Ready], Done],
    count: int,
) -> Iterator[Done]:
    """``end(begin(item))`` for every item in order: ``begin`` in this thread, ``end`` in ``count`` others.

    Items are taken as results are asked for, at most a few more than there are threads. Neither function is to raise;
    an error of theirs ends the iteration, as does one of ``items``.
    """
    if count < 2:
        for item in items:
            yield end(begin(item))
        return
    waiting: deque[Future[Done]] = deque()
    pool = ThreadPoolExecutor(count, thread_name_prefix="exocargo")
    try:
        for item in items:
            waiting.append(pool.submit(end, begin(item)))
            if len(waiting) >= _AHEAD * count or waiting[0].done():
                yield waiting.popleft().result()
        while waiting:
            yield waiting.popleft().result()
    finally:
        pool.shutdown(cancel_futures=True)
