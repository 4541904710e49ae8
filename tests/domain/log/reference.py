"""What the contract says of the fold, as plainly as it can be written: by looking at all events
for each question, without any state of its own."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

from shared.domain.log.events import (
    Entry,
    ExerciseAdded,
    ExerciseNoted,
    ExerciseRemoved,
    ExercisesReordered,
    SetCompleted,
    SetCorrected,
    SetDeleted,
    WorkoutCancelled,
    WorkoutCorrected,
    WorkoutFinished,
    WorkoutStarted,
)
from shared.domain.log.workouts import Execution, LoggedSet, Workout, WorkoutStatus


def told(entries: Sequence[Entry]) -> Workout | None:
    events: list[Any] = [payload for _, payload in sorted(entries, key=lambda one: one.place)]
    starts = [one for one in events if isinstance(one, WorkoutStarted)]
    if not starts or any(isinstance(one, WorkoutCancelled) for one in events):
        return None
    executions = tuple(_execution(events, exercise) for exercise in _exercises(events))
    ends = [one for one in events if isinstance(one, WorkoutFinished)]
    if ends and not any(execution.sets for execution in executions):
        return None
    first = starts[0]
    corrections = [one.changes for one in events if isinstance(one, WorkoutCorrected)]

    def last(name: str, otherwise: Any) -> Any:
        said = [changes[name] for changes in corrections if name in changes]
        return said[-1] if said else otherwise

    return Workout(
        id=first.workout_id,
        started_at=last("started_at", first.started_at),
        status=WorkoutStatus.FINISHED if ends else WorkoutStatus.IN_PROGRESS,
        finished_at=last("finished_at", ends[0].finished_at) if ends else None,
        name=last("name", first.name),
        program_id=last("program_id", first.program_id),
        session_id=last("session_id", first.session_id),
        notes=last("notes", ""),
        executions=executions,
    )


def _since_removal(events: Sequence[Any], exercise: str) -> int:
    """From which event on this exercise counts."""
    removals = [
        index
        for index, one in enumerate(events)
        if isinstance(one, ExerciseRemoved) and one.exercise_id == exercise
    ]
    return removals[-1] + 1 if removals else 0


def _completions(events: Sequence[Any]) -> list[tuple[int, SetCompleted]]:
    """The first of each set id, with its index."""
    found: dict[str, tuple[int, SetCompleted]] = {}
    for index, one in enumerate(events):
        if isinstance(one, SetCompleted):
            found.setdefault(one.set.set_id, (index, one))
    return list(found.values())


def _opened(events: Sequence[Any], exercise: str) -> list[int]:
    """Where it was added or trained, since it was last removed."""
    trained = [index for index, one in _completions(events) if one.exercise_id == exercise]
    added = [
        index
        for index, one in enumerate(events)
        if isinstance(one, ExerciseAdded) and one.exercise_id == exercise
    ]
    since = _since_removal(events, exercise)
    return sorted(index for index in trained + added if index >= since)


def _exercises(events: Sequence[Any]) -> list[str]:
    named = {one.exercise_id for one in events if isinstance(one, ExerciseAdded | SetCompleted)}
    there = [exercise for exercise in named if _opened(events, exercise)]
    return sorted(there, key=_rank(events))


def _rank(events: Sequence[Any]) -> Callable[[str], tuple[int, int]]:
    reorders = [
        (index, one) for index, one in enumerate(events) if isinstance(one, ExercisesReordered)
    ]

    def rank(exercise: str) -> tuple[int, int]:
        first = _opened(events, exercise)[0]
        if reorders:
            index, last = reorders[-1]
            if exercise in last.exercise_ids and index >= _since_removal(events, exercise):
                return last.exercise_ids.index(exercise), first
        return len(events) + 1000, first

    return rank


def _execution(events: Sequence[Any], exercise: str) -> Execution:
    since = _since_removal(events, exercise)
    about: dict[str, Any] = {}
    for one in events[since:]:
        if isinstance(one, ExerciseNoted) and one.exercise_id == exercise:
            about |= one.changes
        if isinstance(one, ExerciseAdded) and one.exercise_id == exercise and one.superset_group:
            about["superset_group"] = one.superset_group
    return Execution(exercise, _sets(events, exercise, since), **about)


def _sets(events: Sequence[Any], exercise: str, since: int) -> tuple[LoggedSet, ...]:
    deleted = {one.set_id for one in events if isinstance(one, SetDeleted)}
    done: list[LoggedSet] = []
    for index, one in _completions(events):
        if one.exercise_id == exercise and index >= since and one.set.set_id not in deleted:
            corrected = one.set
            for other in events:
                if isinstance(other, SetCorrected) and other.set_id == one.set.set_id:
                    corrected = replace(corrected, **other.changes)
            done.append(corrected)
    return tuple(sorted(done, key=lambda one: one.completed_at))
