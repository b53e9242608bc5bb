"""Lists that leave words out: miR-29a/b/c, miR-889 and -516, miR-21, -155 and -210, miR-34c-5p/-3p.

Each member becomes a name of its own, with the span that stands in the text and the words that it shares filled in.
A number that is written bare after a comma or "and" ("miR-21, 155 patients") is read as a member only where the text
leaves no doubt: the head is plural (miRs-21, 155), a letter or an arm marks it, or what follows cannot count it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from itertools import islice

from extractor.mentions.mirna_names import HYPHENS, Name, read_body

__all__ = ["continuation", "in_brackets", "is_counted"]

_H = f"[{HYPHENS}]"

_TIGHT = re.compile(r"\s?(?:/|&|\+)\s?")
_LOOSE = re.compile(
    r"(?:\s?[,;]\s{0,2}(?:(?:and/or|and|or|as\swell\sas|plus)\s{1,2})?|\s{1,2}(?:and/or|and|or|nor|as\swell\sas|plus|to)\s{1,2})"
)
_ARM = re.compile(rf"{_H}?\s?(?P<arm>[35])[pP](?![A-Za-z0-9])")
_LETTER = re.compile(rf"{_H}?(?P<letter>[a-z])(?![A-Za-z0-9'\u2019])(?!\s?[=<>\u00b1\u2264\u2265])(?!{_H}\s?[A-Za-z])")
_NUMBER = re.compile(rf"(?P<hyphen>{_H}\s?)?(?P<number>[0-9]{{1,5}})(?![0-9])")
_LET = re.compile(rf"(?P<hyphen>{_H}\s?)?let{_H}?7(?![0-9])", re.IGNORECASE)

#: What makes a number a measure: a unit, a prime (3'-UTR), a decimal, a compound (5-fluorouracil).
_UNIT = re.compile(
    r"\s?(?:[%\u00b0'\u2032\u2019\u02b9]|[.:][0-9]|/[0-9]*[A-Z])"
    r"|\s?(?:[nmk\u00b5\u03bc]?[MgLl]|[mk\u00b5\u03bc]g|[mnc\u00b5\u03bc]m|ml|mL|kDa|bp|kb|nts?|c?Gy|h|hr|min|sec|d|x|\u00d7|st|nd|rd|th|fold|mer)\b"
    r"|\s(?:nucleotides?|hours?|days?|weeks?|months?|years?|times)\b"
)
_COMPOUND = re.compile(rf"\s?{_H}\s?(?![35]p\b)(?:[A-Za-z]|[0-9]{{2,}}\s)")
_MEASURE = re.compile(rf"\s?{_H}\s?(?:nts?|nucleotides?|fold|mer|bp|base)\b|\s?{_H}\s?[0-9]{{2,}}\s")
#: What makes a bare number a count.
_COUNTED = re.compile(
    r"\s(?:patients?|cases?|samples?|controls?|genes?|miRNAs?|microRNAs?|miRs?|of|other|others|more|different|novel|new|known|"
    r"additional|healthy|cell|tumou?rs?|pairs?|studies)\b"
)
#: What can follow the last number of a list, and cannot follow a count.
_CLOSED = re.compile(
    r"\s?(?:[.,;:)\]]|$)"
    r"|\s(?:were|was|are|is|in|on|by|to|from|as|at|with|via|through|can|could|may|might|will|have|had|has|which|that|but|while|"
    r"whereas|and|or|also|both|expressions?|levels?|inhibitors?|mimics?|family|families|clusters?|did|do|does|"
    r"(?:promot|inhibit|regulat|suppress|target|act|play|correlat|show|(?:over|co)?-?express|transfect|modulat|mediat|enhanc|"
    r"up|down|reduc|decreas|increas|control|contribut|repress|induc|function|serv|bind|serum|plasma|precursor|knock)\w*)\b"
)

_NEXT_WORD = re.compile(r"\s[a-z]+\b(?<!and)(?<!or)(?<!were)(?<!are)(?<!in)")


@dataclass(frozen=True, slots=True)
class _Member:
    names: tuple[Name, ...]
    certain: bool


def continuation(text: str, head: Name) -> tuple[tuple[Name, ...], int]:
    """The names that continue a list begun by ``head``, and the place up to which the text was read.

    The arms that a later letter carries belong to the earlier letters as well (miR-199a/b-3p); the corrected head
    comes back first.
    """
    names = [head]
    pending: list[Name] = []
    at = head.end
    while member := _member(text, at, (pending or names)[-1], head):
        at = member.names[-1].end
        pending.extend(member.names)
        if member.certain:
            names.extend(pending)
            pending.clear()
    if pending and _CLOSED.match(text, pending[-1].end) and (len(pending) == 1 or _ends_list(text, pending)):
        names.extend(pending)
    return tuple(_shared_arm(names)), names[-1].end


def _ends_list(text: str, pending: list[Name]) -> bool:
    """Whether the last of several bare numbers is joined by "and" or "or"."""
    return bool(re.search(r"\b(?:and|or)\s{1,2}$", text[pending[-2].end : pending[-1].start]))


def _member(text: str, at: int, last: Name, head: Name) -> _Member | None:
    """The next member of the list after ``last``, which ended at ``at``."""
    if tight := _TIGHT.match(text, at):
        return _item(text, tight.end(), last, head, tight=True)
    if loose := _LOOSE.match(text, at):
        if re.search(r"\bto\s", loose.group()) and not head.plural:
            return None
        return _item(text, loose.end(), last, head, tight=False)
    return None


def _item(text: str, at: int, last: Name, head: Name, *, tight: bool) -> _Member | None:
    if (found := _ARM.match(text, at)) and last.arm and last.arm[0] != found["arm"]:
        return _Member((replace(last, start=at, end=found.end(), arm=found["arm"] + "p", plural=False),), certain=True)
    if found := _LETTER.match(text, at):
        return _letter(text, found, last, tight=tight)
    if found := _LET.match(text, at):
        return _Member(read_body(text, found.end(), at, "let", "7"), certain=True)
    if found := _NUMBER.match(text, at):
        return _number(text, found, last, head, tight=tight)
    return None


def _letter(text: str, found: re.Match[str], last: Name, *, tight: bool) -> _Member | None:
    """A letter alone shares the number, where it comes after the letter before it; so "a" is always the article."""
    if last.members or not last.letter or not last.letter[-1] < found["letter"] <= chr(ord(last.letter[-1]) + 8):
        return None
    if not tight and _NEXT_WORD.match(text, found.end()) and not _CLOSED.match(text, found.end()):
        return None
    return _Member(read_body(text, found.start("letter"), found.start(), last.word, last.number), certain=True)


def _number(text: str, found: re.Match[str], last: Name, head: Name, *, tight: bool) -> _Member | None:
    number = str(int(found["number"]))
    word = "let" if last.word == "let" and number == "7" else "mir" if last.word == "let" else last.word
    names = read_body(text, found.end(), found.start(), word, number)
    end = names[-1]
    marked = bool(end.arm or end.star or end.letter in tuple("abce") or len(names) > 1)
    if text[end.end : end.end + 1].isalpha() or (not marked and _is_quantity(text, found, end, head, tight=tight)):
        return None
    if len(found["number"]) == 4 and found["number"][:2] in ("19", "20") and not marked and not found["hyphen"]:
        return None  # a year
    certain = bool(found["hyphen"]) or marked or tight or head.plural
    return _Member(names, certain)


def _is_quantity(text: str, found: re.Match[str], name: Name, head: Name, *, tight: bool) -> bool:
    """Whether a number measures or counts something and names nothing."""
    if _COMPOUND.match(text, name.end):
        return True
    if name.letter and (head.plural or found["hyphen"]):
        return False  # "-518d": a letter, not days
    return bool(_UNIT.match(text, found.end()) or (not tight and _COUNTED.match(text, found.end())))


def _shared_arm(names: list[Name]) -> list[Name]:
    """Give the arm that closes a run of letters of one number to the letters before it: miR-199a/b-3p."""
    for at in range(len(names) - 1, 0, -1):
        left, right = names[at - 1], names[at]
        spelled_short = right.end - right.start <= 1 + len("-3p") + 1 and right.letter
        if right.arm and not (left.arm or left.star or left.members) and left.number == right.number and spelled_short:
            names[at - 1] = replace(left, arm=right.arm)
    return names


def is_counted(text: str, names: tuple[Name, ...]) -> bool:
    """Whether numbers after the class word and a blank count miRNAs or measure one ("miRNAs 20 to 22 nt long").

    After the plural ("of the miRNAs 21 were") one bare number does not make a name.
    """
    last = names[-1]
    if any(name.letter or name.arm or name.star for name in names):
        return False
    return bool(_UNIT.match(text, last.end) or _MEASURE.match(text, last.end)) or (last.plural and len(names) == 1)


_OPEN = re.compile(r"(?:mi(?:cro)?-?RNAs?|miRs?)\s?\(\s?(?=-?[0-9])", re.IGNORECASE)
_CITATION = re.compile(r"\([0-9]{1,3}(?:\s?[,\u2013-]\s?[0-9]{1,3}){0,8}\)")
_CLOSE = re.compile(r"\s?\)")


def in_brackets(text: str) -> tuple[tuple[Name, ...], ...]:
    """Lists in brackets after the class word: ``miRNAs (21, 155)``, unless the text cites by numbers in brackets."""
    citations = [found.start() for found in islice(_CITATION.finditer(text), 2)]
    lists = []
    for opened in _OPEN.finditer(text):
        found = _NUMBER.match(text, opened.end())
        if not found:
            continue
        first = read_body(text, found.end(), opened.end(), "mir", str(int(found["number"])))
        names, end = continuation(text, replace(first[-1], plural=True))
        names = (*first[:-1], *names)
        named = any(name.letter or name.arm for name in names) or set(citations) <= {opened.end() - 1}
        if named and len(names) > 1 and _CLOSE.match(text, end):
            lists.append(names)
    return tuple(lists)
