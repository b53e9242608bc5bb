"""What holds of the scorer for any gold set and any predictions."""

from __future__ import annotations

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from extractor.evaluation import evaluate
from extractor.evaluation.folds import by_group, by_section
from extractor.evaluation.gold import Filler, GoldEvent, GoldSet
from extractor.evaluation.groups import groups
from extractor.evaluation.predictions import from_rows
from extractor.frames import Direction, Effect, FindingType, Manipulation, Observed
from extractor.readers.errors import ReadError

CARGOS = ("miR-1", "microRNA-1", "miR-1-5p", "circABC", "ABC1", "HSP70", "let-7a", "miR-17-92")
TARGETS = ("ABC1", "kinase activity", "protein kinase activity", "miR-2", "NF-κB", "𝛽-catenin")
PATHWAYS = ("DNA repair", "DNA repair pathway", "autophagy", "EMT", "PI3K/Akt signalling")
TEMPLATE = "In case {n} {cargo} met {targets} by {pathways}."


@st.composite
def gold_sets(draw) -> GoldSet:
    """One document or several, in which findings share sentences, cargos and citations at will."""
    documents: dict[str, str] = {}
    events: list[GoldEvent] = []
    for number in range(draw(st.integers(1, 3))):
        doc_id = f"d{number}"
        sentences = [
            TEMPLATE.format(n=n, cargo=" and ".join(CARGOS), targets=", ".join(TARGETS), pathways=" or ".join(PATHWAYS))
            for n in range(draw(st.integers(1, 4)))
        ]
        documents[doc_id] = "\n\n".join(sentences)
        for _ in range(draw(st.integers(0, 4))):
            sentence = draw(st.sampled_from(sentences))
            start = documents[doc_id].index(sentence)
            events.append(draw(_events(doc_id, f"e{len(events)}", documents[doc_id], start, start + len(sentence))))
    return GoldSet("g", documents, tuple(events))


@st.composite
def _events(draw, doc_id: str, event_id: str, text: str, start: int, end: int) -> GoldEvent:
    def filler(words: str, direction: Direction | None) -> Filler:
        at = text.index(words, start, end)
        return Filler(words, draw(st.sampled_from([None, None, f"x:{words}"])), direction, (at, at + len(words)))

    def fillers(names: tuple[str, ...]) -> tuple[Filler, ...]:
        chosen = draw(st.lists(st.sampled_from(names), max_size=3, unique=True))
        return tuple(filler(name, draw(st.sampled_from(Direction))) for name in chosen)

    cargo = draw(st.sampled_from([None, *CARGOS]))
    return GoldEvent(
        doc_id=doc_id,
        event_id=event_id,
        cargo=filler(cargo, None) if cargo else None,
        cargo_type=draw(st.sampled_from(["miRNA", "circRNA", "protein"])),
        evidence=((start, end),),
        vesicular=draw(st.booleans()),
        targets=fillers(TARGETS),
        pathways=fillers(PATHWAYS),
        effect=draw(st.sampled_from(Effect)),
        finding_type=draw(st.frozensets(st.sampled_from(FindingType), min_size=1)),
        manipulation=draw(st.sampled_from(Manipulation)),
        observed=draw(st.sampled_from(Observed)),
        hedged=draw(st.booleans()),
        refs=tuple(draw(st.lists(st.sampled_from("123456"), max_size=2, unique=True))),
        section=draw(st.sampled_from(["A", "B", None])),
    )


ANY = settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def shares(report):
    for view in report.views.values():
        for scored in (view.annotated, view.second_readings):
            for score in scored.scores.values():
                yield from (score.precision, score.recall, score.f1)
            yield from (held.share for held in scored.accuracies.values())
    yield from (free.share for free in report.finding_free)


@ANY
@given(gold_sets())
def test_any_gold_against_itself_is_one(as_rows, gold):
    report = evaluate(gold, from_rows(as_rows(gold)), resamples=5)
    for view in report.views.values():
        found = [one.f1.value for one in view.annotated.scores.values()]
        found += [held.share.value for name, held in view.annotated.accuracies.items() if name != "sign"]
        assert set(found) <= {1, None}
        assert all((one.f1.value is None) == (one.gold == 0) for one in view.annotated.scores.values())
    assert report.errors == ()


@ANY
@given(gold_sets(), gold_sets(), st.randoms(use_true_random=False))
def test_scores_are_shares_and_order_and_duplicates_change_nothing(as_rows, gold, other, random):
    rows = [row for row in as_rows(other) if row["doc_id"] in gold.documents]
    rows += [row for row in as_rows(gold) if random.random() < 0.5]
    report = evaluate(gold, from_rows(rows), resamples=20)
    for share in shares(report):
        assert share.value is None or 0 <= share.value <= 1
        assert share.low is None or 0 <= share.low <= share.high <= 1
    shuffled = rows + [row for row in rows if random.random() < 0.3]
    random.shuffle(shuffled)
    again = evaluate(gold, from_rows(shuffled), resamples=20)
    assert again.to_json() == report.to_json()
    assert again.errors == report.errors


@ANY
@given(gold_sets(), st.integers(2, 4), st.integers(0, 3))
def test_groups_never_straddle_folds(gold, k, seed):
    made = [by_group, by_section]
    for make in made:
        try:
            folds = make(gold, k, seed) if make is by_group else make(gold)
        except ReadError:
            continue
        for fold in folds:
            assert not fold.test & fold.train
            for group in groups(gold):
                keys = {event.key for event in group.events}
                assert not (keys & fold.test and keys & fold.train)
                if make is by_group:
                    assert keys <= fold.test or keys <= fold.train
        assert sorted(key for fold in folds for key in fold.test) == sorted(event.key for event in gold.events)


@ANY
@given(gold_sets())
def test_groups_part_the_findings(gold):
    assert sorted(e.key for group in groups(gold) for e in group.events) == sorted(e.key for e in gold.events)
