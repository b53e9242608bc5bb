"""The one schema to which every training corpus is mapped: typed spans, frames with signed fillers, and what is known.

A corpus labels only some of the heads of the model. ``None`` always means "this corpus does not say" and is masked in
training; it never means "no". Which heads a corpus labels, for which slots a missing filler is a true negative, and
which types of mention are marked wherever they occur, is stated in every example.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any, TypeVar

from extractor.frames import Direction, Effect, FindingType, Manipulation, Observed
from extractor.mentions.mention import CARGO_TYPES, TYPES

__all__ = [
    "CONTEXTS",
    "HEADS",
    "SLOTS",
    "SPAN_TYPES",
    "SPLITS",
    "DataError",
    "Example",
    "Filler",
    "Frame",
    "Masked",
    "Span",
    "read_examples",
    "write_examples",
]

#: Types of training spans. Beside the mentions of :mod:`extractor.mentions`: ``chemical`` (drugs and metabolites act
#: and are acted on in most corpora), ``disease`` (other than cancer), ``phenotype`` (a bare outcome such as
#: proliferation, metastasis or a change of activity: an end, and no pathway), ``variant`` (mutations, the actors of
#: some corpora), ``other`` (organisms, tissues, cell components: a name that is none of the rest).
SPAN_TYPES = TYPES | {"chemical", "disease", "phenotype", "variant", "other"}
#: No weights are trained on any but the first: dev chooses, calibration tells how far scores are to be believed.
SPLITS = ("train", "dev", "calibration", "test")
#: Slots of a frame that hold signed fillers. ``ends`` holds diseases and phenotypes, whose sign teaches the effect.
SLOTS = ("targets", "pathways", "ends")
#: Slots of a frame that say where the finding holds.
CONTEXTS = ("cancer", "source", "recipient", "radiation")
#: What a corpus can label. A ``*_direction`` head is the sign of the fillers of that slot.
HEADS = frozenset(
    {"mentions", *SLOTS, *(f"{slot}_direction" for slot in SLOTS), "manipulation", "observed", "effect", "hedged",
     "negated", "finding_types", "vesicular", "cargo_type", "radiation_changes_cargo", "context"}
)  # fmt: skip
_VALUES = ("manipulation", "observed", "effect", "radiation_changes_cargo")
_FLAGS = ("hedged", "negated", "vesicular")

_E = TypeVar("_E", bound=StrEnum)


class DataError(ValueError):
    """Training data that cannot be used: one line that names the file or example, what is wrong, and the remedy."""


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """Characters ``start`` to ``end`` (end exclusive) of an example's text; ``id`` is the corpus's own identifier."""

    start: int
    end: int
    type: str
    id: str = ""

    def __post_init__(self) -> None:
        if not 0 <= self.start < self.end:
            raise DataError(f"span {self.start}-{self.end}: ends before it begins; check the corpus's offsets")
        if self.type not in SPAN_TYPES:
            raise DataError(f"span {self.start}-{self.end}: unknown type {self.type!r}; use one of SPAN_TYPES")


@dataclass(frozen=True, slots=True)
class Filler:
    """What fills a slot: the mentions that name it (any of them is right, the first is the one annotated) and its sign.

    ``direction`` is what the present, active actor does to it; None where the corpus does not say. ``label`` is the
    corpus's own name for the relation and ``id`` its identifier for the filler, kept for scoring in its terms.
    """

    spans: tuple[Span, ...]
    direction: Direction | None = None
    label: str = ""
    id: str = ""

    def __post_init__(self) -> None:
        if not self.spans:
            raise DataError("a filler without a span; leave the filler out")


@dataclass(frozen=True, slots=True)
class Frame:
    """One actor (the cargo slot), how it was manipulated, and what it does.

    ``actor`` lists the mentions that name it; it is empty where the text names none (vesicles as such that are no
    mention, a class of molecules). ``cargo_type`` is the class of a vesicle's cargo; ``actor_id`` is the corpus's
    identifier for the actor, if it has one.
    """

    actor: tuple[Span, ...]
    targets: tuple[Filler, ...] = ()
    pathways: tuple[Filler, ...] = ()
    ends: tuple[Filler, ...] = ()
    manipulation: Manipulation | None = None
    observed: Observed | None = None
    effect: Effect | None = None
    hedged: bool | None = None
    negated: bool | None = None
    finding_types: tuple[FindingType, ...] | None = None
    vesicular: bool | None = None
    cargo_type: str | None = None
    radiation_changes_cargo: Direction | None = None
    cancer: tuple[Span, ...] = ()
    source: tuple[Span, ...] = ()
    recipient: tuple[Span, ...] = ()
    radiation: tuple[Span, ...] = ()
    evidence: tuple[tuple[int, int], ...] = ()
    actor_id: str = ""

    def fillers(self) -> Iterator[tuple[str, Filler]]:
        """Every filler with its slot."""
        for slot in SLOTS:
            for filler in getattr(self, slot):
                yield slot, filler

    def spans(self) -> Iterator[Span]:
        """Every span that the frame points to."""
        yield from self.actor
        for _, filler in self.fillers():
            yield from filler.spans
        for context in CONTEXTS:
            yield from getattr(self, context)


@dataclass(frozen=True, slots=True)
class Masked:
    """Two groups of mentions that the text relates in a way that the schema cannot hold: neither a pair nor none.

    ``label`` and ``ids`` are the corpus's own, as in :class:`Filler`.
    """

    left: tuple[Span, ...]
    right: tuple[Span, ...]
    label: str = ""
    ids: tuple[str, str] = ("", "")


@dataclass(frozen=True, slots=True)
class Example:
    """A text of a corpus with what the corpus says of it.

    Parameters
    ----------
    labelled
        The heads that the corpus labels; the values of all others are None and masked in training.
    exhaustive
        The slots for which every filler is stated: a pair of marked mentions in no frame and not in ``masked`` is a
        negative. For other slots an absent pair says nothing.
    marked
        The types of which every mention in the text is marked; for other types an unmarked name says nothing.

    Raises
    ------
    DataError
        Where the example contradicts itself; the message names it.
    """

    id: str
    corpus: str
    licence: str
    split: str
    text: str
    spans: tuple[Span, ...] = ()
    frames: tuple[Frame, ...] = ()
    masked: tuple[Masked, ...] = ()
    labelled: frozenset[str] = frozenset()
    exhaustive: frozenset[str] = frozenset()
    marked: frozenset[str] = frozenset()

    def __post_init__(self) -> None:
        if not self.id or not self.corpus or not self.licence:
            self._fail("needs an id, a corpus and a licence")
        if self.split not in SPLITS:
            self._fail(f"split {self.split!r} is none of {', '.join(SPLITS)}")
        for name, values, known in (
            ("labelled", self.labelled, HEADS),
            ("exhaustive", self.exhaustive, frozenset(SLOTS)),
            ("marked", self.marked, SPAN_TYPES),
        ):
            if unknown := sorted(values - known):
                self._fail(f"{name} holds unknown {', '.join(map(repr, unknown))}")
        if list(self.spans) != sorted(set(self.spans)):
            self._fail("spans are not sorted and distinct")
        for span in self.spans:
            if span.end > len(self.text) or not self.text[span.start : span.end].strip():
                self._fail(f"span {span.start}-{span.end} is not in the text of {len(self.text)} characters")
        known_spans = frozenset(self.spans)
        for frame in self.frames:
            self._check_frame(frame, known_spans)
        for masked in self.masked:
            if not (masked.left and masked.right and known_spans.issuperset((*masked.left, *masked.right))):
                self._fail("a masked pair points to a span that is not listed")

    def _check_frame(self, frame: Frame, known: frozenset[Span]) -> None:
        if not known.issuperset(frame.spans()):
            self._fail("a frame points to a span that is not listed")
        for name in (*_VALUES, *_FLAGS, "finding_types", "cargo_type"):
            if getattr(frame, name) is not None and name not in self.labelled:
                self._fail(f"a frame has {name}, which is not labelled")
        for slot, filler in frame.fillers():
            if slot not in self.labelled:
                self._fail(f"a frame has {slot}, which is not labelled")
            if filler.direction is not None and f"{slot}_direction" not in self.labelled:
                self._fail(f"a frame has a sign in {slot}, but {slot}_direction is not labelled")
        if any(getattr(frame, context) for context in CONTEXTS) and "context" not in self.labelled:
            self._fail("a frame has a context, which is not labelled")
        if frame.cargo_type is not None and frame.cargo_type not in CARGO_TYPES | {"exosome"}:
            self._fail(f"unknown cargo type {frame.cargo_type!r}")
        for start, end in frame.evidence:
            if not 0 <= start < end <= len(self.text):
                self._fail(f"evidence {start}-{end} is not in the text of {len(self.text)} characters")

    def _fail(self, what: str) -> None:
        where = " ".join(f"{self.corpus or 'example'} {self.id or '(no id)'}".split())  # an id may hold a line break
        raise DataError(f"{where}: {what}; mend the adapter or the data")

    def to_json(self) -> dict[str, Any]:
        """The example as a JSON object; frames point to spans by their place in the list."""
        place = {span: number for number, span in enumerate(self.spans)}

        def places(spans: Iterable[Span]) -> list[int]:
            return [place[span] for span in spans]

        def filler_json(filler: Filler) -> dict[str, Any]:
            return {
                "spans": places(filler.spans), "direction": filler.direction, "label": filler.label, "id": filler.id
            }  # fmt: skip

        def frame_json(frame: Frame) -> dict[str, Any]:
            out: dict[str, Any] = {"actor": places(frame.actor), "actor_id": frame.actor_id}
            out |= {slot: [filler_json(filler) for filler in getattr(frame, slot)] for slot in SLOTS}
            out |= {name: getattr(frame, name) for name in (*_VALUES, *_FLAGS, "cargo_type")}
            out["finding_types"] = None if frame.finding_types is None else list(frame.finding_types)
            out |= {context: places(getattr(frame, context)) for context in CONTEXTS}
            return out | {"evidence": [list(passage) for passage in frame.evidence]}

        return {
            "id": self.id,
            "corpus": self.corpus,
            "licence": self.licence,
            "split": self.split,
            "text": self.text,
            "spans": [[span.start, span.end, span.type, span.id] for span in self.spans],
            "frames": [frame_json(frame) for frame in self.frames],
            "masked": [[places(pair.left), places(pair.right), pair.label, list(pair.ids)] for pair in self.masked],
            "labelled": sorted(self.labelled),
            "exhaustive": sorted(self.exhaustive),
            "marked": sorted(self.marked),
        }

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Example:
        """The example of a JSON object as :meth:`to_json` writes it.

        Raises
        ------
        DataError
            If a field is missing or of another kind, or the example contradicts itself.
        """
        name = data.get("id") if isinstance(data, Mapping) else None
        try:
            spans = tuple(Span(int(start), int(end), str(kind), str(id_)) for start, end, kind, id_ in data["spans"])
            return cls(
                id=_text(data["id"]),
                corpus=_text(data["corpus"]),
                licence=_text(data["licence"]),
                split=_text(data["split"]),
                text=_text(data["text"]),
                spans=spans,
                frames=tuple(_frame(frame, spans) for frame in data["frames"]),
                masked=tuple(
                    Masked(_at(left, spans), _at(right, spans), _text(label), (_text(one), _text(other)))
                    for left, right, label, (one, other) in data["masked"]
                ),
                labelled=frozenset(data["labelled"]),
                exhaustive=frozenset(data["exhaustive"]),
                marked=frozenset(data["marked"]),
            )
        except DataError:
            raise
        except KeyError as error:
            raise DataError(f"example {name!r}: lacks the field {error}; write it with to_json") from None
        except (TypeError, ValueError, IndexError, AttributeError) as error:
            raise DataError(f"example {name!r}: not an example ({error}); write it with to_json") from None


def _text(value: Any) -> str:
    if not isinstance(value, str):
        raise TypeError(f"{type(value).__name__} where text is expected")
    return value


def _at(numbers: Iterable[int], spans: tuple[Span, ...]) -> tuple[Span, ...]:
    numbers = tuple(numbers)
    if any(number < 0 for number in numbers):
        raise IndexError("a span's place is negative")
    return tuple(spans[number] for number in numbers)


def _maybe(kind: type[_E], value: Any) -> _E | None:
    return None if value is None else kind(value)


def _flag(value: Any) -> bool | None:
    if value is not None and not isinstance(value, bool):
        raise TypeError(f"{value!r} where true, false or null is expected")
    return value


def _frame(data: Mapping[str, Any], spans: tuple[Span, ...]) -> Frame:
    def fillers(slot: str) -> tuple[Filler, ...]:
        return tuple(
            Filler(
                _at(item["spans"], spans), _maybe(Direction, item["direction"]), _text(item["label"]), _text(item["id"])
            )
            for item in data[slot]
        )

    kinds = data["finding_types"]
    return Frame(
        actor=_at(data["actor"], spans),
        targets=fillers("targets"),
        pathways=fillers("pathways"),
        ends=fillers("ends"),
        manipulation=_maybe(Manipulation, data["manipulation"]),
        observed=_maybe(Observed, data["observed"]),
        effect=_maybe(Effect, data["effect"]),
        hedged=_flag(data["hedged"]),
        negated=_flag(data["negated"]),
        finding_types=None if kinds is None else tuple(FindingType(kind) for kind in kinds),
        vesicular=_flag(data["vesicular"]),
        cargo_type=None if data["cargo_type"] is None else _text(data["cargo_type"]),
        radiation_changes_cargo=_maybe(Direction, data["radiation_changes_cargo"]),
        cancer=_at(data["cancer"], spans),
        source=_at(data["source"], spans),
        recipient=_at(data["recipient"], spans),
        radiation=_at(data["radiation"], spans),
        evidence=tuple((int(start), int(end)) for start, end in data["evidence"]),
        actor_id=_text(data["actor_id"]),
    )


def write_examples(path: Path, examples: Iterable[Example]) -> int:
    """Write examples as JSON Lines; returns how many."""
    count = 0
    with path.open("w", encoding="utf-8", newline="\n") as file:
        for example in examples:
            file.write(json.dumps(example.to_json(), ensure_ascii=False) + "\n")
            count += 1
    return count


def read_examples(path: Path) -> Iterator[Example]:
    """The examples of a JSON Lines file, one at a time.

    Raises
    ------
    DataError
        If the file cannot be read or a line is no example; the message names the line.
    """
    try:
        with path.open(encoding="utf-8", newline="\n") as file:
            for number, line in enumerate(file, 1):
                if not line.strip():
                    continue
                try:
                    yield Example.from_json(json.loads(line))
                except (ValueError, RecursionError) as error:
                    raise DataError(f"{path}:{number}: {' '.join(str(error).split())}") from None
    except UnicodeDecodeError:
        raise DataError(f"{path}: is not UTF-8; save it as UTF-8") from None
    except OSError as error:
        raise DataError(f"{path}: cannot be read ({error.strerror}); check the path") from None
