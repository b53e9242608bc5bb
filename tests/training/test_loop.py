"""The training of the frame network on a tiny encoder: it learns, it goes on after a kill, and int8 agrees with it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import numpy as np
import pytest

torch = pytest.importorskip("torch")
pytest.importorskip("transformers")

from extractor.document import Document  # noqa: E402
from extractor.frames import Direction, Effect  # noqa: E402
from extractor.mentions.finder import find_mentions  # noqa: E402
from extractor.model.batch import Question, collate  # noqa: E402
from extractor.model.encoder import EncoderError, load_encoder  # noqa: E402
from extractor.model.network import FrameNetwork  # noqa: E402
from extractor.model.reader import FrameReader  # noqa: E402
from extractor.model.session import OnnxScorer  # noqa: E402
from extractor.text import analyse  # noqa: E402
from extractor.training.augment import pools  # noqa: E402
from extractor.training.development import TorchScorer  # noqa: E402
from extractor.training.export import export_frames  # noqa: E402
from extractor.training.loop import Specials, Stage, train  # noqa: E402
from extractor.training.questions import Lesson, lessons  # noqa: E402
from extractor.training.schema import DataError  # noqa: E402
from tests.training.tiny import EXAMPLES, make_encoder  # noqa: E402

STAGE = Stage("own", epochs=25, rate=3e-3, head_rate=5e-3, budget=400, swap=0.3, silent=0.5, average=0.5)


class KilledError(Exception):
    """Stands for a kill."""


@pytest.fixture(autouse=True)
def one_thread() -> Iterator[None]:
    before = torch.get_num_threads()
    torch.set_num_threads(1)
    yield
    torch.set_num_threads(before)


@pytest.fixture(scope="module")
def encoder(tmp_path_factory: pytest.TempPathFactory) -> str:
    return make_encoder(tmp_path_factory.mktemp("encoder"))


@pytest.fixture(scope="module")
def found(encoder: str) -> list[Lesson]:
    _, tokenizer = load_encoder(encoder)
    return list(lessons(EXAMPLES, tokenizer, source="own", finder=find_mentions))


def network(encoder: str, shared: int = 1) -> FrameNetwork:
    body, _ = load_encoder(encoder)
    torch.manual_seed(3)
    return FrameNetwork(body, shared)


def run(model: FrameNetwork, found: list[Lesson], out: Path, **more: Any) -> None:
    names = pools(lesson.scene for lesson in found)
    given = {"log": lambda values: None, "say": lambda line: None} | more
    train(model, found, STAGE, out, specials=Specials(0), names=names, seed=1, **given)


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("run")


@pytest.fixture(scope="module")
def trained(encoder: str, found: list[Lesson], home: Path) -> FrameNetwork:
    torch.set_num_threads(1)
    model = network(encoder)
    run(model, found, home)
    return model


def test_every_text_asks_of_its_cargo_and_of_what_is_none(found: list[Lesson]) -> None:
    assert len(found) == len(EXAMPLES)
    for lesson in found:
        answers = {lesson.types[one.focus]: one.labels.finding for one in lesson.asked}
        assert answers == {"miRNA": True, "protein": False, "exosome": False}


def test_the_network_learns_what_it_is_taught(encoder: str, trained: FrameNetwork) -> None:
    _, tokenizer = load_encoder(encoder)
    reader = FrameReader(TorchScorer(trained), tokenizer, 0)
    right = 0
    for example in EXAMPLES:
        document = Document(id=example.id, text=example.text)
        text = analyse(document)
        findings = reader(document, text, find_mentions(document, text))
        (frame,) = example.frames
        target = example.text[frame.targets[0].spans[0].start : frame.targets[0].spans[0].end]
        right += [
            (f.cargo.text if f.cargo else None, [(t.mention.text, t.direction) for t in f.targets], f.effect)
            for f in findings
        ] == [(example.text[frame.actor[0].start : frame.actor[0].end], [(target, Direction.DECREASES)], frame.effect)]
    assert right >= len(EXAMPLES) - 2
    assert {frame.effect for example in EXAMPLES for frame in example.frames} == {Effect.INCREASES, Effect.DECREASES}


def test_a_killed_training_ends_as_an_undisturbed_one(
    encoder: str, found: list[Lesson], trained: FrameNetwork, tmp_path: Path
) -> None:
    seen = 0

    def kill(line: str) -> None:
        nonlocal seen
        seen += line.startswith("own 20/")
        if seen:
            raise KilledError

    model = network(encoder)
    with pytest.raises(KilledError):
        run(model, found, tmp_path, say=kill, checkpoint_seconds=0.0)
    again = network(encoder)
    run(again, found, tmp_path)
    for name, value in trained.state_dict().items():
        assert torch.allclose(value, again.state_dict()[name], atol=1e-6), name


def test_a_checkpoint_of_other_settings_is_refused(encoder: str, found: list[Lesson], tmp_path: Path) -> None:
    def kill(line: str) -> None:
        if line.startswith("own 20/"):
            raise KilledError

    with pytest.raises(KilledError):
        run(network(encoder), found, tmp_path, say=kill, checkpoint_seconds=0.0)
    with pytest.raises(DataError, match="begun with other settings or data"):
        run(network(encoder), found[:-1], tmp_path)


def test_a_finished_training_is_loaded_and_not_done_again(encoder: str, trained: FrameNetwork, home: Path) -> None:
    said: list[str] = []
    again = network(encoder)
    run(again, [], home, say=said.append)
    assert said == ["own: done before"]
    assert all(
        torch.equal(a, b) for a, b in zip(trained.state_dict().values(), again.state_dict().values(), strict=True)
    )


def test_a_question_is_answered_the_same_alone_and_in_a_batch(trained: FrameNetwork, found: list[Lesson]) -> None:
    trained.eval()

    def scores(chosen: list[Lesson]) -> Mapping[str, Any]:
        asked = [
            Question(at, one.focus, one.hints, one.near) for at, lesson in enumerate(chosen) for one in lesson.asked
        ]
        arrays = collate([lesson.scene for lesson in chosen], asked, 0)
        with torch.no_grad():
            return trained(**{name: torch.from_numpy(array) for name, array in arrays.items()})

    alone, together = scores(found[:1]), scores(found[:5])
    count = len(found[0].asked)
    for head in ("finding", "effect", "gate"):
        assert torch.allclose(alone[head], together[head][:count], atol=1e-4), head
    things = alone["slot"].shape[1]
    assert torch.allclose(alone["slot"], together["slot"][:count, :things], atol=1e-4)


def test_int8_agrees_with_the_network(encoder: str, trained: FrameNetwork, found: list[Lesson], tmp_path: Path) -> None:
    asked = [
        Question(at, one.focus, one.hints, one.near) for at, lesson in enumerate(found[:3]) for one in lesson.asked
    ]
    export_frames(trained, collate([lesson.scene for lesson in found[:3]], asked, 0), tmp_path)
    _, tokenizer = load_encoder(encoder)
    for example in EXAMPLES[:6]:
        document = Document(id=example.id, text=example.text)
        text = analyse(document)
        mentions = find_mentions(document, text)
        whole = FrameReader(TorchScorer(trained), tokenizer, 0).read(document, text, mentions)
        small = FrameReader(OnnxScorer(tmp_path), tokenizer, 0).read(document, text, mentions)
        for one, other in zip(whole, small, strict=True):
            assert np.abs(one.answers.effect - other.answers.effect).max() < 0.15
            assert abs(one.answers.flags["finding"] - other.answers.flags["finding"]) < 0.15


def test_an_encoder_that_cannot_be_split_is_run_whole(encoder: str, found: list[Lesson]) -> None:
    model = network(encoder, shared=0).eval()
    asked = [Question(0, one.focus, one.hints, one.near) for one in found[0].asked]
    arrays = collate([found[0].scene], asked, 0)
    with torch.no_grad():
        scores = model(**{name: torch.from_numpy(array) for name, array in arrays.items()})
    assert scores["slot"].shape[:2] == (len(asked), len(found[0].scene.tokens))


@pytest.mark.parametrize("name", ["no/such-encoder", "nowhere"])
def test_an_encoder_that_is_not_there_is_one_line(name: str) -> None:
    with pytest.raises(EncoderError, match="no such folder") as caught:
        load_encoder(name)
    assert "\n" not in str(caught.value)


def test_weights_that_are_no_safetensors_are_refused(encoder: str, tmp_path: Path) -> None:
    for name in ("config.json", "tokenizer.json"):
        (tmp_path / name).write_bytes((Path(encoder) / name).read_bytes())
    (tmp_path / "pytorch_model.bin").write_bytes(b"pickle")
    with pytest.raises(EncoderError, match="no safetensors weights"):
        load_encoder(str(tmp_path))
