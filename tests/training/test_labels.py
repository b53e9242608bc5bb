"""From examples to the answers that the model is taught."""

from dataclasses import replace

from extractor.document import Document
from extractor.frames import Direction, Effect, Manipulation, Observed
from extractor.mentions.finder import find_mentions
from extractor.model.scene import Scene, Thing
from extractor.model.windows import Piece, Window
from extractor.text import analyse
from extractor.training.labels import FillerLabel, Labels, label
from extractor.training.schema import HEADS, Example, Filler, Frame, Masked, Span

TEXT = "Exosomal miR-34c lowers β-catenin, inhibits EMT and raises radiosensitivity; PTEN was not changed."


def span(words: str, kind: str) -> Span:
    start = TEXT.index(words)
    return Span(start, start + len(words), kind)


def scene() -> Scene:
    """A scene without a tokenizer: labels look at characters alone."""
    document = Document(id="t", text=TEXT)
    mentions = find_mentions(document, analyse(document))
    things = tuple(Thing(m.name, m.type, (m,), ()) for m in mentions if m.type != "exosome")
    return Scene(Window((), (), (Piece(0, len(TEXT), (), ()),)), (), things)


def labels_of(name: str, example: Example) -> Labels:
    found = scene()
    return label(found, next(n for n, thing in enumerate(found.things) if thing.name == name), example)


def fillers(found: Labels) -> dict[str, FillerLabel]:
    return dict(zip([thing.name for thing in scene().things], found.fillers, strict=True))


FRAME = Frame(
    actor=(span("miR-34c", "miRNA"),),
    targets=(Filler((span("β-catenin", "protein"),), Direction.DECREASES),),
    pathways=(Filler((span("EMT", "pathway"),), Direction.DECREASES),),
    manipulation=Manipulation.NATIVE,
    observed=Observed.MORE_SENSITIVE,
    effect=Effect.INCREASES,
    evidence=((0, len(TEXT)),),
)
PTEN = span("PTEN", "protein")
EXAMPLE = Example(
    id="t", corpus="c", licence="CC0", split="train", text=TEXT, spans=tuple(sorted({*FRAME.spans(), PTEN})),
    frames=(FRAME,), labelled=HEADS, exhaustive=frozenset({"targets", "pathways"}),
)  # fmt: skip


def test_the_cargo_of_a_frame_gets_its_values_and_fillers() -> None:
    found = labels_of("mir34c", EXAMPLE)
    assert (found.finding, found.effect, found.manipulation) == (True, Effect.INCREASES, Manipulation.NATIVE)
    assert fillers(found) == {
        "mir34c": FillerLabel(None),
        "betacatenin": FillerLabel("targets", Direction.DECREASES),
        "emt": FillerLabel("pathways", Direction.DECREASES),
        "sensitivity": FillerLabel("ends", Direction.INCREASES),
        "pten": FillerLabel("none"),
    }


def test_a_molecule_without_a_frame_is_no_cargo_and_its_relations_are_not_asked() -> None:
    found = labels_of("pten", EXAMPLE)
    assert (found.finding, found.effect) == (False, None)
    assert {filler.slot for filler in found.fillers} == {None}


def test_a_corpus_of_relations_says_nothing_of_findings_but_which_pairs_are_none() -> None:
    relations = replace(
        EXAMPLE, labelled=frozenset({"targets", "targets_direction", "pathways", "pathways_direction"}),
        frames=(Frame(actor=FRAME.actor, targets=FRAME.targets, pathways=FRAME.pathways),),
    )  # fmt: skip
    assert labels_of("pten", relations).finding is None
    assert fillers(labels_of("pten", relations))["betacatenin"] == FillerLabel("none")
    assert fillers(labels_of("mir34c", relations))["betacatenin"] == FillerLabel("targets", Direction.DECREASES)


def test_a_masked_pair_is_neither_right_nor_wrong() -> None:
    pair = Masked((PTEN,), FRAME.actor)
    masked = replace(EXAMPLE, masked=(pair,))
    assert fillers(labels_of("mir34c", masked))["pten"] == FillerLabel(None)


def test_what_a_corpus_does_not_mark_exhaustively_gives_signs_alone() -> None:
    silent = replace(EXAMPLE, exhaustive=frozenset())
    found = fillers(labels_of("mir34c", silent))
    assert found["betacatenin"] == FillerLabel(None, Direction.DECREASES)
    assert found["pten"] == FillerLabel(None)


def test_two_studies_of_one_cargo_are_joined_and_the_signed_one_leads() -> None:
    vague = replace(FRAME, effect=Effect.NOT_STATED, observed=Observed.UNCLEAR, targets=())
    signed = replace(FRAME, pathways=())
    found = labels_of("mir34c", replace(EXAMPLE, frames=(vague, signed)))
    assert found.effect is Effect.INCREASES
    assert {filler.slot for filler in found.fillers} >= {"targets", "pathways"}


def test_an_outcome_that_the_cargo_lowers_is_an_end() -> None:
    resists = replace(FRAME, observed=Observed.MORE_RESISTANT, effect=Effect.DECREASES)
    found = fillers(labels_of("mir34c", replace(EXAMPLE, frames=(resists,))))
    assert found["sensitivity"] == FillerLabel("ends", Direction.DECREASES)
