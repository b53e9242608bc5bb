"""From passages to findings: who acts, what is moved, and what that says of the response to radiation."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from extractor.document import Document
from extractor.finding import Finding
from extractor.frames import Direction, FindingType, Manipulation, Observed
from extractor.mentions.mention import CARGO_TYPES, Mention
from extractor.rules import outcomes, signs
from extractor.rules.actors import actors, distinct, primary, respectively, the_one_meant
from extractor.rules.cargo import class_type, is_readout, manipulation_of, nearest_manipulation
from extractor.rules.carriage import VESICLE_MARKERS, vesicular_names
from extractor.rules.cues import CueKind
from extractor.rules.passage import Passage, begins_study, passages
from extractor.rules.relations import COMPARATIVES, Relation, Sentence, read_relations
from extractor.rules.response import responses
from extractor.rules.study import NONCODING, Study, Vote, finding_of
from extractor.text import Text

__all__ = ["NAME", "Reading", "extract", "read"]

NAME = "rules"

#: Sentences that may pass without the cargo's name before it is no longer what the passage speaks of.
MEMORY = 2

_LABEL = re.compile(
    r"\s?(?:\+|⁺|-?\s?(?:positive|negative|high|low|bright|dim))(?:\s[\w-]+){0,3}\s(?:cells?|macrophages?|lines?)\b"
)
_ITS = re.compile(
    r"\b(?:its|their)\s(?:\w+\s)?(?:(?P<loss>knock-?\s?(?:down|out)|silencing|depletion|inhibition|deletion|removal|loss|ablation"
    r"|blockade|absence|down-?regulation)|(?P<gain>over-?expression|restoration|re-?expression|re-?introduction|delivery"
    r"|replacement|addition|up-?regulation|enrichment))\b"
    r"|\b(?P<loss2>silenc|inhibit|block|delet|deplet|remov|knocking\s(?:down|out))\w*\s(?:it|them)\b"
    r"|\b(?:re-?introduc|restor|deliver|over-?express|replenish)\w*\s(?:it|them)\b",
    re.IGNORECASE,
)


class _Reader:
    """Reads one passage; keeps the studies that are open in it."""

    def __init__(self, passage: Passage, vesicular: frozenset[str], eligible: frozenset[str]) -> None:
        self.passage = passage
        self.vesicular = vesicular
        self.eligible = eligible
        self.studies: list[Study] = []
        self.open: dict[str, Study] = {}
        self.active: list[Study] = []
        self.quiet = 0  # sentences since the active cargo was named
        self.is_about_vesicles = False  # whether a sentence has named them

    def read(self) -> list[Study]:
        """The studies of the passage, in the order of their first mention."""
        for sentence in self.passage.sentences:
            if self.passage.reviewed and begins_study(sentence):
                self.open, self.active = {}, []
            self._read(sentence)
        return self.studies

    def _study(self, cargo: Mention | None, kind: str, vesicular: bool) -> Study:
        key = cargo.name if cargo is not None else f"<{kind}>"
        if key not in self.open:
            self.open[key] = Study(cargo, kind, vesicular)
            self.studies.append(self.open[key])
        return self.open[key]

    def _read(self, sentence: Sentence) -> None:
        relations = read_relations(sentence)
        relations = [
            r for r in relations if not (r.mention.type == "outcome" and signs.is_attribute(sentence, r.mention))
        ]
        relations += outcomes.verbal(sentence, relations)
        told = [r for r in outcomes.settled(sentence) if r.agent is not None and r.agent.name in self.eligible]
        places = {relation.mention.start for relation in told}
        relations = [relation for relation in relations if relation.mention.start not in places] + told
        cargos = primary(sentence, relations, self.eligible)
        named = [self._study(m, m.type, m.name in self.vesicular) for m in distinct(cargos)]
        has_vesicle = any(m.type == "exosome" for m in sentence.mentions)
        if named:
            self.active, self.quiet = named, 0
        else:
            self.quiet += 1
            if self.quiet > MEMORY:
                self.active = []
        fallback: list[Study] = []
        if not named:
            if self.active:
                fallback = self.active
            elif has_vesicle:
                fallback = [self._study(None, class_type(sentence) or "exosome", True)]
        mapped = respectively(sentence, relations, cargos)
        for index, relation in enumerate(relations):
            if relation.cue != outcomes.BROUGHT and (
                signs.is_rescue(sentence, relation) or signs.is_proposed(sentence, relation)
            ):
                continue
            is_outcome = relation.mention.type == "outcome" or outcomes.death(sentence, relation.mention)
            if relation.cue in COMPARATIVES and not is_outcome:
                continue
            if relation.passive and any(m.name == relation.mention.name for m in cargos):
                continue  # one of a list of cargos: none of them acts on another
            if relation.agent is not None:
                acting = [relation.agent]
            else:
                acting = [mapped[index]] if index in mapped else actors(sentence, cargos, relation)
            studies = [self._study(m, m.type, m.name in self.vesicular) for m in acting] or (
                fallback if not cargos and not _other_manipulated(sentence, relation) else []
            )
            pair = named or self.active
            meant = the_one_meant(sentence, relation.start, cargos) if len(pair) == 2 else None
            if meant is not None:
                studies = [pair[meant]]
            for study in studies:
                self._credit(
                    study, sentence, relation, [m for m in cargos if study.cargo and m.name == study.cargo.name]
                )
        for mention, direction in responses(sentence, self.eligible, is_about_vesicles=self.is_about_vesicles):
            study = self._study(mention, mention.type, mention.name in self.vesicular)
            study.response = direction
            study.tell(sentence)
        self.is_about_vesicles = self.is_about_vesicles or has_vesicle
        self._marks(sentence, named or fallback)

    def _credit(self, study: Study, sentence: Sentence, relation: Relation, mentions: Sequence[Mention]) -> None:
        mention = relation.mention
        if study.cargo is not None and mention.name == study.cargo.name:
            return
        left, right = signs.clause(sentence, relation.start)
        here = [m for m in mentions if left <= m.start < right]
        how = nearest_manipulation(here, sentence, relation.start) or nearest_manipulation(
            [m for m in mentions if m.start < relation.start], sentence, relation.start
        )
        if how is None and not mentions:
            how = _pronoun_manipulation(sentence)
        manipulation = _its_manipulation(sentence, mentions, relation) or how or Manipulation.NATIVE
        if relation.cue == outcomes.BROUGHT:
            manipulation = Manipulation.NATIVE  # what X brought about, X brought about; an inhibitor of X undid it
        negated = relation.cue == outcomes.UNCHANGED or (
            relation.cue != outcomes.BROUGHT and signs.is_negated(sentence, relation)
        )
        if mention.type == "outcome":
            observed = signs.observed(relation, negated)
            if manipulation is Manipulation.LOSS and signs.is_deprived(sentence, relation):
                observed = signs.opposite(signs.observed(relation, negated=False)) or observed
            if observed is not None:
                study.votes.append(Vote(manipulation, observed))
            else:
                study.types.add(FindingType.MECHANISM)
            study.tell(sentence, observed is not None and signs.is_hedged(sentence, relation))
            return
        if negated:
            return
        direction = signs.moved(study.cargo_type, manipulation, relation)
        if mention.type == "pathway":
            if outcomes.death(sentence, mention) and relation.direction is not Direction.UNSPECIFIED:
                more = relation.direction is Direction.INCREASES
                study.votes.append(Vote(manipulation, Observed.MORE_SENSITIVE if more else Observed.MORE_RESISTANT))
            if signs.is_bare_outcome(mention.text) and not signs.is_mediator(sentence, relation):
                return
            study.moves(mention, direction)
        elif mention.type in CARGO_TYPES:
            if mention.name in VESICLE_MARKERS or is_readout(mention) or _is_label(sentence, mention):
                return
            study.moves(mention, direction)
        else:
            return
        study.tell(sentence, signs.is_hedged(sentence, relation))

    def _marks(self, sentence: Sentence, studies: Sequence[Study]) -> None:
        about_radiation = any(m.type in ("radiation", "outcome") for m in sentence.mentions)
        marker = next((c for c in sentence.cues if c.kind is CueKind.MARKER), None)
        linked = any(c.kind is CueKind.ASSOCIATION for c in sentence.cues) and any(
            m.type == "outcome" for m in sentence.mentions
        )
        for study in studies:
            if marker is not None and about_radiation:
                study.types.add(FindingType.BIOMARKER)
                study.tell(sentence, any(c.kind is CueKind.HEDGE for c in sentence.cues))
            elif linked:
                study.types.add(FindingType.MECHANISM)
                study.tell(sentence)


def _other_manipulated(sentence: Sentence, relation: Relation) -> bool:
    """Whether another molecule was manipulated where no cargo is named: a rescue, or an experiment on the target."""
    return any(
        m.type in CARGO_TYPES and m.end <= relation.start and manipulation_of(m, sentence) is not None
        for m in sentence.mentions
    )


def _is_label(sentence: Sentence, mention: Mention) -> bool:
    """Whether a molecule only labels cells ("ALDH1A1+ cells", "CD44-high cells")."""
    return bool(_LABEL.match(sentence.gap(mention.end, mention.end + 40)))


def _its_manipulation(sentence: Sentence, mentions: Sequence[Mention], relation: Relation) -> Manipulation | None:
    """What was done to a cargo that is named before and pointed back to: "miR-7 was high, and its knockdown ..."."""
    if not any(m.end <= relation.start for m in mentions):
        return None
    found = _ITS.search(sentence.gap(max(m.end for m in mentions if m.end <= relation.start), relation.start))
    if found is None:
        return None
    return Manipulation.LOSS if found["loss"] or found["loss2"] else Manipulation.GAIN


def _pronoun_manipulation(sentence: Sentence) -> Manipulation | None:
    """What was done where the sentence only points back: "its knockdown", "silencing it"."""
    for cue in sentence.cues:
        if cue.kind is CueKind.LOSS:
            return Manipulation.LOSS
        if cue.kind is CueKind.GAIN:
            return Manipulation.GAIN
    return None


@dataclass(frozen=True, slots=True)
class Reading:
    """What the rules read of a document.

    Attributes
    ----------
    passages
        Its passages.
    carried
        Names of what its vesicles carry.
    mentions
        Its mentions.
    """

    passages: tuple[Passage, ...]
    carried: frozenset[str]
    mentions: Sequence[Mention]

    def findings(self) -> Iterator[Finding]:
        """The findings in the order of the text; one for each cargo and study of a passage."""
        eligible = self.carried | {m.name for m in self.mentions if m.type in NONCODING}
        for passage in self.passages:
            for study in _Reader(passage, self.carried, eligible).read():
                if study.sentences:
                    finding = finding_of(study, passage.sentences)
                    if finding is not None:
                        yield finding


def read(document: Document, text: Text, mentions: Sequence[Mention]) -> Reading:
    """Read a document up to its findings.

    Parameters
    ----------
    document, text, mentions:
        The document, its sentences, and its mentions sorted by start, without overlaps.
    """
    told = tuple(passages(document, text, mentions))
    carried = vesicular_names(sentence for passage in told for sentence in passage.sentences)
    return Reading(told, carried, mentions)


def extract(document: Document, text: Text, mentions: Sequence[Mention]) -> Iterator[Finding]:
    """The findings of a document; parameters as for :func:`read`."""
    return read(document, text, mentions).findings()
