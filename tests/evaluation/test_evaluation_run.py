"""The whole evaluation: from files to files."""

from __future__ import annotations

import json

import pytest

from extractor.document import Document, Section
from extractor.evaluation import predict, run
from extractor.evaluation.baselines import cooccurrence
from extractor.evaluation.negatives import paragraphs
from extractor.frames import Direction, Effect
from extractor.mentions.mention import Mention
from extractor.readers.errors import ReadError


@pytest.fixture
def gold_file(tmp_path, review, as_lines, write_jsonl):
    (tmp_path / "doc.txt").write_text(review.documents["doc"], encoding="utf-8", newline="")
    return write_jsonl(tmp_path / "doc.jsonl", as_lines(review))


def test_a_run_writes_scores_a_table_and_the_errors(tmp_path, review, as_rows, gold_file, write_jsonl):
    rows = as_rows(review)
    rows[0]["effect"] = "increases_radiosensitivity"
    out = tmp_path / "deep" / "out"
    report = run(gold_file, write_jsonl(tmp_path / "tuples.jsonl", rows), "group", out, resamples=20)
    assert sorted(path.name for path in out.iterdir()) == [
        "errors.jsonl",
        "errors.md",
        "evaluation.json",
        "evaluation.txt",
    ]
    written = json.loads((out / "evaluation.json").read_text(encoding="utf-8"))
    assert written == json.loads(json.dumps(report.to_json()))
    effect = written["views"]["named"]["annotated"]["scores"]["cargo+effect"]
    assert effect["f1"]["value"] == effect["precision"]["value"] == effect["recall"]["value"] == 0.5
    assert (effect["right"], effect["predicted"], effect["gold"]) == (1, 2, 2)
    assert written["unit"] == "group"
    assert len(written["folds"]) == 4
    table = (out / "evaluation.txt").read_text(encoding="utf-8")
    assert table == report.text()
    for words in ("## Named cargo", "| cargo+effect ", "| hard negatives ", "| mean of folds "):
        assert words in table
    (error,) = (out / "errors.jsonl").read_text(encoding="utf-8").splitlines()
    assert json.loads(error)["kind"] == "wrong sign"
    assert "radioresistant [1]." in (out / "errors.md").read_text(encoding="utf-8")


def test_columns_of_the_table_are_aligned(tmp_path, review, as_rows, gold_file, write_jsonl):
    report = run(gold_file, write_jsonl(tmp_path / "t.jsonl", as_rows(review)), None, tmp_path / "out", resamples=20)
    block = report.text().split("## Named cargo\n\n")[1].split("\n\n")[0].splitlines()
    assert len({len(line) for line in block}) == 1
    assert len(block) == 15


def test_the_same_run_twice_writes_the_same(tmp_path, review, as_rows, gold_file, write_jsonl):
    rows = write_jsonl(tmp_path / "tuples.jsonl", as_rows(review)[1:])
    for name in ("a", "b"):
        run(gold_file, rows, "section", tmp_path / name, resamples=20, seed=7)
    for path in (tmp_path / "a").iterdir():
        assert path.read_bytes() == (tmp_path / "b" / path.name).read_bytes()


def test_an_extractor_is_run_over_the_texts(tmp_path, review, as_rows, gold_file):
    seen = []

    def extract(document):
        seen.append(document)
        return as_rows(review)

    report = run(gold_file, extract, None, tmp_path / "out", resamples=20)
    assert [(document.id, document.text) for document in seen] == [("doc", review.documents["doc"])]
    assert report.views["all"].annotated.scores["tuple"].f1.value == 1


def test_documents_without_text_are_not_read_and_a_set_without_any_is_refused(abstracts):
    from dataclasses import replace

    names = list(abstracts.documents)
    one = replace(abstracts, documents={**dict.fromkeys(names, ""), names[0]: abstracts.documents[names[0]]})
    read = []
    assert predict(one, lambda document: read.append(document.id) or []) == ()
    assert read == names[:1]
    empty = replace(abstracts, documents=dict.fromkeys(names, ""))
    with pytest.raises(ReadError, match="ships without its texts"):
        predict(empty, lambda document: pytest.fail("was read"))


def test_a_folder_that_cannot_be_written_is_named(tmp_path, review, as_rows, gold_file, write_jsonl):
    (tmp_path / "file").write_text("", encoding="utf-8")
    with pytest.raises(ReadError, match="file"):
        run(gold_file, write_jsonl(tmp_path / "t.jsonl", as_rows(review)), None, tmp_path / "file", resamples=5)


def test_paragraphs_are_prose_before_the_references():
    prose = " ".join(["word"] * 25)
    text = f"Title\n\n{prose}.\n \n{prose} a\nsecond line\n\nshort one\n\nReferences\n\n{prose}"
    assert [text[start:end] for start, end in paragraphs(text)] == [f"{prose}.", f"{prose} a\nsecond line"]


class Sentence:
    def __init__(self, start: int, end: int) -> None:
        self.start, self.end = start, end


class TestCooccurrence:
    """The baseline, on mentions given by hand."""

    def findings(self, *sentences: str, sections=()):
        text = " ".join(" ".join(part.strip("{}") for part in s.split("|")) for s in sentences)
        known = {
            "miR-1": "miRNA", "circX": "circRNA", "ABC1": "protein", "ABC2": "protein", "exosomes": "exosome",
            "autophagy": "pathway", "radiosensitivity": "outcome", "radioresistance": "outcome",
        }  # fmt: skip
        mentions, spans, at = [], [], 0
        for sentence in sentences:
            spans.append(Sentence(at, at + len(sentence)))
            for word, kind in known.items():
                start = text.find(word, at, at + len(sentence))
                while start >= 0:
                    mentions.append(Mention(start, start + len(word), word, kind, word.lower()))
                    start = text.find(word, start + 1, at + len(sentence))
            at += len(sentence) + 1
        analysed = type("Text", (), {"sentences": tuple(spans)})()
        document = Document(id="d", text=text, sections=sections)
        return list(cooccurrence(document, analysed, sorted(mentions, key=lambda m: m.start)))

    def test_rna_is_cargo_and_proteins_and_pathways_are_its_fillers(self):
        (found,) = self.findings("miR-1 in exosomes, ABC1, ABC2, autophagy: radiosensitivity.")
        assert (found.cargo.text, found.cargo_type, found.effect) == ("miR-1", "miRNA", Effect.INCREASES)
        assert [f.mention.text for f in found.targets] == ["ABC1", "ABC2"]
        assert [f.mention.text for f in found.pathways] == ["autophagy"]
        assert {f.direction for f in (*found.targets, *found.pathways)} == {Direction.UNSPECIFIED}
        assert found.evidence == ((0, 59),)

    def test_without_rna_every_protein_is_a_cargo(self):
        found = self.findings("exosomes with ABC1 and ABC2 and ABC1 give radioresistance.")
        assert [(f.cargo.text, f.targets, f.effect) for f in found] == [
            ("ABC1", (), Effect.DECREASES),
            ("ABC2", (), Effect.DECREASES),
        ]

    def test_a_tie_of_outcomes_has_no_sign(self):
        (found,) = self.findings("miR-1 in exosomes: radiosensitivity or radioresistance.")
        assert found.effect is Effect.NOT_STATED

    def test_a_sentence_without_vesicles_or_molecules_says_nothing(self):
        assert self.findings("miR-1 and ABC1 give radioresistance.", "exosomes give radioresistance.") == []

    def test_nothing_is_taken_from_the_next_sentence(self):
        found = self.findings("circX is in exosomes.", "ABC1 gives radioresistance.")
        assert [(f.cargo.text, f.targets, f.effect) for f in found] == [("circX", (), Effect.NOT_STATED)]

    def test_the_reference_list_is_not_read(self):
        sections = (Section("references", "References", 0, 60),)
        assert self.findings("miR-1 in exosomes and radioresistance.", sections=sections) == []
