"""Fuzz every reader: mutated files, guided by coverage, until the time is up.

    pip install atheris
    python scripts/fuzz_readers.py --seconds 3600 [--only jats] [--work fuzz-work]

Each kind of input gets an equal share of the time, in a process of its own. Wrong is whatever a reader must never do:
an exception, a crash of the process, more than 20 seconds or 3 GB for one small file, a Failure that is not one line
that names the input, offsets outside of the text, or a file opened or an address asked for that is not the input. What
did it is kept in the work folder; mend the reader, and make the file a test.
"""

from __future__ import annotations

import argparse
import gzip
import io
import json
import re
import subprocess
import sys
import tempfile
from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from pkgutil import iter_modules
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
TEXT = "Exosomal miR-301a promotes the radioresistance of glioma cells by inhibiting TCEAL7."
BIOC = {"documents": [{"id": "7", "passages": [{"offset": 0, "text": TEXT, "infons": {"type": "abstract"}}]}]}
#: Seconds and megabytes that one small file may take.
PATIENCE, MEMORY = 20, 3000


def _samples(pattern: str) -> list[bytes]:
    return [path.read_bytes() for path in sorted((ROOT / "examples" / "papers").glob(pattern))]


def _pdf() -> list[bytes]:
    from reportlab.pdfgen.canvas import Canvas

    sink = io.BytesIO()
    canvas = Canvas(sink, pageCompression=0)
    canvas.drawString(72, 700, TEXT)
    canvas.showPage()
    canvas.save()
    return [sink.getvalue()]


def _parquet() -> list[bytes]:
    import pyarrow as pa
    import pyarrow.parquet as pq

    sink = io.BytesIO()
    pq.write_table(pa.table({"id": ["1"], "title": ["T"], "abstract": [TEXT]}), sink)
    return [sink.getvalue()]


def _bioc_xml() -> list[bytes]:
    return [
        b"<?xml version='1.0'?><collection><source>s</source><date>d</date><key>k</key><document><id>7</id><passage>"
        b"<infon key='type'>abstract</infon><offset>0</offset><text>" + TEXT.encode() + b"</text></passage></document>"
        b"</collection>"
    ]


#: The name of the input by kind, and files to begin with.
KINDS: dict[str, tuple[str, Callable[[], list[bytes]]]] = {
    "pdf": ("a.pdf", _pdf),
    "pubmed": ("a.xml", lambda: _samples("*.xml")),
    "jats": ("a.nxml", lambda: _samples("*.nxml")),
    "bioc-xml": ("a.xml", _bioc_xml),
    "bioc-json": ("a.json", lambda: [json.dumps(BIOC).encode()]),
    "pubtator": ("a.txt", lambda: [f"7|t|A title\n7|a|{TEXT}\n7\t9\t17\tmiR-301a\tGene\t1\n\n".encode()]),
    "text": ("a.txt", lambda: _samples("*.txt")),
    "jsonl": ("a.jsonl", lambda: [json.dumps({"id": "1", "title": "T", "abstract": TEXT}).encode() + b"\n"]),
    "csv": ("a.csv", lambda: [f'id,text\n1,"{TEXT}"\n'.encode()]),
    "tsv": ("a.tsv", lambda: [f"id\ttitle\tabstract\n1\tT\t{TEXT}\n".encode()]),
    "parquet": ("a.parquet", _parquet),
    "gzip": ("a.txt.gz", lambda: [gzip.compress(TEXT.encode(), mtime=0)]),
}  # fmt: skip


class Outside(Exception):
    """A reader went for something that is not its input."""


def _watch() -> list[str]:
    """What is opened to be read by name, or connected to, from now on, library files aside."""
    seen: list[str] = []
    own = tuple({sys.prefix, sys.base_prefix, str(ROOT), "/usr", "/proc", "/sys", "/dev"})

    def hook(event: str, given: tuple[Any, ...]) -> None:
        if event == "open" and isinstance(given[0], str | bytes) and not str(given[0]).startswith(own):
            seen.append(f"open {given[0]!r}")
        elif event in ("socket.connect", "socket.getaddrinfo", "subprocess.Popen", "os.system"):
            seen.append(f"{event} {given!r}")

    sys.addaudithook(hook)
    return seen


def check(data: bytes, name: str) -> int:
    """Read bytes as an input of that name; the number of documents.

    Raises
    ------
    AssertionError
        If what comes out is not what readers promise.
    """
    from extractor.document import Document
    from extractor.readers import Limits, read_stream

    bounds = Limits(max_bytes=5_000_000, max_pages=50, max_chars=2_000_000, max_documents=1000)
    count = 0
    for item in read_stream(io.BytesIO(data), name, bounds):
        if isinstance(item, Document):
            count += 1
            assert len(item.text) <= bounds.max_chars
            for section in item.sections:
                assert 0 <= section.start <= section.end <= len(item.text), section
        else:
            assert item.message.startswith(name), item.message
            assert len(item.message.splitlines()) == 1, item.message
    return count


def fuzz(kind: str, seconds: int, work: Path) -> None:
    """Fuzz one kind in this process; it ends by itself."""
    import atheris

    with atheris.instrument_imports(include=["extractor.readers", "extractor.document"]):
        import extractor.readers

        for module in iter_modules(extractor.readers.__path__):
            import_module(f"extractor.readers.{module.name}")
    name, seeds = KINDS[kind]
    start = work / kind / "corpus"
    start.mkdir(parents=True, exist_ok=True)
    for number, data in enumerate(seeds()):
        (start / f"seed-{number}").write_bytes(data)
        check(data, name)  # imports what is imported late
    seen = _watch()

    def one(data: bytes) -> None:
        seen.clear()
        check(data, name)
        if seen:
            raise Outside("; ".join(seen))

    options = [
        f"-max_total_time={seconds}", f"-timeout={PATIENCE}", f"-rss_limit_mb={MEMORY}", "-max_len=200000",
        "-print_final_stats=1", "-verbosity=1", f"-artifact_prefix={work / kind}/",
    ]  # fmt: skip
    atheris.Setup([sys.argv[0], str(start), *options], one)
    atheris.Fuzz()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seconds", type=int, default=3600, help="for all kinds together (default: %(default)s)")
    parser.add_argument("--only", choices=KINDS, help="one kind alone")
    parser.add_argument("--work", type=Path, help="folder for what is found (default: a temporary one)")
    parser.add_argument("--child", action="store_true", help=argparse.SUPPRESS)
    args = parser.parse_args()
    work = args.work or Path(tempfile.mkdtemp(prefix="fuzz-"))
    if args.child:
        fuzz(args.only, args.seconds, work)
        return
    kinds = [args.only] if args.only else list(KINDS)
    share = max(1, args.seconds // len(kinds))
    bad = 0
    for kind in kinds:
        command = [sys.executable, __file__, "--child", "--only", kind, "--seconds", str(share), "--work", str(work)]
        done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, errors="replace", check=False)
        runs = re.search(r"number_of_executed_units:\s*(\d+)", done.stderr)
        print(f"{kind}: {runs.group(1) if runs else '?'} files in {share} s; ", end="")
        if done.returncode:
            bad += 1
            (work / kind / "log").write_text(done.stderr, encoding="utf-8", errors="replace")
            print(f"FAILED, see {work / kind}", flush=True)
        else:
            print("nothing wrong", flush=True)
    sys.exit(1 if bad else 0)


if __name__ == "__main__":
    main()
