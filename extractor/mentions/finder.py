"""All readers of mentions over one text, and the rule that joins what they find."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import replace

from extractor.document import Document
from extractor.mentions import cell_process, circrna, lexicon, lncrna, mirna, outcome
from extractor.mentions.mention import Mention, prefer_longest
from extractor.mentions.terms import load as load_terms
from extractor.text import Abbreviation, Text

__all__ = ["find_mentions"]

#: Characters of a long form that may stand before its head: "acquired radioresistance", "human glioma".
_MODIFIER = 14
_VIRUS = re.compile(r"[\s-]?virus")
_IDLE = re.compile(r"(?i:cells?|cellular|tumou?r)\s+")
_TRANSCRIPT = re.compile(r"[\s-]+(?:mRNAs?|transcripts?)\b")


def _defined(mentions: Sequence[Mention], abbreviations: Sequence[Abbreviation]) -> list[Mention]:
    """Mentions after the document's own definitions: a short form means what its long form means.

    A short form whose long form ends in a mention takes its type, name and id wherever it stands ("acquired
    radioresistance (ARR)" is an outcome by its head). A short form without a digit whose long form holds no mention
    of a molecule, pathway or cancer loses what the lexicon thought it to be: the document has said otherwise.
    """
    by_end = {m.end: m for m in mentions}
    senses: dict[str, Mention | None] = {}
    for item in abbreviations:
        if senses.get(item.short) is None:
            long = by_end.get(item.long_end)
            # However a vesicle is qualified (ARRDC1-mediated microvesicles), it is one.
            covers = long is not None and (long.type == "exosome" or long.start <= item.long_start + _MODIFIER)
            senses[item.short] = long if covers else None
    defined: list[Mention] = []
    for item in abbreviations:
        sense = senses[item.short]
        if sense is not None:
            place = {"start": item.short_start, "end": item.short_end, "text": item.short}
            defined.append(replace(sense, **place, source="abbreviation"))  # type: ignore[arg-type]
    other = {
        (item.short_start, item.short_end)
        for item in abbreviations
        if senses[item.short] is None and not any(c.isdigit() for c in item.short)
    }
    # A longer mention around a short form stays: "TGF-β signalling" where TGF-β is defined as the growth factor.
    defined = [
        d
        for d in defined
        if not any(m.start <= d.start and d.end <= m.end and len(m.text) > len(d.text) for m in mentions)
    ]
    kept = [
        m
        for m in mentions
        if not any(m.overlaps(d) for d in defined) and not (m.source == "lexicon" and (m.start, m.end) in other)
    ]
    return kept + defined


def _inside_outcomes(mentions: Iterable[Mention], named: Iterable[Mention]) -> list[Mention]:
    """Whose response it is: the cancers and cells within an outcome ("sensitivity of glioma cells to radiation")."""
    outcomes = [m for m in mentions if m.type == "outcome" and " " in m.text]
    return [
        m
        for m in named
        if m.type in ("cancer", "cell") and any(o.start <= m.start and m.end <= o.end for o in outcomes)
    ]


def _one_name(mentions: Sequence[Mention]) -> list[Mention]:
    """Give mentions with one identifier one name, the first: CTGF and connective tissue growth factor are one thing."""
    names: dict[tuple[str, str], str] = {}
    return [replace(m, name=names.setdefault((m.type, m.id), m.name)) if m.id is not None else m for m in mentions]


def _one_arm(mentions: Sequence[Mention]) -> list[Mention]:
    """Give a miRNA that is named with and without its arm one name: where a text speaks of miR-124-3p and no other arm
    of it, its miR-124 is that."""
    arms: dict[str, set[str]] = {}
    for mention in mentions:
        if mention.type == "miRNA" and mirna.arm(mention.name):
            arms.setdefault(mirna.stem(mention.name), set()).add(mention.name)
    only = {stem: names.pop() for stem, names in arms.items() if len(names) == 1}
    return [replace(m, name=only[m.name]) if m.type == "miRNA" and m.name in only else m for m in mentions]


def _identified(mentions: Sequence[Mention]) -> list[Mention]:
    """Give what a grammar found the identifier that the term table has for it: "lncRNA NORAD" is NORAD."""
    table = load_terms()
    found = []
    for mention in mentions:
        if mention.id is None and mention.type == "lncRNA":
            term = table.best(mention.text, "lncRNA")
            mention = replace(mention, id=term.id) if term is not None else mention
        found.append(mention)
    return found


def _bare(mentions: Iterable[Mention]) -> list[Mention]:
    """Pathways without a word before them that adds nothing to the concept: "cell apoptosis" is apoptosis."""
    table = load_terms()
    found = []
    for mention in mentions:
        if mention.type == "pathway" and mention.id is not None and (ahead := _IDLE.match(mention.text)):
            term = table.best(mention.text[ahead.end() :], "pathway")
            if term is not None and term.id == mention.id:
                start = mention.start + ahead.end()
                mention = replace(mention, start=start, text=mention.text[ahead.end() :])
        found.append(mention)
    return found


def _transcripts(mentions: Iterable[Mention], text: str) -> list[Mention]:
    """Proteins that the text calls by their transcript ("survivin mRNA") become mRNA mentions."""
    return [replace(m, type="mRNA") if m.type == "protein" and _TRANSCRIPT.match(text, m.end) else m for m in mentions]


def find_mentions(document: Document, text: Text) -> tuple[Mention, ...]:
    """All mentions of a document's read sections, sorted by start, then the longer first.

    Where two readers claim the same characters the longer mention stands, a grammar's before a lexicon's; only the
    cancers and cells within an outcome phrase are kept beside it. No mention crosses the end of a sentence.
    """
    found: list[Mention] = []
    for reader in (mirna, circrna, lncrna, outcome):
        found.extend(reader.find(document.text))
    named = lexicon.find(document.text)
    found.extend(cell_process.find(document.text, named))
    mentions = _defined(prefer_longest([*found, *named]), text.abbreviations)
    mentions = _one_arm(_one_name(_identified(_transcripts(_bare(prefer_longest(mentions)), document.text))))
    mentions = sorted([*mentions, *_inside_outcomes(mentions, named)], key=lambda m: (m.start, -m.end))
    starts = [sentence.start for sentence in text.sentences]

    def kept(mention: Mention) -> bool:
        if mention.type == "cancer" and _VIRUS.match(document.text, mention.end):
            return False
        at = bisect_right(starts, mention.start) - 1
        return at >= 0 and mention.end <= text.sentences[at].end and document.is_read(mention.start)

    return tuple(m for m in mentions if kept(m))
