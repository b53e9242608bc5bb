"""``exocargo train`` from a configuration to a model folder that extracts, and further from that folder."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

pytest.importorskip("torch")
pytest.importorskip("transformers")

from extractor.cli import main
from extractor.model.folder import open_folder
from extractor.pipeline import load
from extractor.training.checkpoint import load_checkpoint
from extractor.training.weights import load_network
from tests.training.tiny import make_encoder

ROOT = Path(__file__).resolve().parents[2]
STAGE = """
[[stages]]
name = "own"
epochs = 1
budget = 400
average = 0.5
sources = { written = ["train"] }
"""


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A few of the written passages, the gold, no corpora, and a tiny encoder."""
    folder = tmp_path_factory.mktemp("home")
    (folder / "corpora").mkdir()
    (folder / "encoder").mkdir()
    make_encoder(folder / "encoder")
    annotations = folder / "annotations"
    shutil.copytree(ROOT / "annotations" / "gold", annotations / "gold")
    for split, count in (("train", 12), ("dev", 6)):
        source, target = ROOT / "annotations" / "written" / split, annotations / "written" / split
        target.mkdir(parents=True)
        lines = (source / "documents.jsonl").read_text(encoding="utf-8").splitlines()[:count]
        kept = {json.loads(line)["id"] for line in lines}
        events = (source / "events.jsonl").read_text(encoding="utf-8").splitlines()
        events = [line for line in events if json.loads(line)["doc_id"] in kept]
        (target / "documents.jsonl").write_text("\n".join(lines) + "\n", encoding="utf-8")
        (target / "events.jsonl").write_text("\n".join(events) + "\n", encoding="utf-8")
    return folder


def config(home: Path, name: str, more: str = "") -> Path:
    path = home / f"{name}.toml"
    path.write_text(
        f"name = '{name}'\nencoder = '{home / 'encoder'}'\nshared = 1\ncorpora = '{home / 'corpora'}'\n"
        f"annotations = '{home / 'annotations'}'\ndevelopment = ['written']\n{more}\n{STAGE}",
        encoding="utf-8",
    )
    return path


def test_a_training_ends_in_a_model_that_extracts_and_can_be_trained_further(
    home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["train", str(config(home, "one")), "--out", str(home / "one")]) == 0
    opened = open_folder(home / "one" / "model")
    assert opened.name == "one" and {"README.md", "metrics.json", "frames.safetensors"} <= set(opened.manifest["files"])
    card = (home / "one" / "model" / "README.md").read_text(encoding="utf-8")
    assert "| written | frames, stage 'own' | CC BY 4.0" in card
    rows = load(str(home / "one" / "model")).extract("Exosomal miR-34c inhibits PTEN and raises the radiosensitivity.")
    assert all(0 <= row["confidence"] <= 1 and row["model"] == "one" for row in rows)

    assert main(["train", str(config(home, "one")), "--out", str(home / "one")]) == 1
    assert "holds a training already" in capsys.readouterr().err
    assert main(["train", str(config(home, "one")), "--out", str(home / "one"), "--resume"]) == 0

    start = f"start = '{home / 'one' / 'model'}'\nmean_with_start = true"
    assert main(["train", str(config(home, "two", start)), "--out", str(home / "two")]) == 0
    assert open_folder(home / "two" / "model").name == "two"
    import torch

    began = load_network(home / "one" / "model")[0].state_dict()
    network = load_network(home / "two" / "model")[0]
    ended = {name: value.clone() for name, value in network.state_dict().items()}
    load_checkpoint(home / "two" / "own" / "done", network)
    for name, trained in network.state_dict().items():
        assert torch.allclose(ended[name].float(), (began[name].float() + trained.float()) / 2, atol=2e-3)


def test_what_cannot_be_had_is_one_line(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = str(config(home, "three"))
    assert main(["train", path, "--out", str(home / "x"), "--encoder", "nowhere/at-all"]) == 1
    assert main(["train", str(home / "none.toml"), "--out", str(home / "y")]) == 1
    error = capsys.readouterr().err
    assert "nowhere/at-all" in error and "none.toml" in error and "Traceback" not in error
