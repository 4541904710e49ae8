"""Events for tests, as a device would send them."""

from datetime import UTC, datetime, timedelta
from typing import Any

NOON = datetime(2026, 11, 2, 12, tzinfo=UTC)
WORKOUT = "w"


def minutes(count: float) -> str:
    """After noon."""
    return (NOON + timedelta(minutes=count)).isoformat()


def event(number: int, type_: str, device: str = "phone", **payload: Any) -> dict[str, Any]:
    """The number also says when: so many minutes after noon."""
    return {
        "event_id": f"{device}-{number}",
        "sequence_number": number,
        "type": type_,
        "occurred_at": minutes(number),
        "payload": payload,
    }


def started(number: int, workout: str = WORKOUT, **payload: Any) -> dict[str, Any]:
    told: dict[str, Any] = {"workout_id": workout, "started_at": minutes(number), **payload}
    return event(number, "WORKOUT_STARTED", **told)


def finished(number: int, workout: str = WORKOUT) -> dict[str, Any]:
    told: dict[str, Any] = {"workout_id": workout, "finished_at": minutes(number)}
    return event(number, "WORKOUT_FINISHED", **told)


def set_done(number: int, name: str, workout: str = WORKOUT, **changes: Any) -> dict[str, Any]:
    told: dict[str, Any] = {
        "workout_id": workout,
        "exercise_id": "bench",
        "set_id": name,
        "kind": "WORKING",
        "reps": 8,
        "load": {"value": 62.5, "unit": "KG"},
        "completed_at": minutes(number),
        **changes,
    }
    return event(number, "SET_COMPLETED", **told)


def measured(number: int, name: str = "m", **values: float) -> dict[str, Any]:
    told: dict[str, Any] = {"measurement_id": name, "measured_at": minutes(number)}
    told["values"] = values or {"weight_kg": 80.5}
    return event(number, "MEASUREMENT_RECORDED", **told)
