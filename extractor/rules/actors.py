"""Who acts in a sentence: the mentions that are its cargo, and the one that a relation is credited to."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from extractor.mentions.mention import CARGO_TYPES, Mention
from extractor.rules.cargo import manipulation_of
from extractor.rules.carriage import carried
from extractor.rules.relations import Relation, Sentence

__all__ = ["actors", "distinct", "primary", "respectively", "the_one_meant"]

#: Characters of a name of which a list gives the end alone.
_ELLIPTIC = 2
_MOVES = re.compile(r"transport|transfer|deliver|carr|secret|releas|contain|shuttl|load|enrich")


def primary(sentence: Sentence, relations: Sequence[Relation], eligible: frozenset[str]) -> list[Mention]:
    """The mentions of a sentence that act as cargo: eligible names that no other of them acts upon."""
    candidates = [m for m in sentence.mentions if m.type in CARGO_TYPES and m.name in eligible]
    if len({m.name for m in candidates}) < 2:
        return candidates
    acted: set[str] = set()
    first = candidates[0]
    done_to = {m.name: m.end for m in candidates if manipulation_of(m, sentence) is not None}
    for relation in relations:
        if relation.mention.type not in CARGO_TYPES or carried(relation.mention, sentence):
            continue
        others = [c for c in candidates if c.name != relation.mention.name]
        # A list "miR-1 and miR-2 were increased" is no action of one on the other: the cue must stand between.
        between = any(
            c.end <= relation.start < relation.mention.start or relation.mention.end <= relation.start < c.start
            for c in others
        )
        if between and not _MOVES.search(relation.cue):
            acted.add(relation.mention.name)
        # "When X was silenced, Y rose": of the two, X is the one that was done something to.
        name = relation.mention.name
        if relation.passive and name not in done_to and any(end <= relation.mention.start for end in done_to.values()):
            acted.add(name)
    for left, right in pairwise(candidates):
        if len(right.text) <= _ELLIPTIC:
            continue  # "miR-29a/b/c" are three of a kind
        if (re.fullmatch(r"\s*[/]\s*", sentence.gap(left.end, right.start)) and left.name not in acted) or (
            left.name in acted and re.fullmatch(r"\s*(?:/|and|,)\s*", sentence.gap(left.end, right.start))
        ):
            acted.add(right.name)
    acted.discard(first.name)
    return [m for m in candidates if m.name not in acted]


def actors(sentence: Sentence, cargos: Sequence[Mention], relation: Relation) -> list[Mention]:
    """The primary cargos that a relation is credited to: the list before its cue, else the first one after it."""
    others = [m for m in cargos if m.name != relation.mention.name]
    before = [m for m in others if m.start < relation.start]
    pool = before or others
    if not pool:
        return []
    anchor = len(pool) - 1 if before else 0
    chosen = [pool[anchor]]
    step = -1 if before else 1
    while 0 <= anchor + step < len(pool):
        left, right = sorted((pool[anchor], pool[anchor + step]), key=lambda m: m.start)
        if not re.fullmatch(r"(?:\s|,|and|or|/|&|as well as)*", sentence.gap(left.end, right.start)):
            break
        anchor += step
        chosen.append(pool[anchor])
    first: dict[str, Mention] = {}
    for mention in chosen:
        first.setdefault(mention.name, mention)
    return list(first.values())


def distinct(mentions: Sequence[Mention]) -> list[Mention]:
    """The first mention of each name."""
    return list({m.name: m for m in reversed(mentions)}.values())[::-1]


def respectively(sentence: Sentence, relations: Sequence[Relation], cargos: Sequence[Mention]) -> dict[int, Mention]:
    """Which cargo each relation belongs to where lists are mapped by "respectively", by index of the relation.

    "A and B lowered C and D, respectively" says that A lowered C and B lowered D. Only lists of equal length map.
    """
    mapped: dict[int, Mention] = {}
    if "respectively" not in sentence.text.lower():
        return mapped

    def pair(indices: list[int]) -> None:
        acting = sorted(actors(sentence, cargos, relations[indices[0]]), key=lambda m: m.start)
        if len(indices) == len(acting) > 1 and mapped.keys().isdisjoint(indices):
            mapped.update(zip(indices, acting, strict=True))

    every = range(len(relations))
    for cue in {relation.start for relation in relations}:
        pair(sorted((i for i in every if relations[i].start == cue), key=lambda i: relations[i].mention.start))
    # "A and B increased and decreased C, respectively": the cues are the list, and share what they move.
    for place in {relation.mention.start for relation in relations}:
        pair(sorted((i for i in every if relations[i].mention.start == place), key=lambda i: relations[i].start))
    return mapped


_ORDINALS = re.compile(r"\b(?:the (?:former|first|latter|second)|(?:former|latter))\b", re.IGNORECASE)


def the_one_meant(sentence: Sentence, before: int, cargos: Sequence[Mention]) -> int | None:
    """0 or 1 where "the former" or "the latter" of two cargos acts at offset ``before``; None where neither is said."""
    named = max((m.end for m in cargos if m.end <= before), default=sentence.start)
    found = _ORDINALS.findall(sentence.gap(named, before))
    if not found:
        return None
    return 0 if found[-1].lower().endswith(("former", "first")) else 1
