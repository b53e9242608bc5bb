"""The runs that a folder's evidence comes from."""

import json
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from extractor.cli import main
from extractor.findings.runs import read_runs
from extractor.findings.table import TableError


def run(folder: Path, name: str) -> Path:
    paper = folder / f"{name}.txt"
    paper.write_text(f"Exosomal miR-301a promotes the radioresistance of {name} cells by inhibiting TCEAL7.")
    assert main(["extract", str(paper), "--out", str(folder / name), "--model", "rules", "--quiet"]) == 0
    return folder / name


def test_merging_keeps_the_runs_of_all_inputs(tmp_path: Path) -> None:
    one, other = run(tmp_path, "glioma"), run(tmp_path, "NSCLC")
    assert main(["merge", str(one), str(other), "--out", str(tmp_path / "both")]) == 0
    assert main(["merge", str(tmp_path / "both"), str(one), "--out", str(tmp_path / "again")]) == 0
    rows = pq.read_table(tmp_path / "again" / "runs.parquet").to_pylist()
    assert [row["model"] for row in rows] == ["rules", "rules"]
    told = [json.loads(row["run"]) for row in rows]
    assert sorted(each["inputs"][0].rpartition("/")[2] for each in told) == ["NSCLC.txt", "glioma.txt"]
    assert json.loads((one / "run.json").read_text()) in told


def test_a_folder_of_an_older_version_has_its_run_json(tmp_path: Path) -> None:
    folder = run(tmp_path, "glioma")
    whole = read_runs(folder)
    (folder / "runs.parquet").unlink()
    assert read_runs(folder) == whole
    (folder / "run.json").write_text("{")
    assert read_runs(folder) == {}


def test_a_broken_table_of_runs_is_named(tmp_path: Path) -> None:
    (tmp_path / "runs.parquet").write_bytes(b"no")
    with pytest.raises(TableError, match=r"runs\.parquet: not a readable table of runs"):
        read_runs(tmp_path)
