"""Sentences, abbreviations and tokens of documents."""

from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extractor.document import Document, Section
from extractor.text import Abbreviation, Text, analyse

#: Hard cases: each line is one paragraph, each string in it one sentence.
HARD = [
    ["We used miR-34c.", "The cells died."],
    ["As in Smith et al. the cells died.", "See Fig. 1 for more."],
    ["This was shown by Smith et al. (2015) in mice.", "Others failed."],
    ["It was reported by Jones et al.", "The effect was small."],
    ["It grew (cf. Table 2).", "Then E. coli vs. S. aureus grew, i.e. faster at approx. 2 Gy."],
    ["P < 0.05.", "Next we asked."],
    ["Dr. J. K. Smith saw no. 3 of them."],
    ["as shown earlier [29].", "In this study we went on."],
    ["Growth slowed. [31]", "The next day it rose."],
    ["as in cancer cells.12", "We then saw more."],
    ["in several tumours.3,4", "However, none regressed."],
    ["from the U.S. population.", "It was 0.5 Gy and 1.2 Gy."],
    ["It rose.", "p53 was lost.", "miR-21 is up.", "circMYC was bound.", "let-7a fell.", "β-catenin rose."],
    ["The dose was 2 Gy.", "miR-889 and -516 rose.", "siRNA fell.", "hsa-miR-21-5p rose.", "mTOR fell.", "pH rose."],
    ["Expression fell.", "mRNA levels did not.", "lncRNA levels did.", "c-Myc was spared."],
    ["Radiosensitivity of NPC; radioresistance of ESCC; both fell."],
    ["(A) Cells died.", "(B) Cells lived."],
    ["It was found in cells (Fig. 2A).", "The rest was not."],
    ["He said “it works.”", "She did not."],
    ["Exosomes (approx. 100 nm) etc. were seen.", "They were counted."],
    ["by Sigma-Aldrich Co. Ltd. (St. Louis, MO, USA).", "Cells were kept."],
    ["in ref. 12 and refs. 3-5.", "In Ref. 3 it is not."],
    ["Methods: Cells grew.", "Results: They died.", "Conclusion: None."],
    ["Cells received 2, 4 and 6 Gy.", "5 Gy was lethal."],
    ["Doses were given i.p. at 5 mg/kg.", "Mice were weighed."],
    ["It binds BCL2, MCL1 and WNT3A.", "This review says why."],
    ["What is the cause?", "MicroRNAs are one."],
    ["Eqs. 1 and 2 hold.", "Figs. 3 and 4 show it."],
    ["It was seen in S. pneumoniae and in C. elegans.", "Not in mice."],
    ["Cells (e.g. A549, H1299, etc.) were used.", "All were tested (n = 3)."],
    ["The half-life was 3 h.", "Levels then fell to 0.3 ng/ml."],
    ["Exosomes were isolated at 100,000 x g for 70 min at 4 °C.", "Pellets were washed."],
    ["NPC cells were resistant to radiotherapy.", "ESCC cells were not."],
    ["Vesicles were taken up by recipient cells!", "Why?", "Nobody knows."],
    ["It depends on Wnt (see refs. 4, 5 and Suppl. Table 2).", "We tested it."],
    ["Knockdown of circ_0067835 (also termed circ-IGF1R; see Zhang et al.) was efficient.", "Growth fell."],
    ["The ratio was 1.5 vs. 2.3 (P = .03).", "Both rose."],
    ["In patients with stage III disease, miR-1246 was high.", "In stage I it was not."],
    ["Levels rose in vitro.", "In vivo they fell."],
    ["This was approved by the committee (No. 2015-12).", "All patients consented."],
    ["A total of 1.0 × 10^6 cells were injected.", "Tumours grew."],
    ["CD8+ T cells were depleted.", "CD4+ T cells were kept."],
    ["Of these, 45.5% responded.", "The rest did not."],
    ["TGF-β1 was blocked by an inhibitor (SB431542).", "EMT was reversed."],
]


def spans(text: str, **parts: object) -> list[str]:
    document = Document("test", text, **parts)  # type: ignore[arg-type]
    return [text[sentence.start : sentence.end] for sentence in analyse(document).sentences]


@pytest.mark.parametrize("sentences", HARD, ids=lambda sentences: sentences[0][:30])
def test_hard_cases(sentences: list[str]) -> None:
    assert spans(" ".join(sentences)) == sentences


def test_a_missing_blank_between_sentences_is_no_obstacle() -> None:
    assert spans("Growth rose (P=0.01).The rest fell.") == ["Growth rose (P=0.01).", "The rest fell."]


def test_hard_wrapped_lines_are_one_paragraph() -> None:
    text = (
        "Exosomes carry miR-34c into the recipient\ncells and raise their response to radiation.\nNothing else does so."
    )
    assert spans(text) == [text[:86], text[87:]]


def test_blank_lines_and_lists_part_sentences() -> None:
    text = "A title without a full stop\n\nFirst words\n\n• one thing\n• another thing"
    assert spans(text) == ["A title without a full stop", "First words", "• one thing", "• another thing"]


def test_no_sentence_crosses_a_section_and_a_heading_stands_alone() -> None:
    text = "Exosomes and rays Results Cells died. Discussion\nThey did so fast"
    sections = (
        Section("title", "", 0, 17),
        Section("results", "Results", 18, 37),
        Section("discussion", "Discussion", 38, len(text)),
    )
    assert spans(text, sections=sections) == [
        "Exosomes and rays", "Results Cells died.", "Discussion", "They did so fast",
    ]  # fmt: skip


def test_rows_of_a_table_stand_alone() -> None:
    text = "miR-21 up 0.01\nmiR-34c down 0.02"
    assert spans(text, sections=(Section("table", "", 0, len(text)),)) == text.split("\n")


@pytest.mark.parametrize("text", ["", "   ", "\n\n", "1234 5678. 90", "... --- ...", "(((((", "😀😀"])
def test_no_letters_no_sentence(text: str) -> None:
    assert spans(text) == []


@settings(max_examples=60, deadline=None)
@given(st.text(alphabet=st.sampled_from("aB1 .\n([)]-–/:;?!,βmiR2\t😀"), max_size=200))
def test_offsets_hold_for_any_text(text: str) -> None:
    analysed = analyse(Document("test", text))
    assert analysed.doc.text == text
    last = 0
    for sentence in analysed.sentences:
        inside = text[sentence.start : sentence.end]
        assert last <= sentence.start < sentence.end <= len(text)
        assert inside == inside.strip()
        last = sentence.end
    covered = "".join(text[s.start : s.end] for s in analysed.sentences)
    assert sum(map(str.isalpha, covered)) == sum(map(str.isalpha, text))
    for item in analysed.abbreviations:
        assert text[item.short_start : item.short_end] == item.short
        assert text[item.long_start : item.long_end] == item.long


def abbreviations(text: str) -> list[tuple[str, str, int]]:
    return [(item.short, item.long, item.short_start) for item in analyse(Document("test", text)).abbreviations]


def test_abbreviations_are_resolved_at_every_occurrence() -> None:
    text = "Extracellular vesicles (EVs) of non-small cell lung cancer (NSCLC). NSCLC-derived EVs; one EV."
    assert abbreviations(text) == [
        ("EVs", "Extracellular vesicles", 24),
        ("NSCLC", "non-small cell lung cancer", 60),
        ("NSCLC", "non-small cell lung cancer", 68),
        ("EVs", "Extracellular vesicles", 82),
        ("EV", "Extracellular vesicles", 91),
    ]


@pytest.mark.parametrize(
    ("text", "short", "long"),
    [
        ("esophageal squamous cell carcinoma (ESCC, n = 12)", "ESCC", "esophageal squamous cell carcinoma"),
        ("DSBs (double-strand breaks of DNA) rose", "DSBs", "double-strand breaks of DNA"),
        ("transforming growth factor-β (TGF-β) fell", "TGF-β", "transforming growth factor-β"),
        ("given radiotherapy [RT] twice", "RT", "radiotherapy"),
        ("noncoding RNA activated by DNA damage (NORAD)", "NORAD", "noncoding RNA activated by DNA damage"),
    ],
)
def test_definitions(text: str, short: str, long: str) -> None:
    assert (short, long) in {(item[0], item[1]) for item in abbreviations(text)}


@pytest.mark.parametrize(
    "text", ["Cells grew (Fig. 1).", "It rose (see above).", "in cells (n = 3)", "A. Big cell. (ABC) is"]
)
def test_brackets_that_define_nothing(text: str) -> None:
    assert abbreviations(text) == []


def test_tokens_keep_names_whole_and_mark_sentences() -> None:
    text = "miR-34c and hsa_circ_0067835 act on PI3K/Akt and TGF-β. NPC-derived EVs do."
    doc = analyse(Document("test", text)).doc
    tokens = [token.text for token in doc]
    assert {"miR-34c", "hsa_circ_0067835", "PI3K/Akt", "TGF-β", "NPC"} <= set(tokens)
    assert [token.text for token in doc if token.is_sent_start] == ["miR-34c", "NPC"]


def test_values_are_plain() -> None:
    text = analyse(Document("test", "Exosomes (EXO) and EXO."))
    assert isinstance(text, Text)
    assert text.abbreviations[1] == Abbreviation("EXO", "Exosomes", 19, 22, 0, 8)
    assert text.document.id == "test"


@pytest.mark.parametrize(
    "text",
    ["(" * 20_000, "A-" * 10_000, ". " * 10_000, "a" * 20_000, "( a " * 5_000, "A. 1" * 5_000, "Aa Bb (AB) " * 2_000],
    ids=lambda text: text[:12],
)
def test_hostile_text_takes_no_longer_than_prose(text: str) -> None:
    started = time.perf_counter()
    analysed = analyse(Document("test", text))
    assert analysed.doc.text == text
    assert len(analysed.abbreviations) < len(text)
    assert time.perf_counter() - started < 10


def test_one_endless_sentence_is_read() -> None:
    text = "the cells grew and " * 2_700 + "died."
    found = spans(text)
    assert "".join(found).replace(" ", "") == text.replace(" ", "")
