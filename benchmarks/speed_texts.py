"""Abstracts to measure speed on: the written passages of annotations/written, and made-up neighbours of them.

The first few hundred are the passages as they are. Beyond those the first half of one is put before the second half of
another, drawn with a seed, so that any number can be had and their vocabulary still grows. They are no real findings.
"""

from __future__ import annotations

import json
import random
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

__all__ = ["abstracts"]

WRITTEN = Path(__file__).resolve().parent.parent / "annotations" / "written"


def abstracts(count: int, seed: int = 13) -> Iterator[tuple[str, str]]:
    """``count`` abstracts as id and text, the same for the same seed; the shorter list begins the longer one."""
    yield from islice(_endless(seed), count)


def _endless(seed: int) -> Iterator[tuple[str, str]]:
    drawn = random.Random(seed)
    whole = []
    for part in ("train", "dev"):
        for line in (WRITTEN / part / "documents.jsonl").read_text(encoding="utf-8").splitlines():
            document = json.loads(line)
            if document["kind"] == "abstract":
                whole.append((document["id"], document["text"]))
    drawn.shuffle(whole)
    yield from whole
    number = 0
    while True:
        number += 1
        (_, one), (_, other) = drawn.sample(whole, 2)
        yield f"mixed-{number}", f"{_halves(one)[0]} {_halves(other)[1]}"


def _halves(text: str) -> tuple[str, str]:
    """A text cut behind the full stop that is nearest to its middle."""
    middle = len(text) // 2
    cut = text.find(". ", middle)
    cut = cut + 1 if cut >= 0 else middle
    return text[:cut].rstrip(), text[cut:].lstrip()
