"""What radiation does to a cargo: whether a sentence says that it raises or lowers a molecule in vesicles.

Two things are asked of a sentence: that a dose or a course of radiation is the occasion of a change ("after 6 Gy", "in
exosomes of irradiated cells", "during radiotherapy", "radiation increased ..."), and which way the molecule changes: as
the subject of a verb without object, as the object of what radiation does, or as that of which vesicles hold more.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from extractor.frames import Direction
from extractor.mentions.mention import CARGO_TYPES, Mention
from extractor.rules.relations import Sentence

__all__ = ["responses"]

#: That radiation is the occasion; what radiation is named for (responders, resistant cells) is none.
_OCCASION = re.compile(
    r"\b(?:after|following|upon|post|during|by|with|under|in response to|since|on|at the end of|course of"
    r"|fractions? of"
    r"|weeks? of|exposed to|exposure to|exposure of|exposure with|received|receiving|given|delivered|treated with"
    r"|undergoing"
    r"|underwent|before and after|from|of|in|to|day of|first|and)\W++(?:\w[\w.×%-]*+\W*+){0,5}+$",
    re.IGNORECASE,
)
_IRRADIATED = re.compile(
    r"(?<!non-)(?<!un-)(?<!sham-)(?<!mock-)\b(?:ir)?radiat(?:ed|ing|ion-(?:induced|elicited|triggered|exposed|treated|responsive))\b",
    re.IGNORECASE,
)
#: What is compared with each other here is patients or lines by how they respond, not before and after radiation.
_COMPARED = re.compile(
    r"\bnon-?respon|\b(?:good|poor|complete|partial|bad|in|among|of|than) (?:non-?)?responders|resistant"
    r"|sensitive|relapse"
    r"|recur|survivor|surviv(?!in)|knock|silenc|over-?express|mimic|inhibitor|transfect|progress(?:ed|ion|ors?)\b"
    r"|failure|control group"
    r"|disease control"
    r"|\bwhose\b|\bthose (?:with|in|who|whose|without)\b|\bthose of (?!sham|mock|un|non|control|their)|\bwhether\b"
    r"|colon(?:y|ies)|clonogen|foci|engineered|artificial|\b(?:selected|obtained) by\b|tumou?rs? (?:grew|shrank)"
    r"|without"
    r"|than in (?!sham|unirradiated|non-?irradiated|control|untreated)",
    re.IGNORECASE,
)

#: Characters before a radiation that tell what part it has.
_LEAD = 140
_MANY = (
    r"(?:(?:an?|the|some|up to)\s)?(?:[\d.,]+|two|three|four|five|six|seven|eight|nine|ten|several|many)"
    r"(?:\s?[-\s]fold|\stimes|\s?×)"
)
_UP = (
    rf"(?:leads?|led|leading) to|(?:results?|resulted|resulting) in|caus(?:es?|ed|ing)|trigger\w*|elicit\w*"
    rf"|increas\w*|rose|rises?|rising|risen|rais\w*|climb\w*|grew|grow[ns]?|growing|elevat\w*|up-?regulat\w*"
    rf"|enrich\w*"
    rf"|doubl\w*|tripl\w*|trebl\w*"
    r"|quadrupl\w*|accumulat\w*|surg(?:e[sd]?|ing)|soar\w*|swell\w*|swoll\w*|gain\w*|boost\w*|enhanc\w*|induc\w*"
    r"|augment\w*"
    r"|stimulat\w*"
    rf"|promot(?!er)\w*|higher|more|greater|up|{_MANY}|multipl\w*|jump\w*|load\w*|fill\w*|abundant|over-?express\w*"
    rf"|appear(?!\w*\sto\b)\w*|peak\w*"
)
_DOWN = (
    r"decreas\w*|f[ea]ll(?:s|en|ing)?|drop\w*|declin\w*|reduc\w*|lower\w*|down-?regulat\w*|deplet\w*|halv\w*"
    r"|dwindl\w*|sank|sunk"
    r"|sink\w*|shr[aiu]nk\w*|diminish\w*|vanish\w*|disappear\w*|suppress(?!or)\w*|inhibit\w*|less|fewer|smaller|down"
    r"|lost|los[se]\w*"
    r"|lack\w*|forfeit\w*|scarce\w*|wan[ei]\w*|cut\w*|slid\w*|attenuat\w*|repress\w*"
)
_CHANGE = re.compile(rf"\b(?:(?P<up>{_UP})|(?P<down>{_DOWN}))(?![\w-])", re.IGNORECASE)
#: Between a molecule and the verb of which it is the subject.
_SUBJECT = re.compile(
    r"^(?:\([^()]*\)|\[[^\]]*\]|[\s(),]|(?:by\s[\w.%]+|levels?|expression|content|contents|amounts?"
    r"|concentrations?|copies|cargo"
    r"|loads?|loading|abundance"
    r"|secretion|release|export|protein|mRNA|transcripts?|in|of|the|(?:ir)?radiated|small|serum|plasma|saliva\w*"
    r"|urin\w*|circulating|cells?|tumou?r|exosom\w*"
    r"|s?EVs?|(?:micro)?vesic\w*|extracellular|was|were|is|are|had|has|have|been|be|being|also|significantly"
    r"|markedly|strongly|further"
    r"|steadily|clearly|each|both|all|which|that|highly|greatly|most|much|consistently|progressively|then"
    r"|likewise|to|found|shown|observed"
    r"|went|go(?:es)?|gone|become|became|dose-dependently|sharply|rapidly|selectively|specifically|the\smost"
    r"|released|secreted|shed|from|by|after|following|upon|during|[\d.,]+|Gy|X-rays?|irradiation|radiation"
    r"|radiotherapy|patients|at|h|days?|hours?|weeks?)(?!\w))*+$",
    re.IGNORECASE,
)
#: Behind a verb without object.
_WITHOUT_OBJECT = re.compile(
    r"^\s*(?:$|[.,;:()\[–-]|(?:in|on|by|to|after|following|upon|during|with|within|from|at|as|and|but|while"
    r"|whereas|only|more|less|than"
    r"|over|under|through|when|if|for|among|[\d.,]+|\w+ly|two|three|four|five|six|seven|eight|nine|ten|several"
    r"|half|further|again|until|compared|relative|\w+fold"
    r"|post|dose|time|steadily|first|inside|across|between|per|versus|vs|up|down)\b)",
    re.IGNORECASE,
)
#: Between what radiation does, or of what vesicles hold more, and the molecule.
_OBJECT = re.compile(
    r"^(?:[\s(),-]|(?:the|an?|significant|marked|substantial|strong|selective|its|their|of|in|for|with|both|levels?"
    r"|expression|content|amounts?|concentrations?"
    r"|copies|cargo|loads?|loading|packaging|sorting"
    r"|abundance|secretion|release|export|transfer|shedding|protein|proteins|mRNA|exosom\w*|s?EVs?"
    r"|(?:micro)?vesic\w*|extracellular|cell\w*|serum|plasma|circulating|such as|including"
    r"|mi(?:cro)?RNAs?|lncRNAs?|circRNAs?|RNAs?|and|several|specific|into|tumou?r|derived|secreted|released"
    r"|endogenous|free|than|as|much)(?!\w))*+$",
    re.IGNORECASE,
)
_HOLD = re.compile(
    r"\b(?:contain|carr|held|hold|harbou?r|secret|releas|shed|transfer|packag|deliver|export|discharg|possess|had"
    r"|bear|bore|show|found|display|exhibit|reveal|detect)\w*"
    r"\W+(?:\w+ly\W+|[\d.,]+\W+|times\W+|fold\W+|the\W+|an?\W+|\w+-fold\W+|as\W+){0,4}$",
    re.IGNORECASE,
)
#: Between radiation and the verb of which it is the subject; a participle that qualifies cells is allowed.
_DOES = re.compile(
    r"\W*+(?:(?!(?:contain|carr|held|hold|harbou?r|had|have|whose|which|who|and|by)\w*\b)\w[\w×.%+-]*+\W*+){0,6}+",
    re.IGNORECASE,
)
_DEGREE = re.compile(
    rf"(?:more|less|up|{_MANY})(?:\sthan|\sto)?(?:\s[\w.-]+){{0,2}}?\s(?:(?:decreas|reduc|halv|lower|increas|rais"
    rf"|elevat|doubl|higher)\w*)\b",
    re.IGNORECASE,
)
_ENRICHED = re.compile(r"enrich|load|fill|abundan|deplet", re.IGNORECASE)
_WERE = re.compile(r"\b(?:was|were|is|are|became|become|to be)\W+(?:\w+ly\W+)?$", re.IGNORECASE)
_POOR = re.compile(r"\b(?:poor in|hardly any|devoid of|stripped of)\s(?:[\w-]+\s){0,2}$", re.IGNORECASE)
_UNTREATED = re.compile(r"\b(?:non-?irradiated|un-?irradiated|sham)", re.IGNORECASE)
_THAN = re.compile(r"\b(?:than|compared|versus|vs|relative)\b", re.IGNORECASE)
_NOT = re.compile(
    r"\b(?:not|no|neither|nor|without|unchanged|unaltered|unaffected|failed|hardly|level)\b", re.IGNORECASE
)
#: Which member of a list goes up and which one down is not read.
_MAPPED = re.compile(r"\brespectively\b|\bopposite directions\b", re.IGNORECASE)
_CLAUSE = re.compile(
    r"[;:]|,\s(?:and|but|while|whereas|which|whose|so|with)\s|\b(?:whereas|while|but)\b"
    r"|\band (?:may|might|could|can|serv\w+|suggest\w*|predict\w*)\b",
    re.IGNORECASE,
)
_LIST = re.compile(r"(?:\s|,|and|or|/|&|as well as|\(|\)|both|mRNA|protein)*")


def responses(
    sentence: Sentence, vesicular: frozenset[str], *, is_about_vesicles: bool
) -> Iterator[tuple[Mention, Direction]]:
    """The molecules of which a sentence says that radiation raises or lowers them in vesicles.

    Parameters
    ----------
    vesicular
        Names of what the document's vesicles carry; nothing else is asked about.
    is_about_vesicles
        Whether a sentence before this one has named the vesicles that are meant.
    """
    molecules = [m for m in sentence.mentions if m.type in CARGO_TYPES]
    if not any(m.name in vesicular for m in molecules) or not _is_occasion(sentence) or _MAPPED.search(sentence.text):
        return
    if not is_about_vesicles and not any(m.type == "exosome" for m in sentence.mentions):
        return
    for group in _groups(molecules, sentence):
        if all(m.name not in vesicular for m in group):
            continue
        direction = _direction(sentence, group)
        if direction is not None:
            yield from ((m, direction) for m in group if m.name in vesicular)


def _is_occasion(sentence: Sentence) -> bool:
    for mention in sentence.mentions:
        if mention.type == "radiation":
            before = sentence.gap(sentence.start, mention.start)
            if not before.strip() or _OCCASION.search(before[-_LEAD:]) or _IRRADIATED.search(sentence.text):
                return True
            if _CHANGE.match(sentence.gap(mention.end, sentence.end).lstrip(" -")):
                return True
    return bool(_IRRADIATED.search(sentence.text))


def _groups(molecules: Sequence[Mention], sentence: Sentence) -> Iterator[list[Mention]]:
    """Molecules in lists, each list as one."""
    group: list[Mention] = []
    for mention in molecules:
        if group and not _LIST.fullmatch(sentence.gap(group[-1].end, mention.start)):
            yield group
            group = []
        group.append(mention)
    if group:
        yield group


def _clause(sentence: Sentence, group: Sequence[Mention]) -> str:
    left = sentence.gap(sentence.start, group[0].start)
    right = sentence.gap(group[-1].end, sentence.end)
    begin = max((found.end() for found in _CLAUSE.finditer(left)), default=0)
    end = next((found.start() for found in _CLAUSE.finditer(right)), len(right))
    return left[begin:] + " " + right[:end]


def _direction(sentence: Sentence, group: Sequence[Mention]) -> Direction | None:
    """Which way the molecules of a list change, None where that is not said."""
    after = sentence.gap(group[-1].end, sentence.end)
    for change in _CHANGE.finditer(after[:140]):
        if _DEGREE.match(after, change.start()):
            continue  # "was more than halved", "five times lower": the other word says which way
        if not _SUBJECT.match(after[: change.start()]):
            break
        if _WITHOUT_OBJECT.match(after[change.end() :]) and not _NOT.search(after[: change.start()]):
            return _way(change) if _is_near(sentence, group) else None
    before = sentence.gap(sentence.start, group[0].start)
    if _POOR.search(before[-24:]) and _is_near(sentence, group):
        return Direction.DECREASES
    for change in reversed(list(_CHANGE.finditer(before))):
        gap = before[change.end() :]
        if not _OBJECT.match(gap):
            return None
        head = before[: change.start()]
        if _NOT.search(head[-30:]):
            return None
        if _by_radiation(sentence, change.start()):
            return _way(change)
        # "Exosomes loaded with X" were loaded by somebody; "contained more X" is what was found.
        if _HOLD.search(head) or (_ENRICHED.match(change.group()) and _WERE.search(head)):
            return _way(change) if _is_near(sentence, group) else None
    return None


def _is_near(sentence: Sentence, group: Sequence[Mention]) -> bool:
    """Whether radiation stands in the clause in which the molecules change, and no groups are compared there."""
    clause = _clause(sentence, group)
    if _COMPARED.search(clause) or (_UNTREATED.search(clause) and not _THAN.search(clause)):
        return False
    if _IRRADIATED.search(clause):
        return True
    return any(m.type == "radiation" and m.text in clause for m in sentence.mentions)


def _by_radiation(sentence: Sentence, at: int) -> bool:
    """Whether the verb at ``at`` is what radiation, or a cell that got it, does: nothing else acts before it."""
    left = sentence.start + at
    before = [
        m for m in sentence.mentions if m.end <= left and m.type in CARGO_TYPES | {"radiation", "pathway", "outcome"}
    ]
    nearest = max(before, key=lambda m: m.end, default=None)
    if nearest is not None:
        return nearest.type == "radiation" and bool(_DOES.fullmatch(sentence.gap(nearest.end, left)))
    return bool(_IRRADIATED.search(sentence.text[:at])) and not _COMPARED.search(sentence.text[:at])


def _way(change: re.Match[str]) -> Direction:
    return Direction.INCREASES if change["up"] else Direction.DECREASES
