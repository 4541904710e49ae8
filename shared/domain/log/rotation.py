"""Where somebody stands in the rotation of a program, by what they really trained.

The place is what was trained last, not a date: a missed day postpones, and skips nothing.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import pairwise

from shared.domain.log.sources import is_over
from shared.domain.log.workouts import Workout
from shared.domain.programs import Cyclic, Plan, Session, Structure

_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Turn:
    session: Session
    day: date
    """Today at the earliest."""
    going_on: Workout | None = None
    """The workout of this session that is being trained."""


def turn(
    plan: Plan,
    of_program: Iterable[Workout],
    now: datetime,
    day_of: Callable[[datetime], date],
) -> Turn:
    """What is to be trained next. `of_program`: the last workouts by this program, at least
    `looked_back` of them; `day_of`: the person's day at a moment."""
    today = day_of(now)
    newest_first = sorted(of_program, key=lambda one: (one.started_at, one.id), reverse=True)
    places = {session.id: place for place, session in enumerate(plan.sessions)}
    for workout in newest_first:
        if workout.session_id in places and not is_over(workout, now):
            session = plan.sessions[places[workout.session_id]]
            return Turn(session, today, workout)
    trained = [one for one in newest_first if one.set_count and is_over(one, now)]
    # A session that is no longer in the program says nothing about the place.
    known = [one.session_id for one in trained if one.session_id in places]
    place = (places[known[0]] + 1) % len(plan.sessions) if known and known[0] else 0
    days = sorted({day_of(one.started_at) for one in trained}, reverse=True)
    return Turn(plan.sessions[place], due(plan.structure, days, today))


def looked_back(structure: Structure) -> int:
    """How many workouts tell the place and the day."""
    return 1 + max(3, structure.days_on if isinstance(structure, Cyclic) else 0)


def due(structure: Structure, trained: Sequence[date], today: date) -> date:
    """The next training day, today at the earliest. `trained`: days, the newest first."""
    last = trained[0] if trained else None
    if isinstance(structure, Cyclic):
        return max(today, _after_the_rest(structure, trained)) if last else today
    day = today + _DAY if last is not None and last >= today else today
    while day.weekday() not in structure.days:
        day += _DAY
    return day


def _after_the_rest(structure: Cyclic, trained: Sequence[date]) -> date:
    """The day after the last, with the days off in between when all days on were trained since
    the last full rest."""
    run = 1
    for later, earlier in pairwise(trained):
        if (later - earlier).days > structure.days_off:
            break
        run += 1
    rest = structure.days_off if run >= structure.days_on else 0
    return trained[0] + (1 + rest) * _DAY
