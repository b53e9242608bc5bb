"""Finding the names of the term table in a text.

A text is cut once into stretches of letters and of digits; the longest run of stretches whose key is in the table
wins, so that "IL-6", "IL6" and "IL 6" are one name. A key alone is not enough: a symbol that is also a word or
another abbreviation counts only as it is written in the table, or only where the document defines it (see
:attr:`extractor.mentions.terms.Term.match`). MicroRNAs and circular RNAs are left to their grammars.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache

from extractor.mentions.mention import Mention, prefer_longest
from extractor.mentions.normal import GREEK, fold, normalise, singular, without_tail, words
from extractor.mentions.terms import Term, TermTable, load

__all__ = ["find"]

#: A name of more stretches than this is cut off: the longest useful names have about a dozen words.
_LONGEST = 16
#: The usual gaps, known without the pattern.
_SIMPLE_GAPS = frozenset({"", " ", "-", "/"})
#: What may stand between two stretches of one name: a space, a hyphen or slash, a bracket inside a word.
_GAP = re.compile(r"(?:\s?[-\u2010-\u2013\u2212/+_'’·*&]{0,2}\s?|-\s*\n\s*|[—(]|\)[- ]?)", re.ASCII)
#: An abbreviation in brackets within a name, and how far around it a name is looked for, in characters.
_ASIDE = re.compile(r"\s?\([^()\s]{2,12}\)(?=[\s-]\w)")
_REACH = 80
#: The head nouns that make a gene's name a pathway's. "Axis" follows only names that are pathways anyway.
_TAIL = re.compile(
    r"[\s-]{1,2}(?:signal(?:l?ing)?(?:[\s-]+transduction)?(?:[\s-]+(?:pathway|cascade|network)s?)?|pathways?|cascades?)"
    r"(?![\w-])(?!\s+(?:axis|molecule|protein|component|member|intermediate|activator|inhibitor|gene)(?:e?s)?\b)",
    re.IGNORECASE,
)
_AXIS = re.compile(r"[\s-](?:signal(?:l?ing)?[\s-])?ax[ie]s\b", re.IGNORECASE)
_LINK = re.compile(r"\s?(?:/|-|\u2010|\u2011|\u2013|\u2212|→|->)\s?")
#: Doses: "2 Gy", "6-Gy", "0, 2, 4 Gy" (the last of the list), "5 × 2 Gy", "200 cGy".
_DOSE = re.compile(r"(?<![\w.])\d+(?:\.\d+)?(?:\s?[×x\u2013-]\s?\d+(?:\.\d+)?)?[\s\u00a0-]?[cm]?Gy(?![a-z])")
#: Fusion prefixes of constructs: siKLF10, shATM.
_CONSTRUCT = re.compile(r"(?:si|sh|oe)(?=[A-Z]{2})")
#: A space within a name that joins letters, or at most two letters and a digit (OR 4).
_SPACED = re.compile(r"[^\W\d_]\s[^\W\d_]|\b[^\W\d_]{1,2}\s\d")
#: A small word within a name: "SIRT1 as" is not SIRT1-AS.
_SMALL_WORD = re.compile(r"\s[a-z]{2,}")
#: A non-coding RNA that a chain of genes begins with.
_AD_HOC = re.compile(r"(?:miR|let|microRNA|circ|linc|lnc)[\w.-]*(?:\s?/\s?[\w.-]{1,15}){0,3}\s?/\s?$", re.IGNORECASE)
_SEPARATOR = re.compile(r"[\s/_-]")
_GREEK_NAMES = frozenset(GREEK.values())
#: Types of which any other mention vouches for an abbreviation, since all their terms mean much the same here.
_VOUCHED_BY_TYPE = frozenset({"radiation", "exosome"})
#: Types that the grammars find.
_ELSEWHERE = frozenset({"miRNA", "circRNA"})


@dataclass(frozen=True, slots=True)
class _Match:
    """A run of stretches and the terms that it may stand for."""

    start: int
    end: int
    terms: tuple[Term, ...]


def find(text: str, table: TermTable | None = None) -> list[Mention]:
    """The mentions of the table's names in a text, without overlaps, sorted by start.

    An abbreviation that needs its definition counts only where the text names the same concept in another way, too;
    what the document itself defines is for the caller to add.

    Parameters
    ----------
    text
        A sentence, a section or a whole document; offsets are code points of it.
    table
        The term table; by default the one that the package ships.
    """
    table = table or load()
    sure: list[Mention] = []
    unsure: list[_Match] = []
    for match in _unblocked([*_matches(text, table), *_across_asides(text, table)]):
        certain = [term for term in match.terms if term.match != "defined"]
        if certain:
            sure.append(_mention(text, match.start, match.end, certain))
        else:
            unsure.append(match)
    sure.extend(
        Mention(*found.span(), found.group(), "radiation", normalise(found.group())) for found in _DOSE.finditer(text)
    )
    ids = {mention.id for mention in sure if mention.id}
    types = {mention.type for mention in sure}
    for match in unsure:
        vouched = [term for term in match.terms if term.id in ids or term.type in types & _VOUCHED_BY_TYPE]
        if vouched:
            sure.append(_mention(text, match.start, match.end, vouched))
    resolved = [_in_chain(text, mention, table) for mention in _leftmost(sure)]
    return list(prefer_longest([*resolved, *_pathways(text, resolved, table)]))


def _in_chain(text: str, mention: Mention, table: TermTable) -> Mention:
    """The last gene of a chain that a non-coding RNA begins is a gene, whatever noun follows: miR-1/GRB14/EGFR axis."""
    if mention.type != "pathway" or not _AD_HOC.search(text, max(0, mention.start - 60), mention.start):
        return mention
    gene = without_tail(mention.text)
    term = table.best(gene, "protein") if len(gene) < len(mention.text) and mention.text.startswith(gene) else None
    if term is None:
        return mention
    return Mention(mention.start, mention.start + len(gene), gene, "protein", normalise(gene, "protein"), term.id)


def _leftmost(mentions: Iterable[Mention]) -> list[Mention]:
    """Resolve overlaps from the left: in "lung cancer cells" lung cancer stands, though "cancer cells" is longer."""
    kept: list[Mention] = []
    for mention in sorted(mentions, key=lambda m: (m.start, -m.end)):
        if not kept or mention.start >= kept[-1].end:
            kept.append(mention)
    return kept


def _unblocked(matches: Iterable[_Match]) -> Iterator[_Match]:
    """The matches outside phrases in which a name does not stand for itself (plasma membrane is no plasma)."""
    blocked = 0
    for match in sorted(matches, key=lambda match: match.start):
        if not match.terms:
            blocked = max(blocked, match.end)
        elif match.start >= blocked:
            yield match


def _matches(text: str, table: TermTable) -> Iterator[_Match]:
    """For each place where a word begins, the longest run of stretches that some term accepts."""
    stretches = list(_stretches(text))
    count = len(stretches)
    begins = _beginnings(table)
    for at, (start, end, stretch, is_start) in enumerate(stretches):
        key = fold(stretch)
        if not is_start or not begins(key[:2]):
            continue
        best, to, before = None, at, ""
        while True:
            if to + 1 == count or stretches[to + 1][0] > end:
                single = singular(stretch)
                for form in (single, stretch) if single != stretch else (stretch,):
                    candidate = before + fold(form)
                    if candidate in table:
                        accepted = _accepted(text, start, end, table.by_key(candidate))
                        if accepted:
                            best = accepted
                            break
            to += 1
            if to == count or to - at == _LONGEST or not begins(key):
                break
            begin, stop, stretch, _ = stretches[to]
            if text[end:begin] not in _SIMPLE_GAPS and not _GAP.fullmatch(text, end, begin):
                break
            end = stop
            before = key + "-" if key[-1].isdigit() and stretch[0].isdigit() else key
            key = before + fold(stretch)
        if best is not None:
            yield best


def _across_asides(text: str, table: TermTable) -> Iterator[_Match]:
    """Names that an abbreviation in brackets interrupts: DNA double-strand break (DSB) repair."""
    for aside in _ASIDE.finditer(text):
        left, cut = max(0, aside.start() - _REACH), min(_REACH, aside.start())
        for match in _matches(text[left : aside.start()] + text[aside.end() : aside.end() + _REACH], table):
            whole_word = match.start > 0 or left == 0
            if match.terms and whole_word and match.start < cut < match.end:
                yield _Match(left + match.start, left + match.end + len(aside.group()), match.terms)


def _stretches(text: str) -> Iterator[tuple[int, int, str, bool]]:
    """Start, end, the stretch, and whether a name may begin there: at the start of a word or behind si-, sh-."""
    before = -1
    for start, end, stretch in words(text):
        prefix = _CONSTRUCT.match(stretch) if before != start else None
        if prefix:
            yield start, start + prefix.end(), stretch[: prefix.end()], True
            yield start + prefix.end(), end, stretch[prefix.end() :], True
        else:
            yield start, end, stretch, before != start
        before = end


@lru_cache(maxsize=4)
def _beginnings(table: TermTable) -> Callable[[str], bool]:
    """``table.begins`` with a memory, since texts repeat their words."""
    return lru_cache(maxsize=1 << 17)(table.begins)


def _accepted(text: str, start: int, end: int, terms: tuple[Term, ...]) -> _Match | None:
    if not terms:
        return None
    surface = text[start:end]
    if surface.count("(") != surface.count(")"):
        return None
    tail = _TAIL.match(text, end)
    axis = _AXIS.match(text, end)
    if any(term.match == "block" for term in terms):
        return _Match(start, end, ())
    fitting = [term for term in terms if term.type not in _ELSEWHERE and _fits(surface, term)]
    with_tail = [term for term in fitting if term.type == "pathway" and (tail or axis or not _has_tail(term.text))]
    if with_tail and (tail or axis) and (tail or not all(_has_tail(term.text) for term in with_tail)):
        end = tail.end() if tail else end
        return _Match(start, end, tuple(with_tail))
    rest = [term for term in fitting if term.type != "pathway" or not _has_tail(term.text)]
    return _Match(start, end, tuple(rest)) if rest else None


@lru_cache(maxsize=65536)
def _fits(surface: str, term: Term) -> bool:
    """Whether the spelling in the text may stand for the term, as the term's ``match`` says."""
    if term.match == "never" or not _joins(surface, term.text):
        return False
    written, wanted = _compact(surface), _compact(term.text)
    if written == wanted or (written[:-1] == wanted and written[-1] == "s"):
        return True
    if term.match == "free":
        # Case may differ in words; symbols of capitals (CDC25A) keep at least one in the text.
        return not wanted.isupper() or (any(letter.isupper() for letter in written) and not _SMALL_WORD.search(surface))
    if term.match != "case" or not wanted.isupper() or len(wanted) < 3 or term.type != "protein":
        return False
    if written.upper() == wanted and len(wanted) >= 4 and any(letter.isupper() for letter in written[1:]):
        return True  # RelB, MyoD: no word has a capital inside
    return term.rank <= 2 and term.text.isalnum() and written == wanted.capitalize()


def _joins(surface: str, name: str) -> bool:
    """Whether the spaces agree: "WAS P" is not WASP, "cycling" is not cyclin G; but "TGF beta" is TGFbeta."""
    if _SPACED.search(surface):
        return bool(_SEPARATOR.search(name)) or any(word.lower() in _GREEK_NAMES for _, _, word in words(surface))
    if surface.isalpha() and surface[1:].islower() and _SEPARATOR.search(name):
        return any(word.lower() in _GREEK_NAMES for _, _, word in words(name))
    return True


@lru_cache(maxsize=65536)
def _compact(text: str) -> str:
    """The text without separators, case kept, Greek letters spelled."""
    return "".join("".join(GREEK.get(letter.lower(), letter) for letter in word) for _, _, word in words(text))


@lru_cache(maxsize=16384)
def _has_tail(name: str) -> bool:
    return normalise(without_tail(name)) != normalise(name)


def _mention(text: str, start: int, end: int, terms: Iterable[Term]) -> Mention:
    """The mention of a span; its type that of the best term, its id only where equal terms agree."""
    surface = text[start:end]
    ordered = sorted(terms, key=lambda term: (term.rank, term.text != surface, term.type != "protein"))
    best = ordered[0]
    same_type = [term for term in ordered if term.type == best.type]
    exact = [term for term in same_type if _compact(term.text) == _compact(surface)]
    leading = exact or same_type
    ids = {term.id for term in leading if term.rank == leading[0].rank}
    return Mention(start, end, surface, best.type, normalise(surface, best.type), ids.pop() if len(ids) == 1 else None)


def _pathways(text: str, mentions: list[Mention], table: TermTable) -> Iterator[Mention]:
    """Genes, alone or joined by slashes or hyphens, followed by "signalling pathway": pathways though no table has
    them. Before "axis" the members of an ad hoc chain stay what they are."""
    genes = [mention for mention in mentions if mention.type in {"protein", "pathway"}]
    for at, last in enumerate(genes):
        tail = _TAIL.match(text, last.end)
        if tail is None and not (last.type == "pathway" and _TAIL.search(last.text)):
            continue
        first = at
        while first and _LINK.fullmatch(text, genes[first - 1].end, genes[first].start):
            first -= 1
        if _AD_HOC.search(text, max(0, genes[first].start - 60), genes[first].start):
            continue  # "miR-1/PTEN/AKT pathway": a chain that the paper has found, no pathway of that name
        start, end = genes[first].start, tail.end() if tail else last.end
        if (start, end) != (last.start, last.end):
            surface = text[start:end]
            term = table.best(surface, "pathway")
            yield Mention(start, end, surface, "pathway", normalise(surface, "pathway"), term.id if term else None)
