"""Relations in public corpora, with the corpora's own mentions given.

    python benchmarks/relations.py CORPORA [--model models/exocargo-minilm] [bioredirect mlee scai-mirna comagc]

For each corpus: F1 of pairs of concepts (whoever acts on whom), of pairs with who acts on whom, and with the sign; and
the accuracy of the sign on the pairs that were found. BioREDirect's types are read off the sign: increases is
Positive_Correlation, decreases Negative_Correlation, unspecified Association. Test parts only; they choose nothing.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterable, Iterator
from pathlib import Path

import numpy as np
from tokenizers import Tokenizer

from extractor.document import Document
from extractor.evaluation.intervals import estimate, resample
from extractor.frames import Direction
from extractor.model.answers import answers
from extractor.model.batch import Question, collate_scenes, freeze
from extractor.model.hints import Hints
from extractor.model.reader import score_questions
from extractor.model.scene import Scene, scenes
from extractor.model.session import OnnxScorer
from extractor.model.windows import WindowError
from extractor.text import analyse
from extractor.training import corpora
from extractor.training.questions import marked
from extractor.training.schema import Example, Span

SETS = {"bioredirect": "test", "bioredirect-bc8": "test", "mlee": "test", "scai-mirna": "test", "comagc": "train"}
TYPES = {
    Direction.INCREASES: "Positive_Correlation", Direction.DECREASES: "Negative_Correlation",
    Direction.UNSPECIFIED: "Association",
}  # fmt: skip
ACTORS = {"miRNA", "circRNA", "lncRNA", "mRNA", "protein", "chemical", "variant", "disease", "cancer", "radiation"}

Pair = tuple[str, str]


def gold_pairs(example: Example) -> tuple[dict[Pair, tuple[str, Direction | None]], dict[frozenset[str], str]]:
    """Directed pairs with label and sign, and those without a direction with their label."""
    names = {span: mention.name for span, mention in zip(_kept(example), marked(example), strict=True)}
    directed: dict[Pair, tuple[str, Direction | None]] = {}
    for frame in example.frames:
        for _, filler in frame.fillers():
            one, two = _name(frame.actor, frame.actor_id, names), _name(filler.spans, filler.id, names)
            if one and two and one != two:
                directed[one, two] = (filler.label, filler.direction)
    loose = {}
    for pair in example.masked:
        one, two = _name(pair.left, pair.ids[0], names), _name(pair.right, pair.ids[1], names)
        if one and two and one != two:
            loose[frozenset((one, two))] = pair.label
    return directed, loose


def _kept(example: Example) -> list[Span]:
    from extractor.training.questions import TYPES as kept

    return [span for span in example.spans if span.type in kept]


def _name(spans: Iterable[Span], identifier: str, names: dict[Span, str]) -> str | None:
    return identifier or next((names[span] for span in spans if span in names), None)


def predicted_pairs(
    example: Example, scorer: OnnxScorer, tokenizer: Tokenizer, pad: int, least: float
) -> dict[Pair, tuple[float, Direction]]:
    """Directed pairs that the model relates, with probability and sign; the best over windows."""
    document = Document(id=example.id, text=example.text)
    found: dict[Pair, tuple[float, Direction]] = {}
    try:
        seen = list(scenes(document, analyse(document), marked(example), tokenizer))
    except WindowError:
        return found
    for scene in seen:
        asked = [at for at, thing in enumerate(scene.things) if thing.type in ACTORS]
        for first in range(0, len(asked), 16):
            for focus, slots, signs in _asked(scene, asked[first : first + 16], scorer, pad):
                for at, other in enumerate(scene.things):
                    probability = 1 - float(slots[at][0])
                    key = (scene.things[focus].name, other.name)
                    if at != focus and key[0] != key[1] and probability >= max(least, found.get(key, (0.0,))[0]):
                        found[key] = (probability, list(Direction)[int(signs[at].argmax())])
    return found


def _asked(
    scene: Scene, focuses: list[int], scorer: OnnxScorer, pad: int
) -> Iterator[tuple[int, np.ndarray, np.ndarray]]:
    arrays = collate_scenes([freeze(scene)], pad)
    hidden, gates = scorer.lower(arrays)
    unasked = Hints.unasked(len(scene.things))
    questions = [Question(0, focus, unasked, scene.distances(focus)) for focus in focuses]
    scores = score_questions(scorer, arrays, hidden, gates, questions)
    for row, question in enumerate(questions):
        one = answers(scores, row, {})
        yield question.focus, one.slot, one.direction


def tally(example: Example, found: dict[Pair, tuple[float, Direction]]) -> list[float]:
    """Counts of one text: (right, predicted, gold) of pairs, of types, of directed pairs, of signed ones; signs."""
    directed, loose = gold_pairs(example)
    gold = {frozenset(pair): label for pair, (label, _) in directed.items()} | loose
    best: dict[frozenset[str], tuple[float, Direction]] = {}
    for pair, value in found.items():
        key = frozenset(pair)
        if key not in best or best[key][0] < value[0]:
            best[key] = value
    pairs = [float(len(best.keys() & gold.keys())), float(len(best)), float(len(gold))]
    types = [float(sum(gold.get(key) == TYPES[sign] for key, (_, sign) in best.items())), *pairs[1:]]
    # A pair of no direction in the gold is neither right nor wrong to direct.
    told = {pair: sign for pair, (_, sign) in found.items() if frozenset(pair) not in loose}
    both = told.keys() & directed.keys()
    signed = {pair for pair in both if told[pair] == (directed[pair][1] or Direction.UNSPECIFIED)}
    sure = {pair for pair in both if directed[pair][1] in (Direction.INCREASES, Direction.DECREASES)}
    counts = [float(len(told)), float(len(directed))]
    return [*pairs, *types, float(len(both)), *counts, float(len(signed)), *counts,
            float(len(sure & signed)), float(len(sure))]  # fmt: skip


def shown(counts: np.ndarray) -> dict[str, str]:
    """The scores of a corpus with intervals over its texts."""
    drawn = resample(counts, 1000)
    sums = counts.sum(0)
    result = {}
    for at, name in enumerate(("pair", "pair, type", "directed pair", "directed pair, sign")):
        right, predicted, gold = (slice(3 * at + n, 3 * at + n + 1) for n in range(3))
        f1 = estimate(
            2 * sums[right], sums[predicted] + sums[gold],
            2 * drawn[:, right].ravel(), (drawn[:, predicted] + drawn[:, gold]).ravel(),
        )  # fmt: skip
        precision, recall = sums[right] / max(1, *sums[predicted]), sums[right] / max(1, *sums[gold])
        result[name] = f"P {precision[0]:.3f} R {recall[0]:.3f} F1 {f1.value:.3f} [{f1.low:.3f}, {f1.high:.3f}]"
    accuracy = estimate(sums[12:13], sums[13:14], drawn[:, 12], drawn[:, 13])
    result["sign of signed pairs found"] = f"{accuracy.value} [{accuracy.low}, {accuracy.high}] of {int(sums[13])}"
    return result


def main() -> None:
    """Print the scores."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("corpora", type=Path)
    parser.add_argument("names", nargs="*", default=["bioredirect", "mlee"])
    parser.add_argument("--model", type=Path, default=Path("models/exocargo-minilm"))
    parser.add_argument("--least", type=float, default=0.5, help="probability from which on a pair is claimed")
    args = parser.parse_args()
    scorer, pad = OnnxScorer(args.model), json.loads((args.model / "config.json").read_text(encoding="utf-8"))["pad"]
    tokenizer = Tokenizer.from_file(str(args.model / "tokenizer.json"))
    for name in args.names:
        examples = list(corpora.load(name, args.corpora, SETS[name]))
        counts = [tally(e, predicted_pairs(e, scorer, tokenizer, pad, args.least)) for e in examples]
        print(f"{name} {SETS[name]}, {len(examples)} texts")
        for score, value in shown(np.asarray(counts)).items():
            print(f"  {score}: {value}")


if __name__ == "__main__":
    main()
