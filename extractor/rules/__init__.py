"""The rules extractor: signs composed from cue words over mentions, without a parser and without training.

It is the extractor while no trained model is at hand, and the baseline that a trained model has to beat.
"""

from extractor.rules.extractor import NAME, Reading, extract, read

__all__ = ["NAME", "Reading", "extract", "read"]
