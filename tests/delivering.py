"""Deliveries to event functions, as Pub/Sub pushes them."""

import base64
import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from flask import Request, Response
from werkzeug.test import EnvironBuilder

from shared.domain.billing import Plan, Source
from shared.domain.billing_changes import Change
from shared.domain.entitlements import Tier
from shared.events.inbox import Reception
from shared.events.message import Arrival, Message
from shared.events.messages.subscription_changed import InvoiceNamed, SubscriptionChanged

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)
PAID = InvoiceNamed(id="88001", total=990, currency="EUR", billing_reason="renewal")


def changed(change: Change, **about: Any) -> SubscriptionChanged:
    """Something that became true of somebody's Pro, unless `about` says otherwise."""
    told = {
        "event_id": "e" * 64,
        "organization_id": "ours",
        "user_id": "ann",
        "subscription_id": "1652029",
        "plan": Plan.PRO_MONTHLY,
        "tier_before": Tier.FREE,
        "tier_after": Tier.PRO,
        "occurred_at": NOON,
        "source": Source.WEBHOOK,
    }
    return SubscriptionChanged.model_validate({**told, "change": change, **about})


@dataclass(frozen=True)
class Deliveries:
    """To one function."""

    answer: Callable[[Request], Response]

    def deliver(self, message: Message | dict[str, Any]) -> int:
        """The status it was answered with."""
        told = message if isinstance(message, dict) else json.loads(message.model_dump_json())
        data = base64.b64encode(json.dumps(told).encode()).decode()
        pushed = EnvironBuilder(method="POST", json={"message": {"data": data, "messageId": "77"}})
        return self.answer(Request(pushed.get_environ())).status_code


def reception(parked: list[str]) -> Callable[[], Reception]:
    """Lets everybody deliver, and notes why something was parked."""

    def park(_function: str, _arrived: Arrival, reason: str) -> None:
        parked.append(reason)

    return lambda: Reception(lambda _: None, park)
