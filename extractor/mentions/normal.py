"""The one normalisation of names: what merging, scoring and look-up compare.

Two spellings of a name meet when their keys are equal. The key is case-folded and has no separators, because authors
set hyphens, spaces and slashes at will (IL-6, IL6; NF-κB, NF kappa B; PI3K/Akt, PI3K-AKT); only between two digits is
a separator kept, since miR-17-92 is not miR-1792. Greek letters are spelled, British spellings made American, and a
plural is undone at the end of the name. What needs knowledge (EMT is the epithelial-mesenchymal transition) is the
term table's business, not this function's.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from extractor.mentions.mirna_names import canonical

__all__ = ["GREEK", "fold", "normalise", "singular", "squeeze", "without_tail", "words"]

#: Greek letters and their look-alikes (Latin alpha, sharp s set for beta) with their names.
GREEK = {
    "α": "alpha", "β": "beta", "γ": "gamma", "δ": "delta", "ε": "epsilon", "ζ": "zeta", "η": "eta", "θ": "theta",
    "ι": "iota", "κ": "kappa", "λ": "lambda", "μ": "mu", "ν": "nu", "ξ": "xi", "ο": "omicron", "π": "pi", "ρ": "rho",
    "σ": "sigma", "ς": "sigma", "τ": "tau", "υ": "upsilon", "φ": "phi", "χ": "chi", "ψ": "psi", "ω": "omega",
    "ϕ": "phi", "ϑ": "theta", "ϵ": "epsilon", "ϐ": "beta", "ɑ": "alpha", "ß": "beta", "ɣ": "gamma", "ĸ": "kappa",
}  # fmt: skip

#: A stretch of letters or of digits; everything else separates.
_WORD = re.compile(r"[^\W\d_]+|\d+")
#: PCRs, EVs, siRNAs: a small s after capitals is a plural whatever the length.
_CAPITALS_PLURAL = re.compile(r"(?<=[A-Z])s$")
#: A regular plural; -ss, -us, -is and most -as are singular endings (process, virus, apoptosis, pancreas; carcinomas).
_PLURAL = re.compile(r"(?<=[a-z]{4})(?:(?<![suia])|(?<=oma))s$")
#: British to American, a stretch at a time.
_SPELLINGS = (
    (re.compile("tumour"), "tumor"),
    (re.compile("(?<=[a-z]{3})isation"), "ization"),
    (re.compile("polaris(?=e|ing)"), "polariz"),
    (re.compile("(?<=igna|labe|mode)ll(?=ing|ed)"), "l"),
    (re.compile("aemia"), "emia"),
    (re.compile("oesophag"), "esophag"),
    (re.compile("haem"), "hem"),
    (re.compile("phaeo"), "pheo"),
    (re.compile("oedema"), "edema"),
    (re.compile("sulph"), "sulf"),
)
#: Words that say that a name is a pathway's and are no part of it.
_PATHWAY_TAIL = frozenset(
    {"signaling", "signalling", "signal", "signals", "transduction", "pathway", "pathways", "axis", "axes", "cascade",
     "cascades", "network", "networks"}
)  # fmt: skip
#: An abbreviation in brackets: DNA double-strand break (DSB) repair.
_ASIDE = re.compile(r"\s?\([^()\s]{2,12}\)(?=[\s-]\w|$)")
_MIRNA = re.compile(
    r"^(?:exo(?:somal)?[-\s]?)?(?:(?:hsa|mmu|rno|has)[-\s]?)?"
    r"(?:(?P<mir>(?:mi(?:cro)?[-\s]?r(?:na)?s?|mir))[-\s_]?(?=\d)|(?P<let>let)[-\s]?(?=7))(?P<rest>.+)$",
    re.IGNORECASE,
)
_ARM = re.compile(r"[-\s]?([35])[-\s]?p$", re.IGNORECASE)
_CIRC = re.compile(r"^(?:(?:hsa|mmu)[-_\s]?)?circ(?:ular[-_\s]?)?(?:rnas?)?[-_\s]*(?=\w)", re.IGNORECASE)
_LNC = re.compile(r"^(?:lnc[-_\s]?rnas?|long[-\s]non[-\s]?coding[-\s]rnas?|lnc(?=[-_\s]))[-_\s]*(?=\w)", re.IGNORECASE)
_MRNA = re.compile(r"(?<=\w)[-\s]+(?:mrnas?|transcripts?)$", re.IGNORECASE)


def words(text: str) -> list[tuple[int, int, str]]:
    """The stretches of letters or digits with their offsets, in order: start, end, the stretch as written."""
    return [(match.start(), match.end(), match.group()) for match in _WORD.finditer(text)]


@lru_cache(maxsize=65536)
def fold(word: str) -> str:
    """One stretch of letters or digits, case-folded, with Greek letters spelled and British spellings made American.

    >>> fold("PDGFRα")
    'pdgfralpha'
    """
    if not word.isascii():
        word = _spelled(word)
    word = word.lower()
    if len(word) > 5:
        for pattern, replacement in _SPELLINGS:
            word = pattern.sub(replacement, word)
    return word


def _spelled(word: str) -> str:
    word = "".join(GREEK.get(letter.lower(), letter) for letter in word)
    word = "".join(GREEK.get(letter.lower(), letter) for letter in unicodedata.normalize("NFKC", word))
    plain = unicodedata.normalize("NFKD", word.casefold())
    return "".join(letter for letter in plain if letter.isalnum())


def squeeze(parts: list[str]) -> str:
    """Join stretches into a key: a hyphen between two digits, nothing elsewhere.

    >>> squeeze(["5", "8", "f"]), squeeze(["il", "6"])
    ('5-8f', 'il6')
    """
    key = ""
    for part in parts:
        key += "-" + part if key and key[-1].isdigit() and part[:1].isdigit() else part
    return key


@lru_cache(maxsize=65536)
def singular(word: str) -> str:
    """Undo a regular plural, judged on the word as written."""
    if len(word) > 2 and _CAPITALS_PLURAL.search(word):
        return word[:-1]
    if word.isupper():
        return word
    small = word.lower()
    if small.endswith("ies") and len(word) > 5:
        return word[:-3] + "y"
    return word[:-1] if _PLURAL.search(small) else word


def _key(text: str) -> str:
    stretches = [match.group() for match in _WORD.finditer(text)]
    if not stretches:
        return ""
    stretches[-1] = singular(stretches[-1])
    return squeeze([fold(stretch) for stretch in stretches])


def _mirna(text: str) -> str | None:
    found = _MIRNA.match(canonical(text) or text.strip())
    if found is None:
        return None
    rest, arm = found["rest"], ""
    tail = _ARM.search(rest)
    if tail is not None and tail.start() > 0:
        rest, arm = rest[: tail.start()], f"-{tail[1]}p"
    return squeeze(["let" if found["let"] else "mir", _key(rest)]) + arm


def without_tail(text: str) -> str:
    """The name of a pathway without its closing head nouns; never the empty name."""
    stretches = words(text)
    last = len(stretches)
    while last > 1 and stretches[last - 1][2].lower() in _PATHWAY_TAIL:
        last -= 1
    return text[: stretches[last - 1][1]] if stretches else text


@lru_cache(maxsize=65536)
def normalise(name: str, type: str | None = None) -> str:
    """The comparable key of a name, as one of ``extractor.mentions.mention.TYPES`` or of no known type.

    A type adds what is safe only there: for pathways the closing "signalling pathway" goes; for microRNAs, circular
    and long non-coding RNAs the many prefixes meet; the arm of a microRNA stays.

    >>> normalise("TGF-β1"), normalise("microRNA-34c", "miRNA"), normalise("P38 MAPK signalling pathway", "pathway")
    ('tgfbeta1', 'mir34c', 'p38mapk')
    """
    name = unicodedata.normalize("NFC", name)
    if type in (None, "miRNA"):
        key = _mirna(name)
        if key is not None:
            return key
    if type == "pathway":
        name = without_tail(_ASIDE.sub("", name) or name)
    elif type == "circRNA":
        name = _CIRC.sub("circ", name)
    elif type == "lncRNA":
        name = _LNC.sub("", name)
    elif type == "mRNA":
        name = _MRNA.sub("", name)
    return _key(name)
