"""Workouts brought into somebody's log, through its gate."""

import uuid
from collections.abc import Iterable, Iterator
from functools import partial

from shared.domain.log.events import Event, Payload, SetCompleted, WorkoutFinished, WorkoutStarted
from shared.domain.log.workouts import Workout
from shared.store.database import Database
from shared.store.log import FirestoreLog
from tests.domain.training import workout as written
from tools.seed.catalogue import exercise_id

DEVICE = "watch"

workout = partial(written, known=exercise_id)
"""Lines like `bench-press: 3*8x60`."""


def log(database: Database, owner: str, *workouts: Workout) -> None:
    kept = FirestoreLog(database)
    after = kept.head(owner).numbers(DEVICE).last_contiguous
    events = list(_events(workouts, after))
    done = kept.append(owner, DEVICE, events)
    assert {one.status for one in done.outcomes} <= {"ACCEPTED"}


def _events(workouts: Iterable[Workout], after: int) -> Iterator[Event]:
    for workout in workouts:
        for payload in _payloads(workout):
            after += 1
            yield Event(str(uuid.uuid4()), DEVICE, after, workout.started_at, payload)


def _payloads(workout: Workout) -> Iterator[Payload]:
    yield WorkoutStarted(workout.id, workout.started_at, name=workout.name)
    for execution in workout.executions:
        for one in execution.sets:
            yield SetCompleted(workout.id, execution.exercise_id, one)
    if workout.finished_at:
        yield WorkoutFinished(workout.id, workout.finished_at)
