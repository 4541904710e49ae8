"""Firestore, through its generated client: the only module that talks to it.

Every call has a deadline inside a request's budget, counts what Firestore bills, and turns an
outage into `Unavailable`. Writes are atomic batches with preconditions; there are no transactions,
which starve under contention (docs/decisions/0003).
"""

import os
import random
import time
from collections.abc import Callable, Iterable, Sequence
from typing import Any, TypeVar

import grpc
from google.api_core import exceptions as google
from google.api_core.retry import Retry, if_exception_type
from google.cloud.firestore_v1.services.firestore import FirestoreClient
from google.cloud.firestore_v1.services.firestore.transports import FirestoreGrpcTransport
from google.cloud.firestore_v1.types import (
    BatchGetDocumentsRequest,
    CommitRequest,
    GetDocumentRequest,
    RunQueryRequest,
)

from shared import tally
from shared.domain.errors import NotFound, Unavailable
from shared.once import once
from shared.settings import Platform, load
from shared.store.queries import Query, structured
from shared.store.writes import (
    SEGMENT,
    Document,
    Path,
    Write,
    as_message,
)

Result = TypeVar("Result")

_READ_SECONDS = 4.0
_WRITE_SECONDS = 6.0
_OUTAGES = (
    google.ServiceUnavailable,
    google.DeadlineExceeded,
    google.ResourceExhausted,
    google.InternalServerError,
    google.Unknown,
    google.Cancelled,
    google.Unauthenticated,
    google.PermissionDenied,
    google.RetryError,
)
# Reads may be repeated freely. A commit is sent once: after a lost answer nobody knows whether it
# was carried out, and only the caller can tell (its id, its precondition).
_READ_RETRY = Retry(
    predicate=if_exception_type(google.ServiceUnavailable),
    initial=0.05,
    maximum=0.4,
    timeout=_READ_SECONDS,
)


class Exists(Exception):
    """A `Create` met a document that is there already. Nothing of the batch was written."""


class Changed(Exception):
    """A precondition did not hold. Nothing of the batch was written."""


class Database:
    """One project's default database. Threads may share it."""

    def __init__(self, project: str, client: FirestoreClient) -> None:
        self._client = client
        self._database = f"projects/{project}/databases/(default)"
        self._root = f"{self._database}/documents"
        self._metadata = (("google-cloud-resource-prefix", self._database),)

    def get(self, path: Path, only: tuple[str, ...] | None = None) -> Document | None:
        """`only` names the fields to send over; a read is billed either way."""
        request = GetDocumentRequest(name=self._name(path))
        if only is not None:
            request.mask = {"field_paths": list(only)}
        tally.count(reads=1)
        try:
            found = self._call(self._client.get_document, request, _READ_SECONDS, _READ_RETRY)
        except google.NotFound:
            return None
        return Document(path, found._pb)

    def get_many(self, paths: Sequence[Path]) -> list[Document | None]:
        """In the order asked for, in one round trip."""
        names = [self._name(path) for path in paths]
        request = BatchGetDocumentsRequest(database=self._database, documents=names)
        tally.count(reads=len(paths))
        found: dict[str, Any] = {}
        for answer in self._stream(self._client.batch_get_documents, request):
            if answer.found.name:
                found[answer.found.name] = answer.found
        return [
            Document(path, found[name]) if name in found else None
            for path, name in zip(paths, names, strict=True)
        ]

    def query(self, query: Query, under: Path = ()) -> list[Document]:
        """`under`: the document whose subcollection is asked; the root by default."""
        parent = self._name(under) if under else self._root
        request = RunQueryRequest(parent=parent, structured_query=structured(query))
        found = [
            Document(self._path(answer.document.name), answer.document)
            for answer in self._stream(self._client.run_query, request)
            if answer.document.name
        ]
        # A query that finds nothing is billed as one read.
        tally.count(reads=max(1, len(found)))
        return found

    def commit(self, *writes: Write) -> None:
        """All or nothing. Raises `Exists` or `Changed` when a precondition fails."""
        request = CommitRequest(database=self._database)
        request._pb.writes.extend([as_message(write, self._name(write.path)) for write in writes])
        tally.count(writes=len(writes))
        try:
            self._call(self._client.commit, request, _WRITE_SECONDS, None)
        except google.AlreadyExists as error:
            raise Exists from error
        except (google.FailedPrecondition, google.NotFound, google.Aborted) as error:
            raise Changed from error

    def contended(self, attempt: Callable[[], Result], tries: int = 14) -> Result:
        """Run `attempt` (read, decide, commit with preconditions) again while others win.

        Full jitter, about three seconds at the most; then it is an outage, not a conflict.
        """
        for turn in range(tries):
            try:
                return attempt()
            except Changed:
                time.sleep(random.uniform(0, min(0.4, 0.01 * 2**turn)))  # noqa: S311
        raise Unavailable

    def _call(
        self, method: Callable[..., Any], request: object, seconds: float, retry: Retry | None
    ) -> Any:
        try:
            return method(request=request, timeout=seconds, retry=retry, metadata=self._metadata)
        except _OUTAGES as error:
            raise Unavailable from error

    def _stream(self, method: Callable[..., Any], request: object) -> Iterable[Any]:
        try:
            answers = method(
                request=request, timeout=_READ_SECONDS, retry=_READ_RETRY, metadata=self._metadata
            )
            return [answer._pb for answer in answers]
        except _OUTAGES as error:
            raise Unavailable from error

    def _name(self, path: Path) -> str:
        for segment in path:
            if not SEGMENT.match(segment):
                raise NotFound
        return f"{self._root}/{'/'.join(path)}"

    def _path(self, name: str) -> Path:
        return tuple(name[len(self._root) + 1 :].split("/"))


def connect(project: str) -> Database:
    """Opens no connection until the first call. Honours FIRESTORE_EMULATOR_HOST."""
    options = [
        ("grpc.keepalive_time_ms", 30_000),
        ("grpc.initial_reconnect_backoff_ms", 200),
        # Recovers within seconds of the database, instead of the library's two minutes.
        ("grpc.max_reconnect_backoff_ms", 2_000),
        ("grpc.max_receive_message_length", -1),
    ]
    emulator = os.environ.get("FIRESTORE_EMULATOR_HOST")

    def channel(host: str, **kwargs: Any) -> grpc.Channel:
        if emulator:
            return grpc.insecure_channel(emulator, options=options)
        return FirestoreGrpcTransport.create_channel(host, **{**kwargs, "options": options})

    if emulator:
        transport = FirestoreGrpcTransport(channel=channel(emulator))
    else:
        transport = FirestoreGrpcTransport(channel=channel)
    return Database(project, FirestoreClient(transport=transport))


@once
def live_database() -> Database:
    return connect(load(Platform).google_cloud_project)
