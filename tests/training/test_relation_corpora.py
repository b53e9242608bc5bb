"""Relation corpora: each adapter on a made-up excerpt in the corpus's own format."""

from __future__ import annotations

import gzip
import io
import json
import tarfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from extractor.training.corpora import Drops, load
from extractor.training.corpora.show import frames, masked, spans
from extractor.training.schema import DataError


def _packed(path: Path, content: str) -> None:
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(gzip.compress(content.encode()))


def _archive(path: Path, files: Mapping[str, str]) -> None:
    path.parent.mkdir(exist_ok=True)
    with tarfile.open(path, "w:gz") as archive:
        for name, content in files.items():
            info = tarfile.TarInfo(name)
            info.size = len(content.encode())
            archive.addfile(info, io.BytesIO(content.encode()))


_PUBTATOR = """\
11|t|ABC1 drives glioma.
11|a|Drug X lowers ABC1 and binds the a|b receptor.
11\t0\t4\tABC1\tGeneOrGeneProduct\t7
11\t12\t18\tglioma\tDiseaseOrPhenotypicFeature\tD005910
11\t20\t26\tDrug X\tChemicalEntity\tC1
11\t34\t38\tABC1\tGeneOrGeneProduct\t7
11\t53\t65\ta|b receptor\tGeneOrGeneProduct\t8;9
11\t60\t61\tZ\tGeneOrGeneProduct\t99
11\tPositive_Correlation\t7\tD005910\tNovel
11\tNegative_Correlation\tC1\t7\tNo
11\tAssociation\tD005910\t8\tNo
11\tBind\t9\tC1\tNo
11\tAssociation\t7\t555\tNo
11\t7\tD005910\tSubject:7
11\tC1\t7\tSubject:C1
11\t8\tD005910\tSubject:8

12|t|Nothing is related
12|a|here.

"""


@pytest.mark.parametrize("corpus", ["bioredirect", "bioredirect-bc8"])
def test_bioredirect(tmp_path: Path, corpus: str) -> None:
    file = "bioredirect_test" if corpus == "bioredirect" else "bioredirect_bc8_test"
    _packed(tmp_path / "bioredirect" / f"{file}.pubtator.gz", _PUBTATOR)
    drops = Drops()
    first, second = load(corpus, tmp_path, "test", drops)
    assert first.text == "ABC1 drives glioma. Drug X lowers ABC1 and binds the a|b receptor."
    assert spans(first) == [
        "ABC1:protein", "glioma:cancer", "Drug X:chemical", "ABC1:protein", "a|b receptor:protein"
    ]  # fmt: skip
    assert list(frames(first)) == [
        "ABC1=ABC1; ends+ glioma",
        "Drug X; targets- ABC1=ABC1",
        "a|b receptor; ends~ glioma",
    ]
    assert [(frame.actor_id, frame.ends[0].id) for frame in first.frames if frame.ends] == [
        ("7", "D005910"), ("8", "D005910")
    ]  # fmt: skip
    assert masked(first) == ["a|b receptor | Drug X"]
    assert (first.masked[0].label, first.masked[0].ids) == ("Bind", ("9", "C1"))
    assert second.text == "Nothing is related here."
    assert second.frames == ()
    assert first.exhaustive == {"targets", "ends"}
    assert drops == {
        "mention not at its offsets": 1,
        "relation without a subject (masked)": 1,
        "relation between identifiers without a mention": 1,
    }


def test_a_line_of_no_kind_is_named(tmp_path: Path) -> None:
    _packed(tmp_path / "bioredirect" / "bioredirect_test.pubtator.gz", "11|t|A\n11|a|B\n11\t1\n")
    with pytest.raises(DataError, match=r"bioredirect_test.pubtator.gz:3: no line of the corpus"):
        list(load("bioredirect", tmp_path, "test"))


def _unit(
    number: int, gene: str, cge: str, ccs: str, pt: str, text: str = "XYZ1 loss slows breast cancer growth."
) -> str:
    return f"""<annotation_unit cancer_type="breast" id="au{number}" phase="p1">
<sentence pmid="99.s{number}">{text}</sentence>
<gene range="{gene}">XYZ1</gene>
<expression_change_keyword_1 range="None" type="None">
None
</expression_change_keyword_1>
<expression_change_keyword_2 range="5-8" type="Negative_regulation">loss</expression_change_keyword_2>
<cancer_term range="16-28">breast cancer</cancer_term>
<annotation>
<CGE value="{cge}"/>
<CCS value="{ccs}"/>
<IGE value="unchanged"/>
<PT value="{pt}"/>
</annotation></annotation_unit>
"""


def test_comagc(tmp_path: Path) -> None:
    units = [
        _unit(1, "0-3", "decreased", "cancerTOnormal", "causality"),
        _unit(2, "0-3", "increased", "cancerTOnormal", "causality"),
        _unit(3, "0-3", "decreased", "normalTOcancer", "observation"),
        _unit(4, "0-3", "decreased", "unidentifiable", ""),
        _unit(5, "1-4", "decreased", "cancerTOnormal", "causality"),
    ]
    _packed(
        tmp_path / "comagc" / "CoMAGC.xml.gz",
        '<?xml version="1.0" ?><!DOCTYPE gene_cancer_corpus [\n<!ELEMENT sentence (#PCDATA)>\n'
        "]><gene_cancer_corpus>\n" + "".join(units) + "</gene_cancer_corpus>\n",
    )
    drops = Drops()
    found = list(load("comagc", tmp_path, "train", drops))
    assert [list(frames(example)) for example in found] == [
        ["XYZ1 loss; ends+ breast cancer"],
        ["XYZ1 gain; ends- breast cancer"],
        ["XYZ1; ends~ breast cancer"],
        [],
    ]
    assert found[2].frames[0].ends[0].label == "observation:decreases"
    assert masked(found[3]) == ["XYZ1 | breast cancer"]
    assert [example.id for example in found] == ["au1:99.s1", "au2:99.s2", "au3:99.s3", "au4:99.s4"]
    assert drops == {"state unidentifiable (masked)": 1, "gene or cancer not at its offsets": 1}


def test_xml_with_an_entity_of_its_own_is_refused(tmp_path: Path) -> None:
    _packed(
        tmp_path / "comagc" / "CoMAGC.xml.gz",
        '<!DOCTYPE c [<!ENTITY x SYSTEM "file:///etc/passwd">]><c>' + _unit(1, "0-3", "increased", "x", "") + "</c>",
    )
    with pytest.raises(DataError, match=r"CoMAGC.xml.gz: the XML declares an external entity"):
        list(load("comagc", tmp_path, "train"))


def test_scai_mirna(tmp_path: Path) -> None:
    _packed(
        tmp_path / "scai-mirna" / "miRNA-Test-Corpus.xml.gz",
        """<?xml version="1.0" encoding="UTF-8" standalone="no"?>
<corpus source="miRNA-corpus">
    <document id="d0" origId="123">
        <sentence id="d0.s0" origId="123.s1" text="miR-9 and other microRNAs hit KLF10 in glioma.">
            <entity charOffset="0-4" id="e0" text="miR-9" type="Specific_miRNAs"/>
            <entity charOffset="16-24" id="e1" text="microRNAs" type="Non-Specific_miRNAs"/>
            <entity charOffset="26-28" id="e2" text="hit" type="Relation_Trigger"/>
            <entity charOffset="30-34" id="e3" text="KLF10" type="Genes/Proteins"/>
            <entity charOffset="39-44" id="e4" text="glioma" type="Diseases"/>
            <entity charOffset="40-44" id="e5" text="glioma" type="Diseases"/>
            <pair e1="e0" e2="e3" id="p0" interaction="True" type="Specific_miRNAs-Genes/Proteins"/>
            <pair e1="e0" e2="e4" id="p1" interaction="False" type="Specific_miRNAs-Diseases"/>
            <pair e1="e1" e2="e4" id="p2" interaction="True" type="Non-Specific_miRNAs-Diseases"/>
        </sentence>
    </document>
</corpus>
""",
    )
    drops = Drops()
    (example,) = load("scai-mirna", tmp_path, "test", drops)
    assert example.id == "123:d0.s0"
    assert spans(example) == ["miR-9:miRNA", "microRNAs:other", "KLF10:protein", "glioma:cancer"]
    assert list(frames(example)) == ["miR-9; targets? KLF10", "microRNAs; ends? glioma"]
    assert drops == {"entity not at its offsets": 1}


def test_cancermine(tmp_path: Path) -> None:
    text = "miR-15 suppresses and ABC1 drives AML; ABC1 is mutated."
    a1 = "T1\tgene 0 6\tmiR-15\nT2\tgene 22 26\tABC1\nT3\tcancer 34 37\tAML\nT4\tmutation 47 54\tmutated\n"
    a2 = (
        "R1\tTumor_Suppressor cancer:T3 gene:T1\nR2\tDriver cancer:T3 gene:T2\nR3\tOncogene cancer:T3 gene:T2\n"
        "R4\tOncogene cancer:T9 gene:T2\n"
    )
    _archive(
        tmp_path / "cancermine" / "cancermine.tar.gz",
        {"train/01.a1": a1, "train/01.a2": a2, "train/01.json": "{}", "train/01.txt": text},
    )
    drops = Drops()
    (example,) = load("cancermine", tmp_path, "train", drops)
    assert spans(example) == ["miR-15:miRNA", "ABC1:protein", "AML:cancer", "mutated:other"]
    assert list(frames(example)) == ["miR-15; ends- AML", "ABC1; ends+ AML"]
    assert example.exhaustive == {"ends"}
    assert drops == {"relation without a gene, a cancer or a known type": 1}


def _agac(text: str, denotations: list[tuple[str, str, str]], relations: list[tuple[str, str, str]]) -> str:
    spans_ = [
        {"id": name, "span": {"begin": text.index(words), "end": text.index(words) + len(words)}, "obj": label}
        for name, label, words in denotations
    ]
    links = [{"id": f"R{n}", "pred": p, "subj": s, "obj": o} for n, (p, s, o) in enumerate(relations)]
    data: dict[str, Any] = {"text": text, "denotations": spans_, "relations": links}
    return json.dumps(data)


def test_agac(tmp_path: Path) -> None:
    text = "The R5H mutation reduces expression of ABC1 and thereby induces apoptosis and anaemia."
    nodes = [
        ("T1", "Var", "R5H mutation"), ("T2", "NegReg", "reduces"), ("T3", "MPA", "expression"), ("T4", "Gene", "ABC1"),
        ("T5", "PosReg", "induces"), ("T6", "CPA", "apoptosis"), ("T7", "Disease", "anaemia"),
    ]  # fmt: skip
    links = [
        ("CauseOf", "T1", "T2"), ("ThemeOf", "T3", "T2"), ("ThemeOf", "T4", "T3"), ("CauseOf", "T2", "T5"),
        ("ThemeOf", "T6", "T5"), ("ThemeOf", "T7", "T5"), ("CauseOf", "T1", "T99"),
    ]  # fmt: skip
    later = _agac(
        "A variant causes loss of binding.",
        [("T1", "Variation", "variant"), ("T2", "Negative_Regulation", "loss"), ("T3", "MPA", "binding")],
        [("CauseOf", "T1", "T2"), ("ThemeOf", "T2", "T3")],
    )
    _archive(
        tmp_path / "agac" / "agac.tar.gz",
        {
            "train/P1.json": _agac(text, nodes, links),
            "answer/P2.json": _agac("No.", [], []),
            "v3/P1.json": _agac("Seen before.", [], []),
            "v3/P2.json": _agac("A test text.", [], []),
            "v3/P3.json": later,
        },
    )
    drops = Drops()
    first, second = load("agac", tmp_path, "train", drops)
    assert list(frames(first)) == [
        "R5H mutation; targets- ABC1; pathways+ apoptosis; ends+ anaemia",
        "ABC1; pathways- apoptosis; ends- anaemia",
    ]
    assert (second.id, list(frames(second))) == ("P3", ["variant; ends- binding"])
    assert [example.id for example in load("agac", tmp_path, "test")] == ["P2"]
    assert drops == {"relation without its spans or of an unknown kind": 1}


@pytest.mark.parametrize("broken", ["{", "[]", '{"text": 3}', '{"text": "a", "denotations": [{"id": "T1"}]}'])
def test_agac_with_a_broken_file(tmp_path: Path, broken: str) -> None:
    _archive(tmp_path / "agac" / "agac.tar.gz", {"answer/P1.json": broken})
    with pytest.raises(DataError, match=r"agac.tar.gz: answer/P1.json: "):
        list(load("agac", tmp_path, "test"))


def test_hmdd(tmp_path: Path) -> None:
    rows = [
        "category\tmir\tdisease\tpmid\tdescription",
        "tissue_expression_up\thsa-mir-21\tBreast Neoplasms\t1\tmiR-21 is raised in breast cancer, and TNF-伪 too.",
        "genetics_knock down_suppress\thsa-mir-21\tCarcinoma, Hepatocellular\t2\tLoss of miR-21 slows HCC.",
        "genetics_overexpression_suppress\thsa-mir-125b-2\tColon Neoplasms\t3\tmiR-125b-5p stops colon cancer.",
        "other\thsa-mir-9\tGlioma\t4\tup-regulated",
        "other\thsa-mir-9\tGlioma\t5\tmiR-9 in the heart.",
    ]
    _packed(tmp_path / "hmdd" / "hmdd_v3_alldata.tsv.gz", "\n".join(rows) + "\n")
    drops = Drops()
    found = list(load("hmdd", tmp_path, "train", drops))
    assert [line for example in found for line in frames(example)] == [
        "miR-21; ends~ breast cancer",
        "miR-21 loss; ends+ HCC",
        "miR-125b-5p gain; ends- colon cancer",
    ]
    assert found[0].text.endswith("TNF-α too.")
    assert found[1].id.startswith("2:")
    assert drops == {
        "row whose microRNA is not named in the text": 1,
        "row whose disease is not named": 1,
        "text in which no row has both its names": 2,
    }


@pytest.mark.parametrize("table", ["a\tb\n", "category\tmir\tdisease\tpmid\tdescription\nother\thsa-mir-9\n"])
def test_hmdd_with_other_columns(tmp_path: Path, table: str) -> None:
    _packed(tmp_path / "hmdd" / "hmdd_v3_alldata.tsv.gz", table)
    with pytest.raises(DataError, match=r"hmdd_v3_alldata.tsv.gz:\d: not HMDD's five columns"):
        list(load("hmdd", tmp_path, "train"))
