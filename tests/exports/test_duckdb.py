"""The DuckDB file, read back with DuckDB."""

import json
from pathlib import Path
from typing import Any

import duckdb
import pytest

from extractor.exports import export
from extractor.findings.curation import append_curations, curation
from extractor.findings.folder import read_folder
from extractor.findings.table import SCHEMA_VERSION
from extractor.surrogates import shown


def query(file: Path, text: str) -> list[tuple[Any, ...]]:
    with duckdb.connect(str(file), read_only=True) as database:
        return database.execute(text).fetchall()


@pytest.fixture
def file(run: Path, tmp_path: Path) -> Path:
    key = next(iter(read_folder(run).evidence))
    append_curations(run, [curation(key, "polarity", curator="me", corrected={"effect": "no_effect"})])
    export(run, "duckdb", tmp_path / "all.duckdb")
    return tmp_path / "all.duckdb"


def test_findings_and_evidence_are_those_of_the_folder(run: Path, file: Path) -> None:
    folder = read_folder(run)
    told = query(file, "SELECT finding_id, cargo_name, target_name, belief, evidence_ids FROM findings")
    names = ("finding_id", "cargo_name", "target_name", "belief", "evidence_ids")
    assert sorted(told) == sorted(tuple(row[name] for name in names) for row in folder.findings)
    kept = query(file, "SELECT evidence_id, cargo, effect, confidence, evidence, spans FROM evidence")
    assert len(kept) == len(folder.evidence)
    for key, cargo, effect, confidence, evidence, spans in kept:
        row = folder.evidence[key]
        assert (cargo, effect, confidence) == (row["cargo"] and shown(row["cargo"]), row["effect"], row["confidence"])
        assert (json.loads(evidence), json.loads(spans)) == (row["evidence"], row["spans"])


def test_every_piece_of_evidence_has_its_finding(run: Path, file: Path) -> None:
    assert query(file, "SELECT count(*), count(DISTINCT evidence_id) FROM evidence_of") == [
        (sum(len(row["evidence_ids"]) for row in read_folder(run).findings), len(read_folder(run).evidence))
    ]


def test_views_and_curations(run: Path, file: Path) -> None:
    assert query(file, "SELECT tag, curator, json_extract_string(corrected, '$.effect') FROM curations") == [
        ("polarity", "me", "no_effect")
    ]
    links = {(row["finding_id"], other) for row in read_folder(run).findings for other in row["conflict_with"]}
    assert set(query(file, "SELECT finding_id, other_id FROM conflicts")) == links
    assert query(file, "SELECT sum(papers) > 0 FROM cargo_effects") == [(True,)]
    assert query(file, "SELECT schema_version FROM versions WHERE name = 'findings'") == [(SCHEMA_VERSION,)]


def test_it_does_without_evidence(run: Path, tmp_path: Path) -> None:
    (run / "tuples.jsonl").unlink()
    export(run, "duckdb", tmp_path / "bare.duckdb")
    assert query(tmp_path / "bare.duckdb", "SELECT count(*) FROM evidence") == [(0,)]
