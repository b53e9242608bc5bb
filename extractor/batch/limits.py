"""What one input may cost its worker: time without a sign of progress, and memory.

Both are kept by the system, not by the code that may be stuck: the kernel ends a process whose alarm rings, also one
that hangs in a library or in a regular expression, and refuses memory beyond the limit. On systems that do not limit
a process's data (macOS) the limit of memory has no effect.
"""

from __future__ import annotations

import resource
import signal
import sys
import threading
from dataclasses import dataclass

__all__ = ["DEFAULT_LIMITS", "Limits", "begin", "end", "limit_memory", "progress"]


@dataclass(frozen=True, slots=True)
class Limits:
    """Seconds that a worker may go without finishing a document, and megabytes of memory that it may hold."""

    seconds: float = 600.0
    megabytes: int = 4096


DEFAULT_LIMITS = Limits()

#: Seconds between two documents in this process; 0 where nobody set a limit.
_seconds = 0.0


def limit_memory(megabytes: int) -> None:
    """Limit what this process may allocate; beyond it Python raises MemoryError.

    The limit is that of private data, not of addresses: threads and mapped models reserve far more than they use.
    """
    if sys.platform == "linux":
        _, most = resource.getrlimit(resource.RLIMIT_DATA)
        wanted = megabytes << 20
        resource.setrlimit(
            resource.RLIMIT_DATA, (wanted if most == resource.RLIM_INFINITY else min(wanted, most), most)
        )


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
