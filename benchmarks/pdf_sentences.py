"""How many of a text's sentences come out of its typeset PDF whole.

    python benchmarks/pdf_sentences.py annotations/gold/review.txt [FILE|FOLDER ...] [--limit N] [--misses N]

Each text is typeset by ``examples/typeset.py`` in several layouts (columns, widths, justified or ragged, hyphenated or
not, raised or bracketed citations, with and without floats, heads, notes), read back with :func:`read_pdf`, and split
into sentences. A sentence counts if it stands verbatim and contiguous in the extracted text. Before the comparison
both sides are normalised alike: white space, hyphens and the micro sign to one code point, no space before a citation.
"""

from __future__ import annotations

import argparse
import dataclasses
import importlib.util
import re
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

from reportlab.lib.pagesizes import letter

from extractor.readers.pdf import read_pdf

__all__ = ["main"]


def _typesetter() -> ModuleType:
    path = Path(__file__).resolve().parents[1] / "examples" / "typeset.py"
    spec = importlib.util.spec_from_file_location("typeset", path)
    if spec is None or spec.loader is None:
        raise SystemExit(f"{path}: not found")
    module = importlib.util.module_from_spec(spec)
    sys.modules["typeset"] = module
    spec.loader.exec_module(module)
    return module


def _layouts(typesetter: ModuleType) -> dict[str, object]:
    base = typesetter.Layout(
        authors="Doe J, Roe R, Poe P", journal="Annals of Typesetting", citation="(2020) 7:11", doi="10.5555/12345678"
    )
    change = dataclasses.replace
    times = ("Times-Roman", "Times-Bold", "Times-Italic")
    return {
        "two columns": change(base, footnotes=("*Correspondence: jdoe@example.org",)),
        "two columns, raised citations": change(base, raised_citations=True),
        "two columns, ragged, no hyphenation": change(base, justified=False, hyphenated=False, ligatures=False),
        "two columns, letter, large": change(
            base, page=letter, size=11, leading=13.4, gutter=24, indent=0, heads=False
        ),
        "two narrow columns": change(base, margin=90, gutter=12, size=8.5, leading=10),
        "three columns": change(base, columns=3, size=8.2, leading=9.8, gutter=14, margin=42),
        "one column": change(base, columns=1, margin=80, size=11, leading=14, raised_citations=True),
        "two columns, Times": change(base, fonts=times, ligatures=False, size=10, leading=11.5, floats=False),
    }


def _sentences(article: object) -> Iterator[str]:
    texts = [article.abstract, *(part.text for part in article.parts if part.kind in ("paragraph", "figure"))]  # type: ignore[attr-defined]
    for text in texts:
        for sentence in re.split(r"(?<=[.?!])\s+(?=[A-Z(\[])", text):
            if len(sentence.split()) >= 4:
                yield sentence


def _normalised(text: str) -> str:
    text = (
        re.sub(r"[\u2010\u2011\u00ad]", "-", text)
        .replace("\u00b5", "μ")
        .replace("\u2126", "Ω")
        .replace("\u2206", "Δ")
        .replace("\u03d5", "φ")
    )
    text = re.sub(r"\s+", " ", text)
    text = re.sub(r"(?<=\d\]) (?=[,.;:)])", "", text)
    return re.sub(r"\s+(?=\[\d)|(?<=[\d,–-])\s+(?=\d+[,\]–-])", "", text).strip()


def _texts(paths: list[Path], limit: int) -> list[Path]:
    found = [path for given in paths for path in (sorted(given.rglob("*.txt")) if given.is_dir() else [given])]
    return found[:limit]


def main() -> None:
    """Print a line a layout and a total."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("texts", nargs="+", type=Path)
    parser.add_argument("--limit", type=int, default=20, help="texts to take at most")
    parser.add_argument("--misses", type=int, default=0, help="sentences to show that did not come out whole")
    options = parser.parse_args()
    typesetter = _typesetter()
    typesetter.register_fonts()
    paths = _texts(options.texts, options.limit)
    kept = total = pages = 0
    seconds = 0.0
    missed: list[tuple[str, str, str]] = []
    with tempfile.TemporaryDirectory() as folder:
        for name, layout in _layouts(typesetter).items():
            good = count = 0
            for path in paths:
                article = typesetter.parse(path.read_text(encoding="utf-8"))
                target = Path(folder) / "paper.pdf"
                if "Times" in name:
                    article = _latin(article)
                pages += typesetter.typeset(article, layout, target)
                data = target.read_bytes()
                start = time.perf_counter()
                text = _normalised(read_pdf(data, path.name).text)
                seconds += time.perf_counter() - start
                for sentence in _sentences(article):
                    count += 1
                    if _normalised(sentence) in text:
                        good += 1
                    else:
                        missed.append((name, path.name, sentence))
            print(f"{name:40s} {good:6d} of {count:6d} sentences whole  {good / max(1, count):7.2%}", flush=True)
            kept, total = kept + good, total + count
    share, pace = kept / max(1, total), 1000 * seconds / max(1, pages)
    print(f"{'all':40s} {kept:6d} of {total:6d} sentences whole  {share:7.2%}")
    print(f"{len(paths)} texts, {pages} pages, {pace:.0f} ms a page")
    for name, file, sentence in missed[: options.misses]:
        print(f"- {name} | {file} | {sentence}")


def _latin(article: object) -> object:
    """``article`` with the characters that the standard fonts lack replaced."""

    def plain(text: str) -> str:
        return text.encode("cp1252", "replace").decode("cp1252")

    parts = tuple(dataclasses.replace(part, text=plain(part.text), label=plain(part.label)) for part in article.parts)  # type: ignore[attr-defined]
    return dataclasses.replace(article, title=plain(article.title), abstract=plain(article.abstract), parts=parts)  # type: ignore[attr-defined, type-var]


if __name__ == "__main__":
    main()
