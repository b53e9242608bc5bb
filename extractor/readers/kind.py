"""What an input is, from its first bytes; its name only decides where the content fits several kinds."""

from __future__ import annotations

import csv
import json
import re
from enum import StrEnum
from pathlib import PurePath

from extractor.readers.errors import ReadError
from extractor.readers.xml import find_root, refuse_entities

__all__ = ["ACCEPTED", "Kind", "column_names", "find_kind"]

ACCEPTED = "PDF, PubMed XML, JATS, BioC XML or JSON, PubTator, text, JSONL, JSON, CSV, TSV, Parquet, each also gzipped"


class Kind(StrEnum):
    """The kinds of input."""

    PDF = "pdf"
    PUBMED = "pubmed"
    JATS = "jats"
    BIOC_XML = "bioc-xml"
    BIOC_JSON = "bioc-json"
    PUBTATOR = "pubtator"
    TEXT = "text"
    JSONL = "jsonl"
    JSON = "json"
    CSV = "csv"
    TSV = "tsv"
    PARQUET = "parquet"


_ROOTS = {
    "PubmedArticleSet": Kind.PUBMED,
    "PubmedArticle": Kind.PUBMED,
    "PubmedBookArticleSet": Kind.PUBMED,
    "PubmedBookArticle": Kind.PUBMED,
    "MedlineCitationSet": Kind.PUBMED,
    "article": Kind.JATS,
    "pmc-articleset": Kind.JATS,
    "OAI-PMH": Kind.JATS,
    "collection": Kind.BIOC_XML,
}

_OTHERS = (
    (b"PK\x03\x04", "a zip archive"),
    (b"PK\x05\x06", "an empty zip archive"),
    (b"\x89PNG", "a PNG image"),
    (b"\xff\xd8\xff", "a JPEG image"),
    (b"GIF8", "a GIF image"),
    (b"II*\0", "a TIFF image"),
    (b"MM\0*", "a TIFF image"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "an old Office document (.doc, .xls)"),
    (b"{\\rtf", "a rich text document (.rtf)"),
    (b"\x1f\x8b", "gzip within gzip"),
    (b"BZh", "a bzip2 archive"),
    (b"\xfd7zXZ\0", "an xz archive"),
    (b"\x28\xb5\x2f\xfd", "a zstd archive"),
    (b"7z\xbc\xaf\x27\x1c", "a 7z archive"),
    (b"SQLite format 3\0", "an SQLite database"),
    (b"\x7fELF", "a program"),
    (b"MZ\x90", "a program"),
    (b"%!PS", "PostScript"),
)

_REMEDY = {
    "a zip archive": "unpack it",
    "an old Office document (.doc, .xls)": "save it as PDF or text",
    "a Word document (.docx)": "save it as PDF or text",
    "an HTML page": "fetch the article's XML or PDF, or save the page as text",
    "a rich text document (.rtf)": "save it as PDF or text",
}

_HTML = re.compile(r"<!DOCTYPE\s+html\b", re.IGNORECASE)
_PUBTATOR = re.compile(r"[^\s|]{1,100}\|[ta]\|")
_JSON = re.compile(r"\{\s*(?:\"|\})|\[\s*(?:\{|\])")
_BIOC = re.compile(r"\"(documents|passages)\"\s*:\s*\[")
#: A file of text holds a stray control character at most; this share of them makes it something else.
_MAX_CONTROLS = 0.05
_CONTROLS = bytes(code for code in range(32) if chr(code) not in "\t\n\r\f") + b"\x7f"


def find_kind(head: bytes, name: str) -> Kind:
    """The kind of an input by its first bytes (unpacked, in UTF-8 if text) and its name.

    Raises
    ------
    ReadError
        ``empty``; ``unknown_kind`` with what it looks like; ``external_entity`` or ``entity_expansion`` for XML that
        declares entities.
    """
    if not head.strip(b" \t\r\n\0"):
        raise ReadError("empty", "holds nothing; check that it was fetched or saved in full")
    if b"%PDF-" in head[:1024]:
        return Kind.PDF
    if head.startswith(b"PAR1"):
        return Kind.PARQUET
    for magic, what in _OTHERS:
        if head.startswith(magic):
            word = what == "a zip archive" and (b"word/" in head or b"[Content_Types].xml" in head)
            raise _unknown("a Word document (.docx)" if word else what)
    if len(head.translate(None, _CONTROLS)) < len(head) * (1 - _MAX_CONTROLS):
        raise _unknown("binary data")
    suffixes = [suffix.lower() for suffix in PurePath(name).suffixes if suffix.lower() != ".gz"]
    suffix = suffixes[-1] if suffixes else ""
    text = head.decode("utf-8", "replace").lstrip("\ufeff \t\r\n\0")
    if text.startswith("<"):
        kind = _xml_kind(text, suffix)
        if kind is not None:
            return kind
    if suffix in (".jsonl", ".ndjson") or _JSON.match(text) or (suffix == ".json" and text[:1] in ("[", "{")):
        return _json_kind(text, suffix)
    if _PUBTATOR.match(text):
        return Kind.PUBTATOR
    return _text_kind(text, suffix)


def column_names(names: list[str]) -> list[str]:
    """Column names as they are compared: case and white space around them aside."""
    return [name.strip().casefold() for name in names]


def _unknown(what: str) -> ReadError:
    remedy = f"{_REMEDY[what]}; " if what in _REMEDY else ""
    return ReadError("unknown_kind", f"looks like {what}; {remedy}accepted are {ACCEPTED}")


def _xml_kind(text: str, suffix: str) -> Kind | None:
    """The kind by the root element; None for text that happens to start with a bracket."""
    root, start = find_root(text)
    # Where the root is out of sight, all of it is prolog.
    refuse_entities(text[:start] if root else text)
    name = root.rpartition(":")[2]
    if name in _ROOTS:
        return _ROOTS[name]
    if name.casefold() in ("html", "head", "body") or _HTML.search(text[:start]):
        raise _unknown("an HTML page")
    if not root:
        if suffix == ".xml" or text.startswith(("<?xml", "<!DOCTYPE", "<!--")):
            raise _unknown("XML without a root element in its first part")
        return None
    if suffix == ".xml" or start or re.search(rf"</{re.escape(root)}\s*>", text):
        raise _unknown(f"XML with the root element <{root[:40]}>")
    return None


def _json_kind(text: str, suffix: str) -> Kind:
    """BioC by its keys; otherwise, and for BioC with a document a line, JSONL if the first line is a whole object."""
    first, _, rest = text.partition("\n")
    bioc = _BIOC.search(text)
    # A list before the first passages means that documents are held together by something around them.
    held = bioc is not None and (bioc[1] == "documents" or "[" in text[: bioc.start()])
    if text.startswith("["):
        return Kind.BIOC_JSON if bioc else Kind.JSON
    try:
        value = json.loads(first)
    except (ValueError, RecursionError):
        if suffix in (".jsonl", ".ndjson"):
            return Kind.JSONL
        if not rest:
            # The first line does not end within the head.
            return Kind.BIOC_JSON if held else Kind.JSONL
        if bioc:
            return Kind.BIOC_JSON
        return Kind.JSONL if rest.lstrip().startswith("{") else Kind.JSON
    if isinstance(value, dict) and held and not value.keys() & {"text", "abstract", "passages"}:
        return Kind.BIOC_JSON
    return Kind.JSONL


def _text_kind(text: str, suffix: str) -> Kind:
    """A table where the suffix says so or the first line names its columns, else text."""
    if suffix in (".csv", ".tsv", ".tab"):
        return Kind.CSV if suffix == ".csv" else Kind.TSV
    first = text.partition("\n")[0].rstrip("\r")
    for delimiter in "\t,;":
        try:
            names = set(column_names(next(csv.reader([first], delimiter=delimiter), [])))
        except csv.Error:
            continue
        if {"id", "text"} <= names or {"title", "abstract"} <= names:
            return Kind.TSV if delimiter == "\t" else Kind.CSV
    return Kind.TEXT
