"""Put the demo's real output and the measured figures between the README's markers.

    python scripts/fill_readme.py

Runs the extractor on the sample papers and evaluates the model and both baselines on the gold (some minutes).
"""

from __future__ import annotations

import contextlib
import io
import json
import re
import tempfile
from pathlib import Path
from typing import Any

from extractor.cli import main as exocargo
from extractor.model.folder import SHIPPED
from extractor.pipeline import BASELINES

ROOT = Path(__file__).resolve().parents[1]
SCORES = (
    ("cargo", "cargo"),
    ("cargo+target", "cargo + target"),
    ("cargo+target+direction", "cargo + target + direction"),
    ("cargo+pathway", "cargo + pathway"),
    ("cargo+pathway+direction", "cargo + pathway + direction"),
    ("cargo+effect", "cargo + effect (signed)"),
    ("tuple", "whole tuple"),
)


def demo() -> str:
    """What ``exocargo show`` prints of the sample papers."""
    with tempfile.TemporaryDirectory() as folder:
        out = str(Path(folder) / "demo-out")
        if exocargo(["extract", str(ROOT / "examples" / "papers"), "--out", out, "--quiet"]):
            raise SystemExit("the sample papers could not be read")
        text = io.StringIO()
        with contextlib.redirect_stdout(text):
            exocargo(["show", out, "--limit", "16"])
    lines = [line.rstrip() for line in text.getvalue().splitlines()]
    lines = [line.replace(f"{out}:", "demo-out:") for line in lines]
    return "\n".join(f"    {line}".rstrip() for line in lines)


def _evaluate(gold: str, name: str, folds: str | None = None) -> dict[str, Any]:
    how = "--baseline" if name in BASELINES else "--model"
    arguments = ["evaluate", "--gold", str(ROOT / "annotations" / gold), how, name]
    with tempfile.TemporaryDirectory() as folder, contextlib.redirect_stdout(io.StringIO()):
        exocargo([*arguments, *(["--folds", folds] if folds else []), "--out", folder])
        report: dict[str, Any] = json.loads((Path(folder) / "evaluation.json").read_text(encoding="utf-8"))
    return report


def _cell(score: dict[str, Any]) -> str:
    precision, recall, f1 = (score[name] for name in ("precision", "recall", "f1"))
    if f1["value"] is None:
        return "-"
    interval = f"[{f1['low']:.2f}, {f1['high']:.2f}]"
    return f"{precision['value'] or 0:.2f} / {recall['value']:.2f} / **{f1['value']:.2f}** {interval}"


def figures(gold: str) -> str:
    """Model and baselines on a gold set, named cargo, as a table in Markdown."""
    reports = [_evaluate(gold, name) for name in (SHIPPED, "rules", "cooccurrence")]
    rows = [
        "| named cargo: precision / recall / **F1** [95 % interval] | model | rules | co-occurrence |",
        "|---|---|---|---|",
    ]
    for key, label in SCORES:
        cells = [_cell(report["views"]["named"]["annotated"]["scores"][key]) for report in reports]
        rows.append(f"| {label} | {' | '.join(cells)} |")
    rows.append(f"| signed effect claimed where there is none | {' | '.join(map(_free, reports))} |")
    return "\n".join(rows)


def _free(report: dict[str, Any]) -> str:
    unit = report["finding_free"][0]
    return f"{unit['claimed']} of {unit['of']} {unit['units']}"


def fill(text: str, name: str, block: str) -> str:
    """``text`` with ``block`` between the markers of ``name``."""
    pattern = re.compile(rf"(<!-- {name} -->\n).*?(<!-- /{name} -->)", re.DOTALL)
    return pattern.sub(lambda match: f"{match[1]}{block}\n{match[2]}", text)


if __name__ == "__main__":
    readme = ROOT / "README.md"
    filled = fill(readme.read_text(encoding="utf-8"), "demo", demo())
    filled = fill(filled, "gold", figures("gold"))
    readme.write_text(filled, encoding="utf-8")
