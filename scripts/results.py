"""Write models/exocargo-minilm/RESULTS.md: every figure with the command that gives it.

    python scripts/results.py CORPORA

CORPORA is the folder of public corpora; the abstracts' texts are read from there. Takes some minutes.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from extractor.model.folder import SHIPPED

ROOT = Path(__file__).resolve().parents[1]
MODELS = (SHIPPED, "rules", "cooccurrence")
SCORES = (
    "cargo",
    "cargo+target",
    "cargo+target+direction",
    "cargo+pathway",
    "cargo+pathway+direction",
    "cargo+effect",
    "tuple",
)
SETS = {
    "gold": "The gold: the review's findings. The model was not trained on them; the rules' faults on this text were "
    "mended, by general rules, and the rules' reading is an input of the model. The model's errors here were read; "
    "what came of it are names in the lexicons, written passages, and findings that say no more than a link.",
    "abstracts/test": "65 real abstracts on vesicles, hardly any on radiation; they chose nothing, nobody looked.",
    "abstracts/dev": "155 more of them; they chose epochs, thresholds and calibration.",
    "written/dev": "75 written passages on vesicles and radiation; they chose epochs, thresholds and calibration, and "
    "written text is easier than real text.",
    "written/calibration": "187 short written passages, most of one to three sentences; no weights were trained on "
    "them, but they chose thresholds and calibration.",
}
#: Benchmarks on public test sets, with what they are asked for.
BENCHMARKS = {
    "mentions": ("benchmarks/mentions.py",),
    "relations": ("benchmarks/relations.py", "bioredirect", "mlee", "scai-mirna", "comagc"),
}
#: Tables on the project's own sets.
TABLES = ("patterns", "renamed")


def _run(*words: str) -> str:
    done = subprocess.run([sys.executable, *words], cwd=ROOT, capture_output=True, text=True, check=False)
    if done.returncode:
        raise SystemExit(f"{' '.join(words)}: {done.stderr.strip()[-500:]}")
    return done.stdout


def _report(gold: str, model: str, out: Path) -> dict[str, Any]:
    how = "--model" if model == SHIPPED else "--baseline"
    _run("-m", "extractor.cli", "evaluate", "--gold", gold, how, model, "--out", str(out))
    found: dict[str, Any] = json.loads((out / "evaluation.json").read_text(encoding="utf-8"))
    return found


def _cell(score: dict[str, Any]) -> str:
    f1 = score["f1"]
    if f1["value"] is None:
        return "-"
    parts = f"{score['precision']['value'] or 0:.2f} / {score['recall']['value'] or 0:.2f} / **{f1['value']:.2f}**"
    return f"{parts} [{f1['low']:.2f}, {f1['high']:.2f}]"


def section(name: str, about: str, corpora: Path) -> list[str]:
    """The scores of model and baselines on one set."""
    with tempfile.TemporaryDirectory() as scratch:
        gold, command = (
            f"annotations/{name}",
            f"exocargo evaluate --gold annotations/{name} --model {SHIPPED} --out OUT",
        )
        if name.startswith("abstracts"):
            gold = str(Path(scratch) / "set")
            _run("scripts/abstract_texts.py", str(corpora), f"annotations/{name}", gold)
            command = (
                f"python scripts/abstract_texts.py CORPORA annotations/{name} SET\n"
                f"    exocargo evaluate --gold SET --model {SHIPPED} --out OUT"
            )
        reports = [_report(gold, model, Path(scratch) / model) for model in MODELS]
    lines = [
        f"## {name}",
        "",
        about,
        "",
        f"    {command}",
        "",
        "(likewise `--baseline rules`, `--baseline cooccurrence`)",
        "",
    ]
    lines += [
        "| named cargo: precision / recall / **F1** [95 %] | model | rules | co-occurrence |",
        "|---|---|---|---|",
    ]
    for score in SCORES:
        cells = [_cell(report["views"]["named"]["annotated"]["scores"][score]) for report in reports]
        lines.append(f"| {score} | {' | '.join(cells)} |")
    for at, free in enumerate(reports[0]["finding_free"]):
        shares = [f"{r['finding_free'][at]['claimed']} of {r['finding_free'][at]['of']}" for r in reports]
        lines.append(f"| signed effect claimed: {free['units']} | {' | '.join(shares)} |")
    accuracies = reports[0]["views"]["named"]["annotated"]["accuracies"]
    for key in accuracies:
        if "effect" in key or "direction" in key:
            held = [r["views"]["named"]["annotated"]["accuracies"][key] for r in reports]
            cells = [f"{h['right']} of {h['compared']}" for h in held]
            lines.append(f"| right, on what was found: {key} | {' | '.join(cells)} |")
    told = reports[0]["calibration"]
    if told:
        error, brier = told["expected_calibration_error"], told["brier"]
        risks = ", ".join(f"{at['risk']:.2f} of the surest {at['coverage']:.0%}" for at in told["risk_coverage"])
        lines += [
            "",
            f"Confidence of the model's {told['rows']} rows, {told['right']} right as whole tuples: Brier score "
            f"{brier['value']:.3f} [{brier['low']:.3f}, {brier['high']:.3f}], expected calibration error "
            f"{error['value']:.3f} [{error['low']:.3f}, {error['high']:.3f}] (biased upwards on few rows). "
            f"Share of wrong rows: {risks}.",
        ]
    return [*lines, ""]


def table(name: str, corpora: Path) -> str:
    """A table of a script over the project's own sets."""
    if name == "patterns":
        return _run("scripts/patterns.py")
    with tempfile.TemporaryDirectory() as scratch:
        abstracts = f"{scratch}/abstracts/dev"
        _run("scripts/abstract_texts.py", str(corpora), "annotations/abstracts/dev", abstracts)
        return _run("scripts/masked_control.py", "annotations/written/dev", abstracts)


def main() -> None:
    """Measure and write."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("corpora", type=Path)
    parser.add_argument(
        "--skip", nargs="*", choices=tuple(BENCHMARKS), default=[], help="public test sets to leave out"
    )
    args = parser.parse_args()
    text = (ROOT / "scripts" / "results.md").read_text(encoding="utf-8")
    blocks = {"sets": "\n".join(line for name, about in SETS.items() for line in section(name, about, args.corpora))}
    for name, words in BENCHMARKS.items():
        shown = "not measured for this version" if name in args.skip else _run(words[0], str(args.corpora), *words[1:])
        blocks[name] = "\n".join(f"    {line}" for line in shown.rstrip().splitlines())
    blocks |= {name: table(name, args.corpora) for name in TABLES}
    for name, block in blocks.items():
        text = text.replace(f"<!-- {name} -->", block.rstrip())
    (ROOT / "models" / SHIPPED / "RESULTS.md").write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
