"""Which documents are one paper."""

from hypothesis import given
from hypothesis import strategies as st

from extractor.findings.paper import papers, retracted_pmids

TITLE = "Exosomal miR-1 makes cells of a made-up tumour more sensitive"


def test_abstract_full_text_and_preprint_are_one_paper() -> None:
    documents = {
        "1234567": {"pmid": "1234567", "title": TITLE, "year": 2021},
        "PMC99": {"pmcid": "PMC99", "pmid": "1234567", "doi": "10.1000/X", "title": TITLE + "."},
        "preprint.pdf": {"title": TITLE.upper(), "year": 2020},
        "other": {"doi": "10.1000/x"},
    }
    found = papers([], documents)
    assert {paper.id for paper in found.values()} == {"pubmed:1234567"}
    assert found["other"].year == 2020


def test_a_short_title_joins_nothing() -> None:
    found = papers([], {"a": {"title": "Editorial"}, "b": {"title": "Editorial"}})
    assert found["a"].id != found["b"].id


def test_the_id_alone_may_say_which_paper_it_is() -> None:
    found = papers(["32345678", "PMC77", "10.1000/abc", "paper.pdf"], {})
    assert [found[d].id for d in ("32345678", "PMC77", "10.1000/abc", "paper.pdf")] == [
        "pubmed:32345678", "pmc:PMC77", "doi:10.1000/abc", "paper.pdf",
    ]  # fmt: skip


def test_reviews_and_retractions_are_known() -> None:
    gone = max(retracted_pmids())
    found = papers([str(gone)], {"r": {"publication_types": ["Systematic Review"]}, "x": {"pmid": str(gone)}})
    assert found["r"].is_review and not found["r"].is_retracted
    assert found["x"].is_retracted and found[str(gone)].id == found["x"].id


ids = st.fixed_dictionaries(
    {"pmid": st.sampled_from([None, "1111", "2222"]), "doi": st.sampled_from([None, "10.1/a", "10.1/b"])}
)


@given(st.dictionaries(st.sampled_from("abcde"), ids, max_size=5), st.randoms(use_true_random=False))
def test_the_order_of_documents_changes_nothing(documents: dict, random) -> None:  # type: ignore[no-untyped-def,type-arg]
    names = list(documents)
    random.shuffle(names)
    assert papers(names, {name: documents[name] for name in names}) == papers(sorted(names), documents)
