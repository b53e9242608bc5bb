from __future__ import annotations

import hashlib
import importlib
import json
import shutil
from pathlib import Path

import pytest

from extractor.annotation.__main__ import main
from extractor.annotation.biocjson import from_bioc_json
from extractor.annotation.brat import from_brat
from extractor.annotation.build import build
from extractor.annotation.folder import open_folder, read_jsonl
from extractor.annotation.schema import AnnotationError, Finding, Negative

MADE = {"paper.jsonl", "negatives.jsonl", "paper.ann", "paper.bioc.json", "annotation.conf", "croissant.json"}


def contents(folder: Path) -> dict[str, bytes]:
    return {file.name: file.read_bytes() for file in folder.iterdir()}


@pytest.fixture
def built(folder):
    importlib.import_module("mlcroissant")
    assert build(folder) == []
    return folder


def test_building_makes_every_file_the_same_each_time(folder):
    importlib.import_module("mlcroissant")
    given = set(contents(folder))
    assert build(folder) == []
    first = contents(folder)
    assert set(first) - given == MADE
    assert build(folder) == []
    assert contents(folder) == first


def test_findings_have_every_field_in_order(built, text):
    events = read_jsonl(built / "paper.jsonl")
    assert [list(event) for event in events] == [list(Finding.__annotations__)] * 4
    assert [list(line) for line in read_jsonl(built / "negatives.jsonl")] == [list(Negative.__annotations__)] * 2
    second = events[1]
    start, end = second["cargo_span"]
    assert text[start : end + 8] == "XYZ1 did not"
    assert second["alternatives"][0] == {"field": "is_finding", "value": "false", "why": "two sentences"}
    assert (second["hypoxia"], second["note"], events[0]["note"]) == (False, "", "made up twice")
    assert events[0]["cancer_id"] == "mondo:0021042"
    assert [event["group"] for event in events] == ["e001", "e002", "e003", "e004"]


def test_findings_that_share_a_study_are_one_group(folder):
    importlib.import_module("mlcroissant")
    quotes = read_jsonl(folder / "paper.quotes.jsonl")
    quotes[2]["refs"] = [9, 3]
    (folder / "paper.quotes.jsonl").write_text("".join(json.dumps(line) + "\n" for line in quotes))
    assert [problem.rule for problem in build(folder)] == ["uncited"]
    assert [event["group"] for event in read_jsonl(folder / "paper.jsonl")] == ["e001", "e002", "e001", "e004"]


def test_all_formats_hold_the_same_findings(built, text):
    events = read_jsonl(built / "paper.jsonl")
    assert from_brat((built / "paper.ann").read_bytes().decode(), text) == events
    assert from_bioc_json((built / "paper.bioc.json").read_bytes().decode(), {"paper": text}) == events


def test_croissant_describes_the_files_and_reads_the_records(built):
    mlcroissant = importlib.import_module("mlcroissant")
    described = json.loads((built / "croissant.json").read_bytes())
    assert described["conformsTo"] == "http://mlcommons.org/croissant/1.1"
    hashes = {file["@id"]: file["sha256"] for file in described["distribution"]}
    assert hashes == {
        name: hashlib.sha256(content).hexdigest()
        for name, content in contents(built).items()
        if name not in ("croissant.json", "dataset.toml")
    }
    dataset = mlcroissant.Dataset(jsonld=str(built / "croissant.json"))
    assert not dataset.metadata.ctx.issues.errors
    findings = list(dataset.records("findings"))
    assert [record["findings/event_id"] for record in findings] == [b"e001", b"e002", b"e003", b"e004"]
    (target,) = findings[0]["findings/targets"]
    assert target["findings/targets/text"] == b"TP53"
    assert [record["negatives/reason"] for record in dataset.records("negatives")] == [b"vesicle_biology", b"prognosis"]


def test_datasets_loads_the_lines_as_they_are(built, tmp_path, monkeypatch):
    monkeypatch.setenv("HF_HUB_OFFLINE", "1")
    datasets = importlib.import_module("datasets")
    datasets.disable_progress_bars()
    for name in ("paper.jsonl", "negatives.jsonl"):
        loaded = datasets.load_dataset(
            "json", data_files=str(built / name), split="train", cache_dir=str(tmp_path / "cache")
        )
        assert [dict(line) for line in loaded] == read_jsonl(built / name)


@pytest.mark.parametrize(
    ("damage", "rule"),
    [
        (lambda quotes: quotes[0].update(cargo="miR-99"), "quote"),
        (lambda quotes: quotes[0]["evidence"].append("Not a sentence of it."), "quote"),
        (lambda quotes: quotes[0].pop("evidence"), "quote-format"),
        (lambda quotes: quotes[0]["targets"].append("TP53"), "quote-format"),
        (lambda quotes: quotes[0].update(cargo=7), "quote-format"),
        (lambda quotes: quotes[0].update(doc_id="elsewhere"), "unknown-document"),
        (lambda quotes: quotes[0].update(observed="more_sensitive"), "sign"),
        (lambda quotes: quotes[0].update(hegded=True), "quote-format"),
        (lambda quotes: quotes[0].update(cargo_span=[1, 2]), "quote-format"),
        (lambda quotes: quotes[0].update(cargo={"text": "miR-1", "nht": 2}), "quote-format"),
        (lambda quotes: quotes[0]["triggers"][0].update(start=2), "quote-format"),
        (
            lambda quotes: quotes[0].update(targets=[{"text": "TP53", "direction": "sideways"}], alternatives=[]),
            "schema",
        ),
    ],
)
def test_a_fault_leaves_the_folder_as_it_was(folder, damage, rule):
    quotes = read_jsonl(folder / "paper.quotes.jsonl")
    damage(quotes)
    (folder / "paper.quotes.jsonl").write_text("".join(json.dumps(line) + "\n" for line in quotes))
    before = contents(folder)
    (problem,) = build(folder)
    assert (problem.event, problem.rule) == ("e001", rule)
    assert contents(folder) == before


def test_folders_with_many_texts(folder, tmp_path):
    many = tmp_path / "many"
    many.mkdir()
    text = (folder / "paper.txt").read_bytes().decode()
    texts = [{"id": "one", "text": text}, {"id": "two", "text": "\u00a0" + text}]
    (many / "documents.jsonl").write_text("".join(json.dumps(line) + "\n" for line in texts))
    quotes = read_jsonl(folder / "paper.quotes.jsonl")
    both = [{**quote, "doc_id": doc_id} for doc_id in ("one", "two") for quote in quotes]
    (many / "events.quotes.jsonl").write_text("".join(json.dumps(line) + "\n" for line in both))
    negatives = [{**line, "doc_id": "two"} for line in read_jsonl(folder / "negatives.quotes.jsonl")]
    (many / "negatives.quotes.jsonl").write_text("".join(json.dumps(line) + "\n" for line in negatives))
    assert build(many) == []
    assert main(["validate", str(many)]) == 0
    opened = open_folder(many)
    events = opened.read_findings()
    assert [(event["doc_id"], event["event_id"]) for event in events][3:5] == [("one", "e004"), ("two", "e001")]
    assert events[4]["cargo_span"] == [at + 1 for at in events[0]["cargo_span"]]
    assert from_bioc_json((many / "events.bioc.json").read_bytes().decode(), opened.texts) == events
    assert not (many / "events.ann").exists()


def test_the_tools_say_one_line_a_problem(built, capsys):
    assert main(["validate", str(built)]) == 0
    assert capsys.readouterr().out == ""
    lines = read_jsonl(built / "paper.jsonl")
    lines[0]["effect"] = "no_effect"
    lines[2]["negated"] = False
    (built / "paper.jsonl").write_text("".join(json.dumps(line) + "\n" for line in lines))
    assert main(["validate", str(built)]) == 1
    out = capsys.readouterr().out.splitlines()
    assert [line.split(":")[0] for line in out] == ["e001 effect", "e003 negated"]
    assert out[0].endswith("; mend manipulation, observed or effect [sign]")
    assert out[1].startswith("e003 negated: warning: ")
    assert main(["build", str(built)]) == 0
    assert main(["validate", str(built)]) == 0


def test_a_pass_is_resolved_beside_the_gold(built, tmp_path, capsys):
    out = tmp_path / "a.jsonl"
    assert main(["resolve", str(built), str(built / "paper.quotes.jsonl"), "--out", str(out)]) == 0
    resolved = read_jsonl(out)
    assert [{**event, "group": None} for event in read_jsonl(built / "paper.jsonl")] == resolved
    bad = tmp_path / "bad.jsonl"
    bad.write_text('{"neg_id": "n1", "text": "Not there."}\n')
    assert main(["resolve", str(built), str(bad), "--out", str(tmp_path / "none.jsonl")]) == 1
    assert "n1 quotes: n1: passage not in the text: 'Not there.'" in capsys.readouterr().out
    assert not (tmp_path / "none.jsonl").exists()


def test_what_cannot_be_read_is_one_line_and_status_1(folder, tmp_path, capsys):
    for prepare, message in (
        (lambda: (folder / "paper.quotes.jsonl").write_text("{\n"), "paper.quotes.jsonl:1: is not JSON"),
        (lambda: (folder / "paper.quotes.jsonl").write_text("[1]\n"), "is not a JSON object"),
        (lambda: (folder / "paper.quotes.jsonl").write_bytes(b"\xff"), "is not UTF-8"),
        (lambda: (folder / "paper.txt").unlink(), "0 texts have findings beside them"),
        (lambda: shutil.rmtree(folder), "0 texts have findings beside them"),
    ):
        prepare()
        assert main(["build", str(folder)]) == 1
        err = capsys.readouterr().err
        assert message in err
        assert err.count("\n") == 1
    (tmp_path / "documents.jsonl").write_text('{"id": "a"}\n')
    assert main(["validate", str(tmp_path)]) == 1
    assert "needs an id of its own and a text" in capsys.readouterr().err
    with pytest.raises(SystemExit) as usage:
        main(["frobnicate"])
    assert usage.value.code == 2


def test_metadata_must_be_whole(folder):
    importlib.import_module("mlcroissant")
    (folder / "dataset.toml").write_text('name = "made-up"\n')
    before = contents(folder)
    with pytest.raises(AnnotationError, match=r"dataset.toml: description, version, .* missing"):
        build(folder)
    assert contents(folder) == before
    (folder / "dataset.toml").write_text("name = \n")
    with pytest.raises(AnnotationError, match="is not TOML"):
        build(folder)
    (folder / "dataset.toml").unlink()
    assert build(folder) == []
    assert not (folder / "croissant.json").exists()
