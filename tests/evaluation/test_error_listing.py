"""The list of errors and what it says of each."""

from __future__ import annotations

import json

from extractor.evaluation import evaluate
from extractor.evaluation.errors import listing
from extractor.evaluation.predictions import from_rows


def errors(gold, rows):
    return evaluate(gold, from_rows(rows), resamples=10).errors


def told(found):
    return [(e.kind, e.what, e.cargo, e.expected, e.predicted, e.gold_events, e.predicted_events) for e in found]


def test_a_missed_finding_is_one_error(review, as_rows):
    found = errors(review, as_rows(review)[1:])
    assert told(found) == [("missed", "cargo", "miR-1", "miR-1", None, ("e1",), ())]
    assert found[0].sentence.startswith("Exosomal miR-1 lowered ABC1")


def test_a_missed_class_is_named_by_its_type(review, as_rows):
    assert told(errors(review, as_rows(review)[:3])) == [
        ("missed", "cargo", "(exosome)", "(exosome)", None, ("e4",), ())
    ]


def test_a_wrong_sign_names_both(review, as_rows):
    rows = as_rows(review)
    rows[0]["effect"] = "increases_radiosensitivity"
    assert told(errors(review, rows)) == [
        ("wrong sign", "effect", "miR-1", "decreases_radiosensitivity", "increases_radiosensitivity", ("e1",), ("e1",))
    ]


def test_a_sign_in_place_of_a_stated_absence_is_a_wrong_sign(review, as_rows):
    rows = as_rows(review)
    rows[2]["effect"] = "increases_radiosensitivity"
    assert told(errors(review, rows)) == [
        ("wrong sign", "effect", "miR-3", "no_effect", "increases_radiosensitivity", ("e3",), ("e3",))
    ]


def test_missed_and_spurious_parts_of_a_cargo_that_was_found(review, as_rows):
    rows = as_rows(review)
    rows[0] |= {"effect": "not_stated", "target": "glioma", "pathway_direction": "decreases"}
    rows[1] |= {"pathway": "autophagy", "event_id": "p2"}
    assert told(errors(review, rows)) == [
        ("wrong direction", "pathway", "miR-1", "DNA repair increases", "DNA repair decreases", ("e1",), ("e1",)),
        ("missed", "target", "miR-1", "ABC1", None, ("e1",), ("e1",)),
        ("missed", "effect", "miR-1", "decreases_radiosensitivity", None, ("e1",), ("e1",)),
        ("spurious", "target", "miR-1", None, "glioma", (), ("e1",)),
        ("spurious", "pathway", "circXYZ", None, "autophagy", (), ("p2",)),
    ]


def test_a_spurious_cargo_has_the_sentence_that_it_was_read_in(review, as_rows):
    text = review.documents["doc"]
    at = text.index("Vesicles")
    row = as_rows(review)[0] | {"event_id": "x", "cargo": "ABC9", "target": None, "pathway": None, "spans": {}}
    row["evidence"] = [{"start": at, "end": len(text), "text": text[at:]}]
    (found,) = errors(review, [*as_rows(review), row])
    assert (found.kind, found.what, found.predicted, found.sentence) == ("spurious", "cargo", "ABC9", text[at:])


def test_rows_over_another_text_keep_what_they_quoted(review, as_rows):
    row = as_rows(review)[0] | {"event_id": "x", "cargo": "ABC9"}
    row["evidence"] = [{"start": 0, "end": 9, "text": "A sentence\nof the PDF."}]
    found = errors(review, [*as_rows(review), row])
    assert [e.sentence for e in found] == ["A sentence of the PDF."]


def test_the_listing_shows_every_error_and_no_markup_of_the_text(review, as_rows):
    rows = as_rows(review)
    rows[0]["cargo"] = "<script>"
    found = errors(review, rows)
    page = listing(found)
    assert page.startswith("# Errors: 2\n")
    assert "## Missed: 1" in page
    assert "## Spurious: 1" in page
    assert "<script>" not in page
    assert "&lt;script&gt;" in page
    assert [json.loads(json.dumps(error.to_json()))["kind"] for error in found] == ["missed", "spurious"]
