"""The program somebody wishes for as an integer program: what there is to choose."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from math import ceil
from typing import NamedTuple

from shared.domain.exercises import Exercise
from shared.domain.linting.yardstick import Yardstick
from shared.domain.muscles import Muscle
from shared.domain.planning.model import Model
from shared.domain.planning.splits import Split, times_per_week
from shared.domain.planning.wishes import Wishes


class Place(NamedTuple):
    """An exercise in a session: how many sets, and whether it is there at all."""

    exercise: Exercise
    session: int
    sets: int
    used: int


@dataclass(frozen=True, slots=True)
class Formulation:
    """`places` says what a solution means."""

    wishes: Wishes
    split: Split
    exercises: Sequence[Exercise]
    model: Model = field(default_factory=Model)
    places: list[Place] = field(default_factory=list)
    short: dict[Muscle, int] = field(default_factory=dict)
    """Where minimums may give way: the variable for how many quarters a muscle lacks."""

    @property
    def yardstick(self) -> Yardstick:
        return Yardstick(self.wishes.targets, times_per_week(self.wishes.structure, self.split))


def dose(places: Sequence[Place], *muscles: Muscle, session: int | None = None) -> dict[int, int]:
    """Quarters of a set that the muscles get, of one session or all."""
    return {
        place.sets: share
        for place in places
        if session in (None, place.session)
        and (share := sum(place.exercise.contributions.get(muscle, 0) for muscle in muscles))
    }


def bounds(yardstick: Yardstick, wishes: Wishes, muscle: Muscle) -> tuple[int, int]:
    """Quarters of a set in one rotation."""
    least, most = yardstick.least[muscle], yardstick.most[muscle]
    return (least + ceil((most - least) / 2) if muscle in wishes.focus else least), most
