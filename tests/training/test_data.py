"""Training data by name: what each source teaches."""

import gzip
import json
import lzma
from pathlib import Path

import pytest

from extractor.annotation.schema import complete
from extractor.training.data import Data
from extractor.training.schema import DataError

TITLE, ABSTRACT = "miR-1 lowers TP53.", "It does so in glioma."
TEXT = f"{TITLE}\n\n{ABSTRACT}"
FINDING = {
    "event_id": "e1", "cargo": "miR-1", "cargo_type": "miRNA", "cargo_span": [0, 5], "vesicular": False,
    "targets": [{"text": "TP53", "id": None, "direction": "decreases", "start": 13, "end": 17}],
    "effect": "not_stated", "finding_type": ["mechanism"], "manipulation": "native", "observed": "unclear",
    "evidence": [{"start": 0, "end": 18}],
}  # fmt: skip


@pytest.fixture
def data(tmp_path: Path) -> Data:
    corpora, annotations = tmp_path / "corpora", tmp_path / "annotations"
    (corpora / "unlabelled").mkdir(parents=True)
    (corpora / "ev-screening").mkdir()
    rows = f"pmid\tyear\ttopic\ttitle\tabstract\n7\t2020\tcrc\t{TITLE}\t{ABSTRACT}\n"
    (corpora / "unlabelled" / "mirna_crc_pancreas_abstracts.tsv.xz").write_bytes(lzma.compress(rows.encode()))
    table = corpora / "ev-screening" / "screening_table_pathway_context_top40.csv.gz"
    table.write_bytes(gzip.compress(b"pmid,title,abstract\n"))
    for source in ("abstracts", "mirna"):
        home = annotations / source / "train"
        home.mkdir(parents=True)
        (home / "documents.jsonl").write_text(json.dumps({"id": "7", "characters": len(TEXT)}) + "\n")
        (home / "events.jsonl").write_text(json.dumps(complete(dict(FINDING), "7")) + "\n")
    return Data(corpora, annotations)


def test_abstracts_teach_what_a_finding_is(data: Data) -> None:
    (example,) = data.examples("abstracts", "train")
    assert "effect" in example.labelled and example.text == TEXT


def test_abstracts_on_micrornas_teach_relations_alone(data: Data) -> None:
    (example,) = data.examples("mirna", "train")
    assert "effect" not in example.labelled and {"targets", "targets_direction"} <= example.labelled
    (frame,) = example.frames
    assert frame.effect is None
    assert [(TEXT[s.start : s.end], str(f.direction)) for f in frame.targets for s in f.spans] == [
        ("TP53", "decreases")
    ]


def test_a_source_whose_licence_forbids_it_is_refused_for_weights_that_ship(data: Data) -> None:
    with pytest.raises(DataError, match="licence"):
        list(data.examples("agac", "train"))
