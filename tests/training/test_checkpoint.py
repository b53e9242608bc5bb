"""Checkpoints hold weights and moments, and are never half there."""

from pathlib import Path

import pytest

torch = pytest.importorskip("torch")

from extractor.training.checkpoint import load_checkpoint, save_checkpoint  # noqa: E402


def made() -> tuple["torch.nn.Module", "torch.optim.Optimizer"]:
    torch.manual_seed(1)
    model = torch.nn.Linear(3, 2)
    return model, torch.optim.AdamW(model.parameters(), lr=0.1)


def step(model: "torch.nn.Module", optimizer: "torch.optim.Optimizer") -> None:
    optimizer.zero_grad()
    model(torch.ones(1, 3)).sum().backward()
    optimizer.step()


def test_going_on_from_a_checkpoint_is_going_on(tmp_path: Path) -> None:
    model, optimizer = made()
    step(model, optimizer)
    save_checkpoint(tmp_path / "c", model, optimizer, {"step": 1})
    step(model, optimizer)
    again, other = made()
    state = load_checkpoint(tmp_path / "c", again, other)
    assert state is not None and state["step"] == 1
    step(again, other)
    assert all(torch.equal(a, b) for a, b in zip(model.parameters(), again.parameters(), strict=True))


def test_a_kill_between_the_renames_leaves_the_old_one(tmp_path: Path) -> None:
    model, optimizer = made()
    save_checkpoint(tmp_path / "c", model, optimizer, {"step": 7})
    (tmp_path / "c").rename(tmp_path / "c.old")
    state = load_checkpoint(tmp_path / "c", model, optimizer)
    assert state is not None and state["step"] == 7


def test_no_checkpoint_is_none(tmp_path: Path) -> None:
    assert load_checkpoint(tmp_path / "c", made()[0]) is None
