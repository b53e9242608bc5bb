"""The command export, as a user meets it."""

import subprocess
import sys
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from extractor.cli import main
from extractor.exports import FORMATS, ExportError, export


def test_an_unknown_format_is_bad_usage_that_names_the_known(
    run: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as stop:
        main(["export", str(run), "--to", "xml", "--out", str(tmp_path / "o")])
    assert stop.value.code == 2
    said = capsys.readouterr().err
    assert all(name in said for name in FORMATS)
    with pytest.raises(ExportError, match="unknown format 'xml': give one of indra, bel"):
        export(run, "xml", tmp_path / "o")


@pytest.mark.parametrize("to", FORMATS)
def test_a_parquet_file_does_as_well_as_its_folder(run: Path, tmp_path: Path, to: str) -> None:
    if to in {"bel", "cx2"}:
        pytest.importorskip({"bel": "bel_resources", "cx2": "ndex2"}[to])
    by_folder = export(run, to, tmp_path / "a.zip")
    by_file = export(run / "findings.parquet", to, tmp_path / "b.zip")
    # A DuckDB file has an identity of its own; that it holds the same is tested with it.
    if to != "duckdb":
        assert list(by_folder.files.values()) == list(by_file.files.values())
    assert [bool(data) for data in by_file.files.values()] == [True] * len(by_folder.files)
    assert all(path.read_bytes() == data for path, data in by_folder.files.items())


def test_the_command_says_where_and_what_is_missing(
    run: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "out.json"
    assert main(["export", str(run), "--to", "indra", "--out", str(out)]) == 0
    assert capsys.readouterr().err.splitlines() == [
        "1 finding without target, pathway or effect, which this format cannot hold",
        f"written to {out}",
    ]


@pytest.mark.parametrize(
    ("findings", "to", "out", "says"),
    [
        ("gone", "sif", "o", "no findings.parquet here"),
        ("run", "sif", "no/such/o.sif", "the folder does not exist"),
    ],
)
def test_what_cannot_be_done_is_one_clear_line(
    run: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], findings: str, to: str, out: str, says: str
) -> None:
    assert main(["export", str(tmp_path / findings), "--to", to, "--out", str(tmp_path / out)]) == 1
    (line,) = capsys.readouterr().err.splitlines()
    assert says in line


def test_a_table_of_a_newer_schema_is_refused(run: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    table = pq.read_table(run / "findings.parquet")
    newer = table.replace_schema_metadata({"exocargo.schema": "findings", "exocargo.schema_version": "99"})
    pq.write_table(newer, run / "findings.parquet")
    assert main(["export", str(run), "--to", "csv", "--out", str(tmp_path / "o")]) == 1
    (line,) = capsys.readouterr().err.splitlines()
    assert "schema version 99" in line
    assert not (tmp_path / "o").exists()


@pytest.mark.parametrize(("to", "module"), [("bel", "pybel"), ("cx2", "ndex2")])
def test_an_extra_that_is_not_installed_is_named(
    run: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], to: str, module: str
) -> None:
    for name in [name for name in sys.modules if name.partition(".")[0] == module]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setitem(sys.modules, module, None)
    assert main(["export", str(run), "--to", to, "--out", str(tmp_path / "o")]) == 1
    (line,) = capsys.readouterr().err.splitlines()
    assert "pip install 'exocargo[export]'" in line
    assert module in line


def test_an_empty_table_makes_empty_files(tmp_path: Path) -> None:
    from extractor.findings import write_table

    write_table([], tmp_path)
    for to in ("indra", "kgx", "sif", "bioc", "brat", "csv", "jsonld", "labelstudio"):
        assert export(tmp_path, to, tmp_path / f"out-{to}.zip").files


def test_the_formats_cost_nothing_until_they_are_asked_for() -> None:
    code = "import sys, extractor.exports; print([m for m in ('pybel', 'ndex2', 'bioc', 'indra') if m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
