"""HMDD: microRNA-disease rows with a line quoted or condensed from the paper, and the kind of evidence.

Distant: the label is the row's, and both names are looked up in its line. Over-expression and knock-down that promote
or suppress the disease give a sign and the manipulation; a changed level is an association, without a sign.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from pathlib import Path

from extractor.frames import Direction, Manipulation, compose_direction
from extractor.training.corpora.archive import Drops, lines, require_split
from extractor.training.corpora.collect import Frames
from extractor.training.corpora.kinds import disease_type
from extractor.training.corpora.licences import LICENCES
from extractor.training.corpora.locate import Places, keys_of, keys_of_mirna
from extractor.training.schema import DataError, Example, Filler, Span

__all__ = ["SPLITS", "examples"]

NAME = "hmdd"
SPLITS = ("train",)
_COLUMNS = ["category", "mir", "disease", "pmid", "description"]
_EXPERIMENTS = {
    "genetics_overexpression_promote": (Manipulation.GAIN, Direction.INCREASES),
    "genetics_overexpression_suppress": (Manipulation.GAIN, Direction.DECREASES),
    "genetics_knock down_promote": (Manipulation.LOSS, Direction.INCREASES),
    "genetics_knock down_suppress": (Manipulation.LOSS, Direction.DECREASES),
}
_TYPES = frozenset({"cancer"})
#: Greek letters that were read as GBK when the table was made.
_MENDED = str.maketrans({"伪": "α", "尾": "β", "纬": "γ", "未": "δ", "魏": "κ"})


def examples(folder: Path, split: str, drops: Drops | None = None) -> Iterator[Example]:
    """An example for each distinct line of a paper; the database has no split, so all are ``train``.

    Raises
    ------
    DataError
        If the table is broken, or there is no such split.
    """
    require_split(NAME, split, SPLITS)
    drops = Drops() if drops is None else drops
    path = folder / "hmdd_v3_alldata.tsv.gz"
    # Rows of one description are far apart, since the table is sorted by category.
    rows: dict[tuple[str, str], list[tuple[str, str, str]]] = {}
    for number, line in lines(path):
        columns = line.split("\t")
        if len(columns) != len(_COLUMNS) or (number == 1) != (columns == _COLUMNS):
            raise DataError(f"{path}:{number}: not HMDD's five columns ({line[:60]!r}); mend it")
        if number > 1 and columns[4].strip():
            text = columns[4].strip().translate(_MENDED)
            rows.setdefault((columns[3], text), []).append((columns[0], columns[1], columns[2]))
    for (pmid, text), found in rows.items():
        example = _example(pmid, text, found, split, drops)
        if example.frames:
            yield example
        else:
            drops["text in which no row has both its names"] += 1


def _example(pmid: str, text: str, rows: list[tuple[str, str, str]], split: str, drops: Drops) -> Example:
    places = Places(text)
    found = Frames(drops)
    for category, mir, disease in rows:
        actor = tuple(Span(start, end, "miRNA", mir) for start, end in places.find_mirna(keys_of_mirna(mir)))
        kind = disease_type(disease)
        ends = tuple(Span(start, end, kind) for start, end in places.find(*keys_of(disease, _TYPES)))
        if not actor or not ends:
            drops["row whose microRNA is not named in the text" if not actor else "row whose disease is not named"] += 1
            continue
        manipulation, observed = _EXPERIMENTS.get(category.strip(), (None, Direction.UNSPECIFIED))
        sign = compose_direction(manipulation, observed) if manipulation else observed
        found.add(actor, "ends", Filler(ends, sign, category), manipulation)
    frames = found.build()
    digest = hashlib.sha256(text.encode("utf-8", "replace")).hexdigest()[:12]
    return Example(
        id=f"{pmid}:{digest}",
        corpus=NAME,
        licence=LICENCES[NAME].name,
        split=split,
        text=text,
        spans=tuple(sorted({span for frame in frames for span in frame.spans()})),
        frames=frames,
        labelled=frozenset({"mentions", "ends", "ends_direction", "manipulation"}),
    )
