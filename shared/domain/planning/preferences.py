"""What makes one made program better than another that holds all the same, as costs."""

from collections.abc import Sequence

from shared.domain.exercises import QUARTERS_PER_SET, Exercise
from shared.domain.linting.yardstick import Yardstick
from shared.domain.muscles import Muscle
from shared.domain.planning.formulation import Formulation, Place, bounds, dose
from shared.domain.planning.movements import is_heavy, set_seconds, strangeness
from shared.domain.planning.wishes import LONGEST_MINUTES, USUAL_MINUTES, Goal
from shared.domain.profiles import Experience

LENGTH_OF_AIM = {
    Experience.NOVICE: (0, 1),
    Experience.INTERMEDIATE: (1, 4),
    Experience.ADVANCED: (1, 2),
}
"""How far into its range a muscle is brought where there is time, as a fraction."""

# In the unit that one exercise more, a minute of training and a little taste share.
EXERCISE_COST = 25
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


def price_of_set(exercise: Exercise, goal: Goal) -> int:
    return set_seconds(exercise, goal) // SECONDS_A_COST


def price_of_use(exercise: Exercise) -> int:
    return EXERCISE_COST + strangeness(exercise)


def prefer_lift(formed: Formulation, fitting: Sequence[Place]) -> None:
    """Of exercises for what a session is named for, one that is a lift, where strength counts."""
    heavy = [place for place in fitting if is_heavy(place.exercise, formed.wishes.goal)]
    if heavy:
        formed.model.lacking({place.used: 1 for place in heavy}, 1, NO_LIFT_COST)


def prefer_usual_length(formed: Formulation, here: Sequence[Place]) -> None:
    """Where no length is wished for; the longest is never passed."""
    taken = {place.sets: set_seconds(place.exercise, formed.wishes.goal) for place in here}
    parts = 60 * (LONGEST_MINUTES - USUAL_MINUTES) // SECONDS_A_COST
    late = formed.model.choose(0, parts, LATE_COST, is_whole=False)
    formed.model.hold({**taken, late: -SECONDS_A_COST}, upper=60 * USUAL_MINUTES)


def prefer_much(formed: Formulation, yardstick: Yardstick, muscle: Muscle) -> None:
    """As much of a muscle as experience asks for, by exercises of its own, twice a week."""
    given, (least, most) = dose(formed.places, muscle), bounds(yardstick, formed.wishes, muscle)
    above, parts = LENGTH_OF_AIM[formed.wishes.experience]
    aim = least + max(0, most - least) * above // parts
    formed.model.lacking(given, aim, SHORT_OF_AIM_COST)
    own = {sets: share for sets, share in given.items() if share == QUARTERS_PER_SET}
    formed.model.lacking(own, least // 2, INDIRECT_COST)
    _prefer_often(formed, yardstick, muscle)


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
