"""The context of a finding: cancer, where the vesicles come from, who takes them up, and the radiation."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from typing import TypedDict

from extractor.mentions.mention import Mention
from extractor.rules.relations import Sentence

__all__ = ["Context", "context_of"]

_DONOR_AFTER = re.compile(
    r"^[\s-]*(?:\(\w+\)[\s-]*)?(?:cells?[\s-]*)?(?:derived|secreted|released|originated|exosom|EVs?\b)", re.IGNORECASE
)
_DONOR_BEFORE = re.compile(
    r"\b(?:derived|released|secreted|isolated|obtained|purified|shed|originating|sourced)\W+(?:from"
    r"|by)\W+(?:\w+\W+){0,3}$",
    re.IGNORECASE,
)
_RECIPIENT_BEFORE = re.compile(
    r"\b(?:recipient|in|into|to|of|by|neighbou?ring|treated|target)\W+(?:\w+\W+){0,2}$", re.IGNORECASE
)


class Context(TypedDict):
    """Keyword arguments of a finding."""

    cancer: Mention | None
    source: Mention | None
    recipient: Mention | None
    radiation: Mention | None


def _all(sentence: Sentence) -> tuple[Mention, ...]:
    return (*sentence.mentions, *sentence.context)


def _first(sentences: Sequence[Sentence], kind: str) -> Mention | None:
    return next((m for s in sentences for m in s.mentions if m.type == kind), None)


def context_of(evidence: Sequence[Sentence], passage: Sequence[Sentence], cargo: Mention | None) -> Context:
    """The context that the evidence states; the cancer may be taken from the passage around it."""
    cancers = Counter(m.name for s in evidence for m in _all(s) if m.type == "cancer") or Counter(
        m.name for s in passage for m in _all(s) if m.type == "cancer"
    )
    cancer = None
    if cancers:
        name = cancers.most_common(1)[0][0]
        cancer = next(
            (m for s in (*evidence, *passage) for m in _all(s) if m.type == "cancer" and m.name == name), None
        )
    source = recipient = None
    for sentence in evidence:
        for mention in _all(sentence):
            if mention.type not in ("cell", "fluid"):
                continue
            before = sentence.text[max(0, mention.start - sentence.start - 50) : mention.start - sentence.start]
            after = sentence.text[mention.end - sentence.start : mention.end - sentence.start + 30]
            if _DONOR_AFTER.match(after) or _DONOR_BEFORE.search(before) or mention.type == "fluid":
                source = source or mention
            elif mention.type == "cell" and _RECIPIENT_BEFORE.search(before):
                recipient = recipient or mention
    return Context(cancer=cancer, source=source, recipient=recipient, radiation=_first(evidence, "radiation"))
