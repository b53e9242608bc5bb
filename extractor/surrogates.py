"""Unpaired surrogates, which no UTF-8 can hold: shown as their escapes."""

from __future__ import annotations

from typing import Any

__all__ = ["shown", "shown_all"]


def shown(text: str) -> str:
    """Text that UTF-8 can hold: an unpaired surrogate stands as its escape, ``\\ud800``."""
    return text.encode("utf-8", "backslashreplace").decode("utf-8")


def shown_all(value: Any) -> Any:
    """The value with :func:`shown` applied to every text in it, keys included."""
    if isinstance(value, str):
        return shown(value)
    if isinstance(value, dict):
        return {shown_all(key): shown_all(item) for key, item in value.items()}
    return [shown_all(item) for item in value] if isinstance(value, list | tuple) else value
