"""Taking up what a file holds: each commit stores events, what they brought, and how far we are.

So it may be ended anywhere and begun again, and two that do it at once do it once.
"""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from shared.domain.imports.batch import Added, Import
from shared.domain.imports.found import Past
from shared.domain.imports.undoing import Brought, brought
from shared.domain.imports.wanted import Choose, Wanted, wanted_of
from shared.domain.log.devices import IMPORT_DEVICE
from shared.domain.log.events import Entity, EntityKind, Event
from shared.domain.log.judging import Status as Judged
from shared.imports.surveying import known
from shared.store.database import Changed, Exists
from shared.store.imports import FirestoreImports, Stored
from shared.store.log import MOST_BYTES, MOST_EVENTS, FirestoreLog
from shared.store.log_batch import Batch
from shared.store.writes import Write

GROUP = 15
"""Things that are written together, when they are small."""


class Superseded(Exception):
    """Somebody has ordered something else meanwhile, or another run is ahead of this one."""


@dataclass
class Writer:
    """One run of one import."""

    imports: FirestoreImports
    log: FirestoreLog
    owner: str
    order: Import
    choose: Choose
    refused: set[tuple[Entity, str]] = field(default_factory=set)
    """What a thing had no room for."""

    def take_up(self, things: Sequence[Past], upto: int) -> None:
        """All of these; `upto`: how many things of the file are done with then."""
        while not self.log.database.contended(lambda: self._attempt(things, upto), at=self.owner):
            continue

    def _attempt(self, things: Sequence[Past], upto: int) -> bool:
        """Whether that was all."""
        looked_up = known(self.log, self.owner, things)
        batch, room, is_all = looked_up.batch, MOST_EVENTS, True
        parts: list[Brought] = []
        said: set[tuple[Entity, str]] = set()
        for past, entity, held in zip(things, looked_up.entities, looked_up.held, strict=True):
            wanted = [
                one
                for one in wanted_of(past, entity, self.choose, held)
                if (entity, one.key) not in self.refused and (entity, one.key) not in said
            ]
            taken = self._offered(batch, entity, wanted[:room])
            said |= {(entity, one.key) for one in taken}
            room -= len(taken)
            is_all = is_all and len(wanted) <= len(taken)
            parts += [brought(entity, taken)] if taken else []
            if room <= 0 or batch.weight > MOST_BYTES:
                is_all = is_all and past is things[-1]
                break
        if parts:
            stored = current(self.imports, self.owner, self.order)
            done = upto if is_all else stored.about.done
            self._commit(batch, stored, parts, done)
        return is_all

    def _offered(self, batch: Batch, entity: Entity, wanted: Sequence[Wanted]) -> list[Wanted]:
        taken = []
        for one in wanted:
            event = event_of(IMPORT_DEVICE, one, self.order)
            if batch.offer_unnumbered(event).status is Judged.REJECTED:
                self.refused.add((entity, one.key))
            else:
                taken.append(one)
        return taken

    def _commit(self, batch: Batch, stored: Stored, parts: Sequence[Brought], done: int) -> None:
        about = stored.about
        numbered = replace(about, parts=about.parts + 1)
        changed = replace(numbered, done=done, added=about.added.plus(_sum(parts)))
        committed(
            self.log,
            batch,
            self.imports.part(self.owner, numbered, parts),
            self.imports.progress(self.owner, stored, changed),
        )


def current(imports: FirestoreImports, owner: str, order: Import) -> Stored:
    """As it is now. Raises `Superseded`."""
    stored = imports.find(owner, order.id)
    if (stored.about.run, stored.about.status) != (order.run, order.status):
        raise Superseded
    return stored


def committed(log: FirestoreLog, batch: Batch, *others: Write) -> None:
    writes = batch.writes() if batch.taken else ()
    try:
        log.database.commit(*writes, *others)
    except Exists:
        # The head of a new log: somebody else was the first.
        raise Changed from None


def event_of(device_id: str, one: Wanted, order: Import) -> Event:
    """Its number is given where it is stored."""
    return Event(str(uuid.uuid4()), device_id, 1, one.occurred_at, one.payload, order.id)


def _sum(parts: Sequence[Brought]) -> Added:
    new = [part.entity.kind for part in parts if part.is_new]
    return Added(
        workouts=new.count(EntityKind.WORKOUT),
        sets=sum(len(part.set_ids) for part in parts),
        measurements=new.count(EntityKind.MEASUREMENT),
    )
