"""Publishing: when `publish` returns the message is on its topic, and else the caller is told.

No batching client: it sends from a thread of its own, which a function that has answered may never
run again. Of the plain one only the connection: its wrappers take a third of the time.
"""

import json
import os
from collections.abc import Callable
from typing import Any, Protocol
from urllib.parse import quote

from shared.domain.errors import Unavailable
from shared.events.message import Message
from shared.once import once
from shared.settings import Platform, load

_SERVICE = "google.pubsub.v1.Publisher"
_DEADLINE_SECONDS = 3.0
"""Of one message with all its tries."""
_PATIENT = {
    "name": [{"service": _SERVICE, "method": "Publish"}],
    "waitForReady": True,
    # Coming twice does no harm: receivers know what they have had.
    "retryPolicy": {
        "maxAttempts": 5,
        "initialBackoff": "0.05s",
        "maxBackoff": "0.5s",
        "backoffMultiplier": 2,
        "retryableStatusCodes": ["UNAVAILABLE", "ABORTED", "INTERNAL", "UNKNOWN", "CANCELLED"],
    },
}
_OPTIONS = [
    ("grpc.service_config", json.dumps({"methodConfig": [_PATIENT]})),
    ("grpc.keepalive_time_ms", 30_000),
    ("grpc.initial_reconnect_backoff_ms", 100),
    # Recovers within seconds of Pub/Sub, instead of the library's two minutes.
    ("grpc.max_reconnect_backoff_ms", 1_000),
]

Send = Callable[[str, bytes, dict[str, str]], None]
"""Topic path, data, attributes. Raises `Unavailable`."""


class Publishing(Protocol):
    """What a function asks of an outbox."""

    def publish(self, topic: str, message: Message, **attributes: str) -> None: ...


class Outbox:
    """To the topics of one project. Threads may share it."""

    def __init__(self, project: str, connect: Callable[[], Send]) -> None:
        """`connect` is called when there is something to say."""
        self._project, self._send = project, once(connect)

    def publish(self, topic: str, message: Message, **attributes: str) -> None:
        """Raises `Unavailable` when Pub/Sub did not say in time that it has it. It may have it all
        the same: what is published is told apart by ids of its own, never by Pub/Sub's."""
        self._send()(self._path(topic), message.model_dump_json().encode(), attributes)

    def send(self, topic: str, data: str) -> None:
        """A message that was written down before. Raises `Unavailable` as `publish` does."""
        self._send()(self._path(topic), data.encode(), {})

    def _path(self, topic: str) -> str:
        return f"projects/{self._project}/topics/{topic}"


def outbox_of(project: str) -> Outbox:
    return Outbox(project, connection)


def connection() -> Send:
    """Connects on the first message. Honours PUBSUB_EMULATOR_HOST."""
    # Whoever publishes nothing does not wait for these libraries.
    import grpc
    from google.pubsub_v1.services.publisher.transports import PublisherGrpcTransport
    from google.pubsub_v1.types import PublishRequest, PublishResponse

    emulator = os.environ.get("PUBSUB_EMULATOR_HOST")
    channel: Any = (
        grpc.insecure_channel(emulator, options=_OPTIONS)
        if emulator
        else PublisherGrpcTransport.create_channel(options=_OPTIONS)
    )
    request_type, response_type = PublishRequest.pb(), PublishResponse.pb()
    publish = channel.unary_unary(
        f"/{_SERVICE}/Publish", request_type.SerializeToString, response_type.FromString
    )

    def send(topic: str, data: bytes, attributes: dict[str, str]) -> None:
        request = request_type(topic=topic)
        request.messages.add(data=data, attributes=attributes)
        about = (("x-goog-request-params", f"topic={quote(topic, safe='')}"),)
        try:
            publish(request, _DEADLINE_SECONDS, about)
        except grpc.RpcError as error:
            if error.code() is grpc.StatusCode.INVALID_ARGUMENT:
                # Our own mistake, which no waiting mends.
                raise
            raise Unavailable from error

    return send


@once
def live_outbox() -> Outbox:
    return outbox_of(load(Platform).google_cloud_project)
