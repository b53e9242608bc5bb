"""Training of the tagger on corpora that each mark some types of mention.

Where a type is marked in no text, or only in some, predicting it everywhere else costs nothing under the loss of
:mod:`extractor.training.tags`. So the share of sub-words that get a type where it is open is held below a ceiling, as
Effland and Collins 2021 (TACL 9, "Partially Supervised Named Entity Recognition via the Expected Entity Ratio Loss")
do, here from above only and type by type.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray

from extractor.model.encoder import load_encoder
from extractor.model.tagger_network import TaggerNetwork, save_tagger, scorer_of
from extractor.model.tagging import Scorer
from extractor.model.tags import OUTSIDE, TAGS, begin, inside
from extractor.training.checkpoint import load_checkpoint, save_checkpoint
from extractor.training.precision import autocast, device
from extractor.training.schema import Example
from extractor.training.tags import LENGTH, Row, rows

__all__ = ["TaggerSettings", "partial_loss", "plan", "train_tagger"]

#: Batches whose windows are sorted by length together.
_BUCKET = 40


@dataclass(frozen=True, slots=True)
class TaggerSettings:
    """How long, how fast, on what share of each source.

    ``tokens`` sub-words, padding included, make a step. ``weights``: how often a window of a source is seen in an
    epoch, 1 where not named. ``ceilings``: the share of open sub-words that may be of a type, by type; ``hold`` is the
    weight of what goes beyond. Training stops after ``patience`` epochs without a better score on the development set.
    """

    epochs: int = 6
    layers: int = 4
    length: int = LENGTH
    tokens: int = 3000
    rate: float = 2e-4
    dropout: float = 0.1
    warmup: float = 0.06
    decay: float = 0.01
    weights: Mapping[str, float] = field(default_factory=dict)
    ceilings: Mapping[str, float] = field(
        default_factory=lambda: {"molecule": 0.15, "pathway": 0.04, "disease": 0.10, "chemical": 0.05}
    )
    hold: float = 10.0
    patience: int = 2
    seed: int = 13
    checkpoint_every: int = 100


def plan(
    lengths: Mapping[str, NDArray[np.int64]], weights: Mapping[str, float], tokens: int, seed: int, epoch: int
) -> list[list[tuple[str, int]]]:
    """The batches of an epoch, each a list of (source, row): every batch of windows of like length, in random order.

    A weight of 0.3 draws that share of a source's windows anew each epoch; one of 2.5 takes all twice, and half again.
    """
    draw = np.random.default_rng((seed, epoch))
    chosen: list[tuple[int, str, int]] = []
    for name in sorted(lengths):
        count = len(lengths[name])
        wanted = round(weights.get(name, 1.0) * count)
        whole, rest = divmod(wanted, max(1, count))
        picked = [*np.tile(np.arange(count), whole), *draw.permutation(count)[:rest]]
        chosen += [(int(lengths[name][row]), name, int(row)) for row in picked]
    order = [chosen[at] for at in draw.permutation(len(chosen))]
    average = max(1.0, float(np.mean([length for length, _, _ in order]))) if order else 1.0
    size = max(1, int(_BUCKET * tokens / average))
    batches: list[list[tuple[str, int]]] = []
    for first in range(0, len(order), size):
        batch: list[tuple[str, int]] = []
        for length, name, row in sorted(order[first : first + size]):  # ascending: the last is the longest
            if batch and (len(batch) + 1) * length > tokens:
                batches.append(batch)
                batch = []
            batch.append((name, row))
        batches.append(batch)
    return [batches[at] for at in draw.permutation(len(batches))]


def partial_loss(logits: torch.Tensor, allowed: torch.Tensor, settings: TaggerSettings) -> torch.Tensor:
    """Mean over the sub-words that say something of -log p(allowed tags), and what is beyond the ceilings.

    Parameters
    ----------
    logits
        (windows x sub-words x tags).
    allowed
        Of the same shape, bool; no tag for padding and marks.
    """
    logs = torch.log_softmax(logits.float(), dim=-1)
    says = allowed.any(dim=-1) & ~allowed.all(dim=-1)
    losses = -torch.logsumexp(logs[says].masked_fill(~allowed[says], float("-inf")), dim=-1)
    loss = losses.sum() / says.sum().clamp(min=1)
    for kind, ceiling in settings.ceilings.items():
        tags = [begin(kind), inside(kind)]
        is_open = allowed[..., OUTSIDE] & allowed[..., tags].any(dim=-1)
        if bool(is_open.any()):
            share = logs[is_open][:, tags].exp().sum(dim=-1).mean()
            loss = loss + settings.hold * torch.relu(share - ceiling)
    return loss


def _batch(found: Sequence[Row]) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor]:
    """Ids, mask (both windows x sub-words) and allowed tags (windows x sub-words x tags), padded."""
    width = max(len(row.ids) for row in found)
    ids = np.zeros((len(found), width), dtype=np.int64)
    mask = np.zeros_like(ids)
    allowed = np.zeros((len(found), width, len(TAGS)), dtype=bool)
    for at, row in enumerate(found):
        ids[at, : len(row.ids)], mask[at, : len(row.ids)], allowed[at, : len(row.ids)] = row.ids, 1, row.allowed
    return torch.from_numpy(ids), torch.from_numpy(mask), torch.from_numpy(allowed)


def train_tagger(
    encoder: str,
    examples_by_source: Mapping[str, Sequence[Example]],
    out: Path,
    settings: TaggerSettings,
    say: Callable[[str], None] = lambda line: None,
    dev: Callable[[Scorer], float] | None = None,
) -> Path:
    """Train a tagger and return its folder, ``out/tagger``. Killed, it goes on from its checkpoint.

    ``dev`` scores the tagger after every epoch, higher being better; the best epoch is kept, without it the last.
    """
    done = out / "tagger"
    if (done / "model.safetensors").is_file():
        return done
    body, tokenizer = load_encoder(encoder)
    found = {
        name: [row for example in examples for row in rows(example, tokenizer, settings.length)]
        for name, examples in examples_by_source.items()
    }
    lengths = {name: np.asarray([len(row.ids) for row in own], dtype=np.int64) for name, own in found.items()}
    for name in sorted(found):
        size = f"{len(found[name]):,} windows, {lengths[name].sum():,} sub-words"
        say(f"{name}: {len(examples_by_source[name]):,} texts, {size}")
    batches, ends = [], set()
    for epoch in range(settings.epochs):
        batches += plan(lengths, settings.weights, settings.tokens, settings.seed, epoch)
        ends.add(len(batches))
    torch.manual_seed(settings.seed)
    network = TaggerNetwork(body, settings.layers, settings.dropout).to(place := device())
    optimizer = torch.optim.AdamW(
        network.parameters(), lr=settings.rate, weight_decay=settings.decay, fused=place.type == "cuda"
    )
    state: dict[str, Any] = {"step": 0, "best": None, "best_step": 0, "stale": 0}
    state |= load_checkpoint(out / "checkpoint", network, optimizer) or {}
    first, seen, began = state["step"], 0, time.monotonic()
    say(f"training in {len(batches):,} steps; from step {first:,}")
    network.train()
    for step in range(first, len(batches)):
        if state["stale"] >= settings.patience:
            break
        chosen = [found[name][row] for name, row in batches[step]]
        ids, mask, allowed = _batch(chosen)
        torch.manual_seed(settings.seed * 1_000_003 + step)
        for group in optimizer.param_groups:
            group["lr"] = settings.rate * _pace(step, len(batches), settings.warmup)
        with autocast():
            logits = network(ids.to(place), mask.to(place))
        loss = partial_loss(logits, allowed.to(place), settings)
        optimizer.zero_grad(set_to_none=True)
        loss.backward()  # type: ignore[no-untyped-call]
        torch.nn.utils.clip_grad_norm_(network.parameters(), 1.0)
        optimizer.step()
        seen += int(mask.sum())
        state["step"] = step + 1
        if (step + 1) % 25 == 0:
            pace = seen / (time.monotonic() - began)
            say(f"step {step + 1:,}/{len(batches):,} loss {loss.item():.4f} {pace:,.0f} sub-words a second")
        if step + 1 in ends and dev is not None:
            _judge(network, dev, state, out, say)
        if (step + 1) % settings.checkpoint_every == 0 or step + 1 in ends:
            save_checkpoint(out / "checkpoint", network, optimizer, state)
    if dev is not None and state["best"] is not None:
        load_checkpoint(out / "best", network)
    facts = {"settings": asdict(settings), "encoder": encoder, "step": state["best_step"] or state["step"]}
    save_tagger(done, network.cpu().eval(), tokenizer, {**facts, "length": settings.length, "dev": state["best"]})
    return done


def _judge(
    network: TaggerNetwork, dev: Callable[[Scorer], float], state: dict[str, Any], out: Path, say: Callable[[str], None]
) -> None:
    """Score the network on the development set and keep it where it is the best so far."""
    score = dev(scorer_of(network))
    better = state["best"] is None or score > state["best"]
    say(f"step {state['step']:,}: development score {score:.4f}{', the best so far' if better else ''}")
    if better:
        state |= {"best": score, "best_step": state["step"], "stale": 0}
        save_checkpoint(out / "best", network, None, state)
    else:
        state["stale"] += 1


def _pace(step: int, steps: int, warmup: float) -> float:
    """The share of the full rate at a step: up linearly, then down linearly."""
    rise = max(1, int(warmup * steps))
    return min((step + 1) / rise, (steps - step) / max(1, steps - rise))
