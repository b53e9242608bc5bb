"""A made-up paper with four findings and two hard negatives, written as quotations."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from extractor.annotation.quotes import resolve, resolve_negative
from extractor.annotation.schema import complete, complete_negative

TEXT = """A made-up paper

Abstract

Vesicles may carry miR-1 into cells. Their number varies.

Results

Exosomal miR-1 from fibroblasts decreased TP53 and activated the β-catenin pathway, \
thus enhancing radioresistance in glioma cells [3, 5]. \
Knock-down of exosomal lncRNA XYZ1 made tumours more sensitive to 2 Gy of X-rays [6–8]. XYZ1 did not act on KRAS.

Exosomal miR-2 had no effect on the radiosensitivity of U87 cells [9]. \
Irradiation raises exosomal CD9, a marker of response [10].

Table 1 Vesicles and their load

Plasma miR-7 predicts survival of patients [11].

References

  1. Doe J. Exosomal miR-1 from fibroblasts enhances radioresistance. 2020.
"""

FIRST = (
    "Exosomal miR-1 from fibroblasts decreased TP53 and activated the β-catenin pathway, "
    "thus enhancing radioresistance in glioma cells [3, 5]."
)
SECOND = "Knock-down of exosomal lncRNA XYZ1 made tumours more sensitive to 2 Gy of X-rays [6–8]."
THIRD = "Exosomal miR-2 had no effect on the radiosensitivity of U87 cells [9]."
FOURTH = "Irradiation raises exosomal CD9, a marker of response [10]."

QUOTES: list[dict[str, Any]] = [
    {
        "event_id": "e001", "refs": [3, 5], "section": "Results", "evidence": [FIRST],
        "cargo": "miR-1", "cargo_type": "miRNA", "cargo_id": "hgnc:31499", "vesicular": True,
        "targets": [{"text": "TP53", "id": "hgnc:11998", "direction": "decreases"}],
        "pathways": [{"text": "β-catenin pathway", "direction": "increases"}],
        "effect": "decreases_radiosensitivity", "finding_type": ["mechanism"], "radiation_changes_cargo": None,
        "manipulation": "native", "observed": "more_resistant",
        "cancer": "glioma", "cancer_id": "mondo:0021042", "source": "fibroblasts", "recipient": "glioma cells",
        "radiation": None, "hypoxia": False, "hedged": False, "negated": False,
        "triggers": [{"role": "target", "text": "decreased"}, {"role": "effect", "text": "enhancing radioresistance"}],
        "alternatives": [{"field": "effect", "value": "not_stated", "why": "thus may\\nbe loose"}],
        "note": "made  up\n twice",
    },
    {
        "event_id": "e002", "refs": [6, 8], "section": "Results", "evidence": [SECOND, "XYZ1 did not act on KRAS."],
        "cargo": {"text": "XYZ1", "nth": 2}, "cargo_type": "lncRNA", "vesicular": True,
        "targets": [{"text": "KRAS", "direction": "unspecified"}], "pathways": [],
        "effect": "decreases_radiosensitivity", "finding_type": ["mechanism"], "manipulation": "loss",
        "observed": "more_sensitive", "cancer": "tumours", "radiation": "2 Gy of X-rays", "hypoxia": False,
        "hedged": False, "negated": True,
        "triggers": [
            {"role": "manipulation", "text": "Knock-down"}, {"role": "effect", "text": "more sensitive"},
            {"role": "negation", "text": "not"},
        ],
        "alternatives": [
            {"field": "is_finding", "value": False, "why": "two sentences"},
            {"field": "targets.KRAS", "value": None, "why": "denied"},
        ],
    },
    {
        "event_id": "e003", "refs": [9], "section": "Results", "evidence": [THIRD], "cargo": "miR-2",
        "cargo_type": "miRNA", "vesicular": True, "effect": "no_effect", "finding_type": ["mechanism"],
        "manipulation": "native", "observed": "no_change", "negated": True,
        "triggers": [{"role": "negation", "text": "no"}, {"role": "effect", "text": "no effect"}],
    },
    {
        "event_id": "e004", "refs": [10], "section": "Results", "evidence": [FOURTH], "cargo": "CD9",
        "cargo_type": "protein", "vesicular": True, "effect": "not_stated",
        "finding_type": ["biomarker", "radiation_response"], "radiation_changes_cargo": "increases",
        "manipulation": "native", "observed": "unclear", "radiation": "Irradiation",
        "triggers": [
            {"role": "radiation_response", "text": "raises"}, {"role": "biomarker", "text": "marker of response"},
        ],
    },
]  # fmt: skip

NEGATIVES: list[dict[str, Any]] = [
    {"neg_id": "n001", "section": "Abstract", "text": "Their number varies.", "reason": "vesicle_biology"},
    {
        "neg_id": "n002", "section": "Table 1", "text": "Plasma miR-7 predicts survival of patients [11].",
        "reason": "prognosis", "note": "no radiotherapy",
    },
]  # fmt: skip


@pytest.fixture
def text() -> str:
    return TEXT


@pytest.fixture
def quotes() -> list[dict[str, Any]]:
    return json.loads(json.dumps(QUOTES))


@pytest.fixture
def events() -> list[dict[str, Any]]:
    return [complete(resolve(event, TEXT), "paper") for event in json.loads(json.dumps(QUOTES))]


@pytest.fixture
def negatives() -> list[dict[str, Any]]:
    return [complete_negative(resolve_negative(negative, TEXT), "paper") for negative in NEGATIVES]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with one text, the quotations, and what the set is called."""
    path = tmp_path / "paper"
    path.mkdir()
    (path / "paper.txt").write_bytes(TEXT.encode())
    for name, lines in (("paper", QUOTES), ("negatives", NEGATIVES)):
        content = "".join(json.dumps(line, ensure_ascii=False) + "\n" for line in lines)
        (path / f"{name}.quotes.jsonl").write_bytes(content.encode())
    (path / "dataset.toml").write_text(
        'name = "made-up"\ndescription = "Four findings."\nversion = "1.0.0"\ndate = "2026-01-02"\n'
        'licence = "https://creativecommons.org/licenses/by/4.0/"\ncreator = "Nobody"\n'
        'citation = "Doe 2020"\nkeywords = ["exosome"]\n'
    )
    return path
