"""Event corpora: nested events with Cause and Theme reduced to frames with one actor and signed fillers.

A regulation's Cause is followed to the molecule that acts, and to how it was manipulated; its Theme is followed to the
molecule or process that changes. Signs multiply along both chains (:func:`extractor.frames.along`): what inhibits an
inhibition increases. A step whose effect on the amount or activity of its theme is not plain (binding, transport,
ubiquitination) leaves the sign unlabelled. A Binding of two themes has no actor: the pair is masked.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from extractor.frames import Direction, Manipulation, along
from extractor.training.corpora.archive import Drops, documents, require_split
from extractor.training.corpora.collect import Frames
from extractor.training.corpora.kinds import MOLECULES, process_type, slot_of
from extractor.training.corpora.processes import PROCESSES, SIGNS, process_span
from extractor.training.corpora.standoff import Entity, Event, Standoff, read
from extractor.training.schema import SLOTS, Example, Filler, Frame, Masked, Span

__all__ = ["LABELLED", "EventCorpus"]

#: Deeper nesting than this is a loop or an error.
_DEEPEST = 8
_REGULATIONS = frozenset({"Positive_regulation", "Negative_regulation", "Regulation"})
_GAINED = re.compile(r"over-?express|up-?regulat|ectopic|transfect|transduc|exogenous", re.IGNORECASE)
_LOST = re.compile(r"knock|silenc|deplet|down-?regulat|deficien|\bloss\b|null", re.IGNORECASE)
_RELEASE = re.compile(r"secret|releas|produc", re.IGNORECASE)
_GIVEN = re.compile(r"treat|administ|addition|stimulat|expos|incubat|inject|infus|supplement|therapy", re.IGNORECASE)
#: What stands around a name that is taken away, and around one that is changed in a way that is not told.
_LESS_BEFORE = re.compile(
    r"(?:\banti-|\binhibitors? of |\b(?:loss|lack|absence|deficiency|silencing|knock-?down) of |"
    r"dominant[- ]negative |\bantisense )(?:the )?$",
    re.IGNORECASE,
)
_LESS_AFTER = re.compile(
    r"[ -]?\(?-/-|[ -](?:inhibitors?|antagonists?|s[ih]RNAs?|antisense|deficien\w+|null|knock-?\w+|depletion)\b",
    re.IGNORECASE,
)
_MUTANT_BEFORE = re.compile(
    r"\b(?:mutant|mutated|truncated|variant|polymorphi\w+|antibod(?:y|ies) (?:to|against)) $", re.IGNORECASE
)
_MUTANT_AFTER = re.compile(r"[ -](?:mutants?|mutations?|variants?|polymorphisms?|antibod(?:y|ies))\b", re.IGNORECASE)
#: "inhibitors of ABC1-mediated growth" are none of ABC1.
_COMPOUND = re.compile(r"[- ](?:mediated|induced|dependent|driven|stimulated|activated)|-(?=[\s,])", re.IGNORECASE)
_RADIATION = re.compile(r"irradiat|radiother|radiation", re.IGNORECASE)

#: The heads that an event corpus labels.
LABELLED = frozenset(
    {"mentions", *SLOTS, *(f"{slot}_direction" for slot in SLOTS), "manipulation", "hedged", "negated"}
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Change:
    """What an event does to one span. ``sign`` None: not plain. ``doubt``: a step of the chain is negated."""

    span: Span
    sign: Direction | None
    hedged: bool = False
    doubt: bool = False
    label: str = ""


@dataclass(frozen=True, slots=True)
class _Actor:
    """What acts, its sign if more of it means more of the event, and how it was manipulated.

    ``by_event``: the corpus has an event (its expression, its loss) as the cause, and not the molecule.
    """

    span: Span
    sign: Direction | None
    manipulation: Manipulation | None
    hedged: bool = False
    by_event: bool = False


def _named(text: str, span: Span) -> _Actor:
    """A mention that is a cause: the corpora mark "ABC1" alone in "ABC1 siRNA" and "dominant-negative ABC1"."""
    before, after = text[max(0, span.start - 24) : span.start], text[span.end : span.end + 16]
    if _COMPOUND.match(after):
        return _Actor(span, Direction.INCREASES, Manipulation.NATIVE)
    if _LESS_BEFORE.search(before) or _LESS_AFTER.match(after):
        return _Actor(span, Direction.DECREASES, Manipulation.LOSS)
    if _MUTANT_BEFORE.search(before) or _MUTANT_AFTER.match(after):
        return _Actor(span, None, None)
    return _Actor(span, Direction.INCREASES, Manipulation.NATIVE)


def _times(*signs: Direction | None) -> Direction | None:
    known = [sign for sign in signs if sign is not None]
    return along(*known) if len(known) == len(signs) else None


@dataclass(frozen=True, slots=True)
class EventCorpus:
    """An event corpus in one .tar.gz with train/, devel/ and test/.

    Parameters
    ----------
    types
        Span type by entity type; a function for those that depend on the name is in ``by_name``.
    marked
        Span types of which the corpus marks every mention.
    exhaustive
        Slots of which it states every filler, where it has events.
    has_test_events
        Whether the events of the test part are public; if not, the test part teaches mentions alone.
    """

    name: str
    licence: str
    types: Mapping[str, str]
    by_name: Mapping[str, Callable[[str], str]]
    marked: frozenset[str]
    exhaustive: frozenset[str]
    has_test_events: bool = False

    def examples(self, folder: Path, split: str, drops: Drops | None = None) -> Iterator[Example]:
        """The documents of one split; what cannot be mapped is counted in ``drops``.

        Raises
        ------
        DataError
            If the archive or a file in it is broken, or there is no such split.
        """
        drops = Drops() if drops is None else drops
        require_split(self.name, split, ("train", "dev", "test"))
        under = {"dev": "devel/"}.get(split, f"{split}/")
        with_events = split != "test" or self.has_test_events
        for stem, texts in documents(folder / f"{self.name}.tar.gz", under, (".txt", ".a1", ".a2")):
            if ".txt" not in texts or (with_events and ".a2" not in texts):
                drops["document without its text or events"] += 1
                continue
            annotations = [texts[suffix] for suffix in (".a1", ".a2") if suffix in texts]
            yield self._example(read(stem, texts[".txt"], annotations, drops), split, with_events, drops)

    def _example(self, document: Standoff, split: str, with_events: bool, drops: Drops) -> Example:
        reduced = _Reduction(document, self._span, drops)
        frames, masked = reduced.frames() if with_events else ((), ())
        used = {span for frame in frames for span in frame.spans()}
        used |= {span for pair in masked for span in (*pair.left, *pair.right)}
        return Example(
            id=document.name,
            corpus=self.name,
            licence=self.licence,
            split=split,
            text=document.text,
            spans=tuple(sorted(used | reduced.mentions())),
            frames=frames,
            masked=masked,
            labelled=LABELLED if with_events else frozenset({"mentions"}),
            exhaustive=self.exhaustive if with_events else frozenset(),
            marked=self.marked,
        )

    def _span(self, entity: Entity) -> Span | None:
        judge = self.by_name.get(entity.type)
        kind = judge(entity.text) if judge is not None else self.types.get(entity.type)
        return Span(entity.start, entity.end, kind) if kind else None


class _Reduction:
    """The frames of one document."""

    def __init__(self, document: Standoff, span: Callable[[Entity], Span | None], drops: Drops) -> None:
        self._document, self._drops = document, drops
        triggers = {event.trigger for event in document.events.values()}
        self._spans: dict[str, Span] = {}
        for identifier, entity in document.entities.items():
            if identifier not in triggers and (found := span(entity)) is not None:
                self._spans[identifier] = found
        self._processes: dict[str, Span] = {}
        for event in document.events.values():
            if event.type in PROCESSES and event.trigger in document.entities:
                self._processes[event.id] = process_span(document, event)

    def mentions(self) -> set[Span]:
        """The entities and the named processes."""
        return {*self._spans.values(), *self._processes.values()}

    def frames(self) -> tuple[tuple[Frame, ...], tuple[Masked, ...]]:
        """A frame for each actor, manipulation, hedge and negation; and the pairs that have no actor."""
        found = Frames(self._drops)
        masked: dict[tuple[Span, Span], Masked] = {}
        for event in self._document.events.values():
            for left, right in self._undirected(event):
                masked[left, right] = Masked((left,), (right,), event.type)
            attributes = self._document.attributes.get(event.id, ())
            for actor in self._actors_of(event):
                for change in self._changes(event.id, 0, claim=True):
                    if actor.span.start < change.span.end and change.span.start < actor.span.end:
                        self._drops["actor within what it acts on"] += 1
                        continue
                    if self._words(actor.span) == self._words(change.span):
                        self._drops["acts on what has its own name"] += 1
                        masked[actor.span, change.span] = Masked((actor.span,), (change.span,), event.type)
                        continue
                    slot = slot_of(change.span.type)
                    if slot is None:
                        self._drops[f"acts on a {change.span.type}"] += 1
                        masked[actor.span, change.span] = Masked((actor.span,), (change.span,), event.type)
                        continue
                    hedged = "Speculation" in attributes or actor.hedged or change.hedged
                    # "Expression of X is reduced in gliomas" stands as X reducing gliomas: the level, not the cancer.
                    is_level = slot == "ends" and not change.label and actor.by_event
                    sign = None if change.doubt or is_level else _times(actor.sign, change.sign)
                    filler = Filler(self._names(change.span), sign, change.label or event.type)
                    is_negated = "Negation" in attributes
                    found.add(self._names(actor.span), slot, filler, actor.manipulation, hedged, is_negated)
        return found.build(), tuple(masked.values())

    def _words(self, span: Span) -> str:
        return self._document.text[span.start : span.end].casefold()

    def _names(self, span: Span) -> tuple[Span, ...]:
        """The span and those that the corpus calls equivalent (a name and its abbreviation)."""
        for identifier, other in self._spans.items():
            if other == span:
                same = [self._spans[one] for one in self._document.equivalent.get(identifier, ()) if one in self._spans]
                return (span, *dict.fromkeys(one for one in same if one != span))
        return (span,)

    def _undirected(self, event: Event) -> Iterator[tuple[Span, Span]]:
        """Pairs that an event relates without an actor: the themes of a binding, the members of a pathway."""
        themes = [self._spans[one] for one in event.fillers("Theme", "Product") if one in self._spans]
        if event.type in PROCESSES:
            process = self._processes.get(event.id)
            members = [self._spans[one] for one in event.fillers("Participant", "Theme") if one in self._spans]
            yield from ((member, process) for member in members if process is not None and member != process)
        elif event.type not in _REGULATIONS:
            yield from ((a, b) for at, a in enumerate(themes) for b in themes[at + 1 :] if a != b)

    def _actors_of(self, event: Event) -> Iterator[_Actor]:
        for reference in event.fillers("Cause"):
            yield from self._actors(reference, 0)

    def _actors(self, reference: str, depth: int) -> Iterator[_Actor]:
        """The molecules that act where ``reference`` is the cause."""
        if reference in self._spans:
            yield _named(self._document.text, self._spans[reference])
            return
        event = self._document.events.get(reference)
        if event is None or depth == _DEEPEST:
            self._drops["cause that is no mention"] += 1
            return
        hedged = "Speculation" in self._document.attributes.get(reference, ())
        if event.id in self._processes:
            yield _Actor(self._processes[event.id], Direction.INCREASES, Manipulation.NATIVE, hedged)
        elif event.type == "Planned_process":
            yield from self._treatments(event, hedged)
        else:
            # Who causes the event that is the cause acts through it: more of the one, more of the other.
            own = [replace(actor, hedged=actor.hedged or hedged) for actor in self._actors_of(event)]
            yield from own
            negated = "Negation" in self._document.attributes.get(reference, ())
            for change in self._changes(event.id, depth + 1):
                sign = None if negated or change.doubt else change.sign
                how = self._manipulation(event, sign, bool(own))
                yield _Actor(change.span, sign, how, hedged or change.hedged, by_event=True)

    def _manipulation(self, event: Event, sign: Direction | None, is_caused: bool) -> Manipulation | None:
        """How the theme of a causing event was changed: by the words of the trigger, else by the event's sign."""
        trigger = self._document.entities.get(event.trigger)
        words = trigger.text if trigger else ""
        if sign is None or sign is Direction.UNSPECIFIED:
            return None
        if sign is Direction.DECREASES or _LOST.search(words):
            return Manipulation.LOSS
        if event.type == "Positive_regulation" or _GAINED.search(words):
            return None if is_caused else Manipulation.GAIN
        return Manipulation.NATIVE

    def _treatments(self, event: Event, hedged: bool) -> Iterator[_Actor]:
        """What a treatment is done with; the treatment itself where nothing is named. Its sign stays open where it is
        the manipulation of a molecule (transfection, knock-out)."""
        trigger = self._document.entities.get(event.trigger)
        tools = [self._spans[one] for one in event.fillers("Instrument") if one in self._spans]
        genes = [self._spans[one] for one in event.fillers("Theme") if one in self._spans]
        genes = [gene for gene in genes if gene.type in MOLECULES - {"chemical"}]
        words = trigger.text if trigger else ""
        if _LOST.search(words) or _GAINED.search(words):
            is_loss = _LOST.search(words) is not None
            for gene in genes or tools:
                sign = Direction.DECREASES if is_loss else Direction.INCREASES
                yield _Actor(gene, sign, Manipulation.LOSS if is_loss else Manipulation.GAIN, hedged)
        elif tools:
            for tool in tools:
                is_given = tool.type == "chemical" or _GIVEN.search(words) is not None
                how = Manipulation.NATIVE if is_given else None
                yield _Actor(tool, Direction.INCREASES if is_given else None, how, hedged)
        elif trigger is not None:
            kind = "radiation" if _RADIATION.search(words) else "other"
            yield _Actor(Span(trigger.start, trigger.end, kind), Direction.INCREASES, Manipulation.NATIVE, hedged)

    def _changes(self, reference: str, depth: int, claim: bool = False) -> Iterator[_Change]:
        """The spans that change where ``reference`` happens; ``claim``: its own attributes are the frame's."""
        if reference in self._spans:
            yield _Change(self._spans[reference], Direction.INCREASES)
            return
        event = self._document.events.get(reference)
        if event is None or depth == _DEEPEST:
            self._drops["theme that is no mention"] += 1
            return
        attributes = self._document.attributes.get(reference, ()) if not claim else ()
        if event.id in self._processes:
            yield _Change(
                self._processes[event.id], Direction.INCREASES, "Speculation" in attributes, "Negation" in attributes,
                event.type,
            )  # fmt: skip
            return
        if event.type == "Planned_process":
            self._drops["theme that is a treatment"] += 1
            return
        step = self._step(event)
        themes = event.fillers("Theme")
        if event.type == "Localization" and not any(self._is_molecule(one) for one in themes):
            trigger = self._document.entities.get(event.trigger)
            if trigger is not None:
                span = Span(trigger.start, trigger.end, process_type(trigger.text))
                yield _Change(span, Direction.INCREASES, label=event.type)
            return
        for theme in themes:
            for change in self._changes(theme, depth + 1):
                yield replace(
                    change,
                    sign=_times(step, change.sign),
                    hedged=change.hedged or "Speculation" in attributes,
                    doubt=change.doubt or "Negation" in attributes,
                    label=change.label or event.type,
                )

    def _is_molecule(self, reference: str) -> bool:
        span = self._spans.get(reference)
        return span is not None and span.type in MOLECULES

    def _step(self, event: Event) -> Direction | None:
        if event.type in ("Localization", "Transport"):
            trigger = self._document.entities.get(event.trigger)
            return Direction.INCREASES if trigger is not None and _RELEASE.search(trigger.text) else None
        return SIGNS.get(event.type)
