"""The report: a folder of results as one HTML page that opens anywhere, without a server and without a network."""

from extractor.report.write import write_report

__all__ = ["write_report"]
