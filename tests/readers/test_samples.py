"""The sample papers that are shipped."""

from __future__ import annotations

from pathlib import Path

from extractor.document import Document
from extractor.readers import expand, read

_PAPERS = Path(__file__).parents[2] / "examples" / "papers"


def test_every_sample_is_read() -> None:
    paths = [path for path in expand([str(_PAPERS)]) if isinstance(path, Path)]
    items = [item for path in paths for item in read(path)]
    documents = {item.id: item for item in items if isinstance(item, Document)}
    assert len(documents) == len(items)
    assert documents.keys() >= {"PMC99000007", "note.txt", *(str(99000000 + number) for number in range(1, 7))}
    assert documents["99000003"].text == documents["99000003"].title
    assert "5 × 10^8 particles" in documents["PMC99000007"].text
    assert "does nothing that is known" not in documents["PMC99000007"].text
