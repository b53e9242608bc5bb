"""Event corpora: nested events to frames, on made-up abstracts in the format of the BioNLP shared tasks."""

from __future__ import annotations

import io
import tarfile
from collections.abc import Mapping
from pathlib import Path

import pytest

from extractor.training.corpora import Drops, load
from extractor.training.corpora.show import frames, masked, spans
from extractor.training.schema import DataError, Example


def _archive(path: Path, files: Mapping[str, str]) -> None:
    path.parent.mkdir(exist_ok=True)
    with tarfile.open(path, "w:gz") as archive:
        for name, content in files.items():
            info = tarfile.TarInfo(name)
            info.size = len(content.encode())
            archive.addfile(info, io.BytesIO(content.encode()))


def _standoff(text: str, entities: str, events: str) -> tuple[str, str]:
    """Entity lines and event lines with offsets: ``T1 Type words`` (``words#2`` for their second place in the text)."""

    def placed(lines: str) -> str:
        out = []
        for line in lines.strip().splitlines():
            line = line.strip()
            if line.startswith("T"):
                name, kind, words = line.split(" ", 2)
                words, _, nth = words.partition("#")
                start = -1
                for _ in range(int(nth or 1)):
                    start = text.index(words, start + 1)
                out.append(f"{name}\t{kind} {start} {start + len(words)}\t{words}")
            else:
                out.append(line.replace(" ", "\t", 1))
        return "\n".join(out) + "\n"

    return placed(entities), placed(events)


def _read(
    root: Path, text: str, entities: str, events: str, corpus: str = "bionlp-st-2013-cg", drops: Drops | None = None
) -> Example:
    a1, a2 = _standoff(text, entities, events)
    files = {"train/PMID-1.a1": a1, "train/PMID-1.a2": a2, "train/PMID-1.txt": text}
    _archive(root / corpus / f"{corpus}.tar.gz", files)
    (example,) = load(corpus, root, "train", drops)
    return example


@pytest.mark.parametrize(
    ("text", "entities", "events", "expected"),
    [
        pytest.param(
            "ABC1 inhibits the expression of DEF2.",
            "T1 Gene_or_gene_product ABC1\nT2 Gene_or_gene_product DEF2",
            "T3 Negative_regulation inhibits\nT4 Gene_expression expression\n"
            "E1 Negative_regulation:T3 Cause:T1 Theme:E2\nE2 Gene_expression:T4 Theme:T2",
            ["ABC1 native; targets- DEF2"],
            id="a cause and the expression of a gene",
        ),
        pytest.param(
            "Drug blocks the ABC1-mediated inhibition of apoptosis.",
            "T1 Simple_chemical Drug\nT2 Gene_or_gene_product ABC1",
            "T3 Negative_regulation blocks\nT4 Negative_regulation inhibition\nT5 Cell_death apoptosis\n"
            "E1 Negative_regulation:T3 Cause:T1 Theme:E2\nE2 Negative_regulation:T4 Cause:T2 Theme:E3\n"
            "E3 Cell_death:T5",
            ["Drug native; pathways+ apoptosis", "ABC1 native; pathways- apoptosis"],
            id="signs multiply along the themes",
        ),
        pytest.param(
            "Silencing of ABC1 increased metastasis.",
            "T1 Gene_or_gene_product ABC1",
            "T2 Negative_regulation Silencing\nT3 Positive_regulation increased\nT4 Metastasis metastasis\n"
            "E1 Negative_regulation:T2 Theme:T1\nE2 Positive_regulation:T3 Cause:E1 Theme:E3\nE3 Metastasis:T4",
            ["ABC1 loss; ends- metastasis"],
            id="a loss as the cause inverts the sign",
        ),
        pytest.param(
            "ABC1 siRNA raised DEF2; a mutant ABC1 raised GHI3; inhibitors of ABC1-mediated growth.",
            "T1 Gene_or_gene_product ABC1\nT2 Gene_or_gene_product ABC1#2\nT3 Gene_or_gene_product ABC1#3\n"
            "T4 Gene_or_gene_product DEF2\nT5 Gene_or_gene_product GHI3",
            "T6 Positive_regulation raised\nT7 Growth growth\nE1 Positive_regulation:T6 Cause:T1 Theme:T4\n"
            "E2 Positive_regulation:T6 Cause:T2 Theme:T5\nE3 Positive_regulation:T6 Cause:T3 Theme:E4\nE4 Growth:T7",
            ["ABC1 loss; targets- DEF2", "ABC1; targets? GHI3", "ABC1 native; ends+ growth"],
            id="what stands around the name of a cause",
        ),
        pytest.param(
            "Overexpression of ABC1 raised DEF2 by way of GHI3 activation.",
            "T1 Gene_or_gene_product ABC1\nT2 Gene_or_gene_product DEF2\nT3 Gene_or_gene_product GHI3",
            "T4 Gene_expression Overexpression\nT5 Positive_regulation raised\nT6 Positive_regulation activation\n"
            "E1 Gene_expression:T4 Theme:T1\nE2 Positive_regulation:T5 Cause:E3 Theme:T2\n"
            "E3 Positive_regulation:T6 Cause:E1 Theme:T3",
            ["ABC1 gain; targets+ DEF2; targets+ GHI3", "GHI3; targets+ DEF2"],
            id="who causes the cause acts through it",
        ),
        pytest.param(
            "ABC1 may not regulate DEF2.",
            "T1 Gene_or_gene_product ABC1\nT2 Gene_or_gene_product DEF2",
            "T3 Regulation regulate\nE1 Regulation:T3 Cause:T1 Theme:T2\nM1 Negation E1\nM2 Speculation E1",
            ["ABC1 native hedged negated; targets~ DEF2"],
            id="negation and speculation",
        ),
        pytest.param(
            "ABC1 promotes the lack of DEF2 expression.",
            "T1 Gene_or_gene_product ABC1\nT2 Gene_or_gene_product DEF2",
            "T3 Positive_regulation promotes\nT4 Gene_expression expression\n"
            "E1 Positive_regulation:T3 Cause:T1 Theme:E2\nE2 Gene_expression:T4 Theme:T2\nM1 Negation E2",
            ["ABC1 native; targets? DEF2"],
            id="a negated step leaves the sign open",
        ),
        pytest.param(
            "ABC1 induces secretion of DEF2, translocation of GHI3 and migration of cells.",
            "T1 Gene_or_gene_product ABC1\nT2 Gene_or_gene_product DEF2\nT3 Gene_or_gene_product GHI3\nT4 Cell cells",
            "T5 Positive_regulation induces\nT6 Localization secretion\nT7 Localization translocation\n"
            "T8 Localization migration\nE1 Positive_regulation:T5 Cause:T1 Theme:E2\nE2 Localization:T6 Theme:T2\n"
            "E3 Positive_regulation:T5 Cause:T1 Theme:E4\nE4 Localization:T7 Theme:T3\n"
            "E5 Positive_regulation:T5 Cause:T1 Theme:E6\nE6 Localization:T8 Theme:T4",
            ["ABC1 native; targets+ DEF2; targets? GHI3; ends+ migration"],
            id="localization of molecules and of cells",
        ),
        pytest.param(
            "Treatment with ABC1 reduced growth; irradiation did so too.",
            "T1 Gene_or_gene_product ABC1",
            "T2 Planned_process Treatment\nT3 Negative_regulation reduced\nT4 Growth growth\n"
            "T5 Planned_process irradiation\nE1 Planned_process:T2 Instrument:T1\n"
            "E2 Negative_regulation:T3 Cause:E1 Theme:E3\nE3 Growth:T4\nE4 Planned_process:T5\n"
            "E5 Negative_regulation:T3 Cause:E4 Theme:E3",
            ["ABC1 native; ends- growth", "irradiation native; ends- growth"],
            id="treatments act through what is given",
        ),
        pytest.param(
            "ABC1 activates Wnt/DEF2 signaling.",
            "T1 Gene_or_gene_product ABC1\nT2 Gene_or_gene_product Wnt\nT3 Gene_or_gene_product DEF2",
            "T4 Positive_regulation activates\nT5 Pathway signaling\n"
            "E1 Positive_regulation:T4 Cause:T1 Theme:E2\nE2 Pathway:T5 Participant:T2 Participant2:T3",
            ["ABC1 native; pathways+ Wnt/DEF2 signaling"],
            id="a pathway with its members",
        ),
        pytest.param(
            "The factor alpha one (FA1) and ABC1 induce DEF2.",
            "T1 Gene_or_gene_product factor alpha one\nT2 Gene_or_gene_product FA1\nT3 Gene_or_gene_product DEF2",
            "* Equiv T1 T2\nT4 Positive_regulation induce\nE1 Positive_regulation:T4 Cause:T1 Theme:T3",
            ["factor alpha one=FA1 native; targets+ DEF2"],
            id="equivalent mentions",
        ),
    ],
)
def test_events_become_frames(tmp_path: Path, text: str, entities: str, events: str, expected: list[str]) -> None:
    assert list(frames(_read(tmp_path, text, entities, events))) == expected


def test_what_has_no_actor_or_no_slot_is_masked_and_counted(tmp_path: Path) -> None:
    drops = Drops()
    example = _read(
        tmp_path,
        "ABC1 binds DEF2 and stimulates T cells; ABC1 also induces ABC1.",
        "T1 Gene_or_gene_product ABC1\nT2 Gene_or_gene_product DEF2\nT3 Cell T cells\n"
        "T4 Gene_or_gene_product ABC1#2\nT5 Gene_or_gene_product ABC1#3",
        "T6 Binding binds\nT7 Positive_regulation stimulates\nT8 Positive_regulation induces\n"
        "E1 Binding:T6 Theme:T1 Theme2:T2\nE2 Positive_regulation:T7 Cause:T1 Theme:T3\n"
        "E3 Positive_regulation:T8 Cause:T4 Theme:T5",
        drops=drops,
    )
    assert masked(example) == ["ABC1 | DEF2", "ABC1 | T cells", "ABC1 | ABC1"]
    assert example.frames == ()
    assert drops == {"acts on a cell": 1, "acts on what has its own name": 1}


def test_types_and_what_is_known(tmp_path: Path) -> None:
    example = _read(
        tmp_path,
        "miR-21 and p53 in glioma cells, serum and brain.",
        "T1 Gene_or_gene_product miR-21\nT2 Gene_or_gene_product p53\nT3 Cancer glioma\nT4 Cell cells\n"
        "T5 Organism_substance serum\nT6 Organ brain",
        "",
    )
    assert spans(example) == [
        "miR-21:miRNA", "p53:protein", "glioma:cancer", "cells:cell", "serum:fluid", "brain:other",
    ]  # fmt: skip
    assert example.exhaustive == {"targets", "pathways", "ends"}
    assert {"protein", "cancer", "cell"} <= example.marked
    assert (example.id, example.corpus, example.licence) == ("PMID-1", "bionlp-st-2013-cg", "CC BY-SA 3.0")


@pytest.mark.parametrize(
    ("corpus", "kinds", "expected"),
    [
        ("bionlp-st-2013-pc", ("Complex", "Simple_chemical"), ["Aa1:protein", "Bb2:chemical"]),
        ("bionlp-st-2011-ge", ("Protein", "Protein"), ["Aa1:protein", "Bb2:protein"]),
        ("bionlp-st-2013-ge", ("Protein", "Protein"), ["Aa1:protein", "Bb2:protein"]),
        ("mlee", ("Pathological_formation", "Drug_or_compound"), ["Aa1:disease", "Bb2:chemical"]),
    ],
)
def test_the_other_event_corpora(tmp_path: Path, corpus: str, kinds: tuple[str, str], expected: list[str]) -> None:
    example = _read(
        tmp_path,
        "Aa1 lowers Bb2.",
        f"T1 {kinds[0]} Aa1\nT2 {kinds[1]} Bb2",
        "T3 Negative_regulation lowers\nE1 Negative_regulation:T3 Cause:T1 Theme:T2",
        corpus,
    )
    assert spans(example) == expected
    assert list(frames(example)) == ["Aa1 native; targets- Bb2"]


def test_the_test_part_without_events_teaches_mentions_alone(tmp_path: Path) -> None:
    corpus = "bionlp-st-2013-cg"
    files = {"test/PMID-2.a1": "T1\tCancer 0 6\tglioma\n", "test/PMID-2.txt": "glioma\n"}
    _archive(tmp_path / corpus / f"{corpus}.tar.gz", files)
    (example,) = load(corpus, tmp_path, "test")
    assert spans(example) == ["glioma:cancer"]
    assert example.labelled == {"mentions"}
    assert not example.exhaustive


def test_mentions_off_their_offsets_are_dropped_and_counted(tmp_path: Path) -> None:
    corpus, drops = "mlee", Drops()
    files = {
        "test/1.a1": "T1\tCell 0 4\tcell\nT2\tCell 5 9\tcell\nT3\tCell 0 2;3 4\tce l\n",
        "test/1.a2": "T4\tRegulation 5 9\tacts\nE1\tRegulation:T4 Cause:T2 Theme:T1\nR1\tfrag Arg1:T1 Arg2:T4\n",
        "test/1.txt": "cell acts\n",
    }
    _archive(tmp_path / corpus / f"{corpus}.tar.gz", files)
    (example,) = load(corpus, tmp_path, "test", drops)
    assert spans(example) == ["cell:cell"]
    assert drops == {
        "entity not at its offsets": 1, "entity in several pieces": 1, "cause that is no mention": 1
    }  # fmt: skip


def test_events_in_a_circle_end(tmp_path: Path) -> None:
    example = _read(
        tmp_path,
        "ABC1 acts upon acts.",
        "T1 Gene_or_gene_product ABC1",
        "T2 Regulation acts\nE1 Regulation:T2 Cause:T1 Theme:E2\nE2 Regulation:T2 Cause:E1 Theme:E1",
    )
    assert example.frames == ()


@pytest.mark.parametrize(
    "line", ["T9\tCancer\tglioma", "T9\tCancer x 9\tglioma", "E9\tRegulation:T1 Cause", "what is this", "T9"]
)
def test_a_broken_line_is_one_clear_error(tmp_path: Path, line: str) -> None:
    corpus = "bionlp-st-2013-pc"
    files = {"train/P1.a1": "", "train/P1.a2": f"{line}\n", "train/P1.txt": "glioma\n"}
    _archive(tmp_path / corpus / f"{corpus}.tar.gz", files)
    with pytest.raises(DataError, match=r"^P1: line 1 is no standoff .*; mend it$"):
        list(load(corpus, tmp_path, "train"))
