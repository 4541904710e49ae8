"""The facts of one thing that a question is about: a workout, a program, a measurement."""

from shared.coach.lookups import Lookups
from shared.domain.access import Caller
from shared.domain.coach.facts import Fact
from shared.domain.coach.grounding import About, Thing, Told
from shared.domain.coach.telling.body import measurement_item
from shared.domain.coach.telling.items import Item, told
from shared.domain.coach.telling.programs import program_items
from shared.domain.coach.telling.training import occasion_item
from shared.domain.coach.telling.volume import planned_items
from shared.domain.errors import NotFound
from shared.domain.ids import is_id
from shared.domain.log.sources import Occasion

_BEFORE = 3
"""Measurements before the one that is asked about."""


def facts_about(lookups: Lookups, caller: Caller, about: About) -> Told:
    """Raises `NotFound`."""
    if not is_id(about.id):
        raise NotFound
    match about.thing:
        case Thing.WORKOUT:
            return _workout(lookups, caller, about.id)
        case Thing.PROGRAM:
            return _program(lookups, caller, about.id)
        case Thing.MEASUREMENT:
            return _measurement(lookups, caller, about.id)


def _workout(lookups: Lookups, caller: Caller, workout_id: str) -> Told:
    """One read. Its sets, and what each muscle got of it."""
    workout = lookups.workouts.find(caller.user_id, workout_id)
    catalogue = lookups.catalogue.covering(workout.exercise_ids, caller.organization_id)
    day = caller.zones.local(workout.started_at).date()
    values: dict[str, object] = {
        "name": workout.name or "",
        "day": str(day),
        "status": workout.status.value,
        "exercises": len(workout.executions),
        "sets": workout.set_count,
    }
    if workout.finished_at is not None:
        values["minutes"] = round((workout.finished_at - workout.started_at).total_seconds() / 60)
    if workout.notes:
        values["notes"] = workout.notes[:500]
    items = [Item(f"workout:{workout.id}", f"The workout of {day}.", values)]
    for execution in workout.executions:
        exercise = catalogue.find(execution.exercise_id)
        name = exercise.name if exercise else "An exercise that is no longer known"
        items.append(occasion_item(name, Occasion(workout, execution), caller.zones))
    return told(items)


def _program(lookups: Lookups, caller: Caller, program_id: str) -> Told:
    """Its sessions, and the volume of each muscle: a line of text, and a fact of its own."""
    found = lookups.planned(caller, program_id)
    if found is None:
        raise NotFound
    muscles = planned_items(found.report)
    facts: list[Fact] = [item.fact for item in muscles]
    sets = {one.values["muscle_group"]: one.values["weekly_sets"] for one in muscles}
    sessions = program_items(found.program, found.catalogue)
    answer = told(sessions, planned_sets_by_muscle=sets)
    return Told(answer.content, (*answer.facts, *facts))


def _measurement(lookups: Lookups, caller: Caller, measurement_id: str) -> Told:
    """With the ones before it. At most four reads."""
    one = lookups.measurements.find(caller.user_id, measurement_id)
    before = lookups.measurements.measured(caller.user_id, until=one.measured_at, limit=_BEFORE)
    return told(
        [
            measurement_item(
                found, caller.zones.local(found.measured_at).date(), caller.sex, caller.height_cm
            )
            for found in (one, *(row.value for row in before))
        ]
    )
