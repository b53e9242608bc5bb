"""The text of printed lines: scripts, citations, words broken at line ends.

Superscript citations come out as bracketed numbers set off from the word and before the punctuation that they follow
in print (``cells.12,13`` with a raised ``12,13`` reads ``cells [12,13].``), so that no name ends in a citation and a
sentence ends in its full stop. Exponents come out as Unicode superscripts (10⁶, mm³, Gy⁻¹); charges, isotopes,
alleles and ordinals stay on the line (CD4+, 131I, Atm-/-, 5th), as do all subscripts (H2O).
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable

from extractor.readers.pdf_lines import Line, Piece

__all__ = ["Words", "line_text"]

_CITATION = re.compile(r"[\[(]?\d{1,3}[a-f]?(?:\s*[,;–—-]\s*\d{1,3}[a-f]?)*,?[\])]?")
_POWERS = str.maketrans("0123456789+-−–", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻⁻")
#: What a number raised on it is an exponent of: ten, a unit of measure, a lone statistic.
_BASE = re.compile(
    r"(?:^|[^\w])(?:\d*[.·×x]?\s?10|[fpnµμmckd]?m|[fpnµμmk]?[glLsNM]|sec|min|h|hr|d|day|days|Gy|cGy|Hz|kHz|MHz|Bq|MBq|kBq"
    r"|mol|mmol|cells?|[RrχIηηPpΔεxyndt2e])$"
)
_RESIDUE = re.compile(
    r"(?:^|[^A-Za-z])(?:Ala|Arg|Asn|Asp|Cys|Gln|Glu|Gly|His|Ile|Leu|Lys|Met|Phe|Pro|Ser|Thr|Trp|Tyr|Val|serine|threonine|tyrosine|lysine|cysteine)\)?-?$",
    re.I,
)
_WORD = re.compile(r"[^\W_](?:[^\W_]|[-’'](?=[^\W_]))*")

#: First halves that mostly keep their hyphen, and second halves before which it is mostly kept.
_KEEP_BEFORE = frozenset(
    "non self well cross double single high low long short half dose time cell wild full whole large small early late "
    "gene drug loss gain gap knock follow two three four five six one first second third end side real poly-a "
    "tumor tumour cancer stem radiation x life all ill state site loop rate p s t n c g".split()
)
_KEEP_AFTER = frozenset(
    "induced mediated dependent specific related associated derived based like type positive negative resistant "
    "sensitive free treated binding regulated deficient null stranded strand fold term wide rich linked driven level "
    "scale targeted catenin dimensional effective throughput quality risk grade stage cell cells mesenchymal called "
    "labeled labelled containing coated stained directed targeting independent loaded "
    "expressing activated enriched transfected infected reactive coupled conjugated matched fed damaging inducing "
    "promoting suppressing making response seq kappa alpha beta gamma terminal tailed sided blind controlled".split()
)
#: First halves that are no words of their own: what follows is mostly joined to them.
_FORMS = frozenset(
    "in un mis dis de en im ir il ex con com trans radio sero chemo immuno photo cardio neuro nano micro macro bio hydro thermo electro "
    "onco cyto histo patho physio angio osteo chondro myo adipo hepato nephro gastro hemo haemo lympho leuko thrombo proteo glyco lipo phospho auto hetero homo "
    "iso oligo super ultra extra mono bi tri uni hyper hypo meta peri epi endo exo pseudo".split()
)


#: Prefixes that papers write either way: the paper's own habit decides.
_AFFIXES = frozenset("non anti pre post co pro self semi multi up down over under re sub inter intra cross".split())
#: Words that open longer words (however, background, throughout) as often as compounds.
_JOINED = frozenset("over under with out world nation country back fore hand life some any every mean news path work land where there never more further how through can may be who what when".split())


class Words:
    """How often words occur unbroken in ``lines``, given in reading order: the evidence by which hyphens are judged."""

    def __init__(self, lines: Iterable[str]) -> None:
        self.counts: Counter[str] = Counter()
        broken = False
        for line in lines:
            found = [match.group() for match in _WORD.finditer(line)][1 if broken else 0 :]
            broken = line.rstrip().endswith("-")
            if broken and found:
                found.pop()
            self.counts.update(word.lower() for word in found)
        self._habits: dict[str, tuple[int, int]] = {}
        #: How often words begin alike: other forms of a word (plural, past, adverb) are evidence too.
        self.openings: Counter[str] = Counter()
        for word, count in self.counts.items():
            if "-" in word:
                left, right = word.split("-", 1)
                self.openings[f"{left}-{right[:5]}"] += count
            else:
                for length in range(6, min(len(word), 16) + 1):
                    self.openings[word[:length]] += count

    def joins(self, left: str, right: str) -> bool:
        """Whether ``left-`` at a line's end and ``right`` on the next line are one word broken by the typesetter.

        >>> Words(["radiosensitivity of cells"]).joins("radio", "sensitivity"), Words([]).joins("miR", "34c")
        (True, False)
        """
        stem = re.split(r"[-–/]", left)[-1].lstrip("‘“'\"(*†‡§")
        head = re.split(r"[-–/’'”\")]", right)[0]
        if not stem.isalpha() or not head.isalpha() or not stem.isascii() and not stem.islower():
            return False
        if any("Ͱ" <= c <= "Ͽ" for c in (stem[-1], head[0])):
            return False
        low, after = stem.lower(), head.lower()
        for whole, hyphened in (
            (self.counts[f"{left}{right}".lower()], self.counts[f"{left}-{right}".lower()]),
            (self.counts[low + after], self.counts[f"{low}-{after}"]),
            (self.openings[(low + after)[: len(low) + 5]], self.openings[f"{low}-{after[:5]}"]),
        ):
            if whole != hyphened:
                return whole > hyphened
        if head[0].isupper():
            return stem.isupper() and head.isupper() and len(stem) + len(head) > 9
        if any(c.isupper() for c in stem[1:] + head) or len(stem) == 1:
            return False
        hyphened, joined = self._habit(low)
        if low in _AFFIXES:
            return joined >= hyphened or not (self._stands(after) or len(after) > 5)
        if low in _FORMS:
            return True
        # A compound keeps its hyphen if what would stand alone in it does stand alone somewhere.
        if low in _JOINED:
            return True
        stands, follows = self._stands(low), self._stands(after)
        if (after in _KEEP_AFTER and (stands or len(low) > 3)) or (low in _KEEP_BEFORE and follows):
            return False
        return not (stands and follows and len(low) > 2 and len(after) > 3)

    def _stands(self, word: str) -> bool:
        """Whether ``word``, or its plural or singular, occurs by itself."""
        return bool(self.counts[word] or self.counts[word + "s"] or (word.endswith("s") and self.counts[word[:-1]]))

    def _habit(self, prefix: str) -> tuple[int, int]:
        """How often ``prefix`` opens words with its hyphen, and without one before a word that also stands alone."""
        if prefix not in self._habits:
            hyphened = sum(n for word, n in self.counts.items() if word.startswith(f"{prefix}-"))
            joined = sum(n for word, n in self.counts.items() if word.startswith(prefix) and len(word) > len(prefix) + 3 and self.counts[word[len(prefix) :]])
            self._habits[prefix] = hyphened, joined
        return self._habits[prefix]


def line_text(line: Line) -> str:
    """The characters of ``line`` with scripts resolved; a hyphen at its end is left for :class:`Words` to judge."""
    out = ""
    groups = _groups(line)
    for at, (text, script, gap) in enumerate(groups):
        if script > 0:
            leads = (gap or not out) and at + 1 < len(groups) and not groups[at + 1][2] and groups[at + 1][0][:1].isalpha()
            out = (f"{out} " if out and not out.endswith(" ") else out) + text if leads else _raise(out, text, gap)
        else:
            out += (" " if gap and out and not out.endswith(" ") else "") + text
    if re.fullmatch(r"(?:\S ){3,}\S", out):  # letter-spaced: A B S T R A C T
        out = out.replace(" ", "")
    return out


def _groups(line: Line) -> list[tuple[str, int, bool]]:
    """Stretches of ``line`` on one level: text, level (1 raised, -1 lowered, 0 on the line), whether space precedes."""
    groups: list[tuple[str, int, bool]] = []
    for piece in line.pieces:
        level = _level(piece, line)
        if groups and groups[-1][1] == level:
            text, _, gap = groups[-1]
            groups[-1] = (text + (" " if piece.gap else "") + piece.text, level, gap)
        else:
            groups.append((piece.text, level, piece.gap))
    return groups


def _level(piece: Piece, line: Line) -> int:
    if piece.size > 0.88 * line.size:
        raised = piece.y - line.y > 0.25 * line.size and len(piece.text) <= 6
        return 1 if raised else 0
    shift = (piece.y - line.y) / max(line.size, 1.0)
    return 1 if shift > 0.12 else -1 if shift < -0.05 else 0


def _raise(before: str, raised: str, gap: bool) -> str:
    """``before`` with the superscript ``raised`` added in a form that reads on one line."""
    compact = raised.replace(" ", "")
    if not compact or compact[0] in "’'′°ºª*†‡§¶#®™©" or not any(c.isdigit() for c in compact):
        return before + (" " if gap and before and not before.endswith(" ") else "") + raised
    word = re.search(r"\S*$", before)
    stem = word.group() if word else ""
    if not stem or gap and not stem.endswith((",", ".", ";", ":", ")")):
        if not stem or not _CITATION.fullmatch(compact):
            return before + (" " if gap and before and not before.endswith(" ") else "") + raised  # isotope: 131I
    if re.fullmatch(r"[-−–+]?\d{1,2}|[-−–+]?\d\.\d+", compact) and (compact[0] in "-−–" or int(float(compact)) < 30):
        signed = compact[0] in "-−–"
        if _BASE.search(stem if not stem[-1:].isdigit() or stem.endswith("10") else "") and (signed or _is_power(stem, compact)):
            return before + compact.translate(_POWERS)
    if not _CITATION.fullmatch(compact):
        return before + raised  # charges and alleles: Ca2+, G12D
    if compact.isdigit() and (int(compact) >= 500 or _RESIDUE.search(stem)):
        return before + raised
    numbers = compact.strip("[](),")
    tail = re.search(r"[.,;:]+$", before)
    if tail and not re.search(r"\bal\.$|\b[A-Z]\.$", before):
        return f"{before[: tail.start()]} [{numbers}]{tail.group()}"
    return f"{before.rstrip()} [{numbers}]"


def _is_power(stem: str, number: str) -> bool:
    """Whether an unsigned raised number is a power: any of ten, two or three of a unit, two of a lone letter."""
    if stem.endswith("10"):
        return True
    if re.search(r"(?:^|[^\w])[RrχIη]$", stem):
        return number == "2"
    return number in ("2", "3") and re.search(r"(?:^|[^\w])[fpnµμmckd]?m$", stem) is not None
