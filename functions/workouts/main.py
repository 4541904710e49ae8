"""HTTP function `workouts`: workouts, exercise by exercise and set by set, and what they tell."""

from http import HTTPStatus

import functions_framework
from flask import Request, Response

from shared import cold_start
from shared.clock import utc_now
from shared.domain.errors import Conflict, Malformed, NotFound, PreconditionFailed, TooLarge
from shared.domain.log import commands
from shared.domain.log.workouts import Workout
from shared.events.noting import live_noting
from shared.live import live_gate
from shared.once import once
from shared.store.catalogue import live_catalogue
from shared.store.log_changes import live_log_changes
from shared.store.programs import live_programs
from shared.store.records import live_records
from shared.store.workouts import live_workouts
from shared.web.call import Call
from shared.web.endpoint import Endpoint
from shared.web.log_views import LoggedSetView, WorkoutView
from shared.web.logged import SetChanges, WorkoutChanges
from shared.web.reply import Page, Reply, Slice

from .following import next_session
from .next_views import NextView
from .reading import history, last_sets, listed, records
from .record_views import ExerciseRecordsView
from .schemas import (
    ExecutionChanges,
    ExecutionDraft,
    FinishOrder,
    HistoryQuery,
    NewOrder,
    RecordsQuery,
    SetOrder,
    WorkoutOrder,
    WorkoutsQuery,
)
from .steps import (
    BASE,
    Deps,
    changed,
    changed_or_gone,
    done,
    exercise,
    known_in,
    not_ahead,
    shown,
    start,
    unchanged,
)
from .views import (
    ExecutionAnswer,
    FinishAnswer,
    GoneView,
    LastSetsView,
    OccasionView,
    SetAnswer,
)


@once
def live_deps() -> Deps:
    return Deps(
        workouts=live_workouts(),
        changes=live_log_changes(),
        records=live_records(),
        programs=live_programs(),
        catalogue=live_catalogue(),
        now=utc_now,
        noting=live_noting(),
    )


endpoint = Endpoint("workouts", BASE, live_gate, live_deps)

_ONE = "/<id:workout_id>"
_EXECUTION = f"{_ONE}/exercise-executions/<id:exercise_id>"


@endpoint.get("", refuses=(Malformed,))
def list_all(call: Call[Deps], query: WorkoutsQuery) -> Slice[list[WorkoutView]]:
    """One's workouts by when they were started, the newest first. The dates are days of one's own
    calendar, the last one included."""
    return listed(call, query)


@endpoint.post("", status=HTTPStatus.CREATED, idempotent=True, refuses=(NotFound,))
def create(call: Call[Deps], body: WorkoutOrder) -> Reply[WorkoutView]:
    """Begin a workout, by a session of a program or without."""
    workout = start(call, body)
    return shown(workout, location=f"{BASE}/{workout.id}")


@endpoint.get("/records")
def list_records(call: Call[Deps], query: RecordsQuery) -> Page[ExerciseRecordsView]:
    """The records in each exercise, those with the newest record first."""
    return records(call, query)


@endpoint.get("/next", refuses=(NotFound,))
def show_next(call: Call[Deps]) -> NextView:
    """What to train next by the active program, with targets from what was lifted last."""
    return next_session(call)


@endpoint.get("/exercises/<id:exercise_id>/history", refuses=(Malformed,))
def list_history(
    call: Call[Deps], exercise_id: str, query: HistoryQuery
) -> Slice[list[OccasionView]]:
    """Every workout with this exercise, the newest first."""
    return history(call, exercise_id, query)


@endpoint.get("/exercises/<id:exercise_id>/last-sets")
def show_last_sets(call: Call[Deps], exercise_id: str) -> LastSetsView:
    """What was done in this exercise in the last workout that is over; while there is none, in the
    one that is being trained."""
    return last_sets(call, exercise_id)


@endpoint.get(_ONE)
def show(call: Call[Deps], workout_id: str) -> Reply[WorkoutView]:
    """One workout, with its exercises and sets."""
    return shown(call.deps.workouts.find(call.caller.user_id, workout_id))


@endpoint.patch(_ONE, refuses=(TooLarge, PreconditionFailed))
def change(call: Call[Deps], workout_id: str, body: WorkoutChanges) -> Reply[WorkoutView]:
    """Correct a workout, finished or not. Null clears a name, a program or a session."""
    changes = body.to_changes()
    for name in ("started_at", "finished_at"):
        not_ahead(call, changes.get(name), name)
    if changes.get("program_id") is not None:
        call.deps.programs.seen_by(call.visitor, changes["program_id"])
    return shown(
        changed(call, workout_id, lambda found: commands.correct(unchanged(call, found), changes))
    )


@endpoint.delete(_ONE, refuses=(PreconditionFailed,))
def remove(call: Call[Deps], workout_id: str) -> None:
    """The workout is gone for good."""
    changed_or_gone(call, workout_id, lambda found: commands.cancel(unchanged(call, found)))


@endpoint.post(f"{_ONE}/finish", refuses=(Conflict,))
def finish(call: Call[Deps], workout_id: str, body: FinishOrder) -> FinishAnswer:
    """The workout is over. Without a set it is gone."""
    not_ahead(call, body.finished_at, "finished_at")
    at = body.finished_at or call.deps.now()
    workout = changed_or_gone(call, workout_id, lambda found: commands.finish(found, at))
    return FinishAnswer(GoneView() if workout is None else WorkoutView.of(workout))


@endpoint.patch(f"{_ONE}/exercise-executions/reorder")
def reorder(call: Call[Deps], workout_id: str, body: NewOrder) -> WorkoutView:
    """The exercises in another order: every one of them, each once."""
    ids = body.exercise_ids
    return WorkoutView.of(changed(call, workout_id, lambda found: commands.reorder(found, ids)))


@endpoint.get(_EXECUTION)
def show_execution(call: Call[Deps], workout_id: str, exercise_id: str) -> ExecutionAnswer:
    """One exercise of a workout."""
    workout = call.deps.workouts.find(call.caller.user_id, workout_id)
    return ExecutionAnswer.of(workout, exercise_id)


@endpoint.put(_EXECUTION)
def put_execution(
    call: Call[Deps], workout_id: str, exercise_id: str, body: ExecutionDraft
) -> ExecutionAnswer:
    """All of one exercise, which need not be in the workout yet: the sets it had give way to
    these."""
    known, about = exercise(call, exercise_id), body.about()
    sets = [
        done(call, order, call.new_id(), known, f"sets.{index}.")
        for index, order in enumerate(body.sets)
    ]
    workout = changed(
        call,
        workout_id,
        lambda found: commands.put_execution(
            known_in(found, exercise_id, known), exercise_id, about, sets
        ),
    )
    return ExecutionAnswer.of(workout, exercise_id)


@endpoint.patch(_EXECUTION)
def change_execution(
    call: Call[Deps], workout_id: str, exercise_id: str, body: ExecutionChanges
) -> ExecutionAnswer:
    """Other notes, another superset; null takes the exercise out of its superset."""
    about = body.to_changes()
    workout = changed(
        call, workout_id, lambda found: commands.change_execution(found, exercise_id, about)
    )
    return ExecutionAnswer.of(workout, exercise_id)


@endpoint.delete(_EXECUTION)
def remove_execution(call: Call[Deps], workout_id: str, exercise_id: str) -> None:
    """The exercise and its sets are no longer in the workout."""
    changed_or_gone(call, workout_id, lambda found: commands.remove_execution(found, exercise_id))


@endpoint.post(f"{_EXECUTION}/sets", status=HTTPStatus.CREATED, idempotent=True)
def add_set(
    call: Call[Deps], workout_id: str, exercise_id: str, body: SetOrder
) -> Reply[SetAnswer]:
    """One more set of an exercise, which need not be in the workout yet."""
    known, set_id = exercise(call, exercise_id), call.new_id()
    one = done(call, body, set_id, known)
    workout = changed(
        call,
        workout_id,
        lambda found: commands.add_set(known_in(found, exercise_id, known), exercise_id, one),
    )
    place = f"{BASE}/{workout_id}/exercise-executions/{exercise_id}/sets/{set_id}"
    return Reply(_shown_set(workout, exercise_id, set_id), location=place)


@endpoint.patch(f"{_EXECUTION}/sets/<id:set_id>")
def change_set(
    call: Call[Deps], workout_id: str, exercise_id: str, set_id: str, body: SetChanges
) -> SetAnswer:
    """Correct a set, also of a finished workout. Of rir and rpe the one that is sent stands."""
    changes, known = body.to_changes(), exercise(call, exercise_id)
    not_ahead(call, changes.get("completed_at"), "completed_at")
    tracking = known.tracking if known else None
    workout = changed(
        call,
        workout_id,
        lambda found: commands.correct_set(found, exercise_id, set_id, changes, tracking),
    )
    return _shown_set(workout, exercise_id, set_id)


@endpoint.delete(f"{_EXECUTION}/sets/<id:set_id>")
def remove_set(call: Call[Deps], workout_id: str, exercise_id: str, set_id: str) -> None:
    """The set is gone for good."""
    changed_or_gone(call, workout_id, lambda found: commands.delete_set(found, exercise_id, set_id))


def _shown_set(workout: Workout, exercise_id: str, set_id: str) -> SetAnswer:
    return SetAnswer(LoggedSetView.of(commands.set_in(workout, exercise_id, set_id)))


@functions_framework.http
def workouts(request: Request) -> Response:
    return endpoint.answer(request)


cold_start.is_over()
