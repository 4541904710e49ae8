"""What the log folds to, as it is read: one by its id, many by time, and what has changed."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar, Generic, NamedTuple, TypeVar, cast

from shared.domain.errors import NotFound
from shared.domain.log.events import Entity, EntityKind
from shared.store.database import Database
from shared.store.log_documents import entity_path, place, value_in
from shared.store.queries import Query, Where
from shared.store.writes import Document

Value = TypeVar("Value")

FIELDS = ("state", "place", "changed_order")
"""What readers need: the ledger stays where it is."""


class Row(NamedTuple, Generic[Value]):
    """`place`: where a list goes on."""

    value: Value
    place: str
    changed_order: int


class Change(NamedTuple, Generic[Value]):
    """`value` is None for what is not there (yet, or any longer)."""

    id: str
    value: Value | None
    changed_order: int


@dataclass(frozen=True)
class Projections(Generic[Value]):
    """Of one kind. They are written by `FirestoreLog` alone."""

    database: Database
    kind: ClassVar[EntityKind]

    def find(self, owner: str, value_id: str) -> Value:
        """One read. Raises `NotFound`, also for what its events have undone."""
        document = self.database.get(entity_path(owner, Entity(self.kind, value_id)), only=FIELDS)
        value = None if document is None else self._value(document)
        if value is None:
            raise NotFound
        return value

    def changed_after(self, owner: str, order: int, limit: int = 100) -> list[Change[Value]]:
        """Those that an event after this order was about, in the order of the last such event.
        What is gone is among them."""
        where = [Where("changed_order", ">", order)]
        query = Query(self._collection, where, [("changed_order", False)], limit, only=FIELDS)
        return [
            Change(document.id, self._value(document), document.data["changed_order"])
            for document in self.database.query(query, ("users", owner))
        ]

    def _listed(
        self, owner: str, where: Sequence[Where], newest_first: bool, limit: int
    ) -> list[Row[Value]]:
        query = Query(self._collection, where, [("place", newest_first)], limit, only=FIELDS)
        found = []
        for document in self.database.query(query, ("users", owner)):
            value = self._value(document)
            if value is not None:
                row = Row(value, document.data["place"], document.data["changed_order"])
                found.append(row)
        return found

    def _count(self, owner: str, where: Sequence[Where]) -> int:
        query = Query(self._collection, where, [("place", True)])
        return self.database.count(query, ("users", owner))

    @property
    def _collection(self) -> str:
        return f"{self.kind}s"

    def _value(self, document: Document) -> Value | None:
        return cast(Value | None, value_in(self.kind, document))


def between(
    since: datetime | None, until: datetime | None, beyond: str | None, newest_first: bool
) -> list[Where]:
    """At or after `since`, before `until`, and going on beyond the place of the last row seen."""
    found: list[Where] = []
    if since is not None:
        found.append(Where("place", ">=", place(since)))
    if until is not None:
        found.append(Where("place", "<", place(until)))
    if beyond is not None:
        found.append(Where("place", "<" if newest_first else ">", beyond))
    return found
