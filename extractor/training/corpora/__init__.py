"""The corpora by name: a loader for each, their licences, and which texts they share.

No corpus is part of the package: ``root`` is a folder with a folder for each corpus, as its makers' files lie there.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from importlib import import_module
from pathlib import Path

from extractor.training.corpora.archive import Drops
from extractor.training.corpora.licences import LICENCES, Licence
from extractor.training.schema import DataError, Example

__all__ = ["LICENCES", "NAMES", "OVERLAP", "Drops", "Licence", "folder", "load", "may_train", "splits"]

#: Module, function and list of splits by corpus name.
_ADAPTERS = {
    "agac": ("agac", "examples", "SPLITS"),
    "anatem": ("anatem", "examples", "SPLITS"),
    "bc2gm": ("bc2gm", "examples", "SPLITS"),
    "bel-conib": ("bel_conib", "examples", "SPLITS"),
    "bel-covid19kg": ("bel_covid19kg", "examples", "SPLITS"),
    "bionlp-st-2011-ge": ("bionlp_ge", "examples", "SPLITS"),
    "bionlp-st-2013-cg": ("bionlp_cg", "examples", "SPLITS"),
    "bionlp-st-2013-ge": ("bionlp_ge13", "examples", "SPLITS"),
    "bionlp-st-2013-pc": ("bionlp_pc", "examples", "SPLITS"),
    "bioredirect": ("bioredirect", "examples", "SPLITS"),
    "bioredirect-bc8": ("bioredirect", "bc8_examples", "BC8_SPLITS"),
    "cancermine": ("cancermine", "examples", "SPLITS"),
    "comagc": ("comagc", "examples", "SPLITS"),
    "craft": ("craft", "examples", "SPLITS"),
    "hmdd": ("hmdd", "examples", "SPLITS"),
    "mlee": ("mlee", "examples", "SPLITS"),
    "ncbi-disease": ("ncbi_disease", "examples", "SPLITS"),
    "own": ("own", "examples", "SPLITS"),
    "scai-mirna": ("scai_mirna", "examples", "SPLITS"),
}
NAMES = tuple(_ADAPTERS)
#: The folder below the root, where it is not the corpus's name.
_FOLDERS = {"bioredirect-bc8": "bioredirect", "own": ""}
#: Corpora that share texts under one id: leave the ids of the one that is evaluated on out of the other.
OVERLAP = {
    "mlee": ("bionlp-st-2013-cg", "anatem"),
    "bionlp-st-2013-cg": ("mlee", "anatem"),
    "anatem": ("bionlp-st-2013-cg", "mlee"),
}


def splits(name: str) -> tuple[str, ...]:
    """The splits that a corpus has.

    Raises
    ------
    DataError
        If there is no corpus of this name.
    """
    module, _, listed = _adapter(name)
    found: tuple[str, ...] = getattr(import_module(f"{__name__}.{module}"), listed)
    return found


def folder(name: str) -> str:
    """The folder of a corpus below the root.

    Raises
    ------
    DataError
        If there is no corpus of this name.
    """
    _adapter(name)
    return _FOLDERS.get(name, name)


def may_train(name: str, *, ships: bool) -> bool:
    """Whether a model may be trained on a corpus; ``ships``: whether its weights are passed on."""
    _adapter(name)
    licence = LICENCES[name]
    return not licence.evaluation_only and (licence.ships or not ships)


def load(name: str, root: Path, split: str, drops: Drops | None = None) -> Iterator[Example]:
    """The examples of one split of a corpus, one at a time; what could not be mapped is counted in ``drops``.

    For ``own`` the root is the annotation folder itself.

    Raises
    ------
    DataError
        If there is no such corpus or split, or a file of it is missing or broken.
    """
    module, function, _ = _adapter(name)
    read: Callable[..., Iterator[Example]] = getattr(import_module(f"{__name__}.{module}"), function)
    home = root / folder(name)
    if not home.is_dir():
        raise DataError(f"{home}: no such folder; give the folder that holds the corpora")
    return read(home, split, drops)


def _adapter(name: str) -> tuple[str, str, str]:
    if name not in _ADAPTERS:
        raise DataError(f"no corpus {name!r}; choose from {', '.join(NAMES)}")
    return _ADAPTERS[name]
