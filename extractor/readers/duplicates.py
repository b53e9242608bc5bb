"""Documents that come more than once in a batch."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from extractor.document import Document, Failure

__all__ = ["Duplicates"]


class Duplicates:
    """Lets each document of a batch pass once.

    The same id with the same text is the same paper given twice, and passes once without a word. The same id with
    another text would mix the findings of two papers: that document is a Failure. Memory is about 100 bytes a document.
    """

    def __init__(self) -> None:
        self._seen: dict[str, int] = {}

    def check(self, document: Document) -> Document | Failure | None:
        """The document if its id is new, None if it is the same again, a Failure if only the id is the same."""
        digest = int(document.sha256[:16], 16)
        known = self._seen.get(document.id)
        if known is None:
            self._seen[document.id] = digest
            return document
        if known == digest:
            return None
        name = document.source or document.id
        message = (
            f"{name}: another document of this batch has the id {document.id!r} and another text; rename one of them"
        )
        return Failure(name, "read", "duplicate_id", message)

    def filter(self, items: Iterable[Document | Failure]) -> Iterator[Document | Failure]:
        """``items`` without what :meth:`check` holds back; failures pass."""
        for item in items:
            checked = self.check(item) if isinstance(item, Document) else item
            if checked is not None:
                yield checked
