"""Give extract one folder of files made to break it, and say what became of each.

    python scripts/hostile_files.py

Made in a temporary folder: PDFs with objects in circles, a million pages, a huge image or a bomb for a content stream;
zip and gzip bombs; XML with entities, a million levels or a gigabyte of blanks; names with line breaks, formulas, 255
bytes or no UTF-8; links in circles, a pipe, a file that changes and one that vanishes while the run is on. Right is:
one line of failure for each that is bad, every good one read, no traceback, and an end.
"""

from __future__ import annotations

import gzip
import json
import os
import subprocess
import sys
import tempfile
import threading
import time
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
GOOD = "Exosomal miR-{n} promotes the radioresistance of glioma cells by inhibiting PTEN."
#: Seconds after which a run is taken to hang.
PATIENCE = 900


def pdf(objects: list[bytes]) -> bytes:
    """A PDF of these objects, numbered from 1; the first is the catalogue."""
    out, places = bytearray(b"%PDF-1.7\n"), []
    for number, body in enumerate(objects, start=1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    out += b"".join(b"%010d 00000 n \n" % place for place in places)
    out += b"trailer << /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF" % (len(objects) + 1, start)
    return bytes(out)


def stream(data: bytes, extra: bytes = b"") -> bytes:
    packed = zlib.compress(data, 9)
    return b"<< /Length %d /Filter /FlateDecode %s >>\nstream\n%s\nendstream" % (len(packed), extra, packed)


CATALOGUE = b"<< /Type /Catalog /Pages 2 0 R >>"
PAGES = b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>"
PAGE = b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 600 800] /Contents 4 0 R /Resources << %s >> >>"


def pdfs() -> Iterator[tuple[str, bytes]]:
    """Hostile PDFs by name."""
    yield "pdf-pages-in-a-circle.pdf", pdf([CATALOGUE, b"<< /Type /Pages /Kids [2 0 R 2 0 R] /Count 2 >>"])
    form = b"/Type /XObject /Subtype /Form /BBox [0 0 9 9] /Resources << /XObject << /F 5 0 R >> >>"
    yield (
        "pdf-form-within-itself.pdf",
        pdf([CATALOGUE, PAGES, PAGE % b"/XObject << /F 5 0 R >>", stream(b"/F Do"), stream(b"/F Do", form)]),
    )
    million, many = b"3 0 R " * 10**6, b"<< /Type /Pages /Kids [%s] /Count %d >>"
    yield "pdf-a-million-pages.pdf", pdf([CATALOGUE, many % (million, 10**6), PAGE % b"", stream(b"")])
    yield "pdf-count-that-lies.pdf", pdf([CATALOGUE, many % (b"3 0 R", 2**31 - 1), PAGE % b"", stream(b"")])
    image = b"/Type /XObject /Subtype /Image /Width 60000 /Height 60000 /BitsPerComponent 1 /ColorSpace /DeviceGray"
    yield (
        "pdf-huge-image.pdf",
        pdf([CATALOGUE, PAGES, PAGE % b"/XObject << /I 5 0 R >>", stream(b"/I Do"), stream(bytes(45 * 10**7), image)]),
    )
    yield "pdf-content-bomb.pdf", pdf([CATALOGUE, PAGES, PAGE % b"", stream(b"q Q " * (25 * 10**7))])
    yield "pdf-nested-arrays.pdf", pdf([CATALOGUE, b"[" * 500_000 + b"]" * 500_000])
    yield "pdf-cut.pdf", pdf([CATALOGUE, PAGES])[:80]


def others(folder: Path) -> Iterator[tuple[str, bytes]]:
    """Hostile files of other kinds by name."""
    packed = folder / "bomb.zip"
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as file:
        file.writestr("a.txt", b"a" * 10**9)
    yield "zip-bomb.zip", packed.read_bytes()
    packed.unlink()
    bomb = zlib.compressobj(9, zlib.DEFLATED, 31)
    data = b"".join(bomb.compress(b" " * 2**24) for _ in range(640)) + bomb.flush()
    yield "gzip-bomb.txt.gz", data
    yield "gzip-bomb-within-gzip.gz", gzip.compress(data)
    root = "<PubmedArticleSet>"
    laughs = '<!DOCTYPE a [<!ENTITY a "ha">' + "".join(
        f'<!ENTITY {b} "{f"&{a};" * 10}">' for a, b in zip("abcdefghi", "bcdefghij", strict=True)
    )
    yield "xml-laughs.xml", f"<?xml version='1.0'?>{laughs}]>{root}&j;</PubmedArticleSet>".encode()
    for name, entity in (
        ("xml-external.xml", '<!ENTITY x SYSTEM "file:///etc/passwd">'),
        ("xml-parameter.xml", '<!ENTITY % x SYSTEM "http://127.0.0.1:9/x"> %x;'),
    ):
        yield name, f"<!DOCTYPE a [{entity}]>{root}&x;</PubmedArticleSet>".encode()
    yield "xml-deep.nxml", b"<article>" + b"<sec>" * 10**6 + b"</sec>" * 10**6 + b"</article>"
    yield "xml-blanks.xml.gz", gzip.compress(b"<PubmedArticleSet><PubmedArticle>" + b" " * 10**9, 1)
    yield "xml-attributes.nxml", b"<article " + b" ".join(b'a%d="x"' % n for n in range(10**6)) + b"></article>"
    yield "json-deep.json", b"[" * 10**6 + b"]" * 10**6
    yield "json-number.jsonl", b'{"id": ' + b"9" * 10**6 + b', "text": "x"}\n'
    yield "csv-one-field.csv", b"id,text\n1," + b"x" * 5 * 10**7
    yield "nul.txt", bytes(10**6)
    yield "long-name-in-list.jsonl", b'{"id": "' + b"n" * 10**6 + b'", "text": 7}\n'


def good(folder: Path) -> int:
    """Good papers under names that are none; how many there are."""
    names = [b"line\nbreak.txt", b"=cmd|' C calc'!A0.txt", b"-rf.txt", b"..txt", b"<b>bold.txt", b"n" * 251 + b".txt",
             b"latin-\xe9.txt", "bidi-\u202etxt.txt".encode(), b"blank .txt", b"tab\t.txt"]  # fmt: skip
    for number, name in enumerate(names):
        (folder / os.fsdecode(name)).write_text(GOOD.format(n=100 + number), encoding="utf-8")
    return len(names)


def make(folder: Path) -> tuple[list[str], int]:
    """Write all files; the names of the bad ones, and how many are good."""
    bad = []
    for name, data in (*pdfs(), *others(folder)):
        (folder / name).write_bytes(data)
        bad.append(name)
    circle = folder / "circle"
    circle.mkdir()
    (circle / "again").symlink_to(folder, target_is_directory=True)
    (folder / "loop.txt").symlink_to("loop.txt")
    os.mkfifo(folder / "pipe.txt")
    return bad, good(folder)


def disturb(folder: Path, over: threading.Event) -> None:
    """A file that grows and shrinks, and one that comes and goes, until the run is over."""
    number = 0
    while not over.is_set():
        number += 1
        (folder / "changing.txt").write_text(GOOD.format(n=number % 900 + 1) * (number % 50 + 1), encoding="utf-8")
        (folder / "vanishing.txt").write_text(GOOD.format(n=7), encoding="utf-8")
        time.sleep(0.01)
        (folder / "vanishing.txt").unlink()


def main() -> None:
    with tempfile.TemporaryDirectory() as place:
        folder, out = Path(place) / "in", Path(place) / "out"
        folder.mkdir()
        bad, fine = make(folder)
        over = threading.Event()
        other = threading.Thread(target=disturb, args=(folder, over))
        other.start()
        given = [str(folder), *(str(folder / name) for name in bad)]
        command = [sys.executable, "-m", "extractor.cli", "extract", *given, "--out", str(out)]
        begun = time.monotonic()
        try:
            done = subprocess.run(
                [*command, "--model", "rules", "--quiet", "--workers", "2", "--no-gate", "--time-limit", "60"],
                cwd=ROOT, capture_output=True, timeout=PATIENCE, check=False,
            )  # fmt: skip
        finally:
            over.set()
            other.join()
        if not (out / "failures.jsonl").exists():
            raise SystemExit(f"the run ended with {done.returncode}: {done.stderr.decode(errors='replace')[-500:]}")
        failures = [json.loads(line) for line in (out / "failures.jsonl").read_text(encoding="utf-8").splitlines()]
        seen = {Path(failure["input"]).name: failure for failure in failures}
        documents = json.loads((out / "run.json").read_text(encoding="utf-8"))["counts"]["documents"]
        wrong = [f"{name}: no failure" for name in bad if name not in seen]
        wrong += [f"{name}: {f['message']!r} is not one line" for name, f in seen.items() if "\n" in f["message"]]
        if b"Traceback" in done.stderr:
            wrong.append("a traceback: " + done.stderr.decode(errors="replace")[-500:])
        if documents < fine:
            wrong.append(f"{documents} documents of {fine} good ones")
        for name in bad:
            print(f"{name}: {seen[name]['error'] if name in seen else '?'}")
        others_seen = {name: failure["error"] for name, failure in seen.items() if name not in bad}
        print(f"also failed: {others_seen}")
        print(
            f"{len(bad)} bad files, {fine} good ones under bad names: exit status {done.returncode}, "
            f"{documents} documents, {len(failures)} failures, {time.monotonic() - begun:.0f} s"
        )
        print("\n".join(wrong) or "nothing wrong")
    sys.exit(bool(wrong))


if __name__ == "__main__":
    main()
