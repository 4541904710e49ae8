"""Personal records: `users/{uid}/log/records`, brought up to date when they are asked for.

The document is worked out from the log and may be missing or old at any time: it says how far into
the log it goes, and reading takes in what has changed since. Nothing else writes it.
"""

import json
import zlib
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime

from shared.domain.errors import TooLarge
from shared.domain.log.body_weights import Span
from shared.domain.log.coding import as_text
from shared.domain.log.record_book import LiftOf, RecordBook
from shared.domain.log.record_coding import book_of, book_plain
from shared.domain.log.workouts import Workout
from shared.once import once
from shared.store.database import Changed, Database, Exists, live_database
from shared.store.log_documents import head_of, head_path
from shared.store.measurements import FirestoreMeasurements
from shared.store.projections import Change, Projections, Value
from shared.store.sizes import within_budget
from shared.store.workouts import FirestoreWorkouts
from shared.store.writes import Create, Document, Path, Put

EDITION = 1
"""Of what a book is worked out by: a stored one of another number is left aside."""


@dataclass(frozen=True)
class FirestoreRecords:
    database: Database
    at_once: int = 200
    """Workouts or measurements of one query."""
    most_bytes: int = 900 * 1024
    """Of a book that is kept. Firestore takes 1 MiB."""

    @property
    def workouts(self) -> FirestoreWorkouts:
        return FirestoreWorkouts(self.database)

    def of(self, owner: str, lift_of: LiftOf) -> RecordBook:
        """As the log stands now. Two reads when nothing was logged since the last time; else as
        many more as workouts and measurements were, and a write."""
        head, document = self.database.get_many([head_path(owner), _path(owner)])
        stored, end = _stored(document), head_of(head).next_order - 1
        book = self._caught_up(owner, stored, end, lift_of)
        if book != stored:
            self._keep(owner, document, book)
        return book

    def _caught_up(self, owner: str, book: RecordBook, end: int, lift_of: LiftOf) -> RecordBook:
        changed: dict[str, Workout | None] = {}
        if book.as_of < end:
            changed = _changes(self.workouts, owner, book.as_of, self.at_once)
            measured = _changes(
                FirestoreMeasurements(self.database), owner, book.as_of, self.at_once
            )
            weights, spans = book.weights.changed(measured.items())
            if book.weighs_the_body:
                reweighed = [one for span in spans for one in self._within(owner, span)]
                changed = {**{one.id: one for one in reweighed}, **changed}
            book = replace(book, weights=weights, as_of=end)
        book, stale = book.taken_in(changed, lift_of)
        for exercise_id in sorted(stale):
            book = book.rebuilt(exercise_id, self._with(owner, exercise_id), lift_of(exercise_id))
        return book

    def _within(self, owner: str, span: Span) -> Iterator[Workout]:
        return self._all(owner, since=span.since, until=span.until)

    def _with(self, owner: str, exercise_id: str) -> Iterator[Workout]:
        return self._all(owner, exercise_id=exercise_id)

    def _all(
        self,
        owner: str,
        since: datetime | None = None,
        until: datetime | None = None,
        exercise_id: str | None = None,
    ) -> Iterator[Workout]:
        beyond: str | None = None
        while True:
            rows = self.workouts.started(
                owner, since, until, exercise_id=exercise_id, beyond=beyond, limit=self.at_once
            )
            yield from (row.value for row in rows)
            if len(rows) < self.at_once:
                return
            beyond = rows[-1].place

    def _keep(self, owner: str, document: Document | None, book: RecordBook) -> None:
        path, data = _path(owner), _as_document(book)
        write = Create(path, data) if document is None else Put(path, data, document)
        # Whoever was faster knows as much; who has too many works them out each time.
        with suppress(Changed, Exists, TooLarge):
            within_budget(data, "The records", self.most_bytes)
            self.database.commit(write)


@once
def live_records() -> FirestoreRecords:
    return FirestoreRecords(live_database())


def _path(owner: str) -> Path:
    return ("users", owner, "log", "records")


def _stored(document: Document | None) -> RecordBook:
    if document is None or document.data["edition"] != EDITION:
        return RecordBook()
    return book_of(json.loads(zlib.decompress(document.data["book"])))


def _as_document(book: RecordBook) -> dict[str, object]:
    return {"edition": EDITION, "book": zlib.compress(as_text(book_plain(book)).encode())}


def _changes(
    projections: Projections[Value], owner: str, order: int, at_once: int
) -> dict[str, Value | None]:
    found: dict[str, Value | None] = {}
    while True:
        changes: list[Change[Value]] = projections.changed_after(owner, order, at_once)
        found |= {change.id: change.value for change in changes}
        if len(changes) < at_once:
            return found
        order = changes[-1].changed_order
