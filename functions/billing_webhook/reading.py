"""From the payment provider's words to a message of ours: what we need of them and nothing else."""

import hashlib
import json
import re
from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any
from urllib.parse import parse_qs, urlsplit

from shared.events.messages.billing_webhook_received import BillingWebhookReceived

UNREADABLE = "unreadable"
"""The object type of what is signed and cannot be read. It tells no more than its size: nobody
knows what else may be in it."""

_NAME = re.compile(r"[A-Za-z0-9_.-]{1,100}\Z")
_ID = re.compile(r"[A-Za-z0-9_-]{1,64}\Z")
_ALL = ("store_id", "customer_id", "status", "created_at", "updated_at", "test_mode")
# No names, addresses, cards or links: the links sign their holder in.
_KEPT: Mapping[str, tuple[str, ...]] = {
    "subscriptions": (
        *_ALL, "order_id", "order_item_id", "product_id", "variant_id", "cancelled",
        "trial_ends_at", "renews_at", "ends_at",
    ),
    "subscription-invoices": (
        *_ALL, "subscription_id", "billing_reason", "currency", "refunded", "refunded_at",
        "subtotal", "discount_total", "tax", "total", "total_usd", "refunded_amount",
    ),
}  # fmt: skip
_KEPT_INSIDE: Mapping[str, Mapping[str, tuple[str, ...]]] = {
    "subscriptions": {
        "pause": ("mode", "resumes_at"),
        "first_subscription_item": ("id", "updated_at", "quantity"),
    }
}


def read(body: bytes, now: datetime) -> BillingWebhookReceived:
    """Never raises: what is signed came from the provider, and sending it again would not make it
    easier to read."""
    try:
        return _read(json.loads(body), now)
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError):
        digest = hashlib.sha256(body).hexdigest()
        return BillingWebhookReceived(
            key=digest,
            event_name=UNREADABLE,
            object_type=UNREADABLE,
            object_id=digest,
            attributes={"bytes": len(body)},
            test_mode=False,
            received_at=now,
        )


def _read(event: Any, now: datetime) -> BillingWebhookReceived:
    meta, data = event["meta"], event["data"]
    name = _matching(_NAME, meta["event_name"])
    found = data.get("attributes")
    attributes: Mapping[str, Any] = found if isinstance(found, dict) else {}
    object_type = _matching(_NAME, data["type"])
    return BillingWebhookReceived(
        key=_key(name, data),
        event_name=name,
        object_type=object_type,
        object_id=_matching(_ID, str(data["id"])),
        attributes=dict(_kept(object_type, attributes)),
        test_mode=meta.get("test_mode", attributes.get("test_mode")) is True,
        intent=_intent(meta.get("custom_data")),
        rendered_at=_rendered_at(attributes.get("urls")),
        received_at=now,
    )


def _matching(pattern: re.Pattern[str], value: str) -> str:
    if not pattern.match(value):
        raise ValueError("not a name")
    return value


def _key(name: str, data: Any) -> str:
    """What is no text in UTF-8 has none."""
    canonical = json.dumps(data, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(f"{name}\n{canonical}".encode()).hexdigest()


def _kept(object_type: str, attributes: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    for name in _KEPT.get(object_type, _ALL):
        if name in attributes:
            yield name, attributes[name]
    for name, inner in _KEPT_INSIDE.get(object_type, {}).items():
        value = attributes.get(name)
        if isinstance(value, dict):
            yield name, {key: value[key] for key in inner if key in value}
        elif name in attributes:
            yield name, value


def _intent(custom_data: Any) -> str | None:
    """Buyers can write what they like there."""
    intent = custom_data.get("intent") if isinstance(custom_data, dict) else None
    return intent if isinstance(intent, str) and _ID.match(intent) else None


def _rendered_at(urls: Any) -> int | None:
    """When the snapshot was made, as far as it can be told: its links end a fixed time later."""
    links = urls.values() if isinstance(urls, dict) else ()
    ends = [end for link in links if isinstance(link, str) for end in _ends(link)]
    return max(ends, default=None)


def _ends(link: str) -> list[int]:
    try:
        found = parse_qs(urlsplit(link).query).get("expires", [])
    except ValueError:
        return []
    return [int(one) for one in found if one.isascii() and one.isdecimal() and len(one) <= 12]
