"""The glyphs of a PDF page: what is drawn, where, in which font; taken from pdfium in bulk.

pypdfium2's per-character helpers cost several Python calls a character. Here three bare C calls a character fill
flat buffers, and everything that a text object's characters share (matrix, baseline, font) is asked for once an
object. pdfium is not thread-safe: use processes.
"""

from __future__ import annotations

import ctypes
import math
import re
from dataclasses import dataclass
from functools import lru_cache
from itertools import repeat
from typing import TYPE_CHECKING, Any

import numpy as np

from extractor.readers.pdf_symbols import letters

if TYPE_CHECKING:
    import pypdfium2 as pdfium
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]
    Ints = NDArray[np.int64]

__all__ = ["Font", "Glyphs", "page_glyphs"]

_BOLD = re.compile(r"bold|black|heavy|demi|cmbx|sfbx|[-.,]b$|medi$|\.b\b", re.I)
_ITALIC = re.compile(r"ital|obli|cmti|cmmi|sfti|[-.,]i$|\.i\b", re.I)
#: Bits of a font descriptor's flags (ISO 32000-1, table 123).
_FLAG_ITALIC, _FLAG_FORCE_BOLD = 1 << 6, 1 << 18
#: What pdfium stores for a hyphen at the end of a line, and for characters that a font does not map.
_LINE_END_HYPHEN = 0x02
_UNMAPPED = frozenset({0x00, 0xFFFE, 0xFFFF, 0xFFFD})
_SPACES = frozenset({0x20, 0xA0, 0x3000, 0x0D, 0x0A, 0x09, 0x200B, 0xFEFF, *range(0x2000, 0x200B), 0x202F, 0x205F})


@dataclass(frozen=True, slots=True)
class Font:
    """A font as the PDF names it, without its subset tag."""

    name: str
    bold: bool
    italic: bool


@dataclass(frozen=True, slots=True)
class Glyphs:
    """The upright glyphs of one page in the order in which they are drawn; spaces are left out.

    Coordinates are PDF points from the lower left corner of the page, turned by ``turn`` quarters so that the text
    runs to the right: ``x0``, ``x1`` bound a glyph's advance, ``y`` is its baseline, ``size`` its font size.
    ``spaced`` says that a space is drawn before the glyph, ``hinted`` that pdfium takes a space to be there.
    ``unmapped`` counts glyphs whose font gives no character, ``turned`` those that run another way than the page.
    """

    width: float
    height: float
    turn: int
    text: list[str]
    x0: Floats
    x1: Floats
    y: Floats
    size: Floats
    font: Ints
    spaced: NDArray[np.bool_]
    hinted: NDArray[np.bool_]
    fonts: list[Font]
    unmapped: int
    turned: int

    def page_box(self, x0: float, y0: float, x1: float, y1: float) -> tuple[float, float, float, float]:
        """A rectangle of the turned frame as it lies on the page."""
        if self.turn == 1:  # text runs up the page
            return self.width - y1, x0, self.width - y0, x1
        if self.turn == 2:
            return self.width - x1, self.height - y1, self.width - x0, self.height - y0
        if self.turn == 3:  # text runs down the page
            return y0, self.height - x1, y1, self.height - x0
        return x0, y0, x1, y1


@lru_cache(maxsize=1)
def _calls() -> tuple[Any, ...]:
    """pdfium's functions with plain integer arguments: no conversion of pointers at each of millions of calls."""
    import pypdfium2.raw as raw

    def bare(function: Any, result: Any, *arguments: Any) -> Any:
        address = ctypes.cast(function, ctypes.c_void_p).value or 0
        return ctypes.CFUNCTYPE(result, *arguments)(address)

    pointer, index, size = ctypes.c_void_p, ctypes.c_int, ctypes.c_size_t
    return (
        bare(raw.FPDFText_GetUnicode, ctypes.c_uint, pointer, index),
        bare(raw.FPDFText_GetTextObject, size, pointer, index),
        bare(raw.FPDFText_GetLooseCharBox, index, pointer, index, pointer),
        bare(raw.FPDFText_GetCharOrigin, index, pointer, index, pointer, pointer),
        bare(raw.FPDFText_GetMatrix, index, pointer, index, pointer),
        bare(raw.FPDFText_GetFontSize, ctypes.c_double, pointer, index),
        bare(raw.FPDFTextObj_GetFont, size, pointer),
        bare(raw.FPDFText_GetFontInfo, ctypes.c_ulong, pointer, index, pointer, ctypes.c_ulong, pointer),
        bare(raw.FPDFText_GetFontWeight, index, pointer, index),
    )


def page_glyphs(page: pdfium.PdfPage, most: int = 20_000_000) -> Glyphs:
    """Read the glyphs of ``page``; OverflowError if there are more than ``most``."""
    textpage = page.get_textpage()
    try:
        if textpage.count_chars() > most:
            raise OverflowError
        return _read(page, textpage)
    finally:
        textpage.close()


def _read(page: pdfium.PdfPage, textpage: pdfium.PdfTextPage) -> Glyphs:
    unicode_of, object_of, box_of, origin_of, matrix_of, size_of, font_of, info_of, weight_of = _calls()
    handle = ctypes.addressof(textpage.raw.contents)
    count = textpage.count_chars()
    left, bottom, right, top = page.get_bbox()
    codes = list(map(unicode_of, repeat(handle), range(count)))
    objects = list(map(object_of, repeat(handle), range(count)))
    drawn = [k for k in range(count) if objects[k] and codes[k] not in _SPACES]
    boxes = (ctypes.c_float * (4 * max(1, len(drawn))))()
    address = ctypes.addressof(boxes)
    for at, k in enumerate(drawn):
        box_of(handle, k, address + 16 * at)
    edges = (
        np.frombuffer(memoryview(boxes).cast("B"), dtype=np.float32)[: 4 * len(drawn)].reshape(-1, 4).astype(np.float64)
    )

    # What the characters of one text object share.
    fonts: list[Font] = []
    font_at: dict[int, int] = {}
    shared: dict[int, tuple[float, float, float, int, int]] = {}
    x, y = ctypes.c_double(), ctypes.c_double()
    matrix = (ctypes.c_float * 6)()
    buffer, flags = ctypes.create_string_buffer(256), ctypes.c_int()
    rows: list[tuple[float, float, float, int, int]] = []
    for k in drawn:
        item = objects[k]
        row = shared.get(item)
        if row is None:
            origin_of(handle, k, ctypes.addressof(x), ctypes.addressof(y))
            matrix_of(handle, k, ctypes.addressof(matrix))
            a, b, c, d = matrix[0], matrix[1], matrix[2], matrix[3]
            quarters = math.degrees(math.atan2(b, a)) / 90
            turn = round(quarters) % 4 if abs(quarters - round(quarters)) < 0.06 else -1
            font = font_of(item)
            if font not in font_at:
                size = info_of(handle, k, ctypes.addressof(buffer), 256, ctypes.addressof(flags))
                name = buffer.raw[: max(0, min(size, 256) - 1)].decode("utf-8", "replace")
                name = re.sub(r"^[A-Z]{6}\+", "", name)
                bold = bool(_BOLD.search(name) or flags.value & _FLAG_FORCE_BOLD or weight_of(handle, k) >= 600)
                font_at[font] = len(fonts)
                fonts.append(Font(name, bold, bool(_ITALIC.search(name) or flags.value & _FLAG_ITALIC)))
            row = (x.value - left, y.value - bottom, size_of(handle, k) * math.hypot(c, d), font_at[font], turn)
            shared[item] = row
        rows.append(row)
    table = np.array(rows, dtype=np.float64).reshape(-1, 5)
    turns = table[:, 4].astype(np.int64)
    upright = turns[turns >= 0]
    turn = int(np.bincount(upright, minlength=4).argmax()) if len(upright) else 0
    gx0, gx1 = edges[:, 0] - left, edges[:, 2] - left
    gy1, gy0 = edges[:, 1] - bottom, edges[:, 3] - bottom
    if len(edges) and float(np.median(gy1 - gy0)) < 0:  # FS_RECTF is left, top, right, bottom; be safe
        gy0, gy1 = gy1, gy0
    width, height = right - left, top - bottom
    x0, x1, base, tall = _turned(turn, width, height, gx0, gy0, gx1, gy1, table)
    keep = turns == turn
    size = _true_sizes(table[:, 2], tall, table[:, 3].astype(np.int64))
    span = height if turn % 2 == 0 else width
    reach = width if turn % 2 == 0 else height
    keep &= (x1 > -2) & (x0 < reach + 2) & (base > -2) & (base < span + 2) & (size > 0.5)

    chosen = np.flatnonzero(keep)
    drawn_at = np.array(drawn, dtype=np.int64)[chosen] if len(chosen) else np.zeros(0, dtype=np.int64)
    spaced, hinted = _spaces(codes, objects, drawn_at)
    texts: list[str] = []
    unmapped = 0
    font_ids = table[chosen, 3].astype(np.int64)
    names = [font.name for font in fonts]
    for k, font_id in zip(drawn_at.tolist(), font_ids.tolist(), strict=True):
        code = codes[k]
        if code in _UNMAPPED or code > 0x10FFFF:
            unmapped += 1
            texts.append("")
        elif code == _LINE_END_HYPHEN:
            texts.append("-")
        else:
            text, known = letters(code, names[font_id])
            unmapped += not known
            texts.append(text)
    return Glyphs(
        width=width,
        height=height,
        turn=turn,
        text=texts,
        x0=x0[chosen],
        x1=np.maximum(x1, x0)[chosen],
        y=base[chosen],
        size=size[chosen],
        font=font_ids,
        spaced=spaced,
        hinted=hinted,
        fonts=fonts,
        unmapped=unmapped,
        turned=int((turns != turn).sum()),
    )


def _turned(
    turn: int, width: float, height: float, x0: Floats, y0: Floats, x1: Floats, y1: Floats, table: Floats
) -> tuple[Floats, Floats, Floats, Floats]:
    """Start, end, baseline and height of each glyph in the frame in which text that runs ``turn`` is upright."""
    if turn == 1:
        return y0, y1, width - table[:, 0], x1 - x0
    if turn == 2:
        return width - x1, width - x0, height - table[:, 1], y1 - y0
    if turn == 3:
        return height - y1, height - y0, table[:, 0], x1 - x0
    return x0, x1, table[:, 1], y1 - y0


def _true_sizes(size: Floats, tall: Floats, font: Ints) -> Floats:
    """Font sizes, with those that a Type 3 font's own matrix makes meaningless replaced by the glyphs' height."""
    true = size.copy()
    for which in np.unique(font):
        mine = font == which
        ratio = float(np.median(tall[mine] / np.maximum(size[mine], 1e-6)))
        if not 0.4 < ratio < 3:
            true[mine] = float(np.median(tall[mine])) * 0.8
    return true


def _spaces(codes: list[int], objects: list[int], drawn: Ints) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
    """For each drawn glyph: whether a drawn space, or one that pdfium inferred, lies between it and the last."""
    count = len(codes)
    real = np.fromiter((c in _SPACES and o != 0 for c, o in zip(codes, objects, strict=True)), bool, count)
    any_space = np.fromiter((c in _SPACES for c in codes), bool, count)
    real_sum = np.concatenate(([0], np.cumsum(real)))
    any_sum = np.concatenate(([0], np.cumsum(any_space)))
    before = np.concatenate(([-1], drawn[:-1])) + 1 if len(drawn) else drawn
    return (real_sum[drawn] - real_sum[before]) > 0, (any_sum[drawn] - any_sum[before]) > 0
