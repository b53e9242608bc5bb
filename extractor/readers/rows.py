"""A row of a table or an object of JSON as a Document."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any

from extractor.document import Document, Section
from extractor.readers.assembly import Part, assemble, file_name, sanitise
from extractor.readers.errors import ReadError
from extractor.readers.limits import Limits

__all__ = ["require_columns", "row_document"]

_IDS = ("pmid", "pmcid", "doi")
_YEAR = re.compile(r"(?:1[89]|20)\d\d")
_COLUMNS = "`id` and `text`, or `title` and `abstract`"


def require_columns(names: Iterable[str]) -> None:
    """Check that a table has what a document needs; names are compared without regard to case.

    Raises
    ------
    ReadError
        ``missing_columns``, naming the columns that were found.
    """
    found = [str(name).strip() for name in names]
    have = {name.casefold() for name in found}
    if not ({"id", "text"} <= have or {"title", "abstract"} <= have):
        shown = ", ".join(repr(name[:40]) for name in found[:12]) + (", ..." if len(found) > 12 else "")
        raise ReadError("missing_columns", f"needs the columns {_COLUMNS}; found {shown or 'none'}")


def row_document(row: Mapping[str, Any], *, source: str, kind: str, number: int, limits: Limits) -> Document:
    """The document of one row.

    ``text`` is kept as it is, so that offsets in it hold; a ``title`` beside it that it does not begin with is read
    too, from behind it. Without ``text`` the document is the title, a blank line and the abstract. Without ``id`` it
    is called by its ``pmid``, ``pmcid`` or ``doi``, else by the file's name and the row's ``number``.

    Raises
    ------
    ReadError
        ``missing_columns``, ``bad_record``, ``no_text`` or ``too_large``.
    """
    row = {str(name).strip().casefold(): value for name, value in row.items()}
    require_columns(row)
    ids = {key: text for key in _IDS if (text := _string(row, key))}
    title = _string(row, "title")
    body = _string(row, "text")
    identifier = _string(row, "id").strip() or next(iter(ids.values()), "")
    if body.strip():
        given = _sections(row.get("sections"), len(body))
        parts = [Part("body", "", body)]
        if title.strip() and not body.lstrip().startswith(title.strip()):
            parts.append(Part("title", "", title))
    else:
        given = ()
        parts = [Part("title", "", title), Part("abstract", "", _string(row, "abstract"))]
    text, sections = assemble(parts, limits)
    year = _YEAR.search(_string(row, "year"))
    types = row.get("publication_types") or ()
    return Document(
        id=identifier or f"{file_name(source)}:{number}",
        text=text,
        sections=(*given, *sections[1:]) if given else sections,
        source=source,
        kind=kind,
        title=title.strip(),
        ids=ids,
        year=int(year[0]) if year else None,
        publication_types=tuple(map(str, types)) if isinstance(types, (list, tuple)) else tuple(_split(str(types))),
    )


def _split(types: str) -> list[str]:
    return [name.strip() for name in re.split(r"[;|]", types) if name.strip()]


def _string(row: Mapping[str, Any], name: str) -> str:
    """A field as text; absent, null and NaN are empty."""
    value = row.get(name)
    if value is None or value != value:
        return ""
    if isinstance(value, bytes):
        value = value.decode("utf-8", "replace")
    if isinstance(value, bool) or not isinstance(value, (str, int, float)):
        raise ReadError("bad_record", f"{name!r} is not text but {type(value).__name__}")
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return sanitise(str(value))


def _sections(value: Any, length: int) -> tuple[Section, ...]:
    """Sections as ``exocargo convert`` writes them, if they are there and fit the text; else none."""
    if not isinstance(value, list):
        return ()
    sections: list[Section] = []
    at = 0
    for item in value:
        match item:
            case {"kind": str(kind), "start": int(start), "end": int(end)} if at <= start < end <= length:
                sections.append(Section(kind, str(item.get("title") or ""), start, end))
                at = end
            case _:
                return ()
    return tuple(sections)
