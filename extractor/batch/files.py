"""Writing files so that nobody ever reads half of one."""

from __future__ import annotations

import errno
import json
import os
import tempfile
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

__all__ = ["json_lines", "write_whole"]


def json_lines(rows: Iterable[Mapping[str, Any]]) -> bytes:
    """Objects of JSON, one a line, in UTF-8.

    An unpaired surrogate becomes its JSON escape: the line stays valid and nothing is lost.
    """
    text = "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)
    return text.encode("utf-8", "backslashreplace")


def write_whole(path: Path, data: bytes) -> None:
    """Write ``data`` to ``path`` at once: a temporary file beside it, flushed to disk, then renamed over it."""
    if not path.parent.is_dir():
        raise FileNotFoundError(errno.ENOENT, "the folder does not exist", str(path.parent))
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        Path(name).chmod(0o644)
        Path(name).replace(path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
