"""Firestore: documents read, asked for and written in batches.

Every call counts what Firestore bills. Writes are atomic batches with preconditions; there are no
transactions, which starve under contention (docs/decisions/0002).
"""

import random
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from threading import RLock
from typing import Any, TypeVar

import grpc
from grpc import StatusCode

from shared import tally
from shared.domain.errors import AccountMerged, Erased, NotFound, Unavailable
from shared.domain.ids import is_id
from shared.once import once
from shared.settings import Platform, load
from shared.store.channel import live_channel
from shared.store.guards import owners, tombstone_path
from shared.store.listing import Listing
from shared.store.messages import (
    BatchGetDocumentsRequest,
    CommitRequest,
    GetDocumentRequest,
    RunAggregationQueryRequest,
    RunQueryRequest,
)
from shared.store.queries import Query, structured
from shared.store.rpc import READ_SECONDS, Calls
from shared.store.schemas import FIELD, SCHEMAS, Schemas
from shared.store.writes import (
    Document,
    Path,
    Write,
    absence,
    as_message,
)

Result = TypeVar("Result")

_REFUSED = (StatusCode.ALREADY_EXISTS, StatusCode.FAILED_PRECONDITION)
_CHANGED = (StatusCode.FAILED_PRECONDITION, StatusCode.NOT_FOUND, StatusCode.ABORTED)
_TURNS = 256
_TURN_SECONDS = 6.0


class Exists(Exception):
    """A `Create` met a document that is there already. Nothing of the batch was written."""


class Changed(Exception):
    """A precondition did not hold. Nothing of the batch was written."""


@dataclass(frozen=True, slots=True)
class Totals:
    count: int
    sums: Mapping[str, int]
    """By field."""


class Database:
    """One database of a project. Threads may share it."""

    def __init__(
        self,
        project: str,
        channel: grpc.Channel,
        schemas: Schemas = SCHEMAS,
        name: str = "(default)",
    ) -> None:
        self._database = f"projects/{project}/databases/{name}"
        self._calls, self._schemas = Calls(channel, self._database), schemas
        self._root = f"{self._database}/documents"
        self._turns = [RLock() for _ in range(_TURNS)]
        self.listing = Listing(self._calls, self._root)

    def get(self, path: Path, only: tuple[str, ...] | None = None) -> Document | None:
        """`only` names the fields to send over; a read is billed either way."""
        request = GetDocumentRequest(name=self._name(path))
        if only is not None:
            request.mask.field_paths.extend(sorted({*only, FIELD}))
        tally.count(reads=1)
        try:
            found = Document(path, self._calls.get(request), self._schemas)
        except grpc.RpcError as error:
            if error.code() is not StatusCode.NOT_FOUND:
                raise
            return None
        return self.get(path) if only is not None and found.is_old else found

    def get_many(self, paths: Sequence[Path]) -> list[Document | None]:
        """In the order asked for, in one round trip."""
        names = [self._name(path) for path in paths]
        request = BatchGetDocumentsRequest(database=self._database, documents=names)
        tally.count(reads=len(paths))
        found: dict[str, Any] = {}
        for answer in self._calls.get_many(request):
            if answer.found.name:
                found[answer.found.name] = answer.found
        return [
            Document(path, found[name], self._schemas) if name in found else None
            for path, name in zip(paths, names, strict=True)
        ]

    def query(
        self, query: Query, under: Path = (), seconds: float = READ_SECONDS
    ) -> list[Document]:
        """`under`: the document whose subcollection is asked; the root by default. `seconds`: for
        tools, which have time."""
        parent = self._name(under) if under else self._root
        request = RunQueryRequest(parent=parent, structured_query=structured(query))
        found = [
            Document(self._path(answer.document.name), answer.document, self._schemas)
            for answer in self._calls.query(request, seconds)
            if answer.document.name
        ]
        # A query that finds nothing is billed as one read.
        tally.count(reads=max(1, len(found)))
        return self._whole(found) if query.only else found

    def _whole(self, found: list[Document]) -> list[Document]:
        """Of what was sent over in part, the old ones as a whole: only so their shape changes."""
        old = [one.path for one in found if one.is_old]
        if not old:
            return found
        whole = {one.path: one for one in self.get_many(old) if one is not None}
        return [whole.get(one.path, one) for one in found if not one.is_old or one.path in whole]

    def count(self, query: Query, under: Path = ()) -> int:
        """How many documents the query would find without a limit."""
        return self.totals(query, (), under).count

    def totals(self, query: Query, fields: Sequence[str], under: Path = ()) -> Totals:
        """How many documents the query would find without a limit, and what those of their fields
        come to, which are whole numbers in each of them."""
        parent = self._name(under) if under else self._root
        request = RunAggregationQueryRequest(parent=parent)
        aggregation = request.structured_aggregation_query
        aggregation.structured_query.CopyFrom(structured(query))
        aggregation.structured_query.ClearField("limit")
        aggregation.aggregations.add(alias="count").count.SetInParent()
        for number, name in enumerate(fields):
            aggregation.aggregations.add(alias=f"sum_{number}").sum.field.field_path = name
        told = {"count": 0}
        for answer in self._calls.aggregate(request):
            told |= {
                alias: value.integer_value
                for alias, value in answer.result.aggregate_fields.items()
            }
        # Billed as a read for each thousand entries of the index.
        tally.count(reads=1 + told["count"] // 1000)
        sums = {name: told.get(f"sum_{number}", 0) for number, name in enumerate(fields)}
        return Totals(told["count"], sums)

    def commit(self, *writes: Write) -> None:
        """All or nothing. Raises `Exists` or `Changed` when a precondition fails, and `Erased`
        when it is of somebody who is."""
        request = CommitRequest(database=self._database)
        request.writes.extend([self._message(write) for write in writes])
        tombstones = {tombstone_path(owner): owner for owner in owners(writes)}
        request.writes.extend([absence(self._name(path)) for path in tombstones])
        tally.count(writes=len(writes))
        try:
            self._calls.commit(request)
        except grpc.RpcError as error:
            if error.code() in _REFUSED and tombstones:
                self._expect_nobody_gone(tombstones)
            if error.code() is StatusCode.ALREADY_EXISTS:
                raise Exists from error
            if error.code() in _CHANGED:
                raise Changed from error
            raise

    def _expect_nobody_gone(self, tombstones: Mapping[Path, str]) -> None:
        found = [one for one in self.get_many(list(tombstones)) if one is not None]
        if found:
            gone = frozenset(tombstones[one.path] for one in found)
            raise (AccountMerged if found[0].data.get("is_merged") else Erased)(gone)

    def contended(self, attempt: Callable[[], Result], at: str = "", tries: int = 14) -> Result:
        """Run `attempt` (read, decide, commit with preconditions) again while others win.

        Full jitter, about three seconds at the most; then it is an outage, not a conflict.
        `at` names what they contend for: see `turn`.
        """
        with self.turn(at):
            for wait in range(tries):
                try:
                    return attempt()
                except Changed:
                    time.sleep(random.uniform(0, min(0.4, 0.01 * 2**wait)))  # noqa: S311
        raise Unavailable

    @contextmanager
    def turn(self, at: str) -> Iterator[None]:
        """Threads of this instance do it one after the other, so that only instances race. It
        makes nothing right that was not, and spares tries. Raises `Unavailable` after a while."""
        lock = self._turns[hash(at) % _TURNS]
        if not at:
            yield
        elif lock.acquire(timeout=_TURN_SECONDS):
            try:
                yield
            finally:
                lock.release()
        else:
            raise Unavailable

    def full_name(self, path: Path) -> str:
        """As a `Query` goes on behind it. Raises `NotFound` for what can name no document."""
        return self._name(path)

    def _message(self, write: Write) -> Any:
        return as_message(write, self._name(write.path), self._schemas)

    def _name(self, path: Path) -> str:
        for segment in path:
            if not is_id(segment):
                raise NotFound
        return f"{self._root}/{'/'.join(path)}"

    def _path(self, name: str) -> Path:
        return tuple(name[len(self._root) + 1 :].split("/"))


def connect(project: str) -> Database:
    """Opens no connection until the first call. Honours FIRESTORE_EMULATOR_HOST."""
    return Database(project, live_channel())


@once
def live_database() -> Database:
    return connect(load(Platform).google_cloud_project)
