"""Text that no format breaks on: offsets that stay, control characters, and escapes that can be taken back."""

from __future__ import annotations

import json
import re

from extractor.surrogates import shown

__all__ = ["escaped", "in_place", "unescaped", "xml_safe"]

_SURROGATE = re.compile("[\ud800-\udfff]")
#: Line and field ends of any tool, the backslash that escapes are made of, and what ends a quotation.
_BREAKS = re.compile("[\x00-\x1f\x80-\x9f\u2028\u2029\\\\]")
#: What XML 1.0 cannot hold, https://www.w3.org/TR/xml/#charsets; a carriage return is read back as a line feed.
_NOT_XML = re.compile("[\x00-\x08\x0b-\x1f\ufffe\uffff]")


def in_place(text: str) -> str:
    """Text that UTF-8 can hold with every offset kept: an unpaired surrogate becomes U+FFFD, one for one."""
    return _SURROGATE.sub("\ufffd", text)


def xml_safe(text: str) -> str:
    """:func:`in_place`, and the control characters that XML cannot hold become U+FFFD too, one for one."""
    return _NOT_XML.sub("\ufffd", in_place(text))


def escaped(text: str, also: str = "") -> str:
    """One line without tabs: backslashes, control characters and the characters ``also`` as JSON escapes.

    >>> escaped("a\\tb|c", "|"), unescaped(escaped("a\\tb|c", "|")) == "a\\tb|c"
    ('a\\\\tb\\\\u007cc', True)
    """

    out = _BREAKS.sub(lambda match: json.dumps(match[0])[1:-1], shown(text))
    return re.sub(f"[{re.escape(also)}]", lambda match: _code(match[0]), out) if also else out


def _code(character: str) -> str:
    return f"\\u{ord(character):04x}"


def unescaped(text: str) -> str:
    """The text that :func:`escaped` was given."""
    value: str = json.loads('"' + text.replace('"', "\\u0022") + '"', strict=False)
    return value
