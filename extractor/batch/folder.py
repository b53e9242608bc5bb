"""The folder of a run: held by one run at a time, and never mixed with the files of something else."""

from __future__ import annotations

import fcntl
import json
import os
import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from typing import IO

from extractor import __version__
from extractor.batch.files import write_whole
from extractor.batch.part import Settings

__all__ = ["OUTPUTS", "RunError", "open_folder"]

#: What a run leaves in its folder, beside run.json.
OUTPUTS = (
    "tuples.jsonl", "failures.jsonl", "findings.parquet", "findings.csv", "documents.parquet", "evidence.parquet",
    "runs.parquet",
)  # fmt: skip
_PARTS = ".parts"
_LOCK = ".lock"
#: Seconds to wait for the lock.
_PATIENCE = 3.0


class RunError(RuntimeError):
    """A run that cannot be made at all; the message is one line with the remedy."""


@contextmanager
def open_folder(out: Path, settings: Settings, restart: bool) -> Iterator[Path]:
    """Hold a run's folder and yield the folder of its parts, which is removed when the run has ended well.

    Raises
    ------
    RunError
        If another run holds the folder, if it holds files that no run wrote, or a stopped run with other settings.
    """
    out.mkdir(parents=True, exist_ok=True)
    parts = out / _PARTS
    foreign = [name for name in OUTPUTS if (out / name).exists()]
    if foreign and not (out / "run.json").exists() and not parts.exists():
        raise RunError(f"{out}: holds a {foreign[0]} that no run wrote; choose another folder")
    with (out / _LOCK).open("w") as lock:
        if not _locked(lock):
            raise RunError(f"{out}: is in use by another run; wait for it, or choose another folder")
        _prepare(parts, settings, restart)
        yield parts
        # Out of the way at once: a kill in the middle of removing must not leave half a stopped run.
        done = out / f"{_PARTS}.{os.getpid()}.done"
        parts.rename(done)
        shutil.rmtree(done, ignore_errors=True)
    (out / _LOCK).unlink(missing_ok=True)


def _locked(lock: IO[str]) -> bool:
    """Take the lock; the workers of a killed run share its lock and take a moment to end."""
    deadline = time.monotonic() + _PATIENCE
    while True:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            if time.monotonic() > deadline:
                return False
            time.sleep(0.1)
        else:
            return True


def _prepare(parts: Path, settings: Settings, restart: bool) -> None:
    """Refuse to go on with a stopped run of other settings; clear away what killed writers left."""
    kept = parts / "settings.json"
    if restart and parts.exists():
        shutil.rmtree(parts)
    parts.mkdir(exist_ok=True)
    for left in parts.glob("*.tmp"):
        left.unlink(missing_ok=True)
    mine = {"version": __version__, **asdict(settings)}
    try:
        stopped = json.loads(kept.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        stopped = None
    if stopped not in (None, mine):
        raise RunError(f"{parts.parent}: holds a stopped run with other settings; run it with those, or add --restart")
    write_whole(kept, json.dumps(mine).encode())
