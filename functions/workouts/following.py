"""What to train next: the rotation of the active program, and targets from the last sets."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime

from shared.domain.catalogue import Catalogue
from shared.domain.errors import NotFound
from shared.domain.log.progression import target
from shared.domain.log.record_book import lift_of
from shared.domain.log.rotation import looked_back, turn
from shared.domain.log.sources import Occasion, occasions, source_among
from shared.domain.log.workouts import Workout
from shared.domain.programs import Entry, Program, Session
from shared.web.call import Call

from .next_views import ExerciseTargetView, NextView
from .steps import Deps

_LOOKED_AT = 12
"""Workouts of one look: those of two or three weeks, mostly, and every session among them."""
_MOST_LOOKS = 3


def next_session(call: Call[Deps]) -> NextView:
    deps, caller, now = call.deps, call.caller, call.deps.now()
    program_id = deps.programs.active_id(caller.user_id)
    if program_id is None:
        raise NotFound("You follow no program. Activate one first.")
    program = deps.programs.seen_by(caller, program_id).program

    def day_of(moment: datetime) -> date:
        return caller.zones.local(moment).date()

    rows = deps.workouts.started(caller.user_id, limit=_LOOKED_AT)
    newest = [row.value for row in rows]
    found = turn(program.plan, _by_program(call, program, newest), now, day_of)
    catalogue = deps.catalogue.covering(program.exercise_ids, caller.organization_id)
    last = _last_occasions(call, _exercise_ids(found.session), newest, now)
    shown = list(_targets(found.session.exercises, catalogue, last, now))
    return NextView.of(program, found, day_of(now), shown)


def _targets(
    entries: Sequence[Entry],
    catalogue: Catalogue,
    last: Mapping[str, Sequence[Occasion]],
    now: datetime,
) -> Iterable[ExerciseTargetView]:
    for order, entry in enumerate(entries, start=1):
        exercise_id = str(entry.exercise_id)
        exercise = catalogue.find(exercise_id)
        source = source_among(last.get(exercise_id, ()), lift_of(exercise))
        aimed = target(entry, exercise, source, now)
        yield ExerciseTargetView.of(order, entry, exercise, aimed)


def _by_program(call: Call[Deps], program: Program, newest: Sequence[Workout]) -> Sequence[Workout]:
    """As many as tell the place in it: out of the newest, where they reach back far enough."""
    wanted = looked_back(program.plan.structure)
    found = [one for one in newest if one.program_id == program.id]
    if len(found) >= wanted or len(newest) < _LOOKED_AT:
        return found
    return call.deps.workouts.last_by(call.caller.user_id, program.id, wanted)


def _last_occasions(
    call: Call[Deps], exercise_ids: Sequence[str], newest: Sequence[Workout], now: datetime
) -> dict[str, list[Occasion]]:
    """Of each exercise, the newest first: out of the newest workouts, and by further looks for
    those that do not come up in them."""
    found: dict[str, list[Occasion]] = {}
    missing, workouts = list(exercise_ids), newest
    for _ in range(_MOST_LOOKS):
        came_up = {name: occasions(workouts, name, now) for name in missing}
        found |= {name: those for name, those in came_up.items() if those}
        missing = [name for name in missing if not came_up[name]]
        if not missing or len(workouts) < _LOOKED_AT:
            break
        workouts = call.deps.workouts.last_with(call.caller.user_id, missing, _LOOKED_AT)
    return found


def _exercise_ids(session: Session) -> list[str]:
    return [entry.exercise_id for entry in session.exercises if entry.exercise_id is not None]
