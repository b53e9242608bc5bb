"""XML corpora: record by record through the package's one XML parser, which follows no entity and no address."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from extractor.readers.errors import ReadError
from extractor.readers.stream import Stream
from extractor.readers.xml import Element, split_elements
from extractor.training.schema import DataError

__all__ = ["elements"]

_LIMIT = 16_000_000


def elements(path: Path, name: str) -> Iterator[Element]:
    """The elements called ``name`` of an .xml or .xml.gz file, in order.

    Raises
    ------
    DataError
        If the file is missing or not whole, well-formed XML.
    """
    try:
        with path.open("rb") as file:
            stream = Stream(file, path.name)
            for element in split_elements(stream, [name], _LIMIT):
                if isinstance(element, ReadError):
                    raise DataError(f"{path}: {element}")
                yield element
            if stream.error is not None:
                raise DataError(f"{path}: {stream.error}")
    except ReadError as error:
        raise DataError(f"{path}: {error}") from None
    except OSError as error:
        raise DataError(f"{path}: cannot be read ({error.strerror}); check the path") from None
