"""Characters behind glyph codes: Symbol and Pi fonts, private-use codes, ligatures, look-alike Greek."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

__all__ = ["letters"]

#: Adobe's Symbol encoding, codes 0x21 to 0x7E and 0xA1 to 0xFE (PDF 1.7 reference, appendix D.5); a blank stays.
_SYMBOL_LOW = "!∀#∃%&∋()∗+,−./0123456789:;<=>?≅ΑΒΧΔΕΦΓΗΙϑΚΛΜΝΟΠΘΡΣΤΥςΩΞΨΖ[∴]⊥_‾αβχδεφγηιϕκλμνοπθρστυϖωξψζ{|}∼"
_SYMBOL_HIGH = "ϒ′≤⁄∞ƒ♣♦♥♠↔←↑→↓°±″≥×∝∂•÷≠≡≈…⏐⎯↵ℵℑℜ℘⊗⊕∅∩∪⊃⊇⊄⊂⊆∈∉∠∇®©™∏√⋅¬∧∨⇔⇐⇑⇒⇓◊〈®©™∑⎛⎜⎝⎡⎢⎣⎧⎨⎩⎪ 〉∫⌠⎮⌡⎞⎟⎠⎤⎥⎦⎫⎬⎭"
_SYMBOL = {0x21 + k: c for k, c in enumerate(_SYMBOL_LOW)} | {
    0xA1 + k: c for k, c in enumerate(_SYMBOL_HIGH) if c != " "
}

_SYMBOL_FONT = re.compile(r"^symbol|^(advps?)?sym(bol)?(mt|std|ps)?$|symbol(mt|std|set)?$", re.I)
#: Pi fonts that draw Greek on the Latin keys.
_GREEK_FONT = re.compile(r"mathematicalpi|mathpi|greek", re.I)

#: Pi fonts under the names that a typesetting system much used by journals gives its fonts. Their PDFs claim that the
#: letters and digits of the keyboard are drawn; the names are the same in the papers of several publishers.
_RENAMED_PI = re.compile(r"^(?:AdvP(?:7DA6|697C|3EAA99|44E6F4|414BFB|i1)|AdvPS(?:586B|7DED)|AdvOT463cc31e)$", re.I)
_PI = {
    **{ord(a): b for a, b in zip("abgdekmlDS", "αβγδεκμλΔΣ", strict=True)},
    **{ord(a): b for a, b in zip("2356 9,.u", "−×=± ′<>°", strict=True) if a != " "},
}

#: Ligatures that Unicode folds only with loss elsewhere, the private codes of old Adobe fonts and TeX's OT1 codes.
_LIGATURES = {
    0x0B: "ff", 0x0C: "fi", 0x0D: "fl", 0x0E: "ffi", 0x0F: "ffl",
    0xFB00: "ff", 0xFB01: "fi", 0xFB02: "fl", 0xFB03: "ffi", 0xFB04: "ffl", 0xFB05: "st", 0xFB06: "st",
    0xF000: "fi", 0xF001: "fi", 0xF002: "fl", 0xF6BE: "j", 0xF6C0: "",
    0xF700: "ff", 0xF701: "fi", 0xF702: "fl", 0xF703: "ffi", 0xF704: "ffl",
}  # fmt: skip

#: One spelling for what looks the same: the names that later steps match are spelt with these.
_SAME = {
    "\u00b5": "μ",  # micro sign
    "\u2126": "Ω",
    "\u2206": "Δ",
    "\u03d5": "φ",
    "\u03d0": "β",
    "\u03f5": "ε",
    "\u2010": "-",
    "\u2011": "-",
    "\u00ad": "-",  # drawn, so it stands at a line's end; joining decides
    "\ufe63": "-",
    "\uff0d": "-",
    "\u02d7": "-",
    "\u2500": "–",
    "\u01c0": "|",
    "\u2019": "’",
    "\u2215": "/",
    "\u2044": "/",
    "\u2236": ":",
    "\u02bc": "’",
}


@lru_cache(maxsize=65_536)
def letters(code: int, font: str) -> tuple[str, bool]:
    """The text of a glyph with character ``code`` in the font named ``font``, and whether the font maps it.

    >>> letters(0xF062, "SymbolMT"), letters(0xFB01, "Times")
    (('β', True), ('fi', True))
    """
    if code in _LIGATURES:
        return _LIGATURES[code], True
    symbolic = _SYMBOL_FONT.search(font) is not None
    if 0xF020 <= code <= 0xF0FF and (symbolic or code - 0xF000 in _SYMBOL):
        return _SAME.get(_SYMBOL.get(code - 0xF000, ""), _SYMBOL.get(code - 0xF000, "")), code - 0xF000 in _SYMBOL
    if (symbolic or _GREEK_FONT.search(font)) and chr(code).isascii() and chr(code).isalpha():
        return _SAME.get(_SYMBOL[code], _SYMBOL[code]), True
    if code in _PI and _RENAMED_PI.search(font):
        return _PI[code], True
    char = chr(code)
    category = unicodedata.category(char)
    if category in ("Co", "Cn", "Cs"):
        return "", False
    if category == "Cc":
        return "", False
    if 0x1D400 <= code <= 0x1D7FF or 0xFF01 <= code <= 0xFF5E:  # mathematical and full-width letters
        char = unicodedata.normalize("NFKC", char)
    return _SAME.get(char, char), True
