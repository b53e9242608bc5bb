"""A scene: a window of a document with everything that is named in it; the model is asked of one thing at a time."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from extractor.document import Document
from extractor.mentions.mention import CARGO_CLASSES, CARGO_TYPES, Mention
from extractor.mentions.outcome import pole
from extractor.model.marks import CODES, KINDS, cue_marks
from extractor.model.windows import MAX_TOKENS, Window, windows
from extractor.text import Text

if TYPE_CHECKING:
    from tokenizers import Tokenizer

__all__ = ["FILLERS", "VESICLE", "Scene", "Thing", "scenes"]

#: The name under which all vesicle terms of a window are one thing: the cargo of findings on vesicles as such.
VESICLE = "exosome"
#: Types that can fill a slot.
FILLERS = CARGO_TYPES | {"pathway", "cancer", "outcome", "chemical", "disease", "phenotype", "variant"}


@dataclass(frozen=True, slots=True)
class Thing:
    """All mentions of one name in a window. ``type`` is that of the first, ``tokens`` their sub-words, sorted."""

    name: str
    type: str
    mentions: tuple[Mention, ...]
    tokens: tuple[int, ...]

    @property
    def kind(self) -> int:
        """The position of its type, or of its pole where it is an outcome that has one, in :data:`MARKS`."""
        return _code(self.mentions[0])


@dataclass(frozen=True, slots=True)
class Scene:
    """A window and its things, in the order in which they are first named.

    ``kinds`` gives every sub-word a place in :data:`extractor.model.marks.MARKS`: in mentions that of their type, in
    cues beside them that of their class.
    """

    window: Window
    kinds: tuple[int, ...]
    things: tuple[Thing, ...]

    def cargos(self) -> tuple[int, ...]:
        """The things that can be a cargo, by their place in ``things``."""
        return tuple(at for at, thing in enumerate(self.things) if thing.type in CARGO_CLASSES)

    def distance(self, one: int, other: int) -> int:
        """Sentences between the nearest mentions of two things: 0 for the same sentence."""
        left, right = self._sentences(one), self._sentences(other)
        return min((abs(a - b) for a in left for b in right), default=len(self.window.pieces))

    def distances(self, focus: int) -> tuple[int, ...]:
        """The distance of every thing from one of them, in the order of ``things``."""
        return tuple(self.distance(focus, other) for other in range(len(self.things)))

    def _sentences(self, thing: int) -> set[int]:
        return {
            number
            for number, piece in enumerate(self.window.pieces)
            for mention in self.things[thing].mentions
            if piece.start <= mention.start < piece.end
        }


def scenes(
    document: Document,
    text: Text,
    mentions: Sequence[Mention],
    tokenizer: Tokenizer,
    max_tokens: int = MAX_TOKENS,
    types: Collection[str] = frozenset(KINDS),
) -> Iterator[Scene]:
    """The scenes of a document, in the order of its windows; only mentions of ``types`` are seen.

    Molecules of one name are one thing whatever their type, as are vesicle terms of any name.

    Raises
    ------
    WindowError
        If a single mention has more sub-words than a window holds.
    """
    mentions = sorted((m for m in mentions if m.type in types), key=lambda m: (m.start, -m.end))
    for window in windows(document, text, mentions, tokenizer, max_tokens):
        inside = [
            mentions[at]
            for start, end in sorted((piece.start, piece.end) for piece in window.pieces)
            for at in range(_first(mentions, start), _first(mentions, end))
            if mentions[at].end <= end
        ]
        kinds = [0] * len(window.ids)
        for piece in window.pieces:
            for start, end, code in cue_marks(document.text[piece.start : piece.end]):
                for at in window.tokens_of(piece.start + start, piece.start + end):
                    kinds[at] = code
        for mention in reversed(inside):  # the first of nested mentions, the longer one, marks last
            for at in window.tokens_of(mention.start, mention.end):
                kinds[at] = _code(mention)
        grouped: dict[tuple[str, str], list[Mention]] = {}
        for mention in inside:
            grouped.setdefault(_key(mention), []).append(mention)
        things = tuple(
            Thing(name, group[0].type, tuple(group), _tokens(window, group)) for (_, name), group in grouped.items()
        )
        yield Scene(window, tuple(kinds), things)


def _code(mention: Mention) -> int:
    return CODES[pole(mention) or mention.type]


def _first(mentions: Sequence[Mention], start: int) -> int:
    return bisect_left(mentions, start, key=lambda m: m.start)


def _key(mention: Mention) -> tuple[str, str]:
    if mention.type == "exosome":
        return "exosome", VESICLE
    return ("molecule" if mention.type in CARGO_TYPES else mention.type), mention.name


def _tokens(window: Window, mentions: Sequence[Mention]) -> tuple[int, ...]:
    return tuple(sorted({at for m in mentions for at in window.tokens_of(m.start, m.end)}))
