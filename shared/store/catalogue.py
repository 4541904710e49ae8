"""The catalogues: `catalogue/global` and `catalogue/{organization_id}`, one document each.

A catalogue is read whole, once, and kept by this process; after a while only its version is read
again. It is written whole too, under the precondition that nobody else wrote meanwhile.
"""

import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TypeVar

from shared.clock import utc_now
from shared.domain.audit import PLATFORM, SYSTEM
from shared.domain.catalogue import Catalogue
from shared.domain.errors import Unavailable
from shared.domain.exercises import Exercise, Standing
from shared.domain.naming import name_key
from shared.once import once
from shared.store import catalogue_changes as changes
from shared.store.audit import FirestoreAudit
from shared.store.catalogue_cache import CatalogueCache, Held, live_catalogue_cache
from shared.store.catalogue_changes import Records
from shared.store.catalogue_documents import (
    held_as,
    json_in,
    key_of,
    path_of,
    version_of,
    write_of,
)
from shared.store.database import Changed, Database, Exists, live_database
from shared.store.exercise_records import exercise_of, read_records, record_of, written
from shared.store.queries import Query
from shared.store.writes import Write

Told = TypeVar("Told")

GLOBAL_SECONDS = 60.0
ORGANIZATION_SECONDS = 10.0
"""How long a process may go on believing in a catalogue without asking for its version."""
_MOST_CATALOGUES, _PATIENT_SECONDS = 50_000, 20.0
"""For a list of them, which an admin asks for."""


@dataclass(frozen=True, slots=True)
class Curated:
    """A global exercise with the fingerprint of the data it was last seeded from, None if it
    was not: whoever seeds again can tell what an admin changed since."""

    exercise: Exercise
    fingerprint: str | None


class FirestoreCatalogue:
    """`None` for an organisation means the global catalogue."""

    def __init__(
        self,
        database: Database,
        cache: CatalogueCache,
        now: Callable[[], datetime] = utc_now,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._database, self._cache, self._now, self._clock = database, cache, now, clock

    def load(
        self,
        organization_id: str | None = None,
        max_age: float = ORGANIZATION_SECONDS,
        global_max_age: float = GLOBAL_SECONDS,
    ) -> Catalogue:
        """What a member of the organisation sees. `max_age`: how many seconds ago the
        organisation's part may have been asked for, 0 to ask again; no read at all in between."""
        everyone = self._held(None, global_max_age).catalogue
        if organization_id is None:
            return everyone
        return everyone.extended(self._held(organization_id, max_age).catalogue)

    def organizations(self) -> list[str]:
        """Those with a catalogue of their own."""
        query = Query("catalogue", limit=_MOST_CATALOGUES, only=("version",))
        ids = [document.id for document in self._database.query(query, seconds=_PATIENT_SECONDS)]
        return [one for one in ids if one != key_of(None)]

    def covering(
        self,
        exercise_ids: Iterable[str],
        organization_id: str | None = None,
        max_age: float = ORGANIZATION_SECONDS,
        global_max_age: float = GLOBAL_SECONDS,
    ) -> Catalogue:
        """As `load`, but asks again before it leaves one of these ids unknown: another process
        may have just made it."""
        catalogue = self.load(organization_id, max_age, global_max_age)
        if any(catalogue.find(exercise_id) is None for exercise_id in exercise_ids):
            return self.load(organization_id, 0, 0)
        return catalogue

    def add(self, exercise: Exercise, by: str = SYSTEM) -> Exercise:
        """Raises `Conflict` for a name that is taken and when there is no more room, `TooLarge`
        over the document budget. Adding the same exercise again finds the first. `by`: who does
        it, which the audit log is told of what is everyone's."""
        taken = self._names_beside(exercise)
        return self._rewrite(
            exercise.organization_id,
            lambda records: changes.add(records, exercise, taken),
            lambda: self._told("EXERCISE_CREATED", exercise, by),
        )

    def replace(self, exercise: Exercise, by: str = SYSTEM) -> Exercise:
        """Stores it under the next version. Raises `PreconditionFailed` unless what is stored
        still has the version it carries; `Conflict` when archived, otherwise as `add`."""
        taken = self._names_beside(exercise)
        return self._rewrite(
            exercise.organization_id,
            lambda records: changes.change(records, exercise, taken),
            lambda: self._told("EXERCISE_CHANGED", exercise, by),
        )

    def retire(
        self, exercise: Exercise, is_used: Callable[[str], bool], by: str = SYSTEM
    ) -> Exercise:
        """Archive it; remove it when it is an organisation's and nothing uses it. What is removed
        leaves a trace, so that a program that took it up meanwhile still adds up.
        Raises `PreconditionFailed` as `replace` does."""
        return self._rewrite(
            exercise.organization_id,
            lambda records: changes.retire(records, exercise, self._now(), is_used),
            lambda: self._told("EXERCISE_ARCHIVED", exercise, by),
        )

    def take_along(self, exercises: Sequence[Exercise], organization_id: str) -> None:
        """Keep copies in the catalogue of another organisation: archived, under their ids.
        Raises `TooLarge` over the document budget."""
        self._rewrite(organization_id, lambda records: changes.take_along(records, exercises))

    def curated(self) -> dict[str, Curated]:
        """Every global exercise by id, as stored now."""
        return _curated(read_records(json_in(self._database.get(path_of(None)))))

    def curate(self, change: Callable[[dict[str, Curated]], Iterable[Curated]]) -> None:
        """Let the global catalogue be what `change` makes of it, in its order. `change` runs
        again on the newer catalogue when somebody else wrote meanwhile."""

        def rewrite(records: Records) -> None:
            wanted = {
                one.exercise.id: record_of(one.exercise) | {"seeded": one.fingerprint}
                for one in change(_curated(records))
            }
            records.clear()
            records.update(wanted)

        self._rewrite(None, rewrite)

    def _held(self, organization_id: str | None, max_age: float) -> Held:
        key, path = key_of(organization_id), path_of(organization_id)
        held, began = self._cache.get(key), self._clock()
        if held is not None and began - held.checked_at < max_age:
            return held
        if held is not None:
            # Most organisations have none. Asked for among several, what is absent is no error
            # of the client library, which would cost more than the answer.
            seen = (
                self._database.get(path, only=("version", "updated_at"))
                if held.version
                else self._database.get_many([path])[0]
            )
            if (held.version, held.written_at) == version_of(seen):
                return self._kept(key, replace(held, checked_at=began))
        document = self._database.get_many([path])[0]
        version, written_at = version_of(document)
        fresh = held_as(organization_id, version, written_at, json_in(document), began)
        return self._kept(key, fresh)

    def _kept(self, key: str, held: Held) -> Held:
        self._cache.keep(key, held)
        return held

    def _rewrite(
        self,
        organization_id: str | None,
        change: Callable[[Records], Told],
        besides: Callable[[], Sequence[Write]] = lambda: (),
    ) -> Told:
        """When `change` leaves the records as they are, nothing is written."""
        key = key_of(organization_id)

        def attempt() -> Told:
            document = self._database.get(path_of(organization_id))
            before = json_in(document)
            records = read_records(before)
            told = change(records)
            after = written(records)
            if after != before:
                version, now = version_of(document)[0] + 1, self._now()
                write = write_of(path_of(organization_id), document, version, now, after)
                self._commit(write, *besides())
                self._kept(key, held_as(organization_id, version, now, after, self._clock()))
            return told

        try:
            return self._database.contended(attempt, at=organization_id or "GLOBAL")
        except Unavailable:
            # Nobody knows whether the write was carried out.
            self._cache.drop(key)
            raise

    def _commit(self, *writes: Write) -> None:
        try:
            self._database.commit(*writes)
        except Exists as error:
            # Somebody else began the catalogue, or a chain of audit.
            raise Changed from error

    def _told(self, action: str, exercise: Exercise, by: str) -> Sequence[Write]:
        """What members do with their organisation's own exercises is theirs."""
        if exercise.organization_id is not None:
            return ()
        return FirestoreAudit(self._database).record(
            action,
            actor=by,
            organization_id=PLATFORM,
            at=self._now(),
            exercise_id=exercise.id,
        )

    def _names_beside(self, exercise: Exercise) -> frozenset[str]:
        """The names it may not take besides those in its own catalogue."""
        if exercise.organization_id is None:
            return frozenset()
        everyone = self._held(None, GLOBAL_SECONDS).catalogue
        return frozenset(name_key(one.name) for one in everyone if one.standing is Standing.ACTIVE)


@once
def live_catalogue() -> FirestoreCatalogue:
    return FirestoreCatalogue(live_database(), live_catalogue_cache())


def _curated(records: Records) -> dict[str, Curated]:
    return {
        exercise_id: Curated(exercise_of(exercise_id, record, None), record.get("seeded"))
        for exercise_id, record in records.items()
    }
