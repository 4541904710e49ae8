"""The volume of what was trained: sets of workouts, counted by the rules of planned ones."""

from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction

from shared.domain.catalogue import Catalogue
from shared.domain.credit import CREDITS, CreditModel
from shared.domain.figures import Amount, per_week
from shared.domain.log.workouts import Execution, LoggedSet, Side, Workout
from shared.domain.targets import Targets
from shared.domain.volume import Doses, Report
from shared.domain.weeks import IsoWeek, week_of
from shared.domain.zones import Zones

_HALF = Fraction(1, 2)
_ONCE = per_week(Fraction(1))


def is_done(one: LoggedSet) -> bool:
    """Whether something was achieved: a missed attempt was not."""
    return bool(one.reps or one.duration_seconds or one.distance_m)


def hard_sets(execution: Execution) -> Amount:
    """How many hard sets an exercise got: none for warm-ups, drops and missed attempts, one half
    for a set of one side. How near to failure a set went is no part of it."""
    total: Amount = 0
    for one in execution.sets:
        if one.kind.is_hard and is_done(one):
            total += 1 if one.side is Side.BOTH else _HALF
    return total if total.denominator > 1 else int(total)


def was_trained(workout: Workout) -> bool:
    """Whether anything was done in it, finished or not."""
    return any(is_done(one) for execution in workout.executions for one in execution.sets)


def in_weeks(
    workouts: Iterable[Workout], first: IsoWeek, last: IsoWeek, zones: Zones
) -> Mapping[IsoWeek, tuple[Workout, ...]]:
    """The trained ones for each week from `first` to `last`, in the order they were started. A
    workout belongs to the week it was started in, by the clock where the person was."""
    found: dict[IsoWeek, list[Workout]] = {week: [] for week in first.until(last)}
    for workout in sorted(workouts, key=lambda one: (one.started_at, one.id)):
        week = week_of(workout.started_at, zones)
        if week in found and was_trained(workout):
            found[week].append(workout)
    return {week: tuple(those) for week, those in found.items()}


def trained_volume(
    workouts: Sequence[Workout],
    catalogue: Catalogue,
    targets: Targets,
    zones: Zones,
    model: CreditModel = CreditModel.GRADED,
) -> Report:
    """Of one week. Every workout is a session that was trained once. What the catalogue does not
    know counts among all sets and gives no muscle anything."""
    doses = Doses(_ONCE, CREDITS[model])
    for index, workout in enumerate(workouts):
        title = named(workout, zones)
        for execution in workout.executions:
            exercise_id = execution.exercise_id
            exercise = catalogue.find(exercise_id)
            name, gives = (exercise.name, exercise.contributions) if exercise else ("", {})
            doses.give(title, index, name, exercise_id, hard_sets(execution), gives)
    return doses.report(targets, Fraction(len(workouts)))


def named(workout: Workout, zones: Zones) -> str:
    """Its name, or the day it was trained."""
    return workout.name or f"Workout of {zones.local(workout.started_at).date()}"


def exercises_of(workouts: Iterable[Workout]) -> frozenset[str]:
    return frozenset(one for workout in workouts for one in workout.exercise_ids)
