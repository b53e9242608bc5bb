"""The hand-curated lexicons."""

from __future__ import annotations

import csv
import re
from pathlib import Path

import pytest

from extractor.mentions.mention import TYPES
from extractor.mentions.normal import normalise
from extractor.mentions.terms import load

FOLDER = Path(__file__).resolve().parents[2] / "annotations" / "lexicons"
SSSOM = FOLDER / "pathways.sssom.tsv"
SMALL = sorted(path for path in FOLDER.glob("*.tsv") if path.name not in {SSSOM.name, "stopwords.tsv"})
MATCHES = {"free", "case", "exact", "defined", "never"}


def rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as lines:
        kept = (line for line in lines if not line.startswith("#"))
        return list(csv.DictReader(kept, delimiter="\t", quoting=csv.QUOTE_NONE))


def test_the_expected_lexicons_are_there() -> None:
    assert [path.stem for path in SMALL] == [
        "cancers", "cell_lines", "cells", "fluids", "proteins", "radiation", "vesicles", "viral_proteins",
    ]  # fmt: skip


@pytest.mark.parametrize("path", SMALL, ids=lambda path: path.stem)
def test_lines_are_complete(path: Path) -> None:
    for row in rows(path):
        assert list(row) == ["name", "synonyms", "id", "type", "match"], row
        assert None not in row.values(), row
        assert row["name"] == row["name"].strip() != "", row
        assert row["type"] in TYPES, row
        assert row["match"] in MATCHES, row
        assert not row["id"] or re.fullmatch(r"[a-z]+:[\w-]+", row["id"]), row


@pytest.mark.parametrize("path", SMALL, ids=lambda path: path.stem)
def test_every_spelling_is_in_the_shipped_table(path: Path) -> None:
    table = load()
    for row in rows(path):
        for text in (row["name"], *filter(None, row["synonyms"].split("|"))):
            found = {term.id or "" for term in table.look_up(text, {row["type"]})}
            assert row["id"] in found, text


def test_pathways_are_sssom_with_real_predicates() -> None:
    mappings = rows(SSSOM)
    assert len(mappings) >= 350
    assert set(mappings[0]) >= {"subject_label", "predicate_id", "object_id", "object_label", "mapping_justification"}
    predicates = {"skos:exactMatch", "skos:closeMatch", "skos:broadMatch", "skos:narrowMatch", "skos:relatedMatch"}
    for row in mappings:
        assert row["predicate_id"] in predicates, row
        assert re.fullmatch(r"go:\d{7}|mesh:D\d+|reactome:R-HSA-\d+", row["object_id"]), row
        assert row["mapping_justification"] == "semapv:ManualMappingCuration", row
        assert row["outcome_only"] in {"true", "false"}, row
        assert row["match"] in MATCHES, row
    header = [line for line in SSSOM.read_text(encoding="utf-8").splitlines() if line.startswith("#")]
    assert any(line.startswith("#license: https://creativecommons.org/") for line in header)
    assert any(line.startswith("#mapping_set_id: ") for line in header)


def test_one_label_an_object() -> None:
    labels: dict[str, set[str]] = {}
    for row in rows(SSSOM):
        labels.setdefault(row["object_id"], set()).add(row["object_label"])
    assert {object_: names for object_, names in labels.items() if len(names) > 1} == {}


def test_spellings_of_a_pathway_are_not_contradictory() -> None:
    concepts: dict[tuple[str, bool], set[str]] = {}
    for row in rows(SSSOM):
        label = row["subject_label"]
        key = normalise(label, "pathway")
        concepts.setdefault((key, key != normalise(label)), set()).add(row["concept"])
    assert {key: names for key, names in concepts.items() if len(names) > 1} == {}


def test_mere_outcomes_are_flagged() -> None:
    flagged = {row["subject_label"] for row in rows(SSSOM) if row["outcome_only"] == "true"}
    assert {
        "proliferation",
        "migration",
        "invasion",
        "metastasis",
        "drug resistance",
        "growth",
        "colony formation",
    } <= flagged
    assert not {"apoptosis", "autophagy", "EMT", "ferroptosis", "cell cycle"} & flagged
    table = load()
    assert {term.flag for term in table.look_up("metastasis", {"pathway"}) if term.source == "exocargo"} == {
        "outcome_only"
    }


def test_stopwords_have_a_rule_each() -> None:
    words = rows(FOLDER / "stopwords.tsv")
    assert len({row["word"] for row in words}) == len(words)
    assert {row["match"] for row in words} <= {"exact", "defined", "never", "block"}
