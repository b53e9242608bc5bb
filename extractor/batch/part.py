"""One input's results on disk: a part, written whole by a worker and gathered in the end."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

from extractor.document import Document, Failure

__all__ = ["Part", "lines_of", "read_input", "write_part"]


@dataclass(frozen=True, slots=True)
class Part:
    """An input, where it is read from and where its results go."""

    name: str
    source: Path
    path: Path

    @classmethod
    def of(cls, source: Path, folder: Path, name: str | None = None) -> Part:
        """The part of an input, known again by the input's path, size and time of change."""
        name = name or str(source)
        stat = source.stat()
        key = json.dumps([os.fsdecode(os.fsencode(source.absolute())), stat.st_size, stat.st_mtime_ns])
        digest = hashlib.sha256(key.encode("utf-8", "surrogateescape")).hexdigest()[:24]
        return cls(name, source, folder / f"{digest}.jsonl")


def read_input(source: Path, name: str) -> Iterator[Document | Failure]:
    """The documents and failures of one input; no error of a reader gets past this."""
    from extractor.readers import read_stream

    try:
        with source.open("rb") as file:
            yield from read_stream(file, name)
    except MemoryError:
        yield Failure(name, "read", "out_of_memory", f"{name}: needs more memory than there is; split it")
    except OSError as error:
        yield Failure(
            name,
            "read",
            "unreadable",
            f"{name}: cannot be read ({error.strerror}); check that it exists and may be read",
        )
    except Exception as error:  # a reader's bug must cost its own input only
        yield Failure(
            name, "read", "internal", f"{name}: the reader failed ({type(error).__name__}); please report the file"
        )


def _describe(document: Document) -> dict[str, Any]:
    return {
        "doc_id": document.id,
        "source": document.source,
        "kind": document.kind,
        "title": document.title,
        "pmid": document.ids.get("pmid"),
        "pmcid": document.ids.get("pmcid"),
        "doi": document.ids.get("doi"),
        "year": document.year,
        "publication_types": list(document.publication_types),
        "characters": len(document.text),
        "sha256": document.sha256,
    }


def _write(file: IO[str], kind: str, value: Mapping[str, Any]) -> None:
    file.write(json.dumps({"kind": kind, **value}, ensure_ascii=True) + "\n")


def write_part(part: Part, model: str, min_confidence: float, vesicular_only: bool) -> None:
    """Read one input, extract from each of its documents, and leave the results in ``part.path``.

    The file appears under its name only when it is whole, so a part that exists is done.
    """
    from extractor.pipeline import load

    extractor = load(model)
    unfinished = part.path.with_suffix(".tmp")
    with unfinished.open("w", encoding="ascii") as file:
        for item in read_input(part.source, part.name):
            if isinstance(item, Failure):
                _write(file, "failure", item.to_json())
                continue
            try:
                rows = extractor.extract(item, min_confidence=min_confidence, vesicular_only=vesicular_only)
            except Exception as error:  # one paper must not cost the others
                message = f"{item.id}: extraction failed ({type(error).__name__}); please report the document"
                _write(file, "failure", Failure(part.name, "extract", "internal", message).to_json())
                continue
            _write(file, "document", {"document": _describe(item), "rows": rows})
        file.flush()
        os.fsync(file.fileno())
    unfinished.replace(part.path)


def lines_of(part: Part) -> Iterator[dict[str, Any]]:
    """What a finished part holds, in the order of its input."""
    with part.path.open(encoding="ascii") as file:
        for line in file:
            yield json.loads(line)
