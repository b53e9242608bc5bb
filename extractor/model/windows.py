"""Windows: as many neighbouring sentences as an encoder takes, the title before them, no mention cut or lost.

A document's sentences are turned into sub-words once, each by itself; a window strings them together. Offsets stay
those of the document, whatever the tokenizer (WordPiece, BPE, Unigram): a sub-word belongs to a mention if they share
a character.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from extractor.document import UNREAD_SECTIONS, Document
from extractor.mentions.mention import Mention
from extractor.text import Text

if TYPE_CHECKING:
    from tokenizers import Tokenizer

__all__ = ["LONGEST_NAME", "MAX_TOKENS", "Piece", "Window", "WindowError", "marks", "mask_of", "windows"]

#: Sub-words that a window may hold, the tokenizer's own marks at both ends included.
MAX_TOKENS = 384
#: Characters of the longest name that a reader asks about: a longer one might not fit into a window.
LONGEST_NAME = 120
#: Sentences of one window that the next one begins with, so that a finding over two sentences stands whole somewhere.
OVERLAP = 2
#: Characters of the longest sentence that is read in one.
_LONGEST = 2000


class WindowError(ValueError):
    """A mention that no window can hold; the message names it."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A sentence, or a part of one that is longer than a window: its sub-words with their document offsets."""

    start: int
    end: int
    ids: tuple[int, ...]
    offsets: tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class Window:
    """The sub-words of a window. ``offsets`` are the document's; (0, 0) for the tokenizer's own marks.

    The first ``title`` pieces are the document's title, which opens every window; ``opening`` marks stand before them.
    """

    ids: tuple[int, ...]
    offsets: tuple[tuple[int, int], ...]
    pieces: tuple[Piece, ...]
    title: int = 0
    opening: int = 0

    def tokens_of(self, start: int, end: int) -> list[int]:
        """The positions of the sub-words that share a character with the stretch ``start`` to ``end``."""
        found: list[int] = []
        first = self.opening
        for piece in self.pieces:
            if piece.start < end and start < piece.end:  # sub-words never reach out of their piece
                found += [at for at, (a, b) in enumerate(piece.offsets, first) if a < end and start < b and a < b]
            first += len(piece.offsets)
        return found

    def holds(self, mention: Mention) -> bool:
        """Whether the mention lies in one of the window's pieces."""
        return any(piece.start <= mention.start and mention.end <= piece.end for piece in self.pieces)


def windows(
    document: Document,
    text: Text,
    mentions: Sequence[Mention],
    tokenizer: Tokenizer,
    max_tokens: int = MAX_TOKENS,
) -> Iterator[Window]:
    """The windows of a document's read sections, in the order of the text; ``mentions`` are sorted by their start.

    Every mention lies whole in at least one window. The title (the first sentence of a title section) opens each.

    Raises
    ------
    WindowError
        If a single mention has more sub-words than a window holds.
    """
    ends = marks(tokenizer)
    room = max_tokens - len(ends[0]) - len(ends[1])
    title: list[Piece] = []
    body: list[Piece] = []
    for sentence in text.sentences:
        section = document.section_at(sentence.start)
        if section is not None and section.kind in UNREAD_SECTIONS:
            continue
        pieces = [
            piece
            for start, end in _stretches(document.text, sentence.start, sentence.end, mentions)
            for piece in _pieces(document.text, start, end, mentions, tokenizer, room)
        ]
        is_title = not title and not body and section is not None and section.kind == "title"
        (title if is_title else body).extend(pieces)
    if sum(len(piece.ids) for piece in title) > room // 3:
        title, body = [], [*title, *body]
    free = room - sum(len(piece.ids) for piece in title)
    body = [part for piece in body for part in _fitted(piece, document.text, mentions, tokenizer, free)]
    if not body:
        if title:
            yield _window(title, ends)
        return
    at = 0
    while at < len(body):
        end, used = at, 0
        while end < len(body) and used + len(body[end].ids) <= free:
            used += len(body[end].ids)
            end += 1
        yield _window([*title, *body[at:end]], ends, len(title))
        if end >= len(body):
            return
        at = max(at + 1, end - OVERLAP)


def marks(tokenizer: Tokenizer) -> tuple[tuple[int, ...], tuple[int, ...]]:
    """The ids that the tokenizer puts before and behind a text ([CLS] and [SEP], <s> and </s>)."""
    bare = tokenizer.encode("x", add_special_tokens=False).ids
    whole = tokenizer.encode("x").ids
    at = next(i for i in range(len(whole) - len(bare) + 1) if whole[i : i + len(bare)] == bare)
    return tuple(whole[:at]), tuple(whole[at + len(bare) :])


def mask_of(tokenizer: Tokenizer) -> int | None:
    """The id of the tokenizer's mask, None where it has none."""
    return next((at for word in ("[MASK]", "<mask>") if (at := tokenizer.token_to_id(word)) is not None), None)


def _window(pieces: Sequence[Piece], ends: tuple[tuple[int, ...], tuple[int, ...]], title: int = 0) -> Window:
    before, behind = ends
    ids = (*before, *(i for piece in pieces for i in piece.ids), *behind)
    inner = (offset for piece in pieces for offset in piece.offsets)
    offsets = (*((0, 0) for _ in before), *inner, *((0, 0) for _ in behind))
    return Window(ids, offsets, tuple(pieces), title, len(before))


def _encode(text: str, start: int, end: int, tokenizer: Tokenizer) -> Piece:
    encoded = tokenizer.encode(text[start:end], add_special_tokens=False)
    return Piece(start, end, tuple(encoded.ids), tuple((a + start, b + start) for a, b in encoded.offsets))


def _pieces(
    text: str, start: int, end: int, mentions: Sequence[Mention], tokenizer: Tokenizer, room: int
) -> Iterator[Piece]:
    whole = _encode(text, start, end, tokenizer)
    yield from _fitted(whole, text, mentions, tokenizer, room)


def _stretches(text: str, start: int, end: int, mentions: Sequence[Mention]) -> Iterator[tuple[int, int]]:
    """A sentence, in stretches where it is longer than any real one: a table's cells, a list without full stops.

    They end at white space and in no mention. Without them a sentence would be read anew from each of its windows.
    """
    while end - start > _LONGEST:
        stop = text.rfind(" ", start, start + _LONGEST) + 1
        stop = stop if stop > start else start + _LONGEST
        at = bisect_left(mentions, stop, key=lambda m: m.start) - 1
        while at >= 0 and mentions[at].start > start and mentions[at].start > stop - _LONGEST:
            if mentions[at].end > stop:
                stop = mentions[at].start
            at -= 1
        if stop <= start:
            break
        yield start, stop
        start = stop
    yield start, end


def _fitted(piece: Piece, text: str, mentions: Sequence[Mention], tokenizer: Tokenizer, room: int) -> Iterator[Piece]:
    """A piece, in parts of at most ``room`` sub-words that cut no mention in two."""
    while len(piece.ids) > room:
        cut = piece.offsets[room - 1][0]
        low = bisect_left(mentions, piece.start, key=lambda m: m.start)
        inside = mentions[low : bisect_left(mentions, cut, key=lambda m: m.start)]
        while crossing := [m for m in inside if m.start < cut < m.end]:
            cut = min(m.start for m in crossing)
        if cut <= piece.start:
            words = text[piece.start : piece.start + 40]
            raise WindowError(f"{words!r}...: a mention has more sub-words than a window of {room} holds")
        first = _encode(text, piece.start, cut, tokenizer)
        if len(first.ids) > room:  # cut anew, the sub-words of the part alone may be more
            yield from _fitted(first, text, mentions, tokenizer, max(1, room - 1))
        else:
            yield first
        piece = _encode(text, cut, piece.end, tokenizer)
    if piece.ids:
        yield piece
