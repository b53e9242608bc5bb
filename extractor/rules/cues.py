"""The words that carry direction, manipulation, hedging and negation, and where they stand in a sentence."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

from extractor.frames import Direction

__all__ = ["Cue", "CueKind", "Form", "find_cues"]


class CueKind(StrEnum):
    """What a cue does in a sentence."""

    RELATION = "relation"  # changes what follows it (or, in the passive, what precedes it)
    MEDIATION = "mediation"  # by, via, through: what follows is the means
    LOSS = "loss"  # the cargo is taken away
    GAIN = "gain"  # the cargo is added
    BOUNDARY = "boundary"  # a new clause begins
    HEDGE = "hedge"
    NEGATION = "negation"
    RESCUE = "rescue"  # confirms a sign by undoing it
    MARKER = "marker"  # biomarker, indicator, predictor
    ASSOCIATION = "association"  # correlated with, associated with


class Form(StrEnum):
    """The grammatical form of a relation cue, as far as its ending tells."""

    FINITE = "finite"
    PAST = "past"
    GERUND = "gerund"
    NOUN = "noun"


@dataclass(frozen=True, slots=True)
class Cue:
    """A cue word at ``start`` to ``end`` of the sentence's text."""

    start: int
    end: int
    text: str
    kind: CueKind
    direction: Direction = Direction.UNSPECIFIED
    form: Form = Form.FINITE


_UP, _DOWN, _ANY = Direction.INCREASES, Direction.DECREASES, Direction.UNSPECIFIED

# Stems take the endings below; a stem that ends in e is written without it.
_UP_STEMS = (
    "up-?regulat", "increas", "enhanc", "promot", "activat", "induc", "elevat", "stimulat", "facilitat",
    "augment", "accelerat", "potentiat", "boost", "strengthen", "reinforc", "trigger", "rais", "rescu",
    "restor", "improv", "amplif", "intensif", "stabili[sz]", "fuel", "feed", "unleash", "lift", "rous",
    "accumulat", "confer", "driv", "caus", "evok", "provok", "elicit", "maintain", "sustain", "support",
    "favou?r", "re-?activat", "initiat", "aggravat", "exacerbat", "heighten", "foster", "generat", "upregulat",
    "transactivat", "phosphorylat", "sensiti[sz]", "render", "polari[sz]", "acquir", "develop",
)  # fmt: skip
_DOWN_STEMS = (
    "down-?regulat", "inhibit", "suppress", "decreas", "reduc", "repress", "block", "attenuat", "impair",
    "abolish", "abrogat", "diminish", "lower", "hinder", "prevent", "imped", "silenc", "degrad", "weaken",
    "inactivat", "mitigat", "alleviat", "disrupt", "antagoni[sz]", "eliminat", "deplet", "lessen", "dampen",
    "restrain", "restrict", "curb", "counteract", "interfer", "overcom", "overcam", "revers", "sponge", "spong",
    "sequester", "blunt", "halt", "arrest", "limit", "compromis", "perturb", "undermin", "shut off",
    "switch off", "turn off", "los", "deactivat", "quench", "ablat", "destabili[sz]", "cleav", "ameliorat",
    "reliev", "resensiti[sz]", "delay", "slow", "retard", "curtail",
)  # fmt: skip
_ANY_STEMS = (
    "recruit", "regulat", "modulat", "mediat", "affect", "influenc", "alter", "chang", "govern", "control", "remodel",
    "reprogram", "interact", "bind", "bound", "engag", "act", "involv", "participat", "contribut", "implicat",
    "relat", "target", "recogni[sz]",
)  # fmt: skip

_ENDINGS = (
    r"(?P<end_{0}>e|es|s|ed|ied|ies|y|ing|ning|ting|ion|ions|tion|tions|ation|ations|ition|ment|ance|or|ors|er|t|ten"
    r"|d)?"
)
_NOUN_ENDINGS = frozenset({"ion", "ions", "tion", "tions", "ation", "ations", "ition", "ment", "ance"})
_AGENT_ENDINGS = frozenset({"or", "ors", "er"})
_PAST_ENDINGS = frozenset({"ed", "ied", "d", "ten"})
_GERUND_ENDINGS = frozenset({"ing", "ning", "ting"})


def _stem_pattern(name: str, stems: tuple[str, ...]) -> str:
    alternatives = "|".join(sorted(stems, key=len, reverse=True))
    return rf"(?P<{name}>\b(?:{alternatives}){_ENDINGS.format(name)}\b)"


# Multi-word and irregular cues come first: the regular expression takes the first alternative that matches.
_FIXED: tuple[tuple[str, CueKind, Direction, Form, str], ...] = (
    ("neg_target", CueKind.RELATION, _DOWN, Form.FINITE, r"negatively (?:regulat|control|modulat)\w+"
    r"|negative regulat\w+"),
    ("pos_target", CueKind.RELATION, _UP, Form.FINITE, r"positively (?:regulat|control|modulat)\w+"
    r"|positive regulat\w+"),
    ("knock_noun", CueKind.LOSS, _DOWN, Form.NOUN,
     r"knock-?\s?downs?|knock-?\s?outs?|knocking[- ](?:down|out)|knocked[- ]?(?:down|out)|silencing|silenced"
     r"|depletion"
     r"|depleted|deletion|deleted|deficien(?:cy|t)|ablation|inhibitors?|antagomi?rs?|si-?RNAs?|sh-?RNAs?|RNAi"
     r"|loss of(?: function)?|absence of|lack(?:ing)? of|lacking|blockade|interference|antisense|CRISPR(?:/Cas9)?"
     r"|neutrali[sz](?:ing|ation|ed)|null|knock-?in-?(?:hibition)"),
    ("gain_noun", CueKind.GAIN, _UP, Form.NOUN,
     r"over-?express(?:ion|ing|ed|es)?|mimics?|agomi?rs?|ectopic(?:ally)?|forced expression|ectopic expression"
     r"|transfect(?:ion|ed)|exogenous|gain[- ]of[- ]function|enriched|loaded|containing|high expression"
     r"|highly express\w+"),
    ("rescue", CueKind.RESCUE, _ANY, Form.FINITE,
     r"(?:partially |partly |could |can )?(?:revers|rescu|abolish|abrogat|counteract|attenuat|restor|offset"
     r"|neutrali[sz]|"
     r"block|eliminat|weaken)\w*(?: \w+){0,6}? (?:effects?|impacts?|influences?|actions?|roles?|phenotypes?"
     r"|changes?|functions?)\b(?! of (?:\w+ ){0,2}(?:(?:ir|chemo)?radi|brachy|X-?\s?ray|ioni[sz]ing|\d))"),
    ("up_cause", CueKind.RELATION, _UP, Form.FINITE,
     r"(?:leads?|led|leading) to|add(?:s|ed|ing)? to|(?:results?|resulted|resulting) in|give(?:s|n)? rise to"
     r"|gave rise to"
     r"|contribut(?:e|es|ed|ing) to"
     r"|responsible for|confer(?:s|red|ring)?|ma(?:de|ke|kes|king)|becom(?:e|es|ing)|became|underl(?:ie|ies|ying)"
     r"|render(?:s|ed|ing)?"),
    ("counter", CueKind.RELATION, _DOWN, Form.FINITE, r"counter(?:s|ed|ing)?"),
    ("down_noun", CueKind.RELATION, _DOWN, Form.NOUN, r"loss of|absence of|decrease(?:s)? in|reduction in"
    r"|decline in|drop in"),
    ("up_noun", CueKind.RELATION, _UP, Form.NOUN, r"increase(?:s)? in|rise in|elevation in|gain of|over-?expression"),
    ("comparative_up", CueKind.RELATION, _UP, Form.PAST, r"more|higher|greater|stronger"),
    ("comparative_down", CueKind.RELATION, _DOWN, Form.PAST, r"less|lower|weaker|fewer"),
    # Verbs without object: what changes stands before them.
    ("rise", CueKind.RELATION, _UP, Form.PAST, r"rose|rises|climb(?:s|ed)|went up|go(?:es)? up"),
    ("fall", CueKind.RELATION, _DOWN, Form.PAST,
     r"fell|falls|drop(?:s|ped)|declin(?:es|ed)|dwindl(?:es|ed)|sank|went down|go(?:es)? down"),
    ("any_noun", CueKind.RELATION, _ANY, Form.FINITE, r"(?:effects?|impacts?|influences?|roles?|functions?) (?:on"
    r"|in|upon)"),
    ("sponge", CueKind.RELATION, _DOWN, Form.FINITE,
     r"spong(?:e|es|ed|ing)(?: up| for| of)?|(?:soak|mop)(?:s|ed|ing)? up|trap(?:s|ped|ping)?"
        r"|captur(?:e|es|ed|ing)|adsorb(?:s|ed|ing)?|compet(?:e|es|ed|ing) for"
     r"|(?:acts?|acting|functions?|functioning|serv(?:e|es|ed|ing)|acted"
     r"|functioned) as an? "
     r"(?:\w+[ -]){0,4}?(?:sponge|ce-?RNA|decoy)(?: for| of| to)?|(?:competitively |directly )?(?:absorb"
     r"|sequester)\w*"
     r"|competing endogenous RNA(?: \(ceRNA\))?(?: for| of| to)?"),
    ("association", CueKind.ASSOCIATION, _ANY, Form.FINITE,
     r"(?:positively |negatively |inversely |closely |significantly |strongly )*(?:correlat(?:e|es|ed|ing|ion)"
     r"|associat(?:e|es|ed|ing|ion))"
     r"(?: between| with| to)?|linked (?:to|with)|related to"),
    ("marker", CueKind.MARKER, _ANY, Form.FINITE,
     r"bio-?markers?|markers?|indicators?|predict(?:or|ors|ive|s|ed|ing|ion)?|monitor(?:ing|s|ed)?|surrogates?"
     r"|signatures?"
     r"|indicative|prognosticators?|classif(?:y|ies|ier|iers)|stratif(?:y|ies|ication)|discriminat(?:e|es|ed|ing)"),
    ("hedge", CueKind.HEDGE, _ANY, Form.FINITE,
     r"may|might|could|possibl[ye]|presumabl[ye]|potential(?:ly)?|probabl[ye]|likely|perhaps|putative(?:ly)?"
     r"|speculat\w+"
     r"|hypothesi[sz]\w+|appears? to|seems? to|suggestive"),
    ("negation", CueKind.NEGATION, _ANY, Form.FINITE,
     r"not|no|neither|nor|without|failed to|fails? to|unable to|unaffected|unchanged|unaltered"
     r"|independent(?:ly)? of|cannot"
     r"|lack of effect"),
    ("mediation", CueKind.MEDIATION, _ANY, Form.FINITE,
     r"via|through|by means of|by way of|by|in an?|[- ]dependent(?:ly)?|depend(?:s|ed|ing|ent) (?:up)?on"),
    ("boundary", CueKind.BOUNDARY, _ANY, Form.FINITE,
     r"whereas|while|whilst|but|although|though|however|which|that|who|because|since|after|following|upon|when|where"
     r"|in contrast|conversely|compared (?:with|to)|than|as well as in|thereby|thus|hence|therefore|consequently"
     r"|and then"
     r"|ultimately|in turn|so that|indicating|suggesting|implying|demonstrating|showing|revealing"),
)  # fmt: skip

_TABLE = {name: (kind, direction, form) for name, kind, direction, form, _ in _FIXED}
_STEMS = {"up": _UP, "down": _DOWN, "any": _ANY}
_PATTERN = re.compile(
    "|".join(
        [
            *(rf"(?P<{name}>(?<![\w])(?:{pattern})(?!\w))" for name, _, _, _, pattern in _FIXED),
            _stem_pattern("up", _UP_STEMS),
            _stem_pattern("down", _DOWN_STEMS),
            _stem_pattern("any", _ANY_STEMS),
            r"(?P<semicolon>[;:])",
        ]
    ),
    re.IGNORECASE,
)


def _form(ending: str) -> Form | None:
    """The form that an ending tells; None for agent nouns (an activator, an inhibitor), which relate nothing."""
    ending = ending.lower()
    if ending in _AGENT_ENDINGS:
        return None
    if ending in _NOUN_ENDINGS:
        return Form.NOUN
    if ending in _PAST_ENDINGS:
        return Form.PAST
    if ending in _GERUND_ENDINGS:
        return Form.GERUND
    return Form.FINITE


@lru_cache(maxsize=1024)
def find_cues(sentence: str) -> tuple[Cue, ...]:
    """All cues of a sentence in order; offsets count from the sentence's start.

    Remembered for a while: rules, marks and decoding ask for the same sentences one after the other.
    """
    cues: list[Cue] = []
    for match in _PATTERN.finditer(sentence):
        name = match.lastgroup or ""
        # lastgroup names the innermost closed group: an ending belongs to its stem.
        name = name.removeprefix("end_")
        start, end, text = match.start(), match.end(), match.group()
        if name == "semicolon":
            cues.append(Cue(start, end, text, CueKind.BOUNDARY))
        elif name in _STEMS and sentence[start - 1 : start] in ("-", "–", "‐", "‑"):
            continue  # "radiation-induced apoptosis": a part of the name, no act
        elif name in _STEMS:
            form = _form(match.group(f"end_{name}") or "")
            if form is not None:
                cues.append(Cue(start, end, text, CueKind.RELATION, _STEMS[name], form))
        else:
            kind, direction, form = _TABLE[name]
            cues.append(Cue(start, end, text, kind, direction, form))
    return tuple(cues)
