"""Documents that come more than once in a batch."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Literal

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
        found = self.check_id(document.id, document.sha256, document.source or document.id)
        return document if found is True else found

    def check_id(self, doc_id: str, sha256: str, name: str) -> Literal[True] | Failure | None:
        """As :meth:`check` where the text itself is no longer at hand: True if the id is new."""
        digest = int(sha256[:16], 16)
        known = self._seen.get(doc_id)
        if known is None:
            self._seen[doc_id] = digest
            return True
        if known == digest:
            return None
        message = f"{name}: another document of this batch has the id {doc_id!r} and another text; rename one of them"
        return Failure(name, "read", "duplicate_id", message)

    def filter(self, items: Iterable[Document | Failure]) -> Iterator[Document | Failure]:
        """``items`` without what :meth:`check` holds back; failures pass."""
        for item in items:
            checked = self.check(item) if isinstance(item, Document) else item
            if checked is not None:
                yield checked
