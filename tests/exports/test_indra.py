"""INDRA Statements."""

import json
from pathlib import Path
from typing import Any

import pytest

from extractor.exports import export
from extractor.findings.folder import Folder

_OF = {
    "IncreaseAmount": "increases",
    "Activation": "increases",
    "DecreaseAmount": "decreases",
    "Inhibition": "decreases",
}


@pytest.fixture
def statements(run: Path, tmp_path: Path) -> list[dict[str, Any]]:
    export(run, "indra", tmp_path / "out.json")
    found: list[dict[str, Any]] = json.loads((tmp_path / "out.json").read_text(encoding="utf-8"))
    return found


def _name(agent: dict[str, Any]) -> str:
    return str(agent.get("concept", agent)["name"])


def test_every_relation_of_the_table_is_a_statement_of_its_sign(
    statements: list[dict[str, Any]], triples: list[tuple[str, str, str]]
) -> None:
    found = []
    for statement in statements:
        denied = statement["evidence"][0]["epistemics"].get("negated")
        sign = _OF.get(statement["type"], "no_effect" if denied else "unspecified")
        found.append((_name(statement["subj"]), sign, _name(statement["obj"])))
    assert sorted(found) == triples


def test_the_schema_of_indra_accepts_them_and_indra_reads_them(statements: list[dict[str, Any]]) -> None:
    indra = pytest.importorskip("indra.statements")
    jsonschema = pytest.importorskip("jsonschema")
    schema = json.loads(
        (Path(indra.__file__).parents[1] / "resources" / "statements_schema.json").read_text(encoding="utf-8")
    )
    jsonschema.validate(statements, schema)
    read = indra.stmts_from_json(statements)
    assert [statement.uuid for statement in read] == [statement["id"] for statement in statements]
    assert [statement.belief for statement in read] == [statement["belief"] for statement in statements]
    assert [len(statement.evidence) for statement in read] == [len(item["evidence"]) for item in statements]
    assert [type(statement).__name__ for statement in read] == [statement["type"] for statement in statements]


def test_all_evidence_is_under_its_statement(statements: list[dict[str, Any]], folder: Folder) -> None:
    ids: dict[str, set[str]] = {}
    for statement in statements:
        for evidence in statement["evidence"]:
            ids.setdefault(evidence["annotations"]["finding_id"], set()).add(evidence["source_id"])
    for finding in folder.findings:
        if finding["finding_id"] in ids:
            assert ids[finding["finding_id"]] == set(finding["evidence_ids"])
    assert len(ids) == len(folder.findings) - 1  # CTGF states no relation


def test_references_are_spelled_as_indra_does(statements: list[dict[str, Any]]) -> None:
    refs = {_name(s[side]): s[side].get("concept", s[side])["db_refs"] for s in statements for side in ("subj", "obj")}
    assert refs["miR-93-5p"] == {"TEXT": "miR-93-5p", "HGNC": "31645"}
    assert refs["NF-κB signalling"]["GO"] == "GO:0007249"
    assert refs["AKT"]["FPLX"] == "AKT"
    assert refs["SURVIVIN"] == {"TEXT": "SURVIVIN"}  # its identifier has no shape of one


def test_nothing_grounds_the_endpoint(statements: list[dict[str, Any]]) -> None:
    ends = [s["obj"] for s in statements if _name(s["obj"]) == "radiosensitivity"]
    assert ends
    assert all("TEXT" not in end.get("concept", end)["db_refs"] for end in ends)
    assert all("MESH" not in end.get("concept", end)["db_refs"] for end in ends)


def test_evidence_holds_its_place_and_how_sure_its_author_is(statements: list[dict[str, Any]]) -> None:
    (evidence,) = next(s for s in statements if _name(s["subj"]) == "miR-93-3p")["evidence"]
    assert evidence["pmid"] == "31000001"
    assert evidence["source_api"] == "exocargo"
    assert evidence["epistemics"]["hypothesis"] is True
    assert evidence["annotations"]["offsets"] == [{"start": 407, "end": 407 + len(evidence["text"]), "page": None}]
    assert evidence["annotations"]["confidence"] == 0.75


def test_two_exports_are_the_same_bytes(run: Path, tmp_path: Path) -> None:
    for name in ("a", "b"):
        export(run, "indra", tmp_path / name)
    assert (tmp_path / "a").read_bytes() == (tmp_path / "b").read_bytes()
