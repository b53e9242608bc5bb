"""Circular RNA mentions: numbered names (hsa_circ_0001649), names after the host gene (circMYC), ciRS-7 / CDR1as."""

from __future__ import annotations

import re

from extractor.mentions.mention import Mention
from extractor.mentions.mirna_names import HYPHENS
from extractor.mentions.normal import normalise
from extractor.mentions.symbols import COMPOUND, is_symbol

__all__ = ["canonical", "find"]

_H = f"[{HYPHENS}]"
_SYMBOL = r"[A-Za-z0-9\u0370-\u03ff][A-Za-z0-9\u0370-\u03ff]{0,19}(?:[-\u2010-\u2012._][A-Za-z0-9]{1,10}){0,2}"

_NUMBERED = re.compile(
    rf"""
    (?<![A-Za-z0-9]) (?: (?: hsa | has | mmu | rno | ssc | bta ) [-_\s\u2010-\u2015\u2212]? )?
    (?: circ (?: ular )? (?: [-\s]? RNAs? )? ) \s? (?: {_H} | [.#] )? \s? (?P<number> [0-9]{{3,8}} ) (?![0-9A-Za-z])
    (?! \s? (?: % | n[tm]\b | bp\b | genes? | patients | other | different | were\b | candidates ) )
    """,
    re.VERBOSE | re.IGNORECASE,
)
_NAMED = re.compile(
    rf"""
    (?<![A-Za-z0-9])
    (?:
        (?P<class> [Cc]irc(?:ular\s|-)?\s?RNAs? (?: \s \( circRNAs? \) )? \s )
        (?! circ | ci-?RS | hsa | mmu ) (?P<named> {_SYMBOL} )
      | (?: (?:hsa|mmu|rno)[-_] )? (?: [Cc]irc (?: RNA )? | CIRC )
        (?: {_H}\s? | (?=[A-Z0-9\u0370-\u03ff]|[a-z][A-Z0-9]) ) (?P<symbol> {_SYMBOL} )
    )
    """,
    re.VERBOSE,
)
#: The circular transcript opposite CDR1 has names of its own.
_CDR1AS = re.compile(
    rf"(?<![A-Za-z0-9])(?:ci[-]?RS{_H}?\s?7|(?:circ{_H}?)?CDR1(?:{_H}?AS|as)|CDR1\santisense(?:\sRNA)?)(?![A-Za-z0-9])",
    re.IGNORECASE,
)
#: Compounds of the class with something else: circRNA-miRNA network, circRNA-based, circ-like.
_NOT_A_HOST = re.compile(
    r"(?:RNA|mi-?R|lnc|mRNA|based|like|seq|derived|mediated|binding|associated|related|encoded|host|protein|RBP|disease|gene|"
    r"target|network|interaction|forming|level|expression)",
    re.IGNORECASE,
)


def canonical(name: str) -> str:
    """The comparable spelling of one circular RNA's name.

    >>> canonical("hsa_circRNA_0001649"), canonical("circ-METRN"), canonical("ciRS-7"), canonical("circRNA ZNF609")
    ('circ0001649', 'circmetrn', 'cdr1as', 'circznf609')
    """
    if _CDR1AS.fullmatch(name):
        return "cdr1as"
    if numbered := _NUMBERED.fullmatch(name):
        return f"circ{numbered['number']}"
    named = _NAMED.fullmatch(name)
    symbol = (named["symbol"] or named["named"]) if named else re.sub(r"^circ", "", name, flags=re.IGNORECASE)
    return normalise("circ" + re.sub(rf"^{_H}+", "", symbol), "circRNA")


def find(text: str) -> list[Mention]:
    """All names of circular RNAs in ``text``, sorted, without overlaps; the class words alone are none.

    >>> [(m.text, m.name) for m in find("circMYC and hsa_circ_0067835, two circRNAs")]
    [('circMYC', 'circmyc'), ('hsa_circ_0067835', 'circ0067835')]
    """
    spans = [(found.start(), found.end()) for found in _CDR1AS.finditer(text)]
    spans += [(found.start(), found.end()) for found in _NUMBERED.finditer(text)]
    for found in _NAMED.finditer(text):
        group = "symbol" if found["symbol"] else "named"
        symbol = COMPOUND.sub("", found[group]).rstrip("-._\u2010\u2011\u2012")
        start = found.start() if found["symbol"] else found.start("named")
        if _is_host(symbol, spaced=group == "named"):
            spans.append((start, found.start(group) + len(symbol)))
    mentions: list[Mention] = []
    for start, end in sorted(set(spans), key=lambda span: (span[0], -span[1])):
        if mentions and start < mentions[-1].end:
            continue
        word = text[start:end]
        mentions.append(Mention(start, end, word, "circRNA", canonical(word), source="grammar"))
    return mentions


def _is_host(symbol: str, *, spaced: bool) -> bool:
    """Whether what follows ``circ`` names a host gene."""
    if len(symbol) < 2 or symbol.isdigit() or _NOT_A_HOST.match(symbol):
        return False
    if spaced:
        return is_symbol(symbol) and not re.match(r"(?:circ|ciRS)", symbol, re.IGNORECASE)
    return is_symbol(symbol) or bool(re.fullmatch(r"[a-z]{2,8}[0-9]+[a-z0-9]*|[\u0370-\u03ff][\w-]+", symbol))
