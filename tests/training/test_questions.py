"""From examples to lessons: mentions as in extraction, what the rules read, and batches drawn from a seed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import numpy as np
import pytest
from tokenizers import Tokenizer, models, normalizers, pre_tokenizers, trainers

from extractor.frames import FindingType
from extractor.mentions.finder import find_mentions
from extractor.model.hints import FOCUS_HINTS
from extractor.training.plan import plan
from extractor.training.questions import Lesson, lessons, marked
from extractor.training.schema import Example, Span
from tests.training.tiny import EXAMPLES


@pytest.fixture(scope="module")
def tokenizer() -> Tokenizer:
    made = Tokenizer(models.WordPiece(unk_token="[UNK]"))
    made.normalizer = normalizers.BertNormalizer(lowercase=True)
    made.pre_tokenizer = pre_tokenizers.BertPreTokenizer()
    trainer = trainers.WordPieceTrainer(vocab_size=120, special_tokens=["[UNK]"], show_progress=False)
    made.train_from_iterator([example.text for example in EXAMPLES], trainer)
    return made


@pytest.fixture(scope="module")
def found(tokenizer: Tokenizer) -> list[Lesson]:
    return list(lessons(EXAMPLES, tokenizer, source="own", finder=find_mentions))


def test_the_rules_reading_goes_along(found: list[Lesson]) -> None:
    codes = {lesson.types[one.focus]: one.hints.focus for lesson in found for one in lesson.asked}
    assert 1 < codes["miRNA"] < FOCUS_HINTS and codes["protein"] == 1


def test_without_a_finder_the_marks_are_all_there_is(tokenizer: Tokenizer) -> None:
    (lesson,) = lessons(EXAMPLES[:1], tokenizer, source="corpus")
    assert set(lesson.types) == {"miRNA", "protein"}
    assert all(one.hints.focus == 0 for one in lesson.asked)


def test_a_mark_that_meets_a_found_mention_is_left_out_and_another_is_added(tokenizer: Tokenizer) -> None:
    example = EXAMPLES[0]
    start = example.text.index("PTEN")
    nested = Span(start, start + 3, "protein")
    new = Span(example.text.index("Exosomal") + 3, example.text.index("Exosomal") + 8, "pathway")
    alone = Span(example.text.index("and"), example.text.index("and") + 3, "pathway")
    more: Example = replace(example, spans=tuple(sorted({*example.spans, nested, new, alone})))
    assert len(marked(more)) == len(example.spans) + 3
    (lesson,) = lessons([more], tokenizer, source="own", finder=find_mentions)
    assert sorted(lesson.types).count("protein") == 1 and lesson.types.count("pathway") == 1


def test_an_epoch_is_the_same_for_the_same_seed_and_another_for_another(found: list[Lesson]) -> None:
    def drawn(seed: int) -> list[list[object]]:
        draw = np.random.default_rng(seed)
        return [list(b) for b in plan(found, positives=4, negatives=1, budget=120, shared=0.5, draw=draw)]

    assert drawn(1) == drawn(1) != drawn(2)


def test_every_text_is_asked_once_an_epoch_with_its_positives(found: list[Lesson]) -> None:
    batches = plan(found, positives=4, negatives=1, budget=120, shared=0.5, draw=np.random.default_rng(0))
    picked = [one for batch in batches for one in batch]
    assert sorted(one.lesson for one in picked) == list(range(len(found)))

    def kinds() -> Iterator[list[bool | None]]:
        for one in picked:
            yield sorted(bool(found[one.lesson].asked[at].labels.finding) for at in one.asked)

    assert all(asked == [False, True] for asked in kinds())


def test_lessons_with_a_rare_answer_are_drawn_more_often(found: list[Lesson]) -> None:
    def rarely(lesson: Lesson) -> Lesson:
        asked = (
            replace(one, labels=replace(one.labels, finding_types=(FindingType.BIOMARKER,)))
            if one.labels.finding
            else one
            for one in lesson.asked
        )
        return replace(lesson, asked=tuple(asked))

    given = [rarely(found[0]), *found[1:]]
    draw = np.random.default_rng(0)
    batches = plan(given, positives=4, negatives=1, budget=120, shared=0.5, draw=draw, rare=3)
    assert sorted(one.lesson for batch in batches for one in batch) == [0, 0, *range(len(found))]
