"""`billing-webhook-received`: the payment provider told us something, and proved that it did."""

from dataclasses import fields
from datetime import datetime
from typing import Annotated, Any

from pydantic import StringConstraints

from shared.domain.billing_events import BillingEvent
from shared.events.message import Message

TOPIC = "billing-webhook-received"


class BillingWebhookReceived(Message):
    """Of what was sent only what we need: no names, no addresses, no links."""

    version: int = 1
    key: Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")]
    """Names the event: SHA-256, in hex, of its name, a line break and the canonical JSON of all
    of `data` as it was received. The same event sent again has the same key."""
    event_name: str
    object_type: str
    object_id: str
    attributes: dict[str, Any]
    test_mode: bool
    intent: str | None = None
    """Our checkout's id, as the buyer's custom data has it: not to be believed without a look."""
    rendered_at: int | None = None
    received_at: datetime
    organization_id: str | None = None
    """To whom an admin says it belongs."""
    retried: bool = False
    """It was parked, and somebody thinks that it would fit now."""

    @classmethod
    def of(cls, event: BillingEvent) -> "BillingWebhookReceived":
        return cls(**{name: getattr(event, name) for name in _SHARED})

    def as_event(self) -> BillingEvent:
        return BillingEvent(**{name: getattr(self, name) for name in _SHARED})


_SHARED = tuple(
    field.name
    for field in fields(BillingEvent)
    if field.name in BillingWebhookReceived.model_fields
)
