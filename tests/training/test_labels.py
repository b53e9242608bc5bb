"""From examples to the answers that the model is taught."""

from dataclasses import replace

from extractor.document import Document
from extractor.frames import Direction, Effect, Manipulation, Observed
from extractor.mentions.finder import find_mentions
from extractor.model.instance import Candidate, Instance
from extractor.model.windows import Piece, Window
from extractor.text import analyse
from extractor.training.labels import FillerLabel, label
from extractor.training.schema import HEADS, Example, Filler, Frame, Span

TEXT = "Exosomal miR-34c lowers β-catenin, inhibits EMT and raises radiosensitivity; PTEN was not changed."


def span(words: str, kind: str) -> Span:
    start = TEXT.index(words)
    return Span(start, start + len(words), kind)


def instance(name: str) -> Instance:
    """An instance without a tokenizer: labels look at characters alone."""
    document = Document(id="t", text=TEXT)
    mentions = find_mentions(document, analyse(document))
    focus = tuple(m for m in mentions if m.name == name)
    others = {m.name: m for m in mentions if m.type in ("protein", "pathway", "miRNA") and m.name != name}
    candidates = tuple(
        Candidate(n, "pathways" if m.type == "pathway" else "targets", (m,), ()) for n, m in others.items()
    )
    window = Window((), (), (Piece(0, len(TEXT), (), ()),))
    return Instance(window, name, focus, 1, (), (), candidates)


FRAME = Frame(
    actor=(span("miR-34c", "miRNA"),),
    targets=(Filler((span("β-catenin", "protein"),), Direction.DECREASES),),
    pathways=(Filler((span("EMT", "pathway"),), Direction.DECREASES),),
    manipulation=Manipulation.NATIVE,
    observed=Observed.MORE_SENSITIVE,
    effect=Effect.INCREASES,
)
EXAMPLE = Example(
    id="t", corpus="c", licence="CC0", split="train", text=TEXT, spans=tuple(sorted(FRAME.spans())), frames=(FRAME,),
    labelled=HEADS, exhaustive=frozenset({"targets", "pathways"}),
)  # fmt: skip


def test_the_cargo_of_a_frame_gets_its_values_and_fillers() -> None:
    found = label(instance("mir34c"), EXAMPLE)
    assert (found.finding, found.effect, found.manipulation) == (True, Effect.INCREASES, Manipulation.NATIVE)
    names = [candidate.name for candidate in instance("mir34c").candidates]
    assert dict(zip(names, found.candidates, strict=True)) == {
        "betacatenin": FillerLabel(True, Direction.DECREASES),
        "emt": FillerLabel(True, Direction.DECREASES),
        "pten": FillerLabel(False),
    }


def test_a_molecule_without_a_frame_is_no_cargo() -> None:
    found = label(instance("pten"), EXAMPLE)
    assert (found.finding, found.effect) == (False, None)
    assert {filler.fills for filler in found.candidates} == {False}


def test_what_a_corpus_does_not_mark_is_not_said() -> None:
    silent = replace(EXAMPLE, exhaustive=frozenset())
    assert label(instance("pten"), silent).finding is None
    fills = {f.fills for f in label(instance("mir34c"), silent).candidates}
    assert fills == {True, None}


def test_two_studies_of_one_cargo_are_joined_and_the_signed_one_leads() -> None:
    vague = replace(FRAME, effect=Effect.NOT_STATED, observed=Observed.UNCLEAR, targets=(), pathways=FRAME.pathways)
    signed = replace(FRAME, pathways=())
    found = label(instance("mir34c"), replace(EXAMPLE, frames=(vague, signed)))
    assert found.effect is Effect.INCREASES
    assert [filler.fills for filler in found.candidates].count(True) == 2
