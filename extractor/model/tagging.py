"""The learned tagger without its network: from windows to spans, and the rule that joins them to other mentions."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Iterable, Sequence
from typing import Any

from numpy.typing import NDArray

from extractor.mentions import circrna, lncrna
from extractor.mentions.kinds import disease_type, gene_type
from extractor.mentions.mention import CARGO_TYPES, Mention
from extractor.mentions.normal import normalise
from extractor.mentions.terms import load
from extractor.model.tags import TAG_TYPES, TAGS, Tagged, decode
from extractor.model.windows import Window
from extractor.text import Text

__all__ = ["LEAST", "TAGS", "TAG_TYPES", "Scorer", "Tagged", "decode", "join", "tag"]

#: Mentions of a lower score are not taken up by :func:`join`.
LEAST = 0.5

#: From the ids of windows to their scores (sub-words x tags), whatever computes them.
Scorer = Callable[[Sequence[Sequence[int]]], Sequence[NDArray[Any]]]

#: Types that the tagger adds; chemicals and other diseases fill no slot.
_TAKEN = CARGO_TYPES | {"pathway", "cancer"}
#: Types whose mentions a tagged one does not displace; cells, fluids and radiation give way to a longer mention.
_STANDING = CARGO_TYPES | {"pathway", "cancer", "outcome", "exosome"}
#: Within a longer pathway these stay: in "miR-21/PTEN axis" the microRNA is a cargo.
_KEPT_INSIDE = frozenset({"miRNA", "circRNA", "lncRNA", "mRNA", "outcome"})
#: Head nouns that make a molecule's name a pathway's; "axis" does not, the members of an ad hoc axis are targets.
_HEAD = re.compile(
    r"[\s-](?:signall?ing(?:[\s-]+(?:pathway|cascade|network)s?)?|pathways?|cascades?)"
    r"(?![\w-])(?!\s+(?:axis|molecule|protein|component|member|intermediate|activator|inhibitor|gene)(?:e?s)?\b)",
    re.IGNORECASE,
)
_AXIS = re.compile(r"\bax[ie]s$", re.IGNORECASE)
#: Classes of molecules and bare head nouns, which name nothing.
_CLASSES = frozenset(
    normalise(word)
    for word in (
        "protein", "gene", "miRNA", "microRNA", "mRNA", "RNA", "DNA", "lncRNA", "circRNA", "non-coding RNA", "peptide",
        "transcript", "cytokine", "chemokine", "inflammatory cytokine", "pro-inflammatory cytokine", "growth factor",
        "transcription factor", "kinase", "receptor", "enzyme", "antibody", "antigen", "ligand", "signaling", "signal",
        "signal transduction", "cell signaling", "pathway", "axis", "cascade", "network", "process",
    )
)  # fmt: skip


def tag(windows: Sequence[Window], text: str, scorer: Scorer) -> tuple[Tagged, ...]:
    """The mentions of a document over its windows; where windows share a sentence the surer reading stands."""
    scored = zip(windows, scorer([window.ids for window in windows]), strict=True)
    found = {one for window, scores in scored for one in decode(window, scores, text)}
    kept: list[Tagged] = []
    taken: set[int] = set()
    for one in sorted(found, key=lambda one: (-one.score, one.start, one.end, one.type)):
        if taken.isdisjoint(range(one.start, one.end)):
            taken.update(range(one.start, one.end))
            kept.append(one)
    return tuple(sorted(kept, key=lambda one: one.start))


def join(found: Sequence[Mention], tagged: Iterable[Tagged], text: Text, least: float = LEAST) -> tuple[Mention, ...]:
    """The mentions of grammars, lexicon and abbreviations with those that only the tagger sees; sorted as found.

    What the other readers found stands. A tagged mention that overlaps a molecule, pathway, cancer, outcome or vesicle
    is dropped, unless it is a pathway around them: then the longer mention stands, as with "TGF-β signalling", but for
    outcomes and RNAs, which are never swallowed. Chemicals and diseases other than cancer are not taken up.
    """
    document = text.document
    sentences = [sentence.start for sentence in text.sentences]
    standing: dict[int, list[Mention]] = {}
    for mention in found:
        standing.setdefault(bisect_right(sentences, mention.start) - 1, []).append(mention)
    names = {(m.type, m.id): m.name for m in reversed(found) if m.id is not None}
    read = [m for one in tagged if one.score >= least and (m := _mention(one, document.text, names)) is not None]
    for mention in sorted(read, key=lambda m: (m.start - m.end, m.start)):
        at = bisect_right(sentences, mention.start) - 1
        if at < 0 or mention.end > text.sentences[at].end or not document.is_read(mention.start):
            continue
        beside = standing.setdefault(at, [])
        met = [other for other in beside if other.overlaps(mention)]
        if all(_gives_way(other, mention) for other in met) and not _is_ad_hoc(mention, met):
            standing[at] = [*(other for other in beside if other not in met), mention]
    return tuple(sorted((m for group in standing.values() for m in group), key=lambda m: (m.start, -m.end)))


def _gives_way(other: Mention, mention: Mention) -> bool:
    if not (mention.start <= other.start and other.end <= mention.end and len(other.text) < len(mention.text)):
        return False
    return other.type not in _KEPT_INSIDE and (mention.type == "pathway" or other.type not in _STANDING)


def _is_ad_hoc(mention: Mention, within: Iterable[Mention]) -> bool:
    """Whether the mention is an axis of several molecules, each of which is a target."""
    return _AXIS.search(mention.text) is not None and sum(other.type in CARGO_TYPES for other in within) > 1


def _is_process(words: str) -> bool:
    """Whether a disease is named by a process: liver fibrosis, airway inflammation."""
    known = load().look_up(words.split()[-1], {"pathway"})
    return bool(known) and known[0].flag != "outcome_only"


def _mention(tagged: Tagged, text: str, names: dict[tuple[str, str], str]) -> Mention | None:
    """A tagged span as a mention with the name that the other readers would give it; None for what is none."""
    kind, end = tagged.type, tagged.end
    if kind == "molecule":
        head = _HEAD.match(text, end)
        kind, end = ("pathway", head.end()) if head else (gene_type(text[tagged.start : end]), end)
    elif kind == "disease":
        kind = "pathway" if _is_process(text[tagged.start : end]) else disease_type(text[tagged.start : end])
    if kind not in _TAKEN:
        return None
    words = text[tagged.start : end]
    known = load().look_up(words, {kind})
    if kind == "pathway" and any(term.match == "never" for term in known):
        return None
    canonical = {"lncRNA": lncrna.canonical, "circRNA": circrna.canonical}.get(kind)
    name = canonical(words) if canonical else normalise(words, kind)
    if not name or name in _CLASSES or normalise(words) in _CLASSES:
        return None
    term = load().best(words, kind)
    id_ = term.id if term is not None else None
    return Mention(tagged.start, end, words, kind, names.get((kind, id_ or ""), name), id_, "tagger")
