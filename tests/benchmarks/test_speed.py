"""The speed benchmark: its texts, the joining of batches, and a table that says what was not measured."""

import sys
from itertools import count
from pathlib import Path
from types import ModuleType
from typing import Any

import numpy as np
import pytest

FOLDER = Path(__file__).parent.parent.parent / "benchmarks"


@pytest.fixture
def module(monkeypatch: pytest.MonkeyPatch) -> Any:
    monkeypatch.syspath_prepend(FOLDER)

    def load(name: str) -> ModuleType:
        from importlib import import_module

        monkeypatch.delitem(sys.modules, name, raising=False)
        return import_module(name)

    return load


def test_texts_are_the_same_again_and_never_end(module: Any) -> None:
    abstracts = module("speed_texts").abstracts
    many = list(abstracts(1500))
    assert many[:20] == list(abstracts(20))
    assert many[:20] != list(abstracts(20, seed=1))
    assert len({name for name, _ in many}) == 1500
    assert min(len(text) for _, text in many) > 300


def test_batches_are_joined_with_windows_counted_on(module: Any) -> None:
    merged = module("speed_parts")._merged
    arrays = [
        {
            "ids": np.full((1, long), 7),
            "mask": np.ones((1, long), dtype=np.int64),
            "window": np.zeros(2, dtype=np.int64),
            "near": np.ones((2, things), dtype=np.int64),
        }
        for long, things in ((5, 1), (3, 2), (9, 1))
    ]
    ((half, joined),) = merged([("upper", one) for one in arrays])
    assert half == "upper"
    assert joined["ids"].shape == joined["mask"].shape == (3, 9)
    assert joined["mask"].sum(axis=1).tolist() == [3, 5, 9]
    assert joined["window"].tolist() == [0, 0, 1, 1, 2, 2]
    assert joined["near"].shape == (6, 2)


def test_the_table_says_what_was_not_measured(module: Any) -> None:
    speed = module("speed")
    second = count(1)

    def part() -> dict[str, float]:
        return {"seconds": float(next(second)), "peak_mb": 100.0}

    found = {
        "machine": speed.machine(),
        "model": "m",
        "documents": 10,
        "cores": {
            "1": {
                "one_by_one": part(),
                "many": part(),
                "encoder": part() | {"macs": 8e9},
                "int8": {"macs_per_second": 4e9},
                "rules": part(),
            }
        },
        "stages": dict.fromkeys(speed.STAGES, 0.1) | {"subwords": 3000, "windows": 11},
        "start": part(),
        "workers": part(),
        "load_after": 0.5,
    }
    text = speed.table(found)
    assert "| extract, one by one | 1 | 10.0 | 3000 | 100.0 | 100 |" in text
    assert "4 G multiply-adds/s, the limit | 1 | 5.0 |" in text
    assert "en_core_web_sm is not installed" in text
    assert "torch is not installed" in text
    found["cores"]["1"] |= {"spacy": part(), "torch_one_by_one": part(), "torch_batched": part()}
    again = speed.table(found)
    assert "not installed" not in again
    assert "times torch one by one" in again
