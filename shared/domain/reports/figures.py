"""A week of training in a few figures, and whether it was a deload."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from statistics import median

from shared.domain.catalogue import Catalogue
from shared.domain.exercises import LoadMode
from shared.domain.figures import Amount
from shared.domain.log.workouts import Execution, LoggedSet, Workout
from shared.domain.trained import hard_sets, is_done

LOOKS_BACK = 5
"""Weeks before a week that tell what is usual."""
_FEWEST_BEFORE = 2
_FEW_SETS = Fraction(60, 100)
_LIGHT = Fraction(85, 100)
_SHORT_WORKOUTS = Fraction(85, 100)

_LIFTED = frozenset({LoadMode.EXTERNAL, LoadMode.BODYWEIGHT})


@dataclass(frozen=True, slots=True)
class Effort:
    """The hard sets of one exercise in a week: the heaviest load, and load times reps a set."""

    top_kg: Fraction
    work_kg: Fraction


@dataclass(frozen=True, slots=True)
class WeekFigures:
    """`sets` counts all that was done, `hard_sets` what trained a muscle, with halves. Tonnage is
    load times reps, of loads that were lifted: help and bands are none, and a body is not weighed
    in."""

    workouts: int = 0
    sets: int = 0
    hard_sets: Amount = 0
    tonnage_kg: Fraction = Fraction(0)
    exercises: int = 0
    """Different ones."""
    efforts: Mapping[str, Effort] = field(default_factory=dict)
    """By exercise."""


def figures_of(workouts: Sequence[Workout], catalogue: Catalogue) -> WeekFigures:
    """`workouts`: the trained ones of a week."""
    done = [
        (execution.exercise_id, one)
        for workout in workouts
        for execution in workout.executions
        for one in execution.sets
        if is_done(one)
    ]
    counted: Amount = 0
    for workout in workouts:
        for execution in workout.executions:
            counted += hard_sets(execution)
    lifted = [(name, one) for name, one in done if is_lifted(name, catalogue)]
    return WeekFigures(
        workouts=len(workouts),
        sets=len(done),
        hard_sets=counted,
        tonnage_kg=sum((work(one) for _, one in lifted), Fraction(0)),
        exercises=len({name for name, _ in done}),
        efforts=_efforts(lifted),
    )


def work(one: LoggedSet) -> Fraction:
    """Kilograms times completed reps."""
    return one.load.kg * (one.reps or 0)


def is_lifted(exercise_id: str, catalogue: Catalogue) -> bool:
    """Whether the number logged is a weight that goes up. So it is where nobody knows better."""
    exercise = catalogue.find(exercise_id)
    return exercise is None or exercise.load_mode in _LIFTED


def tonnage(execution: Execution, catalogue: Catalogue) -> Fraction:
    if not is_lifted(execution.exercise_id, catalogue):
        return Fraction(0)
    return sum((work(one) for one in execution.sets), Fraction(0))


def is_deload(week: WeekFigures, before: Sequence[WeekFigures]) -> bool:
    """Whether a week was eased on purpose: about as many workouts as usual, but far fewer hard
    sets (60 % and less, and 85 % and less in a workout) or far lighter ones (85 % and less, in
    load and in load times reps).

    Usual is the median of the trained weeks among `before`, the five that came before: one deload
    among them hardly moves it, so what a week is depends on no other verdict. A week in which more
    than half of the workouts were missed was not eased but missed. Whole workouts that were missed,
    or are still to come, make no set of the others fewer.
    """
    usual = [one for one in before if one.workouts]
    if not week.workouts or len(usual) < _FEWEST_BEFORE:
        return False
    if 2 * week.workouts < median(one.workouts for one in usual):
        return False
    return _is_short(week, usual) or _is_light(week, usual)


def _is_short(week: WeekFigures, usual: Sequence[WeekFigures]) -> bool:
    sets = median(Fraction(one.hard_sets) for one in usual)
    a_workout = median(Fraction(one.hard_sets, one.workouts) for one in usual)
    are_short = week.hard_sets <= _SHORT_WORKOUTS * a_workout * week.workouts
    return are_short and week.hard_sets <= _FEW_SETS * sets


def _is_light(week: WeekFigures, usual: Sequence[WeekFigures]) -> bool:
    known = {
        name: (effort, [one.efforts[name] for one in usual if name in one.efforts])
        for name, effort in week.efforts.items()
    }
    pairs = [(effort, before) for effort, before in known.values() if before]
    if not pairs or 2 * len(pairs) < len(week.efforts):
        return False
    loads = median(now.top_kg / median(one.top_kg for one in before) for now, before in pairs)
    works = median(now.work_kg / median(one.work_kg for one in before) for now, before in pairs)
    # Both: a change from sets of five to sets of twelve is lighter, and no rest.
    return loads <= _LIGHT and works <= _LIGHT


def _efforts(lifted: Iterable[tuple[str, LoggedSet]]) -> dict[str, Effort]:
    sets: dict[str, list[LoggedSet]] = {}
    for name, one in lifted:
        if one.kind.is_hard and work(one):
            sets.setdefault(name, []).append(one)
    return {
        name: Effort(
            top_kg=max(one.load.kg for one in those),
            work_kg=sum((work(one) for one in those), Fraction(0)) / len(those),
        )
        for name, those in sets.items()
    }
