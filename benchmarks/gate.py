"""Records a second through the gate, from gzipped PubMed XML of true size, and how long all of PubMed would take.

    python benchmarks/gate.py [--records 30000] [--workers 2]

The files are made up here, seeded: records of realistic length (about 1,500 characters of abstract in six of ten,
authors, headings, references), one in 200 on vesicles. Each worker reads a file of its own, as a run does. Beside it,
where pubmed_parser is installed, its rate at parsing the same file.
"""

from __future__ import annotations

import argparse
import gzip
import random
import tempfile
import time
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

from extractor.gate import Gate
from extractor.readers import read_stream

PUBMED = 38_000_000
WORDS = [
    "patients", "study", "results", "treatment", "cells", "expression", "protein", "clinical", "analysis", "group",
    "significant", "levels", "compared", "disease", "risk", "associated", "control", "increased", "effects", "method",
    "data", "human", "blood", "model", "response", "function", "children",
]  # fmt: skip


def record(number: int, draw: random.Random) -> str:
    def words(count: int) -> str:
        return " ".join(draw.choices(WORDS, k=count))

    topic = "exosomes miR-21 " if number % 200 == 0 else ""
    abstract = f"<Abstract><AbstractText>{topic}{words(220)}.</AbstractText></Abstract>" if number % 10 < 6 else ""
    authors = "".join(
        f'<Author ValidYN="Y"><LastName>{w.title()}</LastName><ForeName>A B</ForeName><Initials>AB</Initials>'
        f"<AffiliationInfo><Affiliation>Department of {words(3)}, University.</Affiliation></AffiliationInfo></Author>"
        for w in draw.choices(WORDS, k=5)
    )
    headings = "".join(
        f'<MeshHeading><DescriptorName UI="D00{n:04}" MajorTopicYN="N">{words(2)}</DescriptorName></MeshHeading>'
        for n in range(9)
    )
    cited = "".join(
        f'<Reference><Citation>J. 2001;{n}:1-9</Citation><ArticleIdList><ArticleId IdType="pubmed">{n}</ArticleId>'
        "</ArticleIdList></Reference>"
        for n in range(draw.choice((0, 0, 12, 30)))
    )
    return (
        f'<PubmedArticle><MedlineCitation Status="MEDLINE"><PMID Version="1">{number + 1}</PMID><Article>'
        f"<Journal><Title>J</Title><JournalIssue><PubDate><Year>2020</Year></PubDate></JournalIssue></Journal>"
        f"<ArticleTitle>{topic}{words(12)}.</ArticleTitle>{abstract}<AuthorList>{authors}</AuthorList></Article>"
        f"<MeshHeadingList>{headings}</MeshHeadingList></MedlineCitation><PubmedData><ReferenceList>{cited}"
        "</ReferenceList></PubmedData></PubmedArticle>\n"
    )


def make(path: Path, records: int, seed: int) -> int:
    draw = random.Random(seed)
    size = 0
    with gzip.open(path, "wt", compresslevel=6, encoding="utf-8") as file:
        file.write("<PubmedArticleSet>\n")
        for number in range(records):
            size += file.write(record(number, draw))
        file.write("</PubmedArticleSet>\n")
    return size


def screen(path: Path) -> tuple[int, int]:
    gate = Gate("cargo")
    with path.open("rb") as file:
        return sum(1 for _ in read_stream(file, path.name, wanted=gate.raw)), gate.turned_away


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--records", type=int, default=30_000)
    parser.add_argument("--workers", type=int, default=2)
    args = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        paths = [Path(name) / f"{n}.xml.gz" for n in range(args.workers)]
        sizes = [make(path, args.records, seed) for seed, path in enumerate(paths)]
        size = sum(sizes) / len(sizes) / args.records
        print(f"{args.workers} files of {args.records:,} records, {size:,.0f} bytes each")
        began = time.perf_counter()
        with ProcessPoolExecutor(args.workers) as pool:
            found = list(pool.map(screen, paths))
        rate = args.records * args.workers / (time.perf_counter() - began)
        print(f"passed {sum(a for a, _ in found):,}, turned away {sum(b for _, b in found):,}")
        print(f"gate: {rate:,.0f} records a second; {PUBMED:,} records in {PUBMED / rate / 3600:.2f} hours")
        try:
            import pubmed_parser
        except ImportError:
            print("pubmed_parser is not installed: not compared")
            return
        began = time.perf_counter()
        count = len(list(pubmed_parser.parse_medline_xml(str(paths[0]))))
        print(f"pubmed_parser, one core: {count / (time.perf_counter() - began):,.0f} records a second")


if __name__ == "__main__":
    main()
