"""The record of curations."""

from pathlib import Path

import pytest

from extractor.findings.curation import append_curations, curation, read_curations
from extractor.findings.table import TableError


def test_what_is_appended_is_read_and_nothing_is_rewritten(tmp_path: Path) -> None:
    first = curation("e1", "correct", finding_id="f1", curator="ada", date="2026-01-01")
    second = curation("e2", "polarity", note='a "note"\n\ud800', corrected={"effect": "no_effect"})
    assert read_curations(tmp_path) == []
    assert append_curations(tmp_path, [first, first]) == [first]
    before = (tmp_path / "curations.jsonl").read_bytes()
    assert append_curations(tmp_path, [first, second]) == [second]
    assert (tmp_path / "curations.jsonl").read_bytes().startswith(before)
    assert read_curations(tmp_path) == [first, second]
    assert read_curations(tmp_path / "curations.jsonl") == [first, second]


def test_a_line_without_its_end_does_not_run_into_the_next(tmp_path: Path) -> None:
    first, second = curation("e1", "correct"), curation("e2", "correct")
    append_curations(tmp_path, [first])
    file = tmp_path / "curations.jsonl"
    file.write_bytes(file.read_bytes().rstrip(b"\n"))
    append_curations(tmp_path, [second])
    assert read_curations(tmp_path) == [first, second]


def test_an_id_is_that_of_the_content() -> None:
    one = curation("e1", "correct", curator="ada", date="d")
    assert one == curation("e1", "correct", curator="ada", date="d")
    assert one.curation_id != curation("e1", "correct", curator="bob", date="d").curation_id
    assert len(one.curation_id) == 16


@pytest.mark.parametrize(("evidence", "tag"), [("e1", "wrong"), ("", "correct")])
def test_a_curation_needs_evidence_and_a_known_tag(evidence: str, tag: str) -> None:
    with pytest.raises(ValueError, match=r"unknown|names no evidence"):
        curation(evidence, tag)


_GOOD = '"curation_id": "c", "evidence_id": "e", "curator": "", "date": ""'


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ("{", "not JSON"),
        ("[]", "no curation"),
        ('{"curation_id": "c"}', "evidence_id is no text"),
        (f'{{{_GOOD}, "tag": "fine"}}', "tag 'fine' is unknown"),
        (f'{{{_GOOD}, "tag": "correct", "corrected": 3}}', "corrected no object"),
        (f'{{{_GOOD}, "tag": "correct", "note": 3}}', "note is no text"),
    ],
)
def test_a_bad_line_is_named(tmp_path: Path, line: str, says: str) -> None:
    (tmp_path / "curations.jsonl").write_text(f"\n{line}\n", encoding="utf-8")
    with pytest.raises(TableError, match=rf"curations\.jsonl, line 2: .*{says}"):
        read_curations(tmp_path)
