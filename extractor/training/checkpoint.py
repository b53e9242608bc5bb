"""Checkpoints without pickle: weights and the optimiser's moments as safetensors, the rest as JSON, written whole."""

from __future__ import annotations

import json
import shutil
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import torch
from safetensors.torch import load_file, save_file

__all__ = ["load_average", "load_checkpoint", "save_checkpoint"]

_MOMENTS = ("exp_avg", "exp_avg_sq")


def save_checkpoint(
    folder: Path,
    model: torch.nn.Module,
    optimizer: torch.optim.Optimizer | None,
    state: Mapping[str, Any],
    average: Mapping[str, torch.Tensor] | None = None,
) -> None:
    """Write a checkpoint into ``folder``, which holds the old one or the new one at any moment, never half of one.

    ``average`` are other weights of the model to keep beside it; see :func:`load_average`.
    """
    fresh = folder.with_name(folder.name + ".new")
    shutil.rmtree(fresh, ignore_errors=True)
    fresh.mkdir(parents=True)
    weights = {name: value.detach().clone().contiguous() for name, value in model.state_dict().items()}
    save_file(weights, str(fresh / "weights.safetensors"))
    if average is not None:
        save_file({name: value.contiguous() for name, value in average.items()}, str(fresh / "average.safetensors"))
    steps: dict[str, float] = {}
    if optimizer is not None:
        names = {id(p): name for name, p in model.named_parameters()}
        moments: dict[str, torch.Tensor] = {}
        for parameter, values in optimizer.state.items():
            name = names[id(parameter)]
            steps[name] = float(values["step"])
            for moment in _MOMENTS:
                moments[f"{moment}/{name}"] = values[moment].contiguous()
        save_file(moments, str(fresh / "optimizer.safetensors"))
    (fresh / "state.json").write_text(json.dumps({**state, "optimizer_steps": steps}), encoding="utf-8")
    old = folder.with_name(folder.name + ".old")
    shutil.rmtree(old, ignore_errors=True)
    if folder.exists():
        folder.rename(old)
    fresh.rename(folder)
    shutil.rmtree(old, ignore_errors=True)


def load_checkpoint(
    folder: Path, model: torch.nn.Module, optimizer: torch.optim.Optimizer | None = None
) -> dict[str, Any] | None:
    """Put a checkpoint's weights and moments in place and return its state; None where there is no checkpoint."""
    if not (folder / "state.json").is_file():
        folder = folder.with_name(folder.name + ".old")  # killed between the two renames
        if not (folder / "state.json").is_file():
            return None
    state: dict[str, Any] = json.loads((folder / "state.json").read_text(encoding="utf-8"))
    model.load_state_dict(load_file(str(folder / "weights.safetensors")))
    if optimizer is not None and (folder / "optimizer.safetensors").is_file():
        moments = load_file(str(folder / "optimizer.safetensors"))
        for name, parameter in model.named_parameters():
            if name in state["optimizer_steps"]:
                optimizer.state[parameter] = {
                    "step": torch.tensor(state["optimizer_steps"][name], device=parameter.device),
                    **{moment: moments[f"{moment}/{name}"].to(parameter.device) for moment in _MOMENTS},
                }
    return state


def load_average(folder: Path) -> dict[str, torch.Tensor] | None:
    """The weights that were kept beside a checkpoint's own; None where none were."""
    path = folder / "average.safetensors"
    return load_file(str(path)) if path.is_file() else None
