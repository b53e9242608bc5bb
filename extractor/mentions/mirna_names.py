"""MicroRNA names: their grammar, and one canonical spelling for all the ways in which papers write them.

The nomenclature is miRBase's (Ambros et al., RNA 9:277, 2003): an optional species prefix, ``miR`` or ``let``, a
number, a letter for near-identical sequences, ``-1`` for loci with the same product, and ``-5p``, ``-3p`` or ``*`` for
the arm of the hairpin. The canonical name is lower-case, without the species: ``hsa-miR-34C-5P`` is ``mir-34c-5p``.
Clusters join their members with ``~`` (``mir-17~92``). Lists that leave words out are read in ``lists``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import pairwise

__all__ = ["HYPHENS", "Name", "arm", "canonical", "family", "heads", "is_cluster", "read_body", "spelled", "stem"]

#: What print and PDF put for a hyphen: hyphens (soft and non-breaking ones, too), dashes, minus; and the underscore.
HYPHENS = "\\-\u2010\u2011\u2012\u2013\u2014\u2015\u2212\uff0d\ufe63\u00ad_"
_H = f"[{HYPHENS}]"
#: Between the word and its number: a hyphen with the rest of a line break, a blank, or nothing.
_GAP = rf"\s?{_H}{{1,2}}\s?|\s|"

#: Species codes of miRBase that are met in medicine, and ``has``, the commonest slip for ``hsa``.
_SPECIES = (
    "hsa|has|mmu|rno|bta|ssc|gga|cfa|oar|mml|ptr|ppy|ggo|ocu|cgr|eca|chi|dre|xtr|xla|cel|dme|ath|osa|zma|gma|mtr|bmo|"
    "tca|aga|ame|sma|hco|cbr|ebv|kshv|hcmv|mcmv|mghv|rlcv|rrv|jcv|bkv|sv40|hiv1?|hbv|mcv|hsv1|hsv2|hhv6b?|mdv1|mdv2"
)

#: Words that are written fast to the name and are no part of it (antagomiR-21, exomiR-21, pre-miR-21 as premiR-21).
_GLUED = "".join(f"|(?<={word})" for word in ("anti", "ago", "pre", "pri", "exo"))

_HEAD = re.compile(
    rf"""
    (?: (?<![A-Za-z0-9]) {_GLUED} | (?<=[A-Za-z]) (?= (?-i: miR (?:NA)? ) {_H} [0-9] ) )
    (?: (?P<species> {_SPECIES} ) {_H} )?
    (?:
        (?P<novel> novel {_H} )? (?P<word>
            (?P<class> mi (?: cro {_H}? \s? )? {_H}? RNA (?: s | \(s\) )? )
          | mi (?: cro )? {_H}? RN? s? | mi \s R (?= [-{HYPHENS}] )
        )
        (?: \s? [(\[] (?: miRs? | miRNAs? ) [)\]] )?
      | (?P<let> (?= let | lethal ) )
    )
    """,
    re.VERBOSE | re.IGNORECASE,
)
_LET = re.compile(rf"(?:{_GAP})let(?:hal)?(?P<gap>{_H}\s?|\s|)7(?![0-9])", re.IGNORECASE)
_NUMBER = re.compile(
    rf"(?P<gap>{_GAP})(?P<novel>novel{_H})?(?P<number>[0-9]{{1,5}})(?![0-9]|(?<=-[35])p\b)", re.IGNORECASE
)
#: Viral names carry the gene or region in place of the number: miR-BART7, miR-K12-11, miR-UL112, miR-BHRF1-2.
_VIRAL = re.compile(rf"{_H}\s?(?P<number>(?!NC|CT|SC|RNA|CON)[A-Z][A-Za-z]{{0,4}}[0-9]{{1,3}}[A-Z]?)(?![A-Za-z0-9])")
_LETTERS = re.compile(r"[A-Za-z]+")
_LOCUS = re.compile(rf"{_H}\s?(?P<hyphened>1[01]|[1-9])(?![0-9A-Za-z*])|(?P<glued>[1-5])(?![0-9A-Za-z,])")
_ARM = re.compile(
    rf"(?:\s?{_H}\s{{0,2}}|[\s.])(?P<arm>[35]){_H}?[pP](?![A-Za-z0-9])|(?<=[a-z])(?P<glued>[35])p(?![A-Za-z0-9])"
)
_STAR = re.compile(r"[*#](?![*#])")
_MEMBER = re.compile(
    rf"(?P<joint>\s?[~\u223c\u02dc\uff5e\u301c]\s?|{_H}\s?|/(?=92a?\b))(?P<let>let-7)?(?P<number>[0-9]{{0,3}})(?P<letter>[a-z]?)"
    rf"(?![0-9A-Za-z])"
)
#: Words after a name that name nothing more.
_UNNAMED_REST = re.compile(r"\W*(?:family|cluster|members?|s)?\W*", re.IGNORECASE)
_HOST_GENE = re.compile(rf"(?:{_H}[0-9])?HG(?![A-Za-z])", re.IGNORECASE)
#: Families with so many members that two letters are one suffix (miR-548ab), not two members (miR-34bc).
_TWO_LETTER_FAMILIES = frozenset({"548", "2285", "1273"})


@dataclass(frozen=True, slots=True)
class Name:
    """One miRNA name in a text, read into its parts; ``end`` is where it ends, ``start`` where it starts."""

    start: int
    end: int
    word: str
    number: str
    letter: str = ""
    locus: str = ""
    arm: str = ""
    star: bool = False
    members: tuple[str, ...] = ()
    plural: bool = False
    spaced_class: bool = False

    @property
    def canonical(self) -> str:
        """The comparable name: ``mir-125b-1-3p``, ``let-7a``, ``mir-17~92``; a range (miR-302a-d) is the family."""
        name = f"{self.word}-{self.number}{self.letter}"
        if len(self.members) == 1 and self.members[0].isalpha():
            return f"{self.word}-{self.number}"
        if self.members:
            return "~".join((name, *self.members))
        return name + (f"-{self.locus}" if self.locus else "") + (f"-{self.arm}" if self.arm else "*" * self.star)


def read_body(text: str, at: int, start: int, word: str, number: str) -> tuple[Name, ...]:
    """Read what follows the number of a name (letter, locus, arm, star, further members of a cluster) at ``at``.

    Several names come back only for members that share one number without a separator (``miR-34bc``); each has its
    own span. Letters that are no suffix (``miR-21KO``) end the name before them.
    """
    letters = found.group() if (found := _LETTERS.match(text, at)) else ""
    kept = _suffix(letters, number)
    if len(kept) > 1 and number not in _TWO_LETTER_FAMILIES:
        if not _ARM.match(text, at + len(kept)) and not _consecutive(kept):
            kept = ""
        else:
            return _siblings(text, at, start, word, number, kept)
    return (_tail(text, at + len(kept), Name(start, at + len(kept), word, number, kept.lower())),)


def _suffix(letters: str, number: str) -> str:
    """The part of the letters after a number that can name a member: lower-case, or one capital alone."""
    if number in _TWO_LETTER_FAMILIES and len(letters) <= 2 and letters.islower():
        return letters
    if len(letters) == 1 and letters not in "sS":
        return letters
    if len(letters) == 2 and letters[0].islower() and letters[1] == "s" and letters[0] < "m":
        return letters[0]  # plural: "miR-29as"
    return letters if 2 <= len(letters) <= 3 and letters.islower() and _consecutive(letters) else ""


def _consecutive(letters: str) -> bool:
    return all(ord(right) - ord(left) == 1 for left, right in pairwise(letters))


def _siblings(text: str, at: int, start: int, word: str, number: str, letters: str) -> tuple[Name, ...]:
    """Members that share one number: the first holds the word and the number, each other one its letter."""
    last = _tail(text, at + len(letters), Name(start, at + len(letters), word, number, letters[-1]))
    names = [Name(start, at + 1, word, number, letters[0], arm=last.arm)]
    for place, letter in enumerate(letters[1:], at + 1):
        names.append(Name(place, place + 1, word, number, letter, arm=last.arm))
    names[-1] = replace(last, start=names[-1].start)
    return tuple(names)


def _tail(text: str, at: int, name: Name) -> Name:
    """Add locus, arm, star and cluster members that stand at ``at``."""
    if members := tuple(_members(text, at, name)):
        return replace(name, members=tuple(member for member, _ in members), end=members[-1][1])
    if not _ARM.match(text, at) and (locus := _LOCUS.match(text, at)) and (locus["hyphened"] or name.letter):
        name = replace(name, locus=locus["hyphened"] or locus["glued"], end=locus.end())
    if arm_found := _ARM.match(text, name.end):
        return replace(name, arm=(arm_found["arm"] or arm_found["glued"]) + "p", end=arm_found.end())
    if star := _STAR.match(text, name.end):
        return replace(name, star=True, end=star.end())
    return name


def _members(text: str, at: int, name: Name) -> Iterator[tuple[str, int]]:
    """Further members of a cluster, with where each ends: ``-92`` of miR-17-92, ``~96`` of miR-183~96."""
    previous = name.letter
    while (found := _MEMBER.match(text, at)) and (found["number"] or found["letter"]):
        tilde = found["joint"].strip() in "~\u223c\u02dc\uff5e\u301c"
        if found["joint"] == "/" and (name.number, name.letter) != ("17", ""):
            return
        if not found["number"] and not (previous and previous < found["letter"]):
            return  # a letter alone: the end of a range of letters, miR-302a-d
        if not tilde and found["number"] and int(found["number"]) < 12 and not found["let"]:
            return  # a small number after a hyphen is a locus
        yield ("let-7" if found["let"] else "") + found["number"] + found["letter"], found.end()
        at, previous = found.end(), found["letter"]


def heads(text: str) -> Iterator[tuple[Name, ...]]:
    """Every name that is written with its word (miR, microRNA, let), in order; members that share a number together.

    Host genes (MIR155HG) are no miRNA and are passed over.
    """
    at = 0
    while head := _HEAD.search(text, at):
        at = head.end() if head.end() > head.start() else head.end() + 1
        if names := _read_head(text, head):
            yield names
            at = max(at, names[-1].end)


def _read_head(text: str, head: re.Match[str]) -> tuple[Name, ...]:
    plural = bool(head["word"]) and head["word"].lower().endswith(("s", "(s)"))
    start = head.start()
    if let := _LET.match(text, head.end()):
        body = _read_let(text, let, start)
        return tuple(replace(name, plural=plural) for name in body)
    if head["word"] is None:
        return ()
    if number := _NUMBER.match(text, head.end()):
        if head["word"].isupper() and number["gap"].isspace() and len(number["number"]) < 3:
            return ()  # MIR 10: mid-infrared
        if number["number"] == "1" and text[max(0, start - 4) : start].lower() == "onco":
            return ()  # the byname of the cluster miR-17~92
        word = "novel-mir" if head["novel"] or number["novel"] else "mir"
        names = read_body(text, number.end(), start, word, str(int(number["number"])))
        if _HOST_GENE.match(text, number.end()) or _HOST_GENE.match(text, names[-1].end):
            return ()
        spaced = bool(head["class"]) and number["gap"].isspace()
        return tuple(replace(name, plural=plural, spaced_class=spaced) for name in names)
    if (viral := _VIRAL.match(text, head.end())) and not head["class"]:
        return (_tail(text, viral.end(), Name(start, viral.end(), "mir", viral["number"].lower())),)
    return ()


def _read_let(text: str, let: re.Match[str], start: int) -> tuple[Name, ...]:
    """let-7 and its members; "let 7 patients" is English, so a blank needs a letter or an arm after the number."""
    names = read_body(text, let.end(), start, "let", "7")
    if _HOST_GENE.match(text, names[-1].end):
        return ()
    if let["gap"].isspace() and not (names[0].letter or names[0].arm):
        return ()
    return names


def canonical(name: str) -> str | None:
    """The comparable spelling of one miRNA name, or None if the whole of ``name`` is not one.

    >>> canonical("hsa-miR-34C-5P"), canonical("MicroRNA 21"), canonical("MIR155"), canonical("MIR155HG")
    ('mir-34c-5p', 'mir-21', 'mir-155', None)
    """
    name = name.strip()
    found = next(heads(name), None)
    if found is None or len(found) != 1:
        return None
    only = found[0]
    return only.canonical if _UNNAMED_REST.fullmatch(name, only.end) else None


_PARTS = re.compile(
    r"(?P<family>(?P<word>(?:novel-?)?mir|let)-?(?P<number>[0-9]+|[a-z]+[0-9]+[a-z]?))"
    r"(?P<letter>(?<=[0-9])[a-z]{1,2})?(?:-(?P<locus>1[01]|[1-9])|(?<=[a-z])(?P<glued>[1-9]))?(?:-(?P<arm>[35]p)|\*)?"
)


def arm(name: str) -> str | None:
    """The arm that a canonical or normalised name states: ``5p``, ``3p`` or None."""
    found = _PARTS.fullmatch(name)
    return found["arm"] if found else None


def stem(name: str) -> str:
    """A name without its arm or star: ``mir34c-5p`` gives ``mir34c``; a cluster stays as it is."""
    found = _PARTS.fullmatch(name)
    return re.sub(r"-[35]p$|\*$", "", name) if found else name


def family(name: str) -> str:
    """The word and the number alone: ``mir34c-5p`` gives ``mir34``; a cluster stays as it is."""
    found = _PARTS.fullmatch(name)
    return found["family"] if found else name


def is_cluster(name: str) -> bool:
    """Whether a name stands for genes that are transcribed together: ``mir-17~92`` or, normalised, ``mir17-92``."""
    return "~" in name or (_PARTS.fullmatch(name) is None and bool(re.match(r"(?:mir|let)-?[0-9]+[a-z]?-?[0-9]", name)))


def spelled(name: str) -> str:
    """A canonical or normalised name as miRBase spells it: ``mir125b1-3p`` gives ``miR-125b-1-3p``.

    Members of a list that leaves words out have no such spelling in the text; anything else comes back unchanged.
    """
    found = _PARTS.fullmatch(name)
    if found is None:
        return name
    word = found["word"].replace("mir", "miR").replace("novelmiR", "novel-miR")
    number = found["number"] if found["number"].isdigit() else found["number"].upper()
    parts = [word, number + (found["letter"] or ""), found["locus"] or found["glued"], found["arm"]]
    return "-".join(part for part in parts if part) + "*" * name.endswith("*")
