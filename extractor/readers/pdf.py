"""Journal PDFs: bytes in, a :class:`Document` out whose characters lead back to page and box.

pdfium (through pypdfium2) decodes the file; the order of reading, paragraphs and sections are found from where the
glyphs lie. pdfium is not thread-safe: read PDFs in processes, never in threads.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from types import MappingProxyType
from typing import TYPE_CHECKING

from extractor.document import Box, Document, Run, Section
from extractor.readers.errors import ReadError
from extractor.readers.limits import Limits
from extractor.readers.pdf_blocks import page_blocks, text_style
from extractor.readers.pdf_columns import common_gutters, page_columns
from extractor.readers.pdf_flow import Passage, passages
from extractor.readers.pdf_furniture import without_furniture, without_line_numbers
from extractor.readers.pdf_glyphs import Glyphs, page_glyphs
from extractor.readers.pdf_hyphens import Words
from extractor.readers.pdf_lines import Line, page_lines
from extractor.readers.pdf_text import line_text
from extractor.readers.pdf_title import find_doi, find_title, find_year

if TYPE_CHECKING:
    import pypdfium2 as pdfium

__all__ = ["read_pdf"]

_DEFAULT = Limits()
_OCR = "run OCR on it first, e.g. `ocrmypdf --force-ocr in.pdf out.pdf`"


def read_pdf(data: bytes, name: str, limits: Limits = _DEFAULT) -> Document:
    """Read the PDF ``data``; ``name`` (a file name) becomes the document's id and heads every error message.

    Raises :class:`ReadError`: empty, too_large, corrupt, encrypted, no_text (a scan), garbled (no usable characters).
    """
    pdf = _open(data, name, limits)
    try:
        metadata = {key.lower(): value for key, value in pdf.get_metadata_dict().items()}
        glyphs = _glyphs(pdf, name, limits)
    finally:
        pdf.close()
    _check(glyphs, name)
    drawn = [
        [line for line in page_lines(page, number) if not _is_garbage(line.text)] if _is_readable(page) else []
        for number, page in enumerate(glyphs, 1)
    ]
    lines = without_line_numbers(drawn)
    style = text_style(lines)
    heights = [page.width if page.turn % 2 else page.height for page in glyphs]
    lines = without_furniture(lines, heights, style.size)
    gutters = common_gutters(lines)
    blocks = [
        block
        for number, page in enumerate(lines, 1)
        for block in page_blocks(page_columns(page, gutters), style, number)
    ]
    first = [line.text for page in drawn[:2] for line in page]
    title = find_title(blocks, style, metadata.get("title", ""), first)
    text, sections, runs = _assembled(passages(blocks, style, title), glyphs)
    if len(text) > limits.max_chars:
        raise ReadError(
            "too_large", f"{name}: more than {limits.max_chars:,} characters of text; split the file or raise the limit"
        )
    doi = find_doi(first, metadata, [line.text for line in drawn[-1]])
    return Document(
        id=name,
        text=text,
        sections=sections,
        source=name,
        kind="pdf",
        title=next((text[s.start : s.end].replace("\n", " ").strip() for s in sections if s.kind == "title"), ""),
        ids=MappingProxyType({"doi": doi} if doi else {}),
        year=find_year(first),
        runs=runs,
    )


def _open(data: bytes, name: str, limits: Limits) -> pdfium.PdfDocument:
    import pypdfium2 as pdfium

    if not data:
        raise ReadError("empty", f"{name}: the file is empty; download it again")
    if len(data) > limits.max_bytes:
        raise ReadError(
            "too_large",
            f"{name}: {len(data):,} bytes, more than the limit of {limits.max_bytes:,}; split it or raise the limit",
        )
    if b"%PDF-" not in data[:1024]:
        raise ReadError("corrupt", f"{name}: not a PDF (no %PDF header); download it again")
    linear = re.search(rb"/Linearized[^>]{0,200}?/L\s+(\d{1,12})\b", data[:2048])
    if b"%%EOF" not in data or (linear and int(linear[1]) > len(data)):
        raise ReadError("corrupt", f"{name}: the PDF is cut short (no end-of-file mark); download it again")
    try:
        pdf = pdfium.PdfDocument(data)
        count = len(pdf)
    except pdfium.PdfiumError as error:
        if "password" in str(error).lower():
            raise ReadError(
                "encrypted",
                f"{name}: the PDF needs a password; remove it, e.g. `qpdf --decrypt --password=... in.pdf out.pdf`",
            ) from None
        if "security" in str(error).lower():
            raise ReadError(
                "encrypted", f"{name}: the PDF's encryption is not supported; save an unprotected copy"
            ) from None
        raise ReadError(
            "corrupt",
            f"{name}: the PDF is damaged or cut short; download it again or repair it, e.g. `qpdf in.pdf out.pdf`",
        ) from None
    if count > limits.max_pages:
        pdf.close()
        raise ReadError(
            "too_large",
            f"{name}: {count:,} pages, more than the limit of {limits.max_pages:,}; split the file or raise the limit",
        )
    if not count:
        pdf.close()
        raise ReadError("corrupt", f"{name}: the PDF has no pages; download it again")
    return pdf


def _glyphs(pdf: pdfium.PdfDocument, name: str, limits: Limits) -> list[Glyphs]:
    import pypdfium2 as pdfium

    pages: list[Glyphs] = []
    total = 0
    broken = 0
    for number in range(len(pdf)):
        try:
            page = pdf[number]
        except pdfium.PdfiumError:
            broken += 1
            continue
        try:
            glyphs = page_glyphs(page, limits.max_chars - total)
        except OverflowError:
            raise ReadError(
                "too_large", f"{name}: more than {limits.max_chars:,} characters; split the file or raise the limit"
            ) from None
        except pdfium.PdfiumError:
            broken += 1
            continue
        finally:
            page.close()
        total += len(glyphs.text)
        pages.append(glyphs)
    if broken and not total:
        raise ReadError(
            "corrupt", f"{name}: none of the PDF's {len(pdf)} pages can be read; repair it, e.g. `qpdf in.pdf out.pdf`"
        )
    return pages


def _is_readable(page: Glyphs) -> bool:
    """Whether the page's characters are text: mapped by their fonts, and spelt like a language if they are Latin."""
    count = len(page.text)
    if not count:
        return True
    if page.unmapped > 0.3 * count:
        return False
    text = "".join(page.text)
    letters = [c for c in text if c.isalpha()]
    if count > 300 and len(letters) < 0.25 * count and sum(c.isdigit() for c in text) < 0.3 * count:
        return False
    if count > 100 and _is_garbage(text):
        return False
    latin = [c for c in letters if c.isascii()]
    if len(latin) > 300 and len(latin) > 0.8 * len(letters) and len(set(latin)) > 12:
        vowels = sum(c in "aeiouyAEIOUY" for c in latin) / len(latin)
        return 0.14 < vowels < 0.7
    return True


def _is_garbage(text: str) -> bool:
    """Whether ``text`` comes from a font whose codes mean other characters: mostly signs that no word is made of."""
    odd = sum("\x80" <= c <= "\u024f" for c in text)
    return odd > 5 and odd > 0.4 * len(text)


def _check(pages: Sequence[Glyphs], name: str) -> None:
    """Refuse scans and documents whose characters cannot be told."""
    filled = [page for page in pages if len(page.text) > 15]
    if not filled or (len(pages) >= 3 and len(filled) * 4 < len(pages) and sum(len(p.text) for p in filled) < 4000):
        what = "has no text, it seems to be a scan" if not filled else "is a scan but for a few pages"
        raise ReadError("no_text", f"{name}: the PDF {what}; {_OCR}")
    bad = [page for page in filled if not _is_readable(page)]
    if len(bad) * 2 > len(filled):
        raise ReadError("garbled", f"{name}: the PDF's fonts do not say which characters they draw; {_OCR}")


def _assembled(flow: Sequence[Passage], glyphs: Sequence[Glyphs]) -> tuple[str, tuple[Section, ...], tuple[Run, ...]]:
    """The text of the passages, their sections, and a run for each printed line."""
    words = Words(line_text(line) for passage in flow for block in passage.blocks for line in block.lines)
    parts: list[str] = []
    length = 0
    sections: list[Section] = []
    runs: list[Run] = []
    for passage in flow:
        start = length
        for text, line in _lines(passage, words):
            frame = glyphs[line.page - 1]
            box = Box(line.page, *(round(v, 2) for v in frame.page_box(line.x0, line.bottom, line.x1, line.top)))
            runs.append(Run(length, length + len(text), box))
            parts.append(text)
            length += len(text)
        if length == start:
            continue
        end = length
        parts.append("\n\n")
        length += 2
        last = sections[-1] if sections else None
        if last and (last.kind, last.title) == (passage.kind, passage.title) and passage.role == "body":
            sections[-1] = Section(last.kind, last.title, last.start, end)
        else:
            sections.append(Section(passage.kind, passage.title, start, end))
    return "".join(parts).rstrip("\n") + "\n" if parts else "", tuple(sections), tuple(runs)


def _lines(passage: Passage, words: Words) -> list[tuple[str, Line]]:
    """The lines of a passage as they join to a paragraph: broken words made whole, else a space between lines."""
    lines = [line for block in passage.blocks for line in block.lines]
    texts = [line_text(line) for line in lines]
    kept = [(text, line) for text, line in zip(texts, lines, strict=True) if text.strip()]
    out: list[tuple[str, Line]] = []
    for at, (text, line) in enumerate(kept):
        if at + 1 == len(kept):
            out.append((text.rstrip(), line))
            continue
        following = kept[at + 1][0].lstrip()
        text = text.rstrip()
        if passage.role == "table":
            out.append((text + ("\t" if abs(kept[at + 1][1].y - line.y) < 2 else "\n"), line))
            continue
        left = re.search(r"([^\s()\[\],;]+)-$", text)
        right = re.match(r"[^\s()\[\],;.:]+", following)
        if left and right:
            if right.group() in ("and", "or", "to", "nor", "versus"):  # pre- and postsynaptic
                out.append((text + " ", line))
            else:
                out.append((text[:-1] if words.joins(left[1], right.group()) else text, line))
        elif re.search(r"\w[–/]$", text) and re.match(r"\w", following):
            out.append((text, line))
        else:
            out.append((text + " ", line))
    return out
