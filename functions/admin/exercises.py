"""Exercises that belong to everyone: admins make, change and archive them.

They are read at `/exercises`: an admin sees there what is stored now.
"""

from shared.domain.errors import NotFound
from shared.domain.exercises import Exercise, Standing
from shared.web.call import Call
from shared.web.exercise_views import ExerciseDraft, ExerciseView, etag_of
from shared.web.reply import Reply

from .steps import Deps


def create_exercise(call: Call[Deps], body: ExerciseDraft) -> Reply[ExerciseView]:
    """An exercise for everyone."""
    drafted = body.to_exercise(call.new_id(), None, None, call.deps.now())
    exercise = call.deps.catalogue.add(drafted, by=call.caller.user_id)
    return _changed(call, exercise, location=f"/api/v1/exercises/{exercise.id}")


def replace_exercise(
    call: Call[Deps], exercise_id: str, body: ExerciseDraft
) -> Reply[ExerciseView]:
    """The exercise as the draft has it."""
    drafted = body.applied_to(_expected(call, exercise_id), call.deps.now())
    return _changed(call, call.deps.catalogue.replace(drafted, by=call.caller.user_id))


def archive_exercise(call: Call[Deps], exercise_id: str) -> None:
    """In no list any longer, and refused in new drafts; whoever uses it goes on using it."""
    catalogue, expected = call.deps.catalogue, _expected(call, exercise_id)
    if expected.standing is not Standing.ARCHIVED:
        catalogue.retire(expected, lambda _: True, by=call.caller.user_id)
    call.deps.noting.exercise(None, expected.id)


def _expected(call: Call[Deps], exercise_id: str) -> Exercise:
    """As it is stored now, if the caller has read just that version."""
    exercise = call.deps.catalogue.load(None, 0, 0).find(exercise_id)
    if exercise is None:
        raise NotFound
    call.expect(etag_of(exercise))
    return exercise


def _changed(
    call: Call[Deps], exercise: Exercise, location: str | None = None
) -> Reply[ExerciseView]:
    call.deps.noting.exercise(None, exercise.id)
    return Reply(ExerciseView.of(exercise), etag=etag_of(exercise), location=location)
