"""Processes of cells as mentions of pathways."""

from __future__ import annotations

import pytest

from extractor.document import Document
from extractor.mentions.finder import find_mentions
from extractor.text import analyse


def pathways(text: str) -> list[str]:
    document = Document(id="d", text=text)
    return [mention.text for mention in find_mentions(document, analyse(document)) if mention.type == "pathway"]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Exosomes induce CD8(+) T cell exhaustion in mice.", "CD8(+) T cell exhaustion"),
        ("They drove CD8+ T cell exhaustion.", "CD8+ T cell exhaustion"),
        ("Vesicles led to activation of hepatic stellate cells.", "activation of hepatic stellate cells"),
        ("Vesicles led to the recruitment of regulatory T cells.", "recruitment of regulatory T cells"),
        ("It caused neutrophil infiltration.", "neutrophil infiltration"),
        ("It caused keratinocyte differentiation.", "keratinocyte differentiation"),
        ("It blocked the maturation of dendritic cells.", "maturation of dendritic cells"),
    ],
)
def test_processes_of_cells_are_found_whole(text: str, found: str) -> None:
    assert pathways(text) == [found]


@pytest.mark.parametrize(
    "text",
    [
        "HEK293 activation was measured.",
        "The cells were activated.",
        "Macrophages were counted.",
        "T cells (CD8) differ.",
    ],
)
def test_other_words_about_cells_are_no_process(text: str) -> None:
    assert pathways(text) == []


def test_a_long_text_without_blanks_is_read_in_time() -> None:
    assert pathways("CD8" * 20_000) == []
