"""Groups and folds: what must stay together stays together."""

from __future__ import annotations

import pytest

from extractor.evaluation import evaluate
from extractor.evaluation.crossfit import out_of_fold
from extractor.evaluation.folds import by_group, by_section
from extractor.evaluation.gold import Filler, GoldEvent, GoldSet
from extractor.evaluation.groups import groups
from extractor.evaluation.predictions import from_rows
from extractor.readers.errors import ReadError


def event(number: int, cargo: str | None = None, refs=(), evidence=None, doc_id="d", **fields) -> GoldEvent:
    filler = Filler(cargo, fields.pop("id", None)) if cargo else None
    span = evidence or (100 * number, 100 * number + 50)
    return GoldEvent(doc_id, f"e{number}", filler, "miRNA", (span,), refs=tuple(refs), **fields)


def grouped(*events: GoldEvent, documents=("d",)) -> list[list[str]]:
    gold = GoldSet("g", dict.fromkeys(documents, "x" * 2000), events)
    return [[e.event_id for e in group.events] for group in groups(gold)]


def test_findings_share_a_group_by_citation_cargo_or_evidence():
    assert grouped(event(1, "miR-1"), event(2, "miR-2")) == [["e1"], ["e2"]]
    assert grouped(event(1, "miR-1", "7"), event(2, "miR-2", "8"), event(3, "miR-3", ["7"])) == [["e1", "e3"], ["e2"]]
    assert grouped(event(1, "miR-1"), event(2, "microRNA-1")) == [["e1", "e2"]]
    assert grouped(event(1, "one", id="x:1"), event(2, "two", id="x:1")) == [["e1", "e2"]]
    assert grouped(event(1, evidence=(0, 50)), event(2, evidence=(49, 60)), event(3, evidence=(60, 70))) == [
        ["e1", "e2"],
        ["e3"],
    ]


def test_a_long_evidence_joins_all_that_lie_in_it():
    assert grouped(event(1, evidence=(0, 100)), event(2, evidence=(10, 20)), event(3, evidence=(90, 95))) == [
        ["e1", "e2", "e3"]
    ]


def test_groups_are_joined_through_others():
    chain = event(1, "miR-1", ["1"]), event(2, "miR-2", ["1"]), event(3, "miR-2", ["2"]), event(4, None, ["2"])
    assert grouped(*chain) == [["e1", "e2", "e3", "e4"]]


def test_classes_are_no_shared_cargo():
    assert grouped(event(1), event(2)) == [["e1"], ["e2"]]


def test_a_document_is_a_group_and_a_cargo_joins_documents():
    documents = ("a", "b", "c")
    events = event(1, "miR-1", ["5"], doc_id="a"), event(2, None, doc_id="a"), event(3, "miR-3", ["5"], doc_id="b")
    assert grouped(*events, documents=documents) == [["e1", "e2"], ["e3"]]
    assert grouped(*events, event(4, "miR-1", doc_id="c"), documents=documents) == [["e1", "e2", "e4"], ["e3"]]


def sets(fold):
    return {key[1] for key in fold.test}, {key[1] for key in fold.train}


def test_folds_of_groups_part_all_findings_evenly():
    events = [event(n, f"miR-{n}", [str(n // 2)]) for n in range(2, 22)]
    gold = GoldSet("g", {"d": "x" * 3000}, tuple(events))
    folds = by_group(gold, k=5, seed=3)
    assert sorted(len(fold.test) for fold in folds) == [4, 4, 4, 4, 4]
    assert set().union(*(fold.test for fold in folds)) == {e.key for e in events}
    for fold in folds:
        assert fold.train == {e.key for e in events} - fold.test
    assert by_group(gold, k=5, seed=3) == folds
    assert by_group(gold, k=5, seed=4) != folds


def test_documents_without_findings_are_dealt_too():
    documents = {f"d{n}": "x" * 300 for n in range(9)}
    events = tuple(event(n, f"miR-{n}", doc_id=f"d{n}") for n in range(2))
    folds = by_group(GoldSet("g", documents, events), k=3)
    assert [fold.name for fold in folds] == ["group fold 1", "group fold 2"]
    assert sorted(doc_id for fold in folds for doc_id in fold.documents) == sorted(documents)
    assert sorted(len(fold.documents) for fold in folds) == [4, 5]


def test_one_group_cannot_be_parted():
    with pytest.raises(ReadError, match="two or more"):
        by_group(GoldSet("g", {"d": "x" * 900}, (event(1, "miR-1"), event(2, "miR-1"))))


def test_a_left_out_section_takes_its_groups_out_of_training():
    gold = GoldSet(
        "g",
        {"d": "x" * 900},
        (
            event(1, "miR-1", section="Liver"),
            event(2, "miR-2", section="Liver"),
            event(3, "miR-1", section="Lung"),
            event(4, "miR-4"),
        ),
    )
    folds = {fold.name: sets(fold) for fold in by_section(gold)}
    assert folds == {
        "Liver": ({"e1", "e2"}, {"e4"}),
        "Lung": ({"e3"}, {"e2", "e4"}),
        "(no section)": ({"e4"}, {"e1", "e2", "e3"}),
    }


def test_sections_of_many_documents_are_refused(abstracts):
    with pytest.raises(ReadError, match="use group"):
        by_section(abstracts)


@pytest.mark.parametrize("folds", ["group", "section"])
def test_perfect_predictions_are_perfect_in_every_fold(review, as_rows, folds):
    report = evaluate(review, from_rows(as_rows(review)), folds, resamples=10)
    assert [fold.scores.scores["cargo"].f1.value for fold in report.folds].count(1) == 3
    assert sum(fold.rows for fold in report.folds) == 4
    assert sum(fold.findings for fold in report.folds) == 4


def test_an_error_falls_into_its_own_fold(review, as_rows):
    rows = as_rows(review)
    rows[0]["cargo"] = "miR-99"
    spurious = rows[1] | {"event_id": "e9", "cargo": "ABC9", "spans": {}}
    text = review.documents["doc"]
    at = text.index("Vesicles carry")
    spurious["evidence"] = [{"start": at, "end": len(text), "text": text[at:]}]
    report = evaluate(review, from_rows([*rows, spurious]), "section", resamples=10)
    cargo = {fold.name: fold.scores.scores["cargo"] for fold in report.folds}
    assert {name: (one.right, one.predicted, one.gold) for name, one in cargo.items()} == {
        "Part one": (0, 1, 1),
        "Part two": (1, 1, 1),
        "Part three": (1, 1, 1),
        "Part four": (0, 1, 0),  # the spurious row stands nearest to it
    }


def test_folds_of_documents_take_whole_documents(abstracts, as_rows):
    report = evaluate(abstracts, from_rows(as_rows(abstracts)), "group", k=2, resamples=10)
    assert [(fold.findings, fold.training, fold.rows) for fold in report.folds] == [(2, 2, 2), (2, 2, 2)]


def test_unknown_folds_are_refused(review):
    with pytest.raises(ReadError, match="one of group, section"):
        evaluate(review, (), "paper")


@pytest.mark.parametrize("name", ["review", "abstracts"])
def test_out_of_fold_predictions_come_from_a_fit_without_the_findings(request, as_rows, name):
    gold = request.getfixturevalue(name)
    rows = as_rows(gold)
    seen: list[tuple[set[str], set[str]]] = []

    def fit(train, fold):
        seen.append(({event.event_id for event in train.events}, {key[1] for key in fold.test}))
        # Every extractor repeats the whole gold and signs it with its fold, so that the origin of each row shows.
        return lambda document: [row | {"confidence": len(seen) / 10} for row in rows if row["doc_id"] == document.id]

    folds = by_group(gold, k=2)
    found = out_of_fold(gold, folds, fit)
    assert all(not train & test and train | test == {"e1", "e2", "e3", "e4"} for train, test in seen)
    assert sorted(row.event_id for row in found) == ["e1", "e2", "e3", "e4"]
    for row in found:
        assert row.event_id in seen[round(10 * row.confidence) - 1][1]
    assert evaluate(gold, found, resamples=10).views["all"].annotated.scores["tuple"].f1.value == 1


def test_a_restricted_set_keeps_the_texts_of_its_documents(abstracts):
    kept = abstracts.only([("pmid1", "e1"), ("pmid2", "e2")], ["pmid1", "pmid5"])
    assert set(kept.documents) == {"pmid1", "pmid5"}
    assert [event.event_id for event in kept.events] == ["e1"]
