"""One way through: document, text, mentions, findings, rows."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Protocol

from extractor.document import Document, Failure
from extractor.finding import Confidence, Finding, rows
from extractor.given import Given, as_document, name_of
from extractor.many import Rows, side_by_side
from extractor.mentions.finder import find_mentions
from extractor.mentions.mention import Mention
from extractor.model.folder import DEFAULT_MODEL, SHIPPED, ModelError, find_model
from extractor.model.threads import threads
from extractor.readers.errors import ReadError
from extractor.text import Text, analyse

__all__ = ["BASELINES", "DEFAULT_MODEL", "Extractor", "UnknownModelError", "load"]

Reader = Callable[[Document, Text, tuple[Mention, ...]], Iterable[Finding]]
Finder = Callable[[Document, Text], Sequence[Mention]]


class Staged(Protocol):
    """A reader in two steps, the second of which threads may take for several documents at once."""

    def prepare(self, document: Document, text: Text, mentions: tuple[Mention, ...]) -> Any:
        """What is done before the network is asked."""

    def finish(self, prepared: Any) -> Iterable[Finding]:
        """The findings of what was prepared."""


class UnknownModelError(ValueError):
    """A model that is not at hand, or cannot be used; one line that names it and the remedy."""


@dataclass(frozen=True, slots=True)
class Extractor:
    """An extractor by name: call :meth:`extract` on one text or document, :meth:`extract_many` on any number.

    ``beside`` is the reader of a trained model for documents that are read side by side. ``digest`` is the hash of its
    manifest, which lists those of its files.
    """

    name: str
    reader: Reader
    find: Finder = find_mentions
    confidence: Confidence | None = None
    digest: str = ""
    beside: Staged | None = None

    def findings(self, document: Document) -> Iterator[Finding]:
        """The findings of a document in the order of its text."""
        text = analyse(document)
        yield from self.reader(document, text, tuple(self.find(document, text)))

    def extract(
        self, document: Given, *, min_confidence: float = 0.0, vesicular_only: bool = False
    ) -> list[dict[str, Any]]:
        """The rows of ``tuples.jsonl`` for one document: a text, a Document, ``(id, text)``, or a row with ``id`` and
        ``text`` or ``title`` and ``abstract``.

        Raises
        ------
        ReadError
            If it is none of these, or a row without text.
        """
        document = as_document(document)
        return self._rows(document, self.findings(document), min_confidence, vesicular_only)

    def extract_many(
        self,
        documents: Iterable[Given],
        *,
        min_confidence: float = 0.0,
        vesicular_only: bool = False,
        first: int = 1,
    ) -> Iterator[Rows]:
        """The rows of each of many documents, in their order and as they are asked for; faster than one by one.

        Takes whatever :meth:`extract` takes; what has no id is called ``text:1``, ``text:2`` by its place,
        counted from ``first``. The rows are
        those that :meth:`extract` returns for the same document. A document that cannot be read costs none of the
        others: its :class:`Rows` are empty and say why in ``failure``. Only a few documents are held at a time.
        """

        def begin(given: tuple[int, Given]) -> Callable[[], Rows]:
            number, item = given
            name = name_of(item, number)
            try:
                document = as_document(item, number)
                found = self._begun(document)
            except Exception as problem:  # one document must not cost the others
                failed = _failed(name, problem)
                return lambda: failed
            return lambda: self._ended(document, found, min_confidence, vesicular_only)

        yield from side_by_side(
            enumerate(documents, start=first), begin, lambda run: run(), threads() if self.beside is not None else 1
        )

    def _begun(self, document: Document) -> Callable[[], Iterable[Finding]]:
        """What is left to do for the findings of a document when its text was read."""
        text = analyse(document)
        mentions = tuple(self.find(document, text))
        beside = self.beside
        if beside is None:
            return lambda: self.reader(document, text, mentions)
        prepared = beside.prepare(document, text, mentions)
        return lambda: beside.finish(prepared)

    def _ended(
        self, document: Document, found: Callable[[], Iterable[Finding]], min_confidence: float, vesicular_only: bool
    ) -> Rows:
        try:
            return Rows(self._rows(document, found(), min_confidence, vesicular_only), document.id)
        except Exception as problem:  # as above
            return _failed(document.id, problem)

    def _rows(
        self, document: Document, findings: Iterable[Finding], min_confidence: float, vesicular_only: bool
    ) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = []
        for number, finding in enumerate(findings, start=1):
            if finding.vesicular or not vesicular_only:
                lines = rows(document, finding, f"{document.id}#{number}", self.name, self.confidence)
                found.extend(row for row in lines if row["confidence"] >= min_confidence)
        return found


def _failed(name: str, problem: Exception) -> Rows:
    if isinstance(problem, ReadError):
        return Rows((), name, Failure(name, "read", problem.error, f"{name}: {problem.message}"))
    message = f"{name}: extraction failed ({type(problem).__name__}); please report the document"
    return Rows((), name, Failure(name, "extract", "internal", message))


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
    return Extractor(trained.name, trained.reader, trained.find, trained.confidence, trained.digest, trained.beside)
