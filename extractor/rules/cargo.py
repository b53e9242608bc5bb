"""Which mentions are a vesicle's cargo, and how the text says that the cargo was manipulated."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from extractor.frames import Manipulation
from extractor.mentions.mention import CARGO_TYPES, Mention
from extractor.mentions.normal import normalise
from extractor.rules.relations import Sentence

__all__ = [
    "VESICLE_MARKERS",
    "class_type",
    "is_carried",
    "is_readout",
    "manipulation_of",
    "nearest_manipulation",
    "vesicular_names",
]

#: Proteins that define or release vesicles. They are named in every methods section and are no cargo by that.
VESICLE_MARKERS = frozenset(
    normalise(name)
    for name in (
        "CD9", "CD63", "CD81", "CD82", "TSG101", "Alix", "PDCD6IP", "FLOT1", "FLOT2", "flotillin-1", "flotillin",
        "calnexin", "CANX", "syntenin", "SDCBP", "Rab27a", "Rab27b", "GRP94", "HSP90B1", "GM130", "GOLGA2", "actin",
        "β-actin", "ACTB", "GAPDH", "annexin V", "ANXA5", "albumin", "tubulin", "nSMase2", "SMPD3",
    )
)  # fmt: skip

_CARRY = (
    r"(?:(?:transport|deliver|transfer|carr(?:y|ie)|contain|shuttl|transmit|secret|releas|load|harbo|enrich|packag"
    r"|encapsul|export"
    r"|includ|compris|bear|shed|convey|ship|deposit|rich in|enclos|hous|hold|held)\w*|express(?:es|ed|ing))"
)
_BEFORE = re.compile(  # vesicle, at most a few words, cargo: "exosomal X", "exosome-derived lncRNA X", "EV-packaged X"
    r"^[\s-]*(?:(?:derived|associated|carried|packaged|encapsulated|transferred|transmitted|mediated|delivered"
    r"|secreted|loaded"
    r"|enclosed|contained|shuttled|transported|borne|bound|incorporated|released|containing|carrying|enriched"
    r"|positive|miRNAs?|microRNAs?"
    r"|lncRNAs?|long non-?coding RNAs?|circRNAs?|circular RNAs?|mRNAs?|RNAs?|proteins?|cargos?|cargo|transfer of"
    r"|delivery of"
    r"|transport of|secretion of|release of|levels? of|expression of|level|and|\(|,|the|surface|membrane"
    r"|-)[\s-]*){0,5}$",
    re.IGNORECASE,
)
_AFTER = re.compile(  # cargo, vesicle: "X-containing exosomes", "X+ EVs", "X-loaded vesicles", "X exosomes"
    r"^[\s-]*(?:\+|high|low|rich|positive|containing|enriched|loaded|overexpressing|over-expressing|carrying"
    r"|bearing|expressing"
    r"|packed|packaged|modified|transfected|mimic|inhibitor|depleted|deficient|knockdown|laden|engineered"
    r"|delivering|harbou?ring"
    r"|null|silenced|tumou?r|cell|cancer|derived|[\s()+-])*$",
    re.IGNORECASE,
)
_INTO = re.compile(  # cargo, a clause's worth of words, by way of the vesicle
    r"\b(?:in|into|via|through|by|within|from|inside|of|as|using|with)\b(?:\W+\w+){0,5}\W*$", re.IGNORECASE
)
_MOVED = re.compile(_CARRY, re.IGNORECASE)
#: "Exosomal Hsp DNAJB8": one word that says what kind of molecule it is.
_ADJECTIVAL = re.compile(r"(?:al|ar)$", re.IGNORECASE)
_KIND = re.compile(
    r"\s(?!in |to |of |by |or |and |via |on |for |with |from |into )[A-Za-z-]*[A-Za-z](?<!ed)(?<!ing)(?<!es)\s"
)
_THROUGH = re.compile(r"\b(?:via|through|by means of|by way of)\W+(?:\w+\W+){0,2}$", re.IGNORECASE)
_IN_IT = re.compile(
    r"\W*(?:levels? |expression |proteins? |mRNA )?(?:in|within|from|inside|into|on|aboard)\b", re.IGNORECASE
)
_FOUND = re.compile(
    r"\b(?:abundant|present|detected|found|identified|elevated|up-?regulated|down-?regulated|increased|decreased"
    r"|reduced|expressed"
    r"|higher|lower|measured|levels?)\W+(?:\w+\W+){0,2}(?:in|within|inside)\b",
    re.IGNORECASE,
)
#: Lists share the carrier: "exosomal miR-1, miR-2 and miR-3".
_SAME_LIST = re.compile(r"(?:\s|,|and|or|/|-|&|as well as|\(|\))*")
_CARRY_GAP = re.compile(rf"\b{_CARRY}\b(?:\W+[\w-]+){{0,6}}\W*$", re.IGNORECASE)
_BREAK = re.compile(r"[;:]|, (?:which|while|whereas|but|and (?:then|thus))|\b(?:whereas|while|but)\b", re.IGNORECASE)

_CLASSES = (
    ("circRNA", re.compile(r"\bcirc(?:ular )?RNAs?\b", re.IGNORECASE)),
    ("lncRNA", re.compile(r"\b(?:lncRNAs?|long non-?\s?coding RNAs?)\b", re.IGNORECASE)),
    ("miRNA", re.compile(r"\b(?:miRNAs?|microRNAs?|miRs)\b", re.IGNORECASE)),
    ("mRNA", re.compile(r"\bmRNAs?\b")),
    ("protein", re.compile(r"\bproteins?\b", re.IGNORECASE)),
)
_CARRIED_CLASS = re.compile(
    r"(?:exosom\w+|vesic\w+|EVs?|sEVs?)[\s-]*(?:\w+[\s-]){0,2}$|^[\s-]*(?:\w+[\s-]){0,2}(?:exosom|vesic|s?EVs?\b)",
    re.IGNORECASE,
)

_READOUTS = re.compile(r"^(?:cleaved|γ-?H2A\.?X|gamma-?H2A\.?X|LC3|Ki-?67|annexin[ -]?V\b)", re.IGNORECASE)
_LOSS_WORDS = (
    r"knock-?\s?downs?|knock-?\s?outs?|knocking[- ](?:down|out)|knocked[- ]?(?:down|out)|silenc(?:ing|ed|e)"
    r"|deplet(?:ion|ed|ing|e)"
    r"|delet(?:ion|ed|ing)|deficien(?:cy|t)|ablat(?:ion|ed)|inhibit(?:ors?|ion|ing|ed)|antagomi?rs?|(?:si"
    r"|sh)-?RNAs?|loss|absence|lack(?:s|ed|ing)?|devoid|without|stripped|freed"
    r"|low(?:er(?:ed)?)?(?: levels? of)?|less|fewer|antagoni[sz](?:ing|ed|m)"
    r"|blockade|block(?:ing|ed)|interference|antisense(?: oligonucleotides?)?|neutrali[sz](?:ing|ation|ed)|null"
    r"|suppress(?:ion|ing|ed)|down-?regulat(?:ion|ed|ing)|reduc(?:tion|ed|ing)|low expression|decreas(?:ed?|ing)"
    r"|interfering|abrogat\w+"
    r"|remov(?:al|ing|ed)|eliminat\w+|disrupt\w+|attenuat\w+|targeting|ASOs?"
)
_GAIN_WORDS = (
    r"over-?express(?:ion|ing|ed|es)?|mimics?|agomi?rs?|ectopic(?: expression)?|forced expression|transfect(?:ion"
    r"|ed|ing)|exogenous"
    r"|gain|enrich(?:ed|ment)|load(?:ed|ing)|up-?regulat(?:ion|ed|ing)|elevat(?:ed|ion|ing)"
    r"|high(?:ly)? express\w+|high expression"
    r"|restor(?:ation|ing|ed)|re-?introduction|introduction|deliver(?:y|ing|ed)|overabundance|containing"
    r"|increas(?:ed|ing)|supplementation|replacement|replenish(?:ment|ing|ed)|re-?express(?:ion|ing)|addition"
    r"|reconstitut(?:ion|ing|ed)|high(?:er)?(?: levels? of)?|more|abundant"
)
_OF_GAP = (
    r"[\s-]*(?:(?:of|the|lncRNAs?|circRNAs?|mi(?:cro)?RNAs?|mRNAs?|long non-?coding RNA|circular RNA|proteins?"
    r"|genes?|expression|levels?|exosomal|exosome-derived|EV|endogenous|exosomes?|in|derived"
    r"|from|serum|circulating|both|either|intracellular|its)[\s-]*){0,5}$"
)
_NOUN_GAP = r"^[\s-]*(?:(?:expression|gene|level|specific|stably|\(|\))[\s-]*){0,3}"
#: Behind the name only nouns and compounds count, and participles of what an experimenter does: "X inhibited Y" has
#: X as its subject, and "X was decreased" is a reading, not an intervention.
_LOSS_NOUNS = (
    r"knock-?\s?downs?|knock-?\s?outs?|silencing|depletion|deletion|deficien(?:cy|t)|ablation|inhibitors?"
    r"|inhibition|antagomi?rs?"
    r"|(?:si|sh)-?RNAs?|loss|absence|blockade|interference(?: with)?|CRISPR\w*|antisense(?: oligonucleotides?)?"
    r"|null|suppression"
    r"|down-?regulation|reduction"
    r"|removal|ASOs?|silenced|depleted|deficient|knocked[- ]?(?:down|out)"
)
_GAIN_NOUNS = (
    r"over-?expression|over-?expressing|mimics?|agomi?rs?|transfection|transfected|enriched|enrichment|loaded"
    r"|up-?regulation|restoration"
    r"|containing|delivery|supplementation|re-?introduction|elevation"
)
_DONE = r"^\W+(?:was|were|is|are|been|being)\W+(?:\w+ly\W+|also\W+|then\W+)?"
_LOSS_BEFORE = re.compile(rf"\b(?:{_LOSS_WORDS}){_OF_GAP}", re.IGNORECASE)
_GAIN_BEFORE = re.compile(rf"\b(?:{_GAIN_WORDS}){_OF_GAP}", re.IGNORECASE)
_LOSS_AFTER = re.compile(
    rf"{_NOUN_GAP}(?:{_LOSS_NOUNS})\b|{_DONE}(?:silenced|knocked\W(?:down|out)|inhibited|depleted|deleted|blocked"
    rf"|ablated|neutrali[sz]ed)\b(?! by)",
    re.IGNORECASE,
)
_GAIN_AFTER = re.compile(
    rf"{_NOUN_GAP}(?:{_GAIN_NOUNS})\b|{_DONE}(?:over-?expressed|transfected|introduced|ectopically expressed"
    rf"|restored)\b",
    re.IGNORECASE,
)
_LOSS_PREFIX = re.compile(r"(?:\banti-?|\bantago-?|\bsi-?|\bsh-?|\bsg-?|\bASO-?|\bΔ|Δ)$", re.IGNORECASE)
_LOSS_SUFFIX = re.compile(r"^\s?(?:-/-|KO\b|-KO\b|−/−|-KD\b|\s?KD\b|-null\b|i\b)")


def is_readout(mention: Mention) -> bool:
    """Whether a molecule is what an assay reads (cleaved caspase-3, γH2AX, LC3) rather than what a cargo acts upon."""
    return _READOUTS.match(mention.text) is not None


def class_type(sentence: Sentence) -> str | None:
    """The class of molecules that the sentence says vesicles carry, where it names none of them."""
    for name, pattern in _CLASSES:
        for match in pattern.finditer(sentence.text):
            if _CARRIED_CLASS.search(sentence.text[max(0, match.start() - 30) : match.start()]) or _CARRIED_CLASS.match(
                sentence.text[match.end() : match.end() + 30]
            ):
                return name
    return None


def is_carried(mention: Mention, sentence: Sentence) -> bool:
    """Whether the sentence says of this mention that it is in, on or sent by vesicles."""
    for vesicle in sentence.mentions:
        if vesicle.type != "exosome":
            continue
        if vesicle.end <= mention.start:
            gap = sentence.gap(vesicle.end, mention.start)
            if len(gap) <= 60 and (_BEFORE.match(gap) or (_ADJECTIVAL.search(vesicle.text) and _KIND.fullmatch(gap))):
                return True
            if len(gap) <= 200 and not _BREAK.search(gap) and _CARRY_GAP.search(gap):
                return True
        elif vesicle.start >= mention.end:
            gap = sentence.gap(mention.end, vesicle.start)
            if len(gap) <= 40 and _AFTER.match(gap):
                return True
            # "X is transferred to neighbouring cells via exosomes", "X in serum exosomes": the verb of moving is
            # needed unless the preposition follows the name at once.
            if (
                len(gap) <= 110
                and not _BREAK.search(gap)
                and _INTO.search(gap)
                and (_MOVED.search(gap) or _FOUND.search(gap) or _THROUGH.search(gap) or _IN_IT.match(gap))
            ):
                return True
    return False


def vesicular_names(sentences: Iterable[Sentence]) -> frozenset[str]:
    """Names of the molecules that some sentence of the document says are in vesicles."""
    names: set[str] = set()
    for sentence in sentences:
        candidates = [m for m in sentence.mentions if m.type in CARGO_TYPES]
        carried_until = -1
        for mention in candidates:
            carried = is_carried(mention, sentence) or (
                0 <= carried_until <= mention.start
                and bool(_SAME_LIST.fullmatch(sentence.gap(carried_until, mention.start)))
            )
            if carried and mention.name not in VESICLE_MARKERS:
                names.add(mention.name)
            carried_until = mention.end if carried else -1
    return frozenset(names)


def manipulation_of(mention: Mention, sentence: Sentence) -> Manipulation | None:
    """How the words around a mention say that it was manipulated; None where they say nothing."""
    before = sentence.text[max(0, mention.start - sentence.start - 60) : mention.start - sentence.start]
    after = sentence.text[mention.end - sentence.start : mention.end - sentence.start + 50]
    if _LOSS_PREFIX.search(before) or _LOSS_SUFFIX.match(after):
        return Manipulation.LOSS
    if _LOSS_BEFORE.search(before) or _LOSS_AFTER.match(after):
        return Manipulation.LOSS
    if _GAIN_BEFORE.search(before) or _GAIN_AFTER.match(after):
        return Manipulation.GAIN
    return None


def nearest_manipulation(mentions: Sequence[Mention], sentence: Sentence, before: int) -> Manipulation | None:
    """The manipulation stated last before the offset ``before``, else the first one stated after it."""
    stated = [(m.start, manipulation_of(m, sentence)) for m in mentions]
    earlier = [how for at, how in stated if how is not None and at <= before]
    later = [how for at, how in stated if how is not None and at > before]
    return earlier[-1] if earlier else (later[0] if later else None)
