"""What a relation amounts to: its clause, its negation and hedge, and what it says was observed."""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import pairwise

from extractor.frames import Direction, Manipulation, Observed, compose_direction
from extractor.mentions.mention import CARGO_TYPES, Mention
from extractor.mentions.outcome import pole
from extractor.mentions.terms import load as load_terms
from extractor.rules.cues import CueKind
from extractor.rules.relations import Relation, Sentence

__all__ = [
    "clause",
    "is_attribute",
    "is_bare_outcome",
    "is_deprived",
    "is_hedged",
    "is_mediator",
    "is_negated",
    "is_proposed",
    "is_rescue",
    "moved",
    "observed",
    "opposite",
]  # fmt: skip

_CLAUSE = re.compile(r"[;:]|\b(?:whereas|while|whilst|but|although|however|conversely|in contrast)\b", re.IGNORECASE)
_ADJECTIVE = re.compile(r"(?:resistant|sensitive)$", re.IGNORECASE)
_PREDICATIVE = re.compile(
    r"\b(?:more|less|render\w*|ma[dk]e\w*|becom\w*|became|was|were|is|are|be|remain\w*|cells|highly|relatively"
    r"|increasingly)\W+(?:\w+ly\W+)?$",
    re.IGNORECASE,
)
#: Purposes are no findings: "a potential strategy to overcome radioresistance".
_PROPOSAL = re.compile(
    r"\b(?:approach|strateg|target|therap|basis|method|way|option|avenue|tool|candidate|insight|agent|potential|means"
    r"|idea|direction|perspective|possibilit|implication|challenge|measure|crucial|pivotal|essential|attempt"
    r"|effort)\w*"
    r"(?:\W+\w+){0,4}\W+(?:to|for|in|of|how to)\W+(?:\w+ly\W+)?$",
    re.IGNORECASE,
)
#: What was asked or supposed, until the sentence tells what was found.
_OBJECTIVE = re.compile(
    r"^\W*(?:if|whether)\b|\b(?:whether|how to|aim(?:s|ed)? (?:to|at)|(?:in order )?to (?:investigate|explore"
    r"|determine|examine"
    r"|elucidate|clarify|study|assess|evaluate|test)|we (?:asked|hypothesi[sz]ed)|hypothesis|elucidation of)\b",
    re.IGNORECASE,
)
_FOUND = re.compile(
    r"\b(?:found|show(?:s|ed|n)?|reveal(?:s|ed)?|demonstrat(?:e|es|ed)|observed|indicat(?:e|es|ed)"
    r"|we)\b",
    re.IGNORECASE,
)
_NO_CHANGE = re.compile(
    r"\b(?:no|not(?! only)|nor|neither|without|fail\w*|unable|unchanged|unaffected|unaltered|cannot)\b", re.IGNORECASE
)


_WITHOUT = re.compile(r"\b(?:without|lacking)\s(?:(?:exosomal|vesicular|the)\s)?", re.IGNORECASE)
_DEPRIVED = re.compile(
    r"\b(?:no longer|(?:unable|incapable|powerless)|fail(?:s|ed|ing)? to"
    r"|(?:los[te]|loses|losing|lacked|lack|lacking) (?:the|their|its|this) (?:abilit|capa|power|potential)\w*"
    r"|(?:did|do|does|could) not)\b(?:\W+\w+){0,4}\W*$",
    re.IGNORECASE,
)


def clause(sentence: Sentence, at: int) -> tuple[int, int]:
    """The contrastive clause of a sentence that holds document offset ``at``."""
    cuts = [sentence.start, *(sentence.start + m.start() for m in _CLAUSE.finditer(sentence.text)), sentence.end]
    return next(((a, b) for a, b in pairwise(cuts) if a <= at < b), (sentence.start, sentence.end))


def is_negated(sentence: Sentence, relation: Relation) -> bool:
    """Whether the relation is said not to hold."""
    left = max(clause(sentence, relation.start)[0], min(relation.start, relation.mention.start) - 60)
    end = max(relation.start, relation.mention.start)
    # "Vesicles without X" lack X, which negates nothing.
    lacked = {m.start - sentence.start for m in sentence.mentions if m.type in CARGO_TYPES}
    window = _WITHOUT.sub(
        lambda found: " " * len(found.group()) if found.end() in lacked else found.group(), sentence.text
    )
    window = window[max(0, left - sentence.start) : max(0, end - sentence.start)]
    after = sentence.gap(relation.mention.end, relation.mention.end + 40)
    return bool(_NO_CHANGE.search(window)) or bool(
        re.match(r"\W*(?:\w+\W+){0,2}(?:unchanged|unaffected|unaltered)", after)
    )


def is_deprived(sentence: Sentence, relation: Relation) -> bool:
    """Whether vesicles are said to do a thing no longer: it is what they did with the cargo that they have lost."""
    end = max(relation.start, relation.mention.start)
    before = sentence.gap(end - 70, end)
    left = clause(sentence, relation.start)[0]
    # Vesicles must do it themselves: "knock-down of exosomal X did not alter ..." speaks of X.
    has_vesicle = any(
        m.type == "exosome" and left <= m.start < end and not m.text.lower().endswith(("al", "ar"))
        for m in sentence.mentions
    )
    return has_vesicle and _DEPRIVED.search(before) is not None


def is_rescue(sentence: Sentence, relation: Relation) -> bool:
    """Whether a rescue ("reversed the effect of") governs the relation: it confirms a sign and is no finding."""
    return any(
        cue.kind is CueKind.RESCUE
        and cue.start + sentence.start <= relation.start
        and not any(
            boundary.kind is CueKind.BOUNDARY and cue.end <= boundary.start < relation.start - sentence.start
            for boundary in sentence.cues
        )
        for cue in sentence.cues
    )


def is_attribute(sentence: Sentence, mention: Mention) -> bool:
    """Whether an outcome only qualifies a noun (radioresistant cells) and states nothing."""
    if not _ADJECTIVE.search(mention.text):
        return False
    before, after = sentence.text[: mention.start - sentence.start], sentence.text[mention.end - sentence.start :]
    return not _PREDICATIVE.search(before) and not re.match(r"\s+(?:phenotype|state|properties)\b", after)


def is_proposed(sentence: Sentence, relation: Relation) -> bool:
    """Whether the relation is only what something might be used for, what was asked, or what is supposed."""
    if _PROPOSAL.search(sentence.gap(relation.start - 60, relation.start)):
        return True
    before = sentence.gap(sentence.start, relation.start)
    asked = list(_OBJECTIVE.finditer(before))
    return bool(asked) and not _FOUND.search(before, asked[-1].end())


def is_hedged(sentence: Sentence, relation: Relation) -> bool:
    """Whether the relation's clause is hedged."""
    left, right = clause(sentence, relation.start)
    return any(c.kind is CueKind.HEDGE and left <= c.start + sentence.start < right for c in sentence.cues)


def observed(relation: Relation, negated: bool) -> Observed | None:
    """What a relation to an outcome says was seen; None where its wording has no sign."""
    if negated:
        return Observed.NO_CHANGE
    end = pole(relation.mention)
    direction = relation.direction
    if direction is Direction.UNSPECIFIED and end == "resistance" and relation.cue.startswith(("mediat", "role")):
        direction = Direction.INCREASES  # what mediates a resistance, or has a role in it, brings it about
    if direction is Direction.UNSPECIFIED:
        return None
    # A better response to radiotherapy is a higher sensitivity.
    towards = Direction.DECREASES if end == "resistance" else Direction.INCREASES
    return Observed.MORE_SENSITIVE if direction is towards else Observed.MORE_RESISTANT


def opposite(seen: Observed | None) -> Observed | None:
    """The other sign of what was seen; what has no sign stays."""
    return (
        {
            Observed.MORE_SENSITIVE: Observed.MORE_RESISTANT,
            Observed.MORE_RESISTANT: Observed.MORE_SENSITIVE,
        }.get(seen, seen)
        if seen is not None
        else None
    )


def moved(cargo_type: str, manipulation: Manipulation, relation: Relation) -> Direction:
    """What the present cargo does to a target or pathway.

    A loss inverts what was seen. It does not invert what the cargo is: "knock-down of the circRNA ... by sponging the
    miRNA" says that the circRNA sponges, and "inhibiting the miRNA ... by targeting PTEN" that the miRNA targets.
    """
    if relation.cue.startswith("target"):
        return Direction.DECREASES if cargo_type == "miRNA" else relation.direction
    if "spong" in relation.cue or "cerna" in relation.cue:
        return relation.direction
    return compose_direction(manipulation, relation.direction)


@lru_cache(maxsize=4096)
def is_bare_outcome(name: str) -> bool:
    """Whether a process is a mere outcome (proliferation, metastasis), which is a pathway only as a mediator."""
    return any(term.flag == "outcome_only" for term in load_terms().look_up(name, {"pathway"}))


def is_mediator(sentence: Sentence, relation: Relation) -> bool:
    """Whether a bare outcome is said to be the means: "by promoting proliferation", "..., thereby ..." behind it."""
    later = sentence.gap(relation.mention.end, sentence.end)
    followed = re.search(r"\b(?:thus|thereby)\b", later) and any(
        m.type == "outcome" and m.start > relation.mention.end for m in sentence.mentions
    )
    led = re.search(
        r"\b(?:by|through|via)\W+(?:\w+\W+){0,3}$", sentence.gap(relation.start - 30, relation.start)
    ) and any(m.type == "outcome" for m in sentence.mentions)
    return bool(followed or led)
