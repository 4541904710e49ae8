"""Firestore's calls over gRPC: each with its deadline, an outage told from every other error."""

import os
from collections.abc import Callable
from typing import Any, TypeVar
from urllib.parse import quote

import grpc
from grpc import StatusCode

from shared.domain.errors import Unavailable
from shared.store import messages

Result = TypeVar("Result")

_SERVICE = "google.firestore.v1.Firestore"
READ_SECONDS = 4.0
_WRITE_SECONDS = 6.0
_OUTAGES = frozenset(
    {
        StatusCode.UNAVAILABLE,
        StatusCode.DEADLINE_EXCEEDED,
        StatusCode.RESOURCE_EXHAUSTED,
        StatusCode.INTERNAL,
        StatusCode.UNKNOWN,
        StatusCode.CANCELLED,
        StatusCode.UNAUTHENTICATED,
        StatusCode.PERMISSION_DENIED,
    }
)


class Calls:
    """To one database. Threads may share it. Anything but an outage is a `grpc.RpcError`."""

    def __init__(self, channel: grpc.Channel, database: str) -> None:
        """`database`: its full name."""
        self._database = database
        self._quoted = quote(self._database)
        self._get = channel.unary_unary(
            f"/{_SERVICE}/GetDocument",
            messages.GetDocumentRequest.SerializeToString,
            messages.Document.FromString,
        )
        self._get_many = channel.unary_stream(
            f"/{_SERVICE}/BatchGetDocuments",
            messages.BatchGetDocumentsRequest.SerializeToString,
            messages.BatchGetDocumentsResponse.FromString,
        )
        self._query = channel.unary_stream(
            f"/{_SERVICE}/RunQuery",
            messages.RunQueryRequest.SerializeToString,
            messages.RunQueryResponse.FromString,
        )
        self._aggregate = channel.unary_stream(
            f"/{_SERVICE}/RunAggregationQuery",
            messages.RunAggregationQueryRequest.SerializeToString,
            messages.RunAggregationQueryResponse.FromString,
        )
        self._list = channel.unary_unary(
            f"/{_SERVICE}/ListDocuments",
            messages.ListDocumentsRequest.SerializeToString,
            messages.ListDocumentsResponse.FromString,
        )
        self._list_collections = channel.unary_unary(
            f"/{_SERVICE}/ListCollectionIds",
            messages.ListCollectionIdsRequest.SerializeToString,
            messages.ListCollectionIdsResponse.FromString,
        )
        self._commit = channel.unary_unary(
            f"/{_SERVICE}/Commit",
            messages.CommitRequest.SerializeToString,
            messages.CommitResponse.FromString,
        )

    def get(self, request: Any) -> Any:
        """Raises NOT_FOUND."""
        about = self._about("name", request.name)
        return self._answer(lambda: self._get(request, READ_SECONDS, about))

    def get_many(self, request: Any) -> list[Any]:
        about = self._about("database", request.database)
        return self._answer(lambda: list(self._get_many(request, READ_SECONDS, about)))

    def query(self, request: Any, seconds: float = READ_SECONDS) -> list[Any]:
        about = self._about("parent", request.parent)
        return self._answer(lambda: list(self._query(request, seconds, about)))

    def aggregate(self, request: Any) -> list[Any]:
        about = self._about("parent", request.parent)
        return self._answer(lambda: list(self._aggregate(request, READ_SECONDS, about)))

    def list(self, request: Any) -> Any:
        about = self._about("parent", request.parent)
        return self._answer(lambda: self._list(request, READ_SECONDS, about + _as_owner()))

    def list_collections(self, request: Any) -> Any:
        about = self._about("parent", request.parent)
        return self._answer(
            lambda: self._list_collections(request, READ_SECONDS, about + _as_owner())
        )

    def commit(self, request: Any) -> None:
        """Raises ALREADY_EXISTS, FAILED_PRECONDITION, NOT_FOUND or ABORTED."""
        about = self._about("database", request.database)
        self._answer(lambda: self._commit(request, _WRITE_SECONDS, about))

    def _about(self, field: str, resource: str) -> tuple[tuple[str, str], ...]:
        """By which the service finds the database without reading the message."""
        # Behind the database's name a resource has ids and slashes, which need no quoting.
        quoted = self._quoted + resource[len(self._database) :]
        return (
            ("google-cloud-resource-prefix", self._database),
            ("x-goog-request-params", f"{field}={quoted}"),
        )

    def _answer(self, ask: Callable[[], Result]) -> Result:
        try:
            return ask()
        except grpc.RpcError as error:
            if error.code() in _OUTAGES:
                raise Unavailable from error
            raise


def _as_owner() -> tuple[tuple[str, str], ...]:
    """What the emulator lets nobody else do. In the cloud the account is asked for its rights."""
    is_emulated = os.environ.get("FIRESTORE_EMULATOR_HOST")
    return (("authorization", "Bearer owner"),) if is_emulated else ()
