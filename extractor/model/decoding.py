"""From answers to findings: what is claimed of a cargo, on which evidence, and how sure the model is of it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from extractor.document import Document
from extractor.finding import Filler, Finding
from extractor.frames import Direction, Effect, FindingType, Manipulation, Observed, compose_effect
from extractor.mentions.mention import CARGO_TYPES, Mention
from extractor.model.answers import Answers
from extractor.model.heads import CHOICES
from extractor.model.scene import Scene, Thing
from extractor.rules.cargo import class_type
from extractor.rules.context import context_of
from extractor.rules.passage import Passage
from extractor.rules.relations import Sentence

__all__ = ["Read", "Thresholds", "decode"]

#: A document of no more characters than this is one study: what two of its windows say of one cargo is one finding.
_ONE_STUDY = 5000


_FILLERS = CARGO_TYPES | {"pathway"}


@dataclass(frozen=True, slots=True)
class Thresholds:
    """Probabilities from which on something is claimed; chosen on development data."""

    gate: float = 0.02
    finding: float = 0.5
    filler: float = 0.5
    signed: float = 0.5


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


def decode(
    document: Document, passages: Sequence[Passage], read: Iterable[Read], thresholds: Thresholds
) -> tuple[Finding, ...]:
    """The findings of a document from the answers on all things of its windows, in the order of the text."""
    by_cargo: dict[tuple[bool, str], list[Read]] = {}
    for one in read:
        if one.answers.flags["finding"] >= thresholds.finding:
            by_cargo.setdefault((one.thing.type == "exosome", one.thing.name), []).append(one)
    found: list[Finding] = []
    for group in by_cargo.values():
        for study in _studies(group, len(document.text) <= _ONE_STUDY):
            finding = _finding(study, passages, thresholds)
            if finding is not None:
                found.append(finding)
    return tuple(sorted(found, key=lambda f: (f.evidence, f.cargo.start if f.cargo else -1)))


def _studies(group: Sequence[Read], is_one: bool) -> list[list[Read]]:
    """What is read of one cargo, window by window; windows that overlap tell of one study."""
    studies: list[list[Read]] = []
    for one in group:
        if studies and (is_one or _overlap(studies[-1][-1].scene, one.scene)):
            studies[-1].append(one)
        else:
            studies.append([one])
    return studies


def _overlap(left: Scene, right: Scene) -> bool:
    ends = {(piece.start, piece.end) for piece in left.window.pieces}
    return any((piece.start, piece.end) in ends for piece in right.window.pieces)


def _finding(study: Sequence[Read], passages: Sequence[Passage], thresholds: Thresholds) -> Finding | None:
    main = max(study, key=lambda one: one.answers.flags["finding"] * (1 + _signed(one.answers)))
    answers = main.answers
    effect = _effect(answers, thresholds)
    manipulation, observed = _factors(answers, effect)
    fills: dict[tuple[str, str], _Fill] = {}
    for one in study:
        for fill in _fills(one, thresholds):
            key = (fill.slot, fill.thing.name)
            if key not in fills or fills[key].probability < fill.probability:
                fills[key] = fill
    types = [kind for kind in FindingType if answers.flags[f"is_{kind}"] >= 0.5]
    changed = CHOICES["radiation_changes_cargo"][int(answers.choices["radiation_changes_cargo"].argmax())]
    if effect is Effect.NOT_STATED and not fills and not set(types) - {FindingType.MECHANISM}:
        return None  # a cargo of which nothing is said is no finding
    if (fills or effect is not Effect.NOT_STATED) and not types:
        types = [FindingType.MECHANISM]
    mentions = [m for one in study for m in one.thing.mentions]
    sentences = [s for passage in passages for s in passage.sentences]
    evidence = _evidence(sentences, mentions, list(fills.values()), effect is not Effect.NOT_STATED)
    if not evidence:
        return None
    is_class = main.thing.type == "exosome"
    cargo = next((m for m in mentions if any(s.start <= m.start < s.end for s in evidence)), mentions[0])
    kind = next((k for s in evidence if (k := class_type(s))), "exosome") if is_class else main.thing.type
    around = next((p.sentences for p in passages if evidence[0] in p.sentences), tuple(evidence))
    return Finding(
        cargo=None if is_class else cargo,
        cargo_type=kind,
        vesicular=is_class or answers.flags["vesicular"] >= 0.5,
        evidence=tuple((s.start, s.end) for s in evidence),
        targets=tuple(_filler(f, evidence) for f in fills.values() if f.slot == "targets"),
        pathways=tuple(_filler(f, evidence) for f in fills.values() if f.slot == "pathways"),
        effect=effect,
        finding_type=tuple(sorted(types)),
        radiation_changes_cargo=Direction(changed) if changed != "none" else None,
        manipulation=manipulation,
        observed=observed,
        hedged=answers.flags["hedged"] >= 0.5,
        negated=effect is Effect.NONE,
        confidence=answers.flags["finding"] * answers.effect_of(effect),
        **context_of(evidence, around, None if is_class else cargo),
    )


def _signed(answers: Answers) -> float:
    return answers.effect_of(Effect.INCREASES) + answers.effect_of(Effect.DECREASES)


def _effect(answers: Answers, thresholds: Thresholds) -> Effect:
    """The likeliest effect; a signed one only where the two signs together reach their threshold."""
    if _signed(answers) >= thresholds.signed:
        return max((Effect.INCREASES, Effect.DECREASES), key=answers.effect_of)
    return max((Effect.NONE, Effect.NOT_STATED), key=answers.effect_of)


def _factors(answers: Answers, effect: Effect) -> tuple[Manipulation, Observed]:
    """The likeliest factors whose product the effect is."""
    return max(
        ((m, o) for m in Manipulation for o in Observed if compose_effect(m, o) is effect),
        key=lambda pair: (
            answers.choices["manipulation"][CHOICES["manipulation"].index(pair[0])]
            * answers.choices["observed"][CHOICES["observed"].index(pair[1])]
        ),
    )


def _fills(one: Read, thresholds: Thresholds) -> Iterable[_Fill]:
    for at, thing in enumerate(one.scene.things):
        # What else is named (vesicles, cells, cancers, outcomes) fills no slot: it was never asked about in training.
        if thing.type not in _FILLERS or at == one.focus or thing.name == one.thing.name:
            continue
        for slot in ("targets", "pathways"):
            probability = float(one.answers.slot[at][CHOICES["slot"].index(slot)])
            if probability >= thresholds.filler:
                best = int(one.answers.direction[at].argmax())
                yield _Fill(
                    thing, slot, Direction(CHOICES["direction"][best]),
                    probability * float(one.answers.direction[at][best]),
                )  # fmt: skip


def _filler(fill: _Fill, evidence: Sequence[Sentence]) -> Filler:
    mentions = fill.thing.mentions
    mention = next((m for m in mentions if any(s.start <= m.start < s.end for s in evidence)), mentions[0])
    return Filler(mention, fill.direction, fill.probability)


def _evidence(
    sentences: Sequence[Sentence], cargo: Sequence[Mention], fills: Sequence[_Fill], has_effect: bool
) -> tuple[Sentence, ...]:
    """The sentences that a finding stands on: for each filler the one that names it nearest to the cargo, for the
    effect the one with a phrase on it nearest to the cargo, and else the first that names the cargo."""

    def of(mentions: Iterable[Mention]) -> set[int]:
        starts = {m.start for m in mentions}
        return {n for n, s in enumerate(sentences) if any(s.start <= start < s.end for start in starts)}

    named = of(cargo)
    if not named:
        return ()
    chosen: set[int] = set()
    wanted = [of(fill.thing.mentions) for fill in fills]
    if has_effect:
        wanted.append({n for n, s in enumerate(sentences) if any(m.type == "outcome" for m in s.mentions)})
    for places in wanted:
        pairs = [(abs(a - b), a, b) for a in places for b in named]
        if pairs:
            gap, place, name = min(pairs)
            chosen |= {place, name} if gap <= 6 else {name}
    if not chosen & named:
        chosen.add(min(named))
    return tuple(sentences[n] for n in sorted(chosen))
