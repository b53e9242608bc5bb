"""What callers hand to an extractor, as Documents: strings, pairs, rows, or Documents themselves."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeAlias

from extractor.document import Document

__all__ = ["Given", "as_document", "name_of"]

#: A text; a Document; an id with its text; or a row with ``text`` and perhaps ``id``, or ``title`` and ``abstract``.
Given: TypeAlias = str | Document | tuple[str, str] | Mapping[str, Any]


def as_document(item: Given, number: int | None = None) -> Document:
    """The document of what was given.

    A string without an id is called ``text``, or ``text:NUMBER`` by its place (from 1) among others; so is a row
    without an id, ``pmid``, ``pmcid`` or ``doi``. Rows are read as the command reads those of a JSONL file.

    Raises
    ------
    ReadError
        If it is none of these, or a row without text.
    """
    from extractor.readers.errors import ReadError
    from extractor.readers.limits import Limits
    from extractor.readers.plain import find_sections
    from extractor.readers.rows import row_document

    match item:
        case Document():
            return item
        case str():
            return Document(id=_nameless(number), text=item, sections=find_sections(item))
        case (str(name), str(text)):
            return Document(id=name, text=text, sections=find_sections(text))
        case Mapping():
            has_id = any(str(key).strip().casefold() == "id" for key in item)
            row = item if has_id else {**item, "id": None}
            return row_document(row, source="text", kind="row", number=number or 1, limits=Limits())
    raise ReadError(
        "bad_record",
        f"is of type {type(item).__name__}; give a text, an id and a text, a row or a Document",
    )


def name_of(item: object, number: int) -> str:
    """What an item is called in a failure, as far as it can be told."""
    match item:
        case Document(id=name) | (str(name), _) | {"id": str(name)}:
            return name
    return _nameless(number)


def _nameless(number: int | None) -> str:
    return "text" if number is None else f"text:{number}"
