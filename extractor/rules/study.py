"""What one passage says of one cargo in one study, gathered sentence by sentence, and the finding it amounts to."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from extractor.finding import Filler, Finding
from extractor.frames import Direction, Effect, FindingType, Manipulation, Observed, compose_effect
from extractor.mentions.mention import Mention
from extractor.rules.context import context_of
from extractor.rules.relations import Sentence

__all__ = ["NONCODING", "Study", "Vote", "finding_of"]

#: Cargo types that are worth a finding also where the text does not say that they are in vesicles.
NONCODING = frozenset({"miRNA", "circRNA", "lncRNA"})


@dataclass(frozen=True, slots=True)
class Vote:
    """One reading of the response to radiation, with the factors of its sign."""

    manipulation: Manipulation
    observed: Observed

    @property
    def effect(self) -> Effect:
        """The effect of the present cargo."""
        return compose_effect(self.manipulation, self.observed)


@dataclass(slots=True)
class Study:
    """The roles of one cargo as they are read; a target or pathway keeps every direction that was stated."""

    cargo: Mention | None
    cargo_type: str
    vesicular: bool
    sentences: list[Sentence] = field(default_factory=list)
    targets: dict[str, tuple[Mention, list[Direction]]] = field(default_factory=dict)
    pathways: dict[str, tuple[Mention, list[Direction]]] = field(default_factory=dict)
    votes: list[Vote] = field(default_factory=list)
    response: Direction | None = None
    types: set[FindingType] = field(default_factory=set)
    hedged: bool = False

    def tell(self, sentence: Sentence, hedged: bool = False) -> None:
        """Count a sentence as evidence."""
        self.hedged |= hedged
        if sentence not in self.sentences:
            self.sentences.append(sentence)

    def moves(self, mention: Mention, direction: Direction) -> None:
        """Add a target or a pathway."""
        store = self.pathways if mention.type == "pathway" else self.targets
        store.setdefault(mention.name, (mention, []))[1].append(direction)


def _majority(directions: Sequence[Direction]) -> Direction:
    counts = Counter(d for d in directions if d is not Direction.UNSPECIFIED)
    if not counts:
        return Direction.UNSPECIFIED
    (first, n), *rest = counts.most_common()
    return Direction.UNSPECIFIED if rest and rest[0][1] == n else first


def _confidence(study: Study, effect: Effect, agreeing: int, votes: int) -> float:
    """A plain score, not calibrated: more sentences that agree raise it, hedges and mixed votes lower it."""
    score = 0.45 + 0.1 * study.vesicular + 0.1 * (effect is not Effect.NOT_STATED) + 0.05 * min(3, agreeing)
    score -= 0.15 * (votes > agreeing) + 0.1 * study.hedged + 0.1 * (study.cargo is None)
    return max(0.05, min(0.95, score))


def finding_of(study: Study, passage: Sequence[Sentence]) -> Finding | None:
    """The finding that a study amounts to; None if nothing of what makes a finding was said."""
    tally = Counter(vote.effect for vote in study.votes)
    ranked = tally.most_common()
    effect = ranked[0][0] if ranked else Effect.NOT_STATED
    if len(ranked) > 1 and ranked[0][1] == ranked[1][1]:
        effect = study.votes[-1].effect  # a tie: what the passage says last is its conclusion
    vote = next((v for v in study.votes if v.effect is effect), None)
    types = set(study.types)
    if study.targets or study.pathways or vote is not None:
        types.add(FindingType.MECHANISM)
    if study.response is not None:
        types.add(FindingType.RADIATION_RESPONSE)
    if not types:
        return None
    if not study.vesicular and (vote is None or study.cargo_type not in NONCODING):
        return None
    if study.cargo is None and vote is None and not study.pathways and FindingType.BIOMARKER not in types:
        return None
    sentences = sorted(study.sentences, key=lambda s: s.start)
    cargo = study.cargo
    if cargo is not None:
        # The mention that the evidence holds, where one of its sentences names the cargo.
        cargo = next((m for s in sentences for m in s.mentions if m.name == cargo.name and m.type == cargo.type), cargo)
    return Finding(
        cargo=cargo,
        cargo_type=study.cargo_type,
        vesicular=study.vesicular,
        evidence=tuple((s.start, s.end) for s in sentences),
        targets=tuple(Filler(m, _majority(d)) for m, d in study.targets.values()),
        pathways=tuple(Filler(m, _majority(d)) for m, d in study.pathways.values()),
        effect=effect,
        finding_type=tuple(sorted(types)),
        radiation_changes_cargo=study.response,
        manipulation=vote.manipulation if vote else Manipulation.NATIVE,
        observed=vote.observed if vote else Observed.UNCLEAR,
        hedged=study.hedged,
        negated=effect is Effect.NONE,
        confidence=_confidence(study, effect, tally[effect], len(study.votes)),
        **context_of(sentences, passage, study.cargo),
    )
