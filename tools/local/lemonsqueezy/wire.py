"""The shop's objects as they go over the wire: JSON:API, with links that are signed and end."""

import hashlib
import hmac
import json
import secrets
from collections.abc import Mapping
from copy import deepcopy
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlencode

from tools.local.lemonsqueezy import moments
from tools.local.lemonsqueezy.shop import Thing

_LINKS_LAST = timedelta(hours=6)
_RELATED: Mapping[str, tuple[str, ...]] = {
    "subscriptions": (
        "store", "customer", "order", "order-item", "product", "variant", "subscription-items",
        "subscription-invoices",
    ),
    "subscription-invoices": ("store", "subscription", "customer"),
    "orders": ("store", "customer", "order-items", "subscriptions"),
    "customers": ("store", "orders", "subscriptions"),
    "checkouts": ("store", "variant"),
    "variants": ("product", "price-model"),
    "prices": ("variant",),
}  # fmt: skip


def as_php_writes(content: object) -> bytes:
    """Compact, slashes and everything beyond ASCII escaped."""
    return json.dumps(content, separators=(",", ":")).replace("/", r"\/").encode()


class Wire:
    """Links are signed with a key that ends with this process."""

    def __init__(self, base_url: str) -> None:
        self.base_url, self._key = base_url, secrets.token_bytes(16)

    def resource(self, thing: Thing, rendered: datetime | None = None) -> dict[str, Any]:
        """As it is now; `rendered` is when its links were signed."""
        own = f"{self.base_url}/v1/{thing.type}/{thing.id}"
        attributes = dict(thing.attributes)
        if "status" in attributes and "status_formatted" not in attributes:
            words = attributes["status"].replace("_", " ").capitalize()
            attributes["status_formatted"] = words
        urls = self._urls(thing, rendered or moments.now())
        if urls:
            attributes["urls"] = urls
        if thing.type == "checkouts":
            attributes["url"] = self.signed(f"/checkout/custom/{thing.id}")
        relationships = {
            name: {"links": {"related": f"{own}/{name}", "self": f"{own}/relationships/{name}"}}
            for name in _RELATED.get(thing.type, ())
        }
        return {
            "type": thing.type,
            "id": thing.id,
            "attributes": attributes,
            "relationships": relationships,
            "links": {"self": own},
        }

    def event(self, name: str, thing: Thing, webhook_id: str, rendered: datetime) -> dict[str, Any]:
        meta: dict[str, Any] = {"test_mode": thing.get("test_mode"), "event_name": name}
        if thing.custom:
            meta["custom_data"] = dict(thing.custom)
        data = self.resource(thing, rendered)
        # As deep as it is: later changes must not reach into what is on its way.
        return deepcopy({"meta": {**meta, "webhook_id": webhook_id}, "data": data})

    def signed(self, path: str, **query: str | int) -> str:
        signature = self._signature(path, query)
        return f"{self.base_url}{path}?{urlencode({**query, 'signature': signature})}"

    def is_signed(self, path: str, query: Mapping[str, str]) -> bool:
        """And has not ended."""
        claims = {name: value for name, value in query.items() if name != "signature"}
        ends = claims.get("expires")
        is_over = ends is not None and int(ends) < moments.now().timestamp()
        given = query.get("signature", "").encode()
        return not is_over and hmac.compare_digest(given, self._signature(path, claims).encode())

    def _signature(self, path: str, query: Mapping[str, str | int]) -> str:
        text = f"{path}?{urlencode(query)}".encode()
        return hmac.new(self._key, text, hashlib.sha256).hexdigest()

    def _urls(self, thing: Thing, rendered: datetime) -> dict[str, str]:
        ends = int((rendered + _LINKS_LAST).timestamp())
        if thing.type == "subscriptions":
            user, own = thing.get("customer_id"), thing.id
            return {
                "update_payment_method": self.signed(
                    f"/subscription/{own}/payment-details", expires=ends
                ),
                "customer_portal": self.signed("/billing", expires=ends, test_mode=1, user=user),
                "customer_portal_update_subscription": self.signed(
                    f"/billing/{own}/update", expires=ends, user=user
                ),
            }
        if thing.type == "customers":
            portal = self.signed("/billing", expires=ends, test_mode=1, user=thing.id)
            return {"customer_portal": portal}
        if thing.type == "subscription-invoices":
            return {"invoice_url": self.signed(f"/invoices/{thing.id}", expires=ends)}
        return {}
