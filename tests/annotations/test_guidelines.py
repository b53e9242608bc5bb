"""The worked example of the guidelines is one: it resolves and keeps its own rules."""

from __future__ import annotations

import json
import re
from pathlib import Path

from extractor.annotation.quotes import resolve, resolve_negative
from extractor.annotation.schema import complete, complete_negative
from extractor.annotation.validate import validate

GUIDELINES = Path(__file__).parents[2] / "annotations" / "GUIDELINES.md"


def test_the_worked_example_resolves_and_is_sound():
    content = GUIDELINES.read_text(encoding="utf-8")
    (text,) = re.findall(r"```text\n(.*?)```", content, re.DOTALL)
    finding, negative = (json.loads(block) for block in re.findall(r"```json\n(.*?)```", content, re.DOTALL))
    event = complete(resolve(finding, text), "example")
    assert validate([event], text, [complete_negative(resolve_negative(negative, text), "example")]) == []
    assert text[slice(*event["cargo_span"])] == "miR-99z"
