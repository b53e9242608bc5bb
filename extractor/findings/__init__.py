"""The normalised findings table: tuples of many documents merged into one row a finding."""

from extractor.findings.merge import merge
from extractor.findings.table import SCHEMA, SCHEMA_VERSION, read_tuples, write_table

__all__ = ["SCHEMA", "SCHEMA_VERSION", "merge", "read_tuples", "write_table"]
