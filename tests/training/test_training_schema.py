"""The training schema: what it refuses, and that nothing is lost on the way through JSON."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractor.frames import Direction, Effect, FindingType, Manipulation, Observed
from extractor.training.schema import (
    HEADS,
    SLOTS,
    SPAN_TYPES,
    SPLITS,
    DataError,
    Example,
    Filler,
    Frame,
    Masked,
    Span,
    read_examples,
    write_examples,
)

_TEXTS = st.text(st.characters(codec="utf-8", exclude_categories=["Cs"]), max_size=40)


@st.composite
def examples(draw: st.DrawFn) -> Example:
    """Examples of any shape that the schema allows."""
    text = "w" + draw(_TEXTS) + "w"
    places = st.tuples(st.integers(0, len(text) - 1), st.integers(1, len(text))).filter(
        lambda place: place[0] < place[1] and bool(text[place[0] : place[1]].strip())
    )
    found = draw(st.lists(st.tuples(places, st.sampled_from(sorted(SPAN_TYPES)), _TEXTS), min_size=1, max_size=6))
    spans = tuple(sorted({Span(*place, kind, id_) for place, kind, id_ in found}))
    some = st.lists(st.sampled_from(spans), max_size=3).map(tuple)
    one_or_more = st.lists(st.sampled_from(spans), min_size=1, max_size=3).map(tuple)
    fillers = st.lists(
        st.builds(Filler, one_or_more, st.none() | st.sampled_from(Direction), _TEXTS, _TEXTS), max_size=2
    ).map(tuple)
    frames = st.builds(
        Frame,
        actor=some,
        targets=fillers,
        pathways=fillers,
        ends=fillers,
        manipulation=st.none() | st.sampled_from(Manipulation),
        observed=st.none() | st.sampled_from(Observed),
        effect=st.none() | st.sampled_from(Effect),
        hedged=st.none() | st.booleans(),
        negated=st.none() | st.booleans(),
        finding_types=st.none() | st.lists(st.sampled_from(FindingType), max_size=2).map(tuple),
        vesicular=st.none() | st.booleans(),
        cargo_type=st.none() | st.sampled_from(["miRNA", "protein", "exosome"]),
        radiation_changes_cargo=st.none() | st.sampled_from(Direction),
        cancer=some,
        source=some,
        recipient=some,
        radiation=some,
        evidence=st.lists(places, max_size=2).map(tuple),
        actor_id=_TEXTS,
    )
    return Example(
        id="x" + draw(_TEXTS),
        corpus="made-up",
        licence="CC0 1.0",
        split=draw(st.sampled_from(SPLITS)),
        text=text,
        spans=spans,
        frames=tuple(draw(st.lists(frames, max_size=2))),
        masked=tuple(
            draw(st.lists(st.builds(Masked, one_or_more, one_or_more, _TEXTS, st.tuples(_TEXTS, _TEXTS)), max_size=2))
        ),
        labelled=HEADS,
        exhaustive=frozenset(draw(st.sets(st.sampled_from(SLOTS)))),
        marked=frozenset(draw(st.sets(st.sampled_from(sorted(SPAN_TYPES))))),
    )


@given(examples())
def test_json_keeps_everything(example: Example) -> None:
    assert Example.from_json(json.loads(json.dumps(example.to_json()))) == example


@given(st.lists(examples(), max_size=3))
def test_files_keep_everything(tmp_path_factory: pytest.TempPathFactory, found: list[Example]) -> None:
    path = tmp_path_factory.mktemp("examples") / "examples.jsonl"
    assert write_examples(path, found) == len(found)
    assert list(read_examples(path)) == found


@given(
    st.recursive(st.none() | st.booleans() | st.integers() | _TEXTS, lambda x: st.lists(x) | st.dictionaries(_TEXTS, x))
)
def test_json_that_is_no_example_is_one_error(data: Any) -> None:
    with pytest.raises(DataError):
        Example.from_json(data)


@given(examples(), st.data())
def test_a_broken_field_is_one_error(example: Example, data: st.DataObject) -> None:
    broken = example.to_json()
    field = data.draw(st.sampled_from(sorted(broken)))
    broken[field] = data.draw(st.sampled_from([17, {"a": 1}, [[9]], [{"actor": [999]}], None]))
    with pytest.raises(DataError) as caught:
        Example.from_json(broken)
    assert "\n" not in str(caught.value)


_SPAN = Span(0, 5, "miRNA")


def _example(**fields: Any) -> Example:
    return Example(**{"id": "d1", "corpus": "c", "licence": "MIT", "split": "train", "text": "miR-1 acts", **fields})


@pytest.mark.parametrize(
    ("fields", "what"),
    [
        ({"split": "validation"}, "split 'validation'"),
        ({"licence": ""}, "licence"),
        ({"spans": (Span(6, 12, "protein"),)}, "span 6-12 is not in the text of 10"),
        ({"spans": (_SPAN, _SPAN)}, "not sorted and distinct"),
        ({"spans": (Span(5, 6, "protein"),)}, "span 5-6"),
        ({"frames": (Frame((_SPAN,)),)}, "a frame points to a span that is not listed"),
        ({"labelled": frozenset({"sign"})}, "labelled holds unknown 'sign'"),
        ({"exhaustive": frozenset({"cancer"})}, "exhaustive holds unknown 'cancer'"),
        ({"marked": frozenset({"gene"})}, "marked holds unknown 'gene'"),
        ({"spans": (_SPAN,), "frames": (Frame((_SPAN,), hedged=False),)}, "hedged, which is not labelled"),
        (
            {
                "spans": (_SPAN,),
                "frames": (Frame((), targets=(Filler((_SPAN,), Direction.INCREASES),)),),
                "labelled": frozenset({"targets"}),
            },
            "targets_direction is not labelled",
        ),
        ({"frames": (Frame((), evidence=((3, 99),)),)}, "evidence 3-99"),
        ({"masked": (Masked((_SPAN,), (_SPAN,)),)}, "masked pair"),
    ],
)
def test_an_example_that_contradicts_itself_is_refused(fields: dict[str, Any], what: str) -> None:
    with pytest.raises(DataError, match=r"^c d1: ") as caught:
        _example(**fields)
    assert what in str(caught.value)


def test_spans_and_fillers_check_themselves() -> None:
    with pytest.raises(DataError, match="ends before it begins"):
        Span(4, 4, "protein")
    with pytest.raises(DataError, match="unknown type 'gene'"):
        Span(0, 4, "gene")
    with pytest.raises(DataError, match="without a span"):
        Filler(())


def test_a_broken_line_is_named(tmp_path: Path) -> None:
    path = tmp_path / "examples.jsonl"
    write_examples(path, [_example()])
    with path.open("a") as file:
        file.write('{"id": "d2"}\n')
    read = read_examples(path)
    assert next(read).id == "d1"
    with pytest.raises(DataError, match=r"examples.jsonl:2: example 'd2': lacks the field 'spans'"):
        next(read)
    with pytest.raises(DataError, match="cannot be read"):
        list(read_examples(tmp_path / "absent.jsonl"))
