"""The program somebody wishes for as an integer program: what to choose, and what must hold."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from math import ceil, floor
from typing import NamedTuple

from shared.domain.exercises import QUARTERS_PER_SET, Exercise
from shared.domain.linting.yardstick import PULL, PUSH, SESSION_LIMIT, Yardstick
from shared.domain.muscles import Muscle
from shared.domain.planning.model import Model
from shared.domain.planning.movements import direct, is_heavy, movement, set_seconds, strangeness
from shared.domain.planning.splits import Outline, Split, times_per_week
from shared.domain.planning.wishes import LONGEST_MINUTES, USUAL_MINUTES, Wishes
from shared.domain.profiles import Experience

LEAST_SETS, LEAST_HEAVY_SETS, MOST_SETS = 2, 3, 4
"""Of one exercise in one session."""
MORE_SETS, FEW_SESSIONS = 6, 2
"""So many, where there are no more sessions than this."""
MOST_EXERCISES = 10
"""In one session."""
MOST_ALIKE = 2
"""Exercises in one session that train the same directly, in the same way."""
OFTEN = 2
"""How often a week the same exercise may come."""
LENGTH_OF_AIM = {
    Experience.NOVICE: (0, 1),
    Experience.INTERMEDIATE: (1, 4),
    Experience.ADVANCED: (1, 2),
}
"""How far into its range a muscle is brought where there is time, as a fraction."""

# Costs, in the unit that one exercise more, a minute of training and a little taste share.
EXERCISE_COST = 25
GIVING_WAY_COST = 1_000
"""For a quarter of a set below a minimum, where that may be."""
SECONDS_A_COST = 15
SHORT_OF_AIM_COST = 6
"""For a quarter of a set."""
INDIRECT_COST = 2
"""For a quarter of a set that ought to be of an exercise that trains the muscle directly."""
SELDOM_COST = 60
"""For each time less than twice a week."""
NO_LIFT_COST = 40
"""For a session for strength without the lift it could have."""
LATE_COST = 1
"""For each `SECONDS_A_COST` beyond the usual length, where there is no wish."""


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


def formulate(
    wishes: Wishes, split: Split, exercises: Sequence[Exercise], *, giving_way: bool = False
) -> Formulation:
    """`giving_way`: a muscle may get less than its minimum, at a price above all others."""
    formed = Formulation(wishes, split, exercises)
    for index, outline in enumerate(split.outlines):
        _place_exercises(formed, index, outline)
    for index, outline in enumerate(split.outlines):
        _hold_session(formed, index, outline)
    _hold_variety(formed)
    yardstick = formed.yardstick
    for muscle in Muscle:
        _hold_range(formed, yardstick, muscle, giving_way=giving_way)
        if yardstick.least[muscle]:
            _prefer(formed, yardstick, muscle)
    _hold_balance(formed)
    return formed


def dose(places: Sequence[Place], *muscles: Muscle, session: int | None = None) -> dict[int, int]:
    """Quarters of a set that the muscles get, of one session or all."""
    return {
        place.sets: share
        for place in places
        if session in (None, place.session)
        and (share := sum(place.exercise.contributions.get(muscle, 0) for muscle in muscles))
    }


def _place_exercises(formed: Formulation, index: int, outline: Outline) -> None:
    goal, model = formed.wishes.goal, formed.model
    most = MORE_SETS if len(formed.split.outlines) <= FEW_SESSIONS else MOST_SETS
    for exercise in formed.exercises:
        if direct(exercise) <= outline.muscles:
            cost = set_seconds(exercise, goal) // SECONDS_A_COST
            sets = model.choose(0, most, cost)
            used = model.choose(0, 1, EXERCISE_COST + strangeness(exercise))
            least = LEAST_HEAVY_SETS if is_heavy(exercise, goal) else LEAST_SETS
            model.hold({sets: 1, used: -least}, lower=0)
            model.hold({sets: 1, used: -most}, upper=0)
            formed.places.append(Place(exercise, index, sets, used))


def _hold_session(formed: Formulation, index: int, outline: Outline) -> None:
    model, wishes = formed.model, formed.wishes
    here = [place for place in formed.places if place.session == index]
    model.hold({place.used: 1 for place in here}, lower=1, upper=MOST_EXERCISES)
    _hold_time(formed, here)
    for alike in _alike(here):
        model.hold({place.used: 1 for place in alike}, upper=MOST_ALIKE)
    for movements in outline.movements:
        fitting = [place for place in here if movement(place.exercise) in movements]
        heavy = [place for place in fitting if is_heavy(place.exercise, wishes.goal)]
        if fitting:
            model.hold({place.used: 1 for place in fitting}, lower=1)
        if heavy:
            _short_of(model, {place.used: 1 for place in heavy}, 1, NO_LIFT_COST)
    for muscle in Muscle:
        given = dose(here, muscle)
        if given:
            model.hold(given, upper=SESSION_LIMIT)


def _hold_time(formed: Formulation, here: Sequence[Place]) -> None:
    model, wishes = formed.model, formed.wishes
    taken = {place.sets: set_seconds(place.exercise, wishes.goal) for place in here}
    if wishes.minutes is not None:
        model.hold(taken, upper=60 * wishes.minutes)
        return
    parts = 60 * (LONGEST_MINUTES - USUAL_MINUTES) // SECONDS_A_COST
    late = model.choose(0, parts, LATE_COST, is_whole=False)
    model.hold({**taken, late: -SECONDS_A_COST}, upper=60 * USUAL_MINUTES)


def _alike(here: Sequence[Place]) -> Iterator[list[Place]]:
    kinds: dict[tuple[object, ...], list[Place]] = {}
    for place in here:
        kinds.setdefault((direct(place.exercise), place.exercise.mechanic), []).append(place)
    return (alike for alike in kinds.values() if len(alike) > MOST_ALIKE)


def _hold_variety(formed: Formulation) -> None:
    """The same exercise at most twice a week, and never only to fill every session."""
    times = times_per_week(formed.wishes.structure, formed.split)
    most = max(1, floor(OFTEN / times))
    count = Counter(place.exercise.id for place in formed.places)
    for exercise in formed.exercises:
        if count[exercise.id] > most:
            same = [place.used for place in formed.places if place.exercise is exercise]
            formed.model.hold(dict.fromkeys(same, 1), upper=most)


def _hold_range(
    formed: Formulation, yardstick: Yardstick, muscle: Muscle, *, giving_way: bool
) -> None:
    model, given = formed.model, dose(formed.places, muscle)
    least, most = bounds(yardstick, formed.wishes, muscle)
    if giving_way:
        formed.short[muscle] = _short_of(model, given, least, GIVING_WAY_COST)
        least = 0
    model.hold(given, least, most)


def _prefer(formed: Formulation, yardstick: Yardstick, muscle: Muscle) -> None:
    """What makes one program better than another that holds all the same."""
    given, (least, most) = dose(formed.places, muscle), bounds(yardstick, formed.wishes, muscle)
    above, parts = LENGTH_OF_AIM[formed.wishes.experience]
    aim = least + max(0, most - least) * above // parts
    _short_of(formed.model, given, aim, SHORT_OF_AIM_COST)
    own = {sets: share for sets, share in given.items() if share == QUARTERS_PER_SET}
    _short_of(formed.model, own, least // 2, INDIRECT_COST)
    _prefer_often(formed, yardstick, muscle)


def bounds(yardstick: Yardstick, wishes: Wishes, muscle: Muscle) -> tuple[int, int]:
    """Quarters of a set in one rotation."""
    least, most = yardstick.least[muscle], yardstick.most[muscle]
    return (least + ceil((most - least) / 2) if muscle in wishes.focus else least), most


def _short_of(model: Model, given: Mapping[int, int], wanted: int, cost: int) -> int:
    short = model.choose(0, wanted, cost, is_whole=False)
    model.hold({**given, short: 1}, lower=wanted)
    return short


def _prefer_often(formed: Formulation, yardstick: Yardstick, muscle: Muscle) -> None:
    """A session trains the muscle as soon as it gives it a quarter; it counts once however much it
    gives."""
    model, wanted = formed.model, yardstick.sessions_for_frequency
    trained: dict[int, int] = {}
    for index in range(len(formed.split.outlines)):
        given = dose(formed.places, muscle, session=index)
        if given:
            once = model.choose(0, 1, is_whole=False)
            model.hold({**given, once: -1}, lower=0)
            trained[once] = 1
    seldom = model.choose(0, wanted, SELDOM_COST, is_whole=False)
    model.hold({**trained, seldom: 1}, lower=wanted)


def _hold_balance(formed: Formulation) -> None:
    """Neither side of the upper body gets more than one and a half of the other, a muscle."""
    for strong, weak in ((PUSH, PULL), (PULL, PUSH)):
        given = dose(formed.places, *strong).items()
        terms = Counter({sets: 2 * len(weak) * share for sets, share in given})
        for sets, share in dose(formed.places, *weak).items():
            terms[sets] -= 3 * len(strong) * share
        formed.model.hold(terms, upper=0)
