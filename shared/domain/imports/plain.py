"""Whether the payload of an event that somebody sends in a file is one: types, bounds, fields."""

import re
from collections.abc import Callable, Mapping
from dataclasses import fields
from datetime import datetime
from typing import Any

from shared.domain.log import bounds
from shared.domain.log.coding import payload_of
from shared.domain.log.events import CLASSES, EventType, Payload
from shared.domain.log.workouts import LoadUnit, LoggedSet, Side
from shared.domain.programs import SetKind

_ID = re.compile(r"[A-Za-z0-9_-]{1,64}\Z")
_METRIC = re.compile(r"[a-z][a-z0-9_]{0,39}\Z")
_INSTANT = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9:.]{5,15}(Z|[+-][0-9]{2}:[0-9]{2})\Z")

Rule = Callable[[Any], bool]


class NotAnEvent(Exception):
    """The text says why, without what was sent."""


def is_id(value: Any) -> bool:
    return isinstance(value, str) and _ID.match(value) is not None


def is_metric(value: Any) -> bool:
    return isinstance(value, str) and _METRIC.match(value) is not None


def is_instant(value: Any) -> bool:
    if not isinstance(value, str) or not _INSTANT.match(value):
        return False
    try:
        return datetime.fromisoformat(value).year >= 1970
    except ValueError:
        return False


def checked_payload(type_: EventType, plain: Any) -> Payload:
    """Raises `NotAnEvent`."""
    if not isinstance(plain, dict):
        raise NotAnEvent("its payload is no object")
    allowed = _ALLOWED[type_]
    for name, value in plain.items():
        if name not in allowed:
            raise NotAnEvent(f"a {type_} has no field of that name")
        is_cleared = value is None and (type_, name) == _CLEARED
        if not (is_cleared or _RULES[name](value)):
            raise NotAnEvent(f"{name} is not as it should be")
    if type_ is EventType.SET_COMPLETED and not _MEASURED_IN & plain.keys():
        raise NotAnEvent("nothing was done in this set")
    if None in plain.get("values", {}).values():
        raise NotAnEvent("a value is missing")
    _check_changes(type_, plain.get("changes", {}))
    try:
        return payload_of(type_, plain)
    except (TypeError, KeyError):
        raise NotAnEvent("a field is missing") from None


def _check_changes(type_: EventType, changes: Mapping[str, Any]) -> None:
    allowed, may_be_none = _CHANGEABLE.get(type_, (frozenset(), frozenset()))
    for name, value in changes.items():
        if name not in allowed:
            raise NotAnEvent("changes name what cannot be changed")
        if not (_RULES[name](value) or (value is None and name in may_be_none)):
            raise NotAnEvent(f"changes.{name} is not as it should be")


def _text(most: int, least: int = 0) -> Rule:
    return lambda value: (
        isinstance(value, str) and least <= len(value) <= most and "\0" not in value
    )


def _whole(least: int, most: int) -> Rule:
    return lambda value: type(value) is int and least <= value <= most


def _number(most: float, least: float = 0) -> Rule:
    return lambda value: type(value) in (int, float) and least <= value <= most


def _half(most: float, least: float) -> Rule:
    is_number = _number(most, least)
    return lambda value: is_number(value) and value * 2 == int(value * 2)


def _one_of(choices: Any) -> Rule:
    values = frozenset(choices)
    return lambda value: isinstance(value, str) and value in values


def _load(value: Any) -> bool:
    return (
        isinstance(value, dict)
        and value.keys() == {"value", "unit"}
        and _number(bounds.MAX_LOAD)(value["value"])
        and _one_of(LoadUnit)(value["unit"])
    )


def _values(value: Any) -> bool:
    return (
        isinstance(value, dict)
        and len(value) <= bounds.MAX_METRICS
        and all(map(is_metric, value))
        and all(one is None or _number(bounds.MAX_METRIC)(one) for one in value.values())
    )


def _ids(value: Any) -> bool:
    return isinstance(value, list) and len(value) <= bounds.MAX_EXERCISES and all(map(is_id, value))


_RULES: Mapping[str, Rule] = {
    "workout_id": is_id,
    "measurement_id": is_id,
    "exercise_id": is_id,
    "set_id": is_id,
    "program_id": is_id,
    "session_id": is_id,
    "exercise_ids": _ids,
    "started_at": is_instant,
    "finished_at": is_instant,
    "completed_at": is_instant,
    "measured_at": is_instant,
    "name": _text(bounds.MAX_NAME, least=1),
    "notes": _text(bounds.MAX_NOTES),
    "reason": _text(bounds.MAX_REASON),
    "kind": _one_of(SetKind),
    "side": _one_of(Side),
    "load": _load,
    "reps": _whole(0, bounds.MAX_REPS),
    "forced_reps": _whole(0, bounds.MAX_REPS),
    "rest_seconds": _whole(0, bounds.MAX_SECONDS),
    "superset_group": _whole(1, bounds.MAX_SUPERSET_GROUP),
    "duration_seconds": _number(bounds.MAX_SECONDS),
    "distance_m": _number(bounds.MAX_DISTANCE_M),
    "rir": _half(bounds.MAX_RIR, 0),
    "rpe": _half(bounds.MAX_RPE, 1),
    "values": _values,
    "changes": lambda value: isinstance(value, dict),
}
_SET = frozenset(field.name for field in fields(LoggedSet))
_MEASURED_IN = {"reps", "duration_seconds", "distance_m"}
_ALLOWED: Mapping[EventType, frozenset[str]] = {
    **{type_: frozenset(field.name for field in fields(made)) for type_, made in CLASSES.items()},
    EventType.SET_COMPLETED: _SET | {"workout_id", "exercise_id"},
    EventType.EXERCISE_NOTED: frozenset({"workout_id", "exercise_id", "notes", "superset_group"}),
}
_CLEARED = EventType.EXERCISE_NOTED, "superset_group"
_CHANGEABLE: Mapping[EventType, tuple[frozenset[str], frozenset[str]]] = {
    EventType.WORKOUT_CORRECTED: (
        frozenset({"started_at", "finished_at", "name", "notes", "program_id", "session_id"}),
        frozenset({"name", "program_id", "session_id"}),
    ),
    EventType.SET_CORRECTED: (_SET - {"set_id"}, frozenset({"rir", "rpe", "rest_seconds"})),
    EventType.MEASUREMENT_CORRECTED: (frozenset({"measured_at", "notes", "values"}), frozenset()),
}
