"""Frames in the making: fillers gathered by actor, and what happens where a corpus says two things of one pair."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from extractor.frames import Direction, Manipulation
from extractor.training.corpora.archive import Drops
from extractor.training.schema import Filler, Frame, Span

__all__ = ["Frames"]

_Spans = tuple[Span, ...]
_Key = tuple[_Spans, Manipulation | None, bool | None, bool | None, str]
_Place = tuple[str, _Spans, str]
_RANK = {None: 0, Direction.UNSPECIFIED: 1, Direction.INCREASES: 2, Direction.DECREASES: 2}


@dataclass(slots=True)
class Frames:
    """Frames by actor (and its identifier), manipulation, hedge and negation; fillers by spans and identifier.

    Where a pair is stated twice a sign stands before "unspecified", and that before nothing. Two opposite signs are
    none: the filler stays, its sign unlabelled, and ``drops`` counts it.
    """

    drops: Drops
    _fillers: dict[_Key, dict[_Place, Filler]] = field(default_factory=dict)
    _opposed: set[tuple[_Key, _Place]] = field(default_factory=set)

    def add(
        self,
        actor: _Spans,
        slot: str,
        filler: Filler,
        manipulation: Manipulation | None = None,
        hedged: bool | None = None,
        negated: bool | None = None,
        actor_id: str = "",
    ) -> None:
        """Add a filler to the frame of an actor."""
        key = (actor, manipulation, hedged, negated, actor_id)
        fillers, place = self._fillers.setdefault(key, {}), (slot, filler.spans, filler.id)
        known = fillers.get(place)
        if (key, place) in self._opposed:
            return
        if known is not None and known.direction != filler.direction:
            ranks = _RANK[known.direction], _RANK[filler.direction]
            if ranks[0] == ranks[1]:
                self.drops["two signs for one pair (unlabelled)"] += 1
                self._opposed.add((key, place))
                filler = replace(filler, direction=None)
            elif ranks[0] > ranks[1]:
                return
        fillers[place] = filler

    def build(self) -> tuple[Frame, ...]:
        """The frames, in the order in which their actors came."""

        def of(slot: str, fillers: dict[_Place, Filler]) -> tuple[Filler, ...]:
            return tuple(filler for (name, *_), filler in fillers.items() if name == slot)

        return tuple(
            Frame(
                actor,
                targets=of("targets", fillers),
                pathways=of("pathways", fillers),
                ends=of("ends", fillers),
                manipulation=manipulation,
                hedged=hedged,
                negated=negated,
                actor_id=actor_id,
            )
            for (actor, manipulation, hedged, negated, actor_id), fillers in self._fillers.items()
        )
