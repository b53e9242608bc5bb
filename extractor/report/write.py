"""A folder of results written as a page."""

from __future__ import annotations

import errno
from pathlib import Path

from extractor.batch.files import write_whole
from extractor.findings.folder import read_folder
from extractor.report.data import assemble, read_run
from extractor.report.page import page

__all__ = ["write_report"]


def write_report(folder: Path, out: Path) -> int:
    """Write the page for a folder that extract or merge wrote, and return how many findings it shows.

    Raises
    ------
    TableError
        If the folder holds no findings table or one of its files cannot be read; the message names it and the remedy.
    OSError
        If ``out`` cannot be written.
    """
    results = read_folder(folder)
    count = len(results.findings)
    data = assemble(results, read_run(results.path))
    title = f"{count} {'finding' if count == 1 else 'findings'} in {data['about']['folder']} – exocargo"
    if out.is_dir():
        raise IsADirectoryError(errno.EISDIR, "is a folder; give a file such as report.html", str(out))
    write_whole(out, page(data, title).encode("utf-8"))
    return count
