"""Label Studio: tasks out, verdicts back, gold from what was accepted."""

import copy
import json
from pathlib import Path
from typing import Any

import pytest
from lxml import etree
from pydantic import TypeAdapter

from extractor.annotation.schema import Finding
from extractor.cli import main
from extractor.exports import ExportError, export
from extractor.exports.curate import curate
from extractor.exports.text import in_place
from extractor.findings.curation import TAGS, read_curations
from extractor.findings.folder import Folder
from extractor.findings.table import TableError


@pytest.fixture
def tasks(run: Path, tmp_path: Path) -> list[dict[str, Any]]:
    export(run, "labelstudio", tmp_path / "tasks.json")
    found: list[dict[str, Any]] = json.loads((tmp_path / "tasks.json").read_text(encoding="utf-8"))
    return found


def _annotate(
    task: dict[str, Any], *tags: str, who: Any = 1, when: str = "2026-01-02T03:04:05Z", **choices: str
) -> dict[str, Any]:
    """The task as exported after a curator took the prediction over, changed choices, and ticked tags."""
    result = copy.deepcopy(task["predictions"][0]["result"])
    for field, value in choices.items():
        result = [item for item in result if item.get("from_name") != field]
        result.append({"from_name": field, "to_name": "text", "type": "choices", "value": {"choices": [value]}})
    if tags:
        verdict = {"from_name": "verdict", "to_name": "text", "type": "choices", "value": {"choices": list(tags)}}
        result.append(verdict)
    annotation = {"id": 1, "completed_by": who, "created_at": when, "was_cancelled": False, "result": result}
    return {**task, "annotations": [annotation]}


def _of(tasks: list[dict[str, Any]], cargo: str) -> dict[str, Any]:
    return next(task for task in tasks if task["data"]["row"]["cargo"] == cargo)


def _export_of(tmp_path: Path, *tasks: Any) -> Path:
    path = tmp_path / "labelled.json"
    path.write_text(json.dumps(list(tasks)), encoding="utf-8")
    return path


def test_predictions_select_what_the_rows_say(tasks: list[dict[str, Any]], folder: Folder) -> None:
    assert {task["data"]["evidence_id"] for task in tasks} == set(folder.evidence)
    for task in tasks:
        row = folder.evidence[task["data"]["evidence_id"]]
        text = task["data"]["text"]
        result = task["predictions"][0]["result"]
        spans = {item["value"]["labels"][0]: item["value"] for item in result if item["type"] == "labels"}
        assert spans.keys() == row["spans"].keys()
        for role, value in spans.items():
            assert text[value["start"] : value["end"]] == value["text"] == in_place(row[role])
        ids = {item["id"]: item["value"]["labels"][0] for item in result if item["type"] == "labels"}
        related = {(ids[i["from_id"]], ids[i["to_id"]], i["labels"][0]) for i in result if i["type"] == "relation"}
        told = {("cargo", role, row[f"{role}_direction"]) for role in ("target", "pathway") if row[role]}
        assert related == (told if row["cargo"] else set())
        effect = next(item["value"]["choices"] for item in result if item.get("from_name") == "effect")
        assert effect == [row["effect"]]
        assert task["predictions"][0]["score"] == row["confidence"]


def test_the_interface_names_every_control_of_the_predictions(tasks: list[dict[str, Any]], tmp_path: Path) -> None:
    root = etree.fromstring((tmp_path / "tasks.config.xml").read_bytes())
    labels = {label.get("value") for label in root.iter("Label")} | {item.get("value") for item in root.iter("Choice")}
    labels |= {item.get("value") for item in root.iter("Relation")}
    controls = {item.get("name") for item in root}
    for task in tasks:
        for item in task["predictions"][0]["result"]:
            assert item["type"] == "relation" or item["from_name"] in controls
            values = item.get("labels") or item["value"].get("labels") or item["value"]["choices"]
            assert set(values) <= labels
    assert set(TAGS) <= labels


def test_verdicts_become_curations_once(run: Path, tmp_path: Path, tasks: list[dict[str, Any]]) -> None:
    correct, wrong = _of(tasks, "miR-93-3p"), _of(tasks, "LINC01783")
    path = _export_of(
        tmp_path, _annotate(correct, "correct"), _annotate(wrong, "grounding", "other", who={"email": "a@b"})
    )
    curate(run, path)
    found = read_curations(run)
    assert [(c.evidence_id, c.tag, c.curator) for c in found] == [
        (correct["data"]["evidence_id"], "correct", "1"),
        (wrong["data"]["evidence_id"], "grounding", "a@b"),
        (wrong["data"]["evidence_id"], "other", "a@b"),
    ]
    assert found[0].finding_id == correct["data"]["finding_id"]
    assert found[0].date == "2026-01-02T03:04:05Z"
    assert found[0].corrected == {}
    before = (run / "curations.jsonl").read_bytes()
    assert curate(run, path)[0].startswith("0 curations added")
    assert (run / "curations.jsonl").read_bytes() == before


def test_a_changed_effect_is_a_polarity_with_its_correction(
    run: Path, tmp_path: Path, tasks: list[dict[str, Any]]
) -> None:
    task = _annotate(_of(tasks, "miR-93-5p"), effect="increases_radiosensitivity", target_direction="increases")
    curate(run, _export_of(tmp_path, task))
    (found,) = read_curations(run)
    assert found.tag == "polarity"
    assert found.corrected == {"effect": "increases_radiosensitivity", "target_direction": "increases"}


def test_a_moved_span_is_corrected_in_the_papers_offsets(
    run: Path, tmp_path: Path, tasks: list[dict[str, Any]], folder: Folder
) -> None:
    task = _annotate(_of(tasks, "CTGF"))
    value = task["annotations"][0]["result"][0]["value"]
    value["start"] -= 4
    curate(run, _export_of(tmp_path, task))
    (found,) = read_curations(run)
    start, end = folder.evidence[found.evidence_id]["spans"]["cargo"]
    assert (found.tag, found.corrected) == ("entity_boundaries", {"spans": {"cargo": [start - 4, end]}})


def test_silent_and_skipped_annotations_leave_nothing(run: Path, tmp_path: Path, tasks: list[dict[str, Any]]) -> None:
    skipped = _annotate(tasks[1], "correct")
    skipped["annotations"][0]["was_cancelled"] = True
    lines = curate(run, _export_of(tmp_path, _annotate(tasks[0]), skipped))
    assert read_curations(run) == []
    assert any(line.startswith("1 annotations tick no verdict") for line in lines)


def test_a_verdict_on_evidence_that_is_gone_is_kept_and_told(
    run: Path, tmp_path: Path, tasks: list[dict[str, Any]], capsys: pytest.CaptureFixture[str]
) -> None:
    task = _annotate(tasks[0], "correct")
    task["data"] = {**task["data"], "evidence_id": "feedfeedfeedfeed"}
    assert main(["curate", str(run), str(_export_of(tmp_path, task))]) == 0
    assert [c.evidence_id for c in read_curations(run)] == ["feedfeedfeedfeed"]
    assert "1 tasks on evidence that" in capsys.readouterr().err


def test_accepted_rows_are_gold_with_their_corrections(
    run: Path, tmp_path: Path, tasks: list[dict[str, Any]], folder: Folder
) -> None:
    labelled = [
        _annotate(_of(tasks, "miR-93-5p"), effect="increases_radiosensitivity"),
        _annotate(_of(tasks, "LINC01783"), "no_relation"),
        _annotate(_of(tasks, "circMYC"), "correct"),
    ]
    curate(run, _export_of(tmp_path, *labelled), tmp_path / "gold.jsonl")
    gold = [json.loads(line) for line in (tmp_path / "gold.jsonl").read_bytes().decode("utf-8").split("\n")[:-1]]
    for finding in gold:
        TypeAdapter(Finding).validate_python(finding)
    assert [(g["cargo"], g["effect"]) for g in gold] == [
        ("miR-93-5p", "increases_radiosensitivity"),
        ("circMYC", "not_stated"),
    ]
    row = folder.evidence[labelled[0]["data"]["evidence_id"]]
    start, end = row["spans"]["target"]
    (target,) = gold[0]["targets"]
    assert target == {"text": "FOXA1", "id": "hgnc:5021", "direction": "decreases", "start": start, "end": end}


def test_every_name_makes_valid_gold(run: Path, tmp_path: Path, tasks: list[dict[str, Any]]) -> None:
    curate(run, _export_of(tmp_path, *(_annotate(task, "correct") for task in tasks)), tmp_path / "gold.jsonl")
    gold = [json.loads(line) for line in (tmp_path / "gold.jsonl").read_bytes().decode("utf-8").split("\n")[:-1]]
    assert len(gold) == len(tasks)
    for finding in gold:
        TypeAdapter(Finding).validate_python(finding)


def test_the_last_word_counts(run: Path, tmp_path: Path, tasks: list[dict[str, Any]]) -> None:
    task = _of(tasks, "circMYC")
    curate(run, _export_of(tmp_path, _annotate(task, "correct")))
    curate(run, _export_of(tmp_path, _annotate(task, "no_relation", when="2026-02-01")), tmp_path / "gold.jsonl")
    assert (tmp_path / "gold.jsonl").read_bytes() == b""


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("{", "not JSON"),
        ("{}", "no list of tasks"),
        ('[{"data": {"text": "x"}}]', "task 1: names no evidence_id"),
        ('["x"]', "task 1: names no evidence_id"),
        ('[{"data": {"evidence_id": "e"}, "annotations": 3}]', "no list of objects"),
        ('[{"data": {"evidence_id": "e"}, "annotations": [{"result": "x"}]}]', "no list of objects"),
    ],
)
def test_what_is_no_export_is_told_in_one_line(run: Path, tmp_path: Path, content: str, message: str) -> None:
    path = tmp_path / "labelled.json"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(ExportError, match=message):
        curate(run, path)
    assert not (run / "curations.jsonl").exists()


def test_odd_values_in_an_export_do_no_harm(run: Path, tmp_path: Path, tasks: list[dict[str, Any]]) -> None:
    task = _annotate(tasks[0], "correct")
    task["annotations"][0]["result"] += [
        {"from_name": "roles", "value": {"start": "a", "end": None, "labels": 3}},
        {"from_name": "effect", "value": []},
        {"from_name": "verdict", "value": {"choices": ["nonsense", 4]}},
        {"from_name": "note", "value": {"text": ["=cmd", "</script>"]}},
    ]
    task["data"] = {**task["data"], "places": [3, {"at": None}], "row": 7}
    curate(run, _export_of(tmp_path, task))
    (found,) = read_curations(run)
    assert (found.tag, found.note) == ("correct", "=cmd\n</script>")


def test_a_missing_export_or_folder_is_one_line(run: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["curate", str(run), str(tmp_path / "gone.json")]) == 1
    assert main(["curate", str(tmp_path / "gone"), str(tmp_path / "gone.json")]) == 1
    lines = capsys.readouterr().err.splitlines()
    assert len(lines) == 2
    with pytest.raises(TableError):
        curate(tmp_path / "gone", tmp_path / "gone.json")
