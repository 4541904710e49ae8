"""Our own JSON of a training log, read back a line at a time, every event checked."""

import json
from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from shared.domain.exports.as_json import FORMAT, OPENING
from shared.domain.imports.found import (
    MOST_ROWS,
    Found,
    Ground,
    PastLedger,
    Problem,
    Unreadable,
)
from shared.domain.imports.plain import NotAnEvent, checked_payload, is_id, is_instant
from shared.domain.log.bounds import MAX_NAME
from shared.domain.log.coding import instant_of
from shared.domain.log.events import Entity, EntityKind, Entry, EventType, Place, entity_of

MOST_CHARACTERS = 1_000_000
"""Of one line: a workout cannot have more."""
_MOST_NAMES = 200


def is_own_json(first_line: str) -> bool:
    return first_line.startswith(f'{{"format":"{FORMAT}"')


def read_own_json(lines: Iterable[str], ground: Ground) -> Found:
    """Raises `Unreadable`, also while it is read."""
    for number, line in enumerate(lines, start=1):
        if len(line) > MOST_CHARACTERS:
            raise Unreadable(f"A line is longer than {MOST_CHARACTERS} characters.", number)
        if number == 1 and line.rstrip() != OPENING.rstrip():
            raise Unreadable("This is an export of another version, or its lines were changed.", 1)
        if number > MOST_ROWS:
            raise Unreadable(f"This has more than {MOST_ROWS} lines.", number)
        text = line.strip().removesuffix(",")
        if number > 1 and text not in ("", "]}"):
            try:
                yield _ledger(text, number, ground.now)
            except NotAnEvent as bad:
                yield Problem(number, "", f"This cannot be taken: {bad}.")


def _ledger(text: str, number: int, now: datetime) -> PastLedger:
    try:
        plain = json.loads(text)
        kind, name = EntityKind(plain["kind"]), plain["id"]
        events, names = plain["events"], plain["names"]
    except (ValueError, KeyError, TypeError, RecursionError):
        raise NotAnEvent("it is no entry of an export") from None
    if not (is_id(name) and isinstance(events, list) and events and _are_names(names)):
        raise NotAnEvent("it is no entry of an export")
    entries = tuple(sorted((_entry(one, now) for one in events), key=lambda entry: entry.place))
    if any(entity_of(entry.payload) != Entity(kind, name) for entry in entries):
        raise NotAnEvent("an event is about something else")
    return PastLedger(name, number, entries, names, kind)


def _entry(plain: Any, now: datetime) -> Entry:
    try:
        type_, at = EventType(plain["type"]), plain["occurred_at"]
        device_id, sequence = plain["device_id"], plain["sequence_number"]
        payload = plain["payload"]
    except (ValueError, KeyError, TypeError):
        raise NotAnEvent("an event lacks something") from None
    if not (is_instant(at) and is_id(device_id) and type(sequence) is int):
        raise NotAnEvent("an event does not say when it was")
    occurred_at = instant_of(at)
    if occurred_at > now + timedelta(hours=24):
        raise NotAnEvent("an event lies in the future")
    return Entry(Place(occurred_at, device_id, sequence), checked_payload(type_, payload))


def _are_names(names: Any) -> bool:
    return (
        isinstance(names, dict)
        and len(names) <= _MOST_NAMES
        and all(map(is_id, names))
        and all(isinstance(name, str) and len(name) <= MAX_NAME for name in names.values())
    )
