from __future__ import annotations

import json

import pytest

from extractor.annotation.__main__ import main
from extractor.annotation.build import build
from extractor.annotation.describe import agreement_markdown, describe, fill, markdown
from extractor.annotation.folder import open_folder
from extractor.annotation.schema import AnnotationError


@pytest.fixture
def built(folder):
    (folder / "dataset.toml").unlink()
    assert build(folder) == []
    return folder


def test_counts(built, text):
    counts = describe(open_folder(built))
    assert counts["totals"] == {
        "texts": 1,
        "characters": len(text),
        "findings": 4,
        "findings with a named cargo": 4,
        "distinct cargo names": 4,
        "evidence passages": 5,
        "studies cited for findings": 6,
        "groups that no split may part": 4,
        "findings with a second reading": 2,
        "hard negatives": 2,
    }
    tables = counts["tables"]
    assert tables["Cargo type"] == {"miRNA": 2, "lncRNA": 1, "protein": 1}
    assert tables["Effect"] == {"decreases_radiosensitivity": 2, "no_effect": 1, "not_stated": 1}
    assert tables["Finding type"] == {"mechanism": 3, "biomarker": 1, "radiation_response": 1}
    assert tables["Role filled"] == {
        "cargo": 4, "cancer": 2, "source": 1, "recipient": 1, "radiation": 2, "target": 2, "pathway": 1,
    }  # fmt: skip
    assert tables["Direction of targets"] == {"decreases": 1, "unspecified": 1}
    assert tables["Marks"] == {"vesicular": 4, "hedged": 0, "negated": 2, "hypoxia": 0}
    assert tables["Fields with a second reading"] == {"effect": 1, "is_finding": 1, "targets": 1}
    assert tables["Findings by section"] == {"Results": 4}
    assert tables["Hard negatives by reason"] == {"prognosis": 1, "vesicle_biology": 1}
    assert "| Cargo type | |\n|---|---:|\n| miRNA | 2 |\n" in markdown(counts)


def test_the_datasheet_is_filled_between_its_markers(built, capsys):
    sheet = built / "DATASHEET.md"
    sheet.write_text(
        "# A\n<!-- counts:begin -->old\n<!-- counts:end -->\nkept\n<!-- agreement:begin --><!-- agreement:end -->\n"
    )
    assert main(["describe", str(built), "--datasheet", str(sheet)]) == 0
    first = sheet.read_text()
    assert "old" not in first
    assert "\nkept\n" in first
    assert "| findings | 4 |" in first
    assert "No agreement between annotators has been measured." in first
    (built / "agreement.json").write_text(json.dumps({"cargo": {"f1": 0.9125, "shared": 3, "left": 4, "right": 3}}))
    assert main(["describe", str(built), "--datasheet", str(sheet)]) == 0
    assert "| cargo | 0.912 | - | 3 | 4 | 3 |" in sheet.read_text()
    (built / "agreement.json").unlink()
    assert main(["describe", str(built), "--datasheet", str(sheet)]) == 0
    assert sheet.read_text() == first
    capsys.readouterr()
    assert main(["describe", str(built), "--json"]) == 0
    assert json.loads(capsys.readouterr().out) == describe(open_folder(built))


def test_missing_markers_and_damaged_agreement_are_named(built, tmp_path):
    sheet = tmp_path / "sheet.md"
    sheet.write_text("nothing")
    with pytest.raises(AnnotationError, match="lacks the markers <!-- counts:begin -->"):
        fill(sheet, {"counts": "x"})
    (built / "agreement.json").write_text("[1]")
    with pytest.raises(AnnotationError, match="is not a JSON object"):
        agreement_markdown(open_folder(built))
