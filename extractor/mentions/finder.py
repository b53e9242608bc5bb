"""All readers of mentions over one text, and the rule that joins what they find."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import replace

from extractor.document import Document
from extractor.mentions import circrna, lexicon, lncrna, mirna, outcome
from extractor.mentions.mention import CARGO_TYPES, Mention, prefer_longest
from extractor.text import Abbreviation, Text

__all__ = ["find_mentions"]

_TRANSCRIPT = re.compile(r"[\s-]+(?:mRNAs?|transcripts?)\b")


def _defined(mentions: Sequence[Mention], abbreviations: Iterable[Abbreviation]) -> list[Mention]:
    """Mentions after the document's own definitions: a short form means what its long form means.

    The lexicon does this for the names of the term table; here it is done for what grammars find ("radioresistance
    (RR)"). The long form's head stands at its end: "acquired radioresistance" is an outcome by "radioresistance".
    """
    by_end = {m.end: m for m in mentions}
    senses: dict[str, Mention] = {}
    for item in abbreviations:
        long = by_end.get(item.long_end)
        if long is not None and long.start >= item.long_start - 12 and long.source == "grammar":
            senses.setdefault(item.short, long)
    defined = [
        replace(senses[item.short], start=item.short_start, end=item.short_end, text=item.short, source="abbreviation")
        for item in abbreviations
        if item.short in senses
    ]
    return [m for m in mentions if not any(m.overlaps(other) for other in defined)] + defined if defined else [*mentions]


def _transcripts(mentions: Iterable[Mention], text: str) -> list[Mention]:
    """Proteins that the text calls by their transcript ("survivin mRNA") become mRNA mentions."""
    return [
        replace(m, type="mRNA") if m.type == "protein" and _TRANSCRIPT.match(text, m.end) else m for m in mentions
    ]


def find_mentions(document: Document, text: Text) -> tuple[Mention, ...]:
    """All mentions of a document's read sections, sorted by start, without overlaps.

    Where two readers claim the same characters the longer mention stands, a grammar's before a lexicon's. No
    mention crosses the end of a sentence.
    """
    found: list[Mention] = []
    for reader in (mirna, circrna, lncrna, outcome):
        found.extend(reader.find(document.text))
    found.extend(lexicon.find(document.text, definitions={item.short: item.long for item in text.abbreviations}))
    mentions = _defined(prefer_longest(found), text.abbreviations)
    mentions = _transcripts(prefer_longest(mentions), document.text)
    starts = [sentence.start for sentence in text.sentences]

    def kept(mention: Mention) -> bool:
        at = bisect_right(starts, mention.start) - 1
        return at >= 0 and mention.end <= text.sentences[at].end and document.is_read(mention.start)

    return tuple(m for m in mentions if kept(m))
