"""From a gold set and predictions to a report."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from extractor.document import Document
from extractor.evaluation import gold as golds
from extractor.evaluation import predictions as rows_
from extractor.evaluation.calibration import calibration
from extractor.evaluation.counts import Tally, tally
from extractor.evaluation.errors import errors, listing
from extractor.evaluation.folds import Fold, by_group, by_section, parts
from extractor.evaluation.gold import GoldEvent, GoldSet
from extractor.evaluation.intervals import RESAMPLES
from extractor.evaluation.match import Matching, match, spans
from extractor.evaluation.negatives import MIN_WORDS, false_claims
from extractor.evaluation.predictions import Row
from extractor.evaluation.readings import chosen, reading
from extractor.evaluation.report import FoldScores, Report, View, table
from extractor.evaluation.scores import Scores, scores
from extractor.readers.errors import ReadError
from extractor.readers.plain import find_sections

__all__ = ["FOLDS", "VIEWS", "Extractor", "evaluate", "predict", "run", "write"]

#: A document's rows in the form of ``tuples.jsonl``.
Extractor = Callable[[Document], Iterable[Mapping[str, Any]]]

FOLDS = ("group", "section")

#: What each view keeps, of findings and of rows alike. The first is the headline.
VIEWS: dict[str, Callable[[GoldEvent | Row], bool]] = {
    "named": lambda source: source.cargo is not None,
    "all": lambda source: True,
    "vesicular": lambda source: source.cargo is not None and source.vesicular,
}


def evaluate(
    gold: GoldSet,
    predictions: Iterable[Row],
    folds: str | Sequence[Fold] | None = None,
    *,
    k: int = 5,
    resamples: int = RESAMPLES,
    seed: int = 0,
) -> Report:
    """Score predictions against a gold set.

    Parameters
    ----------
    gold, predictions:
        See ``gold.load`` and ``predictions.load``. The order of the predictions and duplicates of a row change nothing.
    folds:
        ``group`` or ``section``, or folds made before, to score each held-out part also by itself.
    k:
        The number of group folds.
    resamples, seed:
        Of the bootstrap over documents, or over groups in a gold set of one document.

    Raises
    ------
    ReadError
        If no prediction is of a document of the gold, or the folds cannot be made.
    """
    matching = match(gold, predictions)
    rows = sum(len(unit.rows) for unit in matching.units)
    return Report(
        gold=gold.name,
        by=matching.by,
        documents=len(gold.documents),
        findings=len(gold.events),
        rows=rows,
        resamples=resamples,
        seed=seed,
        views={
            name: View(*(_scored(gold, matching, name, other, resamples, seed) for other in (False, True)))
            for name in VIEWS
        },
        finding_free=false_claims(gold, matching, resamples, seed),
        folds=_folds(gold, matching, _made(gold, folds, k, seed), resamples, seed),
        errors=errors(matching, gold.documents),
        notes=_notes(gold, matching, rows),
        calibration=calibration(matching, resamples, seed),
    )


def _scored(gold: GoldSet, matching: Matching, view: str, readings: bool, resamples: int, seed: int) -> Scores:
    placed = [bool(spans(row)) for unit in matching.units for row in unit.rows]
    is_located = any(placed) or not placed
    keep = VIEWS[view]
    tallies: list[Tally] = []
    for unit in matching.units:
        roles = matching.roles[unit.doc_id]
        events = chosen(unit.events, unit.rows, roles) if readings else list(unit.events)
        events = [event for event in events if keep(event)]
        rows = [row for row in unit.rows if keep(row)]
        # A document without a finding was still drawn; a group without one in this view is no part of it.
        if events or rows or matching.by == "document":
            tallies.append(tally(events, rows, roles, gold.documents[unit.doc_id] if is_located else ""))
    return scores(tallies, resamples, seed)


def _made(gold: GoldSet, folds: str | Sequence[Fold] | None, k: int, seed: int) -> Sequence[Fold]:
    if folds is None:
        return ()
    if not isinstance(folds, str):
        return folds
    if folds not in FOLDS:
        raise ReadError("no_folds", f"folds {folds!r}: one of {', '.join(FOLDS)} is expected")
    return by_section(gold) if folds == "section" else by_group(gold, k, seed)


def _folds(
    gold: GoldSet, matching: Matching, folds: Sequence[Fold], resamples: int, seed: int
) -> tuple[FoldScores, ...]:
    found = []
    for fold, rows in zip(folds, parts(gold, folds, matching), strict=True):
        held_out = gold.only(fold.test, fold.documents)
        own = _scored(held_out, match(held_out, rows), "named", False, resamples, seed)
        found.append(FoldScores(fold.name, len(fold.test), len(fold.train), len(rows), own))
    return tuple(found)


def _notes(gold: GoldSet, matching: Matching, rows: int) -> tuple[str, ...]:
    notes = [
        "A name counts as the same with the same identifier or the same normalised name. A finding with several "
        "targets and pathways counts as each target with each pathway.",
    ]
    if gold.is_single:
        notes.append(
            "One document of many studies: a prediction is judged against the group of findings on whose evidence it "
            "stands; one that stands on none is spurious."
        )
        notes.append(
            "There is no document without a finding in this set: hard negatives are annotated passages, paragraphs "
            f"are those of {MIN_WORDS} or more words that no evidence touches."
        )
    if matching.by_name:
        notes.append(
            f"{matching.by_name} of {rows} rows quote nothing that stands at their offsets in the gold's text; they "
            "were matched over the whole document by names"
            + ("." if matching.by_name < rows else ", and mentions could not be scored.")
        )
    if matching.elsewhere:
        notes.append(f"{matching.elsewhere} rows are of documents that the gold does not have; they were left out.")
    unread = sum(reading(event, other) is event for event in gold.events for other in event.alternatives)
    if unread:
        notes.append(f"{unread} second readings are written for people only and change no score.")
    return tuple(notes)


def predict(gold: GoldSet, extract: Extractor, read: Callable[[str, str], Document] | None = None) -> tuple[Row, ...]:
    """Run an extractor over the gold's documents.

    ``read`` makes the document from its id and text, with its sections; by default as plain text is read. It must
    leave the text as it is: the gold's offsets are into it.
    """
    if not any(gold.documents.values()):
        raise ReadError("no_text", f"{gold.name}: ships without its texts; see its README for how to add them")
    read = read or _plain
    found: list[Row] = []
    for doc_id, text in gold.documents.items():
        if text:
            found += rows_.from_rows(extract(read(doc_id, text)), f"{doc_id}:")
    return tuple(found)


def _plain(doc_id: str, text: str) -> Document:
    return Document(id=doc_id, text=text, sections=find_sections(text))


def run(
    gold_path: str | Path,
    predictions: str | Path | Extractor,
    folds: str | None,
    out_dir: str | Path,
    *,
    read: Callable[[str, str], Document] | None = None,
    k: int = 5,
    resamples: int = RESAMPLES,
    seed: int = 0,
) -> Report:
    """Evaluate ``tuples.jsonl``, or an extractor over the gold's documents, and write the report; see ``write``."""
    gold = golds.load(gold_path)
    found = predict(gold, predictions, read) if callable(predictions) else rows_.load(predictions)
    report = evaluate(gold, found, folds, k=k, resamples=resamples, seed=seed)
    write(report, out_dir)
    return report


def write(report: Report, out_dir: str | Path) -> None:
    """Write evaluation.json, evaluation.txt, errors.jsonl and errors.md into a folder."""
    out = Path(out_dir)
    files = {
        "evaluation.json": json.dumps(report.to_json(), indent=2, ensure_ascii=False) + "\n",
        "evaluation.txt": table(report),
        "errors.jsonl": "".join(json.dumps(error.to_json(), ensure_ascii=False) + "\n" for error in report.errors),
        "errors.md": listing(report.errors),
    }
    try:
        out.mkdir(parents=True, exist_ok=True)
        for name, text in files.items():
            (out / name).write_text(text, encoding="utf-8", newline="\n")
    except OSError as error:
        raise ReadError("unwritable", f"{out}: {error.strerror or error}; give a folder that can be written") from None
