"""Domain adaptation: masked-language modelling of whole words (Devlin et al. 2019), on texts of the field."""

from __future__ import annotations

import json
import math
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import torch
from numpy.typing import NDArray
from safetensors.torch import save_file

from extractor.model.encoder import load_encoder
from extractor.model.windows import marks, mask_of
from extractor.training.checkpoint import load_checkpoint, save_checkpoint
from extractor.training.precision import autocast, device

if TYPE_CHECKING:
    from tokenizers import Tokenizer

__all__ = ["AdaptSettings", "adapt", "blocks"]


@dataclass(frozen=True, slots=True)
class AdaptSettings:
    """How long and how fast; ``length`` sub-words make a block, ``batch`` blocks a step."""

    epochs: int = 1
    length: int = 192
    batch: int = 24
    rate: float = 4e-4
    masked: float = 0.15
    warmup: float = 0.06
    seed: int = 13
    checkpoint_every: int = 100


class _MaskedModel(torch.nn.Module):
    """The encoder with a head that names masked sub-words; the output layer is the input embedding."""

    def __init__(self, encoder: torch.nn.Module, width: int, size: int) -> None:
        super().__init__()
        self.encoder = encoder
        self.transform = torch.nn.Sequential(
            torch.nn.Linear(width, width), torch.nn.GELU(), torch.nn.LayerNorm(width, eps=1e-12)
        )
        self.bias = torch.nn.Parameter(torch.zeros(size))

    def forward(self, ids: torch.Tensor, places: torch.Tensor) -> torch.Tensor:
        """Scores (masked places x vocabulary); ``places`` indexes the flattened ids."""
        hidden = self.encoder(input_ids=ids, attention_mask=torch.ones_like(ids)).last_hidden_state
        chosen = hidden.flatten(0, 1)[places]
        words = self.encoder.get_input_embeddings().weight  # type: ignore[operator]
        scores: torch.Tensor = self.transform(chosen) @ words.T + self.bias
        return scores


def blocks(texts: Iterable[str], tokenizer: Tokenizer, length: int) -> tuple[NDArray[Any], NDArray[Any]]:
    """The texts' sub-words in blocks (blocks x length), and which of them begin a word."""
    before, behind = marks(tokenizer)
    ids: list[int] = []
    begins: list[bool] = []
    for text in texts:
        encoded = tokenizer.encode(text, add_special_tokens=False)
        words = encoded.word_ids
        ids += encoded.ids + list(behind)
        begins += [at == 0 or words[at] != words[at - 1] for at in range(len(words))] + [True] * len(behind)
    room = length - len(before)
    count = len(ids) // room
    flat = np.asarray(ids[: count * room], dtype=np.int64).reshape(count, room)
    first = np.asarray(begins[: count * room], dtype=bool).reshape(count, room)
    lead = np.tile(np.asarray(before, dtype=np.int64), (count, 1))
    first[:, 0] = True
    return np.concatenate([lead, flat], 1), np.concatenate([np.ones_like(lead, dtype=bool), first], 1)


def _mask(
    ids: NDArray[Any],
    begins: NDArray[Any],
    special: NDArray[Any],
    share: float,
    mask_id: int,
    size: int,
    draw: np.random.Generator,
) -> tuple[NDArray[Any], NDArray[Any]]:
    """Masked ids and the flat places to predict: whole words, 80 % masked, 10 % replaced, 10 % kept."""
    words = np.cumsum(begins.ravel()) - 1
    chosen = draw.random(words[-1] + 1) < share
    flat = ids.ravel()
    places = np.flatnonzero(chosen[words] & ~np.isin(flat, special))
    out = flat.copy()
    fate = draw.random(len(places))
    out[places[fate < 0.8]] = mask_id
    random = places[fate >= 0.9]
    out[random] = draw.integers(0, size, len(random))
    return out.reshape(ids.shape), places


def adapt(
    encoder_name: str,
    texts: Iterable[str],
    out: Path,
    settings: AdaptSettings,
    say: Callable[[str], None] = lambda line: None,
) -> Path:
    """Adapt an encoder to texts; writes an encoder folder and returns it. Killed, it goes on from its checkpoint."""
    done = out / "adapted"
    if (done / "model.safetensors").is_file():
        return done
    encoder, tokenizer = load_encoder(encoder_name)
    mask_id = mask_of(tokenizer)
    if mask_id is None:
        raise ValueError(f"encoder {encoder_name!r}: its tokenizer has no mask; it cannot be adapted")
    ids, begins = blocks(texts, tokenizer, settings.length)
    special = np.asarray(sorted({*sum(marks(tokenizer), ())}))
    held = max(1, len(ids) // 50)
    order = np.random.default_rng(settings.seed).permutation(len(ids))
    test, train = order[:held], order[held:]
    size = tokenizer.get_vocab_size()
    place = device()
    model = _MaskedModel(encoder, encoder.config.hidden_size, size).to(place)
    optimizer = torch.optim.AdamW(
        model.parameters(), lr=settings.rate, weight_decay=0.01, betas=(0.9, 0.98), fused=place.type == "cuda"
    )
    per_epoch = len(train) // settings.batch
    steps = per_epoch * settings.epochs
    state = load_checkpoint(out / "checkpoint", model, optimizer) or {"step": 0}
    began, first = time.monotonic(), state["step"]
    say(f"adapting on {ids.size:,} sub-words in {steps} steps; from step {first}")

    def loss_of(rows: NDArray[Any], draw: np.random.Generator) -> torch.Tensor:
        masked, places = _mask(ids[rows], begins[rows], special, settings.masked, mask_id, size, draw)
        target = torch.from_numpy(ids[rows].ravel()[places]).to(place)
        with autocast():
            scores = model(torch.from_numpy(masked).to(place), torch.from_numpy(places).to(place))
        return torch.nn.functional.cross_entropy(scores.float(), target)

    model.train()
    for step in range(first, steps):
        epoch, at = divmod(step, per_epoch)
        shuffled = np.random.default_rng((settings.seed, epoch)).permutation(train)
        rows = shuffled[at * settings.batch : (at + 1) * settings.batch]
        torch.manual_seed(settings.seed * 1_000_003 + step)
        ramp = min(1.0, (step + 1) / max(1, settings.warmup * steps))
        for group in optimizer.param_groups:
            group["lr"] = settings.rate * ramp * 0.5 * (1 + math.cos(math.pi * step / steps))
        loss = loss_of(rows, np.random.default_rng((settings.seed, 1, step)))
        optimizer.zero_grad(set_to_none=True)
        loss.backward()  # type: ignore[no-untyped-call]
        torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        optimizer.step()
        if (step + 1) % 20 == 0:
            rate = (step + 1 - first) * settings.batch * settings.length / (time.monotonic() - began)
            say(f"step {step + 1}/{steps} loss {loss.item():.3f} {rate:,.0f} sub-words a second")
        if (step + 1) % settings.checkpoint_every == 0 or step + 1 == steps:
            save_checkpoint(out / "checkpoint", model, optimizer, {"step": step + 1})
    model.eval()
    with torch.no_grad():
        draws = np.random.default_rng(settings.seed + 1)
        held_out = [loss_of(test[i : i + settings.batch], draws).item() for i in range(0, len(test), settings.batch)]
    say(f"held-out loss {np.mean(held_out):.3f}")
    done.mkdir(parents=True, exist_ok=True)
    encoder.cpu()
    encoder.config.save_pretrained(done)
    tokenizer.save(str(done / "tokenizer.json"))
    (done / "adapted.json").write_text(
        json.dumps({"held_out_loss": float(np.mean(held_out)), "subwords": int(ids.size)})
    )
    save_file({k: v.contiguous() for k, v in encoder.state_dict().items()}, str(done / "model.safetensors"))
    return done
