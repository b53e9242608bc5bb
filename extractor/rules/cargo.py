"""How the text says that a cargo was manipulated, and of what class a cargo is that it does not name."""

from __future__ import annotations

import re
from collections.abc import Sequence

from extractor.frames import Manipulation
from extractor.mentions.mention import Mention
from extractor.rules.relations import Sentence

__all__ = [
    "class_type",
    "is_readout",
    "manipulation_of",
    "nearest_manipulation",
]

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
    r"|(?:low(?:er(?:ed)?)?(?: levels? of)?|less|fewer)(?!\sin\b)|antagoni[sz](?:ing|ed|m)"
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
    r"[\s-]*(?:(?:of|the|against|targeting|releas(?:e|ing)|secretion|transfer|uptake|transport|shedding|packaging|sorting|loading|export|vesicular|vesicles?|s?EVs?|donor|plasma|lncRNAs?|circRNAs?"
    r"|mi(?:cro)?RNAs?|mRNAs?|long non-?coding RNA|circular RNA|proteins?"
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
