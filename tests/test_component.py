"""The spaCy component: in a pipeline, in batches, stored and loaded again."""

import tomllib
from pathlib import Path

import pytest
import spacy
from spacy.tokens import Doc

import extractor.component
from extractor.pipeline import UnknownModelError, load

TEXT = "Exosomal miR-301a promotes the radioresistance of glioma cells."
OTHER = "Nothing of the kind was seen."


def pipeline(**config: object) -> spacy.language.Language:
    nlp = spacy.blank("en")
    nlp.add_pipe("exocargo", config={"model": "rules", **config})
    return nlp


def test_rows_stand_on_the_doc_with_spans_in_its_text() -> None:
    doc = pipeline()(TEXT)
    (row,) = doc._.exocargo
    start, end = row["spans"]["cargo"]
    assert doc.text[start:end] == row["cargo"] == "miR-301a"
    assert doc.char_span(start, end, alignment_mode="expand") is not None
    assert row == load("rules").extract((row["doc_id"], TEXT))[0]


def test_a_stream_keeps_its_order_and_its_contexts() -> None:
    texts = [(TEXT if at % 3 else OTHER, at) for at in range(30)]
    found = list(pipeline().pipe(texts, as_tuples=True, batch_size=7))
    assert [at for _, at in found] == list(range(30))
    assert [bool(doc._.exocargo) for doc, _ in found] == [bool(at % 3) for at in range(30)]


def test_an_id_of_the_docs_own_is_used() -> None:
    nlp = pipeline()
    doc = nlp.make_doc(TEXT)
    doc.user_data["id"] = "PMID1"
    assert {row["doc_id"] for row in nlp(doc)._.exocargo} == {"PMID1"}


def test_settings_hold_and_are_stored_with_the_pipeline(tmp_path: Path) -> None:
    nlp = pipeline(min_confidence=1.0)
    assert nlp(TEXT)._.exocargo == []
    nlp.to_disk(tmp_path / "nlp")
    again = spacy.load(tmp_path / "nlp")
    assert again.get_pipe_meta("exocargo").assigns == ["doc._.exocargo"]
    assert again.config["components"]["exocargo"]["min_confidence"] == 1.0
    assert again(TEXT)._.exocargo == []


def test_rows_are_stored_with_the_doc() -> None:
    nlp = pipeline()
    doc = nlp(TEXT)
    again = Doc(nlp.vocab).from_bytes(doc.to_bytes())
    assert again._.exocargo == doc._.exocargo != []


def test_a_model_that_is_not_at_hand() -> None:
    with pytest.raises(UnknownModelError, match="'best' is not at hand"):
        pipeline(model="best")


def test_a_failure_goes_to_the_pipelines_error_handler(monkeypatch: pytest.MonkeyPatch) -> None:
    nlp = pipeline()
    component = nlp.get_pipe("exocargo")
    whole = component._extractor

    def find(document: object, text: object) -> object:
        if document.text == OTHER:
            raise RuntimeError
        return whole.find(document, text)

    monkeypatch.setattr(component, "_extractor", type(whole)("rules", whole.reader, find))
    with pytest.raises(ValueError, match="extraction failed"):
        nlp(OTHER)
    seen: list[str] = []
    nlp.set_error_handler(lambda name, proc, docs, error: seen.append(name))
    found = list(nlp.pipe([TEXT, OTHER, TEXT]))
    assert [bool(doc._.exocargo) for doc in found] == [True, False, True]
    assert seen == ["exocargo"]


def test_the_entry_point_names_the_factory() -> None:
    project = tomllib.loads((Path(__file__).parent.parent / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    module, name = project["entry-points"]["spacy_factories"]["exocargo"].split(":")
    assert module == extractor.component.__name__
    assert getattr(extractor.component, name) is extractor.component.make
