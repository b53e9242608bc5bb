"""Documents that come more than once in a batch."""

from __future__ import annotations

from typing import Literal

from extractor.document import Failure

__all__ = ["Duplicates"]


class Duplicates:
    """Lets each document of a batch pass once.

    The same id with the same text is the same paper given twice, and passes once. The same id with another text would
    mix the findings of two papers: that document is a Failure. Memory is about 100 bytes a document.
    """

    def __init__(self) -> None:
        self._seen: dict[str, int] = {}

    def check(self, doc_id: str, sha256: str, name: str) -> Literal[True] | Failure | None:
        """True if the id is new, None if it is the same document again, a Failure if only the id is the same.

        ``sha256`` is the document's; ``name`` is the input that it comes from.
        """
        digest = int(sha256[:16], 16)
        known = self._seen.get(doc_id)
        if known is None:
            self._seen[doc_id] = digest
            return True
        if known == digest:
            return None
        message = f"{name}: another document of this batch has the id {doc_id!r} and another text; rename one of them"
        return Failure(name, "read", "duplicate_id", message)
