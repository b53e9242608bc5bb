"""Importing the package loads nothing heavy: what reads papers is imported when it is first used."""

import subprocess
import sys
from pathlib import Path

HEAVY = (
    "spacy",
    "numpy",
    "onnxruntime",
    "pyarrow",
    "lxml",
    "torch",
    "transformers",
    "datasets",
    "tokenizers",
    "pydantic",
)
ROOT = Path(__file__).parent.parent


def loaded(code: str) -> set[str]:
    script = f"{code}\nimport sys; print(*(name for name in {HEAVY!r} if name in sys.modules))"
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, cwd=ROOT, check=True)
    return set(done.stdout.split())


def test_importing_the_package_and_asking_for_a_function() -> None:
    assert loaded("import extractor; extractor.__version__") == set()
    assert loaded("import extractor; extractor.datasets_map; extractor.Document; extractor.Rows") == set()
    assert loaded("import extractor.cli") == set()


def test_the_rules_need_no_runtime_of_networks() -> None:
    assert loaded("import extractor; extractor.load('rules').extract('Exosomal miR-7 was seen.')") >= {
        "spacy",
        "pyarrow",
    }
    rules = loaded("import extractor; extractor.load('rules')")
    assert not rules & {"spacy", "onnxruntime", "torch", "transformers", "datasets"}
