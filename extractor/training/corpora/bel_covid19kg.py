"""COVID-19 knowledge graph: 163 BEL documents. The repository says CC0, each file private ownership; see LICENCES."""

from __future__ import annotations

from extractor.training.corpora.bel import BelCorpus
from extractor.training.corpora.licences import LICENCES

__all__ = ["SPLITS", "examples"]

NAME = "bel-covid19kg"
SPLITS = ("train",)
_CORPUS = BelCorpus(NAME, LICENCES[NAME].name, "covid19kg-bel.tar.gz", leaves_out_proprietary=False, spellings={})
examples = _CORPUS.examples
