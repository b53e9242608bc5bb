"""The training data by name: public corpora, written passages, annotated abstracts, the gold."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path

from extractor.training import corpora
from extractor.training.corpora import own
from extractor.training.schema import DataError, Example
from extractor.training.texts import abstract_texts

__all__ = ["OWN", "Data"]

#: Sources annotated for this project: mentions are found as in extraction.
OWN = ("written", "abstracts", "mirna", "gold")


@dataclass
class Data:
    """Where the data lies: ``corpora`` holds the public corpora, ``annotations`` the project's own folders."""

    corpora: Path
    annotations: Path
    _texts: dict[str, str] | None = field(default=None, repr=False)

    def examples(self, source: str, split: str, *, ships: bool = True) -> Iterator[Example]:
        """The examples of a source's split.

        Parameters
        ----------
        ships
            Whether the weights trained on them are passed on; corpora whose licence forbids it are then refused.

        Raises
        ------
        DataError
            If there is no such source or split, its licence forbids it, or a file is missing or broken.
        """
        if source in ("abstracts", "mirna"):
            if self._texts is None:
                self._texts = abstract_texts(self.corpora)
            found = own.examples(self.annotations / source, split, texts=self._texts)
            yield from found if source == "abstracts" else map(_relations_alone, found)
        elif source in ("written", "gold"):
            yield from own.examples(self.annotations / source, split)
        elif not corpora.may_train(source, ships=ships):
            raise DataError(f"{source}: its licence ({corpora.LICENCES[source].name}) keeps it out of shipped weights")
        else:
            left_out = self._test_ids(source)
            yield from (e for e in corpora.load(source, self.corpora, split) if e.id not in left_out)

    def held_out(self, source: str) -> Iterator[Example]:
        """The parts of an own source that nothing is trained on, as far as they exist."""
        for split in ("dev", "calibration", "test"):
            if (self.annotations / source / split).is_dir():
                yield from self.examples(source, split)

    def _test_ids(self, source: str) -> frozenset[str]:
        """Texts of this corpus that are evaluated on under another corpus's name."""
        found: set[str] = set()
        for tested, others in corpora.OVERLAP.items():
            if source in others and corpora.LICENCES[tested].evaluation_only:
                found |= {example.id for example in corpora.load(tested, self.corpora, "test")}
        return frozenset(found)


def _relations_alone(example: Example) -> Example:
    """The example without the answer to what is a finding: in vesicles, what these molecules do would be one."""
    frames = tuple(replace(frame, effect=None) for frame in example.frames)
    return replace(example, frames=frames, labelled=example.labelled - {"effect"})
