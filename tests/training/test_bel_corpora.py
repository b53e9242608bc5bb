"""BEL: scripts to statements, and statements to frames where the evidence names both sides."""

from __future__ import annotations

import io
import tarfile
from pathlib import Path

import pytest

from extractor.training.corpora import Drops, load
from extractor.training.corpora.bel_script import Statement, Term, parse_statement, read
from extractor.training.corpora.show import frames, masked
from extractor.training.schema import DataError

_HEAD = """\
##############
SET DOCUMENT Name = "A paper."
SET DOCUMENT Licenses    = "CC BY 4.0"
DEFINE NAMESPACE HGNC AS URL "https://example.org/hgnc.belns"
DEFINE ANNOTATION Species AS PATTERN "^\\d+$"

"""


def _archive(path: Path, **files: str) -> None:
    path.parent.mkdir(exist_ok=True)
    with tarfile.open(path, "w:gz") as archive:
        for name, content in files.items():
            info = tarfile.TarInfo(f"conib/{name}.bel")
            info.size = len(content.encode())
            archive.addfile(info, io.BytesIO(content.encode()))


def test_a_statement_is_parsed_to_its_terms() -> None:
    found = parse_statement('act(p(FPLX:NFkappaB), ma(tscript)) -| path(MESH:"Colitis, Ulcerative") # a note')
    assert found == Statement(
        Term("act", inner=(Term("p", "FPLX", "NFkappaB"), Term("ma", "", "tscript"))),
        "-|",
        Term("path", "MESH", "Colitis, Ulcerative"),
    )
    nested = parse_statement("a(CHEBI:x) ->(p(HGNC:A) =| p(HGNC:B, pmod(Ph, Ser, 9)))")
    assert nested is not None
    assert isinstance(nested.object, Statement)
    assert nested.object.relation == "=|"
    assert nested.object.object == Term("p", "HGNC", "B", (Term("pmod", "", "Ph"),))


@pytest.mark.parametrize(
    "line", ["", "p(HGNC:A)", "p(HGNC:A", "p(HGNC:A) ->", "-> p(HGNC:A)", "p() -> p()", "(" * 5000]
)
def test_what_is_no_statement_is_none(line: str) -> None:
    assert parse_statement(line) is None


def test_evidence_is_put_together_from_its_lines() -> None:
    script = _HEAD + (
        'SET Citation = {"PubMed", "77"}\n\nSET Evidence = "Expression was in-\nduced in a dose-\ndependent manner by\n'
        '\\"ABC1\\"."\n# a note\np(HGNC:A) -> p(HGNC:B)\nSET Species = "9606"\np(HGNC:A) nonsense\np(HGNC:B)\n'
        'p(HGNC:A) -> p(HGNC:B\nUNSET ALL\np(HGNC:A) -> p(HGNC:C)\nSET Evidence = "Two \\\nlines."\n'
    )
    (evidence,) = read(script)
    assert evidence.text == 'Expression was induced in a dose-dependent manner by "ABC1".'
    assert (evidence.pmid, len(evidence.statements), evidence.broken) == ("77", 1, 1)


_SCRIPT = (
    _HEAD
    + """\
SET Citation = {"PubMed", "123"}
SET Evidence = "TNF-α lowered IL-6 through nuclear factor kappa B, and apoptosis rose in breast cancer (BC)."
p(HGNC:TNF) -| r(HGNC:IL6)
act(p(HGNC:TNF)) -> act(p(FPLX:NFkappaB))
deg(p(HGNC:TNF)) -> bp(GO:"apoptotic process")
p(HGNC:TNF) reg path(MESH:"Breast Neoplasms")
p(HGNC:IL6) cnc bp(GO:"apoptotic process")
p(HGNC:IL6) pos p(HGNC:TNF)
p(HGNC:IL6) -> (p(HGNC:TNF) -| p(FPLX:NFkappaB))
p(HGNC:TNF) -> p(HGNC:EGFR)
complex(p(HGNC:TNF), p(HGNC:IL6)) -> bp(GO:"apoptotic process")
p(HGNC:TNF) isA p(HGNC:IL6)
SET Evidence = "Nothing that is curated here is named."
p(HGNC:TNF) -> p(HGNC:EGFR)
"""
)


def test_statements_become_frames_where_both_names_stand(tmp_path: Path) -> None:
    _archive(tmp_path / "bel-conib" / "conib-bel.tar.gz", one=_SCRIPT, two=_SCRIPT)
    drops = Drops()
    (example,) = load("bel-conib", tmp_path, "train", drops)
    assert example.id.startswith("123:")
    assert list(frames(example)) == [
        "TNF-α; targets- IL-6; targets+ nuclear factor kappa B; pathways- apoptosis; ends~ breast cancer=BC",
        "IL-6 negated; pathways~ apoptosis",
        "IL-6; targets- nuclear factor kappa B",
    ]
    assert masked(example) == ["IL-6 | TNF-α"]
    assert not example.exhaustive
    assert not example.marked
    assert drops == {
        "object not named in the text": 1,
        "subject not named in the text": 1,
        "term that is a complex, a variant, a list or a reaction": 1,
        "relation that is no effect": 1,
        "evidence text that came before": 2,
        "text in which no statement has both its names": 1,
        "statement that is not BEL": 0,
    }


def test_a_file_that_claims_ownership_is_left_out_of_a_free_corpus(tmp_path: Path) -> None:
    owned = _SCRIPT.replace("CC BY 4.0", "Private Ownership to Somebody")
    _archive(tmp_path / "bel-conib" / "conib-bel.tar.gz", one=owned)
    _archive(tmp_path / "bel-covid19kg" / "covid19kg-bel.tar.gz", one=owned)
    drops = Drops()
    assert list(load("bel-conib", tmp_path, "train", drops)) == []
    assert drops == {"file that claims private ownership": 1}
    assert len(list(load("bel-covid19kg", tmp_path, "train"))) == 1


def test_an_archive_without_scripts_is_one_error(tmp_path: Path) -> None:
    _archive(tmp_path / "bel-conib" / "conib-bel.tar.gz")
    with pytest.raises(DataError, match=r"conib-bel.tar.gz: holds no .bel files"):
        list(load("bel-conib", tmp_path, "train"))
