"""The events of the training log: what a device tells, never changed afterwards."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any, NamedTuple

from shared.domain.log.devices import MERGE_DEVICE
from shared.domain.log.workouts import LoggedSet


class EventType(StrEnum):
    WORKOUT_STARTED = "WORKOUT_STARTED"
    WORKOUT_FINISHED = "WORKOUT_FINISHED"
    WORKOUT_CANCELLED = "WORKOUT_CANCELLED"
    WORKOUT_CORRECTED = "WORKOUT_CORRECTED"
    EXERCISE_ADDED = "EXERCISE_ADDED"
    EXERCISE_REMOVED = "EXERCISE_REMOVED"
    EXERCISE_NOTED = "EXERCISE_NOTED"
    EXERCISES_REORDERED = "EXERCISES_REORDERED"
    SET_COMPLETED = "SET_COMPLETED"
    SET_CORRECTED = "SET_CORRECTED"
    SET_DELETED = "SET_DELETED"
    MEASUREMENT_RECORDED = "MEASUREMENT_RECORDED"
    MEASUREMENT_CORRECTED = "MEASUREMENT_CORRECTED"
    MEASUREMENT_DELETED = "MEASUREMENT_DELETED"
    SKIPPED = "SKIPPED"


@dataclass(frozen=True, slots=True)
class WorkoutStarted:
    workout_id: str
    started_at: datetime
    program_id: str | None = None
    session_id: str | None = None
    name: str | None = None


@dataclass(frozen=True, slots=True)
class WorkoutFinished:
    workout_id: str
    finished_at: datetime


@dataclass(frozen=True, slots=True)
class WorkoutCancelled:
    workout_id: str


@dataclass(frozen=True, slots=True)
class WorkoutCorrected:
    """`changes`: any of started_at, finished_at, name, program_id, session_id, notes; None clears
    a name, a program or a session."""

    workout_id: str
    changes: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class ExerciseAdded:
    workout_id: str
    exercise_id: str
    superset_group: int | None = None


@dataclass(frozen=True, slots=True)
class ExerciseRemoved:
    workout_id: str
    exercise_id: str


@dataclass(frozen=True, slots=True)
class ExerciseNoted:
    """`changes`: notes, superset_group or both; None takes it out of its superset."""

    workout_id: str
    exercise_id: str
    changes: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class ExercisesReordered:
    """Those that are not named stand behind these, in the order they had."""

    workout_id: str
    exercise_ids: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SetCompleted:
    workout_id: str
    exercise_id: str
    set: LoggedSet


@dataclass(frozen=True, slots=True)
class SetCorrected:
    """`changes`: any field of `LoggedSet` but its id; None clears what may be missing."""

    workout_id: str
    set_id: str
    changes: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class SetDeleted:
    workout_id: str
    set_id: str


@dataclass(frozen=True, slots=True)
class MeasurementRecorded:
    measurement_id: str
    measured_at: datetime
    values: Mapping[str, float]
    notes: str = ""


@dataclass(frozen=True, slots=True)
class MeasurementCorrected:
    """`changes`: any of measured_at, notes, values; in `values` None removes a metric and a metric
    that is not named stays."""

    measurement_id: str
    changes: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class MeasurementDeleted:
    measurement_id: str


@dataclass(frozen=True, slots=True)
class Skipped:
    """Fills a sequence number and does nothing."""

    reason: str


Payload = (
    WorkoutStarted
    | WorkoutFinished
    | WorkoutCancelled
    | WorkoutCorrected
    | ExerciseAdded
    | ExerciseRemoved
    | ExerciseNoted
    | ExercisesReordered
    | SetCompleted
    | SetCorrected
    | SetDeleted
    | MeasurementRecorded
    | MeasurementCorrected
    | MeasurementDeleted
    | Skipped
)

CLASSES: Mapping[EventType, type[Payload]] = {
    EventType.WORKOUT_STARTED: WorkoutStarted,
    EventType.WORKOUT_FINISHED: WorkoutFinished,
    EventType.WORKOUT_CANCELLED: WorkoutCancelled,
    EventType.WORKOUT_CORRECTED: WorkoutCorrected,
    EventType.EXERCISE_ADDED: ExerciseAdded,
    EventType.EXERCISE_REMOVED: ExerciseRemoved,
    EventType.EXERCISE_NOTED: ExerciseNoted,
    EventType.EXERCISES_REORDERED: ExercisesReordered,
    EventType.SET_COMPLETED: SetCompleted,
    EventType.SET_CORRECTED: SetCorrected,
    EventType.SET_DELETED: SetDeleted,
    EventType.MEASUREMENT_RECORDED: MeasurementRecorded,
    EventType.MEASUREMENT_CORRECTED: MeasurementCorrected,
    EventType.MEASUREMENT_DELETED: MeasurementDeleted,
    EventType.SKIPPED: Skipped,
}
TYPES: Mapping[type[Payload], EventType] = {made: name for name, made in CLASSES.items()}


class EntityKind(StrEnum):
    WORKOUT = "workout"
    MEASUREMENT = "measurement"


class Entity(NamedTuple):
    """What an event is about: each is folded for itself."""

    kind: EntityKind
    id: str


class Place(NamedTuple):
    """Where an event stands in the fold. No two events of a person have the same."""

    occurred_at: datetime
    device_id: str
    sequence: int


class Entry(NamedTuple):
    """One line of an entity's ledger."""

    place: Place
    payload: Payload


@dataclass(frozen=True, slots=True)
class Event:
    """`sequence` counts from 1 on each device."""

    id: str
    device_id: str
    sequence: int
    occurred_at: datetime
    payload: Payload
    correlation_id: str | None = None

    @property
    def type(self) -> EventType:
        return TYPES[type(self.payload)]

    @property
    def entry(self) -> Entry:
        return Entry(Place(self.occurred_at, self.device_id, self.sequence), self.payload)

    @property
    def entity(self) -> Entity | None:
        """None for what is skipped."""
        return entity_of(self.payload)

    def says_the_same_as(self, known: "Event") -> bool:
        """Whether this is a repeat of what is stored. What it is correlated with is no part of it,
        nor is a number that was lost in a merge."""
        if known.device_id == MERGE_DEVICE:
            return self.tells_the_same_as(known)
        return self.id == known.id and self.entry == known.entry

    def tells_the_same_as(self, other: "Event") -> bool:
        """The same, whatever device told it under whatever number."""
        return (self.id, self.occurred_at, self.payload) == (
            other.id,
            other.occurred_at,
            other.payload,
        )


def entity_of(payload: Payload) -> Entity | None:
    if isinstance(payload, Skipped):
        return None
    if isinstance(payload, MeasurementRecorded | MeasurementCorrected | MeasurementDeleted):
        return Entity(EntityKind.MEASUREMENT, payload.measurement_id)
    return Entity(EntityKind.WORKOUT, payload.workout_id)
