"""CONIB: 203 BEL documents on neurodegeneration, inflammation and oxidative stress."""

from __future__ import annotations

from extractor.training.corpora.bel import BelCorpus
from extractor.training.corpora.licences import LICENCES

__all__ = ["SPLITS", "examples"]

NAME = "bel-conib"
SPLITS = ("train",)
_SPELLINGS = {
    "amyloid-beta": ("Aβ", "Abeta", "β-amyloid", "amyloid β-protein", "beta-amyloid"),
    "mapt": ("tau", "Tau"),
    "htt": ("huntingtin", "Htt"),
    "sirolimus": ("rapamycin",),
    "hif1a": ("HIF-1α",),
}
#: One file of the repository, which is CC0, claims private ownership in its header.
_CORPUS = BelCorpus(NAME, LICENCES[NAME].name, "conib-bel.tar.gz", leaves_out_proprietary=True, spellings=_SPELLINGS)
examples = _CORPUS.examples
