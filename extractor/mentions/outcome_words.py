"""The words of outcome phrases: poles, radiation, efficacy, survival; the patterns that ``outcome`` links."""

from __future__ import annotations

import re

from extractor.mentions.mirna_names import HYPHENS

__all__ = [
    "ALONE",
    "BETTER",
    "CELLULAR",
    "CLAUSE",
    "DOSE",
    "EFFICACY",
    "FAILURE",
    "FATE",
    "FATE_LINK",
    "FRACTION",
    "GRAY",
    "GROWN",
    "INDUCED",
    "IRRADIATED",
    "IRRADIATED_GROWTH",
    "OF_GENES",
    "OF_PEOPLE",
    "ONE_WORD",
    "POLE",
    "RADIATION",
    "RANKED",
    "REACTION",
    "SHARED_TAIL",
    "SURVIVAL",
    "THAN",
    "THERAPEUTIC",
    "WORDS",
]

_H = f"[{HYPHENS}]"
_START = r"(?<![A-Za-z0-9])"
_END = r"(?![A-Za-z0-9])"

_SENSITIVE = (
    rf"(?:hyper{_H}?)?sensitiv(?:e|ity|ities|eness)|(?:re{_H}?)?sensiti[sz](?:e[sd]?|ing|ations?|ers?)"
    rf"|responsive(?:ness)?|"
    r"susceptib(?:le|ility)|vulnerab(?:le|ility)|curab(?:le|ility)"
)
_RESISTANT = (
    r"resist(?:ances?|ant|ancy|ing|s|ed)?|toleran(?:ce|t)|tolerat(?:e[sd]?|ing)|refractor(?:y|iness)"
    r"|insensitiv(?:e|ity)|"
    rf"(?:un|non{_H}?)responsive(?:ness)?|de{_H}?sensiti[sz](?:e[sd]?|ing|ation)"
)
_RESPONSE = rf"(?:non{_H}?)?(?:responses?|respond(?:s|ed|ers?|ing)?)"
_ANY_POLE = f"(?:(?P<resistance>{_RESISTANT})|(?P<sensitivity>{_SENSITIVE})|(?P<response>{_RESPONSE}))"

#: radiosensitivity, radio-resistant, chemoradioresistance, radio(chemo)sensitivity.
ONE_WORD = re.compile(
    rf"{_START}(?:(?:chemo|thermo|immuno|hyper"
    rf"|(?P<not>non)){_H}?)?radio{_H}?\s?(?:/?\(?chemo\)?{_H}?)?{_ANY_POLE}{_END}",
    re.IGNORECASE,
)
#: radio- and chemosensitivity.
SHARED_TAIL = re.compile(
    rf"{_START}radio{_H}?\s?(?:and/or|and|or|/|,|&)\s?(?:chemo|immuno|thermo){_H}?\s?{_ANY_POLE}{_END}", re.IGNORECASE
)
POLE = re.compile(_START + _ANY_POLE + _END, re.IGNORECASE)

#: Radiation as what a tumour is treated with or exposed to, with the adjectives and nouns that belong to the name.
RADIATION = re.compile(
    rf"""{_START} (?:
        (?: (?: ioni[sz]ing | external (?:{_H}?\s?beam)? | stereotactic (?:\s(?:body|ablative))? | fractionated
              | X{_H}?\s?rays? | (?:\u03b3|gamma) (?:{_H}?\s?rays?)?
              | (?:carbon|heavy) {_H}?\s? ions? | proton (?:\sbeam)? | photon | UV{_H}?[ABC]? ) [\s\-\u2010\u2011]? )?
        (?: (?:chemo|immuno|thermo) {_H}? /? )?
        (?: (?:ir)? radiations? (?: [\s-] (?: therap(?:y|ies) | treatments? | exposure | dos(?:e|es|age) ) )?
          | radio {_H}? (?: /? \(? chemo \)? {_H}? )? (?: therap(?:y|ies) | treatments? )
          | radio {_H}? \s? (?: and/or | and | or | / ) \s? chemo {_H}? therapy )
      | brachytherapy | radiosurgery | radioimmunotherapy | radioiodine (?: \s therapy )?
      | X {_H}? \s? rays? | (?:\u03b3|gamma) {_H}? \s? rays?
      | (?: protons? | (?:carbon|heavy) {_H}? \s? ions? | particles? ) \s (?: beam \s therapy | beams? | therapy )
      | (?:carbon|heavy) {_H}? \s? ions?
      | [0-9]{{1,3}} (?: \.[0-9]{{1,2}} )? \s? c?Gy (?: \s (?:of\s)? (?: X {_H}? \s? rays? | (?:ir)? radiation | IR ) )?
      | (?-i: (?:nC|n|C)?CRT | RT | IR | SBRT | SABR | IMRT | RCT | EBRT )
    ) {_END} (?! {_H} (?: mediated | triggered | caused | associated | related | activated | free ) )""",
    re.VERBOSE | re.IGNORECASE,
)
#: What radiation is said to induce. Cells killed by it (``kill``) are an outcome, their death and damage are processes,
#: and what it does to a tissue is no outcome at all.
INDUCED = re.compile(
    rf"(?:{_H}|\s)induced(?!\sby)(?:(?:\s(?:tumou?r|cancer|cell|cellular)){{0,2}}\s(?:(?P<kill>killing"
    rf"|cytotoxicity|lethality)"
    rf"|(?P<death>death|apoptosis|DNA\sdamage|damage){_END}))?",
    re.IGNORECASE,
)
#: Words that open a clause or a phrase of their own: a link never runs over them.
CLAUSE = re.compile(
    r"""
    lead(?:ing|s)? | led | due | owing | according | attributed | linked | relat(?:ed|ive) | compared | prior
    | response | contribut(?:e[sd]?|ing) | expos(?:ed|ure) | subjected | that | which | who | but | while | whereas
    | when | where | after | before | following | upon | during | under | until | since | via | through | than | if
    | thus | thereby | because | although | is | are | was | were | has | have | had | be | been | being | can | could
    | may | might | will | not | (?:un)?able | failed
    | (?:suggest|show|indicat|increas|enhanc|promot|reduc|inhibit|induc)(?:e[sd]?|s|ing)?
    | detect | predict | assess | measure | evaluate | monitor
    """,
    re.VERBOSE | re.IGNORECASE,
)
#: The words of a link; a bracket counts as one.
WORDS = re.compile(r"\([^()]{1,60}\),?|\[[0-9,\s\u2013-]{1,20}\]|\S{1,60}")

#: Just before "response": a reaction inside the cell or the body, not the tumour's fate.
REACTION = re.compile(
    r"\b(?:damage|stress|immune|inflammatory|transcription(?:al)?|repair|checkpoint|adaptive|bystander|vascular"
    r"|antibody|early|acute|"
    r"late|skin|molecular|gene|hormetic|in)\s{1,2}$",
    re.IGNORECASE,
)
OF_GENES = re.compile(
    r"\s(?:genes?|elements?|miRNAs?|proteins?|pathways?|signal\w*|promoters?|mechanisms?)\b", re.IGNORECASE
)

EFFICACY = re.compile(
    rf"{_START}(?:efficac(?:y|ies)|efficiency|effectiveness|(?:therapeutic|curative|anti{_H}?(?:tumou?r|cancer)"
    rf"|killing|cytotoxic|lethal|"
    rf"tumou?ricidal)\s(?:effects?|activity|benefits?|outcomes?)|cytotoxicity|lethality|killing|success|benefits?"
    rf"|(?P<plain>effects?|actions?|outcomes?)){_END}",
    re.IGNORECASE,
)
#: radiotherapeutic efficacy, radiotherapeutic resistance.
THERAPEUTIC = re.compile(
    rf"{_START}(?:chemo)?radio{_H}?(?:/?chemo)?therapeutic\s(?:(?P<sensitivity>efficac(?:y|ies)|efficiency"
    rf"|effectiveness|effects?|sensitivity|benefits?)"
    rf"|(?P<resistance>resistance|tolerance|failure)|(?P<response>responses?|responsiveness)){_END}",
    re.IGNORECASE,
)
FAILURE = re.compile(r"\s(?:treatment\s)?failures?\b", re.IGNORECASE)

#: How many cells live on.
SURVIVAL = re.compile(
    rf"{_START}(?:(?:clonogenic|colony|cell(?:ular)?|tumou?r\scell|cancer\scell)\s)?"
    rf"(?:surviv(?:al|ing|ability)(?:\s(?:fractions?|rates?|curves?|ability|capacity|advantage|benefit))?"
    rf"|viability|clonogenicity|"
    rf"colony{_H}?\s?form(?:ation|ing)(?:\s(?:ability|capacity|rates?))?|clonogenic\s(?:growth|ability|capacity"
    rf"|potential|formation)"
    rf"|plating\sefficienc(?:y|ies)|colon(?:y|ies)(?:\s(?:numbers?|counts?))?){_END}",
    re.IGNORECASE,
)
#: The two measures of radiobiology.
FRACTION = re.compile(
    rf"{_START}(?:(?P<resistance>surviv(?:al|ing)\sfractions?|SF{_H}?[2468])"
    rf"|(?P<sensitivity>(?:sensiti[sz](?:ation|er|ing)|dose|radiation)\senhancement\s(?:ratios?|factors?))){_END}",
    re.IGNORECASE,
)
#: The dose that leaves a tenth of the cells, or controls half of the tumours, or is needed to kill.
DOSE = re.compile(
    rf"{_START}(?:D_?(?:0|10|37|50)|TCD_?50|mean\sinactivation\sdose"
    rf"|(?P<needed>(?:radiation\s)?doses?\s(?:needed|required|necessary)\sto\s(?:control|kill|sterili[sz]e|cure"
    rf"|eradicate|ablate))){_END}",
)
GRAY = re.compile(r"[0-9]\s?c?Gy\b")
_NO_PEOPLE = r"(?<!patient )(?<!patients )(?<!disease )"
#: What becomes of tumours; FATE_LINK stands between that and the radiation.
FATE = re.compile(
    rf"{_NO_PEOPLE}{_START}(?:(?P<resistance>(?:tumou?rs?|xenografts?|spheroids?)\s(?:re-?)?growth"
    rf"|regrowth(?:\sof\s(?:the\s)?(?:tumou?rs?|xenografts?))?|(?:tumou?r|local|locoregional)\s(?:recurrence|relapse)s?"
    rf"|(?:recovery|repopulation|outgrowth)\sof\s(?:\w[\w/-]*\s){{0,3}}(?:cells|tumou?rs|xenografts))"
    rf"|(?P<sensitivity>(?:time|latency)\s(?:to|until|of)\s(?:tumou?r\s)?(?:re-?)?growth"
    rf"|delay\s(?:of|in)\s(?:tumou?r\s)?(?:re-?)?growth|(?:tumou?r\s)?growth\sdelay"
    rf"|(?:tumou?r|local|locoregional)\scontrol"
    rf"|(?:killing|eradication|regression|shrinkage)\sof\s(?:\w[\w/-]*\s){{0,3}}(?:cells|tumou?rs|xenografts)"
    rf"|(?:tumou?r|cancer)?\s?cell\skilling)){_END}",
    re.IGNORECASE,
)
FATE_LINK = re.compile(
    r"\s(?:(?:after|following|upon|by|with|under|produced\sby|induced\sby|achieved\s(?:by|with)"
    r"|caused\sby)\s)(?:exposure\sto\s)?"
    r"(?:the\s|a\s|local\s|fractionated\s|single\s|of\s|dose\s|[0-9]+\s?[x\u00d7]\s?)*",
    re.IGNORECASE,
)
#: Radiotherapy was more effective; of what stands before, the radiation.
RANKED = re.compile(
    r"\s(?:was|were|is|are|became|becomes?|proved|proves?|remained)\s(?:\w+ly\s|much\s|far\s"
    r"|even\s){0,2}(?P<how>more|less)"
    r"\s(?:effective|efficacious|potent|successful|toxic|lethal)\b",
    re.IGNORECASE,
)
#: Smaller tumours than with radiation alone: what is better or worse than the radiation by itself.
ALONE = re.compile(r"\s(?:alone|by\sitself|only)\b", re.IGNORECASE)
THAN = re.compile(r"\b(?:than|compared\s(?:with|to))\s(?:[\w-]+\s){0,6}$", re.IGNORECASE)
BETTER = re.compile(
    r"(?P<sensitivity>smaller|slower|fewer|reduc\w*|suppress\w*|inhibit\w*|delay\w*|decreas\w*|shr[aiu]nk\w*"
    r"|regress\w*|prolong\w*"
    r"|longer|lower|impair\w*|retard\w*)|(?P<resistance>larger|bigger|faster|quicker|shorter|increas\w*|promot\w*"
    r"|accelerat\w*|enhanc\w*"
    r"|greater|higher)",
    re.IGNORECASE,
)
GROWN = re.compile(
    r"\b(?:tumou?rs?|xenografts?|growth|volumes?|weights?|survival|colon(?:y|ies)|viability|proliferation)\b",
    re.IGNORECASE,
)
IRRADIATED = re.compile(rf"{_START}(?:X{_H}?ray{_H}|gamma{_H}|\u03b3{_H}|post{_H})?irradiated{_END}", re.IGNORECASE)
#: How irradiated tumours grow.
IRRADIATED_GROWTH = re.compile(
    rf"{_START}(?:re-?)?growth\sof\s(?:the\s|these\s)?irradiated\s(?:[\w/+-]+\s){{0,3}}(?:tumou?rs?|xenografts?"
    rf"|cells|spheroids?)",
    re.IGNORECASE,
)
CELLULAR = re.compile(r"cell|clon|colon|plating|fraction|spheroid|organoid|line", re.IGNORECASE)
OF_PEOPLE = re.compile(
    r"patient|mice|mouse|people|overall|free|long.term|year|month|median|specific|graft|animal|\brats?\b", re.IGNORECASE
)
