"""Phrases about a tumour's response to radiation: radiosensitivity, resistance of the cells to radiotherapy.

The name of a mention is its pole: ``sensitivity``, ``resistance``, or ``response`` where the words favour neither.
What radiation does inside the cell (apoptosis, DNA damage) is a process and no outcome; so are chemoresistance, the
survival of patients, and "in response to irradiation". Efficacy of radiotherapy is sensitivity, survival of irradiated
cells is resistance (annotation guidelines, "Composing the sign").

A phrase is a word with a pole and a word for radiation, with a link between them that is read word by word; the
cost of a phrase is bounded and time grows linearly with the text.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from itertools import islice
from typing import NamedTuple

from extractor.mentions.mention import Mention
from extractor.mentions.outcome_verbs import find_verbs, is_on_tumour
from extractor.mentions.outcome_words import (
    ALONE,
    BETTER,
    CELLULAR,
    CLAUSE,
    DOSE,
    EFFICACY,
    FAILURE,
    FATE,
    FATE_LINK,
    FRACTION,
    GRAY,
    GROWN,
    INDUCED,
    IRRADIATED,
    IRRADIATED_GROWTH,
    OF_GENES,
    OF_PEOPLE,
    ONE_WORD,
    POLE,
    RADIATION,
    RANKED,
    REACTION,
    SHARED_TAIL,
    SURVIVAL,
    THAN,
    THERAPEUTIC,
    WORDS,
)

__all__ = ["find", "pole"]

#: Characters between a pole and its radiation: some ten words for who is sensitive, some seven before the radiation.
_REACH = 180
#: Characters around D10 in which a dose in gray must stand: D0 is a day elsewhere.
_DOSE_REACH = 90
_JOINT = re.compile(
    r"(?:\s?\([A-Za-z]{2,5}\))?(?:\s?(?:and|or|/)\s?[A-Za-z0-9-]{2,20}(?<!-))?(?:\s|[-\u2010-\u2012\u2212]\s?)"
    r"(?:hyper|non-?|(?:patholog|clinic|histolog)[a-z]{1,6}\s|complete\s|treatment\s|tumou?r\s)?"
)
#: "enhanced the effects of radiation": only a verb of more or less makes an effect one of the treatment.
_CHANGED = re.compile(
    r"(?:enhanc|potentiat|improv|augment|strengthen|boost|amplif|increas|attenuat|weaken|impair|reduc|abrogat|counteract)[a-z]{0,4}\s(?:the\s)?$",
    re.IGNORECASE,
)
_FAILURE_OF = re.compile(r"\bfailures?\sof\s(?:the\s)?$", re.IGNORECASE)
#: Characters of a sentence to either side that are looked at.
_SENTENCE = 250
_PROTECTS = re.compile(r"\bradio-?protect(?:ion|ive|ant|s|ed|ing)?\b", re.IGNORECASE)
_RESPONDED = re.compile(
    r"respond(?:s|ed|ing)?\s(?:(?P<well>better|well|favou?rably)|poorly|worse|badly|less)\b", re.IGNORECASE
)
_PATIENTS = re.compile(r"\b(?:patients|individuals|people|cases|subjects|women|men|children)\b[^.;]*$", re.IGNORECASE)
_POOR = re.compile(r"\b(?:poor|weak|inferior|unfavou?rable|unsatisfactory|insufficient)(?:er)?\s$", re.IGNORECASE)
#: "Tumour cells ..., and facilitated their survival after radiotherapy".
_THEIRS = re.compile(r"(?:tumou?r|cancer|carcinoma|glioma|[A-Z]{2,6}C)\s(?:stem\s)?cells\b[^.;]{0,120}\btheir\s$")
_OPPOSITE = {"sensitivity": "resistance", "resistance": "sensitivity"}
_TO = frozenset({"to", "toward", "towards", "against"})
_AFTER = frozenset({"after", "following", "upon", "post", "exposed", "under", "to"})
#: "Irradiated cells that had taken up the vesicles formed fewer colonies": who forms them stands far before.
_FORMED = re.compile(
    rf"{IRRADIATED.pattern}[^.;:]{{0,140}}\b(?:form(?:ed|ing|s)?|produced|left|gave(?:\srise\sto)?|grew\sinto)\s(?:[\w-]+\s){{0,3}}$",
    re.IGNORECASE,
)
_SUBJECT = 190
_SENSITISES = re.compile(r"(?:de|re-?)?sensiti[sz](?:e[sd]?|ing)", re.IGNORECASE)
_IN_CELLS = re.compile(r"\b(?:in|of|for)\s(?:[\w/+-]+\s){0,4}(?:cells|lines)\b")
_CELLS = re.compile(r"(?:\s[\w/+-]{1,20}){0,4}?\s(?:cells?|lines?|tumou?rs?|spheroids?|organoids?)\b")
_HOLDERS = frozenset({"of", "in", "for", "among", "by"})


class _Span(NamedTuple):
    start: int
    end: int
    pole: str


def pole(mention: Mention) -> str | None:
    """``sensitivity`` or ``resistance``; None for a phrase that favours neither, and for what is no outcome."""
    return mention.name if mention.type == "outcome" and mention.name in ("sensitivity", "resistance") else None


def find(text: str) -> list[Mention]:
    """All phrases about the response to radiation in ``text``, sorted, without overlaps.

    >>> [(m.text, m.name) for m in find("It lowered the sensitivity of A549 cells to ionizing radiation.")]
    [('sensitivity of A549 cells to ionizing radiation', 'sensitivity')]
    """
    radiation = [_Span(found.start(), found.end(), "") for found in RADIATION.finditer(text)]
    verbs = [_Span(*phrase) for phrase in find_verbs(text, [(ray.start, ray.end) for ray in radiation])]
    spans = [*_words(text), *_linked(text, radiation), *_survival(text, radiation), *_doses(text), *verbs]
    spans += [*_fate(text, radiation), *_ranked(text, radiation), *_protection(text)]
    kept: list[_Span] = []
    for span in sorted(set(spans), key=lambda span: (span.start, -span.end, span.pole)):
        if kept and span.start < kept[-1].end:
            if span.end - span.start > kept[-1].end - kept[-1].start:
                kept[-1] = span
            continue
        kept.append(span)
    return [
        Mention(s.start, s.end, text[s.start : s.end], "outcome", s.pole, source="grammar")
        for s in (_ranked_response(text, span) for span in kept)
    ]


def _ranked_response(text: str, span: _Span) -> _Span:
    """A response that is said to be good or poor has a pole: responded poorly to radiotherapy, the poor response."""
    if span.pole == "resistance" or _PATIENTS.search(text, max(0, span.start - 90), span.start):
        return span  # how patients with more of a cargo respond is an association
    if found := _RESPONDED.match(text, span.start, span.end):
        return span._replace(pole="sensitivity" if found["well"] else "resistance")
    if found := _POOR.search(text, max(0, span.start - 20), span.start):
        return span._replace(start=found.start(), pole="resistance")
    return span


def _pole_of(found: re.Match[str]) -> str:
    name = found.lastgroup or "response"
    return _OPPOSITE.get(name, name) if "not" in found.re.groupindex and found["not"] else name


def _words(text: str) -> Iterator[_Span]:
    """Phrases that hold radiation and pole in one word or one fixed pair of words."""
    for pattern in (ONE_WORD, SHARED_TAIL, FRACTION, THERAPEUTIC):
        for found in pattern.finditer(text):
            yield _Span(found.start(), found.end(), _pole_of(found))


def _linked(text: str, radiation: list[_Span]) -> Iterator[_Span]:
    """Phrases of a pole and a radiation: sensitivity of X to radiation, radiation resistance, efficacy of radiation."""
    poles = [_Span(found.start(), found.end(), _pole_of(found)) for found in POLE.finditer(text)]
    effects = [
        _Span(found.start(), found.end(), "sensitivity")
        for found in EFFICACY.finditer(text)
        if not found["plain"] or _CHANGED.search(text[max(0, found.start() - 24) : found.start()])
    ]
    last = 0
    for ray in radiation:
        induced = INDUCED.match(text, ray.end)
        end = induced.end() if induced else ray.end
        if induced and induced["kill"]:
            yield _Span(ray.start, end, "sensitivity")
        if not induced:
            yield from _preposed(text, ray, poles, effects)
            yield from (
                _Span(effect.start, end, effect.pole)
                for effect in _before(effects, ray)
                if text[effect.end : ray.start].split() in (["of"], ["of", "the"], ["from"])
            )
        if not induced or induced["kill"] or induced["death"]:
            words = (word for word in _before(poles, ray) if word.end >= last and _leads_to(text, word, ray))
            yield from (_Span(word.start, end, word.pole) for word in islice(words, 1))
        last = ray.end


def _before(spans: list[_Span], ray: _Span) -> Iterator[_Span]:
    """The spans that end within reach before ``ray``, the nearest first."""
    last = bisect_right(spans, ray.start, key=lambda span: span.start) - 1
    while last >= 0 and spans[last].start >= ray.start - _REACH:
        if spans[last].end <= ray.start:
            yield spans[last]
        last -= 1


def _leads_to(text: str, word: _Span, ray: _Span) -> bool:
    """Whether ``word`` [of somebody] to [some of] ``ray`` is one phrase."""
    between = text[word.end : ray.start]
    tokens = [found.group().strip(",") for found in WORDS.finditer(between)]
    verb = _SENSITISES.fullmatch(text, word.start, word.end) is not None
    if verb and (not tokens or tokens in (["chemotherapy", "and"], ["the"])):
        return True
    to = next((at for at, token in enumerate(tokens) if token in _TO), None)
    if to is None or re.search(r"[;:]|\.\s", between):
        return False
    holder, rest = tokens[:to], tokens[to + 1 :]
    adverb = word.pole == "response" and len(holder) == 1
    if holder and holder[0] not in _HOLDERS and not verb and not adverb:
        return False
    if len(holder) > 12 or len(rest) > 8 or any(CLAUSE.fullmatch(token) for token in (*holder, *rest)):
        return False
    if any(token in ("in", "on", "from", "to") for token in rest):
        return False
    # "in response to", "immune response to": what happens in cells or bodies, not how the tumour fares.
    return word.pole != "response" or not REACTION.search(text[max(0, word.start - 24) : word.start])


def _preposed(text: str, ray: _Span, poles: list[_Span], effects: list[_Span]) -> Iterator[_Span]:
    """IR-resistant, radiation (IR) sensitivity, radiation and drug resistance, radiotherapy failure."""
    for words in (poles, effects):
        at = bisect_left(words, ray.end, key=lambda span: span.start)
        while at < len(words) and words[at].start <= ray.end + 40:
            word = words[at]
            if _JOINT.fullmatch(text, ray.end, word.start) and not _is_about_genes(text, word):
                yield _Span(ray.start, word.end, word.pole)
                break
            at += 1
    if failed := FAILURE.match(text, ray.end):
        yield _Span(ray.start, failed.end(), "resistance")
    if failed := _FAILURE_OF.search(text, max(0, ray.start - 24), ray.start):
        yield _Span(failed.start(), ray.end, "resistance")


def _is_about_genes(text: str, word: _Span) -> bool:
    """radiation-responsive genes change with radiation; nothing is said of the tumour."""
    found = text[word.start : word.end].lower()
    return found == "responsive" or (found.startswith("respons") and OF_GENES.match(text, word.end) is not None)


def _doses(text: str) -> Iterator[_Span]:
    """Doses that tell how much cells bear: D10, TCD50, the dose needed to control a tumour."""
    for found in DOSE.finditer(text):
        if found["needed"] or GRAY.search(text[max(0, found.start() - _DOSE_REACH) : found.end() + _DOSE_REACH]):
            yield _Span(found.start(), found.end(), "resistance")


def _fate(text: str, radiation: list[_Span]) -> Iterator[_Span]:
    """How tumours fare after radiation: regrowth after irradiation, tumour control by 3 x 6 Gy, killing by X-rays."""
    for found in IRRADIATED_GROWTH.finditer(text):
        yield _Span(found.start(), found.end(), "resistance")
    for found in FATE.finditer(text):
        at = bisect_left(radiation, found.end(), key=lambda span: span.start)
        if at < len(radiation) and FATE_LINK.fullmatch(text, found.end(), radiation[at].start):
            yield _Span(found.start(), radiation[at].end, found.lastgroup or "")


def _ranked(text: str, radiation: list[_Span]) -> Iterator[_Span]:
    """Radiotherapy was more effective; tumours were smaller than with radiation alone."""
    for ray in radiation:
        if found := RANKED.match(text, ray.end):
            yield _Span(ray.start, found.end(), "sensitivity" if found["how"].lower() == "more" else "resistance")
        elif (alone := ALONE.match(text, ray.end)) and (than := THAN.search(text, max(0, ray.start - 90), ray.start)):
            told = text[max(0, than.start() - _REACH) : than.start()]
            told = told[told.rfind(". ") + 1 :]
            which = list(BETTER.finditer(told))
            if which and GROWN.search(told):
                yield _Span(than.start(), alone.end(), which[-1].lastgroup or "")


def _protection(text: str) -> Iterator[_Span]:
    """Radioprotection of tumours; that of normal tissue says nothing of them."""
    for found in _PROTECTS.finditer(text):
        left, right = max(0, found.start() - _SENTENCE), min(len(text), found.end() + _SENTENCE)
        left = max(left, text.rfind(". ", left, found.start()) + 1)
        stop = text.find(". ", found.end(), right)
        if is_on_tumour(text[left : stop if stop > 0 else right]):
            yield _Span(found.start(), found.end(), "resistance")


def _survival(text: str, radiation: list[_Span]) -> Iterator[_Span]:
    """Survival of irradiated cells, clonogenic survival after irradiation; never the survival of patients."""
    irradiated = [_Span(found.start(), found.end(), "") for found in IRRADIATED.finditer(text)]
    for found in SURVIVAL.finditer(text):
        if OF_PEOPLE.search(text[max(0, found.start() - 24) : found.start()]):
            continue
        theirs = _THEIRS.search(text, max(0, found.start() - _SUBJECT), found.start())
        if (
            end := _irradiated_after(text, found, irradiated)
            or _radiation_after(text, found, radiation)
            or (_ray_next(text, found, radiation) if theirs else None)
        ):
            yield _Span(found.start(), end, "resistance")
        elif _FORMED.search(text, max(0, found.start() - _SUBJECT), found.start()):
            yield _Span(found.start(), found.end(), "resistance")


def _ray_next(text: str, found: re.Match[str], radiation: list[_Span]) -> int | None:
    """Where "survival after radiotherapy" ends."""
    at = bisect_left(radiation, found.end(), key=lambda span: span.start)
    if at == len(radiation) or not FATE_LINK.fullmatch(text, found.end(), radiation[at].start):
        return None
    return radiation[at].end


def _irradiated_after(text: str, found: re.Match[str], irradiated: list[_Span]) -> int | None:
    """Where "survival of irradiated [X] cells" ends."""
    at = bisect_left(irradiated, found.end(), key=lambda span: span.start)
    if at == len(irradiated) or irradiated[at].start > found.end() + 60:
        return None
    between = text[found.end() : irradiated[at].start].split()
    if (
        not between
        or between[0] not in ("of", "in", "on", "to", "upon")
        or len(between) > 5
        or any(CLAUSE.fullmatch(word) for word in between)
    ):
        return None
    if noun := _CELLS.match(text, irradiated[at].end):
        return noun.end()
    return irradiated[at].end if CELLULAR.search(found.group()) else None


def _radiation_after(text: str, found: re.Match[str], radiation: list[_Span]) -> int | None:
    """Where "clonogenic survival [of X cells] after [exposure to] irradiation" ends."""
    at = bisect_left(radiation, found.end(), key=lambda span: span.start)
    if at == len(radiation) or radiation[at].start > found.end() + 120:
        return None
    between = text[found.end() : radiation[at].start]
    words = between.split()
    cues = [place for place, word in enumerate(words) if word.lower() in _AFTER]
    if not cues or re.search(r"[;:.,]\s", between) or len(words) > 14 or OF_PEOPLE.search(between):
        return None
    head = words[: cues[0]]
    if any(CLAUSE.fullmatch(word) for word in head):
        return None
    # A dose in gray is given to cells; whose survival it is after "radiotherapy" must be said.
    if (
        not CELLULAR.search(found.group() + " ".join(words))
        and "Gy" not in text[radiation[at].start : radiation[at].end]
        and not _IN_CELLS.search(text, radiation[at].end, radiation[at].end + 70)
    ):
        return None
    return radiation[at].end if len(words) - cues[0] <= 8 else None
