"""A run: inputs expanded, read in worker processes, and gathered into the tables of one folder."""

from __future__ import annotations

import json
import multiprocessing
import os
import shutil
import signal
import sys
import threading
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor, as_completed
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

from extractor import __version__
from extractor.batch.files import write_whole
from extractor.batch.part import Part, lines_of, write_part
from extractor.document import Failure

__all__ = ["RunError", "RunSummary", "Settings", "run"]

_PARTS = ".parts"
_OUTPUTS = ("tuples.jsonl", "failures.jsonl", "findings.parquet", "findings.csv", "documents.parquet")
_LIBRARIES = ("pypdfium2", "biosenter", "spacy", "scispacy", "lxml", "pyarrow", "numpy")


class RunError(RuntimeError):
    """A run that cannot be made at all; the message is one line with the remedy."""


@dataclass(frozen=True, slots=True)
class Settings:
    """What decides the result of a run, beside its inputs."""

    model: str
    min_confidence: float = 0.0
    vesicular_only: bool = False


@dataclass(frozen=True, slots=True)
class RunSummary:
    """What a run did, in counts; ``findings`` are the rows of its findings table."""

    documents: int
    tuples: int
    findings: int
    failures: int
    resumed: int
    seconds: float
    table: tuple[dict[str, Any], ...] = ()


def _settings_guard(folder: Path, settings: Settings, restart: bool) -> None:
    """Refuse to mix the results of two settings in one folder."""
    kept = folder / "settings.json"
    if restart and folder.exists():
        shutil.rmtree(folder)
    folder.mkdir(parents=True, exist_ok=True)
    mine = {"version": __version__, **asdict(settings)}
    if kept.exists():
        if json.loads(kept.read_text(encoding="utf-8")) != mine:
            raise RunError(
                f"{folder.parent}: holds a stopped run with other settings; run it with those, or add --restart"
            )
    else:
        write_whole(kept, json.dumps(mine).encode())


def _work(parts: Sequence[Part], settings: Settings, workers: int) -> Iterator[tuple[Part, str | None]]:
    """Do all parts; yields each with None, or with what went wrong beyond its own reader's failures."""

    def submit(pool: ProcessPoolExecutor, part: Part) -> Future[None]:
        return pool.submit(write_part, part, settings.model, settings.min_confidence, settings.vesicular_only)

    broken: list[Part] = []
    with _pool(workers) as pool:
        waiting = {submit(pool, part): part for part in parts}
        for future in as_completed(waiting):
            try:
                future.result()
            except BrokenProcessPool:
                broken.append(waiting[future])
                continue
            yield waiting[future], None
    # A worker that died takes its pool with it: what it left is done one by one, so that the culprit stands alone.
    for part in broken:
        with _pool(1) as pool:
            try:
                submit(pool, part).result()
            except BrokenProcessPool:
                yield part, "the reading process died (out of memory or a crash in a library)"
                continue
        yield part, None


@contextmanager
def _pool(workers: int) -> Iterator[ProcessPoolExecutor]:
    """A pool whose workers end with the run, also where the run is interrupted or killed."""
    pool = ProcessPoolExecutor(max_workers=workers, initializer=_end_with_parent, initargs=(os.getpid(),))
    try:
        yield pool
    except BaseException:
        pool.shutdown(wait=False, cancel_futures=True)
        for child in multiprocessing.active_children():
            child.terminate()
        raise
    pool.shutdown()


def _end_with_parent(parent: int) -> None:
    """In a worker: end when the process that started it is gone, and leave Ctrl-C to that process."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)

    def watch() -> None:
        while os.getppid() == parent:
            time.sleep(1)
        os._exit(1)

    threading.Thread(target=watch, daemon=True).start()


def _inputs(inputs: Sequence[str], folder: Path) -> tuple[list[Part], list[Failure]]:
    from extractor.readers.inputs import expand

    parts: list[Part] = []
    failures: list[Failure] = []
    own = folder.parent.resolve()
    for item in expand([name for name in inputs if name != "-"]):
        if isinstance(item, Failure):
            failures.append(item)
            continue
        if own in Path(item).resolve().parents:
            continue  # the run's own folder lies among its inputs
        try:
            parts.append(Part.of(Path(item), folder))
        except OSError as error:
            failures.append(Failure(str(item), "read", "unreadable", f"{item}: cannot be read ({error.strerror})"))
    if "-" in inputs:
        spool = folder / "stdin"
        if not spool.exists():
            with spool.open("wb") as file:
                shutil.copyfileobj(sys.stdin.buffer, file)
        parts.append(Part.of(spool, folder, "-"))
    return parts, failures


def run(
    inputs: Sequence[str],
    out: Path,
    settings: Settings,
    *,
    workers: int = 1,
    restart: bool = False,
    progress: Callable[[int, int, int], None] | None = None,
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
    progress:
        Called after each input with how many are done, how many there are, and how many failed.

    Raises
    ------
    RunError
        If nothing could be done at all: the folder cannot be written, or it holds a run with other settings.
    """
    began = time.monotonic()
    from extractor.pipeline import load

    load(settings.model)
    folder = out / _PARTS
    try:
        out.mkdir(parents=True, exist_ok=True)
        foreign = [name for name in _OUTPUTS if (out / name).exists()]
        if foreign and not (out / "run.json").exists() and not folder.exists():
            raise RunError(f"{out}: holds a {foreign[0]} that no run wrote; choose another folder")
        _settings_guard(folder, settings, restart)
        parts, failures = _inputs(inputs, folder)
        todo = [part for part in parts if not part.path.exists()]
        done = len(parts) - len(todo)
        crashed: dict[Path, str] = {}
        for part, trouble in _work(todo, settings, max(1, min(workers, len(todo)))) if todo else ():
            done += 1
            if trouble:
                crashed[part.path] = trouble
            if progress:
                progress(done, len(parts), len(failures) + len(crashed))
        failures += [
            Failure(p.name, "read", "crashed", f"{p.name}: {crashed[p.path]}; split or repair it")
            for p in parts
            if p.path in crashed
        ]
        whole = [part for part in parts if part.path not in crashed]
        return _gather(whole, failures, out, settings, len(parts) - len(todo), began)
    except OSError as error:
        raise RunError(
            f"{out}: cannot be written ({error.strerror or error}); choose a folder with room that you may write to"
        ) from error


def _gather(
    parts: Sequence[Part], failures: list[Failure], out: Path, settings: Settings, resumed: int, began: float
) -> RunSummary:
    from extractor.findings import merge, write_table
    from extractor.readers import Duplicates

    documents: list[dict[str, Any]] = []
    rows: list[dict[str, Any]] = []
    seen = Duplicates()
    failed = [failure.to_json() for failure in failures]
    for part in parts:
        for line in lines_of(part):
            kind = line.pop("kind")
            if kind == "failure":
                failed.append(line)
                continue
            document = line["document"]
            new = seen.check_id(document["doc_id"], document["sha256"], part.name)
            if new is True:
                documents.append(document)
                rows.extend(line["rows"])
            elif new is not None:
                failed.append(new.to_json())
    table = merge(rows)
    write_whole(out / "tuples.jsonl", _jsonl(rows))
    write_whole(out / "failures.jsonl", _jsonl(failed))
    write_table(table, out)
    _write_documents(documents, out / "documents.parquet")
    summary = RunSummary(
        len(documents), len(rows), len(table), len(failed), resumed, round(time.monotonic() - began, 2), tuple(table)
    )
    write_whole(out / "run.json", json.dumps(_report(summary, settings, parts), indent=2, ensure_ascii=False).encode())
    shutil.rmtree(out / _PARTS)
    return summary


def _jsonl(lines: Iterable[dict[str, Any]]) -> bytes:
    return "".join(json.dumps(line, ensure_ascii=False) + "\n" for line in lines).encode("utf-8", "backslashreplace")


def _write_documents(documents: Sequence[dict[str, Any]], path: Path) -> None:
    import io

    import pyarrow as pa
    import pyarrow.parquet as pq

    text, whole, listed = pa.string(), pa.int64(), pa.list_(pa.string())
    fields = {
        "doc_id": text, "source": text, "kind": text, "title": text, "pmid": text, "pmcid": text, "doi": text,
        "year": whole, "publication_types": listed, "characters": whole, "sha256": text,
    }  # fmt: skip
    columns = {name: [document[name] for document in documents] for name in fields}
    sink = io.BytesIO()
    pq.write_table(pa.table(columns, schema=pa.schema(list(fields.items()))), sink, compression="zstd")
    write_whole(path, sink.getvalue())


def _report(summary: RunSummary, settings: Settings, parts: Sequence[Part]) -> dict[str, Any]:
    versions = {"exocargo": __version__, "python": ".".join(map(str, sys.version_info[:3]))}
    for library in _LIBRARIES:
        try:
            versions[library] = version(library)
        except PackageNotFoundError:
            continue
    counts = {key: value for key, value in asdict(summary).items() if key not in ("table", "seconds")}
    return {
        "settings": asdict(settings),
        "inputs": [part.name for part in parts],
        "counts": {**counts, "inputs": len(parts)},
        "seconds": summary.seconds,
        "cpus": os.cpu_count(),
        "versions": versions,
    }
