"""Columns in, columns out, with and without the datasets library."""

import json
from pathlib import Path

import pytest

from extractor import datasets_map, load
from extractor.readers.errors import ReadError

TEXT = "Exosomal miR-301a promotes the radioresistance of glioma cells by inhibiting TCEAL7."
OTHER = "Nothing of the kind was seen."


def test_columns_of_texts() -> None:
    out = datasets_map("rules")({"text": [OTHER, TEXT], "id": ["a", "b"], "label": [0, 1]})
    assert set(out) == {"exocargo", "exocargo_count", "exocargo_failure"}
    assert out["exocargo_count"] == [0, 1]
    assert out["exocargo_failure"] == ["", ""]
    assert json.loads(out["exocargo"][1]) == load("rules").extract(("b", TEXT))


def test_titles_and_abstracts_and_a_row_that_fails() -> None:
    out = datasets_map("rules", column="found")({"title": [TEXT, None], "abstract": [OTHER, None]}, [40, 41])
    assert out["found_count"] == [1, 0]
    assert json.loads(out["found"][0])[0]["doc_id"] == "text:41"
    assert out["found_failure"][1] == "text:42: no title, abstract or text in it; nothing to read"


def test_columns_that_are_not_there_are_said_at_once() -> None:
    with pytest.raises(ReadError, match="needs the columns"):
        datasets_map("rules")({"body": [TEXT]})


def test_settings_hold() -> None:
    assert datasets_map("rules", min_confidence=1.0)({"text": [TEXT]})["exocargo_count"] == [0]
    assert datasets_map("rules", vesicular_only=True)({"text": ["Serum miR-7 enhances radiosensitivity."]})[
        "exocargo_count"
    ] == [0]


def test_a_data_set_whose_first_batch_holds_nothing(tmp_path: Path) -> None:
    datasets = pytest.importorskip("datasets")
    data = datasets.Dataset.from_dict({"text": [OTHER] * 3 + [TEXT] * 2})
    found = data.map(
        datasets_map("rules"),
        batched=True,
        batch_size=2,
        with_indices=True,
        cache_file_name=str(tmp_path / "found.arrow"),
    )
    assert found["exocargo_count"] == [0, 0, 0, 1, 1]
    assert [row["doc_id"] for rows in found["exocargo"] for row in json.loads(rows)] == ["text:4", "text:5"]
    assert found["text"] == data["text"]
