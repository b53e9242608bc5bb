"""Event types of the BioNLP corpora: what each does to its theme, and which are processes in their own right."""

from __future__ import annotations

import re

from extractor.frames import Direction
from extractor.training.corpora.kinds import process_type
from extractor.training.corpora.standoff import Event, Standoff
from extractor.training.schema import Span

__all__ = ["PROCESSES", "SIGNS", "process_span"]

#: What more of the event means for its theme. Types that are missing (Binding, Ubiquitination, Mutation ...) leave
#: the amount and activity of the theme open.
SIGNS = {
    "Positive_regulation": Direction.INCREASES,
    "Activation": Direction.INCREASES,
    "Gene_expression": Direction.INCREASES,
    "Transcription": Direction.INCREASES,
    "Translation": Direction.INCREASES,
    "Phosphorylation": Direction.INCREASES,
    "Synthesis": Direction.INCREASES,
    "Regulation": Direction.UNSPECIFIED,
    "Negative_regulation": Direction.DECREASES,
    "Inactivation": Direction.DECREASES,
    "Dephosphorylation": Direction.DECREASES,
    "Degradation": Direction.DECREASES,
    "Catabolism": Direction.DECREASES,
    "Protein_catabolism": Direction.DECREASES,
}
#: Events that are processes, with the type of their span. The guidelines' bare outcomes (growth, proliferation,
#: metastasis) are phenotypes: pathways only where the text makes them mediators, which no corpus says.
PROCESSES = {
    "Pathway": "pathway",
    "Cell_death": "pathway",
    "Cell_differentiation": "pathway",
    "Cell_division": "pathway",
    "Blood_vessel_development": "pathway",
    "Glycolysis": "pathway",
    "Cell_proliferation": "phenotype",
    "Cell_transformation": "phenotype",
    "Carcinogenesis": "phenotype",
    "Metastasis": "phenotype",
    "Growth": "phenotype",
    "Death": "phenotype",
    "Development": "phenotype",
    "Infection": "phenotype",
    "Remodeling": "phenotype",
    "Reproduction": "phenotype",
    "Breakdown": "phenotype",
}
#: What may stand between the members of a pathway and its head noun: "PI3K/Akt/mTOR signaling".
_BETWEEN = re.compile(r"[\s/,–-]*(?:and\s+)?(?:signal(?:l?ing)?\s+)?", re.IGNORECASE)
_LONGEST = 80


def process_span(document: Standoff, event: Event) -> Span:
    """The words that name a process: its trigger, for a pathway with the members that stand right before it."""
    trigger = document.entities[event.trigger]
    start = trigger.start
    if event.type == "Pathway":
        members = {
            document.entities[one].start: document.entities[one].end
            for one in event.fillers("Participant")
            if one in document.entities
        }
        for begin in sorted(members, reverse=True):
            between = document.text[members[begin] : start]
            if trigger.end - begin <= _LONGEST and members[begin] <= start and _BETWEEN.fullmatch(between):
                start = begin
    # A death may be "apoptosis", a growth is only growth: the words decide where the event type does not.
    kind = PROCESSES[event.type]
    return Span(start, trigger.end, process_type(trigger.text) if kind == "phenotype" else kind)
