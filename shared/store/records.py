"""Personal records: `users/{uid}/log/records`, brought up to date when they are asked for.

The document is worked out from the log and may be missing or old at any time: it says how far into
the log it goes, and reading takes in what has changed since. Nothing else writes it.
"""

import json
import zlib
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, replace

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
from shared.store.projections import Change, Projections, Row, Value
from shared.store.sizes import within_budget
from shared.store.workouts import FirestoreWorkouts
from shared.store.writes import Create, Document, Path, Put

SCHEMA = 1
"""Of what a book is worked out by: a stored one of another number is left aside."""
_MOST_BYTES = 900 * 1024
_AT_ONCE = 200


@dataclass(frozen=True)
class FirestoreRecords:
    database: Database

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
            changed = _changes(self.workouts, owner, book.as_of)
            measured = _changes(FirestoreMeasurements(self.database), owner, book.as_of)
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
        return _all(
            lambda beyond: self.workouts.started(
                owner, span.since, span.until, beyond=beyond, limit=_AT_ONCE
            )
        )

    def _with(self, owner: str, exercise_id: str) -> Iterator[Workout]:
        return _all(
            lambda beyond: self.workouts.started(
                owner, exercise_id=exercise_id, beyond=beyond, limit=_AT_ONCE
            )
        )

    def _keep(self, owner: str, document: Document | None, book: RecordBook) -> None:
        path, data = _path(owner), _as_document(book)
        write = Create(path, data) if document is None else Put(path, data, document)
        # Whoever was faster knows as much; who has too many works them out each time.
        with suppress(Changed, Exists, TooLarge):
            within_budget(data, "The records", _MOST_BYTES)
            self.database.commit(write)


@once
def live_records() -> FirestoreRecords:
    return FirestoreRecords(live_database())


def _path(owner: str) -> Path:
    return ("users", owner, "log", "records")


def _stored(document: Document | None) -> RecordBook:
    if document is None or document.data["schema"] != SCHEMA:
        return RecordBook()
    return book_of(json.loads(zlib.decompress(document.data["book"])))


def _as_document(book: RecordBook) -> dict[str, object]:
    return {"schema": SCHEMA, "book": zlib.compress(as_text(book_plain(book)).encode())}


def _changes(projections: Projections[Value], owner: str, order: int) -> dict[str, Value | None]:
    found: dict[str, Value | None] = {}
    while True:
        changes: list[Change[Value]] = projections.changed_after(owner, order, _AT_ONCE)
        found |= {change.id: change.value for change in changes}
        if len(changes) < _AT_ONCE:
            return found
        order = changes[-1].changed_order


def _all(more: Callable[[str | None], list[Row[Workout]]]) -> Iterator[Workout]:
    beyond: str | None = None
    while True:
        rows = more(beyond)
        yield from (row.value for row in rows)
        if len(rows) < _AT_ONCE:
            return
        beyond = rows[-1].place
