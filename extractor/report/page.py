"""The page: one HTML file with its styles, its script and its data inside, and nothing to fetch."""

from __future__ import annotations

import base64
import hashlib
import html
import json
import re
from collections.abc import Mapping
from importlib.resources import files
from typing import Any

__all__ = ["page"]

#: The parts of the script, in the order in which they are put together.
_SCRIPTS = (
    "base.js", "data.js", "words.js", "filters.js", "state.js", "facets.js", "evidence.js", "conflicts.js", "table.js",
    "csv.js", "pictures.js", "heat.js", "flow_layout.js", "flow.js", "years.js", "main.js",
)  # fmt: skip

_STYLES = ("base.css", "table.css", "pictures.css", "media.css")

#: What would end a script element or a line of script, as an escape that JSON reads back as the same character.
_ESCAPES = {ord(sign): f"\\u{ord(sign):04x}" for sign in "<>&\u2028\u2029"}


def page(data: Mapping[str, Any], title: str) -> str:
    """The page that shows ``data`` (see :func:`extractor.report.data.assemble`).

    Its policy forbids every connection, and every script and style but its own, which it names by their digests; the
    script cannot turn text into markup (Trusted Types).
    """
    style = "".join(_asset(name) for name in _STYLES)
    script = '"use strict";\n(() => {\n' + "".join(_asset(name) for name in _SCRIPTS) + "})();\n"
    policy = (
        f"default-src 'none'; script-src {_digest(script)}; style-src {_digest(style)}; base-uri 'none'; "
        "form-action 'none'; require-trusted-types-for 'script'; trusted-types 'none'"
    )
    parts = {
        "policy": policy,
        "title": html.escape(title),
        "style": style,
        "script": script,
        "data": json.dumps(data, ensure_ascii=False, separators=(",", ":"), allow_nan=False).translate(_ESCAPES),
    }
    # In one pass, so that what is put in is never looked through for places.
    return re.sub(r"\{\{(\w+)\}\}", lambda place: parts[place[1]], _asset("page.html"))


def _asset(name: str) -> str:
    return files("extractor.report").joinpath("page", name).read_text(encoding="utf-8")


def _digest(text: str) -> str:
    return "'sha256-" + base64.b64encode(hashlib.sha256(text.encode()).digest()).decode("ascii") + "'"
