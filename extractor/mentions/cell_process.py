"""What happens to cells of a kind, as a process: "CD8(+) T cell exhaustion", "activation of hepatic stellate cells".

No table lists these phrases, since any kind of cell goes with any of the nouns. Growth, migration and the like are
left to the lexicon, which knows them as mere outcomes.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from extractor.mentions.mention import Mention
from extractor.mentions.normal import normalise

__all__ = ["find"]

_NOUN = (
    r"(?:activation|polari[sz]ation|exhaustion|dysfunction|anergy|differentiation|dedifferentiation|"
    r"transdifferentiation|maturation|infiltration|recruitment|expansion|priming|reprogramming|cytotoxicity|"
    r"pyroptosis|ferroptosis|senescence)"
)
_BEHIND = re.compile(rf"[\s-]{{1,2}}(?:M[12]\s)?{_NOUN}\b", re.IGNORECASE)
_BEFORE = re.compile(rf"\b{_NOUN}\s(?:of|in)\s(?:the\s)?$", re.IGNORECASE)
#: A surface marker and a word that belong to the name of the cells: CD8(+), CD4+ naive.
_MARKER = re.compile(r"(?:CD\d{1,3}[a-z]?(?:\(?[+\u207a-]\)?)?\s?)+(?:(?:naive|memory|effector|regulatory)\s)?$")
_T_CELL = re.compile(r"T[\s-](?:cell|lymphocyte)", re.IGNORECASE)
#: A cell line is a tool of the experiment: "HEK293 activation" is not spoken of.
_LINE = re.compile(r"\d")
#: The longest phrase before cells that can be read as theirs, in characters.
_REACH = 40


def find(text: str, mentions: Iterable[Mention]) -> Iterator[Mention]:
    """The processes that mentions of cells take part in, as mentions of pathways."""
    for mention in mentions:
        if mention.type == "pathway" and _T_CELL.match(mention.text):
            if marker := _MARKER.search(text[max(0, mention.start - _REACH) : mention.start]):
                yield _mention(text, mention.start - len(marker.group()), mention.end)
        elif mention.type == "cell" and not _LINE.search(_MARKER.sub("", mention.text + " ")):
            yield from _of(text, mention)


def _of(text: str, cell: Mention) -> Iterator[Mention]:
    head = text[max(0, cell.start - _REACH) : cell.start]
    marker = _MARKER.search(head)
    length = len(marker.group()) if marker else 0
    if behind := _BEHIND.match(text, cell.end):
        yield _mention(text, cell.start - length, behind.end())
    elif before := _BEFORE.search(head[: len(head) - length]):
        yield _mention(text, cell.start - length - len(before.group()), cell.end)


def _mention(text: str, start: int, end: int) -> Mention:
    surface = text[start:end]
    return Mention(start, end, surface, "pathway", normalise(surface, "pathway"))
