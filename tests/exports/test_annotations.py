"""Formats that annotate text: BioC, brat, Web Annotations."""

import json
import zipfile
from pathlib import Path
from typing import Any

import pytest
from bioc import biocjson, biocxml
from bioc import brat as bioc_brat

from extractor.annotation.brat import from_brat
from extractor.exports import ExportError, export
from extractor.exports.bioc import read_row
from extractor.exports.text import in_place, xml_safe
from extractor.findings.folder import Folder


def _safe(value: Any, safe: Any) -> Any:
    return json.loads(safe(json.dumps(value, ensure_ascii=False))) if not isinstance(value, str) else safe(value)


@pytest.mark.parametrize("name", ["out.json", "out.xml"])
def test_bioc_holds_every_row_and_every_span(run: Path, tmp_path: Path, folder: Folder, name: str) -> None:
    export(run, "bioc", tmp_path / name)
    xml = name.endswith("xml")
    safe = xml_safe if xml else in_place
    with (tmp_path / name).open(encoding="utf-8", newline="") as file:
        collection = (biocxml if xml else biocjson).load(file)
    found = {}
    for document in collection.documents:
        holders = [document, *document.passages]
        annotations = {item.id: item for holder in holders for item in holder.annotations}
        for passage in document.passages:
            for annotation in passage.annotations:
                at = annotation.locations[0].offset - passage.offset
                assert passage.text[at : at + annotation.locations[0].length] == annotation.text
        for relation in document.relations:
            found[relation.id] = read_row(relation)
            row = folder.evidence[relation.id]
            places = {node.role: annotations[node.refid] for node in relation.nodes}
            assert {role: [a.locations[0].offset, a.locations[0].end] for role, a in places.items()} == row["spans"]
            assert all(annotation.text == safe(row[role]) for role, annotation in places.items())
    rows = {k: {f: v for f, v in row.items() if v is not None} for k, row in folder.evidence.items()}
    assert found.keys() == rows.keys()
    for key, row in rows.items():
        assert {f: v for f, v in found[key].items() if f != "evidence"} == {
            f: _safe(v, safe) for f, v in row.items() if f != "evidence"
        }


def test_passages_are_the_sentences_at_their_offsets(run: Path, tmp_path: Path, folder: Folder) -> None:
    export(run, "bioc", tmp_path / "out.json")
    with (tmp_path / "out.json").open(encoding="utf-8") as file:
        collection = biocjson.load(file)
    found = {(d.id, p.offset, p.text) for d in collection.documents for p in d.passages}
    told = {
        (in_place(row["doc_id"]), item["start"], in_place(item["text"]))
        for row in folder.evidence.values()
        for item in row["evidence"]
    }
    assert found == told
    assert next(d for d in collection.documents if d.id == "31000001").infons["pmid"] == "31000001"


def _check_brat(files: dict[str, bytes], folder: Folder) -> None:
    found = {}
    for name, data in files.items():
        if not name.endswith(".ann"):
            continue
        text = files[name.removesuffix(".ann") + ".txt"].decode("utf-8")
        for event in from_brat(data.decode("utf-8"), text):
            found[event["evidence_id"]] = event
        read = bioc_brat.loads_ann(data.decode("utf-8"))
        assert {type(item).__name__ for item in read.annotations} >= {"BratEvent", "BratEntity", "BratAttribute"}
    assert found.keys() == folder.evidence.keys()
    for key, row in folder.evidence.items():
        event = found[key]
        assert (event["cargo"], event["cargo_span"]) == (
            row["cargo"] and in_place(row["cargo"]),
            row["spans"].get("cargo"),
        )
        for field in (
            "effect",
            "cargo_type",
            "hedged",
            "negated",
            "vesicular",
            "cargo_id",
            "cancer_id",
            "finding_type",
        ):
            assert event[field] == row[field], field
        for role in ("target", "pathway"):
            told = [(in_place(row[role]), row[f"{role}_direction"], row[f"{role}_id"])] if row[role] else []
            assert [(f["text"], f["direction"], f["id"]) for f in event[f"{role}s"]] == told
        assert event["evidence"] == [{"start": i["start"], "end": i["end"]} for i in row["evidence"]]
        assert event["confidence"] == row["confidence"]


def test_brat_zip_reads_back(run: Path, tmp_path: Path, folder: Folder) -> None:
    export(run, "brat", tmp_path / "out.zip")
    with zipfile.ZipFile(tmp_path / "out.zip") as archive:
        files = {name: archive.read(name) for name in archive.namelist()}
    assert all("/" not in name and not name.startswith(".") for name in files)
    _check_brat(files, folder)


def test_brat_folder_reads_back_and_stays_in_its_folder(run: Path, tmp_path: Path, folder: Folder) -> None:
    before = set(tmp_path.rglob("*"))
    export(run, "brat", tmp_path / "out")
    made = set(tmp_path.rglob("*")) - before
    assert all(path == tmp_path / "out" or path.parent == tmp_path / "out" for path in made)
    _check_brat({path.name: path.read_bytes() for path in (tmp_path / "out").iterdir()}, folder)
    assert "[events]" in (tmp_path / "out" / "annotation.conf").read_text(encoding="utf-8")


def test_web_annotations_select_what_the_rows_say(run: Path, tmp_path: Path, folder: Folder) -> None:
    export(run, "jsonld", tmp_path / "out.jsonld")
    page = json.loads((tmp_path / "out.jsonld").read_text(encoding="utf-8"))
    assert page["@context"][0] == "http://www.w3.org/ns/anno.jsonld"
    items = {item["id"].rpartition(":")[2]: item for item in page["items"]}
    assert items.keys() == folder.evidence.keys()
    for key, row in folder.evidence.items():
        item = items[key]
        whole = next(body for body in item["body"] if body.get("format") == "application/json")
        assert json.loads(whole["value"]) == json.loads(in_place(json.dumps(row, ensure_ascii=False)))
        sentence, start = in_place(row["evidence"][0]["text"]), row["evidence"][0]["start"]
        for target in item["target"]:
            position, words = target["selector"]
            assert position["type"] == "TextPositionSelector"
            assert words["type"] == "TextQuoteSelector"
            assert sentence[position["start"] - start : position["end"] - start] == words["exact"]
            assert words.get("prefix", "") + words["exact"] + words.get("suffix", "") in sentence
        told = {t["role"]: [t["selector"][0]["start"], t["selector"][0]["end"]] for t in item["target"]}
        assert {role: span for role, span in told.items() if role != "evidence"} == row["spans"]
    sources = {target["source"] for item in items.values() for target in item["target"]}
    assert {"https://pubmed.ncbi.nlm.nih.gov/31000001", "https://doi.org/10.5555/a//b"} <= sources
    assert all(" " not in source and "\n" not in source for source in sources)


@pytest.mark.parametrize("to", ["bioc", "brat", "jsonld", "labelstudio"])
def test_a_table_without_its_evidence_is_refused(run: Path, tmp_path: Path, to: str) -> None:
    (run / "tuples.jsonl").unlink()
    with pytest.raises(ExportError, match=r"no tuples\.jsonl beside the table"):
        export(run, to, tmp_path / "out")


def test_an_absurd_offset_is_no_place(run: Path, tmp_path: Path) -> None:
    lines = (run / "tuples.jsonl").read_text(encoding="utf-8").splitlines()
    first = json.loads(lines[0])
    far = 10**15
    first["evidence"] = [{"start": far, "end": far + 3, "text": "abc"}]
    first["spans"] = {"cargo": [far, far + 9], "target": [-4, 1], "pathway": ["a", None]}
    (run / "tuples.jsonl").write_text("\n".join([json.dumps(first), *lines[1:]]), encoding="utf-8")
    written = export(run, "brat", tmp_path / "out.zip")
    assert written.notes == ("1 rows of evidence without sentences, which brat cannot place",)
