"""The ledger of one workout or measurement: its events in fold order, a line of text each."""

import json
from bisect import insort
from collections.abc import Iterable
from dataclasses import dataclass
from operator import attrgetter
from typing import Any, NamedTuple

from shared.domain.log.coding import as_text, instant_of, instant_text, payload_of, payload_plain
from shared.domain.log.events import (
    TYPES,
    Entity,
    EntityKind,
    Entry,
    EventType,
    ExerciseRemoved,
    MeasurementDeleted,
    Payload,
    Place,
    SetDeleted,
    WorkoutCancelled,
    WorkoutFinished,
)
from shared.domain.log.fold import fold_workout
from shared.domain.log.measurements import Measurement, fold_measurement
from shared.domain.log.workouts import Workout

MOST_BYTES = 192 * 1024
"""Of one ledger. What it folds to is no longer, and both fit into a document together."""
RESERVED_BYTES = 32 * 1024
"""Beyond that, for what makes an end or makes room."""
_ALWAYS_FIT = (
    WorkoutFinished,
    WorkoutCancelled,
    ExerciseRemoved,
    SetDeleted,
    MeasurementDeleted,
)


class Line(NamedTuple):
    entry: Entry
    text: str


@dataclass(frozen=True, slots=True)
class Ledger:
    entity: Entity
    lines: tuple[Line, ...] = ()
    size: int = 0
    """Bytes of the text."""

    def with_entry(self, entry: Entry) -> "Ledger":
        line = Line(entry, _text(self.entity, entry))
        lines = list(self.lines)
        insort(lines, line, key=attrgetter("entry.place"))
        return Ledger(self.entity, tuple(lines), self.size + _bytes_of(line.text))

    def has_room_for(self, payload: Payload) -> bool:
        """Before it is added: the last one may stand a little over the limit."""
        reserve = RESERVED_BYTES if isinstance(payload, _ALWAYS_FIT) else 0
        return self.size < MOST_BYTES + reserve

    @property
    def text(self) -> str:
        """No line contains a line break: JSON escapes them."""
        return "\n".join(line.text for line in self.lines)

    @property
    def last(self) -> Place | None:
        return self.lines[-1].entry.place if self.lines else None

    def fold(self) -> Workout | Measurement | None:
        entries = [line.entry for line in self.lines]
        if self.entity.kind is EntityKind.MEASUREMENT:
            return fold_measurement(entries)
        return fold_workout(entries)


def read_ledger(entity: Entity, text: str) -> Ledger:
    """What `Ledger.text` wrote."""
    texts = text.split("\n") if text else []
    rows = json.loads(f"[{','.join(texts)}]")
    lines = tuple(Line(_entry(entity, row), line) for row, line in zip(rows, texts, strict=True))
    return Ledger(entity, lines, sum(map(_bytes_of, texts)))


def ledger_of(entity: Entity, entries: Iterable[Entry]) -> Ledger:
    """All at once, in whatever order they come."""
    found = (Line(entry, _text(entity, entry)) for entry in entries)
    lines = tuple(sorted(found, key=attrgetter("entry.place")))
    return Ledger(entity, lines, sum(_bytes_of(line.text) for line in lines))


def _bytes_of(line: str) -> int:
    return len(line.encode()) + 1


def _text(entity: Entity, entry: Entry) -> str:
    place = entry.place
    plain = payload_plain(entry.payload)
    # Every line of a ledger is about the same thing.
    del plain[_name_of_id(entity)]
    at = instant_text(place.occurred_at)
    return as_text([at, place.device_id, place.sequence, TYPES[type(entry.payload)], plain])


def _entry(entity: Entity, row: list[Any]) -> Entry:
    at, device_id, sequence, type_, plain = row
    payload = payload_of(EventType(type_), {_name_of_id(entity): entity.id, **plain})
    return Entry(Place(instant_of(at), device_id, sequence), payload)


def _name_of_id(entity: Entity) -> str:
    return f"{entity.kind}_id"
