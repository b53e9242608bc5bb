"""Sentences with exact offsets: the biosenter model, and a layer that mends what it gets wrong.

The model reads a masked copy of the text, equal in length, in which line breaks are blanks, typographic hyphens are
ASCII, and endless words are cut; so the offsets hold, and hostile text costs no more than prose. Borders that it
proposes are then judged by rule: an abbreviation, an initial, an open bracket or a missing full stop takes a border
away; a full stop before a lower-case gene name (p53, miR-21), before a citation number or without a blank adds one.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator
from contextlib import nullcontext
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from typing import TYPE_CHECKING

from extractor.document import Document

if TYPE_CHECKING:
    from spacy.language import Language

__all__ = ["Sentence", "find_sentences", "mask"]


@dataclass(frozen=True, slots=True)
class Sentence:
    """Characters ``start`` to ``end`` of the document's text, without white space at either end."""

    start: int
    end: int


#: Characters that the model reads in one go, and how many such stretches at once; longer paragraphs are cut at a blank.
_PIECE = 6_000
_BATCH = 8
#: Distinct strings that the model's vocabulary may keep; beyond it those of a document are forgotten with it.
_MOST_STRINGS = 400_000
#: No word is longer; beyond it stand sequences, tables and attacks, on which a tokenizer takes quadratic time.
_LONGEST_WORD = 120
#: Lines of text set for a page are no longer; where they are, every line is a paragraph.
_LONGEST_LINE = 200

_BLANK_LINE = re.compile(r"\n[^\S\n]*(?:\n[^\S\n]*)+")
_BULLET = re.compile(r"\s*(?:[\u2022\u25aa\u25cf\u2043*\u2013-]\s|\(?[0-9]{1,2}[.)]\s|\([a-zA-Z]\)\s)")
_LETTER = re.compile(r"[^\W\d_]")
_LONG_WORD = re.compile(rf"\S{{{_LONGEST_WORD},}}")
_PLAIN_HYPHENS = dict.fromkeys((0x2010, 0x2011, 0x2012, 0x2013, 0x2014, 0x2212), "-")
_SPACES = re.compile(r"\s")

#: Always followed by more of the sentence.
_OPEN_ENDED = (
    r"cf|vs|viz|e\.?\s?g|i\.?\s?e|approx|ca|figs?|eqs?|eqn|tab|refs?|resp|dr|prof|mr|mrs|ms|vol|"
    r"suppl?|sect?|chap|st|var|subsp|ed|eds|incl|excl|esp|aka|a\.?k\.?a"
)
#: End a sentence only if a capital follows.
_AMBIGUOUS = (
    r"al|etc|spp?|min|max|pp?|inc|ltd|co|corp|i\.?v|i\.?p|s\.?c|p\.?o|i\.?m|u\.?s(?:\.?a)?|u\.?k|ph\.?d|m\.?d|"
    r"a\.?m|p\.?m|no|nos|avg|conc|temp|wt|h|hrs?|hours?|s|secs?|wks?|yrs?|mo|dept|univ|jr|sr|b\.?i\.?d|b\.?w|v/v|w/v|r\.?p\.?m"
)
_OPEN_END = re.compile(rf"(?:^|[\s(\[,;/])(?:{_OPEN_ENDED})\.$", re.IGNORECASE)
_AMBIGUOUS_END = re.compile(rf"(?:^|[\s(\[,;/0-9])(?:{_AMBIGUOUS})\.$", re.IGNORECASE)
_INITIAL_END = re.compile(r"(?:^|[\s(\[.])[A-Z]\.$")
_INITIALS_END = re.compile(r"(?:[A-Z]\.\s?){2}$")
_NUMBERS = r"[0-9]{1,3}(?:\s?[,\u2013-]\s?[0-9]{1,3}){0,8}"
_BRACKETED = r"\[[0-9][0-9,\s\u2013-]{0,40}\]"
_STOPPED = re.compile(
    rf"[.!?\u2026\u3002][\"'\u2019\u201d)\]\u00bb*\u2020\u2021]{{0,3}}(?:\s?{_BRACKETED}|{_NUMBERS})?$"
)
_CITED_AFTER = re.compile(rf"\s*(?:{_BRACKETED}|\({_NUMBERS}\)\.?)(?=\s+\S)")
_LEADING_NUMBER = re.compile(r"[a-z)\]][.!?]\s+(?P<number>[0-9][0-9.,%]*)$")
_CONTINUES = re.compile(r"[\s\"'(\[]*[a-z0-9,;:%\u2013<>=\u00b1]")
#: A lower-case word that begins a sentence because it is a name: p53, miR-21, mTOR, siRNA, let-7, c-Myc, β-catenin.
_NAME = (
    r"(?:(?:hsa|mmu|ebv|rno)[-_]|(?:pri-|pre-|anti-|exo-)?mi[Rr](?:NAs?)?\b|let-7|circ(?:RNAs?\b|_)|lncRNAs?\b|lincRNA|"
    r"[a-z]{1,4}[A-Z0-9][\w-]*|c-[A-Z]|[\u03b1-\u03c9]-[A-Za-z]{2,}|n=|si-|sh-)"
)
#: After a symbol ("WNT3A. This") a capital alone proves nothing, but these words hardly have one inside a sentence.
_OPENER = (
    r"(?:The|This|These|Those|That|We|Our|It|Its|In|Here|Herein|However|Thus|Therefore|Moreover|Furthermore|Additionally|"
    r"Although|Because|Both|Finally|Further|Hence|Interestingly|Notably|Taken|Consistent|Conversely|Despite|Each|For|Similarly|"
    r"Since|Some|Such|Surprisingly|There|They|To|Together|Using|When|Whereas|While|With|After|An|As|At|By|From|If|Most|On|Several)\s"
)
_MISSED = re.compile(
    rf"""
    (?P<named> (?<=[\w)\]%\u00b0]) [.!?] \s+ (?={_NAME}) )
    | (?P<glued> (?: (?<=[a-z]{{3}}) | (?<=[)\]]) ) [.!?] (?=[A-Z][a-z]+ [\s,-] | [A-Z]\s[a-z]) )
    | (?P<cited> (?: (?<=[a-z]{{3}}) | (?<=[)\]]) ) [.!?] (?: {_NUMBERS} | \s?{_BRACKETED} ) \s+ (?=[A-Z]) )
    | (?P<plain> (?: (?<=[a-z]{{4}}) | (?<=[)\]]) | (?<=[0-9]%) ) [.!?] ["\u201d]? \s+ (?=[A-Z][a-z]*\s) )
    | (?P<opener> (?<=[\w)\]%\u00b0])
        (?: [.!] ["\u201d]? \s+ (?={_OPENER}) | \? \s+ (?=[A-Z]) | \. \s+ (?=\[[A-Z][a-z]+\s) ) )
    """,
    re.VERBOSE,
)


def mask(text: str) -> str:
    """A copy of ``text``, equal in length, that a tokenizer reads in linear time; see the module's text."""
    masked = _SPACES.sub(" ", text.translate(_PLAIN_HYPHENS))
    return _LONG_WORD.sub(lambda word: _cut(word.group()), masked)


def _cut(word: str) -> str:
    last = _LONGEST_WORD - 1
    return "".join(word[at : at + last] + " " for at in range(0, len(word), _LONGEST_WORD))[: len(word)]


@cache
def _model() -> Language:
    import biosenter

    model: Language = biosenter.load()
    return model


def find_sentences(document: Document) -> tuple[Sentence, ...]:
    """The sentences of a document, sorted; none crosses a section's or a paragraph's border, headings stand alone.

    Stretches without a letter are no sentences. Time grows linearly with the text.
    """
    text = document.text
    masked = mask(text)
    found = (paragraph for block in _blocks(document) for paragraph in _paragraphs(text, *block))
    paragraphs = [paragraph for paragraph in found if _LETTER.search(text, paragraph.start, paragraph.end)]
    pieces = [piece for paragraph in paragraphs for piece in _pieces(masked, paragraph)]
    nlp = _model()
    proposed: list[list[int]] = []
    # What a zone gathers it also forgets: inside one, the words of every document are new to the vocabulary again.
    with nlp.memory_zone() if len(nlp.vocab.strings) > _MOST_STRINGS else nullcontext():
        docs = nlp.pipe((masked[piece.start : piece.end] for piece in pieces), batch_size=_BATCH)
        for doc, piece in zip(docs, pieces, strict=True):
            proposed.append([piece.start + sentence.start_char for sentence in doc.sents])
    sentences: list[Sentence] = []
    at = 0
    for paragraph in paragraphs:
        borders: set[int] = set()
        while at < len(pieces) and pieces[at].end <= paragraph.end:
            borders.update(border for border in proposed[at] if border > paragraph.start)
            at += 1
        sentences.extend(_mended(text, masked, paragraph, borders))
    return tuple(sentences)


def _blocks(document: Document) -> Iterator[tuple[int, int, bool]]:
    """The stretches between borders of sections, with whether each line stands for itself (rows of a table)."""
    at = 0
    for section in document.sections:
        yield at, section.start, False
        start = section.start
        heading = section.title.strip()
        if heading and document.text.startswith(heading, start) and start + len(heading) < section.end:
            after = document.text[start + len(heading) : start + len(heading) + 2]
            if after[:1] == "\n" or (after[:1] in ".:" and after[1:] == "\n"):
                yield start, start + len(heading), False
                start += len(heading)
        yield start, section.end, section.kind == "table"
        at = max(at, section.end)
    yield at, len(document.text), False


def _paragraphs(text: str, start: int, end: int, rows: bool) -> Iterator[Sentence]:
    """The paragraphs of a block: what blank lines part, and lines that are no hard-wrapped prose (lists, rows)."""
    at = start
    for blank in (*_BLANK_LINE.finditer(text, start, end), None):
        stop = blank.start() if blank else end
        yield from _lines(text, at, stop, rows)
        at = blank.end() if blank else end


def _lines(text: str, start: int, end: int, rows: bool) -> Iterator[Sentence]:
    breaks = [found.start() for found in re.compile("\n").finditer(text, start, end)]
    places = [start, *(place + 1 for place in breaks), end + 1]
    lines = [(left, right - 1) for left, right in pairwise(places) if right > left]
    width = max((right - left for left, right in lines), default=0)
    opened = start
    for (left, right), (after, _) in pairwise(lines):
        short = right - left < 0.6 * width and text[after : after + 1].isupper()
        if rows or width > _LONGEST_LINE or _BULLET.match(text, after, min(after + 12, end)) or short:
            yield from _stripped(text, opened, right)
            opened = after
    yield from _stripped(text, opened, end)


def _stripped(text: str, start: int, end: int) -> Iterator[Sentence]:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    if start < end:
        yield Sentence(start, end)


def _pieces(masked: str, paragraph: Sentence) -> Iterator[Sentence]:
    """A paragraph in stretches that the model reads at once, cut after a full stop where there is one."""
    start = paragraph.start
    while paragraph.end - start > _PIECE:
        limit = start + _PIECE
        cut = masked.rfind(". ", start + _PIECE // 2, limit) + 1 or masked.rfind(" ", start + _PIECE // 2, limit)
        cut = cut if cut > start else limit
        yield Sentence(start, cut)
        start = cut
    yield Sentence(start, paragraph.end)


def _mended(text: str, masked: str, paragraph: Sentence, borders: Iterable[int]) -> Iterator[Sentence]:
    """The sentences of a paragraph by the borders that the model proposed and the rules found."""
    depths = _Depths(masked, paragraph)
    judged = {shifted for border in borders if (shifted := _judged(masked, paragraph, border, depths)) is not None}
    for found in _MISSED.finditer(masked, paragraph.start, paragraph.end):
        before = masked[max(paragraph.start, found.start() - 16) : found.start() + 1]
        if _OPEN_END.search(before) or _INITIAL_END.search(before):
            continue
        if found.lastgroup != "plain" and _AMBIGUOUS_END.search(before):
            continue
        if not depths.inside(found.start()):
            judged.add(_after_citation(masked, found.end(), paragraph))
    last = paragraph.end
    while last > paragraph.start and not text[last - 1].isalpha():
        last -= 1
    opened, letter = paragraph.start, _LETTER.search(text, paragraph.start, paragraph.end)
    for border in (*sorted(judged), paragraph.end):
        # A stretch without a letter belongs to what stands before or after it.
        if border == paragraph.end or (letter and letter.start() < border < last):
            yield from _stripped(text, opened, border)
            opened, letter = border, _LETTER.search(text, border, paragraph.end)


def _judged(masked: str, paragraph: Sentence, border: int, depths: _Depths) -> int | None:
    """The place of a border that the model proposed, or None where the rules take it away."""
    before = masked[max(paragraph.start, border - 60) : border].rstrip()
    after = masked[border : border + 24]
    if number := _LEADING_NUMBER.search(before):
        return masked.rindex(number["number"], paragraph.start, border)  # "6 Gy. 5 | Gy was lethal"
    if not before or not _STOPPED.search(before):
        return None
    if _OPEN_END.search(before) or depths.inside(border - 1):
        return None
    named = re.match(_NAME, after) is not None
    if _CONTINUES.match(after) and not named and (_AMBIGUOUS_END.search(before) or _INITIAL_END.search(before)):
        return None
    if _INITIALS_END.search(before) and re.match(r"[A-Z][a-z]+", after) and len(before) < 60:
        return None
    return _after_citation(masked, border, paragraph)


def _after_citation(masked: str, border: int, paragraph: Sentence) -> int:
    """A border moved behind the citation that follows the full stop: "was seen. [31] The next"."""
    found = _CITED_AFTER.match(masked, border, paragraph.end)
    return found.end() if found else border


class _Depths:
    """Which places of a paragraph stand between brackets that are near enough to belong together."""

    def __init__(self, masked: str, paragraph: Sentence) -> None:
        self._spans: list[tuple[int, int]] = []
        opened: list[int] = []
        for found in re.compile(r"[()\[\]]").finditer(masked, paragraph.start, paragraph.end):
            if found.group() in "([":
                opened.append(found.start())
                del opened[:-8]
            elif opened:
                start = opened.pop()
                if found.start() - start <= 300:
                    self._spans.append((start, found.start()))
        self._spans.sort()

    def inside(self, place: int) -> bool:
        """Whether the character at ``place`` is in brackets."""
        at = bisect_left(self._spans, (place, 0))
        return any(start < place < end for start, end in self._spans[max(0, at - 8) : at])
