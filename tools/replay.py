"""`python -m tools.replay USER`: fold all events of a person's log again, and tell differences.

What is stored beside the events follows from them, byte for byte. `--apply` writes what follows.
"""

import argparse
import sys
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from shared.domain.errors import Unavailable
from shared.domain.log.devices import Numbers
from shared.domain.log.events import Entity, EntityKind, Entry
from shared.domain.log.ledger import ledger_of
from shared.settings import MissingSetting
from shared.store.database import Changed, Database, Exists, live_database
from shared.store.log import FirestoreLog
from shared.store.log_documents import (
    Head,
    Projection,
    StoredEvent,
    entity_path,
    head_document,
    head_path,
    projection_document,
)
from shared.store.queries import Query, Where
from shared.store.writes import Create, Delete, Document, Path, Put, Write

# Long ones: the emulator, which has no indexes, looks through a whole log for each.
_EVENTS, _PROJECTIONS = 20_000, 200
_PATIENCE_SECONDS = 120.0
_A_COMMIT = 10

Data = Mapping[str, object]


@dataclass(frozen=True)
class Difference:
    """`due` is None for a document that no event speaks of; `stored` for one that is missing."""

    path: Path
    due: Data | None
    stored: Document | None

    @property
    def told(self) -> str:
        name = "/".join(self.path[2:])
        if self.due is None:
            return f"{name}: no event speaks of it"
        if self.stored is None:
            return f"{name}: missing"
        data = self.stored.data
        names = sorted(self.due.keys() | data.keys())
        return f"{name}: {', '.join(one for one in names if data.get(one) != self.due.get(one))}"

    @property
    def write(self) -> Write:
        if self.due is None:
            return Delete(self.path, self.stored)
        if self.stored is None:
            return Create(self.path, self.due)
        return Put(self.path, self.due, self.stored)


@dataclass(frozen=True)
class Replayed:
    events: int
    compared: int
    differences: Sequence[Difference]


def replay(database: Database, owner: str) -> Replayed:
    """Raises `Changed` when somebody wrote to the log meanwhile."""
    log = FirestoreLog(database)
    head = log.head(owner)
    events = list(_all_events(log, owner))
    due: dict[Path, Data] = {
        entity_path(owner, projection.ledger.entity): projection_document(projection)
        for projection in _projections(events)
    }
    if events:
        due[head_path(owner)] = head_document(_head(events))
    stored = {document.path: document for document in _all_projections(database, owner)}
    if head.document is not None:
        stored[head_path(owner)] = head.document
    _refuse_movement(log, owner, head)
    found = [
        Difference(path, due.get(path), stored.get(path))
        for path in sorted(due.keys() | stored.keys())
        if path not in stored or due.get(path) != stored[path].data
    ]
    return Replayed(len(events), len(due), found)


def apply(database: Database, replayed: Replayed) -> None:
    """Each document only as it was found. Raises `Changed` or `Exists` when it no longer is."""
    for start in range(0, len(replayed.differences), _A_COMMIT):
        part = replayed.differences[start : start + _A_COMMIT]
        database.commit(*(difference.write for difference in part))


def _all_events(log: FirestoreLog, owner: str) -> Iterator[StoredEvent]:
    order = 0
    while found := log.events_after(owner, order, _EVENTS, _PATIENCE_SECONDS):
        yield from found
        order = found[-1].order


def _all_projections(database: Database, owner: str) -> Iterator[Document]:
    for kind in EntityKind:
        order = 0
        while found := database.query(_page(kind, order), ("users", owner), _PATIENCE_SECONDS):
            yield from found
            order = found[-1].data["changed_order"]


def _page(kind: EntityKind, order: int) -> Query:
    where = [Where("changed_order", ">", order)]
    return Query(f"{kind}s", where, [("changed_order", False)], _PROJECTIONS)


def _projections(events: Sequence[StoredEvent]) -> Iterator[Projection]:
    entries: defaultdict[Entity, list[Entry]] = defaultdict(list)
    changed: dict[Entity, int] = {}
    for stored in events:
        entity = stored.event.entity
        if entity is not None:
            entries[entity].append(stored.event.entry)
            changed[entity] = stored.order
    for entity, found in entries.items():
        yield Projection(ledger_of(entity, found), changed[entity])


def _head(events: Sequence[StoredEvent]) -> Head:
    devices: defaultdict[str, Numbers] = defaultdict(Numbers)
    for stored in events:
        event = stored.event
        devices[event.device_id] = devices[event.device_id].with_number(event.sequence)
    return Head(events[-1].order + 1, devices)


def _refuse_movement(log: FirestoreLog, owner: str, head: Head) -> None:
    now = log.head(owner).document
    if (now and now.stamp) != (head.document and head.document.stamp):
        raise Changed


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m tools.replay", description=__doc__)
    parser.add_argument("user_id", nargs="+")
    parser.add_argument("--apply", action="store_true", help="write what follows from the events")
    options = parser.parse_args(arguments)
    is_different = False
    try:
        database = live_database()
        for owner in options.user_id:
            replayed = replay(database, owner)
            print(f"{owner}: {replayed.events} events, {replayed.compared} documents")
            for difference in replayed.differences:
                print(f"  {difference.told}")
            is_different = is_different or bool(replayed.differences)
            if options.apply:
                apply(database, replayed)
    except (MissingSetting, Unavailable) as error:
        print(error, file=sys.stderr)
        return 2
    except (Changed, Exists):
        print("Somebody wrote to the log meanwhile. Run it again.", file=sys.stderr)
        return 2
    return int(is_different and not options.apply)


if __name__ == "__main__":
    sys.exit(main())
