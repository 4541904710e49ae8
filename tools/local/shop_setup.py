"""What the payment provider's stand-in is told before the stack answers: where the webhook is, and
what the seeded user with Pro has bought."""

from typing import Any

import requests

from shared.domain.billing import SubscriptionSnapshot
from shared.domain.billing_kept import SUBSCRIPTIONS, kept, rendered_at
from shared.domain.billing_reading import read_subscription
from tools.local.environment import VARIANTS

WEBHOOK_SECRET = "lemonsqueezy-webhook-secret"  # noqa: S105 (its name)
WEBHOOK_PATH = "/api/v1/webhooks/lemonsqueezy"
_EVENTS = [
    "order_created",
    "order_refunded",
    "subscription_created",
    "subscription_updated",
    "subscription_cancelled",
    "subscription_resumed",
    "subscription_expired",
    "subscription_paused",
    "subscription_unpaused",
    "subscription_payment_success",
    "subscription_payment_failed",
    "subscription_payment_recovered",
    "subscription_payment_refunded",
]
_SECONDS = 10


class ShopSetup:
    def __init__(self, address: str) -> None:
        self._address = address

    def set_webhook(self, base_url: str, secret: str) -> None:
        """The one there is, told where the functions are now."""
        attributes = {"url": f"{base_url}{WEBHOOK_PATH}", "events": _EVENTS, "secret": secret}
        body = {"data": {"type": "webhooks", "attributes": attributes}}
        known = self._asked("GET", "/v1/webhooks")["data"]
        if known:
            self._asked("PATCH", f"/v1/webhooks/{known[0]['id']}", body)
        else:
            self._asked("POST", "/v1/webhooks", body)

    def buy(self, email: str) -> SubscriptionSnapshot:
        """Pro by the month; the webhook does not hear of it."""
        asked = {"variant_id": VARIANTS["PRO_MONTHLY"], "email": email}
        bought = self._asked("POST", "/_control/subscriptions", asked)
        attributes = bought["attributes"]
        return read_subscription(
            bought["id"], kept(SUBSCRIPTIONS, attributes), rendered_at(attributes)
        )

    def _asked(self, method: str, path: str, body: object = None) -> dict[str, Any]:
        answer = requests.request(
            method,
            f"{self._address}{path}",
            json=body,
            headers={"Authorization": "Bearer local"},
            timeout=_SECONDS,
        )
        answer.raise_for_status()
        content: dict[str, Any] = answer.json()
        return content
