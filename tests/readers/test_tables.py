"""JSONL, JSON, CSV and TSV."""

from __future__ import annotations

import csv
import gzip
import io
import json

import pytest

from extractor.document import Document, Failure
from extractor.readers import Limits, read_stream


def _read(data: bytes | str, name: str, limits: Limits = Limits()) -> list[Document | Failure]:  # noqa: B008
    return list(read_stream(io.BytesIO(data.encode() if isinstance(data, str) else data), name, limits))


def _brief(items: list[Document | Failure]) -> list[tuple[str, str]]:
    return [(item.id, item.text) if isinstance(item, Document) else (item.error, item.message) for item in items]


def test_jsonl() -> None:
    lines = [
        {"id": "a", "text": "One β."},
        {"Title": "T", "ABSTRACT": "B", "pmid": 7, "year": 2020},
        {"id": 3, "text": "x\r\ny\u0000"},
    ]
    items = _read("\n\n".join(map(json.dumps, lines)), "d/papers.jsonl")
    assert _brief(items) == [("a", "One β."), ("7", "T\n\nB"), ("3", "x \ny ")]
    second = items[1]
    assert isinstance(second, Document)
    assert (second.title, second.year, dict(second.ids), second.kind) == ("T", 2020, {"pmid": "7"}, "jsonl")
    assert [part.kind for part in second.sections] == ["title", "abstract"]


def test_a_title_beside_text_is_read_behind_it() -> None:
    (first, second) = _read(
        '{"id":"1","text":"Body.","title":"Claim"}\n{"id":"2","text":"Claim. Body.","title":"Claim"}', "x"
    )
    assert isinstance(first, Document)
    assert isinstance(second, Document)
    assert first.text == "Body.\n\nClaim"
    assert [(part.kind, first.text[part.start : part.end]) for part in first.sections] == [
        ("body", "Body."),
        ("title", "Claim"),
    ]
    assert second.text == "Claim. Body."


def test_broken_lines_cost_themselves_alone() -> None:
    lines = [
        b'{"id":"1","text":"a"}', b'{"id":"2",', b"[1]", b'{"id":"3"}', b'{"id":"4","text":["b"]}',
        b'{"id":"5","text":"\xff"}',
        b'{"id":"6","text":" "}', b'{"id":"7","text":"b"}',
    ]  # fmt: skip
    data = b"\n".join(lines)
    items = _read(data, "p.jsonl")
    assert [(item.id if isinstance(item, Document) else item.error) for item in items] == [
        "1", "corrupt", "bad_record", "missing_columns", "bad_record", "bad_encoding", "no_text", "7",
    ]  # fmt: skip
    messages = [item.message for item in items if isinstance(item, Failure)]
    assert [message.partition(": ")[2].partition(":")[0] for message in messages] == [
        f"line {number}" for number in range(2, 8)
    ]
    offset = data.index(b"\xff")
    assert f"byte {offset} (0xFF)" in messages[4]


def test_a_first_broken_line_is_one_failure() -> None:
    items = _read('{"id": oops}\n{"id":"2","text":"b"}\n', "p.jsonl")
    assert [type(item) for item in items] == [Failure, Document]
    assert [type(item) for item in _read('{"id": oops}\n{"id":"2","text":"b"}\n', "-")] == [Failure, Document]


def test_a_line_over_the_limit_costs_itself_alone() -> None:
    data = f'{{"id":"1","text":"a"}}\n{{"id":"2","text":"{"x" * 1_000_000}"}}\n{{"id":"3","text":"c"}}\n'
    items = _read(data, "p.jsonl", Limits(max_chars=300_000))
    assert [(item.id if isinstance(item, Document) else item.error) for item in items] == ["1", "too_large", "3"]


def test_nested_json_fails_in_one_line() -> None:
    items = _read('{"id":"1","text":"a"}\n' + '{"a":' * 100_000 + "\n" + '{"id":"2","text":"a"}', "p.jsonl")
    assert [(item.id if isinstance(item, Document) else item.error) for item in items] == ["1", "corrupt", "2"]


def test_json_array_and_object() -> None:
    array = json.dumps([{"id": "1", "text": "a"}, {"id": "2"}, {"id": "3", "text": "c"}], indent=1)
    assert [(item.id if isinstance(item, Document) else item.error) for item in _read(array, "p.json")] == [
        "1",
        "missing_columns",
        "3",
    ]
    assert _brief(_read(json.dumps({"id": "1", "text": "a"}, indent=1), "p.json")) == [("1", "a")]
    (failure,) = _read(array[:-9], "p.json")
    assert isinstance(failure, Failure)
    assert failure.error == "corrupt"


def test_sections_are_read_back_only_where_they_fit() -> None:
    record = {
        "id": "1",
        "text": "Text. Refs.",
        "sections": [{"kind": "references", "title": "R", "start": 6, "end": 11}],
    }
    (good,) = _read(json.dumps(record), "p.jsonl")
    assert isinstance(good, Document)
    assert not good.is_read(7)
    assert good.is_read(0)
    record["sections"][0]["end"] = 12  # type: ignore[index]
    (bad,) = _read(json.dumps(record), "p.jsonl")
    assert isinstance(bad, Document)
    assert [part.kind for part in bad.sections] == ["body"]


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_csv_delimiters_and_quotes(delimiter: str) -> None:
    text = 'a, "b" and; c\nd|e\tf'
    rows = [["ID", "Text", "Title"], ["1", text, "T"], ["2", "plain", ""], ["", "", ""], ["3", "x\ny", "Z"]]
    file = io.StringIO(newline="")
    csv.writer(file, delimiter=delimiter).writerows(rows)
    items = _read(file.getvalue(), "p.tsv" if delimiter == "\t" else "p.csv")
    assert _brief(items) == [("1", f"{text}\n\nT"), ("2", "plain"), ("3", "x\ny\n\nZ")]


def test_a_row_without_an_id_is_called_by_its_line() -> None:
    assert _brief(_read("title,abstract\nT,A\nU,\n", "d/p.csv")) == [("p.csv:2", "T\n\nA"), ("p.csv:3", "U")]


def test_a_table_is_known_by_its_header_whatever_its_name() -> None:
    assert _brief(_read("id\ttext\n1\ta,b\n", "-")) == [("1", "a,b")]
    assert _brief(_read("id,text\n1,a\n", "p.txt")) == [("1", "a")]


@pytest.mark.parametrize("data", ["name,body\n1,a\n", "id,abstract\n1,a\n", "one line of text\n"])
def test_missing_columns_are_named(data: str) -> None:
    (failure,) = _read(data, "p.csv")
    assert isinstance(failure, Failure)
    assert failure.error == "missing_columns"
    assert all(repr(name) in failure.message for name in data.partition("\n")[0].split(","))
    assert "`title` and `abstract`" in failure.message


def test_broken_rows_cost_themselves_alone() -> None:
    data = b'id,text\n1,a\n2,b,c\n3\n4,"x"y\n5,\xff\n6,f\n'
    items = _read(data, "p.csv")
    assert [(item.id if isinstance(item, Document) else item.error) for item in items] == [
        "1", "bad_record", "bad_record", "corrupt", "bad_encoding", "6",
    ]  # fmt: skip
    assert [item.message.split(": ")[1] for item in items if isinstance(item, Failure)] == [
        f"line {n}" for n in range(3, 7)
    ]


def test_a_quote_that_is_never_closed_fails() -> None:
    items = _read('id,text\n1,a\n2,"b\n3,c\n', "p.csv")
    assert [(item.id if isinstance(item, Document) else item.error) for item in items] == ["1", "corrupt"]


def test_big_fields_are_read() -> None:
    (document,) = _read(f'id,text\n1,"{"word " * 100_000}"\n', "p.csv")
    assert isinstance(document, Document)
    assert len(document.text) == 500_000


@pytest.mark.parametrize("name", ["p.jsonl.gz", "p.csv.gz"])
def test_gzip_cut_in_the_middle_gives_whole_rows_and_one_failure(name: str) -> None:
    rows = [{"id": str(n), "text": f"number {n * n * 7919}"} for n in range(20_000)]
    lines = (
        [json.dumps(row) for row in rows]
        if "json" in name
        else ["id,text", *(f"{row['id']},{row['text']}" for row in rows)]
    )
    data = gzip.compress("\n".join(lines).encode())
    *documents, failure = _read(data[: len(data) // 2], name)
    assert len(documents) > 5_000
    assert _brief(documents) == [(row["id"], row["text"]) for row in rows[: len(documents)]]
    assert isinstance(failure, Failure)
    assert failure.error == "truncated"


def test_a_row_over_the_limit_costs_itself_alone() -> None:
    data = "id,text\n1," + "x" * 400 + "\n2,short\n"
    failure, document = _read(data, "a.csv", Limits(max_bytes=300, max_chars=50))
    assert isinstance(failure, Failure)
    assert (failure.error, failure.message.partition(": line ")[2][:2]) == ("too_large", "2:")
    assert isinstance(document, Document)
    assert document.id == "2"


def test_json_by_its_name_is_never_read_as_text() -> None:
    (failure,) = _read("[" * 100_000, "deep.json")
    assert isinstance(failure, Failure)
    assert failure.error == "corrupt"


def test_an_id_without_end_is_refused() -> None:
    failure, document = _read(
        f'{{"id": "{"n" * 1001}", "text": "x"}}\n{{"id": "{"n" * 1000}", "text": "x"}}\n', "a.jsonl"
    )
    assert isinstance(failure, Failure)
    assert (failure.error, len(failure.message) < 200) == ("bad_record", True)
    assert isinstance(document, Document)
