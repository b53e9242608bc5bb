"""MLEE: events of angiogenesis across levels, 262 abstracts, test events public. Non-commercial: for evaluation only.

83 of its 87 test abstracts are in the test part of CG (events hidden), three in its train and one in its dev part:
leave those four out of training where CG is used, with ``OVERLAP`` of the registry.
"""

from __future__ import annotations

from extractor.training.corpora.anatomy import ANATOMY
from extractor.training.corpora.events import EventCorpus
from extractor.training.corpora.kinds import disease_type, gene_type
from extractor.training.corpora.licences import LICENCES
from extractor.training.schema import SLOTS

__all__ = ["SPLITS", "examples"]

NAME = "mlee"
SPLITS = ("train", "dev", "test")
_CORPUS = EventCorpus(
    name=NAME,
    licence=LICENCES[NAME].name,
    types={**ANATOMY, "Drug_or_compound": "chemical", "Organism": "other"},
    by_name={"Gene_or_gene_product": gene_type, "Pathological_formation": disease_type},
    marked=frozenset({"miRNA", "circRNA", "lncRNA", "mRNA", "protein", "chemical", "cell"}),
    exhaustive=frozenset(SLOTS),
    has_test_events=True,
)
examples = _CORPUS.examples
