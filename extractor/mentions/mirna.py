"""MicroRNA mentions: every name in a text, the members of elliptic lists included."""

from __future__ import annotations

from extractor.mentions.lists import continuation, in_brackets, is_counted
from extractor.mentions.mention import Mention
from extractor.mentions.mirna_names import Name, arm, canonical, family, heads, is_cluster, spelled, stem
from extractor.mentions.normal import normalise

__all__ = ["arm", "canonical", "family", "find", "is_cluster", "spelled", "stem"]


def find(text: str) -> list[Mention]:
    """All miRNA names in ``text``, sorted, without overlaps; time grows linearly with the text.

    The span is the name with its species, without what is written before it (pre-, anti-, exo-). Members of a list
    have the span that they have in the text, and the whole name.

    >>> [(m.text, m.name) for m in find("Exo-miR-889 and -516 target TP53")]
    [('miR-889', 'mir889'), ('-516', 'mir516')]
    """
    names: list[Name] = []
    end = 0
    for found in heads(text):
        if found[0].start < end:
            continue  # let-7c in miR-99a/let-7c/125b is already a member
        names.extend(found[:-1])
        members, end = continuation(text, found[-1])
        if not found[0].spaced_class or not is_counted(text, members):
            names.extend(members)
    names.extend(name for members in in_brackets(text) for name in members)
    return [_mention(text, name) for name in sorted(names, key=lambda name: name.start)]


def _mention(text: str, name: Name) -> Mention:
    key = normalise(name.canonical, "miRNA")
    return Mention(name.start, name.end, text[name.start : name.end], "miRNA", key, source="grammar")
