"""BioNLP-ST 2011 Genia Event: protein events in abstracts and full texts on transcription factors (research use)."""

from __future__ import annotations

from extractor.training.corpora.events import EventCorpus
from extractor.training.corpora.kinds import gene_type
from extractor.training.corpora.licences import LICENCES

__all__ = ["SPLITS", "examples"]

NAME = "bionlp-st-2011-ge"
SPLITS = ("train", "dev", "test")
_CORPUS = EventCorpus(
    name=NAME,
    licence=LICENCES[NAME].name,
    types={},
    by_name={"Protein": gene_type},
    # Only names of single proteins are marked; families and complexes (NF-kappaB) are not.
    marked=frozenset(),
    exhaustive=frozenset({"targets"}),
)
examples = _CORPUS.examples
