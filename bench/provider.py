"""The payment provider and the mail provider for the bench: events as they send them, signed."""

import hashlib
import hmac
import json
from typing import Any

import grpc
from google.pubsub_v1 import PublisherClient
from google.pubsub_v1.services.publisher.transports import PublisherGrpcTransport

from bench.load import Target
from bench.vault import make_secret
from shared.events.messages.billing_webhook_received import TOPIC
from tools.local.mailbox.webhook import Webhook
from tools.local.testing import StartedEmulators

PATH = "/api/v1/webhooks/lemonsqueezy"
_SECRET, _SECRET_ID = b"a secret of the bench", "lemonsqueezy-webhook-secret"
_MAIL_SECRET, _MAIL_SECRET_ID = "whsec_YSBzZWNyZXQgb2YgdGhlIGJlbmNo", "resend-webhook-secret"


def make_way(emulators: StartedEmulators, project: str) -> None:
    """The secrets and the topic that the webhooks need."""
    make_secret(emulators.secret_manager, project, _SECRET_ID, _SECRET)
    make_secret(emulators.secret_manager, project, _MAIL_SECRET_ID, _MAIL_SECRET.encode())
    make_topic(emulators.pubsub, project, TOPIC)


def make_topic(address: str, project: str, topic: str) -> None:
    with grpc.insecure_channel(address) as channel:
        client = PublisherClient(transport=PublisherGrpcTransport(channel=channel))
        client.create_topic(name=f"projects/{project}/topics/{topic}")


def delivery(name: str, port: int) -> Target:
    told = event()
    # As a target sends it.
    signature = hmac.new(_SECRET, json.dumps(told).encode(), hashlib.sha256).hexdigest()
    return Target(name, port, PATH, "POST", {"X-Signature": signature}, told)


def returned(name: str, port: int) -> Target:
    """Word of a letter that arrived: the least that the mail provider tells."""
    told = {"type": "email.delivered", "data": {"to": ["ada@example.test"]}}
    signed = Webhook("", _MAIL_SECRET).signed(json.dumps(told).encode())
    return Target(name, port, "/api/v1/webhooks/resend", "POST", signed, told)


def event() -> dict[str, Any]:
    """Of the size of a true one."""
    related = "https://api.lemonsqueezy.com/v1/subscriptions/1652029"
    names = ("store", "customer", "order", "order-item", "product", "variant", "invoices")
    links = {one: {"links": {"related": f"{related}/{one}", "self": related}} for one in names}
    portal = f"https://shop.lemonsqueezy.com/billing?expires=1795340000&signature={'0' * 64}"
    moment = "2026-11-21T09:30:00.000000Z"
    attributes = {
        "store_id": 31415, "customer_id": 7137295, "order_id": 6859490, "order_item_id": 6800269,
        "product_id": 90210, "variant_id": 271801, "product_name": "Pro", "variant_name": "Monthly",
        "user_name": "Ada Example", "user_email": "ada@example.test", "status": "active",
        "pause": None, "cancelled": False, "trial_ends_at": None, "billing_anchor": 21,
        "first_subscription_item": {"id": 5382737, "quantity": 1, "updated_at": moment},
        "urls": dict.fromkeys(("update_payment_method", "customer_portal", "update"), portal),
        "renews_at": moment, "ends_at": None, "created_at": moment, "updated_at": moment,
        "test_mode": True,
    }  # fmt: skip
    custom = {"intent": "3f0e8a52-7d2c-4a51-9d53-1c2b3a4d5e6f"}
    meta = {"test_mode": True, "event_name": "subscription_updated", "custom_data": custom}
    data = {"type": "subscriptions", "id": "1652029", "attributes": attributes}
    return {"meta": meta, "data": {**data, "relationships": links, "links": {"self": related}}}
