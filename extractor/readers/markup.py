"""Inline XML (JATS, PubMed, MathML) as running text.

Markup inside words is dropped and its characters kept, with these exceptions. A numeric superscript behind a digit is
a power and keeps a caret (10^6), so that it is not read as 106. Citation numbers that are set as superscripts or would
touch a word are dropped, as are marks of footnotes; citations in brackets and by author stay as printed. Of several
forms of one formula the MathML is read; TeX source, images and displayed formulas are left out.
"""

from __future__ import annotations

import html
import re

from extractor.readers.assembly import collapse
from extractor.readers.xml import Element, local_name

__all__ = ["inline_text", "plain_text"]

#: Elements that hold no running text.
_LEFT_OUT = frozenset({
    "tex-math", "graphic", "inline-graphic", "media", "inline-media", "object-id", "disp-formula", "DispFormula",
    "fn", "label-alternatives", "private-char", "annotation", "annotation-xml", "ref-list", "index-term",
    "inline-supplementary-material", "processing-meta", "alt-text", "long-desc",
})  # fmt: skip

_MARKS = frozenset({"fn", "table-fn", "aff", "corresp", "author-notes", "contrib"})
_NUMBERS = re.compile(r"\s*[\[(]?\s*\d{1,3}[a-z]?(?:\s*[,;\-\u2010-\u2015]\s*\d{1,3}[a-z]?)*\s*[\])]?\s*")
_JOINERS = re.compile(r"[\s,;\-\u2010-\u2015]*")
_POWER = re.compile(r"[-\u2010-\u2015\u2212+]?\d+(?:\.\d+)?")
#: Characters that a citation, a power or a mark has at most, white space and all.
_MAX_MARK = 400
#: Superscripts within each other that are still looked at for what they are.
_MAX_RAISED = 3
_NOTE = re.compile(r"[a-z*#\u2020\u2021\u00a7\u00b6|]{1,3}(?:,\s*[a-z])*")
_STOP = re.compile(r"\s*[.,;:)]")
_CITED = re.compile(r"\b(?:refs?|references?|citations?)\.?\s*$", re.IGNORECASE)
#: A bare number in superscript behind a longer lower-case word or a stop is a citation; behind cm, m or R it is not.
_CITING_WORD = re.compile(r"(?:[a-z]{4,}|[.,;:)\]\u201d\"])$")


def plain_text(element: Element | None) -> str:
    """All characters of an element in order, white space collapsed, with no regard to markup."""
    return collapse("".join(element.itertext())) if element is not None else ""


def inline_text(element: Element, *, in_table: bool = False) -> str:
    """The text of an element that holds inline markup, white space collapsed.

    In a table a superscript of one letter or sign points to a note, and would make another name of the word before it.
    """
    writer = _Writer(in_table)
    writer.content(element)
    return collapse("".join(writer.out))


class _Writer:
    """Collects the text of a tree, with the end of what is written so far at hand."""

    def __init__(self, in_table: bool) -> None:
        self.out: list[str] = []
        self._in_table = in_table
        self._raised = 0

    def _tail(self, size: int = 200) -> str:
        """The last characters written."""
        found = ""
        for piece in reversed(self.out):
            found = piece + found
            if len(found) >= size:
                break
        return found[-size:]

    def content(self, element: Element) -> None:
        """Write an element's text and children."""
        self._text(element.text)
        dropped = False
        for child in element:
            # The comma and the second number of "12,13" go with the first.
            if not (dropped and _continues(child)):
                dropped = self._element(child)
            tail = child.tail or ""
            if dropped:
                following = child.getnext()
                if following is not None and _continues(following) and _JOINERS.fullmatch(tail):
                    continue
                dropped = following is not None and not tail
                if _STOP.match(tail) and self.out:
                    self.out[-1] = self.out[-1].rstrip()
            self._text(tail)

    def _text(self, text: str | None) -> None:
        if text:
            self.out.append(text)

    def _element(self, element: Element) -> bool:
        """Write one child; whether it was a citation that was dropped."""
        name = local_name(element)
        if not name:
            # What is not an element is a named character without its DTD (&alpha;), or nothing.
            self._text(html.unescape(element.text) if (element.text or "").startswith("&") else "")
        elif name in _LEFT_OUT:
            pass
        elif name in ("sup", "msup"):
            return self._superscript(element) if name == "sup" else self._power(element)
        elif name == "xref":
            return self._xref(element)
        elif name in ("break", "hr", "mspace"):
            self._text(" ")
        elif name == "mfrac" and len(element) == 2:
            self._element(element[0])
            self._text("/")
            self._element(element[1])
        elif name == "alternatives":
            self._alternatives(element)
        elif name == "math":
            self._math(element)
        else:
            self.content(element)
        return False

    def _math(self, element: Element) -> None:
        """A formula, in which white space between elements is the formatter's."""
        writer = _Writer(self._in_table)
        writer.content(element)
        self._text(collapse("".join(piece for piece in writer.out if piece.strip() or piece == " ")))

    def _alternatives(self, element: Element) -> None:
        """The one of several forms that is text: MathML or a textual form before anything else."""
        forms = {local_name(child): child for child in reversed(element) if local_name(child) not in _LEFT_OUT}
        for name in ("math", "textual-form"):
            if name in forms:
                self._element(forms[name])
                return
        for child in forms.values():
            self._element(child)

    def _power(self, element: Element) -> bool:
        """MathML's base and exponent."""
        children = list(element)
        if len(children) == 2:
            self._element(children[0])
            self._exponent(plain_text(children[1]))
        else:
            self.content(element)
        return False

    def _exponent(self, text: str) -> None:
        digit = self._tail(20).rstrip()[-1:].isdigit()
        self._text(f"^{text}" if digit and _POWER.fullmatch(text) else text)

    def _superscript(self, element: Element) -> bool:
        """A power, a mark, a citation, or characters like any others; whether it was a citation that was dropped."""
        if self._raised > _MAX_RAISED:
            self.content(element)
            return False
        text = _short_text(element)
        kinds = {child.get("ref-type", "") for child in element.iter("{*}xref")} if text else set()
        if self._in_table and _NOTE.fullmatch(text):
            return False
        if kinds and (kinds <= _MARKS or _NUMBERS.fullmatch(text)):
            return True
        if not kinds and text[:1] != "(" and _NUMBERS.fullmatch(text) and _CITING_WORD.search(self._tail(20)):
            return True
        if not kinds and _POWER.fullmatch(text):
            self._exponent(text)
            return False
        self._raised += 1
        self.content(element)
        self._raised -= 1
        return False

    def _xref(self, element: Element) -> bool:
        """A reference to another part: kept as printed, but for marks and for citation numbers outside brackets."""
        kind = element.get("ref-type", "")
        text = _short_text(element)
        if kind in _MARKS and len(text) <= 5:
            return False
        if kind == "bibr" and _NUMBERS.fullmatch(text) and text[:1] not in "[(":
            before = self._tail()
            opened = max(before.rfind("["), before.rfind("("))
            in_brackets = opened > max(before.rfind("]"), before.rfind(")")) and not before[-1:].isalnum()
            if not in_brackets and not _CITED.search(before):
                return True
        self.content(element)
        return False


def _short_text(element: Element) -> str:
    """The text of an element that could be a number or a mark; empty if it is longer than those are."""
    pieces: list[str] = []
    size = 0
    for piece in element.itertext():
        size += len(piece)
        if size > _MAX_MARK:
            return ""
        pieces.append(piece)
    return collapse("".join(pieces))


def _continues(element: Element) -> bool:
    """Whether an element can carry on a run of citation numbers: a number, or a raised comma or dash."""
    name = local_name(element)
    if name == "xref":
        return element.get("ref-type") == "bibr" and _NUMBERS.fullmatch(_short_text(element)) is not None
    if name != "sup":
        return False
    text = _short_text(element)
    cited = next(element.iter("{*}xref"), None) is not None
    return bool(text) and (bool(_JOINERS.fullmatch(text)) or (cited and bool(_NUMBERS.fullmatch(text))))
