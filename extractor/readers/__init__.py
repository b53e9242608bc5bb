"""Reading papers: bytes of any accepted kind in, Documents out; what cannot be read comes out as a Failure."""

from __future__ import annotations

from extractor.readers.duplicates import Duplicates
from extractor.readers.errors import ReadError
from extractor.readers.files import read, read_stream
from extractor.readers.inputs import expand
from extractor.readers.limits import Limits

__all__ = ["Duplicates", "Limits", "ReadError", "expand", "read", "read_stream"]
