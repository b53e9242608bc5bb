"""Marks of what other databases know, from tables in the shape in which those databases give them out."""

import gzip
from pathlib import Path
from typing import Any

import pytest

from extractor.cli import main
from extractor.findings import merge
from extractor.findings.known import read_known
from extractor.findings.table import TableError, read_table

MIRTARBASE = (
    "miRTarBase ID,miRNA,Species (miRNA),Target Gene,Target Gene (Entrez ID),Species (Target Gene),Experiments,"
    "Support Type,References (PMID)\n"
    "MIRT1,hsa-miR-21-5p,Homo sapiens,PTEN,5728,Homo sapiens,Luciferase reporter assay,Functional MTI,1\n"
    "MIRT2,hsa-miR-34a-5p,Homo sapiens,BCL2,596,Homo sapiens,Western blot,Non-Functional MTI,2\n"
    "MIRT3,mmu-miR-155-5p,Mus musculus,Socs1,12703,Mus musculus,Luciferase reporter assay,Functional MTI,3\n"
)
TARBASE = (
    "geneId\tgeneName\tmirna\tspecies\tcell_line\tmethod\tpositive_negative\n"
    "ENSG1\tPTEN\thsa-miR-21-5p\tHomo sapiens\tMCF7\tHITS-CLIP\tPOSITIVE\n"
    "ENSG2\tBCL2\thsa-miR-21-5p\tHomo sapiens\tMCF7\tHITS-CLIP\tNEGATIVE\n"
)
EXOCARTA = (
    "CONTENT ID\tCONTENT TYPE\tENTREZ GENE ID\tGENE SYMBOL\tSPECIES\tEXPERIMENT ID\n"
    "1\tprotein\t3303\tHSPA1A\tHomo sapiens\t1\n"
    "2\tmRNA\t5728\tPTEN\tHomo sapiens\t1\n"
    "3\tprotein\t1\tCD63\tMus musculus\t1\n"
)
VESICLEPEDIA = "CONTENT ID\tCONTENT TYPE\tMIRNA ID\tSPECIES\n1\tmiRNA\thsa-miR-21\tHomo sapiens\n"


def finding(cargo: str | None, target: str | None = None, kind: str = "miRNA", **ids: str) -> dict[str, Any]:
    row = {"doc_id": "1", "cargo": cargo, "cargo_type": kind, "target": target, "effect": "not_stated", **ids}
    (found,) = merge([row])
    return found


def table(folder: Path, name: str, text: str) -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


@pytest.fixture
def pairs(tmp_path: Path) -> list[Path]:
    return [table(tmp_path, "hsa_MTI.csv", MIRTARBASE), table(tmp_path, "tarbase.tsv", TARBASE)]


@pytest.mark.parametrize(
    ("cargo", "target", "marks"),
    [
        ("miR-21-5p", "PTEN", ["hsa_MTI", "tarbase"]),
        ("miRNA-21", "PTEN", ["hsa_MTI", "tarbase"]),
        ("miR-21-3p", "PTEN", []),
        ("miR-21", "MMAC1", ["hsa_MTI", "tarbase"]),  # an old symbol of PTEN
        ("miR-34a", "BCL2", []),
        ("miR-21", "BCL2", []),
        ("miR-155", "SOCS1", []),
        ("miR-21", None, None),
    ],
)
def test_pairs_are_known_by_molecule_arm_and_gene(
    pairs: list[Path], cargo: str, target: str | None, marks: list[str] | None
) -> None:
    found = finding(cargo, target)
    read_known(pairs).mark([found])
    assert (found["known_pair"], found["known_cargo"]) == (marks, None)


def test_an_identifier_outranks_the_spelling(pairs: list[Path]) -> None:
    found = finding("miR-21", "phosphatase and tensin homolog", target_id="hgnc:9588")
    read_known(pairs).mark([found])
    assert found["known_pair"] == ["hsa_MTI", "tarbase"]


@pytest.mark.parametrize(
    ("cargo", "kind", "marks"),
    [
        ("HSPA1A", "protein", ["EXOCARTA"]),
        ("HSPA1A", "mRNA", []),
        ("PTEN", "mRNA", ["EXOCARTA"]),
        ("CD63", "protein", []),
        ("miR-21-5p", "miRNA", ["VESICLEPEDIA_MIRNA"]),
        ("miR-22", "miRNA", []),
        (None, "exosome", None),
    ],
)
def test_cargo_is_known_by_name_and_kind(tmp_path: Path, cargo: str | None, kind: str, marks: list[str] | None) -> None:
    packed = tmp_path / "VESICLEPEDIA_MIRNA.txt.gz"
    packed.write_bytes(gzip.compress(VESICLEPEDIA.encode()))
    found = finding(cargo, kind=kind)
    read_known(cargo=[table(tmp_path, "EXOCARTA.txt", EXOCARTA), packed]).mark([found])
    assert found["known_cargo"] == marks


def test_merge_marks_its_table(pairs: list[Path], tmp_path: Path) -> None:
    tuples = tmp_path / "tuples.jsonl"
    tuples.write_text(
        '{"doc_id": "1", "cargo": "miR-21", "cargo_type": "miRNA", "target": "PTEN", "effect": "no_effect"}'
    )
    command = ["merge", str(tuples), "--out", str(tmp_path / "out")]
    assert main([*command, "--known-pairs", str(pairs[0]), "--known-pairs", str(pairs[1])]) == 0
    (row,) = read_table(tmp_path / "out")
    assert (row["known_pair"], row["known_cargo"]) == (["hsa_MTI", "tarbase"], None)


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"a,b\n1,2\n", "no columns of microRNAs and target genes"),
        (b"", "no columns of microRNAs and target genes"),
        (b"PK\x03\x04\x00\x00", "no columns of microRNAs and target genes"),
        (b"\x1f\x8bnot gzip", "cannot be read"),
        (b"miRNA,Target Gene\n" + b"x" * 1_200_000 + b",y\n", "cannot be read"),
    ],
)
def test_other_tables_are_refused_by_name(tmp_path: Path, content: bytes, words: str) -> None:
    path = tmp_path / "other.csv"
    path.write_bytes(content)
    with pytest.raises(TableError, match=rf"other\.csv: {words}"):
        read_known([path])


def test_a_table_that_is_not_there_is_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "tuples.jsonl").touch()
    missing = tmp_path / "none.csv"
    out = ["--out", str(tmp_path / "out"), "--known-cargo", str(missing)]
    assert main(["merge", str(tmp_path / "tuples.jsonl"), *out]) == 1
    assert "none.csv: cannot be read (No such file or directory)" in capsys.readouterr().err
