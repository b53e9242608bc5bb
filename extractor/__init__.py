"""exocargo: findings on vesicle cargo and the response of tumours to radiation, read from papers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from extractor.document import Document
    from extractor.many import Rows
    from extractor.mapping import datasets_map
    from extractor.pipeline import Extractor, load
    from extractor.readers import read

__all__ = ["Document", "Extractor", "Rows", "__version__", "datasets_map", "load", "read"]

__version__ = "0.1.0"

_HOMES = {
    "Document": "extractor.document",
    "Extractor": "extractor.pipeline",
    "Rows": "extractor.many",
    "datasets_map": "extractor.mapping",
    "load": "extractor.pipeline",
    "read": "extractor.readers",
}


def __getattr__(name: str) -> Any:
    """Import what is asked for when it is asked for: reading papers needs libraries that take seconds to load."""
    if name in _HOMES:
        from importlib import import_module

        globals()[name] = found = getattr(import_module(_HOMES[name]), name)
        return found
    raise AttributeError(f"module 'extractor' has no attribute {name!r}")
