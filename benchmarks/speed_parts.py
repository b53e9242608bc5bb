"""The single measurements of benchmarks/speed.py; each is made in a process of its own and returns plain numbers.

Times are seconds of one pass over all texts: the median of several passes, after one that warms up.
"""

from __future__ import annotations

import json
import resource
import statistics
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from functools import wraps
from pathlib import Path
from typing import Any

from speed_texts import abstracts

__all__ = ["PARTS"]

Numbers = dict[str, float]
Call = tuple[str, dict[str, Any]]
#: Windows and questions of one batch of torch.
WINDOWS, QUESTIONS = 8, 24


def passes(run: Callable[[], Any], least: int = 3, seconds: float = 4.0) -> float:
    """The median duration of a pass."""
    run()
    took: list[float] = []
    while len(took) < least or (sum(took) < seconds and len(took) < 9):
        begun = time.perf_counter()
        run()
        took.append(time.perf_counter() - begun)
    return statistics.median(took)


def peak_mb() -> float:
    """The most memory that this process held, in MB (Linux counts it in KiB)."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024 / 1e6


def one_by_one(model: str, count: int) -> Numbers:
    """``extract`` on one text after the other."""
    from extractor import load

    texts, reader = list(abstracts(count)), load(model)
    return {"seconds": passes(lambda: [reader.extract(text) for text in texts]), "peak_mb": peak_mb()}


def many(model: str, count: int) -> Numbers:
    """``extract_many`` on all texts."""
    from extractor import load

    texts, reader = list(abstracts(count)), load(model)
    return {"seconds": passes(lambda: list(reader.extract_many(texts))), "peak_mb": peak_mb()}


def first_result(model: str, count: int) -> Numbers:
    """Nothing but what a user waits for; the process that started this one takes the time."""
    from extractor import load

    load(model).extract(next(abstracts(1)))
    return {"peak_mb": peak_mb()}


def _timed(owner: Any, name: str, spent: Counter[str], stage: str) -> None:
    """Have a method add the time that it takes to a stage."""
    own = getattr(owner, name)

    @wraps(own)
    def method(*given: Any) -> Any:
        begun = time.perf_counter()
        try:
            return own(*given)
        finally:
            spent[stage] += time.perf_counter() - begun

    setattr(owner, name, method)


def stages(model: str, count: int) -> Numbers:
    """Seconds by stage, and how many sub-words, windows and questions there are."""
    from extractor import read
    from extractor.document import Document
    from extractor.finding import rows
    from extractor.mentions.finder import find_mentions
    from extractor.model.loading import load_trained
    from extractor.model.session import OnnxScorer
    from extractor.text import analyse

    trained = load_trained(_folder(model))
    spent: Counter[str] = Counter()
    sizes: Counter[str] = Counter()
    _timed(OnnxScorer, "lower", spent, "encoder, lower half")
    _timed(OnnxScorer, "upper", spent, "encoder, upper half")
    took: list[Counter[str]] = []
    with tempfile.TemporaryDirectory() as scratch:
        source = Path(scratch) / "texts.jsonl"
        source.write_text(
            "".join(json.dumps({"id": name, "text": text}) + "\n" for name, text in abstracts(count)), encoding="utf-8"
        )
        for _ in range(4):
            spent.clear()
            sizes.clear()
            clock = time.perf_counter
            begun = clock()
            documents = [item for item in read(source) if isinstance(item, Document)]
            spent["read"] = clock() - begun
            for document in documents:
                begun = clock()
                text = analyse(document)
                _ = text.abbreviations
                spent["text analysis"] += (after := clock()) - begun
                mentions = tuple(trained.find(document, text)) if trained.find else find_mentions(document, text)
                spent["mentions"] += (begun := clock()) - after
                prepared = trained.reader.prepare(document, text, mentions)
                spent["rules and windows"] += (after := clock()) - begun
                before = spent["encoder, lower half"] + spent["encoder, upper half"]
                found = trained.reader.finish(prepared)
                lines = [row for finding in found for row in rows(document, finding, "", "", trained.confidence)]
                network = spent["encoder, lower half"] + spent["encoder, upper half"] - before
                spent["decoding"] += clock() - after - network
                sizes["rows"] += len(lines)
                sizes["windows"] += len(prepared.scenes)
                sizes["subwords"] += sum(len(scene.window.ids) for scene in prepared.scenes)
            took.append(Counter(spent))
    return {stage: statistics.median(each[stage] for each in took[1:]) for stage in took[0]} | dict(sizes)


def _folder(model: str) -> Path:
    from extractor.model.folder import find_model

    folder = find_model(model)
    if folder is None:
        raise SystemExit(f"{model}: no trained model of that name")
    return folder


def _calls(model: str, count: int) -> list[Call]:
    """Every batch that extraction gives to the network, in order."""
    from extractor import load
    from extractor.model.session import OnnxScorer

    found: list[Call] = []
    lower, upper = OnnxScorer.lower, OnnxScorer.upper

    def seen_lower(self: OnnxScorer, scenes: Mapping[str, Any]) -> Any:
        found.append(("lower", dict(scenes)))
        return lower(self, scenes)

    def seen_upper(self: OnnxScorer, hidden: Any, arrays: Mapping[str, Any]) -> Any:
        found.append(("upper", {"hidden": hidden, **arrays}))
        return upper(self, hidden, arrays)

    OnnxScorer.lower, OnnxScorer.upper = seen_lower, seen_upper  # type: ignore[method-assign]
    try:
        reader = load(model)
        for text in abstracts(count):
            reader.extract(text)
    finally:
        OnnxScorer.lower, OnnxScorer.upper = lower, upper  # type: ignore[method-assign]
    return found


def _replay(scorer: Any, calls: Sequence[Call]) -> None:
    for half, arrays in calls:
        if half == "lower":
            scorer.lower(arrays)
        else:
            scorer.upper(arrays["hidden"], arrays)


def encoder(model: str, count: int) -> Numbers:
    """The network alone on ready batches: the ceiling. Also its multiply-adds, padding left out."""
    from extractor.model.session import OnnxScorer

    calls = _calls(model, count)
    scorer = OnnxScorer(_folder(model))
    return {"seconds": passes(lambda: _replay(scorer, calls)), "peak_mb": peak_mb(), "macs": _macs(model, calls)}


def _macs(model: str, calls: Sequence[Call]) -> float:
    """Multiply-adds of the dense products in the encoder's layers for these batches."""
    folder = _folder(model)
    shape = json.loads((folder / "encoder.json").read_text(encoding="utf-8"))
    size, wide, layers = shape["hidden_size"], shape["intermediate_size"], shape["num_hidden_layers"]
    shared = json.loads((folder / "config.json").read_text(encoding="utf-8"))["shared"]
    total = 0.0
    for half, arrays in calls:
        words = arrays["mask"].sum(axis=1) if half == "lower" else arrays["mask"].sum(axis=1)[arrays["window"]]
        total += (
            float(words.sum()) * (4 * size * size + 2 * size * wide) * (shared if half == "lower" else layers - shared)
        )
    return total


def int8(model: str, count: int) -> Numbers:
    """The machine's int8 products: multiply-adds a second of the encoder's largest one, 2,048 rows at a time."""
    import numpy as np
    from onnx import TensorProto, helper
    from onnxruntime import InferenceSession, SessionOptions

    from extractor.model.threads import threads

    shape = json.loads((_folder(model) / "encoder.json").read_text(encoding="utf-8"))
    deep, wide, high = shape["hidden_size"], shape["intermediate_size"], 2048
    drawn = np.random.default_rng(0)
    weight = helper.make_tensor("b", TensorProto.INT8, (deep, wide), drawn.integers(-64, 64, deep * wide).tolist())
    graph = helper.make_graph(
        [helper.make_node("MatMulInteger", ["a", "b"], ["c"])], "product",
        [helper.make_tensor_value_info("a", TensorProto.UINT8, (high, deep))],
        [helper.make_tensor_value_info("c", TensorProto.INT32, (high, wide))], [weight],
    )  # fmt: skip
    made = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=9)
    options = SessionOptions()
    options.intra_op_num_threads = threads()
    session = InferenceSession(made.SerializeToString(), options, providers=["CPUExecutionProvider"])
    given = {"a": drawn.integers(0, 255, (high, deep), dtype=np.uint8)}
    seconds = passes(lambda: [session.run(None, given) for _ in range(20)], seconds=3.0) / 20
    return {"macs_per_second": high * deep * wide / seconds}


def _network(model: str) -> Any:
    """The network in fp32 as torch runs it, behind the same two calls as the runtime's."""
    import torch

    from extractor.model.batch import LOWER, UPPER
    from extractor.model.threads import threads
    from extractor.training.weights import load_network

    torch.set_num_threads(threads())
    network, tokenizer = load_network(_folder(model))

    class Plain:
        def lower(self, scenes: Mapping[str, Any]) -> Any:
            with torch.inference_mode():
                hidden, gate = network.lower(*(torch.from_numpy(scenes[name]) for name in LOWER))
            return hidden.numpy(), gate.numpy()

        def upper(self, hidden: Any, arrays: Mapping[str, Any]) -> Any:
            with torch.inference_mode():
                scores = network.upper(torch.from_numpy(hidden), *(torch.from_numpy(arrays[name]) for name in UPPER))
            return {head: value.numpy() for head, value in scores.items()}

    return Plain(), tokenizer


def torch_one_by_one(model: str, count: int) -> Numbers:
    """End to end as :func:`one_by_one`, the network in torch."""
    from extractor import load
    from extractor.model.loading import load_trained
    from extractor.model.reader import FrameReader
    from extractor.pipeline import Extractor

    trained, whole = load_trained(_folder(model)), load(model)
    plain, tokenizer = _network(model)
    old = trained.reader
    pad = json.loads((_folder(model) / "config.json").read_text(encoding="utf-8"))["pad"]
    reader = FrameReader(plain, tokenizer, pad, old.thresholds, old.temperatures, old.trust)
    own = Extractor(whole.name, reader, whole.find, whole.confidence)
    texts = list(abstracts(count))
    return {"seconds": passes(lambda: [own.extract(text) for text in texts]), "peak_mb": peak_mb()}


def torch_batched(model: str, count: int) -> Numbers:
    """The network alone in torch, windows and questions of many documents of like length in one batch."""
    calls = _merged(_calls(model, count))
    plain, _ = _network(model)
    return {"seconds": passes(lambda: _replay(plain, calls)), "peak_mb": peak_mb()}


def _merged(calls: Sequence[Call]) -> list[Call]:
    """The batches of single documents joined, those of like length together."""
    lower = sorted((arrays for half, arrays in calls if half == "lower"), key=lambda arrays: arrays["ids"].shape[1])
    upper = sorted((arrays for half, arrays in calls if half == "upper"), key=lambda arrays: arrays["ids"].shape[1])
    joined: list[Call] = []
    for half, all_arrays, most, unit in (("lower", lower, WINDOWS, "ids"), ("upper", upper, QUESTIONS, "window")):
        group: list[dict[str, Any]] = []
        for arrays in all_arrays:
            if group and sum(len(one[unit]) for one in group) + len(arrays[unit]) > most:
                joined.append((half, _joined(group)))
                group = []
            group.append(arrays)
        if group:
            joined.append((half, _joined(group)))
    return joined


def _joined(group: Sequence[dict[str, Any]]) -> dict[str, Any]:
    """Arrays put on top of each other, padded with zeros; ``window`` counts on."""
    import numpy as np

    arrays: dict[str, Any] = {}
    for name, first in group[0].items():
        most = [max(one[name].shape[axis] for one in group) for axis in range(1, first.ndim)]
        padded = []
        offset = 0
        for one in group:
            own = one[name] + offset if name == "window" else one[name]
            widths = [(0, 0), *((0, wide - has) for wide, has in zip(most, own.shape[1:], strict=True))]
            padded.append(np.pad(own, widths))
            offset += len(one["mask"])
        arrays[name] = np.concatenate(padded)
    return arrays


def spacy_small(model: str, count: int) -> Numbers:
    """spaCy's small English pipeline (tags, parse, entities) on the same texts; ``model`` is its name or folder."""
    import spacy

    nlp = spacy.load(model)
    texts = [text for _, text in abstracts(count)]
    return {"seconds": passes(lambda: list(nlp.pipe(texts))), "peak_mb": peak_mb()}


def growth(model: str, count: int) -> Numbers:
    """Documents a second in the first and the last hundred of many, and memory after each."""
    from extractor import load

    reader = load(model)
    marks: list[tuple[float, float]] = []
    begun = time.perf_counter()
    for number, _ in enumerate(reader.extract_many(abstracts(count)), start=1):
        if number in (100, count - 100, count):
            marks.append((time.perf_counter() - begun, peak_mb()))
    first, before, last = marks[0], marks[-2], marks[-1]
    return {
        "first": 100 / first[0],
        "last": 100 / max(last[0] - before[0], 1e-9),
        "first_mb": first[1],
        "last_mb": last[1],
    }


PARTS: dict[str, Callable[[str, int], Numbers]] = {
    part.__name__: part
    for part in (
        one_by_one, many, first_result, stages, encoder, int8, torch_one_by_one, torch_batched, spacy_small, growth,
    )
}  # fmt: skip
