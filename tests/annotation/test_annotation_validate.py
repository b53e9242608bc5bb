from __future__ import annotations

import copy
import importlib

import pytest

from extractor.annotation.curie import PATTERNS, is_curie
from extractor.annotation.problem import Problem
from extractor.annotation.validate import validate


def rules(problems: list[Problem]) -> list[str]:
    return [problem.rule for problem in problems]


def test_sound_annotations_have_no_problem(events, negatives, text):
    assert validate(events, text, negatives) == []
    assert validate(events, {"paper": text}, negatives) == []


def change(**fields):
    return lambda event: event.update(fields)


def shift(field, by, end=None):
    """Move one end or both of a place."""

    def apply(event):
        if field.endswith("_span"):
            event[field] = [event[field][0] + by, event[field][1] + (by if end is None else end)]
        else:
            event[field][0]["start"] += by
            event[field][0]["end"] += by if end is None else end

    return apply


DAMAGE = [
    # The shape of a finding
    ("schema", "effect", 0, change(effect="more")),
    ("schema", "hedged", 0, change(hedged=None)),
    ("schema", "hedged", 0, change(hedged="no")),
    ("schema", "cargo_span", 0, change(cargo_span=[1])),
    ("schema", "radiation_changes_cargo", 0, change(radiation_changes_cargo="rises")),
    ("schema", "finding_type", 0, change(finding_type=[])),
    ("schema", "evidence", 0, change(evidence=[])),
    ("schema", "surplus", 0, change(surplus=1)),
    ("schema", "note", 0, lambda event: event.pop("note")),
    ("schema", "targets.0.direction", 0, lambda event: event["targets"][0].update(direction="up")),
    ("schema", "triggers.1.role", 0, lambda event: event["triggers"][1].update(role="verb")),
    ("schema", "event_id", 0, change(event_id=7)),
    # Where things stand
    ("span-range", "cargo", 0, change(cargo_span=[9, 9])),
    ("span-range", "cargo", 0, change(cargo_span=[-1, 4])),
    ("span-range", "targets.0", 0, shift("targets", 10_000)),
    ("span-range", "evidence.0", 0, shift("evidence", 10_000)),
    ("span-text", "cargo", 0, shift("cargo_span", 1)),
    ("span-text", "cargo", 0, change(cargo="mir-1")),
    ("span-text", "pathways.0", 0, shift("pathways", 0, -1)),
    ("span-text", "triggers.0", 0, shift("triggers", -2)),
    ("span-text", "cancer", 0, change(cancer="melanoma")),
    ("span-edge", "evidence.0", 0, shift("evidence", -1, 0)),
    ("span-missing", "cargo", 1, change(cargo_span=None)),
    ("span-missing", "source_span", 1, change(source_span=[0, 1])),
    ("evidence-order", "evidence.1", 1, lambda event: event["evidence"].reverse()),
    ("evidence-order", "evidence.1", 1, lambda e: e["evidence"][1].update(start=e["evidence"][0]["end"] - 2)),
    ("section", "section", 0, change(section="Conclusions")),
    ("section", "section", 0, change(section="References")),
    # What it says
    ("sign", "effect", 0, change(effect="increases_radiosensitivity")),
    ("sign", "effect", 0, change(observed="unclear")),
    ("sign", "effect", 1, change(effect="no_effect")),
    ("sign", "effect", 2, change(observed="more_sensitive")),
    ("radiation-response", "radiation_changes_cargo", 0, change(radiation_changes_cargo="increases")),
    ("radiation-response", "radiation_changes_cargo", 3, change(radiation_changes_cargo=None)),
    ("repeated-type", "finding_type", 0, change(finding_type=["mechanism", "mechanism"])),
    ("cargo-class", "cargo_type", 0, change(cargo_type="exosome")),
    ("curie", "cargo_id", 0, change(cargo_id="HGNC:31499")),
    ("curie", "cancer_id", 0, change(cancer_id="mondo:21042")),
    ("curie", "targets.0.id", 0, lambda event: event["targets"][0].update(id="TP53")),
    ("id-without-name", "cancer_id", 3, change(cancer_id="mondo:0021042")),
    ("refs", "refs", 0, change(refs=[3, 3])),
    ("refs", "refs", 0, change(refs=[0])),
    ("alternative", "alternatives.0", 0, lambda event: event["alternatives"][0].update(field="efect")),
    ("alternative", "alternatives.0", 0, lambda event: event["alternatives"][0].update(value=event["effect"])),
]  # fmt: skip


@pytest.mark.parametrize(("rule", "field", "number", "damage"), DAMAGE)
def test_each_damage_gives_its_own_fault_alone(events, negatives, text, rule, field, number, damage):
    damage(events[number])
    (problem,) = validate(events, text, negatives)
    assert (problem.rule, problem.field, problem.warning) == (rule, field, False)
    assert problem.event == str(events[number]["event_id"])
    assert problem.remedy


def only_a_marker(event):
    event["finding_type"] = ["biomarker"]
    event["triggers"][0]["role"] = "biomarker"


DOUBTS = [
    ("absence-not-negated", "negated", 2, lambda event: event.update(negated=False)),
    ("empty-mechanism", "finding_type", 3, lambda event: event["finding_type"].append("mechanism")),
    ("mechanism-untyped", "finding_type", 0, only_a_marker),
    ("unmarked", "manipulation", 1, lambda event: event["triggers"].pop(0)),
    ("unmarked", "effect", 0, lambda event: event["triggers"].pop()),
    ("unmarked", "hedged", 0, lambda event: event.update(hedged=True)),
    ("unmarked", "negated", 0, lambda event: event.update(negated=True)),
    ("unmarked", "finding_type", 3, lambda event: event["triggers"].pop()),
    ("uncited", "refs", 0, lambda event: event.update(refs=[3, 4])),
    ("alternative-filler", "alternatives.1", 1, lambda event: event["alternatives"][1].update(field="targets.NRAS")),
    ("alternative-filler", "alternatives.0", 1, lambda event: event["alternatives"][0].update(field="is_finding.x")),
]  # fmt: skip


@pytest.mark.parametrize(("rule", "field", "number", "change_it"), DOUBTS)
def test_what_is_doubtful_is_a_warning(events, negatives, text, rule, field, number, change_it):
    change_it(events[number])
    (problem,) = validate(events, text, negatives)
    assert (problem.rule, problem.field, problem.warning) == (rule, field, True)
    assert "warning" in str(problem)


def test_roles_stand_inside_the_evidence(events, text):
    at = text.index("miR-1")
    events[0]["cargo_span"] = [at, at + 5]
    assert [(p.rule, p.field) for p in validate(events, text)] == [("outside-evidence", "cargo")]


def test_a_range_of_citations_covers_what_lies_between(events, text):
    events[1]["refs"] = [7]
    assert validate(events, text) == []


def test_reference_lists_are_no_evidence(events, text):
    title = "Exosomal miR-1 from fibroblasts enhances radioresistance."
    at = text.index(title)
    events[3]["evidence"].append({"start": at, "end": at + len(title)})
    (problem,) = validate(events, text)
    assert (problem.rule, problem.field) == ("unread-section", "evidence.1")
    assert "References" in problem.message


def test_event_ids_are_unique_within_a_document(events, text):
    again = copy.deepcopy(events[0])
    assert rules(validate([*events, again], text)) == ["duplicate-id"]
    again["doc_id"] = "other"
    assert validate([*events, again], {"paper": text, "other": text}) == []
    assert rules(validate([*events, again], {"paper": text})) == ["unknown-document"]


def test_a_finding_that_stands_twice_is_found(events, text):
    again = copy.deepcopy(events[0]) | {"event_id": "e009"}
    (problem,) = validate([*events, again], text)
    assert (problem.rule, problem.event, problem.warning) == ("duplicate", "e009", False)
    assert "e001" in problem.message


def test_one_cargo_of_one_study_in_two_findings_is_doubtful(events, text):
    again = copy.deepcopy(events[0]) | {"event_id": "e009", "targets": []}
    assert [(p.rule, p.warning) for p in validate([*events, again], text)] == [("same-study", True)]


def test_negatives_are_checked_too(events, negatives, text):
    damaged = copy.deepcopy(negatives)
    damaged[0]["start"] += 1
    assert [(p.event, p.rule) for p in validate(events, text, damaged)] == [("n001", "span-text")]
    damaged = copy.deepcopy(negatives)
    damaged[0]["reason"] = "because"
    assert [(p.event, p.rule, p.field) for p in validate(events, text, damaged)] == [("n001", "schema", "reason")]
    damaged = copy.deepcopy(negatives)
    damaged[1]["section"] = "Table 2"
    assert [(p.event, p.rule) for p in validate(events, text, damaged)] == [("n002", "section")]
    assert rules(validate(events, text, [*negatives, negatives[0]])) == ["duplicate-id"]
    evidence = events[3]["evidence"][0]
    clash = {**negatives[0], **evidence, "text": text[evidence["start"] : evidence["end"]]}
    assert [(p.rule, p.warning) for p in validate(events, text, [clash])] == [("negative-is-evidence", True)]
    at = text.index("Doe J.")
    listed = {**negatives[0], "start": at, "end": at + 6, "text": "Doe J."}
    assert rules(validate(events, text, [listed])) == ["unread-section"]


def test_hostile_lines_are_faults_and_not_errors(text):
    lines = [{}, {"event_id": None}, {"event_id": ["x"]}, {"event_id": "e", "targets": 3, "evidence": {"start": 1}}]
    problems = validate(lines, text, [{}])
    assert {problem.rule for problem in problems} == {"schema"}
    assert {problem.event for problem in problems} == {"line 1", "line 2", "['x']", "e"}


@pytest.mark.parametrize(
    ("text", "good"),
    [
        ("hgnc:31637", True), ("mirbase.mature:MIMAT0000254", True), ("go:0006302", True), ("mesh:D011836", True),
        ("fplx:p38", True), ("cellosaurus:0022", True), ("exocargo.circ:hsa_circ_0067835", True),
        ("uniprot:P04637", True),
        ("HGNC:31637", False), ("go:6302", False), ("hgnc:", False), ("hgnc", False), ("nope:1", False),
        ("hgnc:31637\n", False), ("", False), ("go:GO:0006302", False),
    ],
)  # fmt: skip
def test_curies_have_the_spelling_of_bioregistry(text, good):
    assert is_curie(text) is good


def test_prefixes_and_patterns_agree_with_bioregistry():
    bioregistry = importlib.import_module("bioregistry")
    samples = {
        "cellosaurus": "0022", "chebi": "15377", "cl": "0000057", "doid": "1612", "efo": "0000305",
        "ensembl": "ENSG00000141510", "fplx": "AKT", "go": "0006302", "hgnc": "11998", "hgnc.genegroup": "59",
        "hp": "0002664", "mesh": "D011836", "mirbase": "MI0000268", "mirbase.mature": "MIMAT0000255",
        "mondo": "0005148", "ncbigene": "7157", "ncbitaxon": "9606", "ncit": "C3262", "reactome": "R-HSA-69278",
        "rnacentral": "URS0000D56C46", "uberon": "0000178", "uniprot": "P04637", "wikipathways": "WP254",
    }  # fmt: skip
    assert samples.keys() == PATTERNS.keys() - {"exocargo.circ"}
    for prefix, local in samples.items():
        assert is_curie(f"{prefix}:{local}")
        assert bioregistry.normalize_prefix(prefix) == prefix
        assert bioregistry.is_valid_identifier(prefix, local), prefix
