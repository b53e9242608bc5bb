"""How the readers of mentions are joined."""

from hypothesis import given
from hypothesis import strategies as st

from extractor.document import Document, Section
from extractor.mentions.finder import find_mentions
from extractor.mentions.mention import Mention, prefer_longest
from extractor.text import analyse


def find(text: str, sections: tuple[Section, ...] = ()) -> list[tuple[str, str]]:
    document = Document(id="t", text=text, sections=sections)
    return [(m.text, m.type) for m in find_mentions(document, analyse(document))]


def test_one_text_with_everything() -> None:
    assert find("Exosomal miR-34c and circFOXK2 from A549 cells lower β-catenin and radioresistance of glioma.") == [
        ("Exosomal", "exosome"),
        ("miR-34c", "miRNA"),
        ("circFOXK2", "circRNA"),
        ("A549", "cell"),
        ("β-catenin", "protein"),
        ("radioresistance", "outcome"),
        ("glioma", "cancer"),
    ]


def test_whose_response_it_is_is_kept_beside_the_response() -> None:
    assert find("Exosomes raise the sensitivity of glioma cells to radiation.") == [
        ("Exosomes", "exosome"),
        ("sensitivity of glioma cells to radiation", "outcome"),
        ("glioma", "cancer"),
    ]


def test_a_short_form_means_what_the_document_says() -> None:
    found = find("Ionizing radiation resistance (IRR) is common. IRR was lower without exosomes.")
    assert ("IRR", "outcome") in found
    assert ("NPC", "cancer") in find("Nasopharyngeal carcinoma (NPC) is treated by radiation. NPC cells were used.")


def test_a_short_form_with_another_meaning_is_no_gene() -> None:
    assert ("PTEN", "protein") in find("PTEN was lower.")
    found = find("Patients rated the percutaneous endoscopic necessity (PTEN) score. PTEN was lower.")
    assert ("PTEN", "protein") not in found or found.count(("PTEN", "protein")) < 2


def test_a_transcript_is_an_mrna() -> None:
    assert ("survivin", "mRNA") in find("Exosomes held survivin mRNA in glioma.")
    assert ("survivin", "protein") in find("Exosomes held survivin in glioma.")


def test_one_identifier_has_one_name_in_a_document() -> None:
    document = Document(id="t", text="Tumor necrosis factor-α rose. TNF-α fell.")
    names = {m.name for m in find_mentions(document, analyse(document)) if m.type == "protein"}
    assert len(names) == 1


def test_a_mirna_with_and_without_its_one_arm_is_one_thing_and_with_both_arms_three() -> None:
    def names(text: str) -> set[str]:
        return {m.name for m in find_mentions(Document(id="t", text=text), analyse(Document(id="t", text=text)))}

    assert "mir124-3p" in names("The miR-124-3p of vesicles: miR-124 fell.")
    assert "mir124" not in names("The miR-124-3p of vesicles: miR-124 fell.")
    assert {"mir124", "mir124-3p", "mir124-5p"} <= names("Of miR-124, miR-124-3p rose and miR-124-5p fell.")


def test_unread_sections_hold_no_mentions() -> None:
    text = "miR-7 is here.\n\nReferences\nmiR-9 is there."
    assert find(text, (Section("body", "", 0, 14), Section("references", "References", 16, len(text)))) == [
        ("miR-7", "miRNA")
    ]


def test_the_longest_wins_and_a_grammar_before_a_lexicon() -> None:
    short = Mention(0, 5, "miR-7", "miRNA", "mir7", source="grammar")
    long = Mention(0, 9, "miR-7 axe", "protein", "x")
    same = Mention(0, 5, "miR-7", "protein", "x")
    assert prefer_longest([short, long]) == (long,)
    assert prefer_longest([same, short]) == (short,)


@given(st.text(alphabet="miR-721 PTENβ-catenin.()\n radioresistance exosomal", max_size=200))
def test_spans_are_verbatim_and_sorted(text: str) -> None:
    document = Document(id="t", text=text)
    found = find_mentions(document, analyse(document))
    assert all(text[m.start : m.end] == m.text for m in found)
    assert [m.start for m in found] == sorted(m.start for m in found)
