"""Baselines: what must be beaten."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from extractor.document import Document
from extractor.finding import Filler, Finding
from extractor.frames import Direction, Effect, FindingType
from extractor.mentions.mention import CARGO_TYPES, Mention

if TYPE_CHECKING:
    from extractor.text import Text

__all__ = ["cooccurrence"]

#: Words of the two outcomes, counted within outcome mentions.
_SENSITIVE = re.compile(r"sensiti", re.IGNORECASE)
_RESISTANT = re.compile(r"resist|toleran", re.IGNORECASE)


def cooccurrence(document: Document, text: Text, mentions: Iterable[Mention]) -> Iterator[Finding]:
    """Findings by co-occurrence in a sentence, in the order of the text.

    In every sentence with a vesicle term and a molecule, the RNAs are cargos and the proteins targets; if there is no
    RNA, every protein is a cargo and there is no target. Every cargo is paired with every target and pathway of the
    sentence, with no direction. The effect has the sign of the outcome that is named more often in the sentence; none
    at a tie. Nothing is known of negation, hedges, manipulation or of anything beyond the sentence.
    """
    found = tuple(mentions)
    for sentence in text.sentences:
        if document.is_read(sentence.start):
            inside = [m for m in found if sentence.start <= m.start and m.end <= sentence.end]
            yield from _findings(inside, (sentence.start, sentence.end))


def _findings(inside: list[Mention], sentence: tuple[int, int]) -> Iterator[Finding]:
    if not any(mention.type == "exosome" for mention in inside):
        return
    molecules = _distinct(mention for mention in inside if mention.type in CARGO_TYPES)
    cargos = [mention for mention in molecules if mention.type != "protein"]
    targets = [mention for mention in molecules if mention.type == "protein"] if cargos else []
    pathways = _distinct(mention for mention in inside if mention.type == "pathway")
    effect = _effect([mention.text for mention in inside if mention.type == "outcome"])
    for cargo in cargos or molecules:
        yield Finding(
            cargo=cargo,
            cargo_type=cargo.type,
            vesicular=True,
            evidence=(sentence,),
            targets=tuple(Filler(target, Direction.UNSPECIFIED) for target in targets),
            pathways=tuple(Filler(pathway, Direction.UNSPECIFIED) for pathway in pathways),
            effect=effect,
            finding_type=(FindingType.MECHANISM,),
        )


def _distinct(mentions: Iterator[Mention]) -> list[Mention]:
    """The first mention of each name."""
    first: dict[tuple[str, str], Mention] = {}
    for mention in mentions:
        first.setdefault((mention.type, mention.name), mention)
    return list(first.values())


def _effect(outcomes: list[str]) -> Effect:
    balance = sum(bool(_SENSITIVE.search(words)) - bool(_RESISTANT.search(words)) for words in outcomes)
    return Effect.INCREASES if balance > 0 else Effect.DECREASES if balance < 0 else Effect.NOT_STATED
