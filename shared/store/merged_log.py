"""The log of an anonymous person, read as it moves into another: one workout after the other.

Whoever reads the other log meanwhile finds a workout as a whole or not at all, so all events of one
go over in one commit, by the same gate as any other event.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import NamedTuple

from shared.domain.log.events import Entity, Event
from shared.domain.log.judging import ACCEPTED, DUPLICATE
from shared.domain.log.measurements import Measurement
from shared.domain.log.workouts import Workout
from shared.domain.merging import Moved
from shared.store.log import FirestoreLog
from shared.store.log_batch import Batch
from shared.store.log_documents import StoredEvent, entity_path

_PAGE = 300
_SECONDS = 20.0
"""Of one page: whoever waits for a merge has time."""
_MOST_EVENTS = 120
_MOST_THINGS = 60
_MOST_BYTES = 1024 * 1024
"""Of one commit, about. A single thing may have more: what its ledger holds, which is bounded."""
_EVENT_BYTES = 1024


class Thing(NamedTuple):
    """All events of one workout or measurement; of what is skipped, one. `weight`: about the bytes
    of writing it. `upto`: the order up to which everything has been read as a whole."""

    events: tuple[Event, ...]
    weight: int
    upto: int


class _End(NamedTuple):
    order: int
    size: int


@dataclass
class Reading:
    """From the `after`-th event on, of a log that nobody writes to any more."""

    log: FirestoreLog
    owner: str
    after: int
    _open: dict[Entity, list[StoredEvent]] = field(default_factory=dict)
    _ends: dict[Entity, _End] = field(default_factory=dict)

    def groups(self) -> Iterator[list[Thing]]:
        """As many as fit into one commit."""
        group: list[Thing] = []
        for thing in self._things():
            if group and _is_too_much([*group, thing]):
                yield group
                group = []
            group.append(thing)
        if group:
            yield group

    def _things(self) -> Iterator[Thing]:
        while page := self.log.events_after(self.owner, self.after, _PAGE, _SECONDS):
            self._look_up({one.event.entity for one in page})
            for stored in page:
                self.after = stored.order
                whole = self._taken(stored)
                if whole is not None:
                    events, size = whole
                    weight = 3 * size + _EVENT_BYTES * len(events)
                    yield Thing(tuple(one.event for one in events), weight, self._upto)

    def _look_up(self, entities: Iterable[Entity | None]) -> None:
        """Which event of each is the last."""
        wanted = sorted({one for one in entities if one is not None} - self._open.keys())
        paths = [entity_path(self.owner, one) for one in wanted]
        found = self.log.database.get_many(paths) if paths else []
        for entity, document in zip(wanted, found, strict=True):
            data: Mapping[str, object] = document.data if document else {}
            self._ends[entity] = _End(
                int(str(data.get("changed_order", 0))), len(str(data.get("ledger", "")))
            )

    def _taken(self, stored: StoredEvent) -> tuple[Sequence[StoredEvent], int] | None:
        entity = stored.event.entity
        if entity is None:
            return [stored], 0
        self._open.setdefault(entity, []).append(stored)
        end = self._ends[entity]
        return None if stored.order < end.order else (self._open.pop(entity), end.size)

    @property
    def _upto(self) -> int:
        first = min((events[0].order for events in self._open.values()), default=self.after + 1)
        return first - 1


def entities_of(group: Sequence[Thing]) -> list[Entity]:
    return sorted({thing.events[0].entity for thing in group if thing.events[0].entity})


def taken_up(batch: Batch, group: Sequence[Thing]) -> Moved:
    """What came of offering them. In the order of the fold, so that numbers given anew rise as the
    events do."""
    moved = Moved()
    for thing in group:
        ordered = sorted(thing.events, key=lambda event: event.entry.place)
        outcomes = [batch.offer_moved(event) for event in ordered]
        taken = outcomes.count(ACCEPTED)
        refused = len(outcomes) - taken - outcomes.count(DUPLICATE)
        moved += replace(_counted(batch, thing, taken), events=taken, left_out=refused)
    return moved


def _counted(batch: Batch, thing: Thing, taken: int) -> Moved:
    entity = thing.events[0].entity
    if entity is None or not taken:
        return Moved()
    value = batch.projections[entity].value
    return Moved(
        workouts=int(isinstance(value, Workout)), measurements=int(isinstance(value, Measurement))
    )


def _is_too_much(group: Sequence[Thing]) -> bool:
    return (
        len(group) > _MOST_THINGS
        or sum(len(thing.events) for thing in group) > _MOST_EVENTS
        or sum(thing.weight for thing in group) > _MOST_BYTES
    )
