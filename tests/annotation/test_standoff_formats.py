"""JSON Lines to brat or BioC and back gives the same findings."""

from __future__ import annotations

import json
import re

import pytest
from bioc import biocjson, brat
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from extractor.annotation.biocjson import (
    from_bioc_json,
    from_bioc_xml,
    to_bioc,
    to_bioc_json,
    to_bioc_xml,
)
from extractor.annotation.brat import configuration, from_brat, to_brat
from extractor.annotation.schema import AnnotationError, complete

#: What texts hold that trips offset arithmetic: Greek, an emoji beyond 16 bits, a combining accent, breaks.
_LETTERS = 'aZ9β-é\u0301😀( \n\t\u2028\xa0<&"'
_EFFECTS = ("increases_radiosensitivity", "decreases_radiosensitivity", "no_effect", "not_stated")
_NAMES = st.none() | st.text(
    st.characters(codec="utf-8", exclude_categories=["Cc", "Cs", "Cn"]), min_size=1, max_size=8
)
_TEXTS = st.text(st.sampled_from(_LETTERS), min_size=1, max_size=60).filter(str.strip)


@st.composite
def _span(draw, text: str) -> tuple[int, int]:
    start = draw(st.sampled_from([at for at, letter in enumerate(text) if not letter.isspace()]))
    ends = [at + 1 for at in range(start, len(text)) if not text[at].isspace()]
    return start, draw(st.sampled_from(ends))


@st.composite
def _finding(draw, text: str, name: str) -> dict:
    def role(field):
        if draw(st.booleans()):
            return {field: None, f"{field}_span": None}
        start, end = draw(_span(text))
        return {field: text[start:end], f"{field}_span": [start, end]}

    def placed(**fields):
        start, end = draw(_span(text))
        return {"text": text[start:end], **fields, "start": start, "end": end}

    def fillers():
        directions = st.sampled_from(("increases", "decreases", "unspecified"))
        return [placed(id=draw(_NAMES), direction=draw(directions)) for _ in range(draw(st.integers(0, 12)))]

    trigger = st.sampled_from(("effect", "target", "hedge", "radiation_response"))
    kinds = st.sampled_from(("mechanism", "biomarker", "radiation_response"))
    other = st.fixed_dictionaries({"field": st.just("effect"), "value": _NAMES, "why": st.text(max_size=5)})
    event = {
        "event_id": name,
        "group": draw(_NAMES),
        "refs": draw(st.lists(st.integers(1, 999), max_size=3)),
        "section": draw(_NAMES),
        "cargo_type": draw(st.sampled_from(("miRNA", "exosome"))),
        "cargo_id": draw(_NAMES),
        "cancer_id": draw(_NAMES),
        "vesicular": draw(st.booleans()),
        "targets": fillers(),
        "pathways": fillers(),
        "effect": draw(st.sampled_from(_EFFECTS)),
        "finding_type": draw(st.lists(kinds, min_size=1, unique=True)),
        "radiation_changes_cargo": draw(st.sampled_from((None, "increases", "decreases"))),
        "manipulation": draw(st.sampled_from(("native", "gain", "loss"))),
        "observed": draw(st.sampled_from(("more_sensitive", "unclear"))),
        "hypoxia": draw(st.booleans()),
        "hedged": draw(st.booleans()),
        "negated": draw(st.booleans()),
        "evidence": [
            dict(zip(("start", "end"), draw(_span(text)), strict=True)) for _ in range(draw(st.integers(1, 3)))
        ],
        "triggers": [placed(role=draw(trigger)) for _ in range(draw(st.integers(0, 4)))],
        "alternatives": draw(st.lists(other, max_size=2)),
        "note": draw(st.text(st.characters(codec="utf-8", exclude_categories=["Cs"]), max_size=20)),
    }
    for field in ("cargo", "cancer", "source", "recipient", "radiation"):
        event |= role(field)
    # A trigger's fields stand in the order of the schema.
    event["triggers"] = [{"role": t["role"], **t} for t in event["triggers"]]
    return complete(event, "paper")


@st.composite
def _annotated(draw) -> tuple[str, list[dict]]:
    text = draw(_TEXTS)
    return text, [draw(_finding(text, f"e{number}")) for number in range(draw(st.integers(0, 3)))]


_SETTINGS = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def lines(events) -> list[str]:
    """Compared as they are written, so that the order of fields counts."""
    return [json.dumps(event) for event in events]


def without_controls(events):
    """XML has no place for most control characters, not even escaped."""
    clean = re.compile(r"[^\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
    return [{**e, "note": " ".join(clean.sub("", e["note"]).split())} for e in events]


@_SETTINGS
@given(_annotated())
def test_brat_gives_back_every_finding(annotated):
    text, events = annotated
    assert lines(from_brat(to_brat(events, text), text)) == lines(events)


@_SETTINGS
@given(_annotated())
def test_bioc_json_gives_back_every_finding(annotated):
    text, events = annotated
    assert lines(from_bioc_json(to_bioc_json(events, {"paper": text}), {"paper": text})) == lines(events)


@_SETTINGS
@given(_annotated())
def test_bioc_xml_gives_back_every_finding(annotated):
    text, events = annotated[0], without_controls(annotated[1])
    assert lines(from_bioc_xml(to_bioc_xml(events, {"paper": text}), {"paper": text})) == lines(events)


def test_brat_lines_are_what_brat_reads(events, text):
    ann = to_brat(events, text)
    assert ann.isascii() is False
    shapes = (
        r"T\d+\t[A-Za-z_]+ \d+ \d+(;\d+ \d+)*\t[^\t\n]+", r"E\d+\tFinding:T\d+( [A-Z][A-Za-z]*\d*:T\d+)+",
        r"A\d+\t[A-Za-z_0-9]+ E\d+( \S+)?", r"#\d+\t(AnnotatorNotes|Record) E\d+\t[^\t\n]+",
    )  # fmt: skip
    for line in ann.splitlines():
        assert any(re.fullmatch(shape, line) for shape in shapes), line
    document = brat.loads(text, ann)
    for entity in document.entities:
        start, end = entity.total_span
        assert text[start:end] == entity.text
    first = document.events[0]
    arguments = {role: document.get_annotation(at).text for role, at in first.arguments.items()}
    assert arguments == {
        "Evidence": text[events[0]["evidence"][0]["start"] : events[0]["evidence"][0]["end"]],
        "Cargo": "miR-1",
        "Cancer": "glioma",
        "Source": "fibroblasts",
        "Recipient": "glioma cells",
        "Target": "TP53",
        "Pathway": "β-catenin pathway",
        "TargetTrigger": "decreased",
        "EffectTrigger": "enhancing radioresistance",
    }
    assert document.get_annotation(first.trigger_id).text == "enhancing radioresistance"
    attributes = {(a.type, *a.attributes) for a in document.attributes if a.refid == first.id}
    assert attributes == {
        ("Cargo_type", "miRNA"), ("Effect", "decreases_radiosensitivity"), ("Manipulation", "native"),
        ("Observed", "more_resistant"), ("Mechanism",), ("Vesicular",), ("Target_direction", "decreases"),
        ("Pathway_direction", "increases"),
    }  # fmt: skip
    assert [note.text for note in document.notes if note.type == "AnnotatorNotes"] == ["made up twice"]


def test_the_same_span_of_the_same_type_is_written_once(events, text):
    again = [events[0], {**events[0], "event_id": "e009"}]
    spans = [line.split("\t")[1] for line in to_brat(again, text).splitlines() if line.startswith("T")]
    assert len(spans) == len(set(spans))


def test_a_passage_over_a_line_break_is_written_in_fragments():
    text = "miR-1 lowers\nTP53."
    stated = {"cargo_type": "miRNA", "effect": "not_stated", "manipulation": "native", "observed": "unclear"}
    place = {"evidence": [{"start": 0, "end": 18}]}
    event = complete({"event_id": "e1", "finding_type": ["mechanism"], **stated, **place}, "paper")
    ann = to_brat([event], text)
    assert "T1\tEvidence 0 12;13 18\tmiR-1 lowers TP53.\n" in ann
    assert from_brat(ann, text) == [event]


def test_findings_added_in_brat_are_read():
    ann = (
        "T1\tFinding 6 12\tlowers\nT2\tCargo 0 5\tmiR-1\nT3\tEvidence 0 18\tmiR-1 lowers TP53.\n"
        "T4\tTarget 13 17\tTP53\nE4\tFinding:T1 Cargo:T2 Evidence:T3 Target:T4\nA1\tEffect E4 not_stated\n"
        "A2\tMechanism E4\nA3\tCargo_type E4 miRNA\n#1\tAnnotatorNotes E4\tlook again\nR1\tOrigin Arg1:T2 Arg2:T4\n"
    )
    (event,) = from_brat(ann, "miR-1 lowers TP53.")
    assert (event["event_id"], event["cargo"], event["cargo_span"], event["note"]) == (
        "brat-E4",
        "miR-1",
        [0, 5],
        "look again",
    )
    assert event["targets"] == [{"text": "TP53", "id": None, "direction": "unspecified", "start": 13, "end": 17}]
    assert (event["effect"], event["finding_type"], event["vesicular"], event["refs"]) == (
        "not_stated",
        ["mechanism"],
        False,
        [],
    )


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("T1 no tabs", "line 1 is not brat"),
        ("T1\tCargo x 5\tmiR-1", "line 1 is not brat"),
        ("T1\tCargo 5 5\t", "line 1 is not brat"),
        ("E1\tFinding:T1 Cargo:T9", "no known role or no span"),
        ("T1\tCargo 0 5\tmiR-1\nE1\tFinding:T1 Verb:T1", "no known role or no span"),
        ("T1\tCargo 0 5\tmiR-2\nE1\tFinding:T1 Cargo:T1", "the text has 'miR-1' at 0-5"),
        ("T1\tCargo 0 99\tmiR-1\nE1\tFinding:T1 Cargo:T1", "T1: the text has"),
        ("T1\tCargo 0 5\tmiR-1\nE1\tFinding:T1 Cargo:T1\n#1\tRecord E1\t[1]", "not a JSON object"),
        ("T1\tCargo 0 5\tmiR-1\nE1\tFinding:T1 Cargo:T1\nA1\tTense E1 past", "attribute Tense is unknown"),
        ("T1\tCargo 0 5\tmiR-1\nE1\tFinding:T1 Cargo:T1 Cargo2:T1", "filled twice"),
    ],
)
def test_damaged_brat_is_refused_in_one_line(line, message):
    with pytest.raises(AnnotationError, match=message) as caught:
        from_brat(line, "miR-1 lowers TP53.")
    assert "\n" not in str(caught.value)


def test_the_configuration_knows_every_type_and_attribute(events, text):
    known = configuration()
    document = brat.loads(text, to_brat(events, text))
    entities = known.split("[relations]")[0].split("\n")
    for entity in document.entities:
        assert entity.type in entities or entity.type == "Finding"
    for attribute in document.attributes:
        assert re.search(rf"^{attribute.type}\tArg:Finding", known, re.MULTILINE)


def test_bioc_holds_passages_annotations_and_relations(events, text):
    collection = to_bioc(events, {"paper": text}, source="made up")
    (document,) = collection.documents
    for passage in document.passages:
        assert text[passage.offset : passage.offset + len(passage.text)] == passage.text
        for annotation in passage.annotations:
            at = annotation.locations[0]
            assert text[at.offset : at.end] == annotation.text
    assert document.annotations == []
    first = document.relations[0]
    assert (first.id, first.infons["effect"], first.infons["refs"]) == ("e001", "decreases_radiosensitivity", "[3, 5]")
    roles = {node.role for node in first.nodes}
    assert {"cargo", "target", "pathway", "evidence", "effect_trigger"} <= roles
    assert json.loads(first.infons["target_direction"]) == ["decreases"]
    assert biocjson.dumps(biocjson.loads(biocjson.dumps(collection))) == biocjson.dumps(collection)


def test_bioc_keeps_documents_apart(events, text):
    texts = {"paper": text, "other": "x" + text}
    moved = json.loads(json.dumps(events[2]))
    moved["doc_id"] = "other"
    for place in (*moved["evidence"], *moved["triggers"]):
        place["start"], place["end"] = place["start"] + 1, place["end"] + 1
    moved["cargo_span"] = [at + 1 for at in moved["cargo_span"]]
    given = [*events, moved]
    assert from_bioc_json(to_bioc_json(given, texts), texts) == given
    with pytest.raises(AnnotationError, match="document 'other' has no text"):
        from_bioc_json(to_bioc_json(given, texts), {"paper": text})


@pytest.mark.parametrize("content", ["", "[]", "{}", '{"documents": 3}', "[" * 100_000, '"x"'])
def test_damaged_bioc_json_is_refused(content):
    with pytest.raises(AnnotationError, match="not a BioC JSON collection"):
        from_bioc_json(content, {})


def test_bioc_over_another_text_is_refused(events, text):
    content = to_bioc_json(events, {"paper": text})
    with pytest.raises(AnnotationError, match="take the text that the annotations were made on"):
        from_bioc_json(content, {"paper": "x" + text})
    node = content.replace('"refid": "T2"', '"refid": "T999"')
    with pytest.raises(AnnotationError, match="node 'T999' has no annotation"):
        from_bioc_json(node, {"paper": text})


def test_bioc_xml_with_entities_is_refused():
    bomb = '<?xml version="1.0"?><!DOCTYPE c [<!ENTITY a "b">]><collection><source>&a;</source></collection>'
    with pytest.raises(AnnotationError, match="declares entities"):
        from_bioc_xml(bomb, {})
    for content in ("", "<a", "<collection><document/></collection>"):
        with pytest.raises(AnnotationError):
            from_bioc_xml(content, {"x": "y"})


def test_control_characters_have_no_place_in_xml(events, text):
    with pytest.raises(AnnotationError, match="write BioC JSON instead"):
        to_bioc_xml([{**events[0], "note": "\x00"}], {"paper": text})
