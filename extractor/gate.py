"""The gate: whether a document is worth close reading, told from its raw text in microseconds.

It asks for words, not for meaning, and passes what it is not sure of: a paper that is turned away is lost, one that
passes in vain costs a second. ``cargo`` asks for vesicles, or else for RNA or blood together with radiation;
``radiation`` for vesicles and radiation both.

The words are sought with an Aho-Corasick automaton over bytes (``ahocorasick-rs``), so that the records of a PubMed
file can be asked before they are parsed. It needs no decoding: what is sought is ASCII, letter case is folded, and a
word is never cut by markup that papers use.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ahocorasick_rs import BytesAhoCorasick

__all__ = ["GATES", "Gate", "passes", "passes_bytes"]

#: What a document must speak of, by gate. The first is the default: cargo and its targets are wanted also where no
#: radiation is spoken of, and most papers with a finding on cargo do not speak of it; and a short text on a circulating
#: RNA and radiation may leave the vesicles out.
GATES = ("cargo", "radiation")

#: Parts of words in lower case: they are sought in the text made lower, which is faster than a search that folds.
_VESICLES = (
    b"exosom", b"vesic", b"ectosom", b"oncosom", b"exomer", b"apoptotic bod", b"apobod", b"microparticle", b"secretom",
    b"conditioned medi", b"condition medi", b"prostasome", b"supermere", b"migrasom",
)  # fmt: skip
#: Abbreviations: as whole words and in this case only, since EV and sEV are in other words, too.
_SHORT = (b"EV", b"EVs", b"sEV", b"sEVs", b"lEV", b"lEVs", b"MV", b"MVs", b"TEX", b"TEXs", b"TDE", b"TDEs", b"TDEVs")
_RADIATION = (
    b"radiat", b"irradi", b"radioth", b"radiores", b"radiosen", b"radioem", b"radiocur", b"radiolog", b"radionuc",
    b"radiosur", b"radiopr", b"radiobio", b"chemorad", b"radio-", b"ionizing", b"ionising", b"gamma ray",
    b"gamma-ray", b"x-ray", b"x ray", b"brachyther", b"proton beam", b"carbon ion", b"carbon-ion", b"heavy ion",
    b"heavy-ion", b"abscopal", b"bystander", b"cyberknife", b"photon",
)  # fmt: skip
_RNA = (
    b"mir-", b"mirna", b"microrna", b"rna", b"circ", b"lnc", b"linc", b"hsa-", b"antagomi", b"serum", b"sera",
    b"plasma", b"secret",
)  # fmt: skip
_SHORT_RADIATION = (b"Gy", b"cGy", b"IR", b"RT", b"CRT", b"CCRT", b"SBRT", b"IMRT", b"WBRT", b"nCRT")
_WORD = frozenset(b"abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ_")


@lru_cache(maxsize=8)
def _automaton(words: tuple[bytes, ...]) -> BytesAhoCorasick:
    from ahocorasick_rs import BytesAhoCorasick

    return BytesAhoCorasick(list(words))


def _known(gate: str) -> str:
    if gate not in GATES:
        raise ValueError(f"gate {gate!r} is unknown: give one of {', '.join(GATES)}")
    return gate


def _speaks(data: bytes, lowered: bytes, words: tuple[bytes, ...], short: tuple[bytes, ...]) -> bool:
    if _automaton(words).find_matches_as_indexes(lowered):
        return True
    for _, start, end in _automaton(short).find_matches_as_indexes(data, overlapping=True):
        before, after = data[start - 1 : start], data[end : end + 1]
        # A digit may stand before ("2Gy"), and a letter behind it makes another word.
        if not (before and before[0] in _WORD) and not (after and (after[0] in _WORD or after.isdigit())):
            return True
    return False


def passes_bytes(data: bytes, gate: str = "cargo") -> bool:
    """Whether a text in UTF-8, or a record of XML, passes.

    Raises
    ------
    ValueError
        If ``gate`` is none of :data:`GATES`.
    """
    gate, lowered = _known(gate), data.lower()
    in_vesicles = _speaks(data, lowered, _VESICLES, _SHORT)
    if gate == "cargo":
        return in_vesicles or (
            _speaks(data, lowered, _RNA, ()) and _speaks(data, lowered, _RADIATION, _SHORT_RADIATION)
        )
    return in_vesicles and _speaks(data, lowered, _RADIATION, _SHORT_RADIATION)


def _told(record: bytes) -> bytes:
    """A PubMed record without its authors, whose initials look like abbreviations, and without its references."""
    end = record.find(b"<PubmedData>")
    told = record if end < 0 else record[:end]
    first = told.find(b"<AuthorList")
    last = told.find(b"</AuthorList>", first)
    return told if first < 0 or last < 0 else told[:first] + told[last:]


class Gate:
    """A gate that counts what it turned away.

    ``raw`` is asked of the records of a file before they are parsed, and ``text`` of documents; a record that ``raw``
    turned away is never a document, so that nothing is counted twice.
    """

    def __init__(self, name: str) -> None:
        self.name, self.turned_away = _known(name), 0

    def raw(self, record: bytes) -> bool:
        """Whether a record of a PubMed file passes."""
        return self._count(passes_bytes(_told(record), self.name))

    def text(self, text: str) -> bool:
        """Whether a document's text passes."""
        return self._count(passes(text, self.name))

    def _count(self, passed: bool) -> bool:
        self.turned_away += not passed
        return passed


def passes(text: str, gate: str = "cargo") -> bool:
    """Whether a document's text passes; see :func:`passes_bytes`."""
    return passes_bytes(text.encode("utf-8", "surrogatepass"), gate)
