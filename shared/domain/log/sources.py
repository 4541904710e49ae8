"""What somebody did last time in an exercise: what the next targets are taken from."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from fractions import Fraction

from shared.domain.exercises import LoadMode
from shared.domain.log.records import Lift
from shared.domain.log.workouts import Execution, LoggedSet, Workout, WorkoutStatus

ABANDONED_AFTER = timedelta(hours=12)
"""A workout that nobody finished is over by then."""
DELOAD_LASTS = timedelta(days=10)
"""A deload of a week (6.4 days, SD 1.8) and the days around it."""
_LIGHTER = Fraction(9, 10)


@dataclass(frozen=True, slots=True)
class Occasion:
    """One exercise as it was trained in one workout."""

    workout: Workout
    execution: Execution

    @property
    def hard_sets(self) -> tuple[LoggedSet, ...]:
        """What counts for progress: neither warm-ups nor drop sets."""
        return tuple(one for one in self.execution.sets if one.kind.is_hard)


def occasions(workouts: Iterable[Workout], exercise_id: str, now: datetime) -> list[Occasion]:
    """Those that are over and have sets of this exercise; the newest first."""
    found = [
        Occasion(workout, execution)
        for workout in workouts
        if is_over(workout, now)
        and (execution := workout.execution(exercise_id)) is not None
        and execution.sets
    ]
    return sorted(found, key=lambda one: (one.workout.started_at, one.workout.id), reverse=True)


def is_over(workout: Workout, now: datetime) -> bool:
    return workout.status is WorkoutStatus.FINISHED or workout.started_at + ABANDONED_AFTER <= now


def source_among(newest_first: Sequence[Occasion], lift: Lift) -> Occasion | None:
    """The last that shows what somebody can do: with hard sets, no deload, and by the load mode
    the exercise has now."""
    good = [
        one
        for one in newest_first
        if one.hard_sets and (lift.since is None or one.workout.started_at >= lift.since)
    ]
    found = (
        one
        for place, one in enumerate(good)
        if not any(_eases_off(one, before, lift) for before in good[place + 1 :])
    )
    return next(found, None)


def _eases_off(one: Occasion, before: Occasion, lift: Lift) -> bool:
    """Whether it is a deload beside that: half the sets or fewer without more load, or a load below
    nine tenths without more reps (competitors deload by fewer reps and sets and lower loads; Bell
    et al. 2023)."""
    if one.workout.started_at - before.workout.started_at > DELOAD_LASTS:
        return False
    # Of help and of bands, less load is not less work.
    is_weighed = lift.mode in (LoadMode.EXTERNAL, LoadMode.BODYWEIGHT)
    load, usual = _heaviest(one), _heaviest(before)
    if 2 * len(one.hard_sets) <= len(before.hard_sets) and (load <= usual or not is_weighed):
        return True
    return is_weighed and load < _LIGHTER * usual and _most_reps(one) <= _most_reps(before)


def _heaviest(occasion: Occasion) -> Fraction:
    return max(one.load.kg for one in occasion.hard_sets)


def _most_reps(occasion: Occasion) -> int:
    return max(one.reps or 0 for one in occasion.hard_sets)
