"""The training log: the one gate through which events of a person are stored.

Events, the projections they change and the head of the log are written in one commit, or nothing
is: docs/decisions/0022.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from shared.clock import utc_now
from shared.domain.log.devices import Numbers
from shared.domain.log.events import Entity, Event
from shared.domain.log.judging import Outcome
from shared.once import once
from shared.store.database import Changed, Database, Exists, live_database
from shared.store.log_batch import Batch
from shared.store.log_documents import (
    Head,
    StoredEvent,
    entity_path,
    event_path,
    head_of,
    head_path,
    projection_of,
    stored_event,
)
from shared.store.queries import Query, Where
from shared.store.rpc import READ_SECONDS

MOST_EVENTS = 150
MOST_ENTITIES = 60
MOST_BYTES = 5 * 1024 * 1024 // 2
"""Of one commit, about: the last thing in it may stand over that, and the head comes on top.
Firestore takes 10 MiB, the emulator 4."""


@dataclass(frozen=True, slots=True)
class Appended:
    """`outcomes` stand in the order of the events. `numbers`: what of the device is stored now."""

    outcomes: tuple[Outcome, ...]
    numbers: Numbers


@dataclass(frozen=True)
class FirestoreLog:
    database: Database
    now: Callable[[], datetime] = utc_now
    most_bytes: int = MOST_BYTES

    def append(self, owner: str, device_id: str, events: Sequence[Event]) -> Appended:
        """Store what a device sends. `Unavailable` in the middle: some of it may be stored, and
        all of it may be sent again."""
        if not events:
            return Appended((), self.head(owner).numbers(device_id))
        outcomes: list[Outcome] = []
        numbers = Numbers()
        while len(outcomes) < len(events):
            part = _part(events[len(outcomes) :])
            stored, numbers = self._store(owner, device_id, part)
            outcomes += stored
        return Appended(tuple(outcomes), numbers)

    def head(self, owner: str) -> Head:
        return head_of(self.database.get(head_path(owner)))

    def events_after(
        self, owner: str, order: int, limit: int, seconds: float = READ_SECONDS
    ) -> list[StoredEvent]:
        """From all devices, in the order they were stored."""
        query = Query("events", [Where("order", ">", order)], [("order", False)], limit)
        found = self.database.query(query, ("users", owner), seconds)
        return [stored_event(document) for document in found]

    def _store(
        self, owner: str, device_id: str, events: Sequence[Event]
    ) -> tuple[list[Outcome], Numbers]:
        """What came of the first of these events: at least of one, and of as many as fit."""
        is_doubtful = False

        def attempt() -> tuple[list[Outcome], Numbers]:
            nonlocal is_doubtful
            batch = self.begin(owner, sorted({one.entity for one in events if one.entity}))
            batch.stored = self.stored(
                owner, [one.id for one in events if is_doubtful or batch.has_number_of(one)]
            )
            outcomes = []
            for event in events:
                outcomes.append(batch.offer(event))
                if batch.weight > self.most_bytes:
                    break
            if batch.taken:
                try:
                    self.database.commit(*batch.writes())
                except Exists:
                    # One of them is stored, under another number than it carries.
                    is_doubtful = True
                    raise Changed from None
            return outcomes, batch.head.numbers(device_id)

        return self.database.contended(attempt, at=owner)

    def begin(self, owner: str, entities: Sequence[Entity]) -> Batch:
        """Read what writing about these takes: in one round trip."""
        paths = [head_path(owner), *(entity_path(owner, entity) for entity in entities)]
        head, *found = self.database.get_many(paths)
        return Batch(
            owner=owner,
            head=head_of(head),
            projections={
                entity: projection_of(entity, document)
                for entity, document in zip(entities, found, strict=True)
            },
            received_at=self.now(),
        )

    def stored(self, owner: str, ids: Iterable[str]) -> dict[str, Event]:
        """Those of these ids that are stored."""
        paths = [event_path(owner, event_id) for event_id in dict.fromkeys(ids)]
        found = self.database.get_many(paths) if paths else []
        return {one.id: stored_event(one).event for one in found if one is not None}


@once
def live_log() -> FirestoreLog:
    return FirestoreLog(live_database())


def _part(events: Sequence[Event]) -> Sequence[Event]:
    """As many of the first as one commit should hold."""
    entities: set[Entity | None] = set()
    for count, event in enumerate(events):
        entities.add(event.entity)
        if count == MOST_EVENTS or len(entities) > MOST_ENTITIES:
            return events[:count]
    return events
