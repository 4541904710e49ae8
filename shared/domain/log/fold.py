"""The fold: from the events of one workout, in whatever order they arrived, to the workout."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from typing import Any

from shared.domain.log.events import (
    Entry,
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
    WorkoutStarted,
)
from shared.domain.log.workouts import Execution, LoggedSet, Workout, WorkoutStatus


def fold_workout(entries: Iterable[Entry]) -> Workout | None:
    """A function of the set of entries alone; they are sorted here. None while the start has not
    arrived, after a cancellation, and when the workout was finished without a set.

    The first start, finish and completion of each set count; corrections overlay them in fold
    order wherever they stand; deleting a set and cancelling are final.
    """
    folding = _Folding()
    for _, payload in sorted(entries, key=lambda entry: entry.place):
        folding.take(payload)
    return folding.workout()


class _Folding:
    def __init__(self) -> None:
        self.start: WorkoutStarted | None = None
        self.finish: WorkoutFinished | None = None
        self.is_cancelled = False
        self.changes: dict[str, Any] = {}
        self.opened: dict[str, None] = {}
        """Exercises, in the order they were added."""
        self.about: dict[str, dict[str, Any]] = {}
        """Exercise -> its notes and superset, also while it waits to be added."""
        self.wanted: list[str] = []
        self.known: set[str] = set()
        self.sets: dict[str, tuple[str, LoggedSet]] = {}
        self.set_changes: dict[str, dict[str, Any]] = {}
        self.deleted: set[str] = set()

    def take(self, payload: Payload) -> None:
        _STEPS[type(payload)](self, payload)

    def started(self, payload: WorkoutStarted) -> None:
        self.start = self.start or payload

    def finished(self, payload: WorkoutFinished) -> None:
        self.finish = self.finish or payload

    def cancelled(self, _: WorkoutCancelled) -> None:
        self.is_cancelled = True

    def corrected(self, payload: WorkoutCorrected) -> None:
        self.changes |= payload.changes

    def added(self, payload: ExerciseAdded) -> None:
        self.opened.setdefault(payload.exercise_id)
        if payload.superset_group is not None:
            about = self.about.setdefault(payload.exercise_id, {})
            about["superset_group"] = payload.superset_group

    def noted(self, payload: ExerciseNoted) -> None:
        self.about.setdefault(payload.exercise_id, {}).update(payload.changes)

    def removed(self, payload: ExerciseRemoved) -> None:
        gone = payload.exercise_id
        self.opened.pop(gone, None)
        self.about.pop(gone, None)
        self.wanted = [one for one in self.wanted if one != gone]
        self.sets = {name: kept for name, kept in self.sets.items() if kept[0] != gone}

    def reordered(self, payload: ExercisesReordered) -> None:
        self.wanted = list(payload.exercise_ids)

    def completed(self, payload: SetCompleted) -> None:
        name = payload.set.set_id
        if name in self.known:
            return
        self.known.add(name)
        self.opened.setdefault(payload.exercise_id)
        self.sets[name] = payload.exercise_id, payload.set

    def set_corrected(self, payload: SetCorrected) -> None:
        self.set_changes.setdefault(payload.set_id, {}).update(payload.changes)

    def set_deleted(self, payload: SetDeleted) -> None:
        self.deleted.add(payload.set_id)

    def workout(self) -> Workout | None:
        if self.start is None or self.is_cancelled:
            return None
        executions = self._executions()
        changes = dict(self.changes)
        if self.finish is None:
            # A correction of the end waits for the end.
            changes.pop("finished_at", None)
        else:
            changes = {"finished_at": self.finish.finished_at} | changes
            changes["status"] = WorkoutStatus.FINISHED
            if not any(execution.sets for execution in executions):
                return None
        start = self.start
        workout = Workout(
            id=start.workout_id,
            started_at=start.started_at,
            name=start.name,
            program_id=start.program_id,
            session_id=start.session_id,
            executions=executions,
        )
        return replace(workout, **changes)

    def _executions(self) -> tuple[Execution, ...]:
        rank = {exercise: place for place, exercise in enumerate(self.wanted)}
        # Sorting keeps the order of those that no reorder named.
        ordered = sorted(self.opened, key=lambda one: rank.get(one, len(rank)))
        sets: dict[str, list[LoggedSet]] = {exercise: [] for exercise in ordered}
        for name, (exercise, done) in self.sets.items():
            if name not in self.deleted:
                sets[exercise].append(replace(done, **self.set_changes.get(name, {})))
        return tuple(
            Execution(
                exercise,
                tuple(sorted(sets[exercise], key=lambda done: done.completed_at)),
                **self.about.get(exercise, {}),
            )
            for exercise in ordered
        )


_STEPS: Mapping[type[Payload], Callable[[_Folding, Any], None]] = {
    WorkoutStarted: _Folding.started,
    WorkoutFinished: _Folding.finished,
    WorkoutCancelled: _Folding.cancelled,
    WorkoutCorrected: _Folding.corrected,
    ExerciseAdded: _Folding.added,
    ExerciseNoted: _Folding.noted,
    ExerciseRemoved: _Folding.removed,
    ExercisesReordered: _Folding.reordered,
    SetCompleted: _Folding.completed,
    SetCorrected: _Folding.set_corrected,
    SetDeleted: _Folding.set_deleted,
}
