"""Exports: `users/{uid}/exports/{id}`, and the log as it is written out, a page at a time."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import NamedTuple

from shared.domain.errors import Erased, NotFound
from shared.domain.exports.asked import Export, ExportKind
from shared.domain.log.events import Entity, EntityKind
from shared.domain.log.ledger import Ledger
from shared.domain.log.measurements import Measurement
from shared.domain.log.workouts import Workout
from shared.once import once
from shared.store.database import Changed, Database, Exists, live_database
from shared.store.log_documents import projection_of, value_in
from shared.store.projections import between
from shared.store.queries import Query
from shared.store.writes import Create, Document, Merge, Path

_PAGE = 100


class Held(NamedTuple):
    """One workout or measurement: what it is, and all that was said of it."""

    entity: Entity
    value: Workout | Measurement
    ledger: Callable[[], Ledger]


@dataclass(frozen=True)
class FirestoreExports:
    database: Database

    def add(self, owner: str, export: Export) -> None:
        """Adding the same export again changes nothing."""
        try:
            self.database.commit(export_creation(owner, export))
        except Exists:
            return

    def find(self, owner: str, export_id: str) -> Export:
        """Raises `NotFound`."""
        found = self.look(owner, export_id)
        if found is None:
            raise NotFound
        return found

    def look(self, owner: str, export_id: str) -> Export | None:
        document = self.database.get(_path(owner, export_id))
        return None if document is None else _export(document)

    def finish(self, owner: str, export: Export, at: datetime, size: int) -> bool:
        """False when it is gone, with everything of this person."""
        data: dict[tuple[str, ...], object] = {("ready_at",): at, ("size",): size}
        try:
            self.database.commit(Merge(_path(owner, export.id), data, must_exist=True))
        except (Changed, Erased):
            return False
        return True

    def held(self, owner: str, kind: EntityKind, export: Export) -> Iterator[Held]:
        """What is there (and not undone), the oldest first, in the days of the export."""
        beyond: str | None = None
        while True:
            where = between(export.since, export.until, beyond, newest_first=False)
            query = Query(f"{kind}s", where, [("place", False)], _PAGE)
            page = self.database.query(query, ("users", owner))
            for document in page:
                value = value_in(kind, document)
                if value is not None:
                    yield _held(Entity(kind, document.id), value, document)
            if len(page) < _PAGE:
                return
            beyond = page[-1].data["place"]


def export_creation(owner: str, export: Export) -> Create:
    return Create(_path(owner, export.id), _document(export))


@once
def live_exports() -> FirestoreExports:
    return FirestoreExports(live_database())


def _held(entity: Entity, value: Workout | Measurement, document: Document) -> Held:
    return Held(entity, value, lambda: projection_of(entity, document).ledger)


def _path(owner: str, export_id: str) -> Path:
    return ("users", owner, "exports", export_id)


def _document(export: Export) -> dict[str, object]:
    return {
        "kind": export.kind,
        "zone": export.zone,
        "created_at": export.created_at,
        "first": export.first and export.first.isoformat(),
        "last": export.last and export.last.isoformat(),
        "ready_at": export.ready_at,
        "size": export.size,
        "expire_at": export.expires_at,
    }


def _export(document: Document) -> Export:
    data = document.data
    export = Export(document.id, ExportKind(data["kind"]), data["zone"], data["created_at"])
    return replace(
        export,
        first=_day(data["first"]),
        last=_day(data["last"]),
        ready_at=data["ready_at"],
        size=data["size"],
    )


def _day(text: str | None) -> date | None:
    return None if text is None else date.fromisoformat(text)
