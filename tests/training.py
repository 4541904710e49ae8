"""A person's training log for tests of the store: events to append, and what came of them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

from shared.domain.log.events import (
    Event,
    MeasurementRecorded,
    Payload,
    SetCompleted,
    WorkoutStarted,
)
from shared.domain.log.judging import Outcome
from shared.domain.log.workouts import Load, LoggedSet
from shared.domain.programs import SetKind
from shared.store.database import Database
from shared.store.log import FirestoreLog
from shared.store.measurements import FirestoreMeasurements
from shared.store.workouts import FirestoreWorkouts
from tools.replay import replay

NOON = datetime(2026, 11, 2, 12, tzinfo=UTC)


def event(number: int, payload: Payload, device: str = "phone", **about: Any) -> Event:
    """The number also says when: so many seconds after noon."""
    usual = {"id": f"{device}-{number}", "occurred_at": NOON + timedelta(seconds=number)}
    return Event(device_id=device, sequence=number, payload=payload, **{**usual, **about})


def started(workout: str = "w", at: datetime = NOON) -> WorkoutStarted:
    return WorkoutStarted(workout, at)


def done(name: str, workout: str = "w", exercise: str = "bench", **fields: Any) -> SetCompleted:
    usual: dict[str, Any] = {
        "kind": SetKind.WORKING,
        "load": Load(Decimal("62.5")),
        "completed_at": NOON,
        "reps": 8,
    }
    return SetCompleted(workout, exercise, LoggedSet(set_id=name, **{**usual, **fields}))


def measured(name: str = "m", at: datetime = NOON, **values: float) -> MeasurementRecorded:
    return MeasurementRecorded(name, at, values)


def told(outcomes: Sequence[Outcome]) -> list[str]:
    """The code of each that was rejected, the status of the others."""
    return [outcome.code or outcome.status for outcome in outcomes]


@dataclass(frozen=True)
class Log:
    """One person's."""

    database: Database
    owner: str = "ann"

    @property
    def gate(self) -> FirestoreLog:
        return FirestoreLog(self.database)

    @property
    def workouts(self) -> FirestoreWorkouts:
        return FirestoreWorkouts(self.database)

    @property
    def measurements(self) -> FirestoreMeasurements:
        return FirestoreMeasurements(self.database)

    def append(self, *events: Event, device: str = "phone") -> list[str]:
        return told(self.gate.append(self.owner, device, events).outcomes)

    def orders(self) -> list[int]:
        return [stored.order for stored in self.gate.events_after(self.owner, 0, 10_000)]

    def expect_replayable(self) -> None:
        """What is stored is what the events come to, byte for byte."""
        differences = replay(self.database, self.owner).differences
        assert [one.told for one in differences] == []
