"""Token-per-line mention sets: tokens joined to a sentence, tags read as spans."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

from extractor.training.corpora.archive import Drops, lines
from extractor.training.schema import DataError, Example, Span

__all__ = ["read"]

#: Tokens before and after which no blank is set; the sets do not keep the original spacing.
_NO_BLANK_BEFORE = frozenset({",", ".", ";", ":", ")", "]", "}", "%", "?", "!", "'", "-", "/", "'s"})
_NO_BLANK_AFTER = frozenset({"(", "[", "{", "-", "/", "'"})


def read(
    path: Path, corpus: str, licence: str, split: str, kind: Callable[[str], str], marked: frozenset[str], drops: Drops
) -> Iterator[Example]:
    """The sentences of a file; ``kind`` gives the span type of a mention by its words.

    Raises
    ------
    DataError
        If the file cannot be read or a line is not a token and its tag.
    """
    tokens: list[tuple[str, str]] = []
    first, number = 1, 0
    for number, line in lines(path):
        if line.strip():
            token, tab, tag = line.rpartition("\t")
            if not tab or not token.strip() or not (tag == "O" or tag[:2] in ("B-", "I-")):
                raise DataError(f"{path}:{number}: not a token and its tag ({line[:60]!r}); mend it")
            if not tokens:
                first = number
            tokens.append((token, tag))
        elif tokens:
            yield _example(tokens, f"{split}:{first}", corpus, licence, split, kind, marked, drops)
            tokens = []
    if tokens:
        yield _example(tokens, f"{split}:{first}", corpus, licence, split, kind, marked, drops)
    if not number:
        raise DataError(f"{path}: is empty; fetch it again")


def _example(
    tokens: list[tuple[str, str]], name: str, corpus: str, licence: str, split: str, kind: Callable[[str], str],
    marked: frozenset[str], drops: Drops,
) -> Example:  # fmt: skip
    text, previous = "", ""
    places: list[tuple[int, int]] = []
    for token, tag in tokens:
        if previous and token not in _NO_BLANK_BEFORE and previous not in _NO_BLANK_AFTER:
            text += " "
        if tag.startswith("B-") or (tag.startswith("I-") and not (places and places[-1][1] == -1)):
            if tag.startswith("I-"):
                drops["mention that begins inside"] += 1
            _close(places, len(text.rstrip()))
            places.append((len(text), -1))
        elif tag == "O":
            _close(places, len(text.rstrip()))
        text, previous = text + token, token
    _close(places, len(text))
    return Example(
        id=name,
        corpus=corpus,
        licence=licence,
        split=split,
        text=text,
        spans=tuple(sorted({Span(start, end, kind(text[start:end])) for start, end in places})),
        labelled=frozenset({"mentions"}),
        marked=marked,
    )


def _close(places: list[tuple[int, int]], end: int) -> None:
    """End the mention that is open, if any."""
    if places and places[-1][1] == -1:
        places[-1] = (places[-1][0], end)
