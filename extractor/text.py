"""A document as sentences, abbreviations and tokens."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from extractor.abbreviations import Abbreviation, find_abbreviations
from extractor.document import Document
from extractor.sentences import Sentence, find_sentences
from extractor.tokens import tokenise

if TYPE_CHECKING:
    from spacy.tokens import Doc

__all__ = ["Abbreviation", "Sentence", "Text", "analyse"]


@dataclass(frozen=True)
class Text:
    """What is read from a document before any name is looked for; all offsets are those of the document's text."""

    document: Document
    sentences: tuple[Sentence, ...]

    @cached_property
    def doc(self) -> Doc:
        """The document's text as spaCy tokens with sentence starts."""
        return tokenise(self.document.text, [sentence.start for sentence in self.sentences])

    @cached_property
    def abbreviations(self) -> tuple[Abbreviation, ...]:
        """Every occurrence of every short form that the document defines, sorted by place."""
        return find_abbreviations(self.doc, self.sentences)


def analyse(document: Document) -> Text:
    """Split a document into sentences; its tokens and abbreviations are found when they are first asked for.

    Time and memory grow linearly with the text. A text without letters has no sentence.

    >>> text = analyse(Document("a", "Extracellular vesicles (EVs) carry miR-34c. miR-21 is in EVs, too."))
    >>> [(s.start, s.end) for s in text.sentences], [a.short_start for a in text.abbreviations]
    ([(0, 43), (44, 66)], [24, 57])
    """
    return Text(document, find_sentences(document))
