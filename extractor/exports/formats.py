"""The formats by name, and writing one."""

from __future__ import annotations

from importlib import import_module
from pathlib import Path

from extractor.batch.files import write_whole
from extractor.exports.written import ExportError, Written
from extractor.findings.folder import read_folder

__all__ = ["FORMATS", "export"]

#: The formats, in the order in which they are listed.
FORMATS = ("indra", "bel", "kgx", "cx2", "sif", "bioc", "brat", "csv", "jsonld", "labelstudio", "duckdb")


def export(findings: Path, to: str, out: Path) -> Written:
    """Write the findings of a folder (or of a findings.parquet and what lies beside it) in another format.

    Each file is whole or not there. Returns what was written, and notes on what the format could not hold.

    Raises
    ------
    ExportError
        If the format is unknown, its library is not installed, or what it needs is missing.
    TableError
        If the findings cannot be read.
    """
    if to not in FORMATS:
        raise ExportError(f"unknown format {to!r}: give one of {', '.join(FORMATS)}")
    folder = read_folder(findings)
    try:
        written: Written = import_module(f"extractor.exports.{to}").write(folder, out)
    except ModuleNotFoundError as error:
        raise ExportError(f"{to} needs {error.name}: pip install 'exocargo[export]'") from None
    for path, data in written.files.items():
        if path.parent != out.parent:
            path.parent.mkdir(parents=True, exist_ok=True)
        write_whole(path, data)
    return written
