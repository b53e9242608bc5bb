"""spaCy's English tokens, mended for names of molecules: miR-34c, PI3K/Akt, hsa_circ_0067835, TGF-β stay whole."""

from __future__ import annotations

from collections.abc import Collection
from functools import cache
from typing import TYPE_CHECKING, Any

from extractor.sentences import mask

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc

__all__ = ["tokenise"]

#: What splits a word: a dash, a compound's ordinary second half (NPC-derived), punctuation without a blank.
_INFIXES = (
    r"\.\.+|\u2026",
    r"(?<=[A-Za-z0-9]{2})-(?=[a-z]{3,})",
    r"(?<=[a-z]{3})/(?=[a-z]{3})",
    r"(?<=[\w)\]%])[,;:=<>\u2264\u2265~](?=[\w(\[])",
    r"\u2014|--+",
    r"(?<=[\w\u0370-\u03ff])[(\[]|[)\]](?=[\w,;])",
    r"(?<=[a-z]{2})\.(?=[A-Z][a-z])",
)
#: Distinct strings that one vocabulary may gather before a fresh one takes its place.
_MOST_STRINGS = 400_000


@cache
def _made() -> Language:
    import spacy
    from spacy.util import compile_infix_regex

    nlp = spacy.blank("en")
    tokenizer: Any = nlp.tokenizer
    tokenizer.infix_finditer = compile_infix_regex(_INFIXES).finditer
    return nlp


def _language() -> Language:
    """The tokenizer, made anew when its vocabulary has grown large: long runs keep their memory bounded."""
    nlp = _made()
    if len(nlp.vocab.strings) > _MOST_STRINGS:
        _made.cache_clear()
        nlp = _made()
    return nlp


def tokenise(text: str, sentence_starts: Collection[int] = ()) -> Doc:
    """The tokens of ``text`` with exact offsets, ``sentence_starts`` (offsets) marked; linear in the length.

    A line break is a token of its own; typographic hyphens split as ASCII ones do.
    """
    from spacy.tokens import Doc

    nlp = _language()
    words: list[str] = []
    spaces: list[bool] = []
    at = 0
    for token in nlp.tokenizer(mask(text)):
        _fill(text[at : token.idx], words, spaces)
        at = token.idx + len(token)
        words.append(text[token.idx : at])
        spaces.append(False)
    _fill(text[at:], words, spaces)
    return Doc(nlp.vocab, words=words, spaces=spaces, sent_starts=_marks(words, spaces, frozenset(sentence_starts)))


def _marks(words: list[str], spaces: list[bool], starts: frozenset[int]) -> list[bool | int | None]:
    """Whether a sentence starts at each token."""
    marks: list[bool | int | None] = []
    at = 0
    for word, space in zip(words, spaces, strict=True):
        marks.append(at in starts)
        at += len(word) + space
    return marks


def _fill(gap: str, words: list[str], spaces: list[bool]) -> None:
    """Keep what stands between two tokens: one blank is the first one's, anything else a token."""
    if gap == " " and words:
        spaces[-1] = True
    elif gap:
        words.append(gap)
        spaces.append(False)
