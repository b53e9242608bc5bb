"""The one way in which XML is parsed: record by record, with no entity, no network and no more than a record in memory.

A stream is cut at the tags of its records before anything is parsed. A record then holds no DOCTYPE, so nothing can be
declared in it, nothing expands and nothing is fetched; one that is damaged costs itself alone, and what was whole
before a cut is read. What stands before the first record is only looked at, to refuse a file that declares entities.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from typing import TypeAlias

from lxml import etree

from extractor.readers.errors import ReadError
from extractor.readers.limits import Limits
from extractor.readers.stream import Stream

__all__ = ["Element", "find_root", "local_name", "parse_element", "record_limit", "refuse_entities", "split_elements"]

Element: TypeAlias = "etree._Element"

_BLOCK = 1 << 18
#: More than this before the first record, or between two, is not a paper's markup.
_MAX_GAP = 1 << 24
_ENTITY = re.compile(r"<!ENTITY\s+(?:%\s+)?\S+\s+(SYSTEM|PUBLIC)?", re.IGNORECASE)
_ENCODING = re.compile(rb"<\?xml[^>]*?encoding\s*=\s*[\"']([A-Za-z0-9._-]{1,40})[\"']")
#: Encodings in which a tag is the same bytes as in ASCII, so that records can be found before decoding.
_ENCODINGS = re.compile(r"utf-?8|(?:us-)?ascii|iso-?8859-?\d{1,2}|latin-?1|windows-125\d|cp125\d", re.IGNORECASE)
#: What is let pass: named characters of a DTD that is not loaded, and references to control characters.
_PASSED = frozenset({
    etree.ErrorTypes.ERR_UNDECLARED_ENTITY,
    etree.ErrorTypes.WAR_UNDECLARED_ENTITY,
    etree.ErrorTypes.ERR_INVALID_CHAR,
})  # fmt: skip
_CONTROLS = bytes.maketrans(bytes(c for c in range(32) if c not in b"\t\n\r"), b" " * 29)
_SKIPPED = re.compile(r"\s+|<\?.*?\?>|<!--.*?-->", re.DOTALL)
_DOCTYPE = re.compile(r"<!DOCTYPE\s+[^\s>\[]+[^>\[]*(?:\[.*?\]\s*)?>", re.DOTALL | re.IGNORECASE)
_ROOT = re.compile(r"<([A-Za-z_][\w.:-]*)(?=[\s/>])")


def record_limit(limits: Limits) -> int:
    """Bytes that one record of a file of records may have."""
    return min(limits.max_bytes, limits.max_chars)


def find_root(text: str) -> tuple[str, int]:
    """The name of the root element, empty if it is not in ``text``, and where what stands before it ends."""
    at = 0
    while skipped := _SKIPPED.match(text, at) or _DOCTYPE.match(text, at):
        at = skipped.end()
    root = _ROOT.match(text, at)
    return (root[1] if root else ""), at


def refuse_entities(prolog: str) -> None:
    """Look at what stands before the root element for declared entities.

    Raises
    ------
    ReadError
        ``external_entity`` if one points to a file or address, ``entity_expansion`` if all are made of text.
    """
    found = [match[1] for match in _ENTITY.finditer(prolog)]
    remedy = "which is never followed; remove the <!ENTITY ...> lines from its DOCTYPE"
    if any(found):
        raise ReadError("external_entity", f"the XML declares an external entity, {remedy}")
    if found:
        raise ReadError("entity_expansion", f"the XML declares entities of its own, {remedy}")


def local_name(element: Element) -> str:
    """The name of an element without its namespace; empty for comments, processing instructions and entities."""
    tag = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def parse_element(data: bytes, encoding: str = "utf-8") -> Element:
    """One record as an element tree.

    Undeclared prefixes and named characters (``&alpha;`` without its DTD) are let pass, as they are met in real
    articles; anything else that is not well-formed is an error.

    Raises
    ------
    ReadError
        ``bad_encoding``, ``corrupt``, or ``too_large`` for nesting or a text node past the parser's own limits.
    """
    try:
        text = data.translate(_CONTROLS).decode(encoding)
    except UnicodeDecodeError as error:
        at = f"not {encoding.upper()} at byte {error.start} of it (0x{data[error.start]:02X})"
        raise ReadError("bad_encoding", f"{at}; save it as UTF-8 and try again") from None
    parser = etree.XMLParser(
        encoding="utf-8", recover=True, resolve_entities=False, load_dtd=False, no_network=True, huge_tree=False,
        remove_comments=True, remove_pis=True,
    )  # fmt: skip
    try:
        root = etree.fromstring(text.encode(), parser)
    except (etree.XMLSyntaxError, ValueError):
        root = None
    for entry in parser.error_log:
        if entry.level < etree.ErrorLevels.ERROR or entry.domain == etree.ErrorDomains.NAMESPACE:
            continue
        if entry.type == etree.ErrorTypes.ERR_RESOURCE_LIMIT:
            raise ReadError("too_large", "nested too deeply, or too much text in one element; split it")
        if entry.type not in _PASSED:
            message = " ".join(entry.message.split())[:120]
            raise ReadError("corrupt", f"not well-formed XML at line {entry.line} of it ({message}); fetch it again")
    if root is None:
        raise ReadError("corrupt", "not well-formed XML; fetch it again")
    return root


def split_elements(
    stream: Stream, names: Sequence[str], limit: int, wanted: Callable[[bytes], bool] | None = None
) -> Iterator[Element | ReadError]:
    """The elements with one of these names, in order, none within another; a ReadError in place of a damaged one.

    Those whose bytes are not ``wanted`` are passed over without being parsed.

    Raises
    ------
    ReadError
        ``truncated`` where the input ends within a record or before the root's end; ``too_large`` where text runs on
        without a record; ``empty`` where there is none; and see :func:`refuse_entities`.
    """
    splitter = _Splitter(stream, names)
    encoding = "utf-8"
    while splitter.find_start():
        if splitter.number == 1:
            encoding = _read_prolog(splitter.gap)
        number = splitter.number
        try:
            data = splitter.take(limit)
            if wanted is None or wanted(data):
                yield parse_element(data, encoding)
        except _Stopped as error:
            raise ReadError(error.error, f"record {number}: {error.message}") from None
        except ReadError as error:
            yield ReadError(error.error, f"record {number}: {error.message}")
    if splitter.number == 0:
        _read_prolog(splitter.gap)
        raise ReadError("empty", f"XML without a single <{names[0]}>; check that it was fetched in full")
    if splitter.root and f"</{splitter.root}".encode() not in splitter.gap:
        raise ReadError("truncated", f"the XML ends after record {splitter.number} without its end tag; fetch it again")


class _Stopped(ReadError):
    """An error behind which no further record can be found."""


class _Splitter:
    """The bytes of records within a stream: ``find_start`` goes to the next one, ``take`` gives it.

    ``gap`` is what stood before the current record: the whole prolog before the first, at the end the last bytes.
    """

    def __init__(self, stream: Stream, names: Sequence[str]) -> None:
        joined = b"|".join(re.escape(name.encode()) for name in names)
        self._opening = re.compile(rb"<(?:%s)(?=[\s>])" % joined)
        self._edge = re.compile(rb"<(?:%s)(?=[\s>])|</(?:%s)\s*>" % (joined, joined))
        self._reach = max(map(len, names)) + 3
        self._stream, self._buffer, self._at = stream, b"", 0
        self.number, self.gap, self.root = 0, b"", ""

    def find_start(self) -> bool:
        """Go to the next record; False at the end of the stream."""
        searched = self._at
        while (found := self._opening.search(self._buffer, searched)) is None:
            if len(self._buffer) - self._at > _MAX_GAP:
                raise ReadError("too_large", f"more than {_MAX_GAP:,} bytes of XML without a record; no file of papers")
            searched = max(0, len(self._buffer) - self._at - self._reach)
            if not self._refill():
                self.gap = self._buffer
                return False
        self.gap = self._buffer[self._at : found.start()]
        if self.number == 0:
            self.root = find_root(self.gap.decode("latin-1"))[0]
        self.number, self._at = self.number + 1, found.start()
        return True

    def take(self, limit: int) -> bytes:
        """The bytes of the current record.

        Raises
        ------
        ReadError
            ``corrupt`` if the next record begins within it, ``too_large`` past ``limit`` bytes.
        _Stopped
            ``truncated`` if the stream ends within it.
        """
        searched = self._at + 1
        while (found := self._edge.search(self._buffer, searched)) is None:
            if len(self._buffer) - self._at > limit:
                self._at = len(self._buffer) - self._reach
                raise ReadError("too_large", f"more than {limit:,} bytes, the limit for one record; it is left out")
            searched = max(1, len(self._buffer) - self._at - self._reach)
            if not self._refill():
                raise _Stopped("truncated", "the XML ends within it; fetch it again")
        start, self._at = self._at, found.end() if found[0].startswith(b"</") else found.start()
        if not found[0].startswith(b"</"):
            raise ReadError("corrupt", "not closed before the next one begins; it is left out")
        return self._buffer[start : self._at]

    def _refill(self) -> bool:
        """Drop what stands before the place that was reached and read on; False at the end."""
        block = self._stream.read(_BLOCK)
        self._buffer, self._at = self._buffer[self._at :] + block, 0
        return bool(block)


def _read_prolog(prolog: bytes) -> str:
    """The encoding that the XML declaration states, once the prolog is known to declare no entity."""
    refuse_entities(prolog.decode("latin-1"))
    declared = _ENCODING.match(prolog.lstrip())
    if declared is None:
        return "utf-8"
    encoding = declared[1].decode()
    # A stream in UTF-16 with its byte order mark was made UTF-8 on the way in, whatever the declaration says.
    if encoding.casefold().startswith("utf-16"):
        return "utf-8"
    if not _ENCODINGS.fullmatch(encoding):
        raise ReadError("bad_encoding", f"the XML is in {encoding}, which is not read; save it as UTF-8 and try again")
    return encoding
