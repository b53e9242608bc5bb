"""Words broken at line ends: whether a hyphen there belongs to the word or is the typesetter's.

Evidence comes from the document itself: whether it has the joined or the hyphened form elsewhere, whether the halves
stand alone in it, how it writes other words with the same prefix. Names with digits, capitals or Greek letters keep
their hyphen.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable

__all__ = ["Words"]

_WORD = re.compile(r"[^\W_](?:[^\W_]|[-’'](?=[^\W_]))*")


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


#: First halves that mostly keep their hyphen, and second halves before which it is mostly kept.
_KEEP_BEFORE = _words(
    "non self well cross double single high low long short half dose time cell wild full whole large small early "
    "late gene drug loss gain gap knock follow two three four five six one first second third end side real "
    "poly-a tumor tumour cancer stem radiation x life all ill state site loop rate p s t n c g"
)
_KEEP_AFTER = _words(
    "induced mediated dependent specific related associated derived based like type positive negative resistant "
    "sensitive free treated binding regulated deficient null stranded strand fold term wide rich linked driven "
    "level scale targeted catenin dimensional effective throughput quality risk grade stage cell cells "
    "mesenchymal called labeled labelled containing coated stained directed targeting independent loaded "
    "expressing activated enriched transfected infected reactive coupled conjugated matched fed damaging inducing "
    "promoting suppressing making response seq kappa alpha beta gamma terminal tailed sided blind controlled"
)
#: First halves that are no words of their own: what follows is mostly joined to them.
_FORMS = _words(
    "in un mis dis de en im ir il ex con com trans radio sero chemo immuno photo cardio neuro nano micro macro "
    "bio hydro thermo electro onco cyto histo patho physio angio osteo chondro myo adipo hepato nephro gastro "
    "hemo haemo lympho leuko thrombo proteo glyco lipo phospho auto hetero homo iso oligo super ultra extra mono "
    "bi tri uni hyper hypo meta peri epi endo exo pseudo"
)
#: Prefixes that papers write either way: the paper's own habit decides.
_AFFIXES = _words("non anti pre post co pro self semi multi up down over under re sub inter intra cross")
#: Words that open longer words (however, background, throughout) as often as compounds.
_JOINED = _words(
    "over under with out world nation country back fore hand life some any every mean news path work land where "
    "there never more further how through can may be who what when"
)


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
        if not stem.isalpha() or not head.isalpha() or (not stem.isascii() and not stem.islower()):
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
            joined = sum(
                n
                for word, n in self.counts.items()
                if word.startswith(prefix) and len(word) > len(prefix) + 3 and self.counts[word[len(prefix) :]]
            )
            self._habits[prefix] = hyphened, joined
        return self._habits[prefix]
