"""The training of the frame network: stages one after another, seeded, and resumable after a kill at any point."""

from __future__ import annotations

import hashlib
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import torch

from extractor.model.batch import Question, collate
from extractor.model.hints import Hints
from extractor.model.network import FrameNetwork
from extractor.training.augment import Pools, swap
from extractor.training.checkpoint import load_average, load_checkpoint, save_checkpoint
from extractor.training.loss import loss, targets
from extractor.training.plan import Picked, plan
from extractor.training.precision import autocast
from extractor.training.questions import Asked, Lesson
from extractor.training.schema import DataError

__all__ = ["Stage", "batch_arrays", "train"]

Say = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Stage:
    """One stage of training.

    ``rate`` is the encoder's highest learning rate, ``head_rate`` that of the rest. ``swap`` is the share of molecules
    renamed in each text, ``silent`` the share of texts whose hints are hidden. ``average`` is the decay of the moving
    average of the weights, which is what the stage ends with (0: none). ``most_steps`` ends a stage early (0: never),
    at the rates that its full length has by then.
    """

    name: str
    epochs: int = 1
    rate: float = 1.5e-4
    head_rate: float = 8e-4
    positives: int = 4
    negatives: int = 2
    budget: int = 3600
    swap: float = 0.4
    silent: float = 0.5
    average: float = 0.0
    warmup: float = 0.06
    floor: float = 0.05
    most_steps: int = 0


def batch_arrays(
    lessons: Sequence[Lesson], batch: Sequence[Picked], pad: int, names: Pools, stage: Stage, draw: np.random.Generator
) -> tuple[dict[str, torch.Tensor], dict[str, torch.Tensor]]:
    """The inputs and the known answers of a batch, with names swapped and some hints hidden."""
    scenes, questions = [], []
    asked: list[Asked] = []
    for number, picked in enumerate(batch):
        lesson = lessons[picked.lesson]
        scenes.append(swap(lesson.scene, names, stage.swap, draw) if stage.swap else lesson.scene)
        hidden = draw.random() < stage.silent
        for at in picked.asked:
            one = lesson.asked[at]
            hints = Hints.unasked(len(one.hints.fillers)) if hidden else one.hints
            questions.append(Question(number, one.focus, hints, one.near))
            asked.append(one)
    arrays = collate(scenes, questions, pad)
    known = targets(asked, arrays["thing_kinds"].shape[1])
    return {k: torch.from_numpy(v) for k, v in arrays.items()}, {k: torch.from_numpy(v) for k, v in known.items()}


def _fingerprint(stage: Stage, seed: int, lessons: Sequence[Lesson]) -> str:
    """What a checkpoint belongs to: a place in a plan means nothing in another plan."""
    told = [repr(stage), str(seed), *(f"{lesson.source}/{lesson.example}/{lesson.length}" for lesson in lessons)]
    return hashlib.sha256("\n".join(told).encode("utf-8")).hexdigest()


class _Average:
    """A moving average of weights; early on it follows faster (Tarvainen and Valpola 2017)."""

    def __init__(self, model: torch.nn.Module, decay: float) -> None:
        self.decay, self.steps = decay, 0
        self.weights = {name: value.detach().clone() for name, value in model.state_dict().items()}

    def update(self, model: torch.nn.Module) -> None:
        self.steps += 1
        decay = min(self.decay, (1 + self.steps) / (10 + self.steps))
        with torch.no_grad():
            for name, value in model.state_dict().items():
                if value.dtype.is_floating_point:
                    self.weights[name].lerp_(value, 1 - decay)


def train(
    model: FrameNetwork,
    lessons: Sequence[Lesson],
    stage: Stage,
    out: Path,
    *,
    pad: int,
    names: Pools,
    seed: int,
    say: Say,
    log: Callable[[Mapping[str, Any]], None],
    score: Callable[[FrameNetwork], float] | None = None,
    checkpoint_seconds: float = 240.0,
    patience: int = 3,
) -> None:
    """Train one stage. The model ends with the weights of the epoch that ``score`` likes best, else the last ones.

    A stage that was killed goes on from its last checkpoint below ``out``; one that is done is loaded.

    Raises
    ------
    DataError
        If the checkpoint is of other settings or data.
    """
    home = out / stage.name
    done = home / "done"
    if load_checkpoint(done, model) is not None:
        say(f"{stage.name}: done before")
        return
    layers = len(getattr(getattr(model.encoder, "encoder", None), "layer", ())) or 1
    shared = model.shared / layers
    encoder = list(model.encoder.parameters())
    ids = {id(p) for p in encoder}
    heads = [p for p in model.parameters() if id(p) not in ids]
    optimizer = torch.optim.AdamW(
        [{"params": encoder, "peak": stage.rate, "lr": 0.0}, {"params": heads, "peak": stage.head_rate, "lr": 0.0}],
        weight_decay=0.01,
    )

    def batches(epoch: int) -> list[list[Picked]]:
        draw = np.random.default_rng((seed, epoch, 7))
        return plan(
            lessons, positives=stage.positives, negatives=stage.negatives, budget=stage.budget, shared=shared, draw=draw
        )

    total = sum(len(batches(epoch)) for epoch in range(stage.epochs))
    task = _fingerprint(stage, seed, lessons)
    fresh: dict[str, Any] = {"epoch": 0, "at": 0, "step": 0, "best": None, "since": 0, "task": task}
    state = load_checkpoint(home / "checkpoint", model, optimizer) or fresh
    if state.get("task") != task:
        raise DataError(f"{home}: was begun with other settings or data; give those, or another folder")
    average = _Average(model, stage.average) if stage.average else None
    if average is not None and (kept := load_average(home / "checkpoint")) is not None:
        average.weights, average.steps = kept, state["step"]
    say(f"{stage.name}: {len(lessons)} texts, {total} steps in {stage.epochs} epochs, from step {state['step']}")
    last_saved, began, seen = time.monotonic(), time.monotonic(), 0

    def save(**more: Any) -> None:
        nonlocal last_saved
        state.update(more)
        save_checkpoint(home / "checkpoint", model, optimizer, state, average.weights if average is not None else None)
        last_saved = time.monotonic()

    step = state["step"]
    for epoch in range(state["epoch"], stage.epochs):
        if score is not None and state["since"] >= patience:  # killed between the last epoch's end and the stage's
            break
        todo = batches(epoch)
        model.train()
        sums: dict[str, list[float]] = {}
        for at in range(state["at"] if epoch == state["epoch"] else 0, len(todo)):
            if stage.most_steps and step >= stage.most_steps:
                break
            draw = np.random.default_rng((seed, epoch, at, 11))
            torch.manual_seed(seed * 1_000_003 + step)
            inputs, known = batch_arrays(lessons, todo[at], pad, names, stage, draw)
            with autocast():
                scores = model(**inputs)
            value, parts = loss(scores, known)
            ramp = min(1.0, (step + 1) / max(1.0, stage.warmup * total))
            fall = stage.floor + (1 - stage.floor) * max(0.0, 1 - step / max(1, total))
            for group in optimizer.param_groups:
                group["lr"] = group["peak"] * ramp * fall
            optimizer.zero_grad(set_to_none=True)
            value.backward()  # type: ignore[no-untyped-call]
            torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
            optimizer.step()
            if average is not None:
                average.update(model)
            step += 1
            seen += int(inputs["mask"].sum())
            for head, part in parts.items():
                sums.setdefault(head, []).append(part)
            if step % 20 == 0:
                shown = " ".join(f"{head} {np.mean(values[-20:]):.3f}" for head, values in sums.items() if len(values))
                say(f"{stage.name} {step}/{total} {seen / (time.monotonic() - began):,.0f} sub-words a second; {shown}")
                log({"stage": stage.name, "step": step, **{h: float(np.mean(v[-20:])) for h, v in sums.items()}})
            if time.monotonic() - last_saved > checkpoint_seconds:
                save(epoch=epoch, at=at + 1, step=step)
        since = state["since"] + 1
        best = state["best"]
        if score is not None:
            own = {k: v.clone() for k, v in model.state_dict().items()} if average is not None else None
            if average is not None:
                model.load_state_dict(average.weights)
            model.eval()
            value_now = score(model)
            say(f"{stage.name} epoch {epoch + 1}: {value_now:.4f}")
            log({"stage": stage.name, "epoch": epoch + 1, "score": value_now})
            if best is None or value_now > best:
                best, since = value_now, 0
                save_checkpoint(home / "best", model, None, {"score": value_now, "epoch": epoch + 1})
            if own is not None:
                model.load_state_dict(own)
        save(epoch=epoch + 1, at=0, step=step, best=best, since=since)
        if score is not None and since >= patience:
            say(f"{stage.name}: no better for {patience} epochs")
            break
        if stage.most_steps and step >= stage.most_steps:
            break
    if score is not None:
        load_checkpoint(home / "best", model)
    elif average is not None:
        model.load_state_dict(average.weights)
    model.eval()
    save_checkpoint(done, model, None, {"best": state["best"]})
