"""Schedules: which session is trained on which date."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import cycle

from shared.domain.errors import Fault, Invalid
from shared.domain.programs import Cyclic, Plan, Session, Weekday


@dataclass(frozen=True, slots=True)
class TrainingDay:
    """One of `weekday` and `cycle_day` is given, as the structure has it."""

    date: date
    session: Session
    weekday: Weekday | None = None
    cycle_day: int | None = None
    """From 1, counted in the days of one cycle."""


def generate_schedule(plan: Plan, start_date: date, weeks: int) -> tuple[TrainingDay, ...]:
    """From `start_date` through the last day of the last week. The first session falls on the
    first training day, and the rotation goes on across weeks and cycles. A cycle begins on
    `start_date`. Dates have no hours, so no clock change can move a session.

    Raises `Invalid` when the calendar ends before the schedule does."""
    if weeks * 7 - 1 > (date.max - start_date).days:
        raise Invalid(Fault("start_date", "The schedule would run past the end of the calendar."))
    sessions = cycle(plan.sessions)
    return tuple(
        TrainingDay(day, next(sessions), weekday, cycle_day)
        for day, weekday, cycle_day in _training_days(plan, start_date, weeks * 7)
    )


def _training_days(
    plan: Plan, start_date: date, days: int
) -> Iterator[tuple[date, Weekday | None, int | None]]:
    structure = plan.structure
    for number in range(days):
        day = start_date + timedelta(days=number)
        if isinstance(structure, Cyclic):
            cycle_day = number % (structure.days_on + structure.days_off) + 1
            if cycle_day <= structure.days_on:
                yield day, None, cycle_day
        elif day.weekday() in structure.days:
            yield day, Weekday(day.weekday()), None
