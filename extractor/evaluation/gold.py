"""The gold: findings that people annotated, over the text that they annotated."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from extractor.annotation.quotes import occurrences
from extractor.evaluation.record import Record, Span, read_records
from extractor.frames import Direction, Effect, FindingType, Manipulation, Observed
from extractor.mentions.mention import CARGO_CLASSES
from extractor.readers.errors import ReadError

__all__ = ["Alternative", "Filler", "GoldEvent", "GoldSet", "Negative", "load", "places"]

#: The file of a gold folder that holds texts instead of annotations.
DOCUMENTS = "documents.jsonl"
#: The end of the name of a file that people write, before its quotations are resolved to offsets.
QUOTES = ".quotes.jsonl"


@dataclass(frozen=True, slots=True)
class Filler:
    """What fills the role of cargo, target or pathway: its words, its CURIE if grounded, and where it stands."""

    text: str
    id: str | None = None
    direction: Direction | None = None
    span: Span | None = None


@dataclass(frozen=True, slots=True)
class Alternative:
    """A second reading of one field of a finding."""

    field: str
    value: Any
    why: str = ""


@dataclass(frozen=True, slots=True)
class GoldEvent:
    """An annotated finding. ``cargo`` is None for a class of molecules or vesicles as such; see the guidelines."""

    doc_id: str
    event_id: str
    cargo: Filler | None
    cargo_type: str
    evidence: tuple[Span, ...]
    vesicular: bool = True
    targets: tuple[Filler, ...] = ()
    pathways: tuple[Filler, ...] = ()
    effect: Effect = Effect.NOT_STATED
    finding_type: frozenset[FindingType] = frozenset()
    radiation_changes_cargo: Direction | None = None
    manipulation: Manipulation = Manipulation.NATIVE
    observed: Observed = Observed.UNCLEAR
    hedged: bool = False
    negated: bool = False
    refs: tuple[str, ...] = ()
    section: str | None = None
    alternatives: tuple[Alternative, ...] = ()

    @property
    def key(self) -> tuple[str, str]:
        """What the event is known by within its gold set."""
        return self.doc_id, self.event_id

    def roles(self) -> Iterator[tuple[str, Filler]]:
        """Every filler with its role: cargo, target or pathway."""
        if self.cargo is not None:
            yield "cargo", self.cargo
        yield from (("target", filler) for filler in self.targets)
        yield from (("pathway", filler) for filler in self.pathways)


@dataclass(frozen=True, slots=True)
class Negative:
    """A passage that looks like a finding and is none."""

    doc_id: str
    neg_id: str
    span: Span
    reason: str = ""


@dataclass(frozen=True, slots=True)
class GoldSet:
    """Documents (id to text; the text is empty where it may not be passed on), their findings and hard negatives."""

    name: str
    documents: Mapping[str, str]
    events: tuple[GoldEvent, ...]
    negatives: tuple[Negative, ...] = field(default=())

    @property
    def is_single(self) -> bool:
        """Whether the set is one document that tells of many studies."""
        return len(self.documents) == 1

    def by_document(self) -> dict[str, list[GoldEvent]]:
        """The findings of each document, also of those that have none."""
        found: dict[str, list[GoldEvent]] = {doc_id: [] for doc_id in self.documents}
        for event in self.events:
            found[event.doc_id].append(event)
        return found

    def only(self, keys: Iterable[tuple[str, str]], documents: Iterable[str] | None = None) -> GoldSet:
        """The set with these findings alone and, if given, with these documents alone."""
        kept = frozenset(keys)
        wanted = frozenset(self.documents if documents is None else documents)
        return replace(
            self,
            documents={doc_id: text for doc_id, text in self.documents.items() if doc_id in wanted},
            events=tuple(event for event in self.events if event.key in kept and event.doc_id in wanted),
            negatives=tuple(negative for negative in self.negatives if negative.doc_id in wanted),
        )

    def with_texts(self, texts: Mapping[str, str]) -> GoldSet:
        """The set with texts from elsewhere for documents that ship without; those that stay without are left out."""
        full = {name: text or texts.get(name, "") for name, text in self.documents.items()}
        return replace(self, documents=full).only(
            (event.key for event in self.events), (name for name, text in full.items() if text)
        )


def places(text: str, filler: Filler, evidence: Iterable[Span]) -> frozenset[Span]:
    """Every place of a filler's words within the evidence that does not begin or end inside a word."""
    length = len(filler.text)
    found = {(at, at + length) for start, end in evidence for at in occurrences(filler.text, text, start, end)}
    return frozenset(found | {filler.span} if filler.span else found)


def load(path: str | Path, texts: str | Path | None = None) -> GoldSet:
    """Read a gold set.

    Parameters
    ----------
    path:
        A .jsonl file of findings with a .txt of the same stem beside it, or a folder of such files; in either case
        ``documents.jsonl`` (``id`` and ``text``) may hold the texts instead. A line with ``neg_id`` is a hard
        negative. A line without ``doc_id`` belongs to the text of its file's stem, or else to the only one. Files
        of quotations without offsets (``.quotes.jsonl``) are passed over in a folder.
    texts:
        A .txt file or a folder to take the texts from, where they are not beside the findings.

    Raises
    ------
    ReadError
        If a file cannot be read, a text is missing, or an offset disagrees with the text.
    """
    path = Path(path)
    if not path.exists():
        raise ReadError("unreadable", f"{path}: no such file or folder; give a gold file or its folder")
    files = [path]
    if path.is_dir():
        found = sorted(path.glob("*.jsonl"))
        files = [file for file in found if file.name != DOCUMENTS and not file.name.endswith(QUOTES)]
    if not files:
        raise ReadError("no_gold", f"{path}: no .jsonl of findings there; give a gold file or its folder")
    documents = _texts(Path(texts)) if texts is not None else _texts(path)
    if not documents:
        raise ReadError("no_text", f"{path}: no text to go with the findings; add {files[0].stem}.txt or {DOCUMENTS}")
    events, negatives = [], []
    for file in files:
        home = file.stem if file.stem in documents else next(iter(documents)) if len(documents) == 1 else None
        for record in read_records(file):
            doc_id = record.name("doc_id") if record.data.get("doc_id") is not None else home
            if doc_id is None or doc_id not in documents:
                raise ReadError("no_text", f"{record.where}: no text for document {doc_id!r}; add it to {DOCUMENTS}")
            if "event_id" in record.data:
                events.append(_event(record, doc_id, documents[doc_id]))
            elif "neg_id" in record.data:
                negatives.append(_negative(record, doc_id, documents[doc_id]))
            else:
                record.fail("event_id", "an identifier (or neg_id for a hard negative)")
    for key, times in Counter(event.key for event in events).items():
        if times > 1:
            raise ReadError("bad_record", f"{path}: event {key[1]!r} of {key[0]!r} stands {times} times")
    return GoldSet(path.stem if path.is_file() else path.name, documents, tuple(events), tuple(negatives))


def _texts(home: Path) -> dict[str, str]:
    """Texts by id: those of ``documents.jsonl``, else each .txt that findings of the same stem stand beside."""
    if home.suffix == ".txt":
        return {home.stem: _read_text(home)}
    if not home.is_dir() and home.with_suffix(".txt").is_file():
        return {home.stem: _read_text(home.with_suffix(".txt"))}
    listed = (home if home.is_dir() else home.parent) / DOCUMENTS
    if listed.is_file():
        # Where a licence forbids to pass the text on, the line has an identifier alone.
        return {record.name("id"): record.text("text") or "" for record in read_records(listed)}
    # A licence or read-me is no annotated text: findings say which are.
    named = (
        file for file in sorted(home.glob("*.txt")) if any(file.with_suffix(s).is_file() for s in (".jsonl", QUOTES))
    )
    return {file.stem: _read_text(file) for file in named}


def _read_text(path: Path) -> str:
    try:
        # Not read_text: translating line ends would shift every offset of a file with CRLF.
        return path.read_bytes().decode("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise ReadError("unreadable", f"{path}: {error}; the text must be a readable UTF-8 file") from None


def _event(record: Record, doc_id: str, text: str) -> GoldEvent:
    evidence = tuple(sorted(span for quote in record.records("evidence") if (span := quote.bounds()) is not None))
    if not evidence or (text and max(end for _, end in evidence) > len(text)):
        record.fail("evidence", "one or more {start, end} within the text")
    cargo = record.text("cargo")
    finding_type = frozenset(
        Record(record.where, {"finding_type": kind}).choice("finding_type", FindingType, FindingType.MECHANISM)
        for kind in record.items("finding_type")
    )
    changes = record.data.get("radiation_changes_cargo")
    event = GoldEvent(
        doc_id=doc_id,
        event_id=record.name("event_id"),
        cargo=Filler(cargo, record.text("cargo_id"), None, record.span("cargo_span")) if cargo else None,
        cargo_type=record.word("cargo_type", CARGO_CLASSES),
        evidence=evidence,
        vesicular=record.flag("vesicular", True),
        targets=tuple(_filler(filler) for filler in record.records("targets")),
        pathways=tuple(_filler(filler) for filler in record.records("pathways")),
        effect=record.choice("effect", Effect, Effect.NOT_STATED),
        finding_type=finding_type,
        radiation_changes_cargo=(
            None if changes is None else record.choice("radiation_changes_cargo", Direction, Direction.UNSPECIFIED)
        ),
        manipulation=record.choice("manipulation", Manipulation, Manipulation.NATIVE),
        observed=record.choice("observed", Observed, Observed.UNCLEAR),
        hedged=record.flag("hedged", False),
        negated=record.flag("negated", False),
        refs=tuple(str(ref) for ref in record.items("refs")),
        section=record.text("section"),
        alternatives=tuple(
            Alternative(other.name("field"), _value(other.data.get("value")), other.text("why") or "")
            for other in record.records("alternatives")
        ),
    )
    for role, filler in event.roles():
        if text and filler.span is not None and text[slice(*filler.span)] != filler.text:
            start, end = filler.span
            raise ReadError("bad_offset", f"{record.where}: {role} {filler.text!r} does not stand at {start} to {end}")
    return event


def _value(value: Any) -> Any:
    """The value of a second reading: text as it is, or what it holds as JSON where the field is not text."""
    if isinstance(value, str) and (value[:1] in {"[", "{"} or value in {"true", "false", "null"}):
        try:
            return json.loads(value)
        except (ValueError, RecursionError):
            return value
    return value


def _filler(record: Record) -> Filler:
    direction = record.choice("direction", Direction, Direction.UNSPECIFIED)
    return Filler(record.name("text"), record.text("id"), direction, record.bounds())


def _negative(record: Record, doc_id: str, text: str) -> Negative:
    span = record.bounds()
    if span is None or (text and span[1] > len(text)):
        record.fail("start", "start and end within the text")
    return Negative(doc_id, record.name("neg_id"), span, record.text("reason") or "")
