"""Training questions: scenes of examples, with everything that may be asked of them and the answers known."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from extractor import rules
from extractor.document import Document
from extractor.finding import Finding
from extractor.mentions.mention import CARGO_CLASSES, CARGO_TYPES, Mention
from extractor.mentions.normal import normalise
from extractor.model.batch import Frozen, Question, freeze
from extractor.model.circumstances import Circumstances, circumstances
from extractor.model.hints import Hints, findings_on, hints
from extractor.model.marks import KINDS
from extractor.model.scene import FILLERS, Scene, scenes
from extractor.model.windows import MAX_TOKENS, WindowError
from extractor.readers.plain import find_sections
from extractor.text import Text, analyse
from extractor.training.labels import Labels, label
from extractor.training.schema import Example, Span

if TYPE_CHECKING:
    from tokenizers import Tokenizer

__all__ = ["TYPES", "Asked", "Lesson", "lessons", "marked"]

#: Types of training spans as the types of things.
TYPES = frozenset(KINDS) - {""}
#: Things that act in some corpora.
_ACTORS = CARGO_TYPES | {"exosome", "chemical", "variant", "radiation"}

Finder = Callable[[Document, Text], Sequence[Mention]]


@dataclass(frozen=True, slots=True)
class Asked:
    """One thing in focus with what the rules read of it, the answers, and what else the text says of it."""

    focus: int
    hints: Hints
    near: tuple[int, ...]
    labels: Labels
    told: Circumstances = field(default_factory=Circumstances)

    def question(self, scene: int) -> Question:
        """What the model is asked; ``scene`` is the place of the lesson's scene in a batch."""
        return Question(scene, self.focus, self.hints, self.near)


@dataclass(frozen=True, slots=True)
class Lesson:
    """A scene with its questions; ``types`` are those of its things."""

    source: str
    example: str
    scene: Frozen
    types: tuple[str, ...]
    asked: tuple[Asked, ...]

    @property
    def length(self) -> int:
        """Sub-words."""
        return len(self.scene.ids)


def lessons(
    examples: Iterable[Example],
    tokenizer: Tokenizer,
    *,
    source: str,
    finder: Finder | None = None,
    max_tokens: int = MAX_TOKENS,
) -> Iterator[Lesson]:
    """The lessons of examples.

    Parameters
    ----------
    finder
        Finds mentions as extraction does; those that the example marks are added, so that no answer is lost, and the
        rules are asked for hints. Without a finder the example's own spans are all the mentions there are.
    """
    for example in examples:
        document = Document(id=example.id, text=example.text, sections=find_sections(example.text) if finder else ())
        text = analyse(document)
        if finder is None:
            mentions, findings, carried = marked(example), None, frozenset[str]()
        else:
            found = tuple(finder(document, text))
            mentions = _joined(found, marked(example))
            told = rules.read(document, text, found)
            findings, carried = tuple(told.findings()), told.carried
        try:
            found_scenes = list(scenes(document, text, mentions, tokenizer, max_tokens))
        except WindowError:
            continue  # a mark as long as a paragraph: nothing to learn from
        for scene in found_scenes:
            about = None if findings is None else findings_on(scene, findings)
            asked = tuple(_asked(scene, example, about, carried))
            if asked:
                yield Lesson(source, example.id, freeze(scene), tuple(t.type for t in scene.things), asked)


def _asked(
    scene: Scene, example: Example, findings: Sequence[Finding] | None, carried: frozenset[str]
) -> Iterator[Asked]:
    places = scene.cargos() if findings is not None else [a for a, t in enumerate(scene.things) if t.type in _ACTORS]
    for focus in places:
        labels = label(scene, focus, example)
        if not labels.teaches:
            continue
        hint = hints(scene, focus, findings) if findings is not None else Hints.unasked(len(scene.things))
        yield Asked(focus, hint, scene.distances(focus), labels, circumstances(scene, focus, carried, findings or ()))


def marked(example: Example) -> tuple[Mention, ...]:
    """The spans of an example as mentions; those of one name or identifier are one thing."""
    return tuple(_mention(span, example.text) for span in example.spans if span.type in TYPES)


def _mention(span: Span, text: str) -> Mention:
    words = text[span.start : span.end]
    kind = span.type if span.type in CARGO_TYPES | {"pathway", "cancer"} else None
    return Mention(span.start, span.end, words, span.type, span.id or normalise(words, kind) or words, source="corpus")


def _joined(found: Sequence[Mention], marked: Sequence[Mention]) -> tuple[Mention, ...]:
    """What the finder found, and what is marked beside it.

    A mark that meets a found mention is left out: in extraction no mention is nested in another, and one that is would
    give the answer away.
    """
    added = [mark for mark in marked if not any(mark.overlaps(m) for m in found if m.type in FILLERS | CARGO_CLASSES)]
    names = {(m.type == "pathway", normalise(m.text)): m.name for m in found}
    joined = [*found, *(replace(m, name=names.get((m.type == "pathway", m.name), m.name)) for m in added)]
    return tuple(sorted(joined, key=lambda m: (m.start, -m.end)))
