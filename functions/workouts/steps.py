"""The steps the handlers share: change a workout, name what is logged, read what was trained."""

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from shared.domain.coach.own_texts import OwnText, Source, words_of
from shared.domain.errors import Fault, Invalid, NotFound
from shared.domain.exercises import Exercise, Standing
from shared.domain.log import commands
from shared.domain.log.coding import as_text, workout_plain
from shared.domain.log.events import Payload, WorkoutStarted
from shared.domain.log.judging import is_too_far_ahead
from shared.domain.log.workouts import LoggedSet, Workout
from shared.events.noting import SILENT, Noting
from shared.store.catalogue import FirestoreCatalogue
from shared.store.log_changes import LogChanges
from shared.store.programs import FirestorePrograms
from shared.store.records import FirestoreRecords
from shared.store.workouts import FirestoreWorkouts
from shared.web.call import Call
from shared.web.log_views import WorkoutView
from shared.web.reply import Reply

from .schemas import SetOrder, WorkoutOrder

BASE = "/api/v1/workouts"

Decide = Callable[[Workout | None], Sequence[Payload]]


@dataclass(frozen=True)
class Deps:
    workouts: FirestoreWorkouts
    changes: LogChanges
    records: FirestoreRecords
    programs: FirestorePrograms
    catalogue: FirestoreCatalogue
    now: Callable[[], datetime]
    noting: Noting = SILENT


def changed(call: Call[Deps], workout_id: str, decide: Decide) -> Workout:
    return commands.present(changed_or_gone(call, workout_id, decide))


def changed_or_gone(call: Call[Deps], workout_id: str, decide: Decide) -> Workout | None:
    caller, before = call.caller, list[OwnText]()

    def noticing(found: Workout | None) -> Sequence[Payload]:
        before[:] = words_of(found)
        return decide(found)

    workout = call.deps.changes.of_workout(caller.user_id, workout_id, noticing, call.new_id)
    if words_of(workout) != before:
        call.deps.noting.texts(caller.user_id, caller.organization_id, Source.WORKOUT, [workout_id])
    return workout


def unchanged(call: Call[Deps], workout: Workout | None) -> Workout | None:
    """Raises `PreconditionFailed` when an If-Match was sent that names another version."""
    if workout is not None and call.if_match is not None:
        call.expect(_etag(workout))
    return workout


def shown(workout: Workout, location: str | None = None) -> Reply[WorkoutView]:
    return Reply(WorkoutView.of(workout), etag=_etag(workout), location=location)


def _etag(workout: Workout) -> str:
    return hashlib.sha256(as_text(workout_plain(workout)).encode()).hexdigest()[:32]


def start(call: Call[Deps], order: WorkoutOrder) -> Workout:
    started_at = order.started_at or call.deps.now()
    not_ahead(call, started_at, "started_at")
    name = order.name
    if order.program_id is not None:
        session_name = _session_name(call, order.program_id, order.session_id)
        name = name or session_name
    workout_id = call.new_id()
    begun = WorkoutStarted(workout_id, started_at, order.program_id, order.session_id, name)
    return changed(call, workout_id, lambda _: [begun])


def _session_name(call: Call[Deps], program_id: str, session_id: str | None) -> str | None:
    """Raises `NotFound` for a program that is not in sight."""
    program = call.deps.programs.seen_by(call.visitor, program_id).program
    if session_id is None:
        return None
    for session in program.plan.sessions:
        if session.id == session_id:
            return session.name
    raise Invalid(Fault("session_id", "There is no such session in this program."))


def exercise(call: Call[Deps], exercise_id: str) -> Exercise | None:
    """None for what the caller's catalogue does not have, or no longer."""
    catalogue = call.deps.catalogue.covering([exercise_id], call.caller.organization_id)
    found = catalogue.find(exercise_id)
    return None if found is None or found.standing is Standing.REMOVED else found


def known_in(workout: Workout | None, exercise_id: str, found: Exercise | None) -> Workout:
    """What was logged stays open to changes, whatever became of its exercise since."""
    present = commands.present(workout)
    if found is None and present.execution(exercise_id) is None:
        raise NotFound
    return present


def done(
    call: Call[Deps], order: SetOrder, set_id: str, found: Exercise | None, place: str = ""
) -> LoggedSet:
    one = order.to_set(set_id, call.deps.now())
    faults = commands.faults_of(one, found.tracking if found else None, place)
    if faults:
        raise Invalid(*faults)
    not_ahead(call, one.completed_at, f"{place}completed_at")
    return one


def not_ahead(call: Call[Deps], at: datetime | None, place: str) -> None:
    if at is not None and is_too_far_ahead(at, call.deps.now()):
        raise Invalid(Fault(place, "This lies more than 24 hours ahead."))
