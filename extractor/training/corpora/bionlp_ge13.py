"""BioNLP-ST 2013 Genia Event: protein events in sections of full papers on NF-kB."""

from __future__ import annotations

from extractor.training.corpora.events import EventCorpus
from extractor.training.corpora.kinds import gene_type
from extractor.training.corpora.licences import LICENCES

__all__ = ["SPLITS", "examples"]

NAME = "bionlp-st-2013-ge"
SPLITS = ("train", "dev")
_CORPUS = EventCorpus(
    name=NAME,
    licence=LICENCES[NAME].name,
    types={},
    by_name={"Protein": gene_type},
    # As in the edition of 2011, names of single proteins alone are marked.
    marked=frozenset(),
    exhaustive=frozenset({"targets"}),
)
examples = _CORPUS.examples
