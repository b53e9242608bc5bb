"""Values as JSON and a browser hold them: no unpaired surrogates, no numbers that are none."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Mapping
from typing import Any

from extractor.surrogates import shown

__all__ = ["plain"]


def plain(value: Any) -> Any:
    """A value of a table as JSON can hold it; what JSON has no kind for becomes text, a number that is none null."""
    if value is None or isinstance(value, bool | int):
        return value
    if isinstance(value, str):
        return shown(value)
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    if isinstance(value, Mapping):
        return {shown(str(key)): plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [plain(item) for item in value]
    if isinstance(value, dt.datetime | dt.date):
        return value.isoformat()
    return shown(str(value))
