"""The frame network of a model folder in torch: to train it further, and to hold int8 against it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from extractor.model.folder import ModelError, open_folder
from extractor.model.network import FrameNetwork

if TYPE_CHECKING:
    from tokenizers import Tokenizer

__all__ = ["load_network"]


def load_network(path: Path) -> tuple[FrameNetwork, Tokenizer]:
    """The network of a model folder with its weights (fp16 there, fp32 here), and its tokenizer.

    Raises
    ------
    ModelError
        If the folder is not whole, or has no weights for training.
    """
    from safetensors.torch import load_file
    from tokenizers import Tokenizer
    from transformers import AutoConfig, AutoModel

    folder = open_folder(path)
    for name in ("frames.safetensors", "encoder.json"):
        if name not in folder.manifest["files"] or not (path / name).is_file():
            raise ModelError(
                f"model {path}: {name} is missing; only the folder in the source tree can be trained further"
            )
    try:
        config = AutoConfig.from_pretrained(path / "encoder.json", local_files_only=True, trust_remote_code=False)
        encoder = AutoModel.from_config(config, attn_implementation="eager")  # type: ignore[no-untyped-call]
        if getattr(encoder, "pooler", None) is not None:
            encoder.pooler = None
        network = FrameNetwork(encoder, int(folder.config["shared"]))
        weights = {name: value.float() for name, value in load_file(str(path / "frames.safetensors")).items()}
        network.load_state_dict(weights)
        tokenizer = Tokenizer.from_file(str(path / "tokenizer.json"))
    except Exception as error:  # as in load_encoder: the libraries raise anything
        raise ModelError(f"model {path}: its weights cannot be read ({' '.join(str(error).split())[:80]})") from None
    return network.eval(), tokenizer
