"""One run over everything that can be wrong with an input: a clear line each, and the rest of the batch done."""

import gzip
import io
import json
from pathlib import Path

import pypdfium2
import pytest
from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.pdfgen.canvas import Canvas

from extractor.batch import Settings, run
from extractor.cli import main

GOOD = "Exosomal miR-301a promotes the radioresistance of glioma cells by inhibiting TCEAL7."
PUBMED = (
    '<?xml version="1.0"?><PubmedArticleSet><PubmedArticle><MedlineCitation><PMID>{pmid}</PMID><Article>'
    "<ArticleTitle>{title}</ArticleTitle><Abstract><AbstractText>" + GOOD + "</AbstractText></Abstract></Article>"
    "</MedlineCitation></PubmedArticle></PubmedArticleSet>"
)


def pdf(text: str | None, password: str | None = None) -> bytes:
    sink = io.BytesIO()
    canvas = Canvas(sink, encrypt=StandardEncryption(password) if password else None)
    if text:
        canvas.drawString(72, 700, text)
    else:
        canvas.rect(72, 500, 200, 100, fill=1)
    canvas.showPage()
    canvas.save()
    return sink.getvalue()


def inputs(folder: Path) -> dict[str, str | None]:
    """Write the files; for each name the error code that it must end in, None for a good one."""
    record = PUBMED.format(pmid="77", title="A title")
    external = '<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]>'
    laughs = '<!DOCTYPE a [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;">]>'
    root = "<PubmedArticleSet>"
    twice = b'{"id": "same", "text": "One text."}\n{"id": "same", "text": "Another text."}\n'
    files: dict[str, tuple[bytes, str | None]] = {
        "good.txt": (GOOD.encode(), None),
        "good.pdf": (pdf("Exosomal miR-7 enhances the radiosensitivity of glioma cells."), None),
        "empty.pdf": (b"", "empty"),
        "truncated.pdf": (pdf("Some text that is long enough.")[:350], "corrupt"),
        "encrypted.pdf": (pdf("Secret.", password="pw"), "encrypted"),
        "scan.pdf": (pdf(None), "no_text"),
        "external.xml": (record.replace(root, external + root, 1).encode(), "external_entity"),
        "laughs.xml": (record.replace(root, laughs + root, 1).encode(), "entity_expansion"),
        "cut.xml": (record.replace("77", "78")[:-60].encode(), "truncated"),
        "cut.xml.gz": (gzip.compress(record.replace("77", "79").encode())[:-20], "truncated"),
        "latin.txt": ("sensibilité".encode("latin-1"), "bad_encoding"),
        "columns.csv": (b"name,words\n1,exosomes\n", "missing_columns"),
        "line.jsonl": (json.dumps({"id": "j1", "text": GOOD}).encode() + b'\n{"id": "j2", "te\n', "corrupt"),
        "long.txt": (b"miR-1 " * (50 * 1024 * 1024 // 6), "too_large"),
        "twice.jsonl": (twice, "duplicate_id"),
    }  # fmt: skip
    for name, (data, _) in files.items():
        (folder / name).write_bytes(data)
    (folder / "nothing").mkdir()
    return {name: error for name, (_, error) in files.items()} | {"nothing": "no_papers", "gone.pdf": "not_found"}


@pytest.fixture(scope="module")
def result(tmp_path_factory: pytest.TempPathFactory) -> tuple[dict[str, str | None], Path]:
    folder = tmp_path_factory.mktemp("papers")
    expected = inputs(folder)
    out = folder.parent / f"{folder.name}-out"
    run([str(folder / name) for name in expected], out, Settings("rules"), workers=2)
    return expected, out


def test_each_bad_input_is_one_clear_line(result: tuple[dict[str, str | None], Path]) -> None:
    expected, out = result
    failures = [json.loads(line) for line in (out / "failures.jsonl").read_text(encoding="utf-8").splitlines()]
    assert {Path(f["input"]).name: f["error"] for f in failures} == {n: e for n, e in expected.items() if e}
    for failure in failures:
        assert set(failure) == {"input", "stage", "error", "message"}
        assert "\n" not in failure["message"]
        assert "Traceback" not in failure["message"]
        assert len(failure["message"]) < 400


def test_the_rest_of_the_batch_is_done(result: tuple[dict[str, str | None], Path]) -> None:
    _, out = result
    rows = [json.loads(line) for line in (out / "tuples.jsonl").read_text(encoding="utf-8").splitlines()]
    assert {row["doc_id"] for row in rows} == {"good.txt", "good.pdf", "j1"}
    assert {row["cargo"] for row in rows} == {"miR-301a", "miR-7"}


def test_a_folder_without_papers_alone_exits_1(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "nothing").mkdir()
    assert main(["extract", str(tmp_path / "nothing"), "--out", str(tmp_path / "out")]) == 1
    assert "nothing" in capsys.readouterr().err


def test_the_pdf_made_here_opens_with_the_library() -> None:
    """The truncated and the encrypted file fail for what they are, not for how they are made."""
    assert len(pypdfium2.PdfDocument(pdf("Some text."))) == 1
