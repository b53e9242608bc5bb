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
from torch.utils.data import DataLoader, Dataset

from extractor.model.batch import Question, collate
from extractor.model.hints import Hints
from extractor.model.network import FrameNetwork
from extractor.training.augment import Pools, blank, swap
from extractor.training.checkpoint import load_average, load_checkpoint, save_checkpoint
from extractor.training.loss import loss, targets
from extractor.training.plan import Picked, plan
from extractor.training.precision import autocast, device, loaders
from extractor.training.questions import Asked, Lesson
from extractor.training.schema import DataError

__all__ = ["Specials", "Stage", "batch_arrays", "train"]

Say = Callable[[str], None]
#: Steps between two lines of progress.
_TELL = 20


@dataclass(frozen=True, slots=True)
class Specials:
    """The tokenizer's ids of padding and of its mask, None where it has none."""

    pad: int
    mask: int | None = None


@dataclass(frozen=True, slots=True)
class Stage:
    """One stage of training.

    ``rate`` is the encoder's highest learning rate, ``head_rate`` that of the rest. ``swap`` is the share of molecules
    renamed in each text, ``silent`` the share of texts whose hints are hidden, ``blank`` and ``blank_cues`` those of
    words and of cues that are blanked (of none, where the tokenizer has no mask). ``average`` is the decay of the
    moving average of the weights, which is what the stage ends with (0: none). ``most_steps`` ends a stage early (0:
    never), at the rates that its full length has by then. ``rare`` is how often lessons with a rare answer are drawn.
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
    blank: float = 0.0
    blank_cues: float = 0.0
    average: float = 0.0
    warmup: float = 0.06
    floor: float = 0.05
    most_steps: int = 0
    rare: int = 1


def batch_arrays(
    lessons: Sequence[Lesson],
    batch: Sequence[Picked],
    specials: Specials,
    names: Pools,
    stage: Stage,
    draw: np.random.Generator,
) -> tuple[dict[str, torch.Tensor], dict[str, torch.Tensor]]:
    """The inputs and the known answers of a batch, with names swapped, words blanked and some hints hidden."""
    scenes, questions = [], []
    asked: list[Asked] = []
    for number, picked in enumerate(batch):
        lesson = lessons[picked.lesson]
        scene = swap(lesson.scene, names, stage.swap, draw) if stage.swap else lesson.scene
        scenes.append(
            scene if specials.mask is None else blank(scene, specials.mask, stage.blank, stage.blank_cues, draw)
        )
        hidden = draw.random() < stage.silent
        for at in picked.asked:
            one = lesson.asked[at]
            hints = Hints.unasked(len(one.hints.fillers)) if hidden else one.hints
            questions.append(Question(number, one.focus, hints, one.near))
            asked.append(one)
    arrays = collate(scenes, questions, specials.pad)
    known = targets(asked, arrays["thing_kinds"].shape[1])
    return {k: torch.from_numpy(v) for k, v in arrays.items()}, {k: torch.from_numpy(v) for k, v in known.items()}


Arrays = dict[str, torch.Tensor]


class _Batches(Dataset[tuple[Arrays, Arrays]]):
    """The batches of an epoch, each drawn from its own place in the epoch, so that any process may make it."""

    def __init__(
        self,
        lessons: Sequence[Lesson],
        todo: Sequence[Sequence[Picked]],
        specials: Specials,
        names: Pools,
        stage: Stage,
        seed: tuple[int, int],
    ) -> None:
        self._given = (lessons, todo, specials, names, stage, seed)

    def __len__(self) -> int:
        return len(self._given[1])

    def __getitem__(self, at: int) -> tuple[Arrays, Arrays]:
        lessons, todo, specials, names, stage, seed = self._given
        return batch_arrays(lessons, todo[at], specials, names, stage, np.random.default_rng((*seed, at, 11)))


def _loaded(batches: _Batches, first: int) -> DataLoader[tuple[Arrays, Arrays]]:
    """The batches from the place ``first`` on, made ready ahead where an accelerator would wait for them."""
    ahead = loaders()
    return DataLoader(
        batches, batch_size=None, sampler=range(first, len(batches)), num_workers=ahead, pin_memory=ahead > 0,
        prefetch_factor=8 if ahead else None,
    )  # fmt: skip


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
        moving = {name: value for name, value in model.state_dict().items() if value.dtype.is_floating_point}
        with torch.no_grad():
            torch._foreach_lerp_([self.weights[name] for name in moving], list(moving.values()), 1 - decay)


def _means(steps: Sequence[Mapping[str, torch.Tensor]]) -> dict[str, float]:
    """Each head's mean over the steps that asked it."""
    means = {head: float(torch.stack([parts[head] for parts in steps]).nanmean()) for head in steps[0]}
    return {head: mean for head, mean in means.items() if mean == mean}


def train(
    model: FrameNetwork,
    lessons: Sequence[Lesson],
    stage: Stage,
    out: Path,
    *,
    specials: Specials,
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
    place = device()
    model.to(place)
    encoder = list(model.encoder.parameters())
    ids = {id(p) for p in encoder}
    heads = [p for p in model.parameters() if id(p) not in ids]
    optimizer = torch.optim.AdamW(
        [{"params": encoder, "peak": stage.rate, "lr": 0.0}, {"params": heads, "peak": stage.head_rate, "lr": 0.0}],
        weight_decay=0.01,
        fused=place.type == "cuda",
    )

    def batches(epoch: int) -> list[list[Picked]]:
        draw = np.random.default_rng((seed, epoch, 7))
        return plan(
            lessons, positives=stage.positives, negatives=stage.negatives, budget=stage.budget, shared=shared,
            draw=draw, rare=stage.rare,
        )  # fmt: skip

    total = sum(len(batches(epoch)) for epoch in range(stage.epochs))
    task = _fingerprint(stage, seed, lessons)
    fresh: dict[str, Any] = {"epoch": 0, "at": 0, "step": 0, "best": None, "since": 0, "task": task}
    state = load_checkpoint(home / "checkpoint", model, optimizer) or fresh
    if state.get("task") != task:
        raise DataError(f"{home}: was begun with other settings or data; give those, or another folder")
    average = _Average(model, stage.average) if stage.average else None
    if average is not None and (kept := load_average(home / "checkpoint")) is not None:
        average.weights, average.steps = {k: v.to(place) for k, v in kept.items()}, state["step"]
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
        recent: list[dict[str, torch.Tensor]] = []
        first = state["at"] if epoch == state["epoch"] else 0
        batched = _loaded(_Batches(lessons, todo, specials, names, stage, (seed, epoch)), first)
        for at, (inputs, known) in enumerate(batched, first):
            if stage.most_steps and step >= stage.most_steps:
                break
            torch.manual_seed(seed * 1_000_003 + step)
            seen += int(inputs["mask"].sum())
            inputs = {name: value.to(place, non_blocking=True) for name, value in inputs.items()}
            known = {name: value.to(place, non_blocking=True) for name, value in known.items()}
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
            recent.append(parts)
            if step % _TELL == 0:
                means = _means(recent)
                recent = []
                shown = " ".join(f"{head} {mean:.3f}" for head, mean in means.items())
                say(f"{stage.name} {step}/{total} {seen / (time.monotonic() - began):,.0f} sub-words a second; {shown}")
                log({"stage": stage.name, "step": step, **means})
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
