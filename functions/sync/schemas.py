"""What `sync` takes: a frame around events, each of which is read for itself."""

from collections.abc import Sequence
from typing import Annotated, ClassVar, Literal

from pydantic import Field, RootModel, SkipValidation, StringConstraints, field_validator

from shared.domain.log import bounds
from shared.domain.log.devices import SERVER_PREFIX
from shared.domain.log.events import Event
from shared.web import cursors
from shared.web.logged import Id
from shared.web.wire import Instant, Query, Wire

from . import payloads

MOST_EVENTS = 500

Cursor = Annotated[str, StringConstraints(min_length=1, max_length=cursors.MOST_CHARACTERS)]


class EventHead(Wire):
    event_id: Id
    sequence_number: int = Field(ge=1, le=bounds.MAX_SEQUENCE)
    occurred_at: Instant
    correlation_id: Id | None = None


class WorkoutStartedEvent(EventHead):
    type: Literal["WORKOUT_STARTED"]
    payload: payloads.WorkoutStartedPayload


class WorkoutFinishedEvent(EventHead):
    type: Literal["WORKOUT_FINISHED"]
    payload: payloads.WorkoutFinishedPayload


class WorkoutCancelledEvent(EventHead):
    type: Literal["WORKOUT_CANCELLED"]
    payload: payloads.WorkoutCancelledPayload


class WorkoutCorrectedEvent(EventHead):
    type: Literal["WORKOUT_CORRECTED"]
    payload: payloads.WorkoutCorrectedPayload


class ExerciseAddedEvent(EventHead):
    type: Literal["EXERCISE_ADDED"]
    payload: payloads.ExerciseAddedPayload


class ExerciseRemovedEvent(EventHead):
    type: Literal["EXERCISE_REMOVED"]
    payload: payloads.ExerciseRemovedPayload


class ExerciseNotedEvent(EventHead):
    type: Literal["EXERCISE_NOTED"]
    payload: payloads.ExerciseNotedPayload


class ExercisesReorderedEvent(EventHead):
    type: Literal["EXERCISES_REORDERED"]
    payload: payloads.ExercisesReorderedPayload


class SetCompletedEvent(EventHead):
    type: Literal["SET_COMPLETED"]
    payload: payloads.SetCompletedPayload


class SetCorrectedEvent(EventHead):
    type: Literal["SET_CORRECTED"]
    payload: payloads.SetCorrectedPayload


class SetDeletedEvent(EventHead):
    type: Literal["SET_DELETED"]
    payload: payloads.SetDeletedPayload


class MeasurementRecordedEvent(EventHead):
    type: Literal["MEASUREMENT_RECORDED"]
    payload: payloads.MeasurementRecordedPayload


class MeasurementCorrectedEvent(EventHead):
    type: Literal["MEASUREMENT_CORRECTED"]
    payload: payloads.MeasurementCorrectedPayload


class MeasurementDeletedEvent(EventHead):
    type: Literal["MEASUREMENT_DELETED"]
    payload: payloads.MeasurementDeletedPayload


class SkippedEvent(EventHead):
    type: Literal["SKIPPED"]
    payload: payloads.SkippedPayload


AnyEvent = Annotated[
    WorkoutStartedEvent
    | WorkoutFinishedEvent
    | WorkoutCancelledEvent
    | WorkoutCorrectedEvent
    | ExerciseAddedEvent
    | ExerciseRemovedEvent
    | ExerciseNotedEvent
    | ExercisesReorderedEvent
    | SetCompletedEvent
    | SetCorrectedEvent
    | SetDeletedEvent
    | MeasurementRecordedEvent
    | MeasurementCorrectedEvent
    | MeasurementDeletedEvent
    | SkippedEvent,
    Field(discriminator="type"),
]


class EventDraft(RootModel[AnyEvent]):
    def to_event(self, device_id: str) -> Event:
        sent = self.root
        return Event(
            id=sent.event_id,
            device_id=device_id,
            sequence=sent.sequence_number,
            occurred_at=sent.occurred_at,
            payload=sent.payload.to_payload(),
            correlation_id=sent.correlation_id,
        )


class Upload(Wire):
    """Events stand in any order; one that is faulty is refused alone."""

    is_frame: ClassVar[bool] = True

    device_id: Id
    events: list[SkipValidation[EventDraft]] = Field(min_length=1, max_length=MOST_EVENTS)

    @field_validator("device_id")
    @classmethod
    def not_one_of_ours(cls, device_id: str) -> str:
        if device_id.startswith(SERVER_PREFIX):
            raise ValueError(f"Names that begin with {SERVER_PREFIX} are taken.")
        return device_id

    def items(self) -> Sequence[object]:
        return self.events


class EventsQuery(Query):
    cursor: Cursor | None = None
    limit: int = Field(default=100, ge=1, le=MOST_EVENTS)


class SnapshotQuery(Query):
    cursor: Cursor | None = None
    limit: int = Field(default=50, ge=1, le=100)
