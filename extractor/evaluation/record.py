"""JSON lines from elsewhere, checked field by field: a bad one is named by file, line and field."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any, NoReturn, TypeVar

from extractor.readers.errors import ReadError

__all__ = ["MAX_LINE", "Record", "Span", "read_records"]

#: Start (inclusive) and end (exclusive) in code points of a document's text.
Span = tuple[int, int]

#: Bytes of one line that are read before the file is refused.
MAX_LINE = 50_000_000

Choice = TypeVar("Choice", bound=StrEnum)


@dataclass(frozen=True, slots=True)
class Record:
    """One JSON object and where it stands, for messages. Every getter raises ReadError on a value of another kind."""

    where: str
    data: Mapping[str, Any]

    def fail(self, field: str, wanted: str) -> NoReturn:
        """Refuse the record."""
        shown = repr(self.data.get(field))[:60]
        raise ReadError("bad_record", f"{self.where}: {field!r} is {shown}; {wanted} is expected there")

    def text(self, field: str) -> str | None:
        """A string, or None where it is absent, null or empty."""
        value = self.data.get(field)
        if value is None or value == "":
            return None
        return value if isinstance(value, str) else self.fail(field, "a string or null")

    def name(self, field: str) -> str:
        """A string that must be there; whole numbers (document ids) are taken as their digits."""
        value = self.data.get(field)
        if isinstance(value, int) and not isinstance(value, bool):
            return str(value)
        return value if isinstance(value, str) and value else self.fail(field, "a string")

    def flag(self, field: str, default: bool) -> bool:
        """A boolean; ``default`` where it is absent or null."""
        value = self.data.get(field)
        if value is None:
            return default
        return value if isinstance(value, bool) else self.fail(field, "true or false")

    def choice(self, field: str, values: type[Choice], default: Choice) -> Choice:
        """A member of an enumeration; ``default`` where it is absent or null."""
        value = self.data.get(field)
        if value is None:
            return default
        try:
            return values(value)
        except ValueError:
            self.fail(field, f"one of {', '.join(values)}")

    def word(self, field: str, values: Collection[str], default: str | None = None) -> str:
        """One of some words; ``default``, if there is one, where it is absent or null."""
        value = self.data.get(field)
        if value is None and default is not None:
            return default
        if not isinstance(value, str) or value not in values:
            self.fail(field, f"one of {', '.join(sorted(values))}")
        return value

    def number(self, field: str) -> float | None:
        """A number, or None."""
        value = self.data.get(field)
        if value is None:
            return None
        if isinstance(value, bool) or not isinstance(value, (int, float)):
            self.fail(field, "a number or null")
        return float(value)

    def items(self, field: str) -> list[Any]:
        """A list; empty where it is absent or null."""
        value = self.data.get(field)
        if value is None:
            return []
        return value if isinstance(value, list) else self.fail(field, "a list")

    def records(self, field: str) -> Iterator[Record]:
        """The objects of a list."""
        for at, value in enumerate(self.items(field)):
            if not isinstance(value, Mapping):
                self.fail(field, "a list of objects")
            yield Record(f"{self.where}, {field}[{at}]", value)

    def span(self, field: str) -> Span | None:
        """``[start, end]``, or None where it is absent or null."""
        value = self.data.get(field)
        if value is None:
            return None
        if not isinstance(value, (list, tuple)) or len(value) != 2:
            self.fail(field, "[start, end]")
        return self._span(value[0], value[1], field)

    def bounds(self) -> Span | None:
        """The record's own ``start`` and ``end``, or None where it has neither."""
        if self.data.get("start") is None and self.data.get("end") is None:
            return None
        return self._span(self.data.get("start"), self.data.get("end"), "start")

    def _span(self, start: Any, end: Any, field: str) -> Span:
        whole = all(isinstance(at, int) and not isinstance(at, bool) for at in (start, end))
        if not whole or not 0 <= start <= end:
            self.fail(field, "start and end, whole numbers from 0 in order,")
        return int(start), int(end)


def read_records(path: Path) -> Iterator[Record]:
    """The objects of a JSON Lines file, blank lines passed over.

    Raises
    ------
    ReadError
        If the file cannot be opened, is not UTF-8, or a line is no JSON object.
    """
    try:
        with path.open("rb") as lines:
            number = 0
            while line := lines.readline(MAX_LINE + 1):
                number += 1
                where = f"{path} line {number}"
                if len(line) > MAX_LINE:
                    raise ReadError("too_large", f"{where}: longer than {MAX_LINE} bytes; is this JSON Lines?")
                if line.strip():
                    yield Record(where, _object(line, where))
    except OSError as error:
        raise ReadError("unreadable", f"{path}: {error.strerror or error}; give a JSON Lines file") from None


def _object(line: bytes, where: str) -> Mapping[str, Any]:
    try:
        value = json.loads(line.decode("utf-8-sig"))
    except (ValueError, RecursionError) as error:
        raise ReadError("bad_record", f"{where}: not JSON in UTF-8: {str(error)[:80]}") from None
    if not isinstance(value, dict):
        raise ReadError("bad_record", f"{where}: a JSON {type(value).__name__}; give one object a line")
    return value
