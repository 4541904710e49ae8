"""A person's training in figures, over all of it or some days of it."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import NamedTuple

from shared.domain.catalogue import Catalogue
from shared.domain.exercises import QUARTERS_PER_SET
from shared.domain.figures import Amount
from shared.domain.log.workouts import Execution, LoggedSet, Workout
from shared.domain.muscles import Muscle
from shared.domain.programs import SetKind
from shared.domain.reports.figures import is_lifted, tonnage, work
from shared.domain.trained import hard_sets, is_done, was_trained
from shared.domain.weeks import IsoWeek
from shared.domain.zones import Zones

MOST_PERFORMED = 10
_DAYS_IN_A_WEEK = 7


class Month(NamedTuple):
    year: int
    number: int

    def __str__(self) -> str:
        return f"{self.year:04}-{self.number:02}"


class Often(NamedTuple):
    exercise_id: str
    workouts: int
    sets: int


class HeaviestSet(NamedTuple):
    """`top_kg` was lifted first on that day; `most_work_kg`: load times reps, of any set."""

    exercise_id: str
    top_kg: Fraction
    reps: int
    on: date
    most_work_kg: Fraction


class Streak(NamedTuple):
    """Weeks in a row with training: rest days are no gap, and a week that still runs is none."""

    current_weeks: int
    longest_weeks: int
    last_trained_on: date | None


@dataclass(frozen=True, slots=True)
class Statistics:
    workouts: int
    exercises_performed: int
    """Each counted in every workout it was done in."""
    sets: int
    tonnage_kg: Fraction
    workouts_a_week: Fraction
    by_month: Mapping[Month, int]
    """Every month from the first to the last that has any."""
    most_performed: tuple[Often, ...]
    by_muscle: Mapping[Muscle, Fraction]
    """Hard sets by contribution, all 18."""
    heaviest: tuple[HeaviestSet, ...]
    streak: Streak


class _Trained(NamedTuple):
    on: date
    workout: Workout
    executions: tuple[Execution, ...]
    """Those in which anything was done."""


def statistics(
    workouts: Iterable[Workout],
    catalogue: Catalogue,
    zones: Zones,
    today: date,
    first: date | None = None,
    last: date | None = None,
) -> Statistics:
    """Of the days from `first` to `last`, both included, by the clock where the person was. The
    average is over those days as far as they have passed, and over one week at the least."""
    trained = [
        one
        for one in map(lambda workout: _trained(workout, zones), workouts)
        if one is not None and (first or one.on) <= one.on <= (last or one.on)
    ]
    trained.sort(key=lambda one: (one.workout.started_at, one.workout.id))
    executions = [execution for one in trained for execution in one.executions]
    until = min(last or today, today)
    return Statistics(
        workouts=len(trained),
        exercises_performed=len(executions),
        sets=sum(len(_done(execution)) for execution in executions),
        tonnage_kg=sum((tonnage(one, catalogue) for one in executions), Fraction(0)),
        workouts_a_week=_average(trained, first, until),
        by_month=_by_month(trained),
        most_performed=_most_performed(executions),
        by_muscle=_by_muscle(executions, catalogue),
        heaviest=_heaviest(trained, catalogue),
        streak=streak([one.on for one in trained], until),
    )


def streak(days: Sequence[date], until: date) -> Streak:
    """`days`: those on which somebody trained. Current is what reaches into the week of `until`
    or the one before it."""
    weeks = {IsoWeek.of(day) for day in days}
    longest = current = 0
    for week in sorted(weeks):
        current = current + 1 if week.later(-1) in weeks else 1
        longest = max(longest, current)
    if not weeks or max(weeks) < IsoWeek.of(until).later(-1):
        current = 0
    return Streak(current, longest, max(days, default=None))


def _trained(workout: Workout, zones: Zones) -> _Trained | None:
    if not was_trained(workout):
        return None
    done = tuple(one for one in workout.executions if _done(one))
    return _Trained(zones.local(workout.started_at).date(), workout, done)


def _done(execution: Execution) -> list[LoggedSet]:
    return [one for one in execution.sets if is_done(one)]


def _average(trained: Sequence[_Trained], first: date | None, until: date) -> Fraction:
    if not trained:
        return Fraction(0)
    # What was logged ahead of time has its day, too.
    end = max(until, trained[-1].on)
    days = (end - (first or trained[0].on)).days + 1
    return Fraction(len(trained) * _DAYS_IN_A_WEEK, max(days, _DAYS_IN_A_WEEK))


def _by_month(trained: Sequence[_Trained]) -> dict[Month, int]:
    counted = Counter(Month(one.on.year, one.on.month) for one in trained)
    if not counted:
        return {}
    (year, number), last = min(counted), max(counted)
    found: dict[Month, int] = {}
    while (month := Month(year, number)) <= last:
        found[month] = counted[month]
        year, number = (year, number + 1) if number < 12 else (year + 1, 1)
    return found


def _most_performed(executions: Iterable[Execution]) -> tuple[Often, ...]:
    workouts: Counter[str] = Counter()
    sets: Counter[str] = Counter()
    for execution in executions:
        workouts[execution.exercise_id] += 1
        sets[execution.exercise_id] += len(_done(execution))
    often = [Often(name, times, sets[name]) for name, times in workouts.items()]
    often.sort(key=lambda one: (-one.workouts, -one.sets, one.exercise_id))
    return tuple(often[:MOST_PERFORMED])


def _by_muscle(executions: Iterable[Execution], catalogue: Catalogue) -> dict[Muscle, Fraction]:
    counted: dict[str, Amount] = {}
    for execution in executions:
        name = execution.exercise_id
        counted[name] = counted.get(name, 0) + hard_sets(execution)
    found = dict.fromkeys(Muscle, Fraction(0))
    for name, amount in counted.items():
        exercise = catalogue.find(name)
        for muscle, quarters in (exercise.contributions if exercise else {}).items():
            found[muscle] += Fraction(amount * quarters) / QUARTERS_PER_SET
    return found


def _heaviest(trained: Iterable[_Trained], catalogue: Catalogue) -> tuple[HeaviestSet, ...]:
    """Of every exercise whose load says how heavy it was. `trained` is in the order of time."""
    found: dict[str, HeaviestSet] = {}
    for on, _, executions in trained:
        for execution in executions:
            name = execution.exercise_id
            for one in _done(execution) if is_lifted(name, catalogue) else ():
                if one.kind is not SetKind.WARMUP and work(one):
                    made = HeaviestSet(name, one.load.kg, one.reps or 0, on, work(one))
                    found[name] = _heavier(found.get(name), made)
    return tuple(found[name] for name in sorted(found))


def _heavier(known: HeaviestSet | None, made: HeaviestSet) -> HeaviestSet:
    if known is None:
        return made
    better = made if (made.top_kg, made.reps) > (known.top_kg, known.reps) else known
    return better._replace(most_work_kg=max(known.most_work_kg, made.most_work_kg))
