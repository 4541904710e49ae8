"""The gate of the training log over the real database."""

import uuid
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest

from shared.domain.log.events import (
    Event,
    Payload,
    SetCompleted,
    SetDeleted,
    WorkoutStarted,
)
from shared.domain.log.workouts import Load, LoggedSet
from shared.domain.programs import SetKind
from shared.store.database import Database
from shared.store.log import FirestoreLog
from shared.store.log_changes import LogChanges
from shared.store.workouts import FirestoreWorkouts

NOON = datetime(2026, 11, 2, 12, tzinfo=UTC)


def event(number: int, payload: Payload, device: str = "phone") -> Event:
    return Event(f"{device}-{number}", device, number, NOON + timedelta(minutes=number), payload)


def done(number: int) -> SetCompleted:
    one = LoggedSet(f"s{number}", SetKind.WORKING, Load(Decimal("62.5")), NOON, 8)
    return SetCompleted("w", "bench", one)


def test_smoke(database: Database) -> None:
    log = FirestoreLog(database)
    workouts = FirestoreWorkouts(database)
    events = [event(1, WorkoutStarted("w", NOON))] + [event(n, done(n)) for n in range(2, 101)]
    answer = log.append("u", "phone", events)
    assert {one.status for one in answer.outcomes} == {"ACCEPTED"}
    assert answer.numbers.last_contiguous == 100
    again = log.append("u", "phone", events)
    assert {one.status for one in again.outcomes} == {"DUPLICATE"}
    renumbered = [replace(one, sequence=one.sequence + 500) for one in events]
    third = log.append("u", "phone", renumbered)
    assert {one.code for one in third.outcomes} == {"EVENT_ID_REUSED"}
    assert workouts.find("u", "w").set_count == 99
    changed = LogChanges(log).of_workout(
        "u", "w", lambda w: [SetDeleted("w", "s2")], lambda: str(uuid.uuid4())
    )
    assert changed is not None
    assert changed.set_count == 98
    assert workouts.find("u", "w") == changed
    [row] = workouts.started("u", exercise_id="bench")
    assert row.changed_order == 101
