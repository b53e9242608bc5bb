"""The mean of weights."""

import pytest

torch = pytest.importorskip("torch")

from extractor.training.soup import soup  # noqa: E402


def test_weights_are_averaged_by_name_and_counts_are_kept() -> None:
    one = {"a": torch.tensor([1.0, 3.0]), "n": torch.tensor(5)}
    two = {"a": torch.tensor([3.0, 5.0]), "n": torch.tensor(5)}
    mean = soup([one, two])
    assert mean["a"].tolist() == [2.0, 4.0] and mean["n"].item() == 5
    assert one["a"].tolist() == [1.0, 3.0]


def test_of_one_it_is_a_copy_and_of_none_an_error() -> None:
    one = {"a": torch.tensor([1.0])}
    assert soup([one])["a"].tolist() == [1.0] and soup([one])["a"] is not one["a"]
    with pytest.raises(ValueError, match="no weights"):
        soup([])
