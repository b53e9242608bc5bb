"""Findings in the formats of other tools."""

from extractor.exports.formats import FORMATS, export
from extractor.exports.written import ExportError

__all__ = ["FORMATS", "ExportError", "export"]
