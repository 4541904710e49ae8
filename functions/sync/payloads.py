"""What each type of event carries, on the wire."""

from pydantic import Field

from shared.domain.log import bounds, events
from shared.web.logged import (
    Id,
    MeasuredValues,
    MeasurementChanges,
    Name,
    Notes,
    SetChanges,
    SetDraft,
    SupersetGroup,
    WorkoutChanges,
    not_sent,
)
from shared.web.wire import Instant, Wire


class WorkoutStartedPayload(Wire):
    workout_id: Id
    started_at: Instant
    program_id: Id | None = None
    session_id: Id | None = None
    name: Name | None = None

    def to_payload(self) -> events.WorkoutStarted:
        return events.WorkoutStarted(**dict(self))


class WorkoutFinishedPayload(Wire):
    workout_id: Id
    finished_at: Instant

    def to_payload(self) -> events.WorkoutFinished:
        return events.WorkoutFinished(self.workout_id, self.finished_at)


class WorkoutCancelledPayload(Wire):
    workout_id: Id

    def to_payload(self) -> events.WorkoutCancelled:
        return events.WorkoutCancelled(self.workout_id)


class WorkoutCorrectedPayload(Wire):
    workout_id: Id
    changes: WorkoutChanges

    def to_payload(self) -> events.WorkoutCorrected:
        return events.WorkoutCorrected(self.workout_id, self.changes.to_changes())


class ExerciseAddedPayload(Wire):
    workout_id: Id
    exercise_id: Id
    superset_group: SupersetGroup | None = None

    def to_payload(self) -> events.ExerciseAdded:
        return events.ExerciseAdded(**dict(self))


class ExerciseRemovedPayload(Wire):
    workout_id: Id
    exercise_id: Id

    def to_payload(self) -> events.ExerciseRemoved:
        return events.ExerciseRemoved(self.workout_id, self.exercise_id)


class ExerciseNotedPayload(Wire):
    workout_id: Id
    exercise_id: Id
    notes: Notes
    superset_group: SupersetGroup | None = not_sent()

    def to_payload(self) -> events.ExerciseNoted:
        sent = self.model_fields_set - {"workout_id", "exercise_id"}
        changes = {name: getattr(self, name) for name in sorted(sent)}
        return events.ExerciseNoted(self.workout_id, self.exercise_id, changes)


class ExercisesReorderedPayload(Wire):
    workout_id: Id
    exercise_ids: list[Id] = Field(min_length=1, max_length=bounds.MAX_EXERCISES)

    def to_payload(self) -> events.ExercisesReordered:
        named = tuple(dict.fromkeys(self.exercise_ids))
        return events.ExercisesReordered(self.workout_id, named)


class SetCompletedPayload(SetDraft):
    workout_id: Id
    exercise_id: Id
    set_id: Id

    def to_payload(self) -> events.SetCompleted:
        return events.SetCompleted(self.workout_id, self.exercise_id, self.to_set(self.set_id))


class SetCorrectedPayload(Wire):
    workout_id: Id
    set_id: Id
    changes: SetChanges

    def to_payload(self) -> events.SetCorrected:
        return events.SetCorrected(self.workout_id, self.set_id, self.changes.to_changes())


class SetDeletedPayload(Wire):
    workout_id: Id
    set_id: Id

    def to_payload(self) -> events.SetDeleted:
        return events.SetDeleted(self.workout_id, self.set_id)


class MeasurementRecordedPayload(Wire):
    measurement_id: Id
    measured_at: Instant
    values: MeasuredValues
    notes: Notes | None = None

    def to_payload(self) -> events.MeasurementRecorded:
        return events.MeasurementRecorded(
            self.measurement_id, self.measured_at, self.values, self.notes or ""
        )


class MeasurementCorrectedPayload(Wire):
    measurement_id: Id
    changes: MeasurementChanges

    def to_payload(self) -> events.MeasurementCorrected:
        return events.MeasurementCorrected(self.measurement_id, self.changes.to_changes())


class MeasurementDeletedPayload(Wire):
    measurement_id: Id

    def to_payload(self) -> events.MeasurementDeleted:
        return events.MeasurementDeleted(self.measurement_id)


class SkippedPayload(Wire):
    reason: str = Field(max_length=bounds.MAX_REASON)

    def to_payload(self) -> events.Skipped:
        return events.Skipped(self.reason)
