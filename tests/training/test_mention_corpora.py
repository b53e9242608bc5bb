"""Mention sets, the registry, and files that are missing or broken."""

from __future__ import annotations

import gzip
import io
import tarfile
from collections.abc import Mapping
from pathlib import Path

import pytest

from extractor.training.corpora import LICENCES, NAMES, OVERLAP, Drops, load, may_train, splits
from extractor.training.corpora.show import spans
from extractor.training.schema import SPLITS, DataError


def _packed(path: Path, content: str | bytes) -> None:
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(gzip.compress(content.encode() if isinstance(content, str) else content))


def _archive(path: Path, files: Mapping[str, str]) -> None:
    path.parent.mkdir(exist_ok=True)
    with tarfile.open(path, "w:gz") as archive:
        for name, content in files.items():
            info = tarfile.TarInfo(name)
            info.size = len(content.encode())
            archive.addfile(info, io.BytesIO(content.encode()))


def _tokens(*sentences: str) -> str:
    """``S/B -/I 100/I stains/O`` as token-per-line, with GENE or Disease for the type."""
    out = []
    for sentence in sentences:
        for pair in sentence.split():
            token, _, tag = pair.rpartition("/")
            out.append(f"{token}\t{tag if tag == 'O' else f'{tag}-X'}")
        out.append("")
    return "\n".join(out)


def test_bc2gm(tmp_path: Path) -> None:
    _packed(
        tmp_path / "bc2gm" / "devel.tsv.gz",
        _tokens("S/B -/I 100/I stained/O (/O not/O miR/B -/I 21/I )/O ./O", "No/O gene/O", "ABC1/B DEF2/B mRNA/I"),
    )
    found = list(load("bc2gm", tmp_path, "dev"))
    assert [example.text for example in found] == ["S-100 stained (not miR-21).", "No gene", "ABC1 DEF2 mRNA"]
    assert [spans(example) for example in found] == [
        ["S-100:protein", "miR-21:miRNA"], [], ["ABC1:protein", "DEF2 mRNA:mRNA"]
    ]  # fmt: skip
    assert [example.id for example in found] == ["dev:1", "dev:13", "dev:16"]
    assert found[0].labelled == {"mentions"}
    assert "protein" in found[0].marked


def test_ncbi_disease(tmp_path: Path) -> None:
    _packed(
        tmp_path / "ncbi-disease" / "test.tsv.gz", _tokens("colon/B tumour/I and/O type/B 2/I diabetes/I ,/O gout/I")
    )
    drops = Drops()
    (example,) = load("ncbi-disease", tmp_path, "test", drops)
    assert spans(example) == ["colon tumour:cancer", "type 2 diabetes:disease", "gout:disease"]
    assert drops == {"mention that begins inside": 1}


@pytest.mark.parametrize("line", ["token", "token\tX", "\tO"])
def test_a_token_without_a_tag_is_named(tmp_path: Path, line: str) -> None:
    _packed(tmp_path / "bc2gm" / "train.tsv.gz", f"a\tO\n{line}\n")
    with pytest.raises(DataError, match=r"train.tsv.gz:2: not a token and its tag"):
        list(load("bc2gm", tmp_path, "train"))


def test_anatem(tmp_path: Path) -> None:
    text = "HeLa cells in glioma of the brain\n"
    ann = "T1\tCell 0 10\tHeLa cells\nT2\tCancer 14 20\tglioma\nT3\tOrgan 28 33\tbrain\n"
    _archive(
        tmp_path / "anatem" / "anatem.tar.gz",
        {"train/P0.ann": "", "train/P0.txt": "x", "devel/P1.ann": ann, "devel/P1.txt": text, "devel/P2.txt": "alone"},
    )
    drops = Drops()
    (example,) = load("anatem", tmp_path, "dev", drops)
    assert (example.id, example.text) == ("P1", text)
    assert spans(example) == ["HeLa cells:cell", "glioma:cancer", "brain:other"]
    assert example.marked == {"cell", "cancer"}
    assert drops == {"document without its text or mentions": 1}


def test_craft(tmp_path: Path) -> None:
    text = "Bmp4 drives apoptosis and gene expression in neurons; exosomes, tumors, lung and liver cells."
    rows = ["ontology\tpmid\tspans\tconcept_id\tlabel\ttext"]
    for ontology, concept, words in (
        ("PR", "PR:1", "Bmp4"), ("GO_BP", "GO:0006915", "apoptosis"), ("GO_BP", "GO:0010467", "gene expression"),
        ("CL", "CL:1", "neurons"), ("GO_CC", "GO:0070062", "exosomes"), ("MONDO", "MONDO:1", "tumors"),
    ):  # fmt: skip
        start = text.index(words)
        rows.append(f"{ontology}\t5\t{start}-{start + len(words)}\t{concept}\tlabel\t{words}")
    rows += ["CL\t5\t10-14\tCL:2\tl\twrong", "CL\t5\t68-72;83-88\tCL:3\tl\tlung cells", "CL\t6\t0-4\tCL:4\tl\tBmp4"]
    _packed(tmp_path / "craft" / "craft-concepts.tsv.gz", "\n".join(rows) + "\n")
    _archive(
        tmp_path / "craft" / "craft-articles.tar.gz",
        {"txt/5.txt": text, "txt/6.txt": text, "ids/craft-ids-dev.txt": "5\n", "ids/craft-ids-test.txt": "6\n"},
    )
    drops = Drops()
    (example,) = load("craft", tmp_path, "dev", drops)
    assert spans(example) == [
        "Bmp4:protein", "apoptosis:pathway", "gene expression:other", "neurons:cell", "exosomes:exosome",
        "tumors:cancer",
    ]  # fmt: skip
    assert drops == {"mention not at its offsets": 1, "mention in several pieces": 1}


def test_the_registry_agrees_with_itself() -> None:
    assert set(NAMES) == set(LICENCES)
    assert set(OVERLAP) <= set(NAMES)
    assert all(set(splits(name)) <= set(SPLITS) for name in NAMES)
    assert {name for name in NAMES if LICENCES[name].evaluation_only} == {"mlee", "scai-mirna"}


def test_no_restricted_corpus_trains_what_ships() -> None:
    for name, licence in LICENCES.items():
        assert may_train(name, ships=True) == (licence.ships and not licence.evaluation_only)
        if "NC" in licence.name or "research" in licence.reason:
            assert not may_train(name, ships=True)
    assert not may_train("mlee", ships=False)
    assert may_train("bionlp-st-2011-ge", ships=False)
    assert not LICENCES["agac"].stated


def test_unknown_names_and_splits() -> None:
    with pytest.raises(DataError, match="no corpus 'biored'; choose from agac, "):
        load("biored", Path(), "train")
    with pytest.raises(DataError, match="no corpus"):
        splits("biored")


@pytest.mark.parametrize("name", NAMES)
def test_a_corpus_that_is_not_there_is_one_error(tmp_path: Path, name: str) -> None:
    with pytest.raises(DataError, match="no such folder"):
        load(name, tmp_path / "absent", splits(name)[0])
    (tmp_path / name.removesuffix("-bc8")).mkdir(exist_ok=True)
    root = tmp_path / name if name == "own" else tmp_path
    with pytest.raises(DataError) as caught:
        list(load(name, root, splits(name)[0]))
    assert "\n" not in str(caught.value)
    assert str(tmp_path) in str(caught.value)
    with pytest.raises(DataError, match="has no split 'validation'"):
        list(load(name, root, "validation"))


@pytest.mark.parametrize(
    "content", [b"", b"not an archive", gzip.compress(b"not a tar"), gzip.compress(b"x" * 9000)[:20]]
)
def test_a_damaged_archive_is_one_error(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "anatem" / "anatem.tar.gz"
    path.parent.mkdir()
    path.write_bytes(content)
    with pytest.raises(DataError, match=r"anatem.tar.gz: (not a whole .tar.gz|holds no)"):
        list(load("anatem", tmp_path, "train"))


@pytest.mark.parametrize(
    ("content", "what"),
    [
        (b"plain", "not a whole .gz"),
        (gzip.compress(b"a\tO\n" * 5000)[:40], "not a whole .gz"),
        (None, "cannot be read"),
    ],
)
def test_a_damaged_table_is_one_error(tmp_path: Path, content: bytes | None, what: str) -> None:
    path = tmp_path / "bc2gm" / "train.tsv.gz"
    path.parent.mkdir()
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(DataError, match=f"train.tsv.gz: {what}"):
        list(load("bc2gm", tmp_path, "train"))


def test_text_that_is_not_utf8_is_named(tmp_path: Path) -> None:
    _packed(tmp_path / "bc2gm" / "train.tsv.gz", b"a\tO\n\xff\tO\n")
    with pytest.raises(DataError, match=r"train.tsv.gz:2: not UTF-8 at byte 0"):
        list(load("bc2gm", tmp_path, "train"))
