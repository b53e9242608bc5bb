"""The shipped gold set: sound, the same in every format, and no older than the quotations that it is made from."""

from __future__ import annotations

import importlib
import shutil
from pathlib import Path

import pytest

from extractor.annotation.biocjson import from_bioc_json, from_bioc_xml, to_bioc_xml
from extractor.annotation.brat import from_brat
from extractor.annotation.build import build
from extractor.annotation.describe import agreement_markdown, describe, markdown
from extractor.annotation.folder import Folder, open_folder, read_jsonl, read_text
from extractor.annotation.schema import Finding, Negative
from extractor.annotation.validate import validate

ANNOTATIONS = Path(__file__).parents[2] / "annotations"
GOLD = ANNOTATIONS / "gold"


@pytest.fixture(scope="module")
def gold() -> Folder:
    return open_folder(GOLD)


def test_it_keeps_the_guidelines(gold):
    problems = validate(gold.read_findings(), gold.texts, gold.read_negatives())
    assert [str(problem) for problem in problems if not problem.warning] == []


def test_every_line_has_the_fields_of_the_schema(gold):
    assert {tuple(event) for event in gold.read_findings()} == {tuple(Finding.__annotations__)}
    assert {tuple(negative) for negative in gold.read_negatives()} == {tuple(Negative.__annotations__)}


def test_every_quoted_word_stands_where_it_says(gold):
    for event in gold.read_findings():
        text = gold.texts[event["doc_id"]]
        for item in (*event["targets"], *event["pathways"], *event["triggers"]):
            assert text[item["start"] : item["end"]] == item["text"]
        for role in ("cargo", "cancer", "source", "recipient", "radiation"):
            if event[role] is not None:
                assert text[slice(*event[f"{role}_span"])] == event[role]


def test_brat_and_bioc_hold_the_same_findings(gold):
    events = gold.read_findings()
    assert from_brat(read_text(GOLD / f"{gold.name}.ann"), gold.texts[gold.name]) == events
    assert from_bioc_json(read_text(GOLD / f"{gold.name}.bioc.json"), gold.texts) == events
    assert from_bioc_xml(to_bioc_xml(events, gold.texts), gold.texts) == events


def test_it_is_what_the_quotations_give(gold, tmp_path):
    importlib.import_module("mlcroissant")
    again = tmp_path / GOLD.name
    again.mkdir()
    for name in (f"{gold.name}.txt", "dataset.toml", *(file.name for file in gold.quotes)):
        shutil.copyfile(GOLD / name, again / name)
    assert not any(not problem.warning for problem in build(again))
    made = [file for file in sorted(again.iterdir()) if file.name != f"{gold.name}.txt"]
    assert f"{gold.name}.jsonl" in {file.name for file in made}
    for file in made:
        assert file.read_bytes() == (GOLD / file.name).read_bytes(), f"{file.name} is stale: build {GOLD.name} again"


def test_croissant_is_valid_and_reads_every_record(gold):
    mlcroissant = importlib.import_module("mlcroissant")
    dataset = mlcroissant.Dataset(jsonld=str(GOLD / "croissant.json"))
    assert not dataset.metadata.ctx.issues.errors
    ids = [record["findings/event_id"].decode() for record in dataset.records("findings")]
    assert ids == [event["event_id"] for event in gold.read_findings()]
    assert sum(1 for _ in dataset.records("negatives")) == len(gold.read_negatives())


def test_datasets_loads_it(gold, tmp_path, monkeypatch):
    monkeypatch.setenv("HF_HUB_OFFLINE", "1")
    datasets = importlib.import_module("datasets")
    datasets.disable_progress_bars()
    loaded = datasets.load_dataset("json", data_files=str(gold.findings), split="train", cache_dir=str(tmp_path))
    assert [dict(line) for line in loaded] == gold.read_findings()


@pytest.mark.parametrize("name", ["a", "b"])
def test_the_blind_passes_stand_on_the_same_text(gold, name):
    for event in read_jsonl(GOLD / "passes" / f"{name}.jsonl"):
        assert tuple(event) == tuple(Finding.__annotations__)
        text = gold.texts[event["doc_id"]]
        for item in (*event["targets"], *event["pathways"], *event["triggers"]):
            assert text[item["start"] : item["end"]] == item["text"]
    for negative in read_jsonl(GOLD / "passes" / f"{name}_neg.jsonl"):
        text = gold.texts[negative["doc_id"]]
        assert text[negative["start"] : negative["end"]] == negative["text"]


def test_the_datasheet_has_the_counts_of_the_files(gold):
    sheet = read_text(ANNOTATIONS / "DATASHEET.md")
    assert markdown(describe(gold)) in sheet, "the datasheet is stale: describe the folder again"
    assert agreement_markdown(gold) in sheet
