"""What callers of the API send, carried out: a checkout opened, a webhook set, a subscription
changed."""

import json
from collections.abc import Mapping
from typing import Any
from uuid import uuid4

from tools.local.environment import STORE_ID
from tools.local.lemonsqueezy import catalogue, moments
from tools.local.lemonsqueezy.desk import Desk
from tools.local.lemonsqueezy.shop import Shop, Thing

Sent = Mapping[str, Any]


class Refused(Exception):
    """Told as an error of JSON:API; `pointer` is the place in what was sent."""

    def __init__(self, status: int, detail: str, pointer: str = "") -> None:
        self.status, self.detail, self.pointer = status, detail, pointer
        super().__init__(detail)


def sent_in(body: bytes) -> Sent:
    try:
        sent: Sent = json.loads(body)["data"]
    except (ValueError, KeyError, TypeError):
        raise Refused(400, "The request body is no JSON:API document.") from None
    return sent


def open_checkout(shop: Shop, sent: Sent) -> Thing:
    variant_id = int(_related(sent, "variant"))
    if int(_related(sent, "store")) != STORE_ID or variant_id not in catalogue.SOLD:
        raise Refused(404, "The related resource does not exist.", "/data/relationships")
    asked: Sent = sent.get("attributes") or {}
    buyer = {"email": None, "name": None, "custom": {}, **(asked.get("checkout_data") or {})}
    _expect_address(buyer["email"])
    options = {"enabled_variants": [], "redirect_url": "", **(asked.get("product_options") or {})}
    attributes = {
        "store_id": STORE_ID,
        "variant_id": variant_id,
        "custom_price": asked.get("custom_price"),
        "product_options": options,
        "checkout_options": asked.get("checkout_options") or {},
        "checkout_data": buyer,
        "preview": False,
        "expires_at": asked.get("expires_at"),
        **_stamps(),
        "test_mode": bool(asked.get("test_mode")),
    }
    with shop.changing():
        return shop.add("checkouts", attributes, {}, own_id=str(uuid4()))


def set_webhook(shop: Shop, sent: Sent, known: Thing | None) -> Thing:
    """A new one, or `known` with what is sent changed."""
    asked: Sent = sent.get("attributes") or {}
    secret = asked.get("secret")
    if (known is None or secret is not None) and not 6 <= len(str(secret or "")) <= 40:
        where = "/data/attributes/secret"
        raise Refused(422, "The secret must be between 6 and 40 characters.", where)
    with shop.changing():
        if known is None:
            about = {"store_id": STORE_ID, "test_mode": True, "last_sent_at": None, **_stamps()}
            known = shop.add("webhooks", about, {})
        known.change(**{name: asked[name] for name in ("url", "events", "secret") if name in asked})
        return known


def patch_subscription(shop: Shop, desk: Desk, own_id: str, sent: Sent) -> Thing:
    """Raises `Missing` and `NotNow`."""
    asked: Sent = sent.get("attributes") or {}
    if "variant_id" in asked:
        return desk.change(own_id, "change_plan", {"variant_id": str(asked["variant_id"])})
    if "cancelled" in asked:
        return desk.change(own_id, "cancel" if asked["cancelled"] else "resume", {})
    if "pause" in asked:
        pause = asked["pause"] or {}
        name = f"pause_{pause['mode']}" if pause else "unpause"
        return desk.change(own_id, name, {"resumes_at": pause.get("resumes_at") or ""})
    return shop.find("subscriptions", own_id)


def _expect_address(email: object) -> None:
    if email is not None and ("@" not in str(email) or not str(email).isascii()):
        where = "/data/attributes/checkout_data/email"
        raise Refused(422, "The checkout data.email must be a valid email address.", where)


def _related(sent: Sent, name: str) -> str:
    where = f"/data/relationships/{name}"
    try:
        related = sent["relationships"][name]["data"]["id"]
    except (KeyError, TypeError):
        raise Refused(422, f"The {name} field is required.", where) from None
    if not isinstance(related, str) or not related.isdigit():
        raise Refused(422, f"The {name} field must be a string.", where)
    return related


def _stamps() -> dict[str, str]:
    stamp = moments.written(moments.now())
    return {"created_at": stamp, "updated_at": stamp}
