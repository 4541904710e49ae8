"""HTTP function `mail_webhook`: the mail provider's word of letters that came back."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

import functions_framework
from flask import Request, Response

from shared import cold_start, log
from shared.clients.address_keys import live_address_keys
from shared.clients.secrets import Secrets, live_secrets
from shared.clock import utc_now
from shared.domain.errors import Unauthenticated
from shared.once import once
from shared.store.database import live_database
from shared.store.suppressions import FirestoreSuppressions
from shared.web.body import Sent
from shared.web.call import Call
from shared.web.endpoint import Endpoint
from shared.web.gate import Access
from shared.web.open_gate import open_gate

from . import signature
from .reading import suppressed
from .schemas import TakenView

SECRET = "resend-webhook-secret"  # noqa: S105 (its name)


@dataclass(frozen=True)
class Deps:
    secrets: Secrets
    suppressions: FirestoreSuppressions
    email_key: Callable[[str], str]
    now: Callable[[], datetime]


@once
def live_deps() -> Deps:
    suppressions = FirestoreSuppressions(live_database(), utc_now)
    return Deps(live_secrets(), suppressions, live_address_keys(), utc_now)


endpoint = Endpoint("mail_webhook", "/api/v1/webhooks/resend", open_gate, live_deps)


@endpoint.post("", access=Access.SIGNED, refuses=(Unauthenticated,))
def take(call: Call[Deps], sent: Sent) -> TakenView:
    """An event of the mail provider. To an address that bounced for good, or whose owner
    complained, nothing more is sent."""
    deps = call.deps
    signature.check(sent.headers, sent.body, deps.secrets.versions(SECRET), deps.now())
    found = suppressed(sent.body)
    for address in found.addresses:
        deps.suppressions.put(deps.email_key(address), found.why)
    log.event(
        "WARNING" if found.addresses else "INFO",
        "mail event",
        event=found.event,
        suppressed=len(found.addresses),
    )
    return TakenView()


@functions_framework.http
def mail_webhook(request: Request) -> Response:
    return endpoint.answer(request)


cold_start.is_over()
