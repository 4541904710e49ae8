"""One try at writing to a person's log: what was read, what is taken up, what to commit."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from shared.domain.log.devices import MERGE_DEVICE, SERVER_PREFIX, Numbers
from shared.domain.log.events import Entity, Event
from shared.domain.log.judging import (
    ACCEPTED,
    DUPLICATE,
    EVENT_ID_REUSED,
    LOG_FULL,
    MOST_DEVICES,
    MOST_GAPS,
    SEQUENCE_TAKEN,
    TOO_MANY_DEVICES,
    TOO_MANY_GAPS,
    Outcome,
)
from shared.store.log_documents import (
    Head,
    Projection,
    StoredEvent,
    entity_path,
    event_document,
    event_path,
    head_document,
    head_path,
    projection_document,
)
from shared.store.report_schedules import first_schedule
from shared.store.writes import Create, Put, Write

_EVENT_BYTES = 1024
"""Of the document of an event, beside what it says."""


@dataclass
class Batch:
    """Changes in place; nothing of it is shared. `stored`: events by id, as far as they had to be
    read; one that is not in here meets the precondition of its own document."""

    owner: str
    head: Head
    projections: dict[Entity, Projection]
    received_at: datetime
    stored: Mapping[str, Event] = field(default_factory=dict)
    taken: dict[str, StoredEvent] = field(default_factory=dict)
    touched: set[Entity] = field(default_factory=set)
    told: int = 0
    """Bytes of what the events say that were taken up."""

    def has_number_of(self, event: Event) -> bool:
        return event.sequence in self.head.numbers(event.device_id)

    def offer(self, event: Event) -> Outcome:
        """Take the event up, or say why not."""
        known = self._known(event.id)
        if known is not None:
            return DUPLICATE if event.says_the_same_as(known) else EVENT_ID_REUSED
        refusal = self._refusal(event)
        if refusal is None:
            self._take(event)
        return refusal or ACCEPTED

    def offer_unnumbered(self, event: Event) -> Outcome:
        """The same for an event of our own: it gets the next number of its device, whatever number
        it carries, and a repeat of it may have got another."""
        known = self._known(event.id)
        number = self.head.numbers(event.device_id).next_unused
        return self.offer(replace(event, sequence=known.sequence if known else number))

    def offer_moved(self, event: Event) -> Outcome:
        """The same for an event out of another log. It keeps its device and number where they are
        free here, so that whoever told it hears that it is stored; an event of our own, or one
        that found them taken, gets the next number of ours."""
        known = self._known(event.id)
        if known is not None:
            return DUPLICATE if event.tells_the_same_as(known) else EVENT_ID_REUSED
        if not event.device_id.startswith(SERVER_PREFIX):
            outcome = self.offer(event)
            if outcome in (ACCEPTED, LOG_FULL):
                return outcome
            event = replace(event, device_id=MERGE_DEVICE)
        return self.offer_unnumbered(event)

    def _known(self, event_id: str) -> Event | None:
        taken = self.taken.get(event_id)
        return self.stored.get(event_id) if taken is None else taken.event

    def _refusal(self, event: Event) -> Outcome | None:
        devices, numbers = self.head.devices, self.head.numbers(event.device_id)
        if self.has_number_of(event):
            return SEQUENCE_TAKEN
        if event.device_id not in devices and _are_many(devices):
            return TOO_MANY_DEVICES
        if numbers.runs and not numbers.joins(event.sequence) and _have_many_gaps(devices):
            return TOO_MANY_GAPS
        entity = event.entity
        if entity and not self.projections[entity].ledger.has_room_for(event.payload):
            return LOG_FULL
        return None

    def _take(self, event: Event) -> None:
        order, devices = self.head.next_order, dict(self.head.devices)
        devices[event.device_id] = self.head.numbers(event.device_id).with_number(event.sequence)
        self.head = replace(self.head, next_order=order + 1, devices=devices)
        self.taken[event.id] = StoredEvent(event, order, self.received_at)
        entity = event.entity
        if entity is not None:
            before = self.projections[entity]
            self.projections[entity] = before.with_event(event, order)
            self.told += self.projections[entity].ledger.size - before.ledger.size
            self.touched.add(entity)

    @property
    def weight(self) -> int:
        """About the bytes of a commit: each event, each ledger, and what it folds to."""
        events = self.told + _EVENT_BYTES * len(self.taken)
        return events + 2 * sum(self.projections[entity].ledger.size for entity in self.touched)

    def writes(self) -> Sequence[Write]:
        head = head_document(self.head)
        path = head_path(self.owner)
        if self.head.document:
            first: list[Write] = [Put(path, head, self.head.document)]
        else:
            first = [Create(path, head), first_schedule(self.owner, self.received_at)]
        events = [
            Create(event_path(self.owner, stored.event.id), event_document(stored))
            for stored in self.taken.values()
        ]
        # The head was read before them, and nobody changes them without changing it.
        projections = [
            Put(entity_path(self.owner, entity), projection_document(self.projections[entity]))
            for entity in sorted(self.touched)
        ]
        return [*first, *events, *projections]


def _are_many(devices: Collection[str]) -> bool:
    """Those of our own are not counted."""
    return sum(not name.startswith(SERVER_PREFIX) for name in devices) >= MOST_DEVICES


def _have_many_gaps(devices: Mapping[str, Numbers]) -> bool:
    return sum(len(numbers.runs) for numbers in devices.values()) >= MOST_GAPS
