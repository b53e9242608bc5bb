"""Bytes of an input as a stream: unpacked, in UTF-8 where they are text, bounded, and read once from front to back."""

from __future__ import annotations

import codecs
import gzip
import io
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import BinaryIO

from extractor.readers.errors import ReadError

__all__ = ["HEAD", "Line", "Stream"]

#: Bytes that are looked at to find the kind of an input.
HEAD = 1 << 16

_BLOCK = 1 << 18
_GZIP = b"\x1f\x8b"
_UTF16 = {codecs.BOM_UTF16_LE: "utf-16-le", codecs.BOM_UTF16_BE: "utf-16-be"}
#: A line past the limit is skipped, but not without end: this many limits of it, then the rest of the input is left.
_SKIP = 4


@dataclass(frozen=True, slots=True)
class Line:
    """A line without its line break: number from 1, offset of its first byte, and its bytes (None: over the limit)."""

    number: int
    offset: int
    data: bytes | None

    def text(self) -> str:
        """The line decoded.

        Raises
        ------
        ReadError
            ``bad_encoding`` with the offset in the file of the first byte that is not UTF-8.
        """
        if self.data is None:
            raise ReadError("too_large", "over the limit for a record")
        try:
            return self.data.decode("utf-8")
        except UnicodeDecodeError as error:
            raise ReadError("bad_encoding", not_utf8(self.offset + error.start, self.data[error.start])) from None


def not_utf8(offset: int, byte: int) -> str:
    """What to say of a byte that is not UTF-8."""
    return f"not UTF-8 at byte {offset} (0x{byte:02X}); save it as UTF-8 and try again"


class _Prefixed(io.RawIOBase):
    """``raw`` with bytes that were already taken from it put back in front."""

    def __init__(self, prefix: bytes, raw: BinaryIO) -> None:
        self._prefix, self._raw = prefix, raw

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        data = self._prefix[: len(buffer)] or self._raw.read(len(buffer)) or b""
        self._prefix = self._prefix[len(data) :] if self._prefix else b""
        buffer[: len(data)] = data
        return len(data)


class Stream:
    """An input's content, with gzip undone (found by its first bytes) and UTF-16 with a byte order mark made UTF-8.

    Reading never raises for content that is damaged further on: what is whole comes first, then the end, and
    ``error`` says what is wrong with the rest. A reader that needs the whole uses ``read_all``, which raises it.
    """

    def __init__(self, raw: BinaryIO, name: str) -> None:
        self.name = name
        self.error: ReadError | None = None
        self._ended = False
        self.mark = 0
        start = _fill(lambda n: raw.read(n) or b"", HEAD)
        self.is_gzip = start.startswith(_GZIP)
        source: BinaryIO = _Prefixed(start, raw)  # type: ignore[assignment]
        self._source: Callable[[int], bytes] = gzip.GzipFile(fileobj=source).read1 if self.is_gzip else source.read
        self._head = b""
        self._head = _fill(self.read, HEAD)
        if self._head.startswith(codecs.BOM_UTF8):
            self.mark = len(codecs.BOM_UTF8)
            self._head = self._head[self.mark :]
        elif (encoding := _UTF16.get(self._head[:2])) and self._head[2:4] != b"\0\0":
            self._decode_from(encoding)

    @property
    def head(self) -> bytes:
        """The first bytes, at most ``HEAD`` of them; they are read again later."""
        return self._head

    def read(self, size: int) -> bytes:
        """The next bytes, about ``size`` at most; empty at the end, and for good where the rest is damaged."""
        if self._head:
            data, self._head = self._head[:size], self._head[size:]
            return data
        if self._ended:
            return b""
        data = b""
        try:
            data = self._source(size)
        except EOFError:
            self.error = ReadError("truncated", "the gzip file is cut short; fetch it again")
        except (gzip.BadGzipFile, zlib.error):
            self.error = ReadError("corrupt", "the gzip file is damaged; fetch it again")
        except UnicodeDecodeError:
            self.error = ReadError(
                "bad_encoding", "not valid UTF-16 for all its byte order mark; save it as UTF-8 and try again"
            )
        except OSError as error:
            self.error = ReadError("unreadable", f"cannot be read: {error.strerror or error}")
        self._ended = not data
        return data

    def read_all(self, limit: int) -> bytes:
        """Everything that is left.

        Raises
        ------
        ReadError
            ``too_large`` past ``limit`` bytes; or what is wrong with the stream.
        """
        data = _fill(self.read, limit + 1)
        if len(data) > limit:
            unpacked = " unpacked" if self.is_gzip else ""
            raise ReadError("too_large", f"more than {limit:,} bytes{unpacked}, the limit for one document; split it")
        if self.error:
            raise self.error
        return data

    def lines(self, limit: int) -> Iterator[Line]:
        """The lines, without a last one that a damaged stream cut off.

        Raises
        ------
        ReadError
            ``too_large`` for a line that does not end even far past ``limit``.
        """
        number, offset, held, after = 1, self.mark, b"", b""
        while block := after or self.read(_BLOCK):
            after = b""
            *whole, held = (held + block).split(b"\n")
            for data in whole:
                yield Line(number, offset, data.removesuffix(b"\r") if len(data) <= limit else None)
                number, offset = number + 1, offset + len(data) + 1
            if len(held) > limit:
                yield Line(number, offset, None)
                skipped, after = self._skip_line(limit)
                number, offset, held = number + 1, offset + len(held) + skipped, b""
        if held and not self.error:
            yield Line(number, offset, held.removesuffix(b"\r"))

    def _skip_line(self, limit: int) -> tuple[int, bytes]:
        """Pass over the rest of a line: how many bytes that is, and what was read from behind it."""
        skipped = 0
        while block := self.read(_BLOCK):
            before, mark, after = block.partition(b"\n")
            skipped += len(before) + len(mark)
            if mark:
                return skipped, after
            if skipped > _SKIP * limit:
                message = f"a line of more than {_SKIP * limit:,} bytes; the rest is not read. Split it"
                raise ReadError("too_large", message)
        return skipped, b""

    def _decode_from(self, encoding: str) -> None:
        """Read on as UTF-8 what is stored in ``encoding``, from behind the byte order mark."""
        source, decoder = self._source, codecs.getincrementaldecoder(encoding)()
        stored = self._head[2:]

        def read(size: int) -> bytes:
            nonlocal stored
            while True:
                data, stored = (stored, b"") if stored else (source(size), b"")
                text = decoder.decode(data, final=not data)
                if text or not data:
                    return text.encode("utf-8", "surrogatepass")

        self._source, self._head, self._ended = read, b"", False
        self._head = _fill(self.read, HEAD)


def _fill(read: Callable[[int], bytes], size: int) -> bytes:
    """Read until ``size`` bytes are there or the end comes."""
    blocks: list[bytes] = []
    while size > 0 and (data := read(min(size, _BLOCK))):
        blocks.append(data)
        size -= len(data)
    return b"".join(blocks)
