"""HTTP function `billing_webhook`: the payment provider's events, taken in and nothing more.

The provider tries four times within three minutes. So this depends on the secret and on Pub/Sub
alone: what an event means is found out behind the topic, where there is time.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

import functions_framework
from flask import Request, Response

from shared import cold_start, log
from shared.clients.secrets import Secrets, live_secrets
from shared.clock import utc_now
from shared.domain.errors import Unauthenticated
from shared.events.messages.billing_webhook_received import TOPIC
from shared.events.outbox import Outbox, live_outbox
from shared.once import once
from shared.web.body import Sent
from shared.web.call import Call
from shared.web.endpoint import Endpoint
from shared.web.gate import Access
from shared.web.open_gate import open_gate

from . import signature
from .reading import UNREADABLE, read
from .schemas import QueuedView

SECRET = "lemonsqueezy-webhook-secret"  # noqa: S105 (its name)
_MOST_BYTES = 512 * 1024
"""A hundred times what the provider sends."""


@dataclass(frozen=True)
class Deps:
    secrets: Secrets
    outbox: Outbox
    now: Callable[[], datetime]


@once
def live_deps() -> Deps:
    return Deps(live_secrets(), live_outbox(), utc_now)


endpoint = Endpoint("billing_webhook", "/api/v1/webhooks", open_gate, live_deps)


@endpoint.post(
    "/lemonsqueezy", access=Access.SIGNED, body_bytes=_MOST_BYTES, refuses=(Unauthenticated,)
)
def take(call: Call[Deps], sent: Sent) -> QueuedView:
    """An event of the payment provider. 200 says that it is durably queued."""
    deps = call.deps
    signature.check(sent.headers.get("X-Signature"), sent.body, deps.secrets.versions(SECRET))
    event = read(sent.body, deps.now())
    if event.object_type == UNREADABLE:
        log.event("ERROR", "signed and unreadable", key=event.key, bytes=len(sent.body))
    deps.outbox.publish(TOPIC, event, event_name=event.event_name, object_type=event.object_type)
    return QueuedView()


@functions_framework.http
def billing_webhook(request: Request) -> Response:
    return endpoint.answer(request)


cold_start.is_over()
