"""Many documents: the same findings as one by one, in order, lazily, and no bad one costs the others."""

from collections.abc import Iterator
from pathlib import Path

import pytest

import extractor
from extractor.document import Document
from extractor.many import side_by_side
from extractor.model.folder import SHIPPED, find_model
from extractor.pipeline import Extractor, UnknownModelError, load
from extractor.readers.errors import ReadError

TEXT = "Exosomal miR-301a promotes the radioresistance of glioma cells."
NOTE = Path(__file__).parent.parent / "examples" / "papers" / "note.txt"
OTHERS = [
    "Serum exosomal miR-7 enhances radiosensitivity by targeting EGFR.",
    "",
    "Ceci n'est pas un article.",
    "Exosomal circATP8B4 and lncRNA NORAD made glioma cells radioresistant. " * 12,
    "CAF-derived exosomes carry miR-34c, which inhibits the Wnt/β-catenin pathway; <b>radiosensitivity</b> rose.",
]


def _shipped() -> Extractor | None:
    if find_model(SHIPPED) is None:
        return None
    try:
        return load(SHIPPED)
    except UnknownModelError:
        return None


@pytest.fixture(params=["rules", SHIPPED])
def reader(request: pytest.FixtureRequest) -> Extractor:
    found = load("rules") if request.param == "rules" else _shipped()
    if found is None:
        pytest.skip("the shipped model is not whole here")
    return found


def test_the_same_as_one_by_one_in_order(reader: Extractor) -> None:
    texts = [TEXT, *OTHERS, NOTE.read_text(encoding="utf-8")]
    given = [(f"d{at}", text) for at, text in enumerate(texts * 3)]
    many = list(reader.extract_many(iter(given)))
    assert many == [reader.extract(one) for one in given]
    assert [rows.doc_id for rows in many] == [name for name, _ in given]
    assert {row["cargo"] for row in many[0]} == {"miR-301a"}
    assert not any(rows.failure for rows in many)


def test_every_kind_of_input_is_read_alike() -> None:
    reader = load("rules")
    kinds = [
        TEXT,
        Document("a", TEXT),
        ("b", TEXT),
        {"id": "c", "text": TEXT},
        {"Text": TEXT},
        {"pmid": 7, "title": TEXT, "abstract": "Nothing else was seen."},
        {"title": TEXT, "abstract": None},
    ]
    found = list(reader.extract_many(kinds))
    assert [rows.doc_id for rows in found] == ["text:1", "a", "b", "c", "text:5", "7", "text:7"]
    assert {rows[0]["cargo"] for rows in found} == {"miR-301a"}
    assert [rows[0]["doc_id"] for rows in found] == [rows.doc_id for rows in found]
    assert reader.extract(TEXT)[0]["doc_id"] == "text"


def test_a_bad_document_costs_none_of_the_others(monkeypatch: pytest.MonkeyPatch) -> None:
    whole = load("rules")

    def find(document: Document, text: object) -> tuple[()]:
        if "burst" in document.id:
            raise RuntimeError("no such thing")
        return whole.find(document, text)

    reader = Extractor("rules", whole.reader, find)
    given = [TEXT, 7, {"title": TEXT}, ("burst", TEXT), {"id": "e", "text": " "}, ("last", TEXT)]
    found = list(reader.extract_many(given))
    assert [bool(rows) for rows in found] == [True, False, False, False, False, True]
    failures = [rows.failure for rows in found if rows.failure]
    assert [(f.input, f.stage, f.error) for f in failures] == [
        ("text:2", "read", "bad_record"),
        ("text:3", "read", "missing_columns"),
        ("burst", "extract", "internal"),
        ("e", "read", "no_text"),
    ]
    assert all("\n" not in f.message and f.input in f.message for f in failures)


def test_one_bad_document_alone_raises() -> None:
    with pytest.raises(ReadError, match="is of type int; give a text"):
        load("rules").extract(7)


def test_a_network_that_fails_costs_its_document_only() -> None:
    class Broken:
        def prepare(self, document: Document, text: object, mentions: object) -> str:
            return document.id

        def finish(self, prepared: str) -> tuple[()]:
            if prepared == "b":
                raise MemoryError
            return ()

    reader = Extractor("broken", lambda *_: (), beside=Broken())
    found = list(reader.extract_many([("a", TEXT), ("b", TEXT), ("c", TEXT)]))
    assert [rows.failure.error if rows.failure else None for rows in found] == [None, "internal", None]


def test_documents_are_taken_as_results_are_asked_for(reader: Extractor) -> None:
    taken = 0

    def endless() -> Iterator[str]:
        nonlocal taken
        while True:
            taken += 1
            yield TEXT

    results = reader.extract_many(endless())
    assert taken == 0
    assert next(results)
    assert taken < 50
    results.close()


@pytest.mark.parametrize("count", [1, 2, 3])
def test_order_does_not_depend_on_who_is_done_first(count: int) -> None:
    from time import sleep

    def slow(number: int) -> int:
        sleep(0.02 if number % 5 == 0 else 0)
        return number * number

    assert list(side_by_side(range(20), lambda n: n, slow, count)) == [n * n for n in range(20)]


def test_an_error_of_the_input_reaches_the_caller() -> None:
    def broken() -> Iterator[str]:
        yield TEXT
        raise OSError("the disk is gone")

    results = load("rules").extract_many(broken())
    assert next(results)
    with pytest.raises(OSError, match="the disk is gone"):
        next(results)


def test_filters_hold_for_many() -> None:
    reader = load("rules")
    assert [list(rows) for rows in reader.extract_many([TEXT], min_confidence=1.0)] == [[]]
    assert not next(reader.extract_many(["Serum miR-7 enhances radiosensitivity."], vesicular_only=True))


def test_the_package_offers_what_it_names() -> None:
    for name in extractor.__all__:
        assert getattr(extractor, name) is not None
