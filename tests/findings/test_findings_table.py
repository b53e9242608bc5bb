"""The findings table on disk."""

import csv
from pathlib import Path

import duckdb
import polars
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from extractor.findings import SCHEMA, SCHEMA_VERSION, merge, read_tuples, write_table
from extractor.findings.table import TableError, read_table


def row(**fields: object) -> dict[str, object]:
    base = {"doc_id": "d1", "cargo": "miR-1", "cargo_type": "miRNA", "effect": "not_stated", "evidence": []}
    return {**base, **fields}


def test_parquet_and_csv_hold_the_columns_in_order(tmp_path: Path) -> None:
    parquet, table = write_table(merge([row()]), tmp_path)
    schema = pq.read_schema(parquet)
    assert schema.names == list(SCHEMA)
    assert schema.metadata[b"exocargo.schema_version"] == SCHEMA_VERSION.encode()
    with table.open(encoding="utf-8", newline="") as file:
        header, first = list(csv.reader(file))
    assert header == list(SCHEMA)
    assert first[header.index("cargo_name")] == "miR-1"


def test_an_empty_table_keeps_its_columns(tmp_path: Path) -> None:
    parquet, _ = write_table([], tmp_path)
    assert pq.read_table(parquet).num_rows == 0
    assert pq.read_schema(parquet).names == list(SCHEMA)


@pytest.mark.parametrize("name", ["=1+1", "+1", "-1", "@SUM(A1)", "\tx"])
def test_a_formula_does_not_reach_a_spreadsheet(tmp_path: Path, name: str) -> None:
    parquet, table = write_table(merge([row(cargo=name)]), tmp_path)
    with table.open(encoding="utf-8", newline="") as file:
        cell = next(csv.DictReader(file))["cargo_name"]
    assert cell == "'" + name
    assert pq.read_table(parquet)["cargo_name"][0].as_py() == name


def test_quotes_newlines_html_and_surrogates_survive(tmp_path: Path) -> None:
    name = 'a "quoted"\n<b>name</b>; with \ud800'
    parquet, table = write_table(merge([row(cargo=name)]), tmp_path)
    kept = name.replace("\ud800", "\\ud800")
    assert pq.read_table(parquet)["cargo_name"][0].as_py() == kept
    with table.open(encoding="utf-8", newline="") as file:
        assert next(csv.DictReader(file))["cargo_name"] == kept


def test_duckdb_and_polars_open_it(tmp_path: Path) -> None:
    parquet, table = write_table(merge([row(), row(cargo="miR-2", cancer="glioma")]), tmp_path)
    assert duckdb.sql(f"select count(*), max(n_documents) from '{parquet}'").fetchall() == [(2, 1)]
    assert polars.read_parquet(parquet)["cancers"].to_list() == [[], ["glioma"]]
    assert polars.read_csv(table).height == 2


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ('{"doc_id": "d"', "line 1: not JSON"),
        ('{"doc_id": "d"}', "line 1: no cargo_type, effect"),
        ("[1]", "line 1: no doc_id"),
    ],
)
def test_a_bad_line_is_named(tmp_path: Path, text: str, message: str) -> None:
    (tmp_path / "tuples.jsonl").write_text(text)
    with pytest.raises(TableError, match=message):
        list(read_tuples([tmp_path]))


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(TableError, match="no tuples here"):
        list(read_tuples([tmp_path / "gone.jsonl"]))


def test_a_table_of_an_older_schema_says_how_to_renew_it(tmp_path: Path) -> None:
    table = pa.table({"finding_id": ["1"]}).replace_schema_metadata({"exocargo.schema_version": "3"})
    pq.write_table(table, tmp_path / "findings.parquet")
    with pytest.raises(TableError, match="older schema version 3; run merge on its folder"):
        read_table(tmp_path)
