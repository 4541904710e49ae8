"""What people do to a workout by request: each judged by how it stands, each becoming events."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from shared.domain.errors import Conflict, Fault, Invalid, NotFound
from shared.domain.exercises import Tracking
from shared.domain.log.events import (
    ExerciseAdded,
    ExerciseNoted,
    ExerciseRemoved,
    ExercisesReordered,
    Payload,
    SetCompleted,
    SetCorrected,
    SetDeleted,
    WorkoutCancelled,
    WorkoutCorrected,
    WorkoutFinished,
)
from shared.domain.log.workouts import Execution, LoggedSet, Workout, WorkoutStatus

_MEASURES = {
    Tracking.REPS: "reps",
    Tracking.TIME: "duration_seconds",
    Tracking.DISTANCE: "distance_m",
}
_SUM_OF_EFFORT = 10
"""RPE = 10 - RIR (Zourdos 2016)."""


def present(workout: Workout | None) -> Workout:
    if workout is None:
        raise NotFound
    return workout


def execution_in(workout: Workout | None, exercise_id: str) -> Execution:
    found = present(workout).execution(exercise_id)
    if found is None:
        raise NotFound
    return found


def set_in(workout: Workout | None, exercise_id: str, set_id: str) -> LoggedSet:
    for one in execution_in(workout, exercise_id).sets:
        if one.set_id == set_id:
            return one
    raise NotFound


def finish(workout: Workout | None, at: datetime) -> list[Payload]:
    """Without a set it is gone then. Raises `Conflict` for what is finished."""
    found = present(workout)
    if found.status is WorkoutStatus.FINISHED:
        raise Conflict("This workout is finished. Correct it with PATCH.")
    _in_order(found.started_at, at)
    return [WorkoutFinished(found.id, at)]


def cancel(workout: Workout | None) -> list[Payload]:
    return [WorkoutCancelled(present(workout).id)]


def correct(workout: Workout | None, changes: Mapping[str, Any]) -> list[Payload]:
    found = present(workout)
    if "finished_at" in changes and found.status is not WorkoutStatus.FINISHED:
        raise Invalid(Fault("finished_at", "This workout is not finished yet."))
    changed = replace(found, **changes)
    # What a device told is no reason to refuse the correction of something else.
    is_planned = changed.session_id is None or changed.program_id is not None
    if not is_planned and changes.keys() & {"program_id", "session_id"}:
        raise Invalid(Fault("session_id", "A session belongs to a program: name both."))
    if changed.finished_at is not None and changes.keys() & {"started_at", "finished_at"}:
        _in_order(changed.started_at, changed.finished_at, *changes)
    return [WorkoutCorrected(found.id, changes)]


def put_execution(
    workout: Workout | None,
    exercise_id: str,
    about: Mapping[str, Any],
    sets: Sequence[LoggedSet],
) -> list[Payload]:
    """All of an exercise as it is sent: what sets it had give way to these. Raises `Invalid` when
    a finished workout would be left without any: that would not be there any longer."""
    found = present(workout)
    known = found.execution(exercise_id)
    left = found.set_count - (len(known.sets) if known else 0) + len(sets)
    if not left and found.status is WorkoutStatus.FINISHED:
        raise Invalid(Fault("sets", "A finished workout keeps a set. Delete it as a whole."))
    gone = [SetDeleted(found.id, one.set_id) for one in (known.sets if known else ())]
    events: list[Payload] = [*gone]
    if known is None:
        events.append(ExerciseAdded(found.id, exercise_id))
    events.append(ExerciseNoted(found.id, exercise_id, about))
    return [*events, *(SetCompleted(found.id, exercise_id, one) for one in sets)]


def change_execution(
    workout: Workout | None, exercise_id: str, about: Mapping[str, Any]
) -> list[Payload]:
    execution_in(workout, exercise_id)
    return [ExerciseNoted(present(workout).id, exercise_id, about)]


def remove_execution(workout: Workout | None, exercise_id: str) -> list[Payload]:
    execution_in(workout, exercise_id)
    return [ExerciseRemoved(present(workout).id, exercise_id)]


def reorder(workout: Workout | None, exercise_ids: Sequence[str]) -> list[Payload]:
    found = present(workout)
    if sorted(exercise_ids) != sorted(found.exercise_ids):
        message = "Name every exercise of the workout, each once."
        raise Invalid(Fault("exercise_ids", message))
    return [ExercisesReordered(found.id, tuple(exercise_ids))]


def add_set(workout: Workout | None, exercise_id: str, one: LoggedSet) -> list[Payload]:
    return [SetCompleted(present(workout).id, exercise_id, one)]


def correct_set(
    workout: Workout | None,
    exercise_id: str,
    set_id: str,
    changes: Mapping[str, Any],
    tracking: Tracking | None,
) -> list[Payload]:
    """What was wrong with the set before is no reason to refuse; who corrects one of rir and rpe
    has the other go that contradicts it."""
    known = set_in(workout, exercise_id, set_id)
    changes = _with_one_effort(known, changes)
    before = faults_of(known, tracking)
    faults = [one for one in faults_of(replace(known, **changes), tracking) if one not in before]
    if faults:
        raise Invalid(*faults)
    return [SetCorrected(present(workout).id, set_id, changes)]


def _with_one_effort(known: LoggedSet, changes: Mapping[str, Any]) -> Mapping[str, Any]:
    for name, other in (("rir", "rpe"), ("rpe", "rir")):
        said, stands = changes.get(name), getattr(known, other)
        if None not in (said, stands) and other not in changes and said + stands != _SUM_OF_EFFORT:
            return {**changes, other: None}
    return changes


def delete_set(workout: Workout | None, exercise_id: str, set_id: str) -> list[Payload]:
    set_in(workout, exercise_id, set_id)
    return [SetDeleted(present(workout).id, set_id)]


def faults_of(one: LoggedSet, tracking: Tracking | None, place: str = "") -> list[Fault]:
    """What is wrong with a set of an exercise that is measured so (None: nobody knows how).
    `place` stands before the names of the fields."""
    faults = []
    measures = [_MEASURES[tracking]] if tracking else [*_MEASURES.values()]
    if all(getattr(one, name) is None for name in measures):
        names = " or ".join(measures)
        faults.append(Fault(f"{place}{measures[0]}", f"A set of this exercise needs {names}."))
    if one.rir is not None and one.rpe is not None and one.rir + one.rpe != _SUM_OF_EFFORT:
        faults.append(Fault(f"{place}rpe", "rpe is 10 less rir. Send one of them."))
    return faults


def _in_order(started_at: datetime, finished_at: datetime, *named: str) -> None:
    if finished_at < started_at:
        is_start = "started_at" in named and "finished_at" not in named
        place = "started_at" if is_start else "finished_at"
        raise Invalid(Fault(place, "A workout ends after it has begun."))
