"""Extraction over many inputs: what is read, what failed, and going on where a run was stopped."""

from extractor.batch.run import RunError, RunSummary, Settings, run

__all__ = ["RunError", "RunSummary", "Settings", "run"]
