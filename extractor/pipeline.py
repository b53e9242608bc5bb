"""One way through: document, text, mentions, findings, rows."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from extractor.document import Document
from extractor.finding import Confidence, Finding, rows
from extractor.mentions.finder import find_mentions
from extractor.mentions.mention import Mention
from extractor.model.folder import DEFAULT_MODEL, SHIPPED, ModelError, find_model
from extractor.readers.plain import find_sections
from extractor.text import Text, analyse

__all__ = ["BASELINES", "DEFAULT_MODEL", "Extractor", "UnknownModelError", "load"]

Reader = Callable[[Document, Text, tuple[Mention, ...]], Iterable[Finding]]
Finder = Callable[[Document, Text], Sequence[Mention]]


class UnknownModelError(ValueError):
    """A model that is not at hand, or cannot be used; one line that names it and the remedy."""


@dataclass(frozen=True, slots=True)
class Extractor:
    """An extractor by name: call :meth:`extract` on a text or a document.

    ``digest`` is the hash of a trained model's manifest, which lists those of its files.
    """

    name: str
    reader: Reader
    find: Finder = find_mentions
    confidence: Confidence | None = None
    digest: str = ""

    def findings(self, document: Document) -> Iterator[Finding]:
        """The findings of a document in the order of its text."""
        text = analyse(document)
        yield from self.reader(document, text, tuple(self.find(document, text)))

    def extract(
        self, document: Document | str, *, min_confidence: float = 0.0, vesicular_only: bool = False
    ) -> list[dict[str, Any]]:
        """The rows of ``tuples.jsonl`` for one document; a plain string is a document without an id."""
        if isinstance(document, str):
            document = Document(id="text", text=document, sections=find_sections(document))
        found: list[dict[str, Any]] = []
        for number, finding in enumerate(self.findings(document), start=1):
            if finding.vesicular or not vesicular_only:
                lines = rows(document, finding, f"{document.id}#{number}", self.name, self.confidence)
                found.extend(row for row in lines if row["confidence"] >= min_confidence)
        return found


def _rules(document: Document, text: Text, mentions: tuple[Mention, ...]) -> Iterable[Finding]:
    from extractor import rules

    return rules.extract(document, text, mentions)


def _cooccurrence(document: Document, text: Text, mentions: tuple[Mention, ...]) -> Iterable[Finding]:
    from extractor.evaluation import baselines

    return baselines.cooccurrence(document, text, mentions)


#: Extractors that were not trained.
BASELINES: dict[str, Reader] = {"rules": _rules, "cooccurrence": _cooccurrence}


@lru_cache(maxsize=2)
def load(model: str = DEFAULT_MODEL) -> Extractor:
    """Load an extractor once, to use it on many documents: a baseline or a trained model, by name or by folder.

    >>> load("rules").name
    'rules'

    Raises
    ------
    UnknownModelError
        If no model of that name is at hand, or its folder is not whole.
    """
    if model in BASELINES:
        return Extractor(model, BASELINES[model])
    from extractor.model.loading import load_trained

    folder = find_model(model)
    if folder is None:
        names = ", ".join(sorted({*BASELINES, SHIPPED}))
        raise UnknownModelError(f"model {model!r} is not at hand: choose one of {names}, or give a model's folder")
    try:
        trained = load_trained(folder)
    except ModelError as error:
        raise UnknownModelError(str(error)) from None
    return Extractor(trained.name, trained.reader, trained.find, trained.confidence, trained.digest)
