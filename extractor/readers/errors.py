"""The error of a reader: one line that says what is wrong with an input and what the user can do."""

from __future__ import annotations

__all__ = ["ReadError"]


class ReadError(ValueError):
    """An input that cannot be read.

    ``error`` is a short code for machines (empty, too_large, corrupt, encrypted, no_text, garbled, unknown_format and
    the like); ``message`` one line for people, with the remedy.
    """

    def __init__(self, error: str, message: str) -> None:
        super().__init__(error, message)
        self.error = error
        self.message = message

    def __str__(self) -> str:
        return self.message
