"""Which molecules a sentence says to be in, on or sent by vesicles."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from extractor.mentions.mention import CARGO_TYPES, Mention
from extractor.mentions.normal import normalise
from extractor.rules.cues import CueKind, Form
from extractor.rules.relations import Sentence
from extractor.rules.study import NONCODING

__all__ = ["VESICLE_MARKERS", "carried", "vesicular_names"]

#: Proteins that define or release vesicles. They are named in every methods section and are no cargo by that.
VESICLE_MARKERS = frozenset(
    normalise(name)
    for name in (
        "CD9", "CD63", "CD81", "CD82", "TSG101", "Alix", "PDCD6IP", "FLOT1", "FLOT2", "flotillin-1", "flotillin",
        "calnexin", "CANX", "syntenin", "SDCBP", "Rab27a", "Rab27b", "GRP94", "HSP90B1", "GM130", "GOLGA2", "actin",
        "β-actin", "ACTB", "GAPDH", "annexin V", "ANXA5", "albumin", "tubulin", "nSMase2", "SMPD3",
    )
)  # fmt: skip

#: Characters between the vesicle and the molecule: side by side, with a verb between them, with "via" between them.
_BESIDE, _ACROSS, _BY_WAY = 70, 200, 160
#: Characters before a vesicle that tell what is done with it.
_LEAD = 100

_SUCH_AS = r"such as|including|like|namely|e\.g\.,?|for example|for instance"
_CLASS = (
    r"(?:mi(?:cro)?|lnc|circ|m|non-?coding |long non-?coding |circular |small )?RNAs?|transcripts?|proteins?|cargos?"
    r"|cargoes|molecules?|factors?|enzymes?|receptors?|ligands?|cytokines?|chemokines?|integrins?|nucleotidases?"
    r"|kinases?|microRNA|oncogenes?|oncoproteins?|antigens?|contents?"
)
#: Vesicle, at most a few words, molecule: "exosomal X", "exosome-derived lncRNA X", "EV-packaged X".
_BEFORE = re.compile(
    rf"^[\s-]*+(?:(?:(?:{_CLASS}|{_SUCH_AS}|derived|associated|carried|packaged|encapsulated|transferred|transmitted"
    rf"|mediated"
    r"|delivered|secreted|loaded|enclosed|contained|shuttled|transported|borne?|bound|incorporated|released"
    r"|containing"
    r"|carrying|enriched|exposed|expressed|positive|anchored|tethered|located|locali[sz]ed|resident|displayed"
    r"|presented|specific|selective|several|various"
    r"|(?:transfer|delivery|transport|secretion|release|shuttling|export)(?: of)?|levels? of|expression of|levels?"
    r"|and (?:intra)?cellular|and circulating|the|surface|membrane|extracellular|pathogenic|functional|active"
    r"|oncogenic"
    r")(?!\w)|[(,:/])[\s-]*+){0,8}+$",
    re.IGNORECASE,
)
#: "Exosomal Hsp DNAJB8": one word that says what kind of molecule it is.
_ADJECTIVAL = re.compile(r"(?:al|ar)$", re.IGNORECASE)
_KIND = re.compile(
    r"\s(?!in |to |of |by |or |and |via |on |for |with |from |into )[A-Za-z-]*[A-Za-z](?<!ed)(?<!ing)(?<!es)\s"
)
#: Molecule, vesicle: "X-containing exosomes", "X+ EVs", "X-loaded vesicles", "X exosomes".
_AFTER = re.compile(
    r"^[\s-]*(?:\+|⁺|high|low|rich|positive|containing|enriched|loaded|overexpressing|over-expressing|carrying"
    r"|bearing|expressing|packed|packaged|modified|transfected|mimic|inhibitor|depleted|deficient|knockdown|laden"
    r"|engineered|delivering|harbou?ring|primed|null|silenced|tumou?r|cell|cancer|derived|[\s()+-])*$",
    re.IGNORECASE,
)
#: "Exosomes derived from": where vesicles come from.
_FROM = r"(?:derived |secreted |released |isolated |shed |obtained )?(?:from|of|by)\s"
_DONORS = re.compile(rf"\s{_FROM}")
#: Vesicles of cells that were made to have more of the molecule: "exosomes from X-overexpressing MSCs".
_DONOR = re.compile(rf"{_FROM}(?:[\w-]+\s){{0,5}}(?:overexpressing |expressing )?$", re.IGNORECASE)
_MADE = re.compile(
    r"^[\s-]{0,2}(?:mimics?[\s-])?(?:modified|over-?expressing|overexpressed|engineered|transfected|transduced"
    r"|loaded|enriched"
    r"|primed|treated)\b",
    re.IGNORECASE,
)

#: What vesicles do to what is in them.
_CARRY = re.compile(
    r"\b(?:(?:transport|deliver|transfer|carr(?:y|ie)|contain|shuttl|transmit|harbou?r|packag|encapsulat|export"
    r"|includ"
    r"|compris|consist|compos|bear|bore|convey|ship|deposit|enclos|hous|hold|held|ferr(?:y|ie)|pass|bring|brought"
    r"|incorporat|enrich"
    r"|load|laden|fill)\w*|rich in|poor in|abundant in|without|lacking|devoid of|free of|stripped of|depleted of"
    r"|deficient in|high in|positive for|express(?:e[sd]|ing)?\b"
    r"|(?:had|have|has|having|show\w*|display\w*|exhibit\w*|possess\w*"
    r"|with)\s(?=(?:\w+ly\s)?(?:\w+\s){0,2}(?:high|more|less"
    r"|low|elevat|increas|enhanc|abundan|enrich|up-?regulat|down-?regulat|reduc|decreas|express|level|amount))\w*"
    r"|(?:suppl(?:y|ie)|provid)\w*(?=\W+(?:[\w-]+\W+){1,3}with\b)|with(?=\s\w*RNA))",
    re.IGNORECASE,
)
#: Examples of anything that was named before.
_EXAMPLES = re.compile(r"includ", re.IGNORECASE)
#: "carry proteins implicated in oxidation, including X".
_AMONG = re.compile(
    rf"{_CARRY.pattern}\W+(?:[\w-]+\W+){{0,4}}?(?:{_CLASS})(?:\s(?!and\b)[\w-]+){{0,6}},?\s(?:{_SUCH_AS})\s(?:[\w-]+\s){{0,2}}$",
    re.IGNORECASE,
)
#: What cells do to vesicles as well: "vesicles release X" right behind the vesicle alone.
_RELEASE = re.compile(r"^\W{0,2}(?:\w+ly\s|that\s|can\s|may\s)?(?:secret|releas|shed)\w*\s", re.IGNORECASE)
#: Between such a verb and the molecule: no other verb, no aim.
_AIM = re.compile(
    r"\bto\s+\w+|\b(?:and|which|that|thereby|thus)\s+\w+(?:ed|es|ing)\b(?! \w*RNA)|\b(?:siRNA|shRNA|inhibitors?"
    r"|antibod\w+|antagomirs?)\b",
    re.IGNORECASE,
)
_AMOUNT = re.compile(
    r"(?:highly |more |less )?(?:increas|elevat|enhanc|reduc|decreas|up-?regulat|down-?regulat|activ|phosphorylat"
    r"|high|low|more"
    r"|less|great|stabili[sz]|enrich|accumulat|alter|chang|function)\w*$",
    re.IGNORECASE,
)
_QUALIFIES = re.compile(r"\W*(?:(?:the|an?|of|both|its|their|with|and|levels?|amounts?|\w+ly)\W+)*", re.IGNORECASE)
#: Where the molecule is: "X is packaged into the vesicles", "X levels in serum exosomes".
_PLACE = (
    r"(?:(?:[\w-]+\s){0,4}?[\w-]+-(?:derived|secreted|released)\s|(?:surface|lumen|membrane|cargo|content"
    r"|fraction|interior)s?"
    r"\sof\s|(?!(?:cells|tissues?|(?!(?:derived|secreted|released|isolated|purified|irradiated)\b)\w+ed|with|by|and|of|to|that|which|from|receiving|after|or)\b)[\w.+/'’-]++(?:\s++"
    r"|(?<=-))){0,5}"
)
_IN = re.compile(rf"\b(?i:in|into|within|inside|aboard|on|onto|from)\s{_PLACE}\W{{0,2}}$")
_BY = re.compile(
    r"\b(?i:via|through|by(?: means of| way of)?|in|within|with|using|together with|alongside)\s"
    rf"(?:(?i:transfer|transport|delivery|release|secretion|uptake)\sof\s)?{_PLACE}\W{{0,2}}$"
)
_MOVED = re.compile(
    r"\b(?:transport|transferr?|deliver|carr(?:y|ie)|shuttl|transmit|transmission|secret|releas|load|packag"
    r"|pack(?:ed|ing|s)?\b|encapsulat|export"
    r"|incorporat|sort|traffick|recruit|ferr(?:y|ie)|ship|convey|deposit|shed|internali[sz]|taken up|uptake"
    r"|spread|enclos"
    r"|pass|propagat)\w*",
    re.IGNORECASE,
)
_FOUND = re.compile(
    r"\b(?:abundan\w*|present|presence|detect\w*|found|identified|elevated|up-?regulat\w*|down-?regulat\w*"
    r"|increas\w*|rais\w*|enhanc\w*"
    r"|decreas\w*|reduc\w*|rose|fell|(?:over-?)?express\w*|higher|lower|enrich\w*|accumulat\w*|deplet\w*|measured"
    r"|levels?"
    r"|dysregulat\w*|deregulat\w*|alter\w*|chang\w*|contain\w*|located|locali[sz]\w*|exists?)\b",
    re.IGNORECASE,
)
_THROUGH = re.compile(r"via|through|by (?:means|way) of", re.IGNORECASE)
_DIRECTLY = re.compile(
    r"^\W*(?:(?:levels?|expression|proteins?|mRNA|content|of|that (?:is|was))\W+){0,3}$", re.IGNORECASE
)
#: "X of the vesicles", "X derived from vesicles": the molecule belongs to them.
_BELONGS = re.compile(
    r"^\W{0,3}(?:(?i:cluster|proteins?|mRNA)\W+)?(?:(?i:derived|originating|coming|stemming|released"
    r"|isolated)\s(?i:from)"
    rf"|of|on|aboard|inside|within)\s{_PLACE}\W{{0,2}}$"
)
#: "was identified as a cargo of the vesicles", "is the exosomal cargo".
_IS_CARGO = re.compile(r"\b(?:cargo(?:es)?|content|component|constituent|passenger)s?\sof\b", re.IGNORECASE)
_CARGO_NEXT = re.compile(
    r"^\s(?:\w+\s){0,2}(?:cargo|component|constituent|molecule|mi(?:cro)?RNA|lncRNA|circRNA|protein)s?\b"
)
_IS = re.compile(r"^\W*(?:\([^)]*\)\W*)?(?:is|was|were|are|as|,)\W+(?:[\w-]+\W+){0,4}$")
#: "Sequencing of the vesicles revealed X", "proteomics of exosomes identified X and Y".
_ANALYSED = re.compile(
    r"(?:sequenc|proteom|profil|analy[sz]|spectromet|array|transcriptom|characteri[sz]|screening"
    r"|blot)\w*\s(?:\w+\s){0,2}"
    r"(?:of|on|in|for)\s(?:[\w-]+\s){0,4}$",
    re.IGNORECASE,
)
_SHOWED = re.compile(
    r"^(?:[^,;:]{0,60}?)\b(?:reveal|identif|detect|show|found|uncover|yield|list|confirm)\w*\s", re.IGNORECASE
)
#: "In the exosomes, X was raised".
_OPENING = re.compile(
    r"(?:^|[;:,]\s|\b(?:and|but|whereas|while)\s)(?:in|within|inside)\s(?:[\w-]+\s){0,4}$", re.IGNORECASE
)
_THEN = re.compile(
    r"^(?:\s(?:from|of|after|at|upon|following)\s[^,;:]{1,40})?,\s(?:the\s)?(?:levels?\sof\s|expression\sof\s"
    r"|amounts?\sof\s)?$",
    re.IGNORECASE,
)
#: "Vesicles protect cells via miR-486-5p", "through the X/Y axis".
_VIA = re.compile(
    r"\b(?:via|through|by(?: means of| way of)?)\s(?:(?:the|its|their|exosomal|transferring|delivering|carrying"
    r"|shuttling"
    r"|releasing|regulating|a|an|lncRNA|circRNA|mi(?:cro)?RNA|transfer of|delivery of)\s)*$",
    re.IGNORECASE,
)
_BREAK = re.compile(
    r"[;:](?!\S)|, (?:which|while|whereas|but|and (?:then|thus))|\b(?:whereas|while|but)\b", re.IGNORECASE
)
#: Lists share the carrier: "exosomal miR-1, miR-2 (let-7) and miR-3".
_SAME_LIST = re.compile(r"(?:\s|,|and|or|/|-|&|as well as|\(|\)|\[|\]|the|proteins?|mRNA)*")
_AXIS = re.compile(r"(?:\s?[/-]\s?[\w-]+)+\s(?:signal\w*\s)?(?:ax[ie]s|pathway|signal)")


def _acts(sentence: Sentence, start: int, end: int) -> bool:
    """Whether a verb that moves something else stands between two document offsets; "elevated levels" is none."""
    for cue in sentence.cues:
        if start <= cue.start + sentence.start and cue.end + sentence.start <= end:
            if cue.kind is CueKind.MEDIATION and cue.text.lower() not in ("in a", "in an"):
                return True
            before = sentence.gap(start, cue.start + sentence.start)
            is_amount = _AMOUNT.match(cue.text) and _QUALIFIES.fullmatch(before)
            if cue.kind is CueKind.RELATION and cue.form is not Form.NOUN and not is_amount:
                return True
            if cue.kind is CueKind.RESCUE:
                return True
    return False


def _behind(vesicle: Mention, mention: Mention, sentence: Sentence) -> bool:
    """Whether a molecule that is named behind a vesicle is its cargo."""
    gap = sentence.gap(vesicle.end, mention.start)
    if len(gap) <= _BESIDE and (_BEFORE.match(gap) or (_ADJECTIVAL.search(vesicle.text) and _KIND.fullmatch(gap))):
        return True
    if len(gap) > _ACROSS or _BREAK.search(gap):
        return False
    before = sentence.gap(max(sentence.start, vesicle.start - _LEAD), vesicle.start)
    if _OPENING.search(before) and _THEN.match(gap):
        return True
    if _ANALYSED.search(before) and (shown := _SHOWED.match(gap)) and len(gap) - shown.end() <= 60:
        return not _AIM.search(gap[shown.end() :])
    made = _MADE.match(sentence.gap(mention.end, sentence.end))
    if _DONOR.fullmatch(gap.lstrip()) and (
        gap.rstrip().endswith("expressing") or (made and (mention.type in NONCODING or "express" in made.group()))
    ):
        return True
    if mention.type in NONCODING and (
        gap == " with " or (len(gap) <= _BY_WAY and _VIA.search(gap) and _is_first(mention, sentence))
    ):
        return True
    if _AMONG.search(gap):
        return True
    told = next(reversed(list(_CARRY.finditer(gap))), None) or _RELEASE.match(gap)
    if told is None:
        return False
    rest, start = gap[told.end() :], vesicle.end + told.end()
    donors = _DONORS.match(gap)
    if donors is None and any(
        m.type in CARGO_TYPES and vesicle.end <= m.start < vesicle.end + told.start() for m in sentence.mentions
    ):
        return False  # "exosomes without X raised Y": it is the cells, or X, that do what is told
    if _EXAMPLES.match(told.group()) and _acts(sentence, vesicle.end, vesicle.end + told.start()):
        return False
    return len(rest.split()) <= 8 and not _AIM.search(rest) and not _acts(sentence, start, mention.start)


def _is_first(mention: Mention, sentence: Sentence) -> bool:
    """Whether no other non-coding RNA is named before: of "miR-1 ... via miR-2" the latter is no cargo."""
    return not any(
        m.type in NONCODING and m.start < mention.start and m.name != mention.name for m in sentence.mentions
    )


def _ahead(vesicle: Mention, mention: Mention, sentence: Sentence) -> bool:
    """Whether a molecule that is named before a vesicle is its cargo."""
    gap = sentence.gap(mention.end, vesicle.start)
    if len(gap) <= 40 and _AFTER.match(gap):
        return True
    if len(gap) > _ACROSS or _is_other_between(mention, vesicle, sentence):
        return False
    gap = sentence.gap(_end_of_list(mention, vesicle, sentence), vesicle.start)
    if _BELONGS.match(gap) or (_IS_CARGO.search(gap) and not _BREAK.search(gap)):
        return True
    if _IS.match(gap) and _CARGO_NEXT.match(sentence.gap(vesicle.end, sentence.end)):
        return True
    if _BREAK.search(gap.removeprefix(", which")):
        return False
    place, means = _IN.search(gap), _BY.search(gap)
    if place is not None:
        head = gap[: place.start()]
        if _DIRECTLY.match(head) or (
            (_FOUND.search(head) or _MOVED.search(head)) and not _does(sentence, mention, place)
        ):
            return True
    if means is None:
        return False
    if _THROUGH.match(means.group()):
        return True
    return bool(_MOVED.search(gap[: means.start()]) or _MOVED.search(sentence.gap(mention.start - 40, mention.start)))


def _does(sentence: Sentence, mention: Mention, place: re.Match[str]) -> bool:
    """Whether the molecule acts between its name and the place: "X drives the sorting of Y into exosomes"."""
    end = mention.end + place.start()
    return any(
        cue.kind is CueKind.RELATION
        and cue.form in (Form.FINITE, Form.GERUND)
        and mention.end <= cue.start + sentence.start < end
        and not _FOUND.match(cue.text)
        and not _MOVED.match(cue.text)
        for cue in sentence.cues
    )


def _is_other_between(mention: Mention, vesicle: Mention, sentence: Sentence) -> bool:
    """Whether another molecule, none of the same list, or a pathway stands between a molecule and a vesicle."""
    end = _end_of_list(mention, vesicle, sentence)
    return any(
        m.type in CARGO_TYPES | {"pathway"} and end <= m.start and m.end <= vesicle.start for m in sentence.mentions
    )


def _end_of_list(mention: Mention, vesicle: Mention, sentence: Sentence) -> int:
    """Where the list of molecules ends that begins with one before a vesicle."""
    end = mention.end
    for other in sentence.mentions:
        if other.type in CARGO_TYPES and mention.end <= other.start and other.end <= vesicle.start:
            if not _SAME_LIST.fullmatch(sentence.gap(end, other.start)):
                break
            end = other.end
    return end


def carried(mention: Mention, sentence: Sentence) -> bool:
    """Whether the sentence says of this mention that it is in, on or sent by vesicles."""
    for vesicle in sentence.mentions:
        if vesicle.type != "exosome":
            continue
        if vesicle.end <= mention.start and _behind(vesicle, mention, sentence):
            return True
        if vesicle.start >= mention.end and _ahead(vesicle, mention, sentence):
            return True
    return False


def _listed(candidates: Sequence[Mention], sentence: Sentence) -> Iterator[Mention]:
    """Those of the candidates that are carried, each by itself or as a member of a list that begins with one."""
    until = -1
    for mention in candidates:
        if carried(mention, sentence) or (
            0 <= until <= mention.start and _SAME_LIST.fullmatch(sentence.gap(until, mention.start))
        ):
            yield mention
            # Of the "miR-1/PTEN axis" the first member may be cargo, the others are what it acts upon.
            until = -1 if _AXIS.match(sentence.gap(mention.end, sentence.end)) else mention.end
        else:
            until = -1


def vesicular_names(sentences: Iterable[Sentence]) -> frozenset[str]:
    """Names of the molecules that some sentence of the document says are in vesicles."""
    return frozenset(
        mention.name
        for sentence in sentences
        for mention in _listed([m for m in sentence.mentions if m.type in CARGO_TYPES], sentence)
        if mention.name not in VESICLE_MARKERS
    )
