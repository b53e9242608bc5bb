"""From probabilities to findings."""

from __future__ import annotations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from extractor.document import Document
from extractor.finding import Finding, rows
from extractor.frames import Direction, Effect, FindingType, Manipulation, Observed, compose_effect
from extractor.mentions.finder import find_mentions
from extractor.mentions.mention import Mention
from extractor.model.answers import answers
from extractor.model.decoding import Read, Thresholds, decode
from extractor.model.heads import CHOICES, FRAME_HEADS, PAIR_HEADS, width
from extractor.model.scene import Scene, Thing
from extractor.model.windows import Piece, Window
from extractor.rules.passage import passages
from extractor.text import analyse

TEXT = (
    "Vesicles were isolated from serum. Knock-down of exosomal miR-34c raised PTEN and inhibited EMT. "
    "Thus the radioresistance of glioma cells rose."
)
DOCUMENT = Document(id="t", text=TEXT)
ANALYSED = analyse(DOCUMENT)
MENTIONS = find_mentions(DOCUMENT, ANALYSED)
SURE = 6.0


def scene() -> Scene:
    names: dict[tuple[bool, str], list[Mention]] = {}
    for mention in MENTIONS:
        names.setdefault((mention.type == "exosome", mention.name), []).append(mention)
    things = tuple(
        Thing("exosome" if is_vesicle else name, group[0].type, tuple(group), ())
        for (is_vesicle, name), group in names.items()
    )
    return Scene(Window((), (), (Piece(0, len(TEXT), (), ()),)), (), things)


SCENE = scene()
AT = {thing.name: n for n, thing in enumerate(SCENE.things)}


def read(focus: str, fills: dict[str, tuple[str, Direction]] | None = None, **values: str) -> Read:
    """The answers of a model that is sure; a flag is given as "yes"."""
    scores = {head: np.zeros((1, width(head))) for head in FRAME_HEADS}
    scores |= {head: np.zeros((1, len(SCENE.things), width(head))) for head in PAIR_HEADS}
    for head, value in ({"finding": "yes", "vesicular": "yes", "slot": "none"} | values).items():
        if head == "slot":
            scores["slot"][0, :, 0] = SURE
        elif head in CHOICES:
            scores[head][0, CHOICES[head].index(value)] = SURE
        else:
            scores[head][0, 0] = SURE if value == "yes" else -SURE
    for head in FRAME_HEADS:
        if head.startswith("is_") and head not in values:
            scores[head][0, 0] = -SURE
    for name, (slot, direction) in (fills or {}).items():
        scores["slot"][0, AT[name], CHOICES["slot"].index(slot)] = 2 * SURE
        scores["direction"][0, AT[name], CHOICES["direction"].index(direction)] = SURE
    return Read(SCENE, AT[focus], answers(scores, 0, {}))


def found(*reads: Read, thresholds: Thresholds | None = None) -> tuple[Finding, ...]:
    return decode(DOCUMENT, list(passages(DOCUMENT, ANALYSED, MENTIONS)), reads, thresholds or Thresholds())


def test_a_cargo_with_its_fillers_and_the_effect_composed() -> None:
    fills = {"pten": ("targets", Direction.DECREASES), "emt": ("pathways", Direction.INCREASES)}
    (finding,) = found(
        read("mir34c", fills, effect=Effect.INCREASES, manipulation=Manipulation.LOSS, observed=Observed.MORE_RESISTANT)
    )
    assert finding.cargo is not None and finding.cargo.text == "miR-34c" and finding.vesicular
    assert [(f.mention.text, f.direction) for f in finding.targets] == [("PTEN", Direction.DECREASES)]
    assert [(f.mention.text, f.direction) for f in finding.pathways] == [("EMT", Direction.INCREASES)]
    assert (finding.effect, finding.manipulation) == (Effect.INCREASES, Manipulation.LOSS)
    assert compose_effect(finding.manipulation, finding.observed) is finding.effect
    assert [TEXT[start:end] for start, end in finding.evidence] == [TEXT.split(". ")[1] + ".", TEXT.split(". ")[2]]


def test_a_cargo_of_which_nothing_more_is_said_is_a_finding_only_where_that_is_sure() -> None:
    bare = read("mir34c", effect=Effect.NOT_STATED, observed=Observed.UNCLEAR)
    assert found(bare, thresholds=Thresholds(bare=0.999)) == ()
    (finding,) = found(bare, thresholds=Thresholds(bare=0.9))
    assert finding.finding_type == (FindingType.MECHANISM,)
    assert (finding.targets, finding.pathways, finding.effect) == ((), (), Effect.NOT_STATED)


def test_below_the_threshold_there_is_no_finding() -> None:
    fills = {"pten": ("targets", Direction.DECREASES)}
    assert found(read("mir34c", fills, finding="no")) == ()
    assert len(found(read("mir34c", fills), thresholds=Thresholds(finding=0.9))) == 1
    assert found(read("mir34c", fills), thresholds=Thresholds(finding=0.999)) == ()


def test_vesicles_cancers_and_outcomes_fill_no_slot() -> None:
    fills = {name: ("targets", Direction.INCREASES) for name in AT if name != "mir34c"}
    (finding,) = found(read("mir34c", fills))
    assert {f.mention.text for f in finding.targets} == {"PTEN", "EMT"}


def test_vesicles_as_such_have_no_name() -> None:
    (finding,) = found(read("exosome", {"emt": ("pathways", Direction.INCREASES)}))
    assert finding.cargo is None and finding.cargo_type == "exosome" and finding.vesicular


def test_what_two_windows_of_an_abstract_say_of_one_cargo_is_one_finding() -> None:
    one = read("mir34c", {"pten": ("targets", Direction.DECREASES)})
    other = read("mir34c", {"emt": ("pathways", Direction.INCREASES)})
    (finding,) = found(one, other)
    assert len(finding.targets) == len(finding.pathways) == 1


@settings(max_examples=50, deadline=None)
@given(st.integers(0, 2**32 - 1))
def test_whatever_the_scores_rows_are_verbatim_and_signs_compose(seed: int) -> None:
    draw = np.random.default_rng(seed)
    scores = {head: draw.normal(0, 4, (1, width(head))) for head in FRAME_HEADS}
    scores |= {head: draw.normal(0, 4, (1, len(SCENE.things), width(head))) for head in PAIR_HEADS}
    reads = [Read(SCENE, focus, answers(scores, 0, {})) for focus in SCENE.cargos()]
    for number, finding in enumerate(found(*reads, thresholds=Thresholds(finding=0.1, filler=0.3))):
        assert compose_effect(finding.manipulation, finding.observed) is finding.effect
        assert 0 <= finding.confidence <= 1
        for row in rows(DOCUMENT, finding, str(number), "m"):
            assert all(TEXT[start:end] for start, end in row["spans"].values())
            assert all(TEXT[e["start"] : e["end"]] == e["text"] for e in row["evidence"])
