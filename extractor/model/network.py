"""The network: an encoder whose first layers read a window once, and whose last layers read it once for each focus.

The lower layers see every mention's type at the input. Before the upper layers the sub-words of the thing in focus are
marked, so that they read the text as one that speaks of it (typed markers, Zhou and Chen 2022; one question a pass, as
in PURE, Zhong and Chen 2021, but for half of the layers). Each other thing is scored together with the focus: do both
stand in one relation, in which slot, with what sign? The words between them are pooled by attention for each pair.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

import torch
from torch import Tensor, nn

from extractor.model.batch import FAR
from extractor.model.heads import FRAME_HEADS, PAIR_HEADS, width
from extractor.model.hints import FILLER_HINTS, FOCUS_HINTS
from extractor.model.marks import MARKS

if TYPE_CHECKING:
    from transformers import PreTrainedModel

__all__ = ["FrameNetwork"]

_LOW = -1e4


class FrameNetwork(nn.Module):
    """Scores for questions, from the arrays of :func:`extractor.model.batch.collate`.

    Parameters
    ----------
    encoder
        What ``AutoModel`` loaded. Where its layers are a plain list (BERT, RoBERTa, ELECTRA), the first ``shared`` are
        run once a window; any other encoder is run whole for each question.
    shared
        Layers run once a window.
    """

    def __init__(self, encoder: PreTrainedModel, shared: int = 3, dropout: float = 0.1) -> None:
        super().__init__()
        size = int(encoder.config.hidden_size)
        self.encoder = encoder
        layers = getattr(getattr(encoder, "encoder", None), "layer", None)
        splits = isinstance(layers, nn.ModuleList) and hasattr(encoder, "embeddings") and 0 < shared < len(layers)
        self.shared = shared if splits else 0
        self.kind = nn.Embedding(len(MARKS), size)
        self.focus = nn.Parameter(torch.randn(size) * 0.02)
        self.gate = nn.Linear(size, 1)
        self.thing_kind = nn.Embedding(len(MARKS), size)
        self.near = nn.Embedding(FAR + 1, size)
        self.focus_hint = nn.Embedding(FOCUS_HINTS, size)
        self.filler_hint = nn.Embedding(FILLER_HINTS, size)
        for table in (self.kind, self.thing_kind, self.near, self.focus_hint, self.filler_hint):
            nn.init.normal_(table.weight, std=0.02)
        self.look = nn.Linear(size, size)
        self.look_pair = nn.Linear(2 * size, size)
        self.frame = _perceptron(2 * size, size, dropout)
        self.pair = _perceptron(4 * size, size, dropout)
        self.heads = nn.ModuleDict(
            {head: nn.Linear(size, width(head)) for head in (*FRAME_HEADS, *PAIR_HEADS) if head != "gate"}
        )

    def lower(self, ids: Tensor, kinds: Tensor, mask: Tensor, things: Tensor) -> tuple[Tensor, Tensor]:
        """What is read once a window: hidden states (scenes x sub-words x size), and whether each thing may be a
        cargo at all (scenes x things), by which those are chosen that the upper layers are run for."""
        words = self.encoder.get_input_embeddings()(ids) + self.kind(kinds)
        if self.shared:
            bias = _bias(mask, words.dtype)
            words = cast(nn.Module, self.encoder.embeddings)(inputs_embeds=words)
            for layer in self._layers()[: self.shared]:
                words = _tensor(layer(words, bias))
        return words, self.gate(torch.bmm(things, words)).squeeze(-1)

    def upper(
        self,
        hidden: Tensor,
        mask: Tensor,
        things: Tensor,
        thing_kinds: Tensor,
        window: Tensor,
        focus: Tensor,
        focus_hint: Tensor,
        filler_hint: Tensor,
        near: Tensor,
    ) -> dict[str, Tensor]:
        """Scores by head: (questions x choices) for a focus, (questions x things x choices) for pairs."""
        pool = things[window]  # questions x things x sub-words
        at = focus[:, None]
        own = pool.gather(1, at[:, :, None].expand(-1, -1, pool.shape[2])).squeeze(1)  # questions x sub-words
        seen = mask[window]
        hidden = hidden[window] + (own > 0).to(hidden.dtype).unsqueeze(-1) * self.focus
        if self.shared:
            bias = _bias(seen, hidden.dtype)
            for layer in self._layers()[self.shared :]:
                hidden = _tensor(layer(hidden, bias))
        else:
            hidden = self.encoder(inputs_embeds=hidden, attention_mask=seen).last_hidden_state
        dark = (1 - seen).to(hidden.dtype) * _LOW  # questions x sub-words

        centre = _mean(own, hidden) + self.thing_kind(thing_kinds[window].gather(1, at).squeeze(1))
        around = _attend(self.look(centre).unsqueeze(1), hidden, dark).squeeze(1)
        about = self.frame(torch.cat([centre, around], -1)) + self.focus_hint(focus_hint)
        scores = {head: self.heads[head](about) for head in FRAME_HEADS if head != "gate"}

        other = torch.bmm(pool, hidden) + self.thing_kind(thing_kinds[window]) + self.near(near)
        here = centre.unsqueeze(1).expand_as(other)
        between = _attend(self.look_pair(torch.cat([here, other], -1)), hidden, dark)
        joined = self.pair(torch.cat([here, other, here * other, between], -1))
        joined = joined + self.filler_hint(filler_hint)
        scores |= {head: self.heads[head](joined) for head in PAIR_HEADS}
        return scores

    def forward(
        self,
        ids: Tensor,
        kinds: Tensor,
        mask: Tensor,
        things: Tensor,
        thing_kinds: Tensor,
        window: Tensor,
        focus: Tensor,
        focus_hint: Tensor,
        filler_hint: Tensor,
        near: Tensor,
    ) -> dict[str, Tensor]:
        """All scores for all questions of a batch, the gate's among them."""
        hidden, gate = self.lower(ids, kinds, mask, things)
        scores = self.upper(hidden, mask, things, thing_kinds, window, focus, focus_hint, filler_hint, near)
        return scores | {"gate": gate[window, focus].unsqueeze(-1)}

    def _layers(self) -> nn.ModuleList:
        return cast(nn.ModuleList, cast(nn.Module, self.encoder.encoder).layer)


def _perceptron(wide: int, size: int, dropout: float) -> nn.Sequential:
    return nn.Sequential(
        nn.Dropout(dropout), nn.Linear(wide, size), nn.GELU(), nn.Dropout(dropout), nn.Linear(size, size)
    )


def _bias(mask: Tensor, dtype: torch.dtype) -> Tensor:
    """What is added to attention: 0 for words, a low number for padding (windows x 1 x 1 x sub-words)."""
    return (1 - mask).to(dtype)[:, None, None, :] * _LOW


def _tensor(out: Tensor | tuple[Tensor, ...]) -> Tensor:
    return out[0] if isinstance(out, tuple) else out


def _mean(weights: Tensor, hidden: Tensor) -> Tensor:
    """The weighted mean over sub-words: (questions x sub-words), (questions x sub-words x size)."""
    return torch.bmm(weights.unsqueeze(1), hidden).squeeze(1)


def _attend(query: Tensor, hidden: Tensor, dark: Tensor) -> Tensor:
    """Dot-product attention of each query (questions x queries x size) over the sub-words."""
    score = torch.bmm(query, hidden.transpose(1, 2)) / hidden.shape[-1] ** 0.5 + dark.unsqueeze(1)
    return torch.bmm(torch.softmax(score, -1), hidden)
