"""One person, and how what is kept of them is read: a page at a time, however much it is."""

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

from shared.domain.exports.own_data import Row, json_rows, table_rows
from shared.store.account_documents import user_path
from shared.store.database import Database
from shared.store.members import MOST_MEMBERSHIPS
from shared.store.queries import Query, Where
from shared.store.writes import Document, Path

_PAGE = 300
LARGE_PAGE = 50
"""Of documents that may have hundreds of kilobytes each."""


@dataclass(frozen=True)
class Subject:
    """Whose data it is. `exercises`: names of exercises by id, for people to read."""

    database: Database
    user: Document
    exercises: Mapping[str, str]

    @property
    def id(self) -> str:
        return self.user.id

    @cached_property
    def memberships(self) -> Sequence[Document]:
        """Of theirs, in every organisation."""
        query = Query(
            "members",
            [Where("user_id", "==", self.id)],
            limit=MOST_MEMBERSHIPS,
            everywhere=True,
        )
        return self.database.query(query)

    @property
    def organizations(self) -> Sequence[str]:
        return sorted(one.path[1] for one in self.memberships)

    @cached_property
    def alone_in(self) -> Sequence[str]:
        """Organisations to which nobody else belongs: what is theirs is this person's."""
        return [
            one
            for one in self.organizations
            if self.database.count(Query("members"), under=("orgs", one)) == 1
        ]

    def get(self, *path: str) -> Mapping[str, Any]:
        """The fields of one document; none when it is not there."""
        found = self.database.get(path)
        return {} if found is None else found.data

    def below(self, collection: str, page: int = _PAGE) -> Iterator[Document]:
        """Of a collection below their account, in the order of the ids."""
        return self.every(Query(collection, limit=page), user_path(self.id))

    def theirs(self, collection: str, field: str = "user_id") -> Iterator[Document]:
        """Of a collection at the root, where this field names them."""
        return self.every(Query(collection, [Where(field, "==", self.id)], limit=_PAGE))

    def every(self, query: Query, under: Path = ()) -> Iterator[Document]:
        """All that the query finds, a page of its limit at a time, in the order of the names."""
        after = ""
        while True:
            page = self.database.query(replace(query, after=after), under)
            yield from page
            if len(page) < query.limit:
                return
            after = page[-1].raw.name

    def ordered(self, collection: str, by: str, under: Path, page: int) -> Iterator[Document]:
        """As `every`, in the order of a field that no two have in common; without those that do
        not have it."""
        where: list[Where] = []
        while True:
            found = self.database.query(Query(collection, where, [(by, False)], page), under)
            yield from found
            if len(found) < page:
                return
            where = [Where(by, ">", found[-1].data[by])]


Rows = Callable[[Subject], Iterable[Row]]
Table = Callable[[Subject, Iterable[Row]], Iterator[str]]


@dataclass(frozen=True)
class OwnFile:
    """One file of the zip. `rows` may hold more than `columns`, and only these are written."""

    name: str
    what: str
    """For the person: what is in it."""
    collections: tuple[str, ...]
    """Where it comes from."""
    columns: tuple[str, ...]
    rows: Rows
    table: Table | None = None
    """How its table is written where that has other columns."""

    def as_json(self, rows: Iterable[Row]) -> Iterator[str]:
        return json_rows(self.columns, rows)

    def as_table(self, subject: Subject, rows: Iterable[Row]) -> Iterator[str]:
        if self.table is not None:
            return self.table(subject, rows)
        return table_rows(self.columns, rows)


def told(document: Document, *texts: str, **more: object) -> Row:
    """A document's fields with its id. `texts`: fields that are kept as JSON text."""
    read = {name: text and json.loads(text) for name in texts if (text := document.data.get(name))}
    return {"id": document.id, **document.data, **read, **more}
