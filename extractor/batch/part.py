"""One input's results on disk: a part, written whole by a worker and gathered in the end."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from functools import partial
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import IO, Any

from extractor import __version__
from extractor.batch import limits
from extractor.document import Document, Failure
from extractor.gate import Gate

__all__ = ["MORE_MEMORY", "Part", "Settings", "aliases", "lines_of", "write_part"]


#: Said of an input beside its name.
MORE_MEMORY = "needs more memory than it may have; split it, or give it more with --memory-limit"


@dataclass(frozen=True, slots=True)
class Settings:
    """What decides the result of a run, beside its inputs; ``digest`` tells two models of one name apart.

    ``gate`` names the gate of :mod:`extractor.gate` that documents must pass to be read; None reads all.
    """

    model: str
    min_confidence: float = 0.0
    vesicular_only: bool = False
    digest: str = ""
    gate: str | None = None


@dataclass(frozen=True, slots=True)
class Part:
    """An input, where it is read from, where its results go, and how its document is known if it has no id.

    ``alias`` is the id of a document that is known by its file's name alone, where another input has the same name.
    """

    name: str
    source: Path
    path: Path
    alias: str | None = None

    @classmethod
    def of(
        cls, source: Path, folder: Path, settings: Settings, name: str | None = None, alias: str | None = None
    ) -> Part:
        """The part of an input, known again by the input's path, size and time of change, and by the settings."""
        stat = source.stat()
        key = [os.fsdecode(os.fsencode(source.absolute())), stat.st_size, stat.st_mtime_ns, alias, __version__]
        digest = hashlib.sha256(json.dumps([key, asdict(settings)]).encode("utf-8", "surrogateescape")).hexdigest()[:24]
        return cls(name or str(source), source, folder / f"{digest}.jsonl", alias)


def aliases(sources: Sequence[Path]) -> dict[Path, str]:
    """For files of one name, the shortest ends of their paths that tell them apart: a/main.pdf, b/main.pdf."""
    found: dict[Path, str] = {}
    by_name: dict[str, list[Path]] = {}
    for source in sources:
        by_name.setdefault(source.name, []).append(source)
    for same in by_name.values():
        if len(same) == 1:
            continue
        parts = {source: source.absolute().parts for source in same}
        for length in range(2, max(map(len, parts.values())) + 1):
            ends = {source: "/".join(names[-length:]) for source, names in parts.items()}
            if len(set(ends.values())) == len(same):
                found.update(ends)
                break
    return found


def _wanted(gate: Gate, record: bytes) -> bool:
    limits.progress()  # a file of which all is turned away for long is not stuck
    return gate.raw(record)


def _read(part: Part, gate: Gate | None) -> Iterator[Document | Failure]:
    """The documents and failures of one input; no error of a reader gets past this."""
    from extractor.readers import read_stream

    count = 0
    try:
        with part.source.open("rb") as file:
            for item in read_stream(file, part.name, wanted=partial(_wanted, gate) if gate else None):
                count += 1
                limits.progress()
                if gate and isinstance(item, Document) and not gate.text(item.text):
                    continue
                if isinstance(item, Document) and part.alias and item.id == part.source.name:
                    item = replace(item, id=part.alias)
                yield item
        if not count and not (gate and gate.turned_away):
            yield Failure(part.name, "read", "empty", f"{part.name}: holds no document")
    except MemoryError:
        yield Failure(part.name, "read", "out_of_memory", f"{part.name}: {MORE_MEMORY}")
    except OSError as error:
        message = f"{part.name}: cannot be read ({error.strerror}); check that it exists and may be read"
        yield Failure(part.name, "read", "unreadable", message)
    except Exception as error:  # a reader's bug must cost its own input only
        message = f"{part.name}: the reader failed ({type(error).__name__}); please report the file"
        yield Failure(part.name, "read", "internal", message)


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


def write_part(part: Part, settings: Settings) -> None:
    """Read one input, extract from each of its documents, and leave the results in ``part.path``.

    The file appears under its name only when it is whole, so a part that exists is done; each writer has a file of
    its own until then, so that no two of them meet.
    """
    from extractor.pipeline import load

    extractor = load(settings.model)
    options = {"min_confidence": settings.min_confidence, "vesicular_only": settings.vesicular_only}
    with NamedTemporaryFile("w", encoding="ascii", dir=part.path.parent, suffix=".tmp", delete=False) as file:
        gate = Gate(settings.gate) if settings.gate else None
        for item in _read(part, gate):
            if isinstance(item, Failure):
                _write(file, "failure", item.to_json())
                continue
            try:
                rows = extractor.extract(item, **options)  # type: ignore[arg-type]
            except Exception as error:  # one paper must not cost the others
                code = "internal"
                message = f"{item.id}: extraction failed ({type(error).__name__}); please report the document"
                if isinstance(error, MemoryError):
                    code, message = "out_of_memory", f"{item.id}: {MORE_MEMORY}"
                _write(file, "failure", Failure(part.name, "extract", code, message).to_json())
                continue
            _write(file, "document", {"document": _describe(item), "rows": rows})
        if gate and gate.turned_away:
            _write(file, "gated", {"count": gate.turned_away})
        file.flush()
        os.fsync(file.fileno())
    Path(file.name).replace(part.path)


def lines_of(part: Part) -> Iterator[dict[str, Any]]:
    """What a finished part holds, in the order of its input."""
    with part.path.open(encoding="ascii") as file:
        for line in file:
            yield json.loads(line)
