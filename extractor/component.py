"""The extractor as a spaCy component.

    nlp = spacy.blank("en")
    nlp.add_pipe("exocargo", config={"model": "rules", "min_confidence": 0.5})
    doc = nlp("Exosomal miR-301a promotes the radioresistance of glioma cells.")
    doc._.exocargo  # the rows of tuples.jsonl, as dictionaries

spaCy finds the component by the entry point ``spacy_factories``, also in a pipeline that is loaded from disk: what is
stored of it is its configuration. The rows are part of a Doc's ``user_data`` and are stored with it.
"""

from __future__ import annotations

import hashlib
from collections import deque
from collections.abc import Iterable, Iterator
from typing import Any

from spacy.language import Language
from spacy.tokens import Doc

from extractor.document import Document
from extractor.model.folder import DEFAULT_MODEL
from extractor.pipeline import load
from extractor.readers.plain import find_sections

__all__ = ["CargoComponent", "make"]


class CargoComponent:
    """Sets ``doc._.exocargo`` to what :meth:`extractor.Extractor.extract` returns; spans count in ``doc.text``.

    A row's ``doc_id`` is ``doc.user_data["id"]`` where that is a string, else the first 16 digits of the SHA-256 of
    the text. A text on which extraction fails goes to the pipeline's error handler, which by default raises; where it
    does not, the Doc has no rows.

    Raises
    ------
    UnknownModelError
        If the model is not at hand.
    """

    def __init__(self, nlp: Language, name: str, model: str, min_confidence: float, vesicular_only: bool) -> None:
        self.name = name
        self._nlp = nlp
        self._extractor = load(model)
        self._filters: dict[str, Any] = {"min_confidence": min_confidence, "vesicular_only": vesicular_only}
        if not Doc.has_extension("exocargo"):
            Doc.set_extension("exocargo", default=[])

    def __call__(self, doc: Doc) -> Doc:
        """The Doc with its rows."""
        return next(self.pipe([doc]))

    def pipe(self, stream: Iterable[Doc], *, batch_size: int = 128) -> Iterator[Doc]:
        """The Docs of a stream with their rows, in order; ``batch_size`` is spaCy's, and not needed here."""
        waiting: deque[Doc] = deque()

        def documents() -> Iterator[Document]:
            for doc in stream:
                waiting.append(doc)
                yield _document(doc)

        for rows in self._extractor.extract_many(documents(), **self._filters):
            doc = waiting.popleft()
            doc._.exocargo = list(rows)
            if rows.failure is not None:
                handle: Any = self._nlp.default_error_handler
                handle(self.name, self, [doc], ValueError(rows.failure.message))
            yield doc


def _document(doc: Doc) -> Document:
    given = doc.user_data.get("id")
    name = given if isinstance(given, str) else hashlib.sha256(doc.text.encode()).hexdigest()[:16]
    return Document(id=name, text=doc.text, sections=find_sections(doc.text))


@Language.factory(
    "exocargo",
    default_config={"model": DEFAULT_MODEL, "min_confidence": 0.0, "vesicular_only": False},
    assigns=["doc._.exocargo"],
)
def make(nlp: Language, name: str, model: str, min_confidence: float, vesicular_only: bool) -> CargoComponent:
    """The factory that ``nlp.add_pipe("exocargo")`` calls."""
    return CargoComponent(nlp, name, model, min_confidence, vesicular_only)
