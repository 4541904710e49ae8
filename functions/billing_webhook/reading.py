"""From the payment provider's words to a message of ours: what we need of them and nothing else."""

import hashlib
import json
import re
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from shared.domain.billing_kept import kept, rendered_at
from shared.events.messages.billing_webhook_received import BillingWebhookReceived

UNREADABLE = "unreadable"
"""The object type of what is signed and cannot be read. It tells no more than its size: nobody
knows what else may be in it."""

_NAME = re.compile(r"[A-Za-z0-9_.-]{1,100}\Z")
_ID = re.compile(r"[A-Za-z0-9_-]{1,64}\Z")


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
    name, object_type = _matching(_NAME, meta["event_name"]), _matching(_NAME, data["type"])
    found = data.get("attributes")
    attributes: Mapping[str, Any] = found if isinstance(found, dict) else {}
    return BillingWebhookReceived(
        key=_key(name, data),
        event_name=name,
        object_type=object_type,
        object_id=_matching(_ID, str(data["id"])),
        attributes=kept(object_type, attributes),
        test_mode=meta.get("test_mode", attributes.get("test_mode")) is True,
        intent=_intent(meta.get("custom_data")),
        rendered_at=rendered_at(attributes),
        received_at=now,
    )


def _matching(pattern: re.Pattern[str], value: str) -> str:
    if not pattern.match(value):
        raise ValueError("not a name")
    return value


def _key(name: str, data: Any) -> str:
    """Raises `UnicodeEncodeError` for what is no text."""
    canonical = json.dumps(data, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(f"{name}\n{canonical}".encode()).hexdigest()


def _intent(custom_data: Any) -> str | None:
    """Buyers can write what they like there."""
    intent = custom_data.get("intent") if isinstance(custom_data, dict) else None
    return intent if isinstance(intent, str) and _ID.match(intent) else None
