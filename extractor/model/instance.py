"""Instances: one question to the model, "what does this cargo do here?", with the candidates for its slots."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from extractor.document import Document
from extractor.mentions.mention import CARGO_TYPES, Mention
from extractor.model.windows import MAX_TOKENS, Window, windows
from extractor.text import Text

if TYPE_CHECKING:
    from tokenizers import Tokenizer

__all__ = ["FOCUS", "KINDS", "VESICLE", "Candidate", "Instance", "instances"]

#: What a sub-word is marked as at the encoder's input, by position in this tuple; 0 is no mention at all.
KINDS = (
    "", "miRNA", "circRNA", "lncRNA", "mRNA", "protein", "pathway", "cancer", "cell", "fluid", "exosome", "radiation",
    "outcome", "focus",
)  # fmt: skip
FOCUS = KINDS.index("focus")
#: The name under which all vesicle terms of a window are one thing: the cargo of findings on vesicles as such.
VESICLE = "exosome"

_CODES = {kind: code for code, kind in enumerate(KINDS)}


@dataclass(frozen=True, slots=True)
class Candidate:
    """What may fill a slot: all mentions of one name in the window, and their sub-words."""

    name: str
    slot: str
    mentions: tuple[Mention, ...]
    tokens: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Instance:
    """A window with one cargo in focus.

    ``kinds`` marks every sub-word by its mention's type (see :data:`KINDS`); the focus's own sub-words are marked
    :data:`FOCUS`, and ``focus_kind`` says what type it is.
    """

    window: Window
    name: str
    focus: tuple[Mention, ...]
    focus_kind: int
    focus_tokens: tuple[int, ...]
    kinds: tuple[int, ...]
    candidates: tuple[Candidate, ...]


def instances(
    document: Document,
    text: Text,
    mentions: Sequence[Mention],
    tokenizer: Tokenizer,
    max_tokens: int = MAX_TOKENS,
) -> Iterator[Instance]:
    """One instance for every window and every molecule named in it, and one for vesicles as such if any are.

    Mentions of one name and kind are one thing. Molecules are candidates for targets, pathways for pathways; the
    focus is no candidate of its own.
    """
    for window in windows(document, text, mentions, tokenizer, max_tokens):
        inside = [m for m in mentions if window.holds(m)]
        kinds = [0] * len(window.ids)
        for mention in reversed(inside):  # the first of nested mentions, the longer one, marks last
            for at in window.tokens_of(mention.start, mention.end):
                kinds[at] = _CODES[mention.type]
        things = _things(inside)
        tokens = {key: _tokens(window, group) for key, group in things.items()}
        for key, group in things.items():
            if key[0] == "pathway":
                continue
            marked = list(kinds)
            for at in tokens[key]:
                marked[at] = FOCUS
            candidates = tuple(
                Candidate(other[1], "pathways" if other[0] == "pathway" else "targets", tuple(members), tokens[other])
                for other, members in things.items()
                if other != key and other[0] != "exosome"
            )
            yield Instance(window, key[1], tuple(group), _CODES[group[0].type], tokens[key], tuple(marked), candidates)


def _things(mentions: Sequence[Mention]) -> dict[tuple[str, str], list[Mention]]:
    things: dict[tuple[str, str], list[Mention]] = {}
    for mention in mentions:
        if mention.type in CARGO_TYPES:
            things.setdefault(("molecule", mention.name), []).append(mention)
        elif mention.type == "pathway":
            things.setdefault(("pathway", mention.name), []).append(mention)
        elif mention.type == "exosome":
            things.setdefault(("exosome", VESICLE), []).append(mention)
    return things


def _tokens(window: Window, mentions: Sequence[Mention]) -> tuple[int, ...]:
    return tuple(sorted({at for m in mentions for at in window.tokens_of(m.start, m.end)}))
