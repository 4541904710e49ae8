"""Publishing: when `publish` returns the message is on its topic, and else the caller is told.

No batching client: it sends from a thread of its own, which a function that has answered may never
run again.
"""

import os
from functools import partial
from typing import Any

from shared.domain.errors import Unavailable
from shared.events.message import Message
from shared.once import once
from shared.settings import Platform, load

_DEADLINE_SECONDS = 3.0
"""Of one message with all its tries."""
_CHANNEL = [
    ("grpc.keepalive_time_ms", 30_000),
    ("grpc.initial_reconnect_backoff_ms", 100),
    # Recovers within seconds of Pub/Sub, instead of the library's two minutes.
    ("grpc.max_reconnect_backoff_ms", 1_000),
]


class Outbox:
    """To the topics of one project. Threads may share it."""

    def __init__(self, project: str, client: Any) -> None:
        """`client`: the plain `PublisherClient` of `google.pubsub_v1`."""
        from google.api_core import exceptions, retry

        self._project, self._client = project, client
        self._failures = exceptions.GoogleAPICallError, exceptions.RetryError
        self._ours = exceptions.InvalidArgument
        passing = retry.if_exception_type(
            exceptions.ServiceUnavailable,
            exceptions.InternalServerError,
            exceptions.ResourceExhausted,
            exceptions.Aborted,
            exceptions.Cancelled,
            exceptions.Unknown,
        )
        self._retry = retry.Retry(passing, 0.05, 0.5, 2, timeout=_DEADLINE_SECONDS)

    def publish(self, topic: str, message: Message, **attributes: str) -> None:
        """Raises `Unavailable` when Pub/Sub did not say in time that it has it. It may have it all
        the same: what is published is told apart by ids of its own, never by Pub/Sub's."""
        published = {"data": message.model_dump_json().encode(), "attributes": attributes}
        request = {"topic": f"projects/{self._project}/topics/{topic}", "messages": [published]}
        try:
            self._client.publish(request=request, retry=self._retry, timeout=_DEADLINE_SECONDS)
        except self._ours:
            # A mistake that no waiting mends.
            raise
        except self._failures as error:
            raise Unavailable from error


def connect(project: str) -> Outbox:
    """Opens no connection until the first message. Honours PUBSUB_EMULATOR_HOST."""
    # Whoever publishes nothing does not wait for these libraries.
    import grpc
    from google.pubsub_v1.services.publisher import PublisherClient
    from google.pubsub_v1.services.publisher.transports import PublisherGrpcTransport

    emulator = os.environ.get("PUBSUB_EMULATOR_HOST")
    channel = (
        grpc.insecure_channel(emulator, options=_CHANNEL)
        if emulator
        else partial(_opened, PublisherGrpcTransport)
    )
    return Outbox(project, PublisherClient(transport=PublisherGrpcTransport(channel=channel)))


def _opened(transport: Any, *where: Any, **given: Any) -> Any:
    """As the library opens its channel, with our options behind its own."""
    given["options"] = [*given.get("options", ()), *_CHANNEL]
    return transport.create_channel(*where, **given)


@once
def live_outbox() -> Outbox:
    return connect(load(Platform).google_cloud_project)
