"""A model folder is whole and unaltered, or it is refused in one line."""

import json
from pathlib import Path

import pytest

from extractor.model.folder import FORMAT, ModelError, find_model, open_folder, write_manifest

NEEDED = ("config.json", "calibration.json", "tokenizer.json", "lower.onnx", "upper.onnx")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    home = tmp_path / "models" / "m"
    home.mkdir(parents=True)
    for name in NEEDED:
        (home / name).write_text("{}", encoding="utf-8")
    write_manifest(home, "m-1", {"seeds": [1]})
    return home


def test_a_whole_folder_opens_with_its_name(folder: Path) -> None:
    opened = open_folder(folder)
    assert opened.name == "m-1" and opened.manifest["seeds"] == [1]
    assert set(opened.manifest["files"]) == set(NEEDED)


@pytest.mark.parametrize("name", NEEDED)
def test_a_missing_file_is_named(folder: Path, name: str) -> None:
    (folder / name).unlink()
    with pytest.raises(ModelError, match=f"{name} is missing"):
        open_folder(folder)


def test_an_altered_file_is_named(folder: Path) -> None:
    (folder / "upper.onnx").write_text("{ }", encoding="utf-8")
    with pytest.raises(ModelError, match=r"upper\.onnx was altered"):
        open_folder(folder)


def test_another_format_is_refused(folder: Path) -> None:
    manifest = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    (folder / "manifest.json").write_text(json.dumps(manifest | {"format": FORMAT + 1}), encoding="utf-8")
    with pytest.raises(ModelError, match="is of format"):
        open_folder(folder)


@pytest.mark.parametrize("words", ["", "[]", "{", "null", "[" * 100_000])
def test_a_broken_manifest_is_one_line(folder: Path, words: str) -> None:
    (folder / "manifest.json").write_text(words, encoding="utf-8")
    with pytest.raises(ModelError) as caught:
        open_folder(folder)
    assert "\n" not in str(caught.value)


def test_a_manifest_that_points_out_of_the_folder_is_refused(folder: Path) -> None:
    manifest = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    files = {**manifest["files"], "../lower.onnx": manifest["files"]["lower.onnx"]}
    del files["lower.onnx"]
    (folder / "manifest.json").write_text(json.dumps(manifest | {"files": files}), encoding="utf-8")
    with pytest.raises(ModelError, match="not in its manifest"):
        open_folder(folder)


def test_weights_for_further_training_may_be_left_out(folder: Path) -> None:
    (folder / "frames.safetensors").write_text("x", encoding="utf-8")
    write_manifest(folder, "m-1", {})
    (folder / "frames.safetensors").unlink()
    assert open_folder(folder).name == "m-1"


def test_no_folder_no_model(tmp_path: Path) -> None:
    assert find_model("no-such-model") is None
    with pytest.raises(ModelError, match=r"manifest\.json is missing"):
        open_folder(tmp_path)
