"""PubTator."""

from __future__ import annotations

import io

from extractor.document import Document, Failure
from extractor.readers import read_stream


def _read(data: bytes | str) -> list[Document | Failure]:
    return list(read_stream(io.BytesIO(data.encode() if isinstance(data, str) else data), "p.txt"))


def test_documents_without_their_annotations() -> None:
    items = _read(
        "1|t|A β |a| title\n1|a|It |t| rose.\n1\t0\t1\tA\tGene\t5\n1\tx\n\n2|t|Title\n2|a|\n3|t|Next\n3|a|Abstract"
    )
    documents = [item for item in items if isinstance(item, Document)]
    assert [(item.id, item.text) for item in documents] == [
        ("1", "A β |a| title\n\nIt |t| rose."),
        ("2", "Title"),
        ("3", "Next\n\nAbstract"),
    ]
    first = documents[0]
    assert (first.title, first.kind, dict(first.ids)) == ("A β |a| title", "pubtator", {"pmid": "1"})
    assert [(part.kind, first.text[part.start : part.end]) for part in first.sections] == [
        ("title", "A β |a| title"),
        ("abstract", "It |t| rose."),
    ]


def test_broken_records_cost_themselves_alone() -> None:
    items = _read(b"1|t|A\n1|a|B\n\n2|t|\xff\n\n3|t|\n3|a|\n\nX4|t|C\n")
    assert {item.id if isinstance(item, Document) else item.error for item in items} == {
        "1",
        "bad_encoding",
        "no_text",
        "X4",
    }
