"""Known headings of papers and the section kinds that they open."""

from __future__ import annotations

import re
from functools import lru_cache

__all__ = ["heading_kind"]

_NUMBER = re.compile(r"^(?:(?:section\s+)?(?:\d{1,2}(?:\.\d{1,2})*|[IVX]{1,5})[.:)]?\s+)", re.I)
_KINDS = (
    ("abstract", r"(?:structured |graphical |author )?abstract|summary|(?:author|executive|lay|plain.language) summary|significance(?: statement)?|highlights|synopsis"),
    ("introduction", r"(?:general )?introduction(?: and (?:background|aims?|overview))?|background(?: and (?:aims?|purpose|objectives?|significance))?|aims?|objectives?"),
    ("methods", r"(?:(?:materials?|patients?|subjects?|animals?|experimental|study|star|online|detailed)[ ,]*(?:and|&|[★*])?\s*)?(?:methods?|methodology|procedures?)(?: (?:and|&) (?:materials?|patients|design|procedures?|results))?"
                r"|experimental(?: section| procedures?| design)?|statistical analys[ei]s|methods summary|star methods"),
    ("results", r"(?:experimental )?results?(?: (?:and|&) discussions?)?|findings"),
    ("discussion", r"(?:general )?discussions?(?: (?:and|&) (?:conclusions?|perspectives?|future directions?))?|limitations?(?: of the study)?"),
    ("conclusion", r"(?:conclu(?:sions?|ding remarks))(?:,? (?:and|&) .{0,60})?|summary and conclusions?|(?:future )?perspectives?|outlook|future (?:directions?|perspectives?)"
                   r"(?:,? (?:and|&) .{0,40})?"),
    ("references", r"references?(?: and (?:notes?|links|recommended reading))?|literature(?: cited)?|bibliography|works cited|reference list|cited literature"),
    ("abbreviations", r"(?:list of )?(?:abbreviations?|acronyms|non.?standard abbreviations(?: and acronyms)?|nomenclature|glossary)(?: (?:used|list))?"),
    ("acknowledgements", r"acknowledge?ments?(?: and (?:funding|disclosures?))?|funding(?: (?:statement|information|sources?|support))?|financial (?:support|disclosure)s?|grant support"
                         r"|sources? of (?:funding|support)"),
    ("front", r"(?:author'?s?'?|authors’?|author) (?:contributions?|affiliations?|information|details|notes?)|contributors?|(?:declaration of )?(?:competing|conflicts? of|conflicting|financial) interests?(?: statement)?"
              r"|conflicts? of interests?(?: statement)?|disclosures?(?: statement)?|(?:data|code|data and code) (?:availability|accessibility)(?: statement)?|availability of (?:data|supporting data).{0,20}"
              r"|ethic(?:s|al)\b.{0,50}|consent (?:for|to) .{0,30}|declarations?|publisher.?s note|open access|(?:article|author) (?:info|information|history)|key ?words?(?: and phrases)?|additional (?:files?|information)"
              r"|supplement(?:ary|al) (?:materials?|data|information|files?)|supporting information|pre-publication history|correspondence|rights and permissions|about this article|orcid(?: i?ds?)?"
              r"|institutional review board statement|informed consent statement|data availability statement|peer review.{0,30}|electronic supplementary material|edited by|reviewed by"),
)  # fmt: skip
_PATTERNS = tuple((kind, re.compile(rf"(?:{pattern})\s*[.:]?", re.I)) for kind, pattern in _KINDS)


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
