"""A folder of results with plain findings and with the worst names and sentences that a paper could hold."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from extractor.evidence import evidence_id
from extractor.findings import merge, write_table
from extractor.findings.folder import Folder, read_folder

UP, DOWN = "increases_radiosensitivity", "decreases_radiosensitivity"

NASTY = [
    '=HYPERLINK("http://x")', "@SUM(A1)", "-1+1", "'apostrophe", '<script>alert("x")</script> &amp;', "tab\there",
    "line\nbreak\r\nand\x85more\u2028", 'quotes "a" \'b\' “c”', "{braces} [brackets] (round", "back\\slash\\",
    "lone \ud800 surrogate", "bar|bar; semi, comma", "comment // not ## one", "control \x01 and \x7f", "astral 𝛽𝟏 é",
    "%41 percent \\u0041 escape", "T1\tCargo 0 3", "SET Citation = {", 'x" increases p(HGNC:1)', "]]> --> <!--",
]  # fmt: skip

PLAIN: list[dict[str, Any]] = [
    {
        "cargo": "miR-93-5p", "cargo_type": "miRNA", "cargo_id": "hgnc:31645", "target": "FOXA1",
        "target_id": "hgnc:5021", "target_direction": "decreases", "pathway": "NF-κB signalling",
        "pathway_id": "go:0007249", "pathway_direction": "increases", "effect": DOWN, "cancer": "glioma",
        "cancer_id": "mondo:0021042",
    },
    {"cargo": "miR-93-3p", "cargo_type": "miRNA", "cargo_id": "hgnc:31645", "effect": UP, "hedged": True},
    {
        "cargo": "LINC01783", "cargo_type": "lncRNA", "cargo_id": "hgnc:52573", "effect": "no_effect", "negated": True,
        "vesicular": False,
    },
    {
        "cargo": "circMYC", "cargo_type": "circRNA", "cargo_id": "exocargo.circ:circMYC", "target": "miR-876-3p",
        "target_id": "hgnc:33653", "target_direction": "unspecified", "effect": "not_stated",
    },
    {
        "cargo": None, "cargo_type": "exosome", "effect": "not_stated", "pathway": "apoptosis",
        "pathway_id": "go:0006915", "pathway_direction": "decreases", "target": "AKT", "target_id": "fplx:AKT",
        "target_direction": "increases",
    },
    {"cargo": "CTGF", "cargo_type": "protein", "cargo_id": "hgnc:2500", "effect": "not_stated"},
    {"cargo": "SURVIVIN", "cargo_type": "mRNA", "cargo_id": "hgnc:nonsense", "effect": UP},
]  # fmt: skip


def row(doc_id: str, at: int, number: int, **fields: Any) -> dict[str, Any]:
    """A row whose sentence names all that it holds, from ``at`` on in its document."""
    made: dict[str, Any] = {
        "doc_id": doc_id, "event_id": f"{doc_id}#{number}", "section": "abstract", "cargo": None, "cargo_id": None,
        "vesicular": True, "target": None, "target_id": None, "target_direction": None, "pathway": None,
        "pathway_id": None, "pathway_direction": None, "finding_type": ["mechanism"], "radiation_changes_cargo": None,
        "manipulation": "native", "observed": "unclear", "cancer": None, "cancer_id": None, "source": None,
        "recipient": None, "radiation": None, "hedged": False, "negated": False, "confidence": 0.75, **fields,
    }  # fmt: skip
    text, spans = "We saw", {}
    for role in ("cargo", "target", "pathway", "cancer"):
        if made[role]:
            spans[role] = [at + len(text) + 1, at + len(text) + 1 + len(made[role])]
            text += f" {made[role]}"
    text += "."
    made["evidence"] = [{"start": at, "end": at + len(text), "text": text, "page": None}]
    made |= {"spans": spans, "model": "rules"}
    return {**made, "evidence_id": evidence_id(made)}


def rows() -> Iterator[dict[str, Any]]:
    at = 7
    for number, fields in enumerate(PLAIN, 1):
        yield row("31000001", at, number, **fields)
        at += 400
    yield row("other doc", 0, 1, **{**PLAIN[0], "cancer": "NSCLC", "cancer_id": "mondo:0005233"})
    for number, name in enumerate(NASTY):
        fields = {
            "cargo": f"{name} c{number}", "cargo_type": "protein", "target": f"{name} t{number}",
            "target_direction": "increases", "pathway": f"{name} p{number}", "pathway_direction": "decreases",
            "effect": DOWN if number % 2 else UP, "cancer": name,
        }  # fmt: skip
        yield row(f"../{name}" if number < 6 else "n", 3 + number * 500, number, **fields)


def write_run(folder: Path, tuples: list[dict[str, Any]]) -> Path:
    """A folder as extract writes it."""
    folder.mkdir()
    (folder / "tuples.jsonl").write_text("".join(json.dumps(item) + "\n" for item in tuples), encoding="utf-8")
    write_table(merge(tuples), folder)
    documents = [
        {"doc_id": "31000001", "title": "A <b>title</b>", "pmid": "31000001", "pmcid": None, "doi": "10.5555/x.1"},
        {"doc_id": "other doc", "title": None, "pmid": None, "pmcid": None, "doi": "10.5555/a//b"},
    ]
    pq.write_table(pa.Table.from_pylist(documents), folder / "documents.parquet")
    return folder


@pytest.fixture
def run(tmp_path: Path) -> Path:
    return write_run(tmp_path / "run", list(rows()))


@pytest.fixture
def folder(run: Path) -> Folder:
    return read_folder(run)


_SIGNS = {UP: "increases", DOWN: "decreases", "no_effect": "no_effect"}


@pytest.fixture
def triples(folder: Folder) -> list[tuple[str, str, str]]:
    """Every signed relation that the table states: cargo, sign, and what it is on."""
    found = []
    for finding in folder.findings:
        for slot in ("target", "pathway"):
            if finding[f"{slot}_name"]:
                sign = finding[f"{slot}_direction"] or "unspecified"
                found.append((finding["cargo_name"], sign, finding[f"{slot}_name"]))
        if finding["effect"] in _SIGNS:
            found.append((finding["cargo_name"], _SIGNS[finding["effect"]], "radiosensitivity"))
    return sorted(found)
