"""How many names of public corpora the mention readers find.

    python benchmarks/names.py CORPORA_FOLDER

``CORPORA_FOLDER`` holds the corpora as ``extractor.training.corpora`` reads them. A name counts as found if a mention
of its type shares a character with it, and a mention as right likewise (relaxed spans). No test part is read.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

from extractor.document import Document
from extractor.mentions.finder import find_mentions
from extractor.text import analyse
from extractor.training.corpora import load

#: Corpus, part, type of mention, and how many of its texts to read (None: all).
SETS = (
    ("bc2gm", "dev", "protein", None),
    ("bionlp-st-2013-cg", "train", "protein", None),
    ("ncbi-disease", "dev", "cancer", None),
    ("scai-mirna", "train", "miRNA", None),
)


def pairs(name: str, root: Path, part: str, kind: str, limit: int | None) -> Iterator[tuple[int, int, int, int]]:
    """For each text: names found, names, mentions right, mentions."""
    for example in islice(load(name, root, part), limit):
        gold = [(span.start, span.end) for span in example.spans if span.type == kind]
        document = Document(id=example.id, text=example.text)
        found = [(m.start, m.end) for m in find_mentions(document, analyse(document)) if m.type == kind]

        def met(one: tuple[int, int], others: list[tuple[int, int]]) -> bool:
            return any(a < one[1] and one[0] < b for a, b in others)

        yield sum(met(g, found) for g in gold), len(gold), sum(met(f, gold) for f in found), len(found)


def main() -> None:
    """Print a line for each set."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    root = parser.parse_args().folder
    for name, part, kind, limit in SETS:
        found, names, right, mentions = map(sum, zip(*pairs(name, root, part, kind, limit), strict=True))
        recall, precision = found / max(names, 1), right / max(mentions, 1)
        f1 = 2 * precision * recall / max(precision + recall, 1e-9)
        print(f"{name} {part}, {kind}: precision {precision:.3f}, recall {recall:.3f}, F1 {f1:.3f} ({names} names)")


if __name__ == "__main__":
    main()
