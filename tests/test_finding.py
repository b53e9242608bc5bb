"""Findings as rows of tuples.jsonl."""

from extractor.document import Box, Document, Run
from extractor.finding import MAX_ROWS, Filler, Finding, rows
from extractor.frames import Direction, Effect, FindingType
from extractor.mentions.mention import Mention

TEXT = "Exosomal miR-889 and -516 lower PTEN via autophagy."
COLUMNS = [
    "doc_id", "event_id", "section", "cargo", "cargo_type", "cargo_id", "vesicular", "target", "target_id",
    "target_direction", "pathway", "pathway_id", "pathway_direction", "effect", "finding_type",
    "radiation_changes_cargo", "manipulation", "observed", "cancer", "cancer_id", "source", "recipient", "radiation",
    "hedged", "negated", "confidence", "evidence", "spans", "model", "evidence_id",
]  # fmt: skip


def mention(words: str, kind: str, name: str) -> Mention:
    start = TEXT.index(words)
    return Mention(start, start + len(words), words, kind, name)


def test_every_target_goes_with_every_pathway() -> None:
    pten, autophagy = mention("PTEN", "protein", "pten"), mention("autophagy", "pathway", "autophagy")
    finding = Finding(
        cargo=mention("miR-889", "miRNA", "mir889"),
        cargo_type="miRNA",
        vesicular=True,
        evidence=((0, len(TEXT)),),
        targets=(Filler(pten, Direction.DECREASES), Filler(mention("-516", "miRNA", "mir516"), Direction.UNSPECIFIED)),
        pathways=(Filler(autophagy, Direction.INCREASES),),
        effect=Effect.NOT_STATED,
        finding_type=(FindingType.MECHANISM,),
    )
    document = Document(id="d", text=TEXT, runs=(Run(0, len(TEXT), Box(3, 0, 0, 1, 1)),))
    first, second = rows(document, finding, "d#1", "rules")
    assert list(first) == COLUMNS
    assert (first["target"], first["target_direction"], first["pathway"]) == ("PTEN", "decreases", "autophagy")
    assert second["target"] == "miR-516"
    assert TEXT[slice(*second["spans"]["target"])] == "-516"
    assert first["evidence"] == [{"start": 0, "end": len(TEXT), "text": TEXT, "page": 3}]
    assert first["event_id"] == second["event_id"] == "d#1"


def test_absent_roles_are_null_and_have_no_span() -> None:
    (row,) = rows(Document(id="d", text=TEXT), Finding(None, "exosome", True, ((0, 8),)), "d#1", "rules")
    assert (row["cargo"], row["target"], row["target_direction"], row["pathway"]) == (None, None, None, None)
    assert row["spans"] == {}


def test_a_misread_list_is_bounded() -> None:
    filler = Filler(mention("PTEN", "protein", "pten"), Direction.UNSPECIFIED)
    finding = Finding(None, "exosome", True, ((0, 8),), targets=(filler,) * 30, pathways=(filler,) * 30)
    assert len(list(rows(Document(id="d", text=TEXT), finding, "d#1", "rules"))) == MAX_ROWS
