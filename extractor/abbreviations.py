"""Abbreviations and what a document says that they mean, by the algorithm of Schwartz and Hearst (PSB 2003).

The algorithm is scispaCy's. Its candidates and its search for further occurrences are replaced, since both take
quadratic time on texts full of brackets: candidates come from each bracket and the nearest that close it, occurrences
from a phrase matcher, which also knows the singular and the plural of a defined short form.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from extractor.sentences import Sentence

if TYPE_CHECKING:
    from spacy.tokens import Doc, Span

__all__ = ["Abbreviation", "find_abbreviations"]

#: Tokens between brackets that can still hold a long form; scispaCy's limit.
_INSIDE = 8
#: Definitions of one document; a hostile text could hold one in every bracket.
_MOST = 5_000


@dataclass(frozen=True, slots=True)
class Abbreviation:
    """One occurrence of a short form, and the long form where the document defines it; the texts are verbatim."""

    short: str
    long: str
    short_start: int
    short_end: int
    long_start: int
    long_end: int


def find_abbreviations(doc: Doc, sentences: Sequence[Sentence]) -> tuple[Abbreviation, ...]:
    """All occurrences of all short forms that a document defines, sorted by place.

    The first definition of a short form holds for the whole document. A long form never reaches over the border of
    a sentence.
    """
    from spacy.matcher import PhraseMatcher
    from spacy.tokens import Doc

    longs: dict[str, Span] = {}
    matcher = PhraseMatcher(doc.vocab, attr="ORTH")
    for short, long in _definitions(doc, sentences):
        if short.text not in longs:
            longs[short.text] = long
            matcher.add(short.text, [Doc(doc.vocab, words=[token.text for token in short])])
        other = _other_number(short.text)
        if other not in longs and len(short) == 1:
            longs[other] = long
            matcher.add(other, [Doc(doc.vocab, words=[other])])
        if len(longs) > _MOST:
            break
    found = []
    for key, start, end in matcher(doc):
        short, long = doc[start:end], longs[doc.vocab.strings[key]]
        if short.end_char <= long.start_char or long.end_char <= short.start_char:
            places = (short.start_char, short.end_char, long.start_char, long.end_char)
            found.append(Abbreviation(short.text, long.text, *places))
    return tuple(sorted(found, key=lambda item: (item.short_start, -item.short_end)))


def _other_number(short: str) -> str:
    """EVs for EV, and EV for EVs."""
    return short[:-1] if short.endswith("s") and short[-2:-1].isupper() else short + "s"


def _definitions(doc: Doc, sentences: Sequence[Sentence]) -> Iterator[tuple[Span, Span]]:
    """Short and long form of each definition, in order: LONG (SHORT), and SHORT (LONG) for brackets of many words."""
    from scispacy.abbreviation import filter_matches, find_abbreviation
    from spacy.tokens import Doc

    texts = [token.text for token in doc]
    brackets = [(0, start, end) for start, end in _brackets(texts)]
    if not brackets:
        return
    # scispaCy counts a blank after every token; where that is not so it cuts long forms short.
    spaced = Doc(doc.vocab, words=texts)
    starts = [sentence.start for sentence in sentences]
    for candidate in filter_matches(brackets, spaced):
        short, long = find_abbreviation(*candidate)
        if long is None or len(long.text) <= len(short.text) or not any(letter.isupper() for letter in short.text):
            continue
        short, long = doc[short.start : short.end], doc[long.start : long.end]
        first, last = sorted((short, long), key=lambda span: span.start)
        if bisect_right(starts, first.start_char) == bisect_right(starts, last.end_char - 1):
            yield short, long


def _brackets(texts: Sequence[str]) -> Iterator[tuple[int, int]]:
    """First and last token between each opening bracket and what closes it nearby."""
    for start, opening in enumerate(texts, start=1):
        if opening not in ("(", "["):
            continue
        depth = 1
        for end in range(start, min(start + _INSIDE + 1, len(texts))):
            text = texts[end]
            depth += (text in "([") - (text in ")]")
            if depth == 0 or text in ",;":
                # "(NPC, n = 12)": the short form stands before the comma.
                if end > start:
                    yield start, end
                if depth == 0 or end - start > 3:
                    break
