"""What the text says of a thing beside the network's score of it, and how likely that makes a finding.

The network was taught on a few hundred abstracts and is too sure of molecules that no sentence puts into vesicles;
and in a sentence on radiation more of what vesicles carry is a finding (any link to the response is) than elsewhere,
where a cargo has to move something.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from extractor.finding import Finding
from extractor.frames import Direction
from extractor.model.hints import is_about
from extractor.model.logistic import fitted, probability
from extractor.model.scene import Scene

__all__ = ["FEATURES", "Circumstances", "FindingModel", "circumstances", "features"]

#: What the probability of a finding is made of; ``score`` is the network's, in log-odds.
FEATURES = ("one", "score", "vesicles as such", "carried", "beside vesicles", "acted upon", "on radiation")
#: The network's score as it is: where a fit starts.
PRIOR = (0.0, 1.0, 0.0, 0.0, 0.0, 0.0, 0.0)


@dataclass(frozen=True, slots=True)
class Circumstances:
    """What a document says of a thing.

    Attributes
    ----------
    vesicles
        Whether it stands for vesicles as such.
    carried
        Whether the document says that vesicles carry it.
    beside
        Whether a sentence names it together with vesicles.
    acted_upon
        Whether the rules read that a cargo acts upon it, and not that it is one.
    on_radiation
        Whether a sentence names it together with radiation or the response to it.
    changed
        Which way the rules read that radiation changes it.
    """

    vesicles: bool = False
    carried: bool = False
    beside: bool = False
    acted_upon: bool = False
    on_radiation: bool = False
    changed: Direction | None = None


def circumstances(
    scene: Scene, focus: int, carried: Collection[str], findings: Iterable[Finding] = ()
) -> Circumstances:
    """The circumstances of a thing of a scene.

    Parameters
    ----------
    carried
        Names of what the document's vesicles carry.
    findings
        What the rules read in the scene's window.
    """
    thing = scene.things[focus]
    vesicles = thing.type == "exosome"
    told = tuple(findings)
    near = {other.type for at, other in enumerate(scene.things) if at != focus and scene.distance(focus, at) == 0}
    is_cargo = any(f.cargo is not None and f.cargo.name == thing.name for f in told)
    return Circumstances(
        vesicles=vesicles,
        carried=not vesicles and thing.name in carried,
        beside="exosome" in near,
        acted_upon=not is_cargo and any(filler.mention.name == thing.name for f in told for filler in f.targets),
        on_radiation=not near.isdisjoint(("radiation", "outcome")),
        changed=next(
            (
                f.radiation_changes_cargo
                for f in told
                if f.radiation_changes_cargo and is_about(f, thing.type, thing.mentions)
            ),
            None,
        ),
    )


def features(score: float, told: Circumstances) -> tuple[float, ...]:
    """The features of a thing, in the order of :data:`FEATURES`."""
    flags = (told.vesicles, told.carried, told.beside, told.acted_upon, told.on_radiation)
    return (1.0, score, *map(float, flags))


@dataclass(frozen=True, slots=True)
class FindingModel:
    """A weight for each of :data:`FEATURES`."""

    weights: tuple[float, ...] = PRIOR

    def __call__(self, score: float, told: Circumstances) -> float:
        """The probability that there is a finding on the thing."""
        return probability(self.weights, features(score, told))

    @classmethod
    def fit(cls, rows: Sequence[Sequence[float]], right: Sequence[bool], ridge: float = 1.0) -> FindingModel:
        """Fit to things whose answer is known; ``ridge`` pulls towards the network's score as it is."""
        return cls(fitted(rows, right, PRIOR, ridge))
