"""The network as ONNX in int8, for machines without torch."""

from __future__ import annotations

import tempfile
import warnings
from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn

from extractor.model.batch import LOWER, UPPER
from extractor.model.heads import FRAME_HEADS, PAIR_HEADS
from extractor.model.network import FrameNetwork

__all__ = ["UPPER_HEADS", "export_frames", "export_module", "export_tagger"]

#: The order of the upper part's outputs.
UPPER_HEADS = tuple(head for head in (*FRAME_HEADS, *PAIR_HEADS) if head != "gate")
_OPSET = 17
_AXES: Mapping[str, Mapping[int, str]] = {
    "ids": {0: "scenes", 1: "subwords"},
    "kinds": {0: "scenes", 1: "subwords"},
    "mask": {0: "scenes", 1: "subwords"},
    "things": {0: "scenes", 1: "things", 2: "subwords"},
    "thing_kinds": {0: "scenes", 1: "things"},
    "hidden": {0: "scenes", 1: "subwords"},
    "gate": {0: "scenes", 1: "things"},
    "window": {0: "questions"},
    "focus": {0: "questions"},
    "focus_hint": {0: "questions"},
    "filler_hint": {0: "questions", 1: "things"},
    "near": {0: "questions", 1: "things"},
}


class _Lower(nn.Module):
    def __init__(self, network: FrameNetwork) -> None:
        super().__init__()
        self.network = network

    def forward(self, ids: Tensor, kinds: Tensor, mask: Tensor, things: Tensor) -> tuple[Tensor, Tensor]:
        return self.network.lower(ids, kinds, mask, things)


class _Upper(nn.Module):
    def __init__(self, network: FrameNetwork) -> None:
        super().__init__()
        self.network = network

    def forward(self, hidden: Tensor, *arrays: Tensor) -> tuple[Tensor, ...]:
        scores = self.network.upper(hidden, *arrays)
        return tuple(scores[head] for head in UPPER_HEADS)


def export_module(
    module: nn.Module,
    inputs: Sequence[Tensor],
    names: Sequence[str],
    outputs: Sequence[str],
    axes: Mapping[str, Mapping[int, str]],
    path: Path,
) -> None:
    """Write a module as ONNX with int8 weights.

    Weights keep seven bits: on processors without VNNI the eight-bit product of the runtime saturates.
    """
    from onnxruntime.quantization import QuantType, quantize_dynamic

    module.eval()
    with tempfile.TemporaryDirectory() as scratch, warnings.catch_warnings():
        warnings.simplefilter("ignore")
        whole = Path(scratch) / "whole.onnx"
        torch.onnx.export(
            module, tuple(inputs), str(whole), input_names=list(names), output_names=list(outputs),
            dynamic_axes={name: dict(given) for name, given in axes.items()}, opset_version=_OPSET, dynamo=False,
        )  # fmt: skip
        quantize_dynamic(
            whole, path, per_channel=True, reduce_range=True, weight_type=QuantType.QInt8,
            op_types_to_quantize=["MatMul", "Gemm", "Gather"],
        )  # fmt: skip


def export_frames(network: FrameNetwork, arrays: Mapping[str, NDArray[np.generic]], folder: Path) -> None:
    """Write ``lower.onnx`` and ``upper.onnx``; ``arrays`` is any batch, to trace with."""
    given = {name: torch.from_numpy(array) for name, array in arrays.items()}
    with torch.no_grad():
        hidden, _ = network.lower(*(given[name] for name in LOWER))
    export_module(
        _Lower(network), [given[name] for name in LOWER], LOWER, ("hidden", "gate"),
        {name: _AXES[name] for name in (*LOWER, "hidden", "gate")}, folder / "lower.onnx",
    )  # fmt: skip
    heads = {head: {0: "questions"} | ({1: "things"} if head in PAIR_HEADS else {}) for head in UPPER_HEADS}
    export_module(
        _Upper(network), [hidden, *(given[name] for name in UPPER)], ("hidden", *UPPER), UPPER_HEADS,
        {name: _AXES[name] for name in ("hidden", *UPPER)} | heads, folder / "upper.onnx",
    )  # fmt: skip


def export_tagger(network: nn.Module, path: Path) -> None:
    """Write the tagger: ``ids`` and ``mask`` (windows x sub-words) to ``logits`` (windows x sub-words x tags)."""
    ids = torch.ones((2, 8), dtype=torch.long)
    axes = {name: {0: "windows", 1: "subwords"} for name in ("ids", "mask", "logits")}
    export_module(
        network, [ids, torch.ones_like(ids)], ("ids", "mask"), ("logits",), axes, path
    )  # fmt: skip
