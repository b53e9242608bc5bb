"""Phrases that say by their verb how irradiated tumour cells fare: withstand 8 Gy, protect glioma cells from X-rays.

They are outcomes like those of :mod:`extractor.mentions.outcome`, and carry their own verb: nothing else need be said
to raise or lower them (:func:`is_verbal`). To protect is an outcome only where tumour cells are protected: what spares
normal tissue says nothing of the tumour (annotation guidelines, "Where systems go wrong").
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence

from extractor.mentions.outcome_words import CLAUSE, OF_PEOPLE, WORDS

__all__ = ["find_verbs", "is_on_tumour", "is_verbal", "spares_normal_tissue"]

#: Start, end and pole of a phrase; start and end of a radiation.
Phrase = tuple[int, int, str]
Ray = tuple[int, int]

#: Words between a verb and its radiation.
_MOST = 10
_REACH = 110

_GUARD = r"(?:protect|shield|safeguard|guard|spar|sav)(?:s|ed|es|e|ing)?"
_ENDURE = (
    r"(?:tolerat(?:es?|ed|ing)|withst(?:ands?|anding|ood)|surviv(?:es?|ed|ing)(?!\s(?:fraction|cell|colon))"
    r"|resist(?:s|ed|ing)?"
    r"|outliv(?:es?|ed|ing)|outlast(?:s|ed|ing)?)"
)
_ESCAPE = r"(?:escap(?:es?|ed|ing)|evad(?:es?|ed|ing))"
_JOIN = (
    r"(?:synerg(?:i[sz](?:es?|ed|ing)|ies|y)|(?:act(?:s|ed|ing)?|work(?:s|ed|ing)?)\ssynergistically"
    r"|cooperat(?:es?|ed|ing))"
)
_CHANGE = r"(?:potentiat|undermin|blunt|boost|strengthen|weaken|compromis|counteract|thwart)(?:es?|ed|s|ing)?"
_VERBS = re.compile(
    rf"\b(?:(?P<guard>{_GUARD})|(?P<endure>{_ENDURE}|{_ESCAPE})|(?P<join>{_JOIN})|(?P<change>{_CHANGE}))\b",
    re.IGNORECASE,
)
_KIND = {"guard": "resistance", "endure": "resistance", "join": "sensitivity", "change": "sensitivity"}
#: What a treatment is called, and what makes it a part of another name.
_TREATMENT = re.compile(r"therap|irradiation|brachy|surgery", re.IGNORECASE)
_PART = re.compile(
    r"[-\u2010-\u2012]|\s(?:induced|resist|sensitiv|failure|toxicit|side|regimen|plan|dos)", re.IGNORECASE
)

_TUMOUR = re.compile(
    r"tumou?r|cancer|carcinoma|glio|blastoma|melanoma|sarcoma|myeloma|lymphoma|leuk|hepatoma|malignan|metasta"
    r"|\b(?-i:[A-Z]{2,6}C)\b"
    r"|\b(?-i:[A-Z][A-Za-z]{0,6}[- ]?\d[\w/-]{0,8}|HeLa|LNCaP|CaSki|SiHa|AsPC-1)\b",
    re.IGNORECASE,
)
_NORMAL = re.compile(
    r"normal|healthy|non-?(?:malignan|tumou?r|cancer)|HUVEC|HEK-?293|IEC|NIH|HaCaT|MRC-?5|WI-?38|BEAS|MCF-?10|AHH"
    r"|epitheli|endotheli|fibroblast|intestin|skin|marrow|crypt|mucosa|neuron|cardio|hippocamp|stem cells|tissue"
    r"|\bmice\b|\brats?\b|\blungs?\b",
    re.IGNORECASE,
)
#: Those that a sentence has named before, and how far back.
_THEM = re.compile(
    r"\s(?:them|(?:these|the|those|such|recipient|the recipient)(?:\s(?:tumou?r|cancer))?\scells)\s(?:from"
    r"|against)\s(?:the\s|a\s)?",
    re.IGNORECASE,
)
_SENTENCE = 250
#: "Lung squamous cell carcinoma", "skin cancers": the tissue that a tumour is called by.
_SITED = re.compile(
    r"\b[\w-]+\s(?:[\w-]+\s){0,3}?(?:cancers?|carcinomas?|adenocarcinomas?|tumou?rs?|metastas[ei]s)\b", re.IGNORECASE
)
_FROM = frozenset({"from", "against"})
#: Between an enduring verb and its radiation stand amounts only: "2 to", "up to", "a dose of", "the".
_AMOUNT = re.compile(
    r"(?:a|the|from|up|to|as|much|even|doses?|of|single|high|low|further|another|x|\u00d7|[\d.,\u2013-]+|Gy)",
    re.IGNORECASE,
)
_DIRECT = re.compile(r"\s(?:the\s|subsequent\s|local\s|fractionated\s)?", re.IGNORECASE)
_WITH = re.compile(r"\s?(?:with|to)\s(?:the\s|fractionated\s|local\s)?", re.IGNORECASE)
_VERBAL = re.compile(
    rf"(?:{_GUARD}|{_ENDURE}|{_ESCAPE}|{_JOIN})\b|(?:than|compared)\s|.*\s(?:more|less)\s\w+$|.*enhancement\s"
    r"|respond\w*\s(?:better|well|favou?rably|poorly|worse|badly|less)\b",
    re.IGNORECASE,
)


def is_verbal(text: str) -> bool:
    """Whether an outcome phrase says by itself how irradiated cells fare: by one of the verbs of this module, by a rank
    (more effective, smaller than with radiation alone), or by a measure of enhancement."""
    return _VERBAL.match(text) is not None


def spares_normal_tissue(text: str) -> bool:
    """Whether a text names normal tissue or people, and no tumour: what it says of radiation is not about one."""
    return _TUMOUR.search(text) is None and (_NORMAL.search(text) or OF_PEOPLE.search(text)) is not None


def is_on_tumour(text: str) -> bool:
    """Whether a text names a tumour, and no normal tissue."""
    return _TUMOUR.search(text) is not None and _NORMAL.search(_SITED.sub(" ", text)) is None


def find_verbs(text: str, radiation: Sequence[Ray]) -> Iterator[Phrase]:
    """Phrases from a verb to the radiation that it governs; ``radiation`` holds all places of one, sorted."""
    starts = [start for start, _ in radiation]
    for verb in _VERBS.finditer(text):
        at = bisect_left(starts, verb.end())
        if at == len(starts) or starts[at] > verb.end() + _REACH:
            continue
        start, end = radiation[at]
        kind = verb.lastgroup or ""
        if kind == "change":
            # The verb stays outside: it raises or lowers what the treatment does.
            if _DIRECT.fullmatch(text, verb.end(), start) and _is_treatment(text, start, end):
                yield start, end, _KIND[kind]
            continue
        if _governs(kind, text[verb.end() : start], text[max(0, verb.start() - 40) : verb.start()]) or (
            kind == "guard"
            and _guards_them(text[verb.end() : start], text[max(0, verb.start() - _SENTENCE) : verb.start()])
        ):
            yield verb.start(), end, _KIND[kind]


def _is_treatment(text: str, start: int, end: int) -> bool:
    return _TREATMENT.search(text, start, end) is not None and _PART.match(text, end) is None


def _guards_them(between: str, before: str) -> bool:
    """Whether cells that the words before called a tumour's are protected: "HNSCC cells ..., protecting them from"."""
    if _THEM.fullmatch(between) is None:
        return False
    told = before[max(before.rfind(". "), before.rfind("; ")) + 1 :]
    return is_on_tumour(told)


def _governs(kind: str, between: str, before: str) -> bool:
    """Whether the words between a verb and a radiation make the radiation its object."""
    if re.search(r"[;:]|\.\s", between):
        return False
    words = [found.group().strip(",") for found in WORDS.finditer(between)]
    if kind == "join":
        return _WITH.fullmatch(between) is not None
    if kind == "endure":
        return len(words) <= 5 and all(map(_AMOUNT.fullmatch, words)) and not OF_PEOPLE.search(before)
    at = next((place for place, word in enumerate(words) if word.lower() in _FROM), None)
    if at is None or len(words) > _MOST or any(map(CLAUSE.fullmatch, words[:at])):
        return False
    guarded = " ".join(words[:at])
    if any(map(CLAUSE.fullmatch, words[at + 1 :])) or len(words) - at > 6:
        return False
    return is_on_tumour(guarded)
