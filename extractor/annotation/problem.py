"""What is wrong with an annotation, and what to do about it."""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["Problem"]


@dataclass(frozen=True, slots=True)
class Problem:
    """One fault of one finding or hard negative.

    ``rule`` is a short name for the kind of fault. A ``warning`` is a thing to look at that may be right as it is.
    """

    event: str
    field: str
    rule: str
    message: str
    remedy: str
    warning: bool = False

    def __str__(self) -> str:
        """The fault in one line."""
        kind = "warning: " if self.warning else ""
        return " ".join(f"{self.event} {self.field}: {kind}{self.message}; {self.remedy} [{self.rule}]".split())
