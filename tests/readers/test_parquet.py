"""Parquet."""

from __future__ import annotations

import io
import struct
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from extractor.document import Document, Failure
from extractor.readers import Limits, read, read_stream


def _write(path: Path, **columns: object) -> Path:
    pq.write_table(pa.table(columns), path)
    return path


def test_rows_are_documents(tmp_path: Path) -> None:
    path = _write(tmp_path / "p.bin", ID=[1, 2, 3], Text=["a β", None, "c"], year=[2020, None, 2021], junk=[b"x"] * 3)
    first, failure, third = read(path)
    assert isinstance(first, Document)
    assert (first.id, first.text, first.year, first.kind, first.source) == ("1", "a β", 2020, "parquet", str(path))
    assert isinstance(failure, Failure)
    assert (failure.error, failure.message) == (
        "no_text",
        f"{path}: row 2: no title, abstract or text in it; nothing to read",
    )
    assert isinstance(third, Document)


def test_title_and_abstract_and_many_rows(tmp_path: Path) -> None:
    path = _write(tmp_path / "p.parquet", title=["T"] * 1000, abstract=[f"A{n}" for n in range(1000)])
    documents = [item for item in read(path) if isinstance(item, Document)]
    assert [item.text for item in documents] == [f"T\n\nA{n}" for n in range(1000)]
    assert documents[-1].id == "p.parquet:1000"


def test_missing_columns_are_named(tmp_path: Path) -> None:
    (failure,) = read(_write(tmp_path / "p.parquet", name=["a"]))
    assert isinstance(failure, Failure)
    assert failure.error == "missing_columns"
    assert "'name'" in failure.message


@pytest.mark.parametrize("keep", [0.3, 0.9])
def test_a_file_that_is_cut_fails_in_one_line(tmp_path: Path, keep: float) -> None:
    data = _write(tmp_path / "p.parquet", id=["1"] * 100, text=[str(n) for n in range(100)]).read_bytes()
    (failure,) = read_stream(io.BytesIO(data[: int(len(data) * keep)]), "p.parquet")
    assert isinstance(failure, Failure)
    assert failure.error == "corrupt"
    assert "\n" not in failure.message


def test_a_column_that_unpacks_past_the_limit_is_refused(tmp_path: Path) -> None:
    path = _write(tmp_path / "p.parquet", id=["1"], text=["x" * 5_000_000])
    assert path.stat().st_size < 1_000_000
    (failure,) = read(path, Limits(max_bytes=1_000_000))
    assert isinstance(failure, Failure)
    assert failure.error == "too_large"


def test_a_text_that_many_rows_share_is_unpacked_once(tmp_path: Path) -> None:
    path = _write(tmp_path / "p.parquet", id=[str(n) for n in range(60)], text=["long " * 200_000] * 60)
    before = pa.total_allocated_bytes()
    for item in read(path):
        assert isinstance(item, Document)
        assert pa.total_allocated_bytes() - before < 10_000_000


def test_text_that_is_no_utf8_costs_its_row_alone(tmp_path: Path) -> None:
    broken = pa.StringArray.from_buffers(2, pa.py_buffer(struct.pack("3i", 0, 2, 4)), pa.py_buffer(b"\xc3(ab"))
    path = _write(tmp_path / "p.parquet", id=["1", "2"], text=broken)
    failure, document = read(path)
    assert isinstance(failure, Failure)
    assert (failure.error, failure.message) == (
        "bad_encoding",
        f"{path}: row 1: column 'text' is not valid UTF-8; write the file anew",
    )
    assert isinstance(document, Document)
    assert document.text == "ab"


def test_a_date_beyond_the_calendar_costs_its_row_alone(tmp_path: Path) -> None:
    year = pa.array([2**50, None], pa.timestamp("ms"))
    failure, document = read(_write(tmp_path / "p.parquet", id=["1", "2"], text=["a", "b"], year=year))
    assert isinstance(failure, Failure)
    assert failure.error == "corrupt"
    assert "row 1: column 'year' holds no usable value" in failure.message
    assert isinstance(document, Document)
