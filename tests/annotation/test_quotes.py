from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractor.annotation.quotes import QuoteError, resolve, resolve_all, resolve_negative

TEXT = "Exosomal miR-9 (miR-93 too) lowers TP53. Then miR-9 rises. Again and again."


def finding(**fields):
    return {"event_id": "e1", "evidence": ["Exosomal miR-9 (miR-93 too) lowers TP53."], **fields}


def test_a_role_gets_the_place_of_its_words():
    event = resolve(
        finding(
            cargo="miR-9", targets=[{"text": "TP53", "direction": "decreases", "id": "hgnc:11998"}], cargo_id="x:1"
        ),
        TEXT,
    )
    assert (event["cargo"], event["cargo_span"]) == ("miR-9", [9, 14])
    assert event["evidence"] == [{"start": 0, "end": 40}]
    assert event["targets"] == [{"text": "TP53", "id": "hgnc:11998", "direction": "decreases", "start": 35, "end": 39}]
    assert (event["cargo_id"], event["cancer"], event["cancer_span"]) == ("x:1", None, None)


def test_the_nth_place_counts_over_all_of_the_evidence_and_whole_words_only():
    event = resolve(
        {
            "event_id": "e1",
            "evidence": ["Then miR-9 rises.", "Exosomal miR-9 (miR-93 too) lowers TP53."],
            "cargo": {"text": "miR-9", "nth": 2},
            "triggers": [{"role": "effect", "text": "rises"}],
        },
        TEXT,
    )
    assert event["cargo_span"] == [46, 51]
    assert event["triggers"] == [{"role": "effect", "text": "rises", "start": 52, "end": 57}]


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({"evidence": ["Not there."]}, "not in the text"),
        ({"evidence": ["again"]}, None),
        ({"evidence": ["gain"]}, "more than once"),
        ({"evidence": []}, "no evidence"),
        ({"cargo": "miR"}, "stands 2 times"),
        ({"cargo": {"text": "TP53", "nth": 2}}, "number 2 asked"),
        ({"cargo": "let-7"}, "stands 0 times"),
    ],
)
def test_what_is_not_found_or_found_twice_is_refused(fields, message):
    if message is None:
        assert resolve(finding(**fields), TEXT)["evidence"] == [{"start": 69, "end": 74}]
    elif message == "stands 2 times":
        assert resolve(finding(**fields), TEXT)["cargo_span"] == [9, 12]
    else:
        with pytest.raises(QuoteError, match=message):
            resolve(finding(**fields), TEXT)


def test_a_negative_is_the_place_of_its_passage():
    negative = resolve_negative({"neg_id": "n1", "text": "Then miR-9 rises."}, TEXT)
    assert (negative["start"], negative["end"]) == (41, 58)
    with pytest.raises(QuoteError, match="n2: passage stands more than once"):
        resolve_negative({"neg_id": "n2", "text": "gain"}, TEXT)


@given(st.lists(st.sampled_from(["miR-9", "miR-93", "β", "and", "(x)"]), min_size=1, max_size=12), st.data())
def test_what_is_resolved_stands_in_the_text(words, data):
    text = " ".join(words)
    word = data.draw(st.sampled_from(words))
    nth = data.draw(st.integers(1, words.count(word)))
    (event,) = resolve_all(
        [{"event_id": "e", "evidence": [{"start": 0, "end": len(text)}], "cargo": {"text": word, "nth": nth}}], text
    )
    start, end = event["cargo_span"]
    assert text[start:end] == word
    assert text[:start].split().count(word) == nth - 1
