"""A wished-for program put together: what must hold of it, with what makes it better."""

from collections import Counter
from collections.abc import Iterator, Sequence
from math import floor

from shared.domain.exercises import Exercise
from shared.domain.linting.yardstick import PULL, PUSH, SESSION_LIMIT, Yardstick
from shared.domain.muscles import Muscle
from shared.domain.planning.formulation import Formulation, Place, bounds, dose
from shared.domain.planning.movements import direct, is_heavy, movement, set_seconds
from shared.domain.planning.preferences import (
    prefer_lift,
    prefer_much,
    prefer_usual_length,
    price_of_set,
    price_of_use,
)
from shared.domain.planning.splits import Outline, Split, times_per_week
from shared.domain.planning.wishes import Wishes

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
GIVING_WAY_COST = 1_000
"""For a quarter of a set below a minimum, where that may be."""


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
            prefer_much(formed, yardstick, muscle)
    _hold_balance(formed)
    return formed


def _place_exercises(formed: Formulation, index: int, outline: Outline) -> None:
    goal, model = formed.wishes.goal, formed.model
    most = MORE_SETS if len(formed.split.outlines) <= FEW_SESSIONS else MOST_SETS
    for exercise in formed.exercises:
        if direct(exercise) <= outline.muscles:
            sets = model.choose(0, most, price_of_set(exercise, goal))
            used = model.choose(0, 1, price_of_use(exercise))
            least = LEAST_HEAVY_SETS if is_heavy(exercise, goal) else LEAST_SETS
            model.hold({sets: 1, used: -least}, lower=0)
            model.hold({sets: 1, used: -most}, upper=0)
            formed.places.append(Place(exercise, index, sets, used))


def _hold_session(formed: Formulation, index: int, outline: Outline) -> None:
    model = formed.model
    here = [place for place in formed.places if place.session == index]
    model.hold({place.used: 1 for place in here}, lower=1, upper=MOST_EXERCISES)
    _hold_time(formed, here)
    for alike in _alike(here):
        model.hold({place.used: 1 for place in alike}, upper=MOST_ALIKE)
    for movements in outline.movements:
        fitting = [place for place in here if movement(place.exercise) in movements]
        if fitting:
            model.hold({place.used: 1 for place in fitting}, lower=1)
        prefer_lift(formed, fitting)
    for muscle in Muscle:
        given = dose(here, muscle)
        if given:
            model.hold(given, upper=SESSION_LIMIT)


def _hold_time(formed: Formulation, here: Sequence[Place]) -> None:
    goal, minutes = formed.wishes.goal, formed.wishes.minutes
    if minutes is None:
        prefer_usual_length(formed, here)
        return
    taken = {place.sets: set_seconds(place.exercise, goal) for place in here}
    formed.model.hold(taken, upper=60 * minutes)


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
        formed.short[muscle] = model.lacking(given, least, GIVING_WAY_COST)
        least = 0
    model.hold(given, least, most)


def _hold_balance(formed: Formulation) -> None:
    """Neither side of the upper body gets more than one and a half of the other, a muscle."""
    for strong, weak in ((PUSH, PULL), (PULL, PUSH)):
        given = dose(formed.places, *strong).items()
        terms = Counter({sets: 2 * len(weak) * share for sets, share in given})
        for sets, share in dose(formed.places, *weak).items():
            terms[sets] -= 3 * len(strong) * share
        formed.model.hold(terms, upper=0)
