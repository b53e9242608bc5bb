"""The network of the tagger: the first layers of an encoder, and a linear layer to the tags of every sub-word."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import torch
from numpy.typing import NDArray
from safetensors.torch import load_file, save_file

from extractor.model.encoder import EncoderError
from extractor.model.tagging import TAGS, Scorer

if TYPE_CHECKING:
    from tokenizers import Tokenizer

__all__ = ["TaggerNetwork", "load_tagger", "save_tagger", "scorer_of"]

#: Sub-words, padding included, that are scored at once.
_TOKENS = 8192


class TaggerNetwork(torch.nn.Module):
    """An encoder cut off after ``layers`` layers, dropout, and a linear layer.

    An encoder without ``encoder.layer`` (not of BERT's make) keeps all its layers.
    """

    def __init__(self, encoder: torch.nn.Module, layers: int = 4, dropout: float = 0.1) -> None:
        super().__init__()
        stack = getattr(getattr(encoder, "encoder", None), "layer", None)
        if isinstance(stack, torch.nn.ModuleList) and len(stack) > layers:
            encoder.encoder.layer = stack[:layers]  # type: ignore[union-attr]
            encoder.config.num_hidden_layers = layers  # type: ignore[union-attr]
        if getattr(encoder, "pooler", None) is not None:
            encoder.pooler = None  # type: ignore[assignment]
        self.encoder = encoder
        self.dropout = torch.nn.Dropout(dropout)
        self.tags = torch.nn.Linear(int(encoder.config.hidden_size), len(TAGS))  # type: ignore[union-attr, arg-type]

    def forward(self, ids: torch.Tensor, mask: torch.Tensor) -> torch.Tensor:
        """Logits (windows x sub-words x tags) of ids (windows x sub-words); ``mask`` is 1 where there is a sub-word."""
        hidden = self.encoder(input_ids=ids, attention_mask=mask).last_hidden_state
        logits: torch.Tensor = self.tags(self.dropout(hidden))
        return logits


def scorer_of(network: TaggerNetwork) -> Scorer:
    """What :func:`extractor.model.tagging.tag` asks for scores: windows of like length are scored together."""

    def score(windows: Sequence[Sequence[int]]) -> list[NDArray[Any]]:
        found: list[NDArray[Any]] = [np.zeros((0, len(TAGS)), dtype=np.float32)] * len(windows)
        order = sorted(range(len(windows)), key=lambda at: len(windows[at]), reverse=True)
        was_training = network.training
        network.eval()
        place = network.tags.weight.device
        with torch.inference_mode():
            while order:
                width = max(1, len(windows[order[0]]))
                count = max(1, _TOKENS // width)
                rows, order = order[:count], order[count:]
                ids = torch.zeros((len(rows), width), dtype=torch.long)
                mask = torch.zeros_like(ids)
                for at, row in enumerate(rows):
                    ids[at, : len(windows[row])] = torch.tensor(windows[row], dtype=torch.long)
                    mask[at, : len(windows[row])] = 1
                logits = network(ids.to(place), mask.to(place)).float().cpu().numpy()
                for at, row in enumerate(rows):
                    found[row] = logits[at, : len(windows[row])]
        network.train(was_training)
        return found

    return score


def save_tagger(folder: Path, network: TaggerNetwork, tokenizer: Tokenizer, facts: Mapping[str, Any]) -> None:
    """Write all that :func:`load_tagger` reads; the weights last, so that a folder that has them is whole."""
    folder.mkdir(parents=True, exist_ok=True)
    network.encoder.config.save_pretrained(folder)  # type: ignore[union-attr, operator]
    tokenizer.save(str(folder / "tokenizer.json"))
    (folder / "tagger.json").write_text(json.dumps({"tags": TAGS, **facts}, indent=1), encoding="utf-8")
    fresh = folder / "fresh.safetensors"
    save_file({name: value.detach().contiguous() for name, value in network.state_dict().items()}, str(fresh))
    fresh.replace(folder / "model.safetensors")


def load_tagger(folder: Path) -> tuple[TaggerNetwork, Tokenizer]:
    """The network, ready to score, and its tokenizer.

    Raises
    ------
    EncoderError
        If a file is missing or broken, or the tags are not the ones that this version knows.
    """
    from tokenizers import Tokenizer
    from transformers import AutoConfig, AutoModel

    try:
        tags = json.loads((folder / "tagger.json").read_text(encoding="utf-8"))["tags"]
        if tuple(tags) != TAGS:
            raise EncoderError("has other tags than this version of exocargo; train it again")
        config = AutoConfig.from_pretrained(folder, local_files_only=True, trust_remote_code=False)
        encoder = AutoModel.from_config(config, attn_implementation="eager")  # type: ignore[no-untyped-call]
        network = TaggerNetwork(encoder, config.num_hidden_layers)
        network.load_state_dict(load_file(str(folder / "model.safetensors")))
        tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
    except Exception as error:  # as in load_encoder: the libraries raise anything
        raise EncoderError(f"tagger {folder}: cannot be read ({' '.join(str(error).split())[:120]})") from None
    tokenizer.no_truncation()
    tokenizer.no_padding()
    return network.eval(), tokenizer
