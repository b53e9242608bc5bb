"""Bytes of an input."""

from __future__ import annotations

import gzip
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractor.readers.errors import ReadError
from extractor.readers.stream import Stream


@given(
    st.lists(st.binary(max_size=300).filter(lambda line: b"\n" not in line and not line.endswith(b"\r"))), st.booleans()
)
def test_lines_with_their_offsets(lines: list[bytes], crlf: bool) -> None:
    data = b"id" + (b"\r\n" if crlf else b"\n").join(lines)
    found = list(Stream(io.BytesIO(data), "x").lines(1000))
    assert [line.data for line in found] == [line.removesuffix(b"\r") for line in data.removesuffix(b"\n").split(b"\n")]
    assert all(data[line.offset :].startswith(line.data) for line in found if line.data)
    assert [line.number for line in found] == list(range(1, len(found) + 1))


def test_lines_over_the_limit_are_passed_over() -> None:
    data = b"one\n" + b"x" * 600_000 + b"\ntwo\n"
    lines = list(Stream(io.BytesIO(data), "x").lines(200_000))
    assert [(line.number, line.offset, line.data) for line in lines] == [
        (1, 0, b"one"),
        (2, 4, None),
        (3, 600_005, b"two"),
    ]


def test_a_line_without_end_is_given_up() -> None:
    with pytest.raises(ReadError) as caught:
        list(Stream(io.BytesIO(b"x" * 5_000_000), "x").lines(100_000))
    assert caught.value.error == "too_large"


@given(st.binary(max_size=2000), st.booleans())
def test_head_does_not_take_from_what_is_read(data: bytes, packed: bool) -> None:
    stream = Stream(io.BytesIO(gzip.compress(b"0" + data) if packed else b"0" + data), "x")
    assert stream.head == b"0" + data
    assert stream.read_all(10_000) == b"0" + data
    assert stream.read(10) == b""


def test_gzip_members_follow_each_other() -> None:
    assert Stream(io.BytesIO(gzip.compress(b"one ") + gzip.compress(b"two")), "x").read_all(100) == b"one two"


def test_what_is_whole_comes_before_the_error() -> None:
    data = gzip.compress(bytes(range(256)) * 2000, compresslevel=0)
    stream = Stream(io.BytesIO(data[:300_000]), "x")
    got = b""
    while block := stream.read(10_000):
        got += block
    assert len(got) > 250_000
    assert stream.error is not None
    assert stream.error.error == "truncated"
