"""The training log in documents: `users/{uid}/events`, `workouts`, `measurements`, `log/head`.

An event is a document of its own, made once. A workout or a measurement is a projection: its
ledger (all of its events), and what they fold to. Both are text, which no index has to follow.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from functools import cached_property

from shared.domain.log.coding import (
    as_text,
    measurement_of,
    measurement_plain,
    payload_of,
    payload_plain,
    workout_of,
    workout_plain,
)
from shared.domain.log.devices import Numbers
from shared.domain.log.events import Entity, EntityKind, Event, EventType
from shared.domain.log.ledger import Ledger, read_ledger
from shared.domain.log.measurements import Measurement
from shared.domain.log.workouts import Workout
from shared.store.writes import Document, Path


@dataclass(frozen=True, slots=True)
class StoredEvent:
    """`order` counts all events of a person from 1 on, as they were stored, without a gap."""

    event: Event
    order: int
    received_at: datetime


@dataclass(frozen=True)
class Head:
    """What a person's log has so far. Whoever writes to the log writes this, unchanged since it
    was read: that is what puts all writers of one log into a row."""

    next_order: int = 1
    devices: Mapping[str, Numbers] = field(default_factory=dict)
    document: Document | None = None

    def numbers(self, device_id: str) -> Numbers:
        return self.devices.get(device_id, Numbers())


@dataclass(frozen=True)
class Projection:
    ledger: Ledger
    changed_order: int = 0
    """The order of the last event about it."""

    @cached_property
    def value(self) -> Workout | Measurement | None:
        """None for what is not there (yet, or any longer): its events are kept."""
        return self.ledger.fold()

    def with_event(self, event: Event, order: int) -> "Projection":
        return replace(self, ledger=self.ledger.with_entry(event.entry), changed_order=order)


def event_path(owner: str, event_id: str) -> Path:
    return ("users", owner, "events", event_id)


def head_path(owner: str) -> Path:
    return ("users", owner, "log", "head")


def entity_path(owner: str, entity: Entity) -> Path:
    return ("users", owner, f"{entity.kind}s", entity.id)


def event_document(stored: StoredEvent) -> dict[str, object]:
    event = stored.event
    return {
        "order": stored.order,
        "received_at": stored.received_at,
        "device_id": event.device_id,
        "sequence": event.sequence,
        "type": event.type,
        "occurred_at": event.occurred_at,
        "correlation_id": event.correlation_id,
        "payload": as_text(payload_plain(event.payload)),
    }


def stored_event(document: Document) -> StoredEvent:
    data = document.data
    event = Event(
        id=document.id,
        device_id=data["device_id"],
        sequence=data["sequence"],
        occurred_at=data["occurred_at"],
        payload=payload_of(EventType(data["type"]), json.loads(data["payload"])),
        correlation_id=data["correlation_id"],
    )
    return StoredEvent(event, data["order"], data["received_at"])


def head_document(head: Head) -> dict[str, object]:
    devices = {name: numbers.runs for name, numbers in head.devices.items()}
    return {"next_order": head.next_order, "devices": as_text(devices)}


def head_of(document: Document | None) -> Head:
    if document is None:
        return Head()
    devices = {
        name: Numbers(tuple((first, last) for first, last in runs))
        for name, runs in json.loads(document.data["devices"]).items()
    }
    return Head(document.data["next_order"], devices, document)


def projection_document(projection: Projection) -> dict[str, object]:
    document: dict[str, object] = {
        "changed_order": projection.changed_order,
        "ledger": projection.ledger.text,
    }
    value = projection.value
    if isinstance(value, Workout):
        document |= {
            "place": place(value.started_at, value.id),
            "status": value.status,
            "program_id": value.program_id,
            "exercise_ids": sorted(value.exercise_ids),
            "state": as_text(workout_plain(value)),
        }
    elif isinstance(value, Measurement):
        document |= {
            "place": place(value.measured_at, value.id),
            "state": as_text(measurement_plain(value)),
        }
    return document


def projection_of(entity: Entity, document: Document | None) -> Projection:
    if document is None:
        return Projection(Ledger(entity))
    return Projection(read_ledger(entity, document.data["ledger"]), document.data["changed_order"])


def value_in(kind: EntityKind, document: Document) -> Workout | Measurement | None:
    """None for what is not there (yet, or any longer)."""
    state = document.data.get("state")
    if state is None:
        return None
    plain = json.loads(state)
    return workout_of(plain) if kind is EntityKind.WORKOUT else measurement_of(plain)


def place(at: datetime, entity_id: str = "") -> str:
    """Sorts by time, then by id: one field to order, to cut and to go on by. Without an id: before
    everything at that time."""
    return f"{at.astimezone(UTC).isoformat(timespec='microseconds')} {entity_id}"
