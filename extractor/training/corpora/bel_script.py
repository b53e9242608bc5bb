"""BEL script, as far as training needs it: evidence texts with the causal statements below them.

A statement is parsed to its terms; of a term the function, the name and the inner terms are kept. Parsing with the
package ``pybel`` would need every namespace file from its address.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from extractor.readers.pdf_hyphens import Words

__all__ = ["Evidence", "Statement", "Term", "parse_statement", "read"]

_TOKEN = re.compile(r'\s*("(?:[^"\\]|\\.)*"|[(),]|(?:->|=>|-\||=\||--)(?=[a-z(])|[^\s"(),]+)')
_DEEPEST = 8
_SET = re.compile(r"SET\s+(\w+)\s*=\s*(.*)", re.DOTALL)
_SPACES = re.compile(r"[\s\u200b\ufeff]+")
_BROKEN = re.compile(r"(\S+)-\s*\\?\s*\n\s*(\S+)")
_PUBMED = re.compile(r'\{\s*"PubMed"\s*,\s*(?:"[^"]*"\s*,\s*)?"(\d+)"', re.IGNORECASE)
_STATEMENT = re.compile(r"[a-zA-Z]+\s*\(")
#: Something between two terms: a line without it is a lone term and states nothing.
_RELATED = re.compile(r"\)\s*[^\s,()\"]+\s*\(?[a-zA-Z]+\(")


@dataclass(frozen=True, slots=True)
class Term:
    """``act(p(HGNC:AKT1), ma(kin))``: a function, its namespace and name if it has one, and the terms within it."""

    function: str
    namespace: str = ""
    name: str = ""
    inner: tuple[Term, ...] = ()


@dataclass(frozen=True, slots=True)
class Statement:
    """Subject, relation as written, object; the object of a nested statement is its own subject and object."""

    subject: Term
    relation: str
    object: Term | Statement


@dataclass(frozen=True, slots=True)
class Evidence:
    """A passage, the paper it is from, and what was curated from it. ``broken``: statements that could not be read."""

    text: str
    pmid: str
    statements: tuple[Statement, ...]
    broken: int


def parse_statement(line: str) -> Statement | None:
    """The statement of a line; None where the line holds a lone term or is not BEL.

    >>> parse_statement('a(CHEBI:Anatabine) -| act(p(FPLX:NFkappaB))').object.inner[0].name
    'NFkappaB'
    """
    parser = _Parser(line)
    try:
        return parser.statement(0)
    except (_Broken, IndexError):
        return None


class _Broken(Exception):
    """A line that is not BEL."""


class _Parser:
    def __init__(self, line: str) -> None:
        self._tokens: list[str] = []
        at = 0
        line = line.strip()
        while at < len(line) and (found := _TOKEN.match(line, at)):
            if found[1].startswith(("#", "//")):
                break
            self._tokens.append(found[1])
            at = found.end()
        self._at = 0

    def _next(self) -> str:
        self._at += 1
        return self._tokens[self._at - 1]

    def _peek(self) -> str:
        return self._tokens[self._at] if self._at < len(self._tokens) else ""

    def statement(self, depth: int) -> Statement:
        if depth > 1:
            raise _Broken
        subject, relation = self._term(0), self._next()
        if relation in ("(", ")", ","):
            raise _Broken
        if self._peek() == "(":
            self._next()
            inner = self.statement(depth + 1)
            if self._next() != ")":
                raise _Broken
            return Statement(subject, relation, inner)
        term = self._term(0)
        if depth == 0 and self._peek():
            raise _Broken
        return Statement(subject, relation, term)

    def _term(self, depth: int) -> Term:
        function = self._next()
        if depth > _DEEPEST or not function.isalpha() or self._next() != "(":
            raise _Broken
        namespace = name = ""
        inner: list[Term] = []
        while True:
            ahead = self._tokens[self._at + 1] if self._at + 1 < len(self._tokens) else ""
            if ahead == "(" and self._peek().isalpha():
                inner.append(self._term(depth + 1))
            else:
                found = self._name()
                if not name:
                    namespace, name = found
            if (token := self._next()) == ")":
                return Term(function, namespace, name, tuple(inner))
            if token != ",":
                raise _Broken

    def _name(self) -> tuple[str, str]:
        """A namespace and a name, or a bare value. A name without quotation marks ends at a comma or bracket."""
        token = self._next()
        if token in ("(", ")", ","):
            raise _Broken
        namespace, colon, name = ("", "", token) if token.startswith('"') else token.partition(":")
        if not colon:
            return "", (name or namespace).strip('"')
        parts = [name] if name else []
        while self._peek() not in ("", "(", ")", ","):
            parts.append(self._next())
        return namespace, " ".join(parts).strip('"').replace('\\"', '"')


def read(script: str) -> Iterator[Evidence]:
    """The evidence texts of a document that have a statement below them, line ends undone."""
    commands = list(_commands(script))
    words = Words(line for command in commands if command.startswith("SET Evidence") for line in command.split("\n"))
    pmid, text, statements, broken = "", "", list[Statement](), 0
    for command in [*commands, "UNSET ALL"]:
        found = _SET.match(command)
        is_new = found is not None and found[1] in ("Evidence", "SupportingText", "Citation")
        if is_new or command in ("UNSET ALL", "UNSET Evidence", "UNSET Citation"):
            if text and (statements or broken):
                yield Evidence(text, pmid, tuple(statements), broken)
            text, statements, broken = "", [], 0
            if found is not None and found[1] == "Citation":
                paper = _PUBMED.search(found[2])
                pmid = paper[1] if paper else ""
            elif found is not None:
                text = _passage(found[2], words)
        elif text and _STATEMENT.match(command):
            statement = parse_statement(command)
            if statement is not None:
                statements.append(statement)
            elif _RELATED.search(command):
                broken += 1


def _commands(script: str) -> Iterator[str]:
    """Lines, with those joined that a string in quotation marks or a backslash at the end runs over."""
    held: list[str] = []
    for line in script.splitlines():
        if not held and (not line.strip() or line.lstrip().startswith("#")):
            continue
        if held and line.startswith(("SET ", "UNSET ")):
            # A string that was never closed ends before the next command.
            yield "\n".join(held).strip()
            held = []
        held.append(line.rstrip())
        joined = "\n".join(held)
        if joined.endswith("\\"):
            held[-1] = held[-1][:-1]
            continue
        is_text = _SET.match(joined.strip()) is not None
        if is_text and joined.replace('\\"', "").count('"') % 2:
            continue
        yield joined.strip()
        held = []
    if held:
        yield "\n".join(held).strip()


def _passage(value: str, words: Words) -> str:
    """The words of an evidence without its quotation marks, line breaks and typesetter's hyphens."""

    def joined(found: re.Match[str]) -> str:
        return found[1] + ("" if words.joins(found[1], found[2]) else "-") + found[2]

    value = value.strip().removeprefix('"').removesuffix('"').replace('\\"', '"')
    return _SPACES.sub(" ", _BROKEN.sub(joined, value)).strip()
