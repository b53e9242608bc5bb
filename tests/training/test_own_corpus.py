"""The project's own annotation as training examples."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any

import pytest

from extractor.annotation.schema import complete
from extractor.frames import Effect, FindingType, Manipulation, Observed
from extractor.training.corpora import Drops, load, own
from extractor.training.corpora.show import frames, spans
from extractor.training.schema import DataError

_TEXT = (
    "Exosomal miR-1 from serum lowered TP53. Knock-down of miR-1 made glioma cells sensitive to X-rays, and TP53 rose. "
    "Exosomes may act through autophagy."
)


def _place(words: str, nth: int = 1) -> list[int]:
    start = -1
    for _ in range(nth):
        start = _TEXT.index(words, start + 1)
    return [start, start + len(words)]


def _finding(**fields: Any) -> dict[str, Any]:
    start, end = _place("TP53")
    first = {
        "event_id": "e1", "cargo": "miR-1", "cargo_type": "miRNA", "cargo_span": _place("miR-1"), "vesicular": True,
        "targets": [{"text": "TP53", "id": None, "direction": "decreases", "start": start, "end": end}],
        "effect": "decreases_radiosensitivity", "finding_type": ["mechanism"], "manipulation": "loss",
        "observed": "more_sensitive", "cancer": "glioma", "cancer_span": _place("glioma"), "source": "serum",
        "source_span": _place("serum"), "recipient": "glioma cells", "recipient_span": _place("glioma cells"),
        "radiation": "X-rays", "radiation_span": _place("X-rays"),
        "evidence": [{"start": 0, "end": _TEXT.index(" Exosomes may")}],
    }  # fmt: skip
    return complete({**first, **fields}, "d1")


def _vesicles() -> dict[str, Any]:
    start, end = _place("autophagy")
    return complete(
        {
            "event_id": "e2", "cargo_type": "exosome", "vesicular": True, "effect": "not_stated",
            "finding_type": ["mechanism"], "manipulation": "native", "observed": "unclear", "hedged": True,
            "pathways": [{"text": "autophagy", "id": None, "direction": "unspecified", "start": start, "end": end}],
            "evidence": [{"start": _TEXT.index("Exosomes may"), "end": len(_TEXT)}],
        },
        "d1",
    )  # fmt: skip


def _folder(path: Path, findings: list[dict[str, Any]], documents: list[dict[str, Any]] | None = None) -> Path:
    path.mkdir(parents=True, exist_ok=True)
    documents = documents or [{"id": "d1", "text": _TEXT}, {"id": "d2", "text": "No finding.", "split": "dev"}]
    (path / "documents.jsonl").write_text("".join(json.dumps(line) + "\n" for line in documents))
    (path / "events.jsonl").write_text("".join(json.dumps(line) + "\n" for line in findings))
    return path


def test_findings_with_all_their_roles(tmp_path: Path) -> None:
    (example,) = load("own", _folder(tmp_path / "a", [_finding(), _vesicles()]), "train")
    assert list(frames(example)) == [
        "miR-1=miR-1 loss; targets- TP53=TP53",
        "Exosomes native hedged; pathways~ autophagy",
    ]
    frame = example.frames[0]
    assert (frame.manipulation, frame.observed, frame.effect) == (
        Manipulation.LOSS, Observed.MORE_SENSITIVE, Effect.DECREASES
    )  # fmt: skip
    assert (frame.finding_types, frame.vesicular, frame.hedged) == ((FindingType.MECHANISM,), True, False)
    assert spans(example) == [
        "miR-1:miRNA", "serum:fluid", "TP53:protein", "miR-1:miRNA", "glioma:cancer", "glioma cells:cell",
        "X-rays:radiation", "TP53:protein", "Exosomes:exosome", "autophagy:pathway",
    ]  # fmt: skip
    assert example.exhaustive == {"targets", "pathways"}
    assert frame.evidence == ((0, _TEXT.index(" Exosomes may")),)


def test_a_document_belongs_to_the_split_that_it_names(tmp_path: Path) -> None:
    folder = _folder(tmp_path / "a", [_finding()])
    assert [(e.id, len(e.frames)) for e in load("own", folder, "train")] == [("d1", 1)]
    assert [(e.id, len(e.frames)) for e in load("own", folder, "dev")] == [("d2", 0)]


def test_folders_for_splits(tmp_path: Path) -> None:
    _folder(tmp_path / "written" / "train", [_finding()], [{"id": "d1", "text": _TEXT}])
    _folder(tmp_path / "written" / "dev", [], [{"id": "d9", "text": "Other."}])
    assert [e.id for e in load("own", tmp_path / "written", "train")] == ["d1"]
    assert [e.id for e in load("own", tmp_path / "written", "dev")] == ["d9"]


def test_a_folder_with_one_text(tmp_path: Path) -> None:
    (tmp_path / "review.txt").write_text(_TEXT)
    (tmp_path / "review.jsonl").write_text(json.dumps({**_finding(), "doc_id": "review"}) + "\n")
    (example,) = load("own", tmp_path, "train")
    assert (example.id, len(example.frames)) == ("review", 1)


def test_texts_that_a_folder_may_not_carry(tmp_path: Path) -> None:
    digest = hashlib.sha256(_TEXT.encode()).hexdigest()
    folder = _folder(tmp_path / "a", [_finding()], [{"id": "d1", "sha256": digest}])
    with pytest.raises(DataError, match="document 1 needs an id of its own and a text"):
        list(load("own", folder, "train"))
    with pytest.raises(DataError, match="the text of 'd1' is not the one annotated"):
        list(own.examples(folder, "train", texts={"d1": _TEXT + " "}))
    (example,) = own.examples(folder, "train", texts={"d1": _TEXT})
    assert len(example.frames) == 1


def test_a_cargo_without_a_name_and_no_vesicle_has_no_actor(tmp_path: Path) -> None:
    drops = Drops()
    nameless = _finding(cargo=None, cargo_span=None, evidence=[{"start": _place("Knock")[0], "end": _place("rose")[1]}])
    nameless["targets"] = []
    (example,) = load("own", _folder(tmp_path / "a", [nameless]), "train", drops)
    assert example.frames[0].actor == ()
    assert example.frames[0].cargo_type == "miRNA"
    assert drops == {"cargo without a name and no vesicle in the evidence": 1}


@pytest.mark.parametrize(
    ("fields", "what"),
    [
        ({"cargo_span": [0, 5]}, "'miR-1' is not at its offsets"),
        ({"cargo_span": None}, "'miR-1' is not at its offsets"),
        ({"effect": "more"}, "not a finding with offsets"),
        ({"evidence": ["quoted"]}, "not a finding with offsets"),
        ({"doc_id": "d7"}, "of no known document 'd7'"),
    ],
)
def test_a_broken_finding_is_one_error(tmp_path: Path, fields: dict[str, Any], what: str) -> None:
    with pytest.raises(DataError, match=what) as caught:
        list(load("own", _folder(tmp_path / "a", [_finding(**fields) | fields]), "train"))
    assert "\n" not in str(caught.value)
