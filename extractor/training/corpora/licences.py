"""What each corpus's makers allow, and whether weights trained on it may be passed on.

The rule: data for non-commercial or research use only is never trained on for weights that ship; where no licence is
stated, no is the answer, unless the work is a government's and free by law.
"""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["LICENCES", "Licence"]


@dataclass(frozen=True, slots=True)
class Licence:
    """``name`` as stated by the makers or "not stated"; ``ships``: whether shipped weights may be trained on it."""

    name: str
    ships: bool
    reason: str
    evaluation_only: bool = False

    @property
    def stated(self) -> bool:
        """Whether the makers state a licence."""
        return self.name != "not stated"


_NLM = "not stated; a work of the US National Library of Medicine, free of copyright in the US; name it in the card"
_BIOREDIRECT = Licence("not stated", True, _NLM)
_NONE = "no licence stated, so none is given"

#: By corpus name, as :func:`extractor.training.corpora.load` knows it.
LICENCES = {
    "agac": Licence("not stated", False, _NONE),
    "anatem": Licence("CC BY-SA 3.0", True, "share-alike covers adapted annotations; attribution in the card"),
    "bc2gm": Licence("CC BY 4.0", True, "offered so by the repository that holds it; the makers state nothing"),
    "bel-conib": Licence("CC0 1.0", True, "the repository's licence; the files say CC BY 4.0, so attribution is given"),
    "bel-covid19kg": Licence(
        "CC0 1.0", False, "the repository says CC0, but every file in it says private ownership: unclear, so no"
    ),
    "bionlp-st-2011-ge": Licence("GENIA event licence", False, "research use; else the makers' permission"),
    "bionlp-st-2013-cg": Licence("CC BY-SA 3.0", True, "share-alike covers adapted annotations; attribution in card"),
    "bionlp-st-2013-ge": Licence("CC BY 3.0", True, "attribution in the card; texts are open access"),
    "bionlp-st-2013-pc": Licence("CC BY-SA 3.0", True, "share-alike covers adapted annotations; attribution in card"),
    "bioredirect": _BIOREDIRECT,
    "bioredirect-bc8": _BIOREDIRECT,
    "cancermine": Licence("CC BY 4.0", True, "attribution in the card"),
    "comagc": Licence("not stated", False, _NONE),
    "craft": Licence("CC BY 3.0", True, "attribution in the card; texts are open access"),
    "hmdd": Licence("not stated", False, "free for academic use, says the database; nothing for other uses"),
    "mlee": Licence("CC BY-NC-SA 3.0", False, "non-commercial", evaluation_only=True),
    "ncbi-disease": Licence("public domain", True, "a work of the US National Library of Medicine"),
    "own": Licence("CC BY 4.0", True, "annotated for this project"),
    "scai-mirna": Licence("CC BY-NC 3.0", False, "non-commercial", evaluation_only=True),
}
