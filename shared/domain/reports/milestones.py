"""What a week of training reached for the first time."""

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from enum import StrEnum
from fractions import Fraction
from typing import NamedTuple

from shared.domain.catalogue import Catalogue
from shared.domain.log.workouts import LoggedSet, Workout
from shared.domain.programs import SetKind
from shared.domain.reports.figures import WeekFigures, is_lifted, work


class MilestoneKind(StrEnum):
    WORKOUTS = "WORKOUTS"
    WEEKS_IN_A_ROW = "WEEKS_IN_A_ROW"
    TONNAGE_KG = "TONNAGE_KG"


STEPS = {
    MilestoneKind.WORKOUTS: (1, 10, 25, 50, 100, 150, 200, 250, 300, 400, 500, 750, 1_000, 2_000),
    MilestoneKind.WEEKS_IN_A_ROW: (4, 8, 12, 26, 52, 104, 156, 208, 260, 520),
    MilestoneKind.TONNAGE_KG: (10_000, 50_000, 100_000, 250_000, 500_000, 1_000_000, 5_000_000),
}


class Milestone(NamedTuple):
    kind: MilestoneKind
    value: int
    """The step that was reached; never more than there was."""


class BestLoad(NamedTuple):
    """More than ever before in this exercise. The first load of an exercise is none."""

    exercise_id: str
    exercise: str
    kg: Fraction
    reps: int


def milestones(
    before: WeekFigures, week: WeekFigures, weeks_in_a_row: int
) -> tuple[Milestone, ...]:
    """`before`: all that was trained earlier. Of several steps of a kind the last counts."""
    gone = {
        MilestoneKind.WORKOUTS: (before.workouts, before.workouts + week.workouts),
        MilestoneKind.WEEKS_IN_A_ROW: (max(weeks_in_a_row - 1, 0), weeks_in_a_row),
        MilestoneKind.TONNAGE_KG: (
            int(before.tonnage_kg),
            int(before.tonnage_kg + week.tonnage_kg),
        ),
    }
    return tuple(
        Milestone(kind, STEPS[kind][now - 1])
        for kind, (start, end) in gone.items()
        if (now := bisect_right(STEPS[kind], end)) > bisect_right(STEPS[kind], start)
    )


def best_loads(
    earlier: Iterable[Workout], week: Sequence[Workout], catalogue: Catalogue
) -> tuple[BestLoad, ...]:
    """By name; of what no catalogue names, none. Warm-ups set no records."""
    known: dict[str, Fraction] = {}
    for name, one in _lifted(earlier, catalogue):
        known[name] = max(known.get(name, Fraction(0)), one.load.kg)
    found: dict[str, BestLoad] = {}
    for name, one in _lifted(week, catalogue):
        exercise = catalogue.find(name)
        if exercise and name in known and one.load.kg > known[name]:
            made = BestLoad(name, exercise.name, one.load.kg, one.reps or 0)
            held = found.get(name, made)
            found[name] = max(held, made, key=lambda best: (best.kg, best.reps))
    return tuple(sorted(found.values(), key=lambda best: (best.exercise, best.exercise_id)))


def _lifted(workouts: Iterable[Workout], catalogue: Catalogue) -> Iterator[tuple[str, LoggedSet]]:
    for workout in workouts:
        for execution in workout.executions:
            if is_lifted(execution.exercise_id, catalogue):
                for one in execution.sets:
                    if work(one) and one.kind is not SetKind.WARMUP:
                        yield execution.exercise_id, one
