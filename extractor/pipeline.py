"""One way through: document, text, mentions, findings, rows."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from extractor.document import Document
from extractor.finding import Finding, rows
from extractor.mentions.finder import find_mentions
from extractor.mentions.mention import Mention
from extractor.text import Text, analyse

__all__ = ["DEFAULT_MODEL", "MODELS", "Extractor", "UnknownModelError", "load"]

Reader = Callable[[Document, Text, tuple[Mention, ...]], Iterable[Finding]]

DEFAULT_MODEL = "rules"


class UnknownModelError(ValueError):
    """A model that is not at hand; the message names those that are."""


@dataclass(frozen=True, slots=True)
class Extractor:
    """An extractor by name: call :meth:`extract` on a text or a document."""

    name: str
    reader: Reader

    def findings(self, document: Document) -> Iterator[Finding]:
        """The findings of a document in the order of its text."""
        text = analyse(document)
        yield from self.reader(document, text, find_mentions(document, text))

    def extract(
        self, document: Document | str, *, min_confidence: float = 0.0, vesicular_only: bool = False
    ) -> list[dict[str, Any]]:
        """The rows of ``tuples.jsonl`` for one document; a plain string is a document without an id."""
        if isinstance(document, str):
            document = Document(id="text", text=document)
        found: list[dict[str, Any]] = []
        for number, finding in enumerate(self.findings(document), start=1):
            if finding.confidence >= min_confidence and (finding.vesicular or not vesicular_only):
                found.extend(rows(document, finding, f"{document.id}#{number}", self.name))
        return found


def _rules(document: Document, text: Text, mentions: tuple[Mention, ...]) -> Iterable[Finding]:
    from extractor import rules

    return rules.extract(document, text, mentions)


def _cooccurrence(document: Document, text: Text, mentions: tuple[Mention, ...]) -> Iterable[Finding]:
    from extractor.evaluation import baselines

    return baselines.cooccurrence(document, text, mentions)


MODELS: dict[str, Reader] = {"rules": _rules, "cooccurrence": _cooccurrence}


def load(model: str = DEFAULT_MODEL) -> Extractor:
    """Load an extractor once, to use it on many documents.

    >>> load("rules").name
    'rules'

    Raises
    ------
    UnknownModelError
        If no model of that name is at hand.
    """
    if model not in MODELS:
        raise UnknownModelError(f"model {model!r} is not at hand: choose one of {', '.join(sorted(MODELS))}")
    return Extractor(model, MODELS[model])
