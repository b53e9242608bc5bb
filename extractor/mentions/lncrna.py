"""Long non-coding RNA mentions that their form gives away; names such as HOTAIR come from the term table.

Recognised are the systematic symbols of the HGNC (LINC00152, AFAP1-AS1, X-IT1, X-OT1, X-DT, MIR155HG, SNHG16), names
with the class in them (lnc-GALNT10, lincRNA-p21, lncARSR), clone and transcript identifiers (RP11-838N2.4, ENST...),
and whatever symbol stands right after the class words ("lncRNA AHIF", "long non-coding RNA (lncRNA) HOTAIR").
"""

from __future__ import annotations

import re

from extractor.mentions.mention import Mention
from extractor.mentions.mirna_names import HYPHENS
from extractor.mentions.normal import normalise
from extractor.mentions.symbols import COMPOUND, is_symbol

__all__ = ["canonical", "find"]

_H = f"[{HYPHENS}]"
_END = r"(?![A-Za-z0-9])"
_START = r"(?<![A-Za-z0-9])"
_SYMBOL = r"[A-Za-z0-9\u0370-\u03ff]{1,24}(?:[-\u2010-\u2012._][A-Za-z0-9]{1,12}){0,3}"

_SYSTEMATIC = re.compile(
    rf"""{_START} (?:
        LINC (?: RNA )? \s?{_H}?\s? [0-9]{{3,5}} (?: {_H}[0-9] )?
      | [A-Z][A-Z0-9]{{1,14}} (?: {_H}[A-Z0-9]{{1,4}} )? {_H} (?: AS | IT | OT | DT | DIVERGENT ) [0-9]{{0,2}}
      | [A-Z][A-Z0-9]{{2,10}} (?: OT | IT ) 1 | [A-Z]{{2,6}} [0-9]{{1,3}} OT
      | MIR (?: LET7[A-Z]? | [0-9]{{1,5}}[A-Z]? ) (?: {_H}[0-9] )? HG
      | SNHG \s?{_H}?\s? [0-9]{{1,2}}
      | (?: RP (?: [1-9] | 1[0-9] ) | CT[ABCD] | KB | XX(?:bac|yac|cos)? | GS1 | LL22NC03 | CH17 ) {_H}\s?
            [0-9]{{1,5}} [A-Z] [0-9]{{1,2}} (?: \. [0-9]{{1,2}} )?
      | (?: A[CLPFJ] | BX | FO | Z ) [0-9]{{6}} \. [0-9]{{1,2}}
      | ENST [0-9]{{11}} (?: \. [0-9]{{1,2}} )? | ENST0{{3,8}}[0-9]{{3,8}}
      | NONHSA[TG] [0-9]{{5,8}} (?: \. [0-9] )? | XLOC_ ?[0-9]{{5,7}} | TCONS_ ?[0-9]{{7,9}}
      | [NX]R_ ?[0-9]{{6,9}} (?: \. [0-9]{{1,2}} )?
    ) {_END}""",
    re.VERBOSE,
)
#: The systematic names in the cases that authors also use.
_LOOSE_CASE = re.compile(
    rf"{_START}(?:linc\s?{_H}?\s?[0-9]{{4,5}}|snhg[0-9]{{1,2}}|mir[0-9]{{1,5}}[a-z]?hg){_END}", re.IGNORECASE
)
_CLASSED = re.compile(
    rf"{_START}(?P<class>[Ll]incRNA|[Ll][Nn][Cc]RNA|[Ll]nc|LNC(?={_H})|[Ll]inc|LINC)"
    rf"(?P<joint>{_H}\s?|(?=[A-Z0-9][A-Z0-9a-z]))(?P<symbol>{_SYMBOL})"
)
_CLASS_WORDS = re.compile(
    rf"""{_START} (?:
        (?: l(?:arge|ong) \s (?:intergenic|inter-genic)? \s? )? non {_H}? \s? (?:protein-?)? coding \s RNAs?
      | lncRNAs? | lincRNAs? )
      (?: ,? \s? [(\[] (?: lncRNAs? | lincRNAs? | lnc ) [)\]] )? ,? \s (?: (?:called|named|termed|transcript) \s )?
      (?P<symbol> {_SYMBOL} ) (?! [A-Za-z0-9] )
      (?! \s (?: transcript | antisense | host | homeobox | overlapping | intronic ) \b )""",
    re.VERBOSE | re.IGNORECASE,
)
_MORE = re.compile(rf"\s?(?:,\s?(?:and\s)?|\sand\s|/|\sor\s)\s?(?P<symbol>{_SYMBOL})")
#: Compounds of the class word: lncRNA-miRNA network, lncRNA-based.
_NOT_A_NAME = re.compile(
    r"(?:mi-?R|micro|m?RNA|lnc|linc|circ|ce-?RNA|based|like|seq|derived|mediated|binding|associated|related|encoded|protein|RBP|"
    r"disease|gene|target|network|interaction|level|expression)",
    re.IGNORECASE,
)
#: Names by weight are a protein's where the class is left off: lincRNA-p21 is not p21.
_BY_WEIGHT = re.compile(r"p[0-9]{2,3}", re.IGNORECASE)


def canonical(name: str) -> str:
    """The comparable spelling: the class word goes where a symbol stays that is the molecule's own.

    >>> canonical("lncRNA-ATB"), canonical("lncRNA-p21"), canonical("LINC-ROR"), canonical("MIR155HG")
    ('atb', 'lincrnap21', 'lincror', 'mir155hg')
    """
    found = re.fullmatch(rf"(?:lnc|linc)rna[\s{HYPHENS}]*(?P<symbol>.+)", name, re.IGNORECASE)
    if found is None:
        return normalise(name, "lncRNA")
    symbol = found["symbol"]
    return normalise(f"lincRNA{symbol}" if _BY_WEIGHT.fullmatch(symbol) else symbol, "lncRNA")


def find(text: str) -> list[Mention]:
    """All long non-coding RNAs that form or class words reveal, sorted, without overlaps.

    >>> [(m.text, m.name) for m in find("Exosomal lncRNA AHIF and LINC00152 bind miRNAs")]
    [('AHIF', 'ahif'), ('LINC00152', 'linc00152')]
    """
    spans = [found.span() for found in _SYSTEMATIC.finditer(text)]
    spans += [found.span() for found in _LOOSE_CASE.finditer(text)]
    for found in _CLASSED.finditer(text):
        symbol = _trimmed(found["symbol"])
        if _is_name(symbol) and (found["joint"] or found["class"] != "LINC"):
            spans.append((found.start(), found.start("symbol") + len(symbol)))
    for found in _CLASS_WORDS.finditer(text):
        spans.extend(_named(text, found))
    mentions: list[Mention] = []
    for start, end in sorted(set(spans), key=lambda span: (span[0], -span[1])):
        if mentions and start < mentions[-1].end:
            continue
        word = text[start:end]
        mentions.append(Mention(start, end, word, "lncRNA", canonical(word), source="grammar"))
    return mentions


def _named(text: str, found: re.Match[str]) -> list[tuple[int, int]]:
    """The symbol after the class words; after their plural also those that a list adds."""
    spans: list[tuple[int, int]] = []
    plural = "rnas" in found.group().lower()
    match: re.Match[str] | None = found
    while match:
        symbol = _trimmed(match["symbol"])
        if _BY_WEIGHT.fullmatch(symbol) and match is found:
            return [(found.start(), found.start("symbol") + len(symbol))]
        if not is_symbol(symbol) or _NOT_A_NAME.match(symbol) or symbol.isdigit():
            break
        spans.append((match.start("symbol"), match.start("symbol") + len(symbol)))
        match = _MORE.match(text, spans[-1][1]) if plural else None
    return spans


def _trimmed(symbol: str) -> str:
    return COMPOUND.sub("", symbol).rstrip("-._\u2010\u2011\u2012")


def _is_name(symbol: str) -> bool:
    """Whether what follows lnc- or linc- names one."""
    if len(symbol) < 2 or _NOT_A_NAME.match(symbol):
        return False
    return is_symbol(symbol) or bool(re.fullmatch(r"[a-z]{1,8}[0-9]+[\w-]*|[0-9]+[a-z]|[A-Za-z]{2,4}", symbol))
