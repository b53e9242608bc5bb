"""Seconds and memory for merging synthetic evidence rows into findings.

    python benchmarks/merge.py [--rows 1000000]

The rows are made up here, seeded: 5,000 cargos, 20,000 targets, 300 pathways, five rows a paper, one in
three without target. They come from an iterator, as from files, so that what is counted is what merging itself holds.
"""

from __future__ import annotations

import argparse
import random
import resource
import time
from collections.abc import Iterator
from typing import Any

from extractor.findings import merge

EFFECTS = ("increases_radiosensitivity", "decreases_radiosensitivity", "no_effect", "not_stated")


def rows(count: int) -> Iterator[dict[str, Any]]:
    draw = random.Random(0)
    for number in range(count):
        at = draw.randrange(1_000_000)
        target = f"GENE{int(20_000 * draw.random() ** 2)}" if number % 3 else None
        pathway = f"pathway {draw.randrange(300)}" if number % 4 == 0 else None
        yield {
            "doc_id": str(10_000_000 + number // 5), "cargo": f"miR-{int(5_000 * draw.random() ** 2)}",
            "cargo_type": "miRNA", "cargo_id": None, "target": target, "target_id": None,
            "target_direction": "decreases" if target else None, "pathway": pathway, "pathway_id": None,
            "pathway_direction": "increases" if pathway else None, "effect": draw.choice(EFFECTS),
            "finding_type": ["mechanism"], "cancer": f"cancer {draw.randrange(40)}", "confidence": draw.random(),
            "evidence": [{"start": at, "end": at + 100}], "manipulation": "native", "model": "rules",
        }  # fmt: skip


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rows", type=int, default=1_000_000)
    count = parser.parse_args().rows
    began = time.perf_counter()
    findings = merge(rows(count))
    seconds = time.perf_counter() - began
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20
    print(f"{count:,} rows to {len(findings):,} findings: {seconds:.0f} s, {memory:.1f} GiB at most")


if __name__ == "__main__":
    main()
