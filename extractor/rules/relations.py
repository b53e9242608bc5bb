"""Signed relations of one sentence: which cue moves which mention, and in which direction.

A sentence is taken as a row of items, mentions and cues. A cue in the active voice looks to its right for what it
changes, a passive one to its left; noun cues in between multiply the sign ("inhibits the activation of X").
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from extractor.frames import Direction, along
from extractor.mentions.mention import Mention
from extractor.rules.cues import Cue, CueKind, Form

__all__ = ["COMPARATIVES", "Relation", "Sentence", "read_relations"]

#: Mention types that tell where and in whom, and are never moved by a cargo.
CONTEXT_TYPES = frozenset({"exosome", "cell", "cancer", "fluid", "radiation"})
#: Characters that may lie between a cue and what it changes.
REACH = 120
COMPARATIVES = frozenset({"more", "higher", "greater", "stronger", "less", "lower", "weaker", "fewer"})
#: Characters between the members of a coordinated list.
LIST_GAP = 30

_AUXILIARY = re.compile(
    r"\b(?:was|were|is|are|be|been|being|became|become|becomes|remain\w*|got)\b(?:\W+\w+ly|\W+(?:also|not|then"
    r"|further|most|more|less|all|both|thus)){0,3}\W*$",
    re.IGNORECASE,
)
_WITHOUT_OBJECT = re.compile(r"(?:ros|ris|climb|fell|fall|drop|declin|dwindl|sank|went|go)", re.IGNORECASE)
_AUXILIARY_THERE = re.compile(r"\b(?:was|were|is|are|had|has|have)\b", re.IGNORECASE)
_COMMA = re.compile(r",\s(?:and\s|but\s|so\s|the\s)*")
_TARGET_NOUN = re.compile(
    r"\b(?:as|was|were|is|are|be|being)\W+(?:\w+ly\W+)?(?:an?|the|its|their|one)?\W*(?:\w+\W+){0,3}targets?$",
    re.IGNORECASE,
)
_VERB = re.compile(r"(?:radio-?|re-?|de-?)*sensiti[sz](?:e|es|ed|ing)\b", re.IGNORECASE)
_UNDONE = re.compile(
    r"\b(?:revers|rescu|abolish|abrogat|counteract|attenuat|restor|offset|neutrali[sz]|block|overturn|prevent"
    r"|eliminat)\w*\W+(?:\w+\W+){0,2}$",
    re.IGNORECASE,
)
_SUBJECT = re.compile(r"\s(?:was|were|is|are|has|have)\b", re.IGNORECASE)
_LIST_JOIN = re.compile(
    r"^(?:\s|,|/|-|–|;|and|or|both|as well as|together with|the|of|its|genes?|proteins?|expression|levels?|mRNA"
    r"|in|cells?|\(|\)|&|\+|thereby|thus|hence|consequently|pathways?|signall?ing|axis|mature|a|an|subsequent(?:ly)?|downstream|respectively)*$",
    re.IGNORECASE,
)
_OF = re.compile(
    r"^(?:\s|of|in|the|its|both|their|mature|total|cellular|endogenous|protein|mRNA|gene|expression|levels?"
    r"|phosphorylated|tumou?r|cancer|cells?|intracellular|a|target|downstream|direct)*$",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence's text with its mentions and cues, all by offsets into the document except ``cues`` (into ``text``).

    ``context`` holds the cancers and cells that are named inside other mentions.
    """

    start: int
    end: int
    text: str
    mentions: tuple[Mention, ...]
    cues: tuple[Cue, ...]
    context: tuple[Mention, ...] = ()

    def gap(self, start: int, end: int) -> str:
        """The words between two document offsets."""
        return self.text[max(0, start - self.start) : max(0, end - self.start)]


@dataclass(frozen=True, slots=True)
class Relation:
    """A mention that is moved in ``direction`` by whatever acts at ``start`` (document offset of the cue)."""

    mention: Mention
    direction: Direction
    start: int
    end: int
    passive: bool = False
    mediated: bool = False
    cue: str = ""
    agent: Mention | None = None  # what acts, where the words beside the mention name it


def _is_comparative(cue: Cue) -> bool:
    return cue.text.lower() in COMPARATIVES


def _is_passive(sentence: Sentence, cue: Cue) -> bool:
    if _is_comparative(cue):
        # "were more sensitive to radiation" says so of what follows, "was higher in resistant cells" of its subject.
        start = cue.end + sentence.start
        if any(m.type == "outcome" and start < m.start <= start + 12 for m in sentence.mentions):
            return False
    if _WITHOUT_OBJECT.match(cue.text):
        return True
    return cue.form is Form.PAST and bool(_AUXILIARY.search(sentence.text[max(0, cue.start - 40) : cue.start]))


def _listed(sentence: Sentence, mentions: Sequence[Mention], at: int, step: int) -> list[Mention]:
    """The coordinated list that starts at ``mentions[at]`` and runs in direction ``step``."""
    found = [mentions[at]]
    while 0 <= at + step < len(mentions):
        nearer, further = mentions[at], mentions[at + step]
        first, second = (nearer, further) if step > 0 else (further, nearer)
        gap = sentence.gap(first.end, second.start)
        if second.start - first.end > LIST_GAP or not _LIST_JOIN.match(gap) or further.type in CONTEXT_TYPES:
            break
        if step > 0 and _SUBJECT.match(sentence.gap(further.end, sentence.end)):
            break  # "raised PTEN, and radiosensitivity was suppressed": the subject of a clause of its own
        if further.type == "outcome" and _VERB.match(further.text):
            break  # "blocked miR-21 and sensitised cells to radiation": a clause of its own
        found.append(further)
        at += step
    return found


def _active(sentence: Sentence, at: int) -> tuple[list[Mention], Direction, int]:
    """What the cue at index ``at`` changes to its right: the list, the sign, and the end of the last cue used."""
    cue = sentence.cues[at]
    direction, position = cue.direction, cue.end + sentence.start
    for later in [*sentence.cues[at + 1 :], None]:
        limit = later.start + sentence.start if later else sentence.end
        for index, mention in enumerate(sentence.mentions):
            if not position <= mention.start < limit or mention.type in CONTEXT_TYPES:
                continue
            if mention.start - position > REACH:
                return [], direction, position
            return _listed(sentence, sentence.mentions, index, +1), direction, position
        if later is None or later.kind in (CueKind.BOUNDARY, CueKind.MEDIATION, CueKind.RESCUE):
            return [], direction, position
        if later.kind is CueKind.RELATION:
            nominal = (
                later.form is Form.NOUN
                or later.text.lower() == "acquired"
                or _is_comparative(later)
                or (later.form in (Form.PAST, Form.FINITE) and _is_attributive(sentence, later))
            )
            if not nominal or ", " in sentence.gap(position, limit):
                return [], direction, position
            direction, position = along(direction, later.direction), later.end + sentence.start
        elif later.kind in (CueKind.LOSS, CueKind.GAIN) and later.form is Form.NOUN:
            return [], direction, position
    return [], direction, position


def _shared(sentence: Sentence, at: int) -> list[Mention]:
    """What a coordinated cue changes with the one after it: "increased and decreased the radiosensitivity"."""
    cue, later = sentence.cues[at], sentence.cues[at + 1 : at + 2]
    if not later or later[0].kind is not CueKind.RELATION:
        return []
    if _is_comparative(later[0]) or not re.fullmatch(r"(?:\s|,|and|or)+", sentence.text[cue.end : later[0].start]):
        return []
    return _active(sentence, at + 1)[0] or _shared(sentence, at + 1)


def _is_attributive(sentence: Sentence, cue: Cue) -> bool:
    """Whether a participle stands before a noun that it qualifies (resulted in *increased* expression)."""
    before = sentence.text[max(0, cue.start - 14) : cue.start].lower()
    return (
        cue.form is Form.PAST
        and bool(re.search(r"(?:\b(?:in|to|the|an?|of|with|by)|ly)\s+$", before))
        and not _is_passive(sentence, cue)
    )


def _passive(sentence: Sentence, at: int) -> list[Mention]:
    """What the passive cue at index ``at`` changes: the list before its auxiliary, within the clause."""
    cue = sentence.cues[at]
    position = cue.start + sentence.start
    left = max(
        (earlier.end + sentence.start for earlier in sentence.cues[:at] if earlier.kind is CueKind.BOUNDARY),
        default=sentence.start,
    )
    candidates = [
        index for index, mention in enumerate(sentence.mentions) if left <= mention.start and mention.end <= position
    ]
    # "When X was knocked down, Y was raised", "X raised Z, and Y was lowered": the subject stands behind the comma
    # where a clause with a verb of its own ends there.
    comma = max((found.end() for found in _COMMA.finditer(sentence.text, 0, cue.start)), default=0)
    behind = [index for index in candidates if sentence.mentions[index].start >= comma + sentence.start]
    if comma and any(sentence.mentions[index].type not in CONTEXT_TYPES for index in behind):
        told = sentence.text[left - sentence.start : comma]
        if _AUXILIARY_THERE.search(told) or any(
            c.kind is CueKind.RELATION and left - sentence.start <= c.start < comma and c.form is not Form.NOUN
            for c in sentence.cues
        ):
            candidates = behind
    if not candidates:
        return []
    # The head of the subject is the mention nearest to its left edge that an "expression of" or nothing precedes;
    # "the expression of A in B-treated cells was reduced" is about A.
    for index in candidates:
        if sentence.mentions[index].type in CONTEXT_TYPES:
            continue
        return _listed(sentence, sentence.mentions, index, +1)
    return []


def _noun_left(sentence: Sentence, cue: Cue) -> list[Mention]:
    """What a noun cue that no "of" follows changes: the compound before it (Akt activation)."""
    position = cue.start + sentence.start
    for index in range(len(sentence.mentions) - 1, -1, -1):
        mention = sentence.mentions[index]
        if mention.end > position:
            continue
        gap = sentence.gap(mention.end, position)
        if len(gap) <= 22 and re.fullmatch(
            r"[\s-]*(?:(?:expression|protein|mRNA|gene|pathway|signall?ing|axis|level)[\s-]*){0,2}", gap
        ):
            return _listed(sentence, sentence.mentions, index, -1)
        return []
    return []


def read_relations(sentence: Sentence) -> list[Relation]:
    """The signed relations of a sentence, in the order of their cues."""
    relations: list[Relation] = []
    used: set[int] = set()  # starts of cues that another cue's sign has taken in
    mediators = [cue.end for cue in sentence.cues if cue.kind is CueKind.MEDIATION]
    for at, cue in enumerate(sentence.cues):
        if cue.kind is CueKind.MEDIATION:
            relations.extend(_means(sentence, at))
            continue
        if cue.kind is not CueKind.RELATION or cue.start in used:
            continue
        start, end = cue.start + sentence.start, cue.end + sentence.start
        if _TARGET_NOUN.search(sentence.text[max(0, cue.start - 40) : cue.end]):
            relations.extend(_named_target(sentence, at))
            continue
        mediated = any(0 <= cue.start - mediator <= 25 for mediator in mediators)
        if _is_passive(sentence, cue):
            objects, direction, passive = _passive(sentence, at), cue.direction, True
        else:
            objects, direction, position = _active(sentence, at)
            passive = False
            if not objects:
                objects = _shared(sentence, at)
            if cue.form is Form.NOUN:
                first = sentence.gap(end, objects[0].start) if objects else ""
                if not objects or not re.match(r"\s*(?:of|in)\b", first):
                    left = _noun_left(sentence, cue)
                    objects, direction = left, cue.direction
                    position = end
            used.update(later.start for later in sentence.cues[at + 1 :] if later.end + sentence.start <= position)
        relations.extend(
            Relation(mention, direction, start, end, passive, mediated, cue.text.lower()) for mention in objects
        )
    return relations


def _named_target(sentence: Sentence, at: int) -> list[Relation]:
    """What a noun says to be a target: "KDM5C was its direct target", "identified GATA3 as a target of miR-155"."""
    cue = sentence.cues[at]
    position = cue.start + sentence.start
    for index in range(len(sentence.mentions) - 1, -1, -1):
        mention = sentence.mentions[index]
        if mention.end > position or mention.type in CONTEXT_TYPES:
            continue
        if position - mention.end > REACH // 2:
            return []
        start, end = position, cue.end + sentence.start
        return [
            Relation(found, Direction.UNSPECIFIED, start, end, cue="target")
            for found in _listed(sentence, sentence.mentions, index, -1)
        ]
    return []


def _means(sentence: Sentence, at: int) -> list[Relation]:
    """What stands directly behind by, via or through: the means, without a sign ("via the PI3K/Akt pathway")."""
    cue = sentence.cues[at]
    if _UNDONE.search(sentence.text[max(0, cue.start - 40) : cue.start]):
        return []  # "was reversed by X": X undoes the effect, it is not its means
    start, end = cue.start + sentence.start, cue.end + sentence.start
    limit = next((c.start + sentence.start for c in sentence.cues[at + 1 :]), sentence.end)
    for index, mention in enumerate(sentence.mentions):
        if end <= mention.start < limit or (end <= mention.start and mention.start < end + 6):
            if mention.start - end <= 40 and _OF.match(sentence.gap(end, mention.start)):
                return [
                    Relation(found, Direction.UNSPECIFIED, start, end, mediated=True, cue=cue.text.lower())
                    for found in _listed(sentence, sentence.mentions, index, +1)
                ]
            return []
    return []
