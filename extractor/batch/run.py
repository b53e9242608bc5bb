"""A run: inputs expanded, read in worker processes, and gathered into the tables of one folder."""

from __future__ import annotations

import hashlib
import json
import os
import sys
import time
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass, fields, replace
from functools import partial
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import Any

from extractor import __version__
from extractor.batch.files import json_lines, write_whole
from extractor.batch.folder import OUTPUTS, RunError, open_folder
from extractor.batch.limits import DEFAULT_LIMITS, Limits
from extractor.batch.part import Part, Settings, aliases, lines_of, write_part
from extractor.batch.pool import Trouble, work
from extractor.batch.progress import Step
from extractor.document import Failure

__all__ = ["RunError", "RunSummary", "Settings", "run"]

_LIBRARIES = ("pypdfium2", "biosenter", "spacy", "scispacy", "lxml", "pyarrow", "numpy")


@dataclass(frozen=True, slots=True)
class RunSummary:
    """What a run did, in counts; ``table`` holds the rows of its findings table.

    ``duplicates`` counts documents that came again with the same id and text and were read once, ``gated`` those that
    the gate turned away, which ``documents`` does not hold.
    """

    documents: int
    tuples: int
    findings: int
    failures: int
    duplicates: int
    resumed: int
    seconds: float
    table: tuple[dict[str, Any], ...] = ()
    gated: int = 0

    def counts(self) -> dict[str, int]:
        """The counts by name."""
        kept = (field.name for field in fields(self) if field.name not in ("table", "seconds"))
        return {name: getattr(self, name) for name in kept}


def run(
    inputs: Sequence[str],
    out: Path,
    settings: Settings,
    *,
    workers: int = 1,
    restart: bool = False,
    limits: Limits = DEFAULT_LIMITS,
    engine: str = "local",
    address: str | None = None,
    progress: Step | None = None,
) -> RunSummary:
    """Extract from all inputs into the folder ``out``.

    Parameters
    ----------
    inputs:
        Files, folders, globs, or ``-`` for standard input.
    workers:
        Processes that read and extract side by side.
    restart:
        Forget a stopped run in ``out`` instead of going on with it.
    limits:
        What one input may cost its worker; beyond that it fails, and the others go on.
    engine, address:
        ``local``: processes of this machine; ``ray``: actors of a Ray cluster, of that at the address if one is given.
    progress:
        Called after each input with how many are done, how many there are, and how many failed.

    Raises
    ------
    RunError
        If nothing could be done at all: the folder cannot be written, is in use, or holds a run with other settings.
    """
    began = time.monotonic()
    from extractor.findings.table import TableError
    from extractor.pipeline import load

    settings = replace(settings, digest=load(settings.model).digest)
    try:
        with open_folder(out, settings, restart) as folder:
            parts, failures = _inputs(inputs, folder, settings)
            todo = [part for part in parts if not part.path.exists()]
            done = resumed = len(parts) - len(todo)
            crashed: dict[Path, Trouble] = {}
            for part, trouble in _work(todo, settings, max(1, min(workers, len(todo))), limits, engine, address):
                done += 1
                if trouble:
                    crashed[part.path] = trouble
                if progress:
                    progress(done, len(parts), len(failures) + len(crashed))
            failures += [
                Failure(p.name, "read", crashed[p.path].error, f"{p.name}: {crashed[p.path].words}")
                for p in parts
                if p.path in crashed
            ]
            whole = [part for part in parts if part.path not in crashed]
            return _gather(whole, failures, out, settings, resumed, began)
    except TableError as error:
        raise RunError(str(error)) from None
    except OSError as error:
        reason = error.strerror or str(error)
        raise RunError(
            f"{out}: cannot be written ({reason}); choose a folder with room that you may write to"
        ) from error


def _work(
    parts: Sequence[Part], settings: Settings, workers: int, limits: Limits, engine: str, address: str | None
) -> Iterator[tuple[Part, Trouble | None]]:
    if not parts:
        return iter(())
    task = partial(write_part, settings=settings)
    if engine == "ray":
        from extractor.batch import ray_engine

        return ray_engine.work(parts, task, workers, limits, address)
    return work(parts, task, workers, limits)


def _inputs(inputs: Sequence[str], folder: Path, settings: Settings) -> tuple[list[Part], list[Failure]]:
    from extractor.readers.inputs import expand

    failures: list[Failure] = []
    sources: list[Path] = []
    own = folder.parent.resolve()
    for item in expand([name for name in inputs if name != "-"]):
        if isinstance(item, Failure):
            failures.append(item)
        elif not _is_output(Path(item), own):
            sources.append(Path(item))
    known_as = aliases(sources)
    parts: list[Part] = []
    for source in sources:
        try:
            parts.append(Part.of(source, folder, settings, alias=known_as.get(source)))
        except OSError as error:
            message = f"{source}: cannot be read ({error.strerror}); check that it exists and may be read"
            failures.append(Failure(str(source), "read", "unreadable", message))
    if "-" in inputs:
        parts.append(Part.of(_spool(folder), folder, settings, "-"))
    return parts, failures


def _is_output(path: Path, own: Path) -> bool:
    """Whether a file is what this or another run wrote: a folder of results may lie among the inputs."""
    folder = Path(os.path.realpath(path)).parent  # resolve() raises where a link leads to itself
    return path.name in (*OUTPUTS, "run.json") and (folder == own or (folder / "run.json").exists())


def _spool(folder: Path) -> Path:
    """Standard input as a file that is known again by what it holds: the same input goes on, another is another."""
    digest = hashlib.sha256()
    with NamedTemporaryFile("wb", dir=folder, suffix=".tmp", delete=False) as file:
        while block := sys.stdin.buffer.read(1 << 20):
            digest.update(block)
            file.write(block)
    path = folder / f"stdin-{digest.hexdigest()[:24]}"
    Path(file.name).replace(path)
    os.utime(path, ns=(0, 0))  # the content alone says which input it is
    return path


def _gather(
    parts: Sequence[Part], failures: list[Failure], out: Path, settings: Settings, resumed: int, began: float
) -> RunSummary:
    from extractor.findings import write_table
    from extractor.findings.collect import verdicts
    from extractor.findings.curation import read_curations
    from extractor.findings.documents import documents_parquet
    from extractor.findings.evidence_table import evidence_parquet
    from extractor.findings.merge import distinct, tabulate
    from extractor.findings.runs import run_rows, runs_parquet
    from extractor.readers import Duplicates

    documents: list[dict[str, Any]] = []
    rows: list[dict[str, Any]] = []
    duplicates = gated = 0
    seen = Duplicates()
    failed = [failure.to_json() for failure in failures]
    for part in parts:
        for line in lines_of(part):
            kind = line.pop("kind")
            if kind == "failure":
                failed.append(line)
                continue
            if kind == "gated":
                gated += line["count"]
                continue
            document = line["document"]
            new = seen.check(document["doc_id"], document["sha256"], part.name)
            if new is True:
                documents.append(document)
                rows.extend(line["rows"])
            elif new is None:
                duplicates += 1
            else:
                failed.append(new.to_json())
    # What curators said of this folder stands: it outranks the model, and a run does not undo it.
    curated = verdicts(read_curations(out))
    evidence = distinct(rows)
    known = {document["doc_id"]: document for document in documents}
    table = tabulate(evidence, known, curated)
    write_whole(out / "tuples.jsonl", json_lines(rows))
    write_whole(out / "failures.jsonl", json_lines(failed))
    write_table(table, out)
    write_whole(out / "documents.parquet", documents_parquet(documents))
    write_whole(out / "evidence.parquet", evidence_parquet(evidence, known))
    seconds = round(time.monotonic() - began, 2)
    summary = RunSummary(
        len(documents), len(rows), len(table), len(failed), duplicates, resumed, seconds, tuple(table), gated
    )
    report = _report(summary, settings, parts)
    write_whole(out / "runs.parquet", runs_parquet(run_rows(report)))
    write_whole(out / "run.json", (json.dumps(report, indent=2) + "\n").encode("ascii"))
    return summary


def _report(summary: RunSummary, settings: Settings, parts: Sequence[Part]) -> dict[str, Any]:
    versions = {"exocargo": __version__, "python": ".".join(map(str, sys.version_info[:3]))}
    for library in _LIBRARIES:
        try:
            versions[library] = version(library)
        except PackageNotFoundError:
            continue
    return {
        "settings": asdict(settings),
        "inputs": [part.name for part in parts],
        "counts": {**summary.counts(), "inputs": len(parts)},
        "seconds": summary.seconds,
        "cpus": os.cpu_count(),
        "versions": versions,
    }
