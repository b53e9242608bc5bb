"""From passages to findings: who acts, what is moved, and what that says of the response to radiation."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from extractor.document import Document
from extractor.finding import Filler, Finding
from extractor.frames import (
    Direction,
    Effect,
    FindingType,
    Manipulation,
    Observed,
    along,
    compose_direction,
    compose_effect,
)
from extractor.mentions.mention import CARGO_TYPES, Mention
from extractor.mentions.outcome import pole
from extractor.mentions.terms import load as load_terms
from extractor.rules.cargo import VESICLE_MARKERS, class_type, is_carried, nearest_manipulation, vesicular_names
from extractor.rules.context import context_of
from extractor.rules.cues import CueKind
from extractor.rules.passage import Passage, begins_study, passages
from extractor.rules.relations import Relation, Sentence, read_relations
from extractor.text import Text

__all__ = ["NAME", "extract"]

NAME = "rules"

_NONCODING = frozenset({"miRNA", "circRNA", "lncRNA"})
_READOUTS = re.compile(
    r"^(?:cleaved|γ-?H2A\.?X|gamma-?H2A\.?X|LC3|PARP|caspase|Ki-?67|PCNA|annexin|p62|SQSTM1)", re.IGNORECASE
)
_ANAPHOR = re.compile(
    r"^\W*(?:(?:Moreover|Furthermore|Further(?:more)?|Mechanistically|Mechanically|In this case|Consequently|Therefore|Thus|Hence"
    r"|Additionally|In addition|Notably|Importantly|Functionally|In vivo|In vitro|Finally|Also|Specifically|Accordingly"
    r"|Conversely|In contrast|However|Subsequently|As a result|Overall|Collectively|Together|Taken together)\b\W*)?"
    r"(?:(?:we|they|it|its|this|these|such|the (?:latter|former|above|effects?|levels?|same|mi(?:cro)?RNA|circRNA|lncRNA|exosomes?"
    r"|vesicles?|EVs)|their|both|knock|silenc|inhibit|over|deplet|down|up|loss|restor|results|forced|ectopic)\b|\w+\W)",
    re.IGNORECASE,
)
_CLAUSE = re.compile(r"[;:]|\b(?:whereas|while|whilst|but|although|however|conversely|in contrast)\b", re.IGNORECASE)
_SENSITISES = re.compile(r"sensiti[sz](?:e|es|ed|ing|ation|er|ers)\b", re.IGNORECASE)
_ADJECTIVE = re.compile(r"(?:resistant|sensitive)$", re.IGNORECASE)
_PREDICATIVE = re.compile(
    r"\b(?:more|less|render\w*|ma[dk]e\w*|becom\w*|became|was|were|is|are|be|remain\w*|cells|highly|relatively|increasingly)\W+(?:\w+ly\W+)?$",
    re.IGNORECASE,
)
#: Purposes are no findings: "a potential strategy to overcome radioresistance".
_PROPOSAL = re.compile(
    r"\b(?:approach|strateg|target|therap|basis|method|way|option|avenue|tool|candidate|insight|agent|potential|means)\w*"
    r"(?:\W+\w+){0,4}\W+(?:to|for|in)\W+(?:\w+ly\W+)?$",
    re.IGNORECASE,
)
_COMPARATIVES = frozenset({"more", "higher", "greater", "stronger", "less", "lower", "weaker", "fewer"})
_NO_CHANGE = re.compile(
    r"\b(?:no|not(?! only)|nor|neither|without|fail\w*|unable|unchanged|unaffected|unaltered|cannot)\b", re.IGNORECASE
)
_RESPONSE = re.compile(
    r"\b(?:after|following|upon|post|in response to|by|with|during|exposed to|exposure|treated with|undergoing|receiving|induced"
    r"|underwent|leads? to|results? in|lead to|increasing)\b|-induced|radiation",
    re.IGNORECASE,
)


@dataclass(slots=True)
class _Vote:
    """One reading of the response to radiation, with the factors of its sign."""

    manipulation: Manipulation
    observed: Observed

    @property
    def effect(self) -> Effect:
        return compose_effect(self.manipulation, self.observed)


@dataclass(slots=True)
class _Study:
    """What one passage says of one cargo in one study, as it is gathered sentence by sentence."""

    cargo: Mention | None
    cargo_type: str
    vesicular: bool
    sentences: list[Sentence] = field(default_factory=list)
    targets: dict[str, tuple[Mention, list[Direction]]] = field(default_factory=dict)
    pathways: dict[str, tuple[Mention, list[Direction]]] = field(default_factory=dict)
    votes: list[_Vote] = field(default_factory=list)
    response: Direction | None = None
    types: set[FindingType] = field(default_factory=set)
    hedged: bool = False

    def add(self, sentence: Sentence) -> None:
        if sentence not in self.sentences:
            self.sentences.append(sentence)


def _clause(sentence: Sentence, at: int) -> tuple[int, int]:
    """The contrastive clause of a sentence that holds document offset ``at``."""
    cuts = [sentence.start, *(sentence.start + m.start() for m in _CLAUSE.finditer(sentence.text)), sentence.end]
    return next(((a, b) for a, b in zip(cuts, cuts[1:], strict=False) if a <= at < b), (sentence.start, sentence.end))


def _negated(sentence: Sentence, relation: Relation) -> bool:
    left = max(_clause(sentence, relation.start)[0], min(relation.start, relation.mention.start) - 60)
    window = sentence.gap(left, max(relation.start, relation.mention.start))
    after = sentence.gap(relation.mention.end, relation.mention.end + 40)
    return bool(_NO_CHANGE.search(window)) or bool(re.match(r"\W*(?:\w+\W+){0,2}(?:unchanged|unaffected|unaltered)", after))


def _rescued(sentence: Sentence, relation: Relation) -> bool:
    """Whether a rescue ("reversed the effect of") governs the relation: it confirms a sign and is no finding."""
    return any(
        cue.kind is CueKind.RESCUE and cue.start + sentence.start <= relation.start and not any(
            boundary.kind is CueKind.BOUNDARY and cue.end <= boundary.start < relation.start - sentence.start
            for boundary in sentence.cues
        )
        for cue in sentence.cues
    )


def _outcome_relations(sentence: Sentence, relations: Sequence[Relation]) -> list[Relation]:
    """Outcomes that carry their own verb (sensitizes cells to radiation) and no other cue governs."""
    governed = {r.mention.start for r in relations}
    return [
        Relation(m, Direction.INCREASES, m.start, m.end, cue="sensitizes")
        for m in sentence.mentions
        if m.type == "outcome" and m.start not in governed and _SENSITISES.search(m.text)
    ]


def _is_attribute(sentence: Sentence, mention: Mention) -> bool:
    """Whether an outcome only qualifies a noun (radioresistant cells) and states nothing."""
    if not _ADJECTIVE.search(mention.text):
        return False
    before, after = sentence.text[: mention.start - sentence.start], sentence.text[mention.end - sentence.start :]
    return not _PREDICATIVE.search(before) and not re.match(r"\s+(?:phenotype|state|properties)\b", after)


def _primary(sentence: Sentence, relations: Sequence[Relation], eligible: frozenset[str]) -> list[Mention]:
    """The mentions of a sentence that act as cargo: eligible names that no other of them acts upon."""
    candidates = [m for m in sentence.mentions if m.type in CARGO_TYPES and m.name in eligible]
    if len({m.name for m in candidates}) < 2:
        return candidates
    acted: set[str] = set()
    first = candidates[0]
    for relation in relations:
        if relation.mention.type in CARGO_TYPES and any(
            c.end <= relation.start and c.name != relation.mention.name for c in candidates
        ):
            # A list "miR-1 and miR-2 are increased" is no action of one on the other: the cue must stand between.
            if relation.passive or any(c.start < relation.start < relation.mention.start for c in candidates):
                if not is_carried(relation.mention, sentence) and not re.search(
                    r"transport|transfer|deliver|carr|secret|releas|contain|shuttl|load|enrich", relation.cue
                ):
                    acted.add(relation.mention.name)
    for left, right in zip(candidates, candidates[1:], strict=False):
        if re.fullmatch(r"\s*[/]\s*", sentence.gap(left.end, right.start)) and left.name not in acted or (
            left.name in acted and re.fullmatch(r"\s*(?:/|and|,)\s*", sentence.gap(left.end, right.start))
        ):
            acted.add(right.name)
    acted.discard(first.name)
    return [m for m in candidates if m.name not in acted]


def _actors(sentence: Sentence, primary: Sequence[Mention], relation: Relation) -> list[Mention]:
    """The primary cargos that a relation is credited to: the list before its cue, else the first one after it."""
    others = [m for m in primary if m.name != relation.mention.name]
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
    seen: set[str] = set()
    return [m for m in chosen if not (m.name in seen or seen.add(m.name))]  # type: ignore[func-returns-value]


class _Reader:
    """Reads one passage; keeps the studies that are open in it."""

    def __init__(self, passage: Passage, vesicular: frozenset[str], eligible: frozenset[str]) -> None:
        self.passage = passage
        self.vesicular = vesicular
        self.eligible = eligible
        self.studies: list[_Study] = []
        self.open: dict[str, _Study] = {}
        self.active: list[_Study] = []
        self.quiet = 0  # sentences since the active cargo was named

    def read(self) -> list[_Study]:
        for sentence in self.passage.sentences:
            if self.passage.reviewed and begins_study(sentence):
                self.open, self.active = {}, []
            self._read(sentence)
        return self.studies

    def _study(self, cargo: Mention | None, kind: str, vesicular: bool) -> _Study:
        key = cargo.name if cargo is not None else f"<{kind}>"
        if key not in self.open:
            self.open[key] = _Study(cargo, kind, vesicular)
            self.studies.append(self.open[key])
        return self.open[key]

    def _read(self, sentence: Sentence) -> None:
        relations = read_relations(sentence)
        relations = [r for r in relations if not (r.mention.type == "outcome" and _is_attribute(sentence, r.mention))]
        relations += _outcome_relations(sentence, relations)
        primary = _primary(sentence, relations, self.eligible)
        named = [self._study(m, m.type, m.name in self.vesicular) for m in _distinct(primary)]
        has_vesicle = any(m.type == "exosome" for m in sentence.mentions)
        if named:
            self.active, self.quiet = named, 0
        else:
            self.quiet += 1
            if self.quiet > 2 or not self.active:
                self.active = []
        fallback: list[_Study] = []
        if not named:
            if self.active and (_ANAPHOR.match(sentence.text) or has_vesicle):
                fallback = self.active
            elif has_vesicle:
                fallback = [self._study(None, class_type(sentence) or "exosome", True)]
        for relation in relations:
            if _rescued(sentence, relation) or _PROPOSAL.search(sentence.gap(relation.start - 60, relation.start)):
                continue
            if relation.cue in _COMPARATIVES and relation.mention.type != "outcome":
                continue
            actors = _actors(sentence, primary, relation)
            studies = [self._study(m, m.type, m.name in self.vesicular) for m in actors] or (
                fallback if not primary else []
            )
            for study in studies:
                self._credit(study, sentence, relation, [m for m in primary if study.cargo and m.name == study.cargo.name])
            if not actors and any(m.name == relation.mention.name for m in primary):
                self._changed(relation, sentence)
        self._marks(sentence, named or fallback)

    def _credit(self, study: _Study, sentence: Sentence, relation: Relation, mentions: Sequence[Mention]) -> None:
        mention = relation.mention
        if study.cargo is not None and mention.name == study.cargo.name:
            return
        left, right = _clause(sentence, relation.start)
        here = [m for m in mentions if left <= m.start < right]
        how = nearest_manipulation(here, sentence, relation.start) or nearest_manipulation(
            [m for m in mentions if m.start < relation.start], sentence, relation.start
        )
        if how is None and not mentions:
            how = _pronoun_manipulation(sentence)
        manipulation = how or Manipulation.NATIVE
        negated = _negated(sentence, relation)
        if mention.type == "outcome":
            observed = _observed(relation, negated)
            if observed is not None:
                study.votes.append(_Vote(manipulation, observed))
                study.hedged |= _hedged(sentence, relation)
            else:
                study.types.add(FindingType.MECHANISM)
            study.add(sentence)
            return
        if negated:
            return
        direction = compose_direction(manipulation, _target_sign(study, relation))
        if mention.type == "pathway":
            if _is_bare_outcome(mention.text) and not _is_mediator(sentence, relation):
                return
            _collect(study.pathways, mention, direction)
        elif mention.type in CARGO_TYPES:
            if mention.name in VESICLE_MARKERS or _READOUTS.match(mention.text):
                return
            _collect(study.targets, mention, direction)
        else:
            return
        study.hedged |= _hedged(sentence, relation)
        study.add(sentence)

    def _changed(self, relation: Relation, sentence: Sentence) -> None:
        """The cargo itself is moved: by radiation, which is a finding, or by the experimenter, which is none."""
        if relation.direction is Direction.UNSPECIFIED or relation.mediated:
            return
        radiation = [m for m in sentence.mentions if m.type == "radiation"]
        if not radiation or not _RESPONSE.search(sentence.text):
            return
        for name, study in self.open.items():
            if name == relation.mention.name and study.vesicular:
                study.response = relation.direction
                study.add(sentence)

    def _marks(self, sentence: Sentence, studies: Sequence[_Study]) -> None:
        about_radiation = any(m.type in ("radiation", "outcome") for m in sentence.mentions)
        marker = next((c for c in sentence.cues if c.kind is CueKind.MARKER), None)
        linked = any(c.kind is CueKind.ASSOCIATION for c in sentence.cues) and any(
            m.type == "outcome" for m in sentence.mentions
        )
        for study in studies:
            if marker is not None and about_radiation:
                study.types.add(FindingType.BIOMARKER)
                study.hedged |= any(c.kind is CueKind.HEDGE for c in sentence.cues)
                study.add(sentence)
            elif linked:
                study.types.add(FindingType.MECHANISM)
                study.add(sentence)


def _distinct(mentions: Sequence[Mention]) -> list[Mention]:
    return list({m.name: m for m in reversed(mentions)}.values())[::-1]


def _collect(store: dict[str, tuple[Mention, list[Direction]]], mention: Mention, direction: Direction) -> None:
    store.setdefault(mention.name, (mention, []))[1].append(direction)


def _pronoun_manipulation(sentence: Sentence) -> Manipulation | None:
    """What was done where the sentence only points back: "its knockdown", "silencing it", "inhibition of this miRNA"."""
    for cue in sentence.cues:
        if cue.kind is CueKind.LOSS:
            return Manipulation.LOSS
        if cue.kind is CueKind.GAIN:
            return Manipulation.GAIN
    return None


def _hedged(sentence: Sentence, relation: Relation) -> bool:
    left, right = _clause(sentence, relation.start)
    return any(c.kind is CueKind.HEDGE and left <= c.start + sentence.start < right for c in sentence.cues)


def _observed(relation: Relation, negated: bool) -> Observed | None:
    """What a relation to an outcome says was seen; None where its wording has no sign."""
    if negated:
        return Observed.NO_CHANGE
    end = pole(relation.mention)
    direction = relation.direction
    if direction is Direction.UNSPECIFIED and end == "resistance" and relation.cue.startswith("mediat"):
        direction = Direction.INCREASES  # what mediates a resistance brings it about
    if direction is Direction.UNSPECIFIED:
        return None
    # A better response to radiotherapy is a higher sensitivity.
    towards = Direction.DECREASES if end == "resistance" else Direction.INCREASES
    return Observed.MORE_SENSITIVE if direction is towards else Observed.MORE_RESISTANT


def _target_sign(study: _Study, relation: Relation) -> Direction:
    """The sign of a relation; a microRNA that targets or binds a molecule lowers it."""
    if relation.direction is Direction.UNSPECIFIED and study.cargo_type == "miRNA" and relation.cue.startswith("target"):
        return Direction.DECREASES
    return relation.direction


@lru_cache(maxsize=4096)
def _is_bare_outcome(name: str) -> bool:
    """Whether a process is a mere outcome (proliferation, metastasis), which is a pathway only as a mediator."""
    return any(term.flag == "outcome_only" for term in load_terms().look_up(name, {"pathway"}))


def _is_mediator(sentence: Sentence, relation: Relation) -> bool:
    """Whether a bare outcome is said to be the means: "by promoting proliferation", "..., thereby ..." behind it."""
    later = sentence.gap(relation.mention.end, sentence.end)
    followed = re.search(r"\b(?:thus|thereby)\b", later) and any(
        m.type == "outcome" and m.start > relation.mention.end for m in sentence.mentions
    )
    led = re.search(r"\b(?:by|through|via)\W+(?:\w+\W+){0,3}$", sentence.gap(relation.start - 30, relation.start)) and any(
        m.type == "outcome" for m in sentence.mentions
    )
    return bool(followed or led)


def _majority(directions: Sequence[Direction]) -> Direction:
    counts = Counter(d for d in directions if d is not Direction.UNSPECIFIED)
    if not counts:
        return Direction.UNSPECIFIED
    (first, n), *rest = counts.most_common()
    return Direction.UNSPECIFIED if rest and rest[0][1] == n else first


def _confidence(study: _Study, effect: Effect, agreeing: int, votes: int) -> float:
    """A plain score, not calibrated: more sentences that agree raise it, hedges and mixed votes lower it."""
    score = 0.45 + 0.1 * study.vesicular + 0.1 * (effect is not Effect.NOT_STATED) + 0.05 * min(3, agreeing)
    score -= 0.15 * (votes > agreeing) + 0.1 * study.hedged + 0.1 * (study.cargo is None)
    return max(0.05, min(0.95, score))


def _finding(study: _Study, passage: Passage) -> Finding | None:
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
    if not study.vesicular and (vote is None or study.cargo_type not in _NONCODING):
        return None
    if study.cargo is None and vote is None and not study.pathways and FindingType.BIOMARKER not in types:
        return None
    sentences = sorted(study.sentences, key=lambda s: s.start)
    return Finding(
        cargo=study.cargo,
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
        **context_of(sentences, passage.sentences, study.cargo),
    )


def extract(document: Document, text: Text, mentions: Sequence[Mention]) -> Iterator[Finding]:
    """Read the findings of a document.

    Parameters
    ----------
    document, text, mentions:
        The document, its sentences, and its mentions sorted by start, without overlaps.

    Yields
    ------
    Finding
        In the order of the text; one for each cargo and study of a passage.
    """
    told = list(passages(document, text, mentions))
    vesicular = vesicular_names(sentence for passage in told for sentence in passage.sentences)
    eligible = vesicular | {m.name for m in mentions if m.type in _NONCODING}
    for passage in told:
        for study in _Reader(passage, vesicular, eligible).read():
            if study.sentences:
                finding = _finding(study, passage)
                if finding is not None:
                    yield finding
