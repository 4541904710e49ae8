"""Which exercises may be put into a session of a plan to bring it into its ranges."""

from collections.abc import Iterable

from shared.domain.exercises import Exercise
from shared.domain.linting.ground import Ground
from shared.domain.linting.steps import REGIONS
from shared.domain.linting.yardstick import quarters
from shared.domain.muscles import Muscle
from shared.domain.planning.movements import strangeness

CHOICES, CHOICES_IN_NEED = 2, 5
"""Exercises considered for a muscle."""
PUT_IN_COST = 50
"""And for its being no staple, a little more."""
STRANGER_COST = 10
"""For an exercise put where nothing of its region is trained."""


def insertions(ground: Ground, index: int) -> Iterable[tuple[Exercise, int]]:
    """Exercises for a session, with what each costs. Of those that train the same there is one."""
    found: dict[tuple[tuple[Muscle, int], ...], tuple[Exercise, int]] = {}
    for muscle in Muscle:
        in_need = quarters(ground.doses, muscle) < ground.yardstick.least[muscle]
        number = CHOICES_IN_NEED if in_need else CHOICES
        strange = 0 if _belongs(ground, muscle, index) else STRANGER_COST
        for sparing in (False, True):
            for exercise in ground.candidates(muscle, sparing=sparing)[:number]:
                cost = PUT_IN_COST + strange + strangeness(exercise) // 10
                trained = tuple(sorted(exercise.contributions.items()))
                found.setdefault(trained, (exercise, cost))
    return found.values()


def _belongs(ground: Ground, muscle: Muscle, index: int) -> bool:
    region = next((region for region in REGIONS if muscle in region), tuple(Muscle))
    return any(ground.doses[index].get(other) for other in region)
