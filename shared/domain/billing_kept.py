"""What of the provider's objects we keep at all: facts, and nothing that names a person."""

import re
from collections.abc import Mapping
from typing import Any
from urllib.parse import parse_qs, urlsplit

SUBSCRIPTIONS, INVOICES = "subscriptions", "subscription-invoices"

KEPT: Mapping[str, tuple[str, ...]] = {
    SUBSCRIPTIONS: (
        "store_id",
        "customer_id",
        "order_id",
        "order_item_id",
        "product_id",
        "variant_id",
        "status",
        "pause",
        "cancelled",
        "trial_ends_at",
        "first_subscription_item",
        "renews_at",
        "ends_at",
        "created_at",
        "updated_at",
        "test_mode",
    ),
    INVOICES: (
        "store_id",
        "subscription_id",
        "customer_id",
        "billing_reason",
        "currency",
        "status",
        "refunded",
        "refunded_at",
        "subtotal",
        "discount_total",
        "tax",
        "total",
        "total_usd",
        "refunded_amount",
        "created_at",
        "updated_at",
        "test_mode",
    ),
}
_KEPT_OF_OTHERS = ("store_id", "customer_id", "status", "created_at", "updated_at", "test_mode")
_KEPT_BELOW: Mapping[str, tuple[str, ...]] = {
    "first_subscription_item": ("id", "updated_at", "quantity"),
    "pause": ("mode", "resumes_at"),
}
_LONGEST = 256


def kept(object_type: str, attributes: Mapping[str, Any]) -> dict[str, Any]:
    """Facts only: no name, no address, no card, and none of the links that sign people in."""
    names = KEPT.get(object_type, _KEPT_OF_OTHERS)
    facts = {name: attributes[name] for name in names if name in attributes}
    for name, below in _KEPT_BELOW.items():
        if isinstance(facts.get(name), Mapping):
            facts[name] = {part: facts[name][part] for part in below if part in facts[name]}
    return {name: fact for name, fact in facts.items() if _is_small(fact)}


def rendered_at(attributes: Mapping[str, Any]) -> int | None:
    """When the object was written, told by when its signed addresses expire: by the latest of
    them. Only to be compared with another one."""
    urls = attributes.get("urls")
    found = [_expiry(url) for url in urls.values()] if isinstance(urls, Mapping) else []
    return max((moment for moment in found if moment is not None), default=None)


def _is_small(fact: Any) -> bool:
    """Facts are small; what is not is none of those we know."""
    if isinstance(fact, Mapping):
        return all(
            not isinstance(part, Mapping | list) and _is_small(part) for part in fact.values()
        )
    return not isinstance(fact, list) and len(str(fact)) <= _LONGEST


def _expiry(url: Any) -> int | None:
    if not isinstance(url, str):
        return None
    try:
        sent = parse_qs(urlsplit(url).query).get("expires", [""])[0]
    except ValueError:
        return None
    return int(sent) if re.fullmatch(r"[0-9]{1,12}", sent) else None
