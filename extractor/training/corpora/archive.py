"""Corpus files read as they lie: members of a .tar.gz and lines of a .gz, streamed and bounded."""

from __future__ import annotations

import gzip
import tarfile
import zlib
from collections import Counter
from collections.abc import Iterator
from pathlib import Path, PurePosixPath

from extractor.training.schema import DataError

__all__ = ["Drops", "documents", "lines", "members", "require_split", "text_of"]

#: Why and how often something of a corpus could not be mapped.
Drops = Counter[str]

#: No file within a corpus, and no line of one, is larger: more is no annotated text.
_MAX_MEMBER = 64_000_000
_MAX_LINE = 4_000_000


def require_split(corpus: str, split: str, has: tuple[str, ...]) -> None:
    """Refuse a split that the corpus does not have.

    Raises
    ------
    DataError
        Naming the splits that there are.
    """
    if split not in has:
        raise DataError(f"{corpus}: has no split {split!r}; use {' or '.join(has)}")


def text_of(data: bytes, where: str) -> str:
    """Bytes as UTF-8, line breaks as they stand (offsets count them).

    Raises
    ------
    DataError
        If they are not UTF-8.
    """
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        raise DataError(f"{where}: not UTF-8 at byte {error.start}; fetch the corpus again") from None


def members(path: Path, under: str = "", suffixes: tuple[str, ...] = ()) -> Iterator[tuple[str, bytes]]:
    """The files of a .tar.gz in their order: name and content. Only names below ``under`` and with one of ``suffixes``.

    Raises
    ------
    DataError
        If the archive is missing, damaged or cut short, or holds a file past the limit.
    """
    try:
        with tarfile.open(path, "r|gz") as archive:
            for member in archive:
                name = member.name.removeprefix("./")
                if not member.isfile() or not name.startswith(under) or not name.endswith(suffixes or ("",)):
                    continue
                if member.size > _MAX_MEMBER:
                    raise DataError(f"{path}: {name} has {member.size:,} bytes, over the limit; check the archive")
                file = archive.extractfile(member)
                if file is not None:
                    yield name, file.read()
    except (tarfile.TarError, EOFError, zlib.error, gzip.BadGzipFile) as error:
        raise DataError(f"{path}: not a whole .tar.gz ({_one_line(error)}); fetch it again") from None
    except OSError as error:
        raise DataError(f"{path}: cannot be read ({error.strerror or _one_line(error)}); check the path") from None


def documents(path: Path, under: str, suffixes: tuple[str, ...]) -> Iterator[tuple[str, dict[str, str]]]:
    """The documents of an archive whose files share a stem: the stem and the texts by suffix.

    The files of one document stand next to each other in every archive, so that one is held in memory at a time.

    Raises
    ------
    DataError
        See :func:`members`; or if nothing lies below ``under``.
    """
    stem, texts, found = "", dict[str, str](), False
    for name, data in members(path, under, suffixes):
        found = True
        file = PurePosixPath(name)
        if file.stem != stem:
            if texts:
                yield stem, texts
            stem, texts = file.stem, {}
        texts[file.suffix] = text_of(data, f"{path}: {name}")
    if not found:
        raise DataError(f"{path}: holds no {', '.join(suffixes)} below {under!r}; fetch the whole archive")
    if texts:
        yield stem, texts


def lines(path: Path) -> Iterator[tuple[int, str]]:
    """The lines of a .gz text file with their numbers from 1, without line breaks.

    Raises
    ------
    DataError
        If the file is missing, damaged or not UTF-8, or a line is past the limit.
    """
    try:
        with gzip.open(path, "rb") as file:
            number = 0
            while data := file.readline(_MAX_LINE):
                number += 1
                if len(data) == _MAX_LINE:
                    raise DataError(f"{path}:{number}: a line over {_MAX_LINE:,} bytes; check the file")
                yield number, text_of(data.rstrip(b"\r\n"), f"{path}:{number}")
    except (EOFError, zlib.error, gzip.BadGzipFile) as error:
        raise DataError(f"{path}: not a whole .gz ({_one_line(error)}); fetch it again") from None
    except OSError as error:
        raise DataError(f"{path}: cannot be read ({error.strerror or _one_line(error)}); check the path") from None


def _one_line(error: Exception) -> str:
    return " ".join(str(error).split())[:120] or type(error).__name__
