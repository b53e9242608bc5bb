"""Outcomes that say by themselves how they came about, where no cue that governs them says it."""

from __future__ import annotations

import re
from collections.abc import Sequence

from extractor.frames import Direction
from extractor.mentions.mention import CARGO_TYPES, Mention
from extractor.mentions.outcome import pole
from extractor.mentions.outcome_verbs import is_verbal, spares_normal_tissue
from extractor.rules.relations import Relation, Sentence

__all__ = ["BROUGHT", "UNCHANGED", "death", "settled", "verbal"]

#: The cue of relations that :func:`settled` makes: no negation or rescue in the sentence touches them.
BROUGHT = "brought about"
#: The cue of relations to outcomes that are said to be the same as before.
UNCHANGED = "unchanged"

_SENSITISES = re.compile(r"sensiti[sz](?:e|es|ed|ing|ation|er|ers)\b", re.IGNORECASE)
_ACTS = re.compile(r"act(?:s|ed|ing)?\b", re.IGNORECASE)
_NEEDS = re.compile(
    r"(?:\s(?:of|in)(?:\s[\w/+-]+){1,5}?)?\s(?:\w+ly\s)?"
    r"(?P<verb>(?:depend|rel|hing|rest)(?:s|ed|ies|ied|es)?\s(?:\w+ly\s)?(?:up)?on|requires?|required)\s",
    re.IGNORECASE,
)
_UNCHANGED = re.compile(
    r"(?:\s(?:of|in)(?:\s[\w/+-]+){1,6}?)?\s(?:was|were|is|are|remained|remains?|stayed)\s(?:\w+ly\s)?"
    r"(?:unchanged|unaffected|unaltered|the\ssame)\b",
    re.IGNORECASE,
)
#: What is handed on, needed for, or has its agent before it: the words between the cargo and the outcome.
_QUALITY = r"(?:the\s|their\s|its\s|this\s|acquired\s|intrinsic\s|an?\s)*"
_HANDS_ON = re.compile(
    r"\b(?:pass(?:es|ed|ing)?(?:\son)?|spread(?:s|ing)?|transmit(?:s|ted|ting)?|propagat(?:es?|ed|ing)"
    r"|disseminat(?:es?|ed|ing)"
    rf"|impart(?:s|ed|ing)?|bestow(?:s|ed|ing)?|transfer(?:s|red|ring)?|convey(?:s|ed|ing)?|carr(?:y|ies"
    rf"|ied))\s{_QUALITY}$",
    re.IGNORECASE,
)
_NEEDED_FOR = re.compile(
    r"\b(?:required|necessary|needed|essential|indispensable|critical|crucial|sufficient|responsible)\s"
    rf"(?:for|to\s(?:maintain|sustain|induce|confer))\s{_QUALITY}$",
    re.IGNORECASE,
)
_AGENT = re.compile(
    r"\b(?:(?P<up>drivers?|mediators?|inducers?|promoters?|enhancers?|contributors?|causes?|determinants?"
    r"|facilitators?|source)"
    rf"|(?P<down>suppressors?|inhibitors?|antagonists?|repressors?))\s(?:of|to|for)\s{_QUALITY}$",
    re.IGNORECASE,
)
#: Only of a resistance: who has a part in it brings it about.
_PART_IN = re.compile(
    rf"\b(?:(?:roles?|part)\sin|involved\sin|participat\w+\sin|determin(?:es?|ed|ing))\s(?:(?:maintaining|mediating|conferring)\s)?{_QUALITY}$",
    re.IGNORECASE,
)
_INTO = re.compile(
    r"\b(?:shift|turn|driv|drov|push|convert|transform|switch|steer)\w*\s(?:[\w-]+\s){0,6}?(?:to|into"
    r"|towards?)\s(?:an?\s|the\s)?(?:more\s)?$",
    re.IGNORECASE,
)
_ASIDE = re.compile(r"\s?(?:\([^()]*\))?,\s(?:which|that|an?|the|one)\b", re.IGNORECASE)
_SUFFIX = re.compile(
    r"[-\u2010-\u2013](?:(?P<up>promoting|inducing|enhancing|conferring|causing|driving|maintaining)"
    r"|(?P<down>suppressing|inhibiting|reducing|reversing|overcoming))\b",
    re.IGNORECASE,
)
_HAS = re.compile(
    r"\b(?:ha[sd]|have|having|exert\w*|exhibit\w*|show\w*|display\w*|possess\w*|play\w*|with)\s(?:an?\s|its\s"
    r"|their\s)?(?:\w+\s)?$",
    re.IGNORECASE,
)
_TRAITS = r"effects?|actions?|roles?|activit(?:y|ies)|functions?|propert(?:y|ies)"
_TRAIT = re.compile(rf"\s(?:{_TRAITS})\b", re.IGNORECASE)
_MADE = (
    r"induced|caused|mediated|conferred|evoked|elicited|triggered|promoted|provoked|driven|transmitted|brought\sabout"
)
_BY = re.compile(rf"\s(?:(?:that|which)\s(?:was|were|is|are)\s)?(?:\w+ly\s)?(?:{_MADE})\sby\s", re.IGNORECASE)
_COMPOUND = re.compile(rf"\s?[-\u2010-\u2013]\s?(?:{_MADE}|dependent)\s(?:[\w-]+\s)?$", re.IGNORECASE)
#: "The radiosensitising effect of X": what X does, whatever then undoes it.
_ATTRIBUTED = re.compile(rf"\s(?:{_TRAITS}|influence|capacity|potential)\sof\s", re.IGNORECASE)
_QUALIFIES = re.compile(r"(?:ing|ive|ory)$", re.IGNORECASE)
#: Characters from "induced by" to the name of what induced it.
_NEAR = 60

#: Death of cells is a process; death of irradiated tumour cells is what radiosensitivity means.
_DEATH = re.compile(r"(?:apopto|pyropto|ferropto|necropto|cell\sdeath|mitotic\scatastrophe)", re.IGNORECASE)
_INDUCED = re.compile(
    r"(?:radiation|irradiation|radiotherapy|IR|RT|rays?|Gy)(?:[-\u2010-\u2013]|\s)(?:induced|triggered|caused"
    r"|evoked)\s(?:\w+\s)?$"
    r"|\bpost-?irradiation\s(?:\w+\s)?$|\birradiated\s(?:[\w/+-]+\s){1,4}$",
    re.IGNORECASE,
)
_IN_IRRADIATED = re.compile(r"\s(?:\w+\s)?(?:of|in)\s(?:[\w/+-]+\s){0,4}irradiated\b", re.IGNORECASE)
#: "After 6 Gy, apoptosis of HNSCC cells was higher": what a sentence begins with.
_AFTER_FIRST = re.compile(
    r"\W*(?:after|following|upon|under)\s(?:exposure\sto\s|irradiation\swith\s|treatment\swith\s|a\sdose\sof\s|the\s)?",
    re.IGNORECASE,
)
_THEN = re.compile(r"(?:\s[\w.\u00d7-]+){0,4},\s")
_AFTER_RAY = re.compile(
    r"\s(?:(?:of|in)\s(?:[\w/+-]+\s){1,5})?(?:after|following|upon|under|induced\sby|caused\sby|triggered\sby)\s"
    r"(?:exposure\sto\s|the\s|a\s|[\d.]+\s)*$",
    re.IGNORECASE,
)


def settled(sentence: Sentence) -> list[Relation]:
    """Outcomes whose cause stands beside them: "X-induced radioresistance", "the radioresistance conferred by X".

    What else the sentence says of such an outcome, that something undid it say, is a rescue and no finding.
    """
    found = []
    for mention in sentence.mentions:
        if pole(mention) is None:
            continue
        cause = _cause(sentence, mention)
        if cause is not None:
            found.append(Relation(mention, Direction.INCREASES, cause.end, cause.end, cue=BROUGHT, agent=cause))
    return found


def _cause(sentence: Sentence, outcome: Mention) -> Mention | None:
    molecules = [m for m in sentence.mentions if m.type in CARGO_TYPES]
    if compound := _COMPOUND.search(sentence.gap(outcome.start - 40, outcome.start)):
        end = outcome.start - len(compound.group())
        return next((m for m in molecules if m.end == end), None)
    rest = sentence.gap(outcome.end, sentence.end)
    by = _BY.match(rest) or (_ATTRIBUTED.match(rest) if _QUALIFIES.search(outcome.text) else None)
    if by:
        start = outcome.end + by.end()
        return next((m for m in molecules if start <= m.start <= start + _NEAR), None)
    return None


def verbal(sentence: Sentence, relations: Sequence[Relation]) -> list[Relation]:
    """Outcomes that carry their own verb (sensitizes cells to radiation), are said to need something (radioresistance
    of the cells depends on X) or to be unchanged, and that no other cue governs."""
    # "acts as a radiosensitizer": the noun says what "acts" leaves open.
    governed = {r.mention.start for r in relations if not _ACTS.match(r.cue)}
    found = []
    for m in sentence.mentions:
        if m.type != "outcome" or m.start in governed:
            continue
        rest = sentence.gap(m.end, sentence.end)
        if _SENSITISES.search(m.text) or (is_verbal(m.text) and pole(m) is not None):
            found.append(Relation(m, Direction.INCREASES, m.start, m.end, cue="sensitizes"))
        elif way := _by_words_before(sentence, m, rest):
            found.append(Relation(m, way, m.start, m.end, cue="brings"))
        elif needs := _NEEDS.match(rest):
            start = m.end + needs.start("verb")
            found.append(Relation(m, Direction.INCREASES, start, m.end + needs.end(), passive=True, cue="depends"))
        elif same := _UNCHANGED.match(rest):
            found.append(Relation(m, Direction.INCREASES, m.end, m.end + same.end(), passive=True, cue=UNCHANGED))
    return found


def _by_words_before(sentence: Sentence, outcome: Mention, rest: str) -> Direction | None:
    """Which way the words before an outcome move it: spreads, is required for, is a driver of, has a ... effect."""
    before = sentence.gap(outcome.start - 70, outcome.start)
    molecules = [m for m in sentence.mentions if m.type in CARGO_TYPES and m.end <= outcome.start]
    if len({m.name for m in molecules}) > 1 and _ASIDE.match(sentence.gap(molecules[-1].end, outcome.start)):
        return None  # "X lowers Y, an inhibitor of radioresistance": it is Y of which that is said
    if _HANDS_ON.search(before) or _NEEDED_FOR.search(before) or _INTO.search(before):
        return Direction.INCREASES
    if pole(outcome) == "resistance" and _PART_IN.search(before):
        return Direction.INCREASES
    if way := _AGENT.search(before) or _SUFFIX.match(rest):
        return Direction.INCREASES if way["up"] else Direction.DECREASES
    if _QUALIFIES.search(outcome.text) and _TRAIT.match(rest) and _HAS.search(before):
        return Direction.INCREASES
    return None


def death(sentence: Sentence, mention: Mention) -> bool:
    """Whether a process is the death of irradiated cells: radiation-induced apoptosis, ferroptosis after 6 Gy."""
    if mention.type != "pathway" or not _DEATH.search(mention.text) or spares_normal_tissue(sentence.text):
        return False
    before, after = sentence.gap(mention.start - 60, mention.start), sentence.gap(mention.end, sentence.end)
    if _INDUCED.search(before) or _IN_IRRADIATED.match(after):
        return True
    first = next((m for m in sentence.mentions if m.type == "radiation"), None)
    if (
        first is not None
        and first.end < mention.start
        and _AFTER_FIRST.fullmatch(sentence.gap(sentence.start, first.start))
        and _THEN.match(sentence.gap(first.end, mention.start))
    ):
        return True
    rays = (m for m in sentence.mentions if m.type == "radiation" and mention.end < m.start <= mention.end + 70)
    return any(_AFTER_RAY.fullmatch(sentence.gap(mention.end, ray.start)) for ray in rays)
