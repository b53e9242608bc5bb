"""When two names are one thing: the same CURIE, or the same normalised name."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Iterator
from dataclasses import dataclass
from typing import Generic, TypeVar

from extractor.evaluation.gold import Filler
from extractor.mentions.normal import normalise

__all__ = ["Components", "Named", "Names", "keys"]

Node = TypeVar("Node", bound=Hashable)
#: A filler and the type that its name is normalised as: a cargo's type, ``pathway``, or None for a target.
Named = tuple[Filler, str | None]


class Components(Generic[Node]):
    """Connected components: what is joined, directly or through others, is one."""

    def __init__(self) -> None:
        self._parent: dict[Node, Node] = {}

    def __contains__(self, node: Node) -> bool:
        return node in self._parent

    def __iter__(self) -> Iterator[Node]:
        return iter(self._parent)

    def root(self, node: Node) -> Node:
        """The node that stands for the component; a new node is a component of its own."""
        self._parent.setdefault(node, node)
        while (parent := self._parent[node]) != node:
            self._parent[node] = node = self._parent[parent]
        return node

    def join(self, nodes: Iterable[Node]) -> None:
        """Make one component of those of all ``nodes``."""
        roots = [self.root(node) for node in nodes]
        for root in roots[1:]:
            self._parent[self.root(root)] = self.root(roots[0])


def _name(text: str, type: str | None) -> str:
    # A name without letters or digits has no key; it is then itself.
    return "name:" + (normalise(text, type) or text)


def keys(filler: Filler, type: str | None) -> list[str]:
    """The keys by which a filler is known: its normalised name and, where it is grounded, its CURIE."""
    return [_name(filler.text, type), *([f"id:{filler.id}"] if filler.id else [])]


@dataclass(frozen=True, slots=True)
class _Labels:
    components: Components[str]
    label: dict[str, str]

    @classmethod
    def of(cls, named: Iterable[list[str]]) -> _Labels:
        components: Components[str] = Components()
        for each in named:
            components.join(each)
        label: dict[str, str] = {}
        for key in sorted(components, reverse=True):  # names sort after ids: the label is a name
            root = components.root(key)
            label.setdefault(root, key)
        return cls(components, label)

    def find(self, key: str) -> str | None:
        return self.label[self.components.root(key)] if key in self.components else None


class Names:
    """The things that fill one role in one document, each with one label.

    The gold's own names and CURIEs say which of its fillers are one thing. A predicted filler is the gold's thing with
    the same name, else that with the same CURIE. So a prediction with a wrong CURIE never makes one of two gold
    things. What is in no gold filler is told apart among the predictions in the same way.
    """

    def __init__(self, gold: Iterable[Named], predicted: Iterable[Named]) -> None:
        gold = list(gold)
        self._types = [*sorted({kind for _, kind in gold if kind}), None]
        self._gold = _Labels.of(keys(*named) for named in gold)
        self._other = _Labels.of(keys(*named) for named in predicted if self._known(*named) is None)

    def _known(self, filler: Filler, type: str | None) -> str | None:
        # A cargo of a wrong type is still the cargo: its name is tried as each type of the gold.
        names = [_name(filler.text, kind) for kind in (type, *self._types)]
        for key in [*names, *keys(filler, type)[1:]]:
            if (label := self._gold.find(key)) is not None:
                return label
        return None

    def label(self, filler: Filler, type: str | None) -> str:
        """What the filler is, as a string that is the same for all fillers that are the same thing."""
        label = self._known(filler, type) or self._other.find(keys(filler, type)[0]) or keys(filler, type)[0]
        return label.removeprefix("name:")
