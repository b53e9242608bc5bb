"""The model that ships: whole, small enough, without torch, and int8 reads what fp32 reads."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from extractor.document import Document
from extractor.finding import Finding
from extractor.model.folder import SHIPPED, find_model, open_folder
from extractor.pipeline import UnknownModelError, load
from extractor.text import analyse

FOLDER = Path(__file__).resolve().parents[2] / "models" / SHIPPED

#: Texts made for this test; what is asked of them is plain.
TEXTS = (
    "Exosomal miR-301a promotes the radioresistance of glioma cells by inhibiting TCEAL7.",
    "Knock-down of exosomal circFOXK2 made ESCC cells more sensitive to radiotherapy. It sponges miR-1225 and raises "
    "HMGB1.",
    "Extracellular vesicles of mesenchymal stem cells carry miR-124-3p, which inhibits EGFR and the Wnt/β-catenin "
    "signaling pathway in microglia.",
    "Exosomes were isolated by ultracentrifugation and stored at -80 °C. CD63 and TSG101 were seen by western blot.",
    "Radiotherapy is a mainstay of treatment for nasopharyngeal carcinoma, and radioresistance limits its success.",
    "M2 macrophage-derived exosomal lncRNA HOTAIR activates the PI3K/Akt pathway and lowers the radiosensitivity of "
    "laryngeal cancer.",
)


def test_the_folder_is_whole_and_of_the_promised_size() -> None:
    opened = open_folder(FOLDER)
    assert find_model(SHIPPED) == FOLDER
    assert {"README.md", "frames.safetensors", "metrics.json"} <= set(opened.manifest["files"])
    assert sum(file.stat().st_size for file in FOLDER.iterdir()) < 110_000_000


def test_no_weights_are_pickled() -> None:
    assert {file.suffix for file in FOLDER.iterdir()} <= {".json", ".onnx", ".safetensors", ".md"}


def test_plain_sentences_are_read() -> None:
    (row,) = load(SHIPPED).extract(TEXTS[0])
    assert (row["cargo"], row["target"], row["target_direction"]) == ("miR-301a", "TCEAL7", "decreases")
    assert row["effect"] == "decreases_radiosensitivity" and row["vesicular"]
    assert 0 < row["confidence"] < 1 and row["model"].startswith(SHIPPED)


@pytest.mark.parametrize(
    "text", ["", "\n \n", "12345", "Ceci n'est pas un article.", TEXTS[3], TEXTS[4], "a" * 100_000]
)
def test_where_nothing_is_stated_nothing_is_claimed(text: str) -> None:
    assert load(SHIPPED).extract(text) == []


def test_a_name_too_long_for_a_window_costs_nothing_else() -> None:
    text = f"{'Wnt/' * 500}β-catenin signaling pathway was studied. {TEXTS[0]}"
    assert any(row["cargo"] == "miR-301a" for row in load(SHIPPED).extract(text))


def _told(findings: list[Finding]) -> set[tuple[object, ...]]:
    found: set[tuple[object, ...]] = set()
    for finding in findings:
        cargo = finding.cargo.text if finding.cargo else finding.cargo_type
        found.add((cargo, finding.effect))
        found |= {(cargo, f.mention.text, f.direction) for f in (*finding.targets, *finding.pathways)}
    return found


def test_int8_tells_what_fp32_tells() -> None:
    pytest.importorskip("torch")
    pytest.importorskip("transformers")
    from extractor.model.reader import FrameReader
    from extractor.training.development import TorchScorer
    from extractor.training.weights import load_network

    network, tokenizer = load_network(FOLDER)
    shipped = load(SHIPPED)
    reader: FrameReader = shipped.reader  # type: ignore[assignment]
    whole = FrameReader(TorchScorer(network), tokenizer, 0, reader.thresholds, reader.temperatures, reader.trust)
    same = total = 0
    for number, words in enumerate(TEXTS):
        document = Document(id=str(number), text=words)
        text = analyse(document)
        mentions = tuple(shipped.find(document, text))
        one, other = (_told(list(each(document, text, mentions))) for each in (reader, whole))
        same, total = same + len(one & other), total + len(one | other)
    # int8 moves probabilities by a few hundredths: one claim at a threshold may differ.
    assert total >= 8 and same >= total - 1


def test_extraction_needs_no_torch(tmp_path: Path) -> None:
    paper = tmp_path / "paper.txt"
    paper.write_text(TEXTS[0], encoding="utf-8")
    code = (
        "import sys\n"
        "for name in ('torch', 'transformers', 'datasets'):\n"
        "    sys.modules[name] = None\n"
        "from extractor.cli import main\n"
        f"run = ['extract', {str(paper)!r}, '--out', {str(tmp_path / 'run')!r}, '--model', 'exocargo-minilm']\n"
        "sys.exit(main(run))\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert "miR-301a" in (tmp_path / "run" / "tuples.jsonl").read_text(encoding="utf-8")


def test_an_altered_model_is_refused_in_one_line(tmp_path: Path) -> None:
    copy = tmp_path / "m"
    shutil.copytree(FOLDER, copy, ignore=shutil.ignore_patterns("frames.safetensors"))
    config = json.loads((copy / "config.json").read_text(encoding="utf-8"))
    (copy / "config.json").write_text(json.dumps(config | {"pad": 1}), encoding="utf-8")
    with pytest.raises(UnknownModelError, match=r"config\.json was altered") as caught:
        load(str(copy))
    assert "\n" not in str(caught.value)
