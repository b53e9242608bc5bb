"""How far a run is: a bar on a terminal, a line now and then elsewhere, or lines of JSON for a program."""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

__all__ = ["Step", "shown_progress"]

#: Called with how many inputs are done, how many there are, and how many failed.
Step = Callable[[int, int, int], None]
#: Seconds between two lines where there is no terminal.
_PAUSE = 10.0


@contextmanager
def shown_progress(how: str) -> Iterator[Step | None]:
    """A step function for a run.

    Parameters
    ----------
    how
        ``none``; ``json``: an object a line on standard error for each input; ``text``: a bar on a terminal, and a line
        every ten seconds elsewhere.
    """
    if how == "none":
        yield None
    elif how == "json":
        yield _Json()
    elif sys.stderr.isatty():
        with _bar() as step:
            yield step
    else:
        yield _Plain()


class _Rate:
    """Inputs a second since the first, and the seconds left at that rate; inputs done before count for nothing."""

    def __init__(self) -> None:
        self._began = time.monotonic()
        self._first: int | None = None

    def __call__(self, done: int, total: int) -> tuple[float, float]:
        if self._first is None:
            self._first = done - 1
        rate = (done - self._first) / max(1e-3, time.monotonic() - self._began)
        return rate, (total - done) / rate


class _Json:
    def __init__(self) -> None:
        self._rate = _Rate()

    def __call__(self, done: int, total: int, failed: int) -> None:
        rate, left = self._rate(done, total)
        told = {"event": "progress", "done": done, "inputs": total, "failed": failed}
        sys.stderr.write(json.dumps(told | {"rate": round(rate, 3), "seconds_left": round(left, 1)}) + "\n")


class _Plain:
    def __init__(self) -> None:
        self._rate = _Rate()
        self._told = time.monotonic()

    def __call__(self, done: int, total: int, failed: int) -> None:
        rate, left = self._rate(done, total)
        if time.monotonic() - self._told >= _PAUSE:
            self._told = time.monotonic()
            sys.stderr.write(
                f"{done:,} of {total:,} inputs, {failed:,} failed; {rate:.3g} a second, {left:,.0f} s left\n"
            )


@contextmanager
def _bar() -> Iterator[Step]:
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    columns = (
        TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TextColumn("{task.fields[rate]}"),
        TimeRemainingColumn(),
    )  # fmt: skip
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("reading", total=None, rate="")
        measured = _Rate()

        def step(done: int, total: int, failed: int) -> None:
            rate, _ = measured(done, total)
            words = f"reading, {failed} failed" if failed else "reading"
            bar.update(task, completed=done, total=total, description=words, rate=f"{rate:.3g}/s")

        yield step
