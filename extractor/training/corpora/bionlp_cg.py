"""BioNLP-ST 2013 Cancer Genetics: events from molecules to tumours, 600 abstracts (test events were never released)."""

from __future__ import annotations

from extractor.training.corpora.anatomy import ANATOMY
from extractor.training.corpora.events import EventCorpus
from extractor.training.corpora.kinds import gene_type
from extractor.training.corpora.licences import LICENCES
from extractor.training.schema import SLOTS

__all__ = ["SPLITS", "examples"]

NAME = "bionlp-st-2013-cg"
SPLITS = ("train", "dev", "test")
_CORPUS = EventCorpus(
    name=NAME,
    licence=LICENCES[NAME].name,
    types={**ANATOMY, "Simple_chemical": "chemical", "Amino_acid": "chemical", "Organism": "other"},
    by_name={"Gene_or_gene_product": gene_type},
    marked=frozenset({"miRNA", "circRNA", "lncRNA", "mRNA", "protein", "chemical", "cancer", "cell"}),
    exhaustive=frozenset(SLOTS),
)
examples = _CORPUS.examples
