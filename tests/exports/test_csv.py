"""The CSV that a spreadsheet opens safely and that reads back."""

import csv
import io
from pathlib import Path

from extractor.exports import export
from extractor.exports.csv import read_csv
from extractor.findings.folder import Folder


def test_it_reads_back_as_the_table(run: Path, tmp_path: Path, folder: Folder) -> None:
    export(run, "csv", tmp_path / "out.csv")
    assert read_csv((tmp_path / "out.csv").read_bytes().decode("utf-8")) == folder.findings


def test_no_cell_is_a_formula(run: Path, tmp_path: Path) -> None:
    export(run, "csv", tmp_path / "out.csv")
    text = (tmp_path / "out.csv").read_bytes().decode("utf-8")
    cells = [cell for row in csv.reader(io.StringIO(text, newline="")) for cell in row]
    assert [cell for cell in cells if cell.startswith(("=", "+", "-", "@", "\t", "\r"))] == []
    assert any(cell.startswith("'=HYPERLINK") for cell in cells)
