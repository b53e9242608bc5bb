"""The project's own annotation: the gold, the annotated abstracts and the written passages.

Every head is labelled. A filler lists, after the annotated place, the further places of its words in the evidence.
Where the cargo has no name (a class of molecules, vesicles as such) the actor is the vesicle's mention, if any.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from extractor.annotation.folder import DOCUMENTS, open_folder, read_jsonl
from extractor.annotation.schema import AnnotationError, complete
from extractor.evaluation.gold import Filler as Named
from extractor.evaluation.gold import places
from extractor.frames import Direction, Effect, FindingType, Manipulation, Observed
from extractor.mentions import lexicon
from extractor.mentions.normal import normalise
from extractor.mentions.terms import load
from extractor.training.corpora.archive import Drops, require_split
from extractor.training.corpora.kinds import gene_type
from extractor.training.corpora.licences import LICENCES
from extractor.training.schema import HEADS, SPLITS, DataError, Example, Filler, Frame, Span

__all__ = ["SPLITS", "examples"]

NAME = "own"
_LABELLED = HEADS - {"ends", "ends_direction"}


def examples(
    folder: Path, split: str, drops: Drops | None = None, texts: Mapping[str, str] | None = None
) -> Iterator[Example]:
    """The texts of an annotation folder with their findings; a text without one is an example without frames.

    Parameters
    ----------
    folder
        A folder as :mod:`extractor.annotation.folder` knows it, or one that holds such folders called as
        :data:`SPLITS`. Else a document belongs to the split that its line in ``documents.jsonl`` names, and without one
        to ``train``.
    texts
        Texts by document, for folders that may not carry them; a ``sha256`` beside the id is checked.

    Raises
    ------
    DataError
        If a file is broken, a text is missing, or an offset disagrees with its text.
    """
    require_split(NAME, split, SPLITS)
    drops = Drops() if drops is None else drops
    own_folder = (folder / split).is_dir()
    home = folder / split if own_folder else folder
    try:
        documents, findings = _read(home, texts or {})
    except AnnotationError as error:
        raise DataError(str(error)) from None
    by_document: dict[str, list[Mapping[str, Any]]] = {}
    for finding in findings:
        name = finding.get("doc_id") or (next(iter(documents)) if len(documents) == 1 else None)
        if name not in documents:
            raise DataError(f"{home}: finding {finding.get('event_id')!r} is of no known document {name!r}; add it")
        by_document.setdefault(name, []).append(complete(finding, name))
    for name, (text, stated) in documents.items():
        if own_folder or (stated or "train") == split:
            yield _Reading(name, text, by_document.get(name, []), drops).example(split)


def _read(home: Path, texts: Mapping[str, str]) -> tuple[dict[str, tuple[str, str]], list[dict[str, Any]]]:
    """Text and stated split by document, and the findings."""
    if not (home / DOCUMENTS).is_file():
        opened = open_folder(home)
        return {name: (text, "") for name, text in opened.texts.items()}, opened.read_findings()
    documents: dict[str, tuple[str, str]] = {}
    for number, line in enumerate(read_jsonl(home / DOCUMENTS), 1):
        name = line.get("id")
        text = line.get("text") or texts.get(str(name))
        if not isinstance(name, str) or not isinstance(text, str) or not text or name in documents:
            raise DataError(f"{home / DOCUMENTS}: document {number} needs an id of its own and a text; add them")
        expected = line.get("sha256")
        if expected is not None and hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest() != expected:
            raise DataError(f"{home / DOCUMENTS}: the text of {name!r} is not the one annotated; give that one")
        documents[name] = (text, str(line.get("split") or ""))
    return documents, read_jsonl(home / "events.jsonl")


class _Reading:
    """The findings of one text."""

    def __init__(self, name: str, text: str, findings: list[Mapping[str, Any]], drops: Drops) -> None:
        self._name, self._text, self._findings, self._drops = name, text, findings, drops
        #: A molecule that is a cargo somewhere in the text has that type wherever it is named.
        self._cargos = {
            normalise(finding["cargo"]): finding["cargo_type"]
            for finding in findings
            if finding["cargo"] and finding["cargo_type"] != "exosome"
        }

    def example(self, split: str) -> Example:
        """The text as an example."""
        frames = tuple(self._frame(finding) for finding in self._findings)
        return Example(
            id=self._name,
            corpus=NAME,
            licence=LICENCES[NAME].name,
            split=split,
            text=self._text,
            spans=tuple(sorted({span for frame in frames for span in frame.spans()})),
            frames=frames,
            labelled=_LABELLED,
            exhaustive=frozenset({"targets", "pathways"}),
        )

    def _frame(self, finding: Mapping[str, Any]) -> Frame:
        try:
            evidence = tuple((int(passage["start"]), int(passage["end"])) for passage in finding["evidence"])
            changed = finding["radiation_changes_cargo"]
            return Frame(
                actor=self._actor(finding, evidence),
                targets=tuple(
                    self._filler(item, self._molecule(item["text"]), evidence) for item in finding["targets"]
                ),
                pathways=tuple(self._filler(item, "pathway", evidence) for item in finding["pathways"]),
                manipulation=Manipulation(finding["manipulation"]),
                observed=Observed(finding["observed"]),
                effect=Effect(finding["effect"]),
                hedged=finding["hedged"],
                negated=finding["negated"],
                finding_types=tuple(FindingType(kind) for kind in finding["finding_type"]),
                vesicular=finding["vesicular"],
                cargo_type=finding["cargo_type"],
                radiation_changes_cargo=Direction(changed) if changed else None,
                cancer=self._context(finding, "cancer", evidence),
                source=self._context(finding, "source", evidence),
                recipient=self._context(finding, "recipient", evidence),
                radiation=self._context(finding, "radiation", evidence),
                evidence=evidence,
            )
        except (KeyError, TypeError, ValueError) as error:
            if isinstance(error, DataError):
                raise
            where = f"{NAME} {self._name} {finding.get('event_id')}"
            raise DataError(f"{where}: not a finding with offsets ({error!r}); run the annotation's build") from None

    def _actor(self, finding: Mapping[str, Any], evidence: tuple[tuple[int, int], ...]) -> tuple[Span, ...]:
        if finding["cargo"]:
            kind = self._molecule(finding["cargo"])
            return self._places(finding["cargo"], finding["cargo_span"], kind, evidence)
        found = [
            Span(start + mention.start, start + mention.end, "exosome")
            for start, end in evidence
            for mention in lexicon.find(self._text[start:end])
            if mention.type == "exosome"
        ]
        if not found:
            self._drops["cargo without a name and no vesicle in the evidence"] += 1
        return tuple(dict.fromkeys(found))

    def _context(
        self, finding: Mapping[str, Any], role: str, evidence: tuple[tuple[int, int], ...]
    ) -> tuple[Span, ...]:
        words = finding[role]
        if not words:
            return ()
        kind = role
        if role in ("source", "recipient"):
            known = load().look_up(words, {"fluid", "cell", "cancer"})
            kind = known[0].type if known else "cell"
        return self._places(words, finding[f"{role}_span"], kind, evidence)

    def _filler(self, item: Mapping[str, Any], kind: str, evidence: tuple[tuple[int, int], ...]) -> Filler:
        spans = self._places(item["text"], [item["start"], item["end"]], kind, evidence)
        return Filler(spans, Direction(item["direction"]))

    def _places(
        self, words: str, span: list[int] | None, kind: str, evidence: Iterable[tuple[int, int]]
    ) -> tuple[Span, ...]:
        """The annotated place first, then the others of these words within the evidence."""
        if span is None or self._text[span[0] : span[1]] != words:
            raise DataError(f"{NAME} {self._name}: {words!r} is not at its offsets {span}; run the annotation's build")
        first = (span[0], span[1])
        others = sorted(places(self._text, Named(words), evidence) - {first})
        return tuple(Span(start, end, kind) for start, end in (first, *others))

    def _molecule(self, words: str) -> str:
        return self._cargos.get(normalise(words)) or gene_type(words)
