"""The report of an evaluation: for machines as JSON, for people as tables in Markdown that read well as they are."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from extractor.evaluation.calibration import Calibration
from extractor.evaluation.errors import Error
from extractor.evaluation.intervals import LEVEL, Estimate
from extractor.evaluation.negatives import FalseClaims
from extractor.evaluation.scores import Scores

__all__ = ["FoldScores", "Report", "View", "table"]

#: Scores that the table of folds shows.
IN_FOLDS = ("cargo", "cargo+target", "cargo+pathway", "cargo+effect", "tuple")
HEADINGS = {
    "named": "Named cargo",
    "all": "All findings: named cargo, and classes of molecules or vesicles as such",
    "vesicular": "Named cargo said to be in vesicles",
}


@dataclass(frozen=True, slots=True)
class View:
    """Scores against the gold as annotated, and with second readings counted as right."""

    annotated: Scores
    second_readings: Scores


@dataclass(frozen=True, slots=True)
class FoldScores:
    """Scores on one fold. ``findings``: held out; ``training``: findings that share no group with them."""

    name: str
    findings: int
    training: int
    rows: int
    scores: Scores


@dataclass(frozen=True, slots=True)
class Report:
    """What ``evaluate`` found. ``by`` is the unit of matching and of the bootstrap: document or group."""

    gold: str
    by: str
    documents: int
    findings: int
    rows: int
    resamples: int
    seed: int
    views: Mapping[str, View]
    finding_free: Sequence[FalseClaims]
    folds: Sequence[FoldScores]
    errors: Sequence[Error]
    notes: Sequence[str]
    calibration: Calibration | None = None

    def text(self) -> str:
        """The report as tables in Markdown."""
        return table(self)

    def to_json(self) -> dict[str, Any]:
        """As written to evaluation.json; the errors have a file of their own."""
        return {
            "gold": self.gold,
            "unit": self.by,
            "documents": self.documents,
            "findings": self.findings,
            "rows": self.rows,
            "bootstrap": {"resamples": self.resamples, "seed": self.seed, "level": LEVEL},
            "views": {
                name: {"annotated": view.annotated.to_json(), "second_readings": view.second_readings.to_json()}
                for name, view in self.views.items()
            },
            "finding_free": [claims.to_json() for claims in self.finding_free],
            "folds": [
                {
                    "name": fold.name,
                    "findings": fold.findings,
                    "training": fold.training,
                    "rows": fold.rows,
                    **fold.scores.to_json(),
                }
                for fold in self.folds
            ],
            "calibration": self.calibration.to_json() if self.calibration else None,
            "errors": len(self.errors),
            "notes": list(self.notes),
        }


def table(report: Report) -> str:
    """The report as Markdown."""
    lines = [
        f"# Evaluation on {report.gold}",
        "",
        f"{report.findings} findings in {report.documents} document{'s' * (report.documents != 1)}; "
        f"{report.rows} predicted rows. Matched and resampled by {report.by}; "
        f"{LEVEL:.0%} percentile intervals of {report.resamples} resamples, seed {report.seed}.",
        "",
    ]
    for name, view in report.views.items():
        lines += [f"## {HEADINGS.get(name, name)}", "", *_scores(view), "", *_accuracies(view), ""]
    if report.finding_free:
        rows = [[free.units, str(free.of), str(free.claimed), _shown(free.share)] for free in report.finding_free]
        lines += ["## Where there is no finding", ""]
        lines += [*_grid(["units without a finding", "units", "with a signed effect", "share"], rows), ""]
    if report.folds:
        lines += ["## Folds (F1, named cargo)", "", *_folds(report.folds), ""]
    if report.calibration:
        lines += ["## Confidence of rows with a named cargo", "", *_calibration(report.calibration), ""]
    lines += [f"- {note}" for note in report.notes]
    return "\n".join(lines).rstrip() + "\n"


def _scores(view: View) -> Iterator[str]:
    head = ["score", "precision", "recall", "F1", "F1, second readings", "gold", "predicted", "right"]
    rows = []
    for name, score in view.annotated.scores.items():
        shares = [_shown(score.precision), _shown(score.recall), _shown(score.f1)]
        other = _shown(view.second_readings.scores[name].f1)
        rows.append([name, *shares, other, *map(str, (score.gold, score.predicted, score.right))])
    return _grid(head, rows)


def _accuracies(view: View) -> Iterator[str]:
    rows = [
        [name, _shown(held.share), _shown(view.second_readings.accuracies[name].share), f"{held.right}/{held.compared}"]
        for name, held in view.annotated.accuracies.items()
    ]
    return _grid(["on what was found", "accuracy", "second readings", "right"], rows)


def _calibration(found: Calibration) -> Iterator[str]:
    shown = [str(found.rows), str(found.right), _shown(found.brier), _shown(found.error)]
    risks = [_number(risk) for _, risk in found.risk]
    head = ["rows", "right", "Brier score", "expected calibration error"]
    return _grid([*head, *(f"wrong of the surest {at:.0%}" for at, _ in found.risk)], [[*shown, *risks]])


def _folds(folds: Sequence[FoldScores]) -> Iterator[str]:
    head = ["fold", "findings", "training", "rows", *IN_FOLDS]
    rows = []
    for fold in folds:
        shares = [_number(fold.scores.scores[name].f1.value) for name in IN_FOLDS]
        rows.append([fold.name, str(fold.findings), str(fold.training), str(fold.rows), *shares])
    known = [[s for fold in folds if (s := fold.scores.scores[name].f1.value) is not None] for name in IN_FOLDS]
    means = [_number(sum(values) / len(values) if values else None) for values in known]
    return _grid(head, [*rows, ["mean of folds", "", "", "", *means]])


def _number(value: float | None) -> str:
    return "-" if value is None else f"{value:.3f}"


def _shown(share: Estimate) -> str:
    if share.value is None:
        return "-"
    return f"{_number(share.value)} [{_number(share.low)}, {_number(share.high)}]"


def _grid(head: Sequence[str], rows: Sequence[Sequence[str]]) -> Iterator[str]:
    """A Markdown table with its columns aligned; bars in a name would end a cell."""
    cells = [[cell.replace("|", "/").replace("\n", " ") for cell in row] for row in (head, *rows)]
    widths = [max(len(row[column]) for row in cells) for column in range(len(head))]
    for number, row in enumerate(cells):
        first, *rest = zip(row, widths, strict=True)
        yield "| " + " | ".join([first[0].ljust(first[1]), *(cell.rjust(width) for cell, width in rest)]) + " |"
        if number == 0:
            yield "| " + " | ".join(["-" * widths[0], *("-" * (width - 1) + ":" for width in widths[1:])]) + " |"
