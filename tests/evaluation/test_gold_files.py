"""Gold sets and predictions as files: what is read, and what is refused with which words."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from extractor.evaluation import gold as golds
from extractor.evaluation import predictions
from extractor.evaluation.gold import Alternative, Filler, places
from extractor.readers.errors import ReadError


def write(folder, name, gold, lines, write_jsonl, text=True):
    if text:
        (folder / f"{name}.txt").write_text(next(iter(gold.documents.values())), encoding="utf-8", newline="")
    return write_jsonl(folder / f"{name}.jsonl", lines)


def without(lines, *fields):
    return [{name: value for name, value in line.items() if name not in fields} for line in lines]


def test_a_file_and_its_text_come_back_as_they_were(tmp_path, review, as_lines, write_jsonl):
    path = write(tmp_path, "doc", review, as_lines(review), write_jsonl)
    assert golds.load(path) == replace(review, name="doc")


def test_lines_without_a_document_belong_to_the_text_of_the_file(tmp_path, review, as_lines, write_jsonl):
    path = write(tmp_path, "paper", review, without(as_lines(review), "doc_id"), write_jsonl)
    assert {event.doc_id for event in golds.load(path).events} == {"paper"}


def test_a_folder_holds_findings_and_negatives_of_one_text(tmp_path, review, as_lines, write_jsonl):
    lines = without(as_lines(review), "doc_id")
    write(tmp_path, "doc", review, lines[:-1], write_jsonl)
    write_jsonl(tmp_path / "negatives.jsonl", lines[-1:])
    write_jsonl(tmp_path / "doc.quotes.jsonl", [{"event_id": "e1", "evidence": ["quoted"]}])
    (tmp_path / "LICENSE.txt").write_text("no document", encoding="utf-8")
    (tmp_path / "passes").mkdir()
    assert golds.load(tmp_path) == replace(review, name=tmp_path.name)


def test_a_folder_of_many_documents_keeps_those_without_findings(tmp_path, abstracts, as_lines, write_jsonl):
    write_jsonl(tmp_path / "documents.jsonl", [{"id": k, "text": text} for k, text in abstracts.documents.items()])
    write_jsonl(tmp_path / "events.jsonl", as_lines(abstracts))
    expected = replace(abstracts, name=tmp_path.name)
    assert golds.load(tmp_path) == expected
    assert golds.load(tmp_path / "events.jsonl") == replace(expected, name="events")


def test_a_document_may_come_without_its_text(tmp_path, abstracts, as_lines, write_jsonl):
    write_jsonl(tmp_path / "documents.jsonl", [{"id": doc_id, "pmid": doc_id} for doc_id in abstracts.documents])
    write_jsonl(tmp_path / "events.jsonl", as_lines(abstracts))
    assert set(golds.load(tmp_path).documents.values()) == {""}


def test_texts_may_stand_elsewhere(tmp_path, review, as_lines, write_jsonl):
    path = write(tmp_path, "pass-a", review, as_lines(review), write_jsonl, text=False)
    home = tmp_path / "texts"
    home.mkdir()
    (home / "doc.txt").write_text(review.documents["doc"], encoding="utf-8", newline="")
    assert golds.load(path, home / "doc.txt") == replace(review, name="pass-a")


def test_offsets_survive_carriage_returns_and_astral_characters(tmp_path, write_jsonl):
    text = "A line.\r\n𝛽-catenin in exosomes.\r\n"
    at = text.index("𝛽")
    line = {"event_id": "e1", "cargo": "𝛽-catenin", "cargo_type": "protein", "cargo_span": [at, at + 9]}
    (tmp_path / "d.txt").write_bytes(text.encode())
    path = write_jsonl(tmp_path / "d.jsonl", [line | {"evidence": [{"start": at, "end": len(text) - 2}]}])
    assert golds.load(path).events[0].cargo == Filler("𝛽-catenin", None, None, (at, at + 9))


@pytest.mark.parametrize(
    ("value", "read"),
    [
        ('["biomarker"]', ["biomarker"]), ("false", False), ("null", None), ("not_stated", "not_stated"),
        ("[IL-6", "[IL-6"), (True, True), (None, None),
    ],
)  # fmt: skip
def test_the_value_of_a_second_reading_may_be_json_in_text(tmp_path, review, as_lines, write_jsonl, value, read):
    lines = as_lines(review)
    lines[0]["alternatives"] = [{"field": "effect", "value": value, "why": "doubt"}]
    path = write(tmp_path, "doc", review, lines, write_jsonl)
    assert golds.load(path).events[0].alternatives == (Alternative("effect", read, "doubt"),)


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"effect": "up"}, "'effect' is 'up'; one of increases_radiosensitivity"),
        ({"cargo_span": [1, 6]}, "cargo 'miR-1' does not stand at 1 to 6"),
        ({"cargo_span": [6, 1]}, "'cargo_span'"),
        ({"cargo_span": "0-5"}, "'cargo_span'"),
        ({"evidence": []}, "'evidence'"),
        ({"evidence": [{"start": 0, "end": 99999}]}, "'evidence'"),
        ({"evidence": ["words"]}, "'evidence'"),
        ({"hedged": "no"}, "'hedged' is 'no'; true or false"),
        ({"event_id": None}, "'event_id'"),
        ({"event_id": "e2"}, "event 'e2' of 'doc' stands 2 times"),
        ({"doc_id": "other"}, "no text for document 'other'"),
        ({"targets": [{"text": "ABC1", "direction": "up", "start": 1, "end": 2}]}, "'direction' is 'up'"),
        ({"cargo_type": 5}, "'cargo_type'"),
    ],
)
def test_a_bad_finding_is_named_with_its_place(tmp_path, review, as_lines, write_jsonl, change, words):
    lines = as_lines(review)
    lines[0] |= change
    path = write(tmp_path, "doc", review, lines, write_jsonl)
    with pytest.raises(ReadError) as caught:
        golds.load(path)
    assert words in str(caught.value)
    assert str(path) in str(caught.value)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize("content", [b"{not json", b"[1]", b"\xff\xfe", b'"text"', b"[" * 100_000])
def test_what_is_no_json_object_is_refused(tmp_path, content):
    path = tmp_path / "d.jsonl"
    path.write_bytes(content + b"\n")
    (tmp_path / "d.txt").write_text("text", encoding="utf-8")
    for load in (golds.load, predictions.load):
        with pytest.raises(ReadError, match="line 1"):
            load(path)


def test_missing_files_are_refused(tmp_path, write_jsonl):
    with pytest.raises(ReadError, match=r"no \.jsonl"):
        golds.load(tmp_path)
    with pytest.raises(ReadError, match="no such file"):
        golds.load(tmp_path / "none")
    with pytest.raises(ReadError, match="no text"):
        golds.load(write_jsonl(tmp_path / "a.jsonl", []))
    with pytest.raises(ReadError, match="JSON Lines"):
        predictions.load(tmp_path / "none.jsonl")
    with pytest.raises(ReadError, match="JSON Lines"):
        predictions.load(tmp_path)


def test_rows_from_a_file_and_from_an_extractor_are_the_same(tmp_path, review, as_rows, write_jsonl):
    rows = as_rows(review)
    assert predictions.load(write_jsonl(tmp_path / "tuples.jsonl", rows)) == predictions.from_rows(rows)


def test_a_row_needs_little(review):
    (row,) = predictions.from_rows([{"doc_id": 123, "event_id": "e"}])
    assert (row.doc_id, row.cargo, row.cargo_type, row.effect.value) == ("123", None, "exosome", "not_stated")


@pytest.mark.parametrize(
    "change",
    [{"spans": [1, 2]}, {"spans": {"cargo": [2]}}, {"effect": 3}, {"finding_type": ["gossip"]}, {"cargo": ["a"]},
     {"confidence": "high"}, {"evidence": "sentence"}, {"event_id": None}, {"doc_id": None}],
)  # fmt: skip
def test_a_bad_row_is_named(review, as_rows, change):
    rows = as_rows(review)
    with pytest.raises(ReadError, match="predictions row 1"):
        predictions.from_rows([rows[0] | change])


def test_places_of_a_name_are_whole_words_within_the_evidence():
    text = "miR-1, miR-10, anti-miR-1 and miR-1."
    found = places(text, Filler("miR-1"), [(0, len(text))])
    assert sorted(found) == [(0, 5), (20, 25), (30, 35)]
    assert places(text, Filler("miR-1"), [(7, 30)]) == {(20, 25)}


def test_a_gold_line_with_neither_id_is_refused(tmp_path):
    (tmp_path / "d.txt").write_text("text", encoding="utf-8")
    (tmp_path / "d.jsonl").write_text(json.dumps({"cargo": "x"}), encoding="utf-8")
    with pytest.raises(ReadError, match="event_id"):
        golds.load(tmp_path / "d.jsonl")
