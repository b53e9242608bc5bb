"""From answers to findings: what is claimed of a cargo, on which evidence, and how sure the model is of it."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from extractor.document import Document
from extractor.finding import Filler, Finding
from extractor.frames import Direction, Effect, FindingType, Manipulation, Observed, compose_effect
from extractor.mentions.mention import CARGO_TYPES, Mention
from extractor.model.answers import Answers
from extractor.model.heads import CHOICES
from extractor.model.scene import Scene, Thing
from extractor.rules.cargo import class_type, is_readout
from extractor.rules.context import context_of
from extractor.rules.passage import Passage
from extractor.rules.relations import Sentence

__all__ = ["Read", "Thresholds", "decode"]

#: A document of no more characters than this is one study: what two of its windows say of one cargo is one finding.
_ONE_STUDY = 5000


_FILLERS = CARGO_TYPES | {"pathway"}
#: Sentences that a filler or an outcome may stand from the cargo's name and still be shown as its evidence.
_REACH = 6
#: From here on a yes-or-no head says yes.
_YES = 0.5


@dataclass(frozen=True, slots=True)
class Thresholds:
    """Probabilities from which on something is claimed; chosen on development data.

    ``bare`` is that of a finding that says no more than that the cargo has to do with the response to radiation,
    ``absent`` that of an effect that is said to be absent.
    """

    gate: float = 0.02
    finding: float = 0.5
    filler: float = 0.5
    signed: float = 0.5
    bare: float = 0.9
    absent: float = 0.5


@dataclass(frozen=True, slots=True)
class Read:
    """The answers on one thing of a scene."""

    scene: Scene
    focus: int
    answers: Answers

    @property
    def thing(self) -> Thing:
        """The thing in focus."""
        return self.scene.things[self.focus]


@dataclass(frozen=True, slots=True)
class _Fill:
    """A filler that is claimed, with the probability that it fills its slot in this direction."""

    thing: Thing
    slot: str
    direction: Direction
    probability: float


class _Sentences:
    """The sentences of a document in order, and which of them hold a mention."""

    def __init__(self, passages: Sequence[Passage]) -> None:
        self.all = [sentence for passage in passages for sentence in passage.sentences]
        self.passage = [passage.sentences for passage in passages for _ in passage.sentences]
        self._starts = [sentence.start for sentence in self.all]
        self.outcomes = [n for n, s in enumerate(self.all) if any(m.type == "outcome" for m in s.mentions)]

    def of(self, mentions: Iterable[Mention]) -> list[int]:
        """The numbers of the sentences that hold any of the mentions, sorted."""
        found = set()
        for mention in mentions:
            at = bisect_right(self._starts, mention.start) - 1
            if at >= 0 and mention.start < self.all[at].end:
                found.add(at)
        return sorted(found)


def decode(
    document: Document, passages: Sequence[Passage], read: Iterable[Read], thresholds: Thresholds
) -> tuple[Finding, ...]:
    """The findings of a document from the answers on all things of its windows, in the order of the text."""
    by_cargo: dict[tuple[bool, str], list[Read]] = {}
    for one in read:
        if one.answers.flags["finding"] >= thresholds.finding:
            by_cargo.setdefault((one.thing.type == "exosome", one.thing.name), []).append(one)
    if not by_cargo:
        return ()
    sentences = _Sentences(passages)
    is_one = len(document.text) <= _ONE_STUDY
    found: list[Finding] = []
    for group in by_cargo.values():
        for study in _studies(group, is_one):
            finding = _finding(study, sentences, thresholds, is_one)
            if finding is not None:
                found.append(finding)
    return tuple(sorted(found, key=lambda f: (f.evidence, f.cargo.start if f.cargo else -1)))


def _studies(group: Sequence[Read], is_one: bool) -> list[list[Read]]:
    """What is read of one cargo, window by window; windows that share a sentence naming it tell of one study."""
    studies: list[list[Read]] = []
    for one in group:
        if studies and (is_one or _goes_on(studies[-1][-1], one)):
            studies[-1].append(one)
        else:
            studies.append([one])
    return studies


def _goes_on(left: Read, right: Read) -> bool:
    window = left.scene.window
    before = {(piece.start, piece.end) for piece in window.pieces[window.title :]}
    shared = [p for p in right.scene.window.pieces[right.scene.window.title :] if (p.start, p.end) in before]
    return any(piece.start <= m.start < piece.end for piece in shared for m in right.thing.mentions)


def _finding(study: Sequence[Read], sentences: _Sentences, thresholds: Thresholds, is_one: bool) -> Finding | None:
    main = max(study, key=lambda one: one.answers.flags["finding"] * (1 + _signed(one.answers)))
    answers = main.answers
    effect = _effect(answers, thresholds)
    manipulation, observed = _factors(answers, effect)
    fills: dict[str, _Fill] = {}
    named = sentences.of(m for one in study for m in one.thing.mentions)
    for one in study:
        for fill in _fills(one, thresholds):
            # A text of many studies: what stands further off is told of another one.
            if not is_one and not _is_near(sentences.of(fill.thing.mentions), named):
                continue
            known = fills.get(fill.thing.name)
            if known is None or known.probability < fill.probability:
                fills[fill.thing.name] = fill
    types = {kind for kind in FindingType if answers.flags[f"is_{kind}"] >= _YES}
    changed = CHOICES["radiation_changes_cargo"][int(answers.choices["radiation_changes_cargo"].argmax())]
    if changed != "none":
        types.add(FindingType.RADIATION_RESPONSE)
    if fills or effect is not Effect.NOT_STATED:
        types.add(FindingType.MECHANISM)
    elif not types - {FindingType.MECHANISM}:
        if answers.flags["finding"] < thresholds.bare:
            return None  # a cargo of which nothing is said is no finding
        types.add(FindingType.MECHANISM)
    mentions = [m for one in study for m in one.thing.mentions]
    numbers = _evidence(sentences, mentions, list(fills.values()), effect is not Effect.NOT_STATED)
    if not numbers:
        return None
    evidence = [sentences.all[number] for number in numbers]
    is_class = main.thing.type == "exosome"
    cargo = next((m for m in mentions if any(s.start <= m.start < s.end for s in evidence)), mentions[0])
    kind = next((k for s in evidence if (k := class_type(s))), "exosome") if is_class else main.thing.type
    return Finding(
        cargo=None if is_class else cargo,
        cargo_type=kind,
        vesicular=is_class or answers.flags["vesicular"] >= _YES,
        evidence=tuple((s.start, s.end) for s in evidence),
        targets=tuple(_filler(f, evidence) for f in fills.values() if f.slot == "targets"),
        pathways=tuple(_filler(f, evidence) for f in fills.values() if f.slot == "pathways"),
        effect=effect,
        finding_type=tuple(sorted(types)),
        radiation_changes_cargo=Direction(changed) if changed != "none" else None,
        manipulation=manipulation,
        observed=observed,
        hedged=answers.flags["hedged"] >= _YES,
        negated=effect is Effect.NONE,
        confidence=answers.flags["finding"] * answers.effect_of(effect),
        **context_of(evidence, sentences.passage[numbers[0]], None if is_class else cargo),
    )


def _signed(answers: Answers) -> float:
    return answers.effect_of(Effect.INCREASES) + answers.effect_of(Effect.DECREASES)


def _effect(answers: Answers, thresholds: Thresholds) -> Effect:
    """The likeliest effect; a signed one only where the two signs together reach their threshold, and none at all only
    where that does."""
    if _signed(answers) >= thresholds.signed:
        return max((Effect.INCREASES, Effect.DECREASES), key=answers.effect_of)
    return Effect.NONE if answers.effect_of(Effect.NONE) >= thresholds.absent else Effect.NOT_STATED


def _factors(answers: Answers, effect: Effect) -> tuple[Manipulation, Observed]:
    """The likeliest factors whose product the effect is."""
    return max(
        ((m, o) for m in Manipulation for o in Observed if compose_effect(m, o) is effect),
        key=lambda pair: (
            answers.choices["manipulation"][CHOICES["manipulation"].index(pair[0])]
            * answers.choices["observed"][CHOICES["observed"].index(pair[1])]
        ),
    )


def _fills(one: Read, thresholds: Thresholds) -> Iterator[_Fill]:
    for at, thing in enumerate(one.scene.things):
        # What else is named (vesicles, cells, cancers, outcomes) fills no slot: it was never asked about in training.
        if thing.type not in _FILLERS or at == one.focus or thing.name == one.thing.name:
            continue
        if all(map(is_readout, thing.mentions)):
            continue
        slot = max(("targets", "pathways"), key=lambda slot: one.answers.slot[at][CHOICES["slot"].index(slot)])
        probability = float(one.answers.slot[at][CHOICES["slot"].index(slot)])
        if probability >= thresholds.filler:
            best = int(one.answers.direction[at].argmax())
            sure = float(one.answers.direction[at][best])
            yield _Fill(thing, slot, Direction(CHOICES["direction"][best]), probability * sure)


def _filler(fill: _Fill, evidence: Sequence[Sentence]) -> Filler:
    return Filler(_shown(fill.thing.mentions, evidence), fill.direction, fill.probability)


def _shown(mentions: Sequence[Mention], evidence: Sequence[Sentence]) -> Mention:
    """The mention that stands for a filler: the first in the evidence. A molecule's long form gives way to its symbol.

    Where a text defines a symbol, annotators took it for a target four times of five.
    """
    there = [m for m in mentions if any(s.start <= m.start < s.end for s in evidence)] or mentions[:1]
    first = there[0]
    if first.type not in CARGO_TYPES:
        return first
    return next((m for m in there if 2 * len(m.text) <= len(first.text)), first)


def _evidence(sentences: _Sentences, cargo: Sequence[Mention], fills: Sequence[_Fill], has_effect: bool) -> list[int]:
    """The sentences that a finding stands on: for each filler the one that names it nearest to the cargo, for the
    effect the one with a phrase on it nearest to the cargo, and else the first that names the cargo."""
    named = sentences.of(cargo)
    if not named:
        return []
    chosen: set[int] = set()
    for places in [sentences.of(fill.thing.mentions) for fill in fills] + [sentences.outcomes] * has_effect:
        if places:
            gap, place, name = min(_gap(place, named) for place in places)
            chosen |= {place, name} if gap <= _REACH else {name}
    return sorted(chosen or {named[0]})


def _is_near(places: Sequence[int], named: Sequence[int]) -> bool:
    """Whether a filler is named in a sentence that names the cargo, or in the next one."""
    return bool({*named, *(number + 1 for number in named)} & set(places))


def _gap(place: int, named: Sequence[int]) -> tuple[int, int, int]:
    """The distance from a sentence to the nearest of ``named``, which is sorted; the sentence, and that one."""
    at = bisect_right(named, place)
    near = min(named[max(0, at - 1) : at + 1], key=lambda other: abs(other - place))
    return abs(near - place), place, near
