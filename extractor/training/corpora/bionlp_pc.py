"""BioNLP-ST 2013 Pathway Curation: signalling reactions and pathways, 525 abstracts (test events not released)."""

from __future__ import annotations

from extractor.training.corpora.events import EventCorpus
from extractor.training.corpora.kinds import gene_type
from extractor.training.corpora.licences import LICENCES

__all__ = ["SPLITS", "examples"]

NAME = "bionlp-st-2013-pc"
SPLITS = ("train", "dev", "test")
_CORPUS = EventCorpus(
    name=NAME,
    licence=LICENCES[NAME].name,
    types={"Simple_chemical": "chemical", "Cellular_component": "other", "Complex": "protein"},
    by_name={"Gene_or_gene_product": gene_type},
    marked=frozenset({"miRNA", "circRNA", "lncRNA", "mRNA", "protein", "chemical"}),
    # It marks no disease or phenotype, so that nothing can be said of their absence.
    exhaustive=frozenset({"targets", "pathways"}),
)
examples = _CORPUS.examples
