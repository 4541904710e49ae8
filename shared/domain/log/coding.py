"""Payloads, workouts and measurements as plain JSON values and back, the same bytes each time."""

import json
from collections.abc import Callable, Mapping
from dataclasses import fields
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

from shared.domain.log.events import CLASSES, EventType, ExerciseNoted, Payload, SetCompleted
from shared.domain.log.measurements import Measurement
from shared.domain.log.workouts import (
    Execution,
    Load,
    LoadUnit,
    LoggedSet,
    Side,
    Workout,
    WorkoutStatus,
)
from shared.domain.programs import SetKind

Plain = dict[str, Any]


def as_text(plain: object) -> str:
    """Compact JSON with sorted names: equal values, equal bytes."""
    return json.dumps(plain, ensure_ascii=False, separators=(",", ":"), sort_keys=True)


def instant_text(at: datetime) -> str:
    return at.astimezone(UTC).isoformat().replace("+00:00", "Z")


def instant_of(text: str) -> datetime:
    return datetime.fromisoformat(text).astimezone(UTC)


def payload_plain(payload: Payload) -> Plain:
    """As it stands on the wire, without what has its usual value."""
    if isinstance(payload, SetCompleted):
        place = {"workout_id": payload.workout_id, "exercise_id": payload.exercise_id}
        return place | _plain_fields(payload.set)
    plain = _plain_fields(payload)
    if isinstance(payload, ExerciseNoted):
        plain |= plain.pop("changes")
    return plain


def payload_of(type_: EventType, plain: Mapping[str, Any]) -> Payload:
    values = _typed(plain)
    if type_ is EventType.SET_COMPLETED:
        workout_id, exercise_id = values.pop("workout_id"), values.pop("exercise_id")
        return SetCompleted(workout_id, exercise_id, LoggedSet(**values))
    if type_ is EventType.EXERCISE_NOTED:
        return ExerciseNoted(values.pop("workout_id"), values.pop("exercise_id"), values)
    return CLASSES[type_](**values)


def workout_plain(workout: Workout) -> Plain:
    return _plain_fields(workout)


def workout_of(plain: Mapping[str, Any]) -> Workout:
    return Workout(**_typed(plain))


def measurement_plain(measurement: Measurement) -> Plain:
    return _plain_fields(measurement)


def measurement_of(plain: Mapping[str, Any]) -> Measurement:
    return Measurement(**_typed(plain))


def _plain_fields(thing: Any) -> Plain:
    return {
        field.name: _plain(value)
        for field in fields(thing)
        if (value := getattr(thing, field.name)) != field.default
    }


def _plain(value: Any) -> Any:
    if isinstance(value, datetime):
        return instant_text(value)
    if isinstance(value, Load):
        return load_plain(value)
    if isinstance(value, Mapping):
        return {name: _plain(item) for name, item in value.items()}
    if isinstance(value, tuple):
        return [_plain(item) for item in value]
    if isinstance(value, Execution | LoggedSet):
        return _plain_fields(value)
    return value


def load_plain(load: Load) -> Plain:
    return {"value": _number(load.value), "unit": load.unit}


def _number(value: Decimal) -> int | float:
    return int(value) if value == value.to_integral_value() else float(value)


def _typed(plain: Mapping[str, Any]) -> dict[str, Any]:
    return {
        name: value if value is None or name not in _READERS else _READERS[name](value)
        for name, value in plain.items()
    }


def load_of(plain: Mapping[str, Any]) -> Load:
    # By way of text: 62.1 means ten times 6.21, not the nearest binary number.
    return Load(Decimal(str(plain["value"])), LoadUnit(plain["unit"]))


_READERS: Mapping[str, Callable[[Any], Any]] = {
    "started_at": instant_of,
    "finished_at": instant_of,
    "completed_at": instant_of,
    "measured_at": instant_of,
    "kind": SetKind,
    "side": Side,
    "load": load_of,
    "status": WorkoutStatus,
    "exercise_ids": tuple,
    "changes": _typed,
    "sets": lambda sets: tuple(LoggedSet(**_typed(one)) for one in sets),
    "executions": lambda found: tuple(Execution(**_typed(one)) for one in found),
}
