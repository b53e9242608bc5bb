"""Known headings of papers and the section kinds that they open."""

from __future__ import annotations

import re
from functools import lru_cache

__all__ = ["heading_kind"]

_NUMBER = re.compile(r"^(?:(?:section\s+)?(?:\d{1,2}(?:\.\d{1,2})*|[IVX]{1,5})[.:)]?\s+)", re.I)
_KINDS: tuple[tuple[str, tuple[str, ...]], ...] = (
    (
        "abstract",
        (
            r"(?:structured |graphical |author )?abstract|summary|significance(?: statement)?|highlights|synopsis",
            r"(?:author|executive|lay|plain.language) summary",
        ),
    ),
    (
        "introduction",
        (
            r"(?:general )?introduction(?: and (?:background|aims?|overview))?|aims?|objectives?",
            r"background(?: and (?:aims?|purpose|objectives?|significance))?",
        ),
    ),
    (
        "methods",
        (
            r"(?:(?:materials?|patients?|subjects?|animals?|experimental|study|star|online|detailed)[ ,]*"
            r"(?:and|&|[★*])?\s*)?"
            r"(?:methods?|methodology|procedures?)(?: (?:and|&) (?:materials?|patients|design|procedures?|results))?",
            r"(?:research|study) designs?(?: (?:and|&) methods?)?",
            r"experimental(?: section| procedures?| design)?|statistical analys[ei]s|methods summary|star methods",
        ),
    ),
    ("results", (r"(?:experimental )?results?(?: (?:and|&) discussions?)?|findings",)),
    (
        "discussion",
        (
            r"(?:general )?discussions?(?: (?:and|&) (?:conclusions?|perspectives?|future directions?))?",
            r"limitations?(?: of the study)?",
        ),
    ),
    (
        "conclusion",
        (
            r"(?:conclu(?:sions?|ding remarks))(?:,? (?:and|&) .{0,60})?|summary and conclusions?|outlook",
            r"(?:future )?perspectives?|future (?:directions?|perspectives?)(?:,? (?:and|&) .{0,40})?",
        ),
    ),
    (
        "references",
        (
            r"references?(?: and (?:notes?|links|recommended reading))?|literature(?: cited)?|bibliography|works cited",
            r"reference list|cited literature",
        ),
    ),
    (
        "abbreviations",
        (
            r"(?:list of )?(?:abbreviations?|acronyms|nomenclature|glossary)(?: (?:used|list))?",
            r"non.?standard abbreviations(?: and acronyms)?",
        ),
    ),
    (
        "acknowledgements",
        (
            r"acknowledge?ments?(?: and (?:funding|disclosures?))?|grant support|sources? of (?:funding|support)",
            r"funding(?: (?:statement|information|sources?|support))?|financial (?:support|disclosure)s?",
        ),
    ),
    (
        "front",
        (
            r"(?:author'?s?'?|authors’?) (?:contributions?|affiliations?|information|details|notes?)|contributors?",
            r"(?:declaration of )?(?:competing|conflicts? of|conflicting|financial) interests?(?: statement)?",
            r"disclosures?(?: statement)?|(?:data|code|data and code) (?:availability|accessibility)(?: statement)?",
            r"availability of (?:data|supporting data).{0,20}|ethic(?:s|al)\b.{0,50}|consent (?:for|to) .{0,30}",
            r"declarations?|publisher.?s note|open access|(?:article|author) (?:info|information|history)",
            r"key ?words?(?: and phrases)?|additional (?:files?|information)|supporting information|correspondence",
            r"supplement(?:ary|al) (?:materials?|data|information|files?)|pre-publication history|about this article",
            r"rights and permissions|orcid(?: i?ds?)?|institutional review board statement|peer review.{0,30}",
            r"informed consent statement|electronic supplementary material|edited by|reviewed by",
        ),
    ),
)
_PATTERNS = tuple((kind, re.compile(rf"(?:{'|'.join(forms)})\s*[.:]?", re.I)) for kind, forms in _KINDS)


@lru_cache(maxsize=4096)
def heading_kind(text: str) -> str:
    """The section kind of a heading with this ``text``, or nothing if it is none of the known ones.

    >>> heading_kind("2. Materials and Methods"), heading_kind("REFERENCES"), heading_kind("Head and neck cancer")
    ('methods', 'references', '')
    """
    text = text.strip()
    if not 3 <= len(text) <= 90 or not (text[0].isupper() or text[0].isdigit()):
        return ""
    text = _NUMBER.sub("", text).strip()
    if re.fullmatch(r"(?:\S ){3,}\S", text):
        text = text.replace(" ", "")
    return next((kind for kind, pattern in _PATTERNS if pattern.fullmatch(text)), "")
