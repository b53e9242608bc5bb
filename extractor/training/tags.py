"""What an example says about the tag of every sub-word: the set of tags that it allows.

Corpora mark only some types of mention, so that most sub-words have no single right tag: a name in no span is no
mention of a type that the corpus marks, and may be one of any other. The loss of such a sub-word is minus the
logarithm of the summed probability of the allowed tags (partial annotation: Tsuboi et al. 2008, COLING,
"Training Conditional Random Fields Using Incomplete Annotations", here a sub-word at a time).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from extractor.document import Document
from extractor.mentions.mention import CARGO_TYPES, Mention
from extractor.mentions.terms import load
from extractor.model.tags import OUTSIDE, TAG_TYPES, TAGS, begin, inside, is_within_word, starts
from extractor.model.windows import Piece, Window, WindowError, windows
from extractor.readers.plain import find_sections
from extractor.text import analyse
from extractor.training.corpora.kinds import process_type
from extractor.training.schema import Example, Span

if TYPE_CHECKING:
    from tokenizers import Tokenizer

__all__ = ["KNOWN", "LENGTH", "TAG_OF", "Row", "allowed", "document_of", "rows", "spans_of", "with_known"]

#: Sub-words of a window.
LENGTH = 256
#: Tag type of each span type that has one.
TAG_OF = {
    **dict.fromkeys(CARGO_TYPES, "molecule"),
    "pathway": "pathway", "cancer": "disease", "disease": "disease", "chemical": "chemical",
}  # fmt: skip
#: What a corpus must mark for a tag type to be known everywhere. Of molecules proteins are enough: corpora of mouse
#: genes have next to no RNA that is none of their genes.
_NEEDED = {
    "molecule": {"protein"}, "pathway": {"pathway"}, "disease": {"disease", "cancer"}, "chemical": {"chemical"}
}  # fmt: skip
#: CRAFT marks every biological process; the adapter's types hide that, since only some are pathways in our sense.
_ALL_PROCESSES = frozenset({"craft"})
#: Names of these things are no process and are in the name of none, as "macrophage" is in "macrophage polarisation".
_THINGS = frozenset({"radiation", "outcome", "variant"})
#: Corpora in which a process is marked by any word for it ("angiogenic", "spliced"), not by its name.
_BY_TRIGGER = frozenset({"craft", "bionlp-st-2013-cg", "bionlp-st-2013-pc", "bionlp-st-2011-ge", "mlee"})
#: The id of spans that :func:`with_known` adds.
KNOWN = "known"


@dataclass(frozen=True, slots=True)
class Row:
    """A window to learn from: its ids, and the tags that each sub-word may have (sub-words x tags; none for marks)."""

    ids: NDArray[np.int64]
    allowed: NDArray[np.bool_]


def document_of(example: Example) -> Document:
    """The example's text as a reader would hand it on."""
    return Document(id=example.id, text=example.text, sections=find_sections(example.text))


def spans_of(example: Example, kind: str) -> list[tuple[int, int]]:
    """The places that the example marks as of one tag type."""
    return sorted({(span.start, span.end) for span in example.spans if TAG_OF.get(span.type) == kind})


def with_known(example: Example, mentions: Iterable[Mention]) -> Example:
    """The example with the processes that the lexicon finds in it where no mention with a tag is marked.

    Few corpora mark processes; the known ones teach what a process looks like. Bare outcomes (proliferation) are left
    as they are.
    """
    table = load()

    def is_process(mention: Mention) -> bool:
        found = table.look_up(mention.text, {"pathway"}) if mention.type == "pathway" else ()
        return mention.type == "pathway" and not (found and found[0].flag == "outcome_only")

    marked = [(span.start, span.end) for span in example.spans if span.type in TAG_OF]
    added = {
        Span(mention.start, mention.end, "pathway", KNOWN)
        for mention in mentions
        if is_process(mention) and not any(a < mention.end and mention.start < b for a, b in marked)
    }
    return replace(example, spans=tuple(sorted({*example.spans, *added})))


def rows(example: Example, tokenizer: Tokenizer, length: int = LENGTH) -> Iterator[Row]:
    """The windows of an example with their allowed tags; none for a text that no window holds.

    Windows repeat the title and some sentences; here each stands once, since tags need little context and a third of
    the time would go into the repeats.
    """
    document = document_of(example)
    marked = [
        Mention(span.start, span.end, example.text[span.start : span.end], span.type, "")
        for span in example.spans
        if span.type in TAG_OF
    ]
    try:
        found = list(windows(document, analyse(document), marked, tokenizer, length))
    except WindowError:  # a span of hundreds of sub-words is no name
        return
    seen: set[Piece] = set()
    for window in found:
        old = [piece for piece in window.pieces if piece in seen]
        seen.update(window.pieces)
        kept = [
            at
            for at, (start, end) in enumerate(window.offsets)
            if start >= end or not any(piece.start <= start < piece.end for piece in old)
        ]
        yield Row(np.asarray(window.ids, dtype=np.int64)[kept], allowed(example, window)[kept])


def allowed(example: Example, window: Window) -> NDArray[np.bool_]:
    """The tags that the example allows for each sub-word of a window over its text (sub-words x tags).

    Spans of a tag type get exactly their tags; of overlapping ones the longest. Elsewhere O and the types that the
    corpus does not mark are allowed. A span that ends within a word, or lies in two sentences, leaves its words open.
    """
    open_types = [kind for kind in TAG_TYPES if not _is_known(example, kind)]
    out = np.zeros((len(window.ids), len(TAGS)), dtype=bool)
    how = dict(starts(window, example.text))
    for at, place in how.items():
        out[at, OUTSIDE] = True
        for kind in open_types:
            out[at, begin(kind)] = place < 2
            out[at, inside(kind)] = place > 0
    for span in example.spans:
        if span.type in _THINGS:
            out[np.ix_(window.tokens_of(span.start, span.end), [begin("pathway"), inside("pathway")])] = False
        elif _may_be_process(example, span):
            _open(out, window.tokens_of(span.start, span.end), "pathway", how)
    taken: set[int] = set()
    for span in sorted(example.spans, key=lambda span: (span.start - span.end, span.type != "pathway", span)):
        tokens = window.tokens_of(span.start, span.end)
        if span.type not in TAG_OF or not tokens or not taken.isdisjoint(tokens):
            continue
        kind = TAG_OF[span.type]
        taken.update(tokens)
        if _is_doubtful(example, span) or any(how[at] == 0 for at in tokens[1:]):
            _open(out, tokens, kind, how)
            continue
        out[tokens] = False
        out[tokens[0], begin(kind)] = True
        out[tokens[1:], inside(kind)] = True
        if how.get(tokens[-1] + 1) is not None:
            out[tokens[-1] + 1, inside(kind)] = False
    return out


def _is_known(example: Example, kind: str) -> bool:
    """Whether a name outside the example's spans is known to be none of this type."""
    return example.marked >= _NEEDED[kind] or (kind == "pathway" and example.corpus in _ALL_PROCESSES)


def _may_be_process(example: Example, span: Span) -> bool:
    """Whether a span of another type may be a pathway although the corpus marks all of them."""
    is_open = span.type == "phenotype" or span.id.startswith("GO:")
    return is_open and span.type not in TAG_OF and example.corpus in _ALL_PROCESSES


def _is_doubtful(example: Example, span: Span) -> bool:
    """Whether a span cuts a word, or is a single word that stands for a process without naming it."""
    if is_within_word(example.text, span.start) or is_within_word(example.text, span.end):
        return True
    words = example.text[span.start : span.end]
    is_single = span.type == "pathway" and example.corpus in _BY_TRIGGER and len(words.split()) == 1
    return is_single and span.id != KNOWN and process_type(words) != "pathway"


def _open(out: NDArray[np.bool_], tokens: Sequence[int], kind: str, how: dict[int, int]) -> None:
    """Allow a type beside what is allowed already."""
    for at in tokens:
        out[at, begin(kind)] = how[at] < 2
        out[at, inside(kind)] = how[at] > 0
