"""A model's folder: what is in it, that it is whole and unaltered, and how it is opened.

| file | holds |
|---|---|
| `manifest.json` | format, versions, seeds, and the SHA-256 of every other file |
| `config.json` | what a reader needs to know: padding, thresholds, whether there is a tagger |
| `calibration.json` | temperatures, trust in the rules, and the models of a finding's and a row's probability |
| `tokenizer.json` | the tokenizer |
| `lower.onnx`, `upper.onnx` | the frame network, int8 |
| `tagger.onnx` | the mention tagger, int8 |
| `frames.safetensors`, `encoder.json` | the frame network for further training, fp16 |
| `README.md`, `RESULTS.md` | the model card and the report |
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

__all__ = [
    "DEFAULT_MODEL",
    "FORMAT",
    "SHIPPED",
    "ModelError",
    "ModelFolder",
    "find_model",
    "open_folder",
    "write_manifest",
]

#: The trained model that ships; see models/.
SHIPPED = "exocargo-minilm"
#: What extracts unless told otherwise: the model, since it passes the rules on abstracts that chose nothing
#: (models/exocargo-minilm/RESULTS.md).
DEFAULT_MODEL = SHIPPED
#: The layout that this version reads.
FORMAT = 3
#: What extraction cannot do without.
_NEEDED = ("config.json", "calibration.json", "tokenizer.json", "lower.onnx", "upper.onnx")
_UNLISTED = frozenset({"manifest.json", "RESULTS.md"})
#: A file larger than this is none of ours.
_MOST_BYTES = 400_000_000


class ModelError(ValueError):
    """A model that cannot be used; one line that names it, what is wrong, and the remedy."""


@dataclass(frozen=True, slots=True)
class ModelFolder:
    """A folder that was found whole: its files are those that its manifest lists."""

    path: Path
    manifest: Mapping[str, Any]
    config: Mapping[str, Any]
    calibration: Mapping[str, Any]

    @property
    def name(self) -> str:
        """The model's name with its version, as rows state it."""
        return str(self.manifest["name"])

    @property
    def digest(self) -> str:
        """The SHA-256 of the manifest: another for every other content of the folder."""
        return _sha256(self.path / "manifest.json")


def _homes() -> tuple[Path, ...]:
    """Where models lie by name: beside the package in a checkout, and in the package where it was installed."""
    package = Path(__file__).resolve().parents[1]
    return package.parent / "models", package / "models"


def find_model(name: str) -> Path | None:
    """The folder of a model by its name or path; None where there is none."""
    for path in (*(home / name for home in _homes()), Path(name)):
        if (path / "manifest.json").is_file() or (path.is_dir() and "/" in name):
            return path
    return None


def open_folder(path: Path) -> ModelFolder:
    """Read and check a model folder.

    Raises
    ------
    ModelError
        If a file is missing, was altered, or is of a layout that this version does not know.
    """
    manifest = _json(path, "manifest.json")
    if manifest.get("format") != FORMAT:
        raise ModelError(
            f"model {path}: is of format {manifest.get('format')!r}, this version reads {FORMAT}; update one of them"
        )
    listed = manifest.get("files")
    if not isinstance(listed, dict) or not isinstance(manifest.get("name"), str):
        raise ModelError(f"model {path}: manifest.json lists no files; get the model anew")
    for name in _NEEDED:
        if name not in listed:
            raise ModelError(f"model {path}: {name} is not in its manifest; get the model anew")
    for name, expected in listed.items():
        file = path / name
        if Path(name).name != name or not file.is_file():
            if name in _NEEDED or name.endswith(".onnx"):
                raise ModelError(f"model {path}: {name} is missing; get the model anew")
            continue  # weights for further training may be left out of an installation
        if file.stat().st_size > _MOST_BYTES or _sha256(file) != expected:
            raise ModelError(f"model {path}: {name} was altered, or is not whole; get the model anew")
    return ModelFolder(path, manifest, _json(path, "config.json"), _json(path, "calibration.json"))


def write_manifest(path: Path, name: str, about: Mapping[str, Any]) -> None:
    """Write the manifest of a folder: its files with their hashes, and what is known ``about`` the training.

    The report is left out: it is measured with the finished model, and measured anew.
    """
    files = {
        file.name: _sha256(file) for file in sorted(path.iterdir()) if file.is_file() and file.name not in _UNLISTED
    }
    manifest = {"format": FORMAT, "name": name, **about, "files": files}
    (path / "manifest.json").write_text(json.dumps(manifest, indent=1) + "\n", encoding="utf-8")


def _json(path: Path, name: str) -> dict[str, Any]:
    try:
        data = json.loads((path / name).read_text(encoding="utf-8"))
    except OSError:
        raise ModelError(f"model {path}: {name} is missing or cannot be read; give a model's folder") from None
    except (ValueError, RecursionError):
        raise ModelError(f"model {path}: {name} is no JSON; get the model anew") from None
    if not isinstance(data, dict):
        raise ModelError(f"model {path}: {name} is no JSON object; get the model anew")
    return data


def _sha256(file: Path) -> str:
    digest = hashlib.sha256()
    with file.open("rb") as stream:
        while block := stream.read(1 << 20):
            digest.update(block)
    return digest.hexdigest()
