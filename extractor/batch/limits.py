"""What one input may cost its worker: time without a sign of progress, and memory.

Both are kept by the system, not by the code that may be stuck: the kernel ends a process whose alarm rings, also one
that hangs in a library or in a regular expression, and refuses memory beyond the limit. Where the system does not
limit a process's data (macOS), the worker looks at its own resident memory now and then and ends itself beyond it.
"""

from __future__ import annotations

import re
import resource
import signal
import sys
import threading
from dataclasses import dataclass
from pathlib import Path

__all__ = ["DEFAULT_LIMITS", "TOO_LARGE", "Limits", "begin", "end", "limit_memory", "over", "progress"]


@dataclass(frozen=True, slots=True)
class Limits:
    """Seconds that a worker may go without finishing a document, and megabytes of memory that its inputs may take."""

    seconds: float = 600.0
    megabytes: int = 4096


DEFAULT_LIMITS = Limits()

#: The exit status of a worker that ends itself since it holds too much memory.
TOO_LARGE = 77

#: Whether the system keeps the limit of memory.
_KEPT = sys.platform == "linux"

#: Seconds between two documents in this process; 0 where nobody set a limit.
_seconds = 0.0
#: The most bytes that this process had held when its memory was limited.
_at_first = 0


def limit_memory(megabytes: int) -> None:
    """Limit what this process may allocate beyond what it holds now; beyond that Python raises MemoryError.

    The limit is that of private data, not of addresses: threads and mapped models reserve far more than they use. It
    counts from now, since a forked worker begins with all that its parent has loaded; with less than that it could not
    so much as take an input, nor say so.
    """
    global _at_first
    _at_first = _most_held()
    if _KEPT:
        _, most = resource.getrlimit(resource.RLIMIT_DATA)
        wanted = _data() + (megabytes << 20)
        resource.setrlimit(
            resource.RLIMIT_DATA, (wanted if most == resource.RLIM_INFINITY else min(wanted, most), most)
        )


def over(megabytes: int) -> bool:
    """Whether this process has held more than its limit, where the system does not keep that; it may be late."""
    return not _KEPT and _most_held() - _at_first > megabytes << 20


def _most_held() -> int:
    """The most resident memory that this process has had, in bytes."""
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return most if sys.platform == "darwin" else most << 10


def _data() -> int:
    """The private data of this process in bytes, as Linux counts them against the limit."""
    found = re.search(r"^VmData:\s*(\d+) kB", Path("/proc/self/status").read_text(encoding="ascii"), re.M)
    return int(found[1]) << 10 if found else 0


def begin(limits: Limits) -> None:
    """In a worker: an input begins."""
    global _seconds
    _seconds = limits.seconds if threading.current_thread() is threading.main_thread() else 0.0
    if _seconds:
        signal.signal(signal.SIGALRM, signal.SIG_DFL)
    progress()


def progress() -> None:
    """In a worker: a document is done, or was turned away; the time begins anew."""
    if _seconds:
        signal.setitimer(signal.ITIMER_REAL, _seconds)


def end() -> None:
    """In a worker: the input is done."""
    global _seconds
    if _seconds:
        signal.setitimer(signal.ITIMER_REAL, 0.0)
    _seconds = 0.0
