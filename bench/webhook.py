"""`python -m bench.webhook`: the billing webhook beside the smallest function that publishes."""

import argparse
import hashlib
import hmac
import json
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from statistics import median
from typing import Any

import grpc
from google.pubsub_v1 import PublisherClient
from google.pubsub_v1.services.publisher.transports import PublisherGrpcTransport

from bench import telling
from bench.figures import Plan, measure
from bench.load import BenchFailed, Target, timed
from bench.serving import HELLO, PUBLISHING, serve
from bench.vault import make_secret
from shared.events.messages.billing_webhook_received import TOPIC
from tools.local.processes import StartFailed, stop
from tools.local.testing import emulators_for_tests

_PART, _PROJECT = "webhook", "hypertroq-bench"
_SECRET, _SECRET_ID = b"a secret of the bench", "lemonsqueezy-webhook-secret"
_SETTINGS = {
    "GOOGLE_CLOUD_PROJECT": _PROJECT,
    "CORS_ORIGINS": "",
    "TRUSTED_PROXY_HOPS": "0",
    "LIMITS": "production",
}
_FLOOR, _WEBHOOK = "floor: one message published", "POST webhooks/lemonsqueezy"
_REFUSED = "POST webhooks/lemonsqueezy, not signed"


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m bench.webhook", description=__doc__)
    parser.add_argument("--rounds", type=int, default=Plan.rounds)
    parser.add_argument("--record", action="store_true", help="put the ratios into docs/")
    options = parser.parse_args(arguments)
    plan = Plan(rounds=options.rounds)
    try:
        with _served() as targets:
            rows = telling.times(measure(targets, plan), _FLOOR)
            rates = _rates(targets, plan)
    except (BenchFailed, StartFailed) as failed:
        print(failed, file=sys.stderr)
        return 1
    print(telling.table(rows), telling.table(rates), sep="\n\n")
    telling.keep(_PART, {"times": rows, "rates": rates})
    if options.record:
        telling.record(_PART, [telling.markdown(rows), telling.markdown(rates)])
    return 0


@contextmanager
def _served() -> Iterator[list[Target]]:
    with emulators_for_tests() as emulators, ExitStack() as ending:
        make_secret(emulators.secret_manager, _PROJECT, _SECRET_ID, _SECRET)
        _make_topic(emulators.pubsub)
        ports = {}
        for name in (HELLO, PUBLISHING, "billing_webhook"):
            served = serve(name, _SETTINGS)
            ending.callback(stop, [served.child])
            ports[name] = served.port
        yield _targets(ports[HELLO], ports[PUBLISHING], ports["billing_webhook"])


def _targets(hello: int, publishing: int, webhook: int) -> list[Target]:
    path, event = "/api/v1/webhooks/lemonsqueezy", _event()
    # As a target sends it.
    signature = hmac.new(_SECRET, json.dumps(event).encode(), hashlib.sha256).hexdigest()
    signed, forged = {"X-Signature": signature}, {"X-Signature": "0" * 64}
    return [
        Target("floor: hello", hello, "/"),
        Target(_FLOOR, publishing, "/", "POST", {}, event),
        Target(_WEBHOOK, webhook, path, "POST", signed, event),
        Target(_REFUSED, webhook, path, "POST", forged, event, 401),
    ]


def _rates(targets: Sequence[Target], plan: Plan) -> list[dict[str, Any]]:
    """Requests a second with as many under way as measured, and how many of the floor's."""
    found: dict[str, dict[int, list[float]]] = {target.name: {} for target in targets}
    for _ in range(plan.rounds):
        for concurrency, requests in plan.requests.items():
            for target in targets:
                started = time.perf_counter()
                timed(target, concurrency, requests)
                rate = requests / (time.perf_counter() - started)
                found[target.name].setdefault(concurrency, []).append(rate)
    rows = []
    for name, rates in found.items():
        row: dict[str, Any] = {"requests a second": name}
        for concurrency, ours in rates.items():
            floor = found[_FLOOR][concurrency]
            shares = [our / its for our, its in zip(ours, floor, strict=True)]
            row |= {
                f"c={concurrency} a second ms": round(median(ours)),
                f"c={concurrency}": round(median(shares), 2),
            }
        rows.append(row)
    return rows


def _make_topic(address: str) -> None:
    with grpc.insecure_channel(address) as channel:
        client = PublisherClient(transport=PublisherGrpcTransport(channel=channel))
        client.create_topic(name=f"projects/{_PROJECT}/topics/{TOPIC}")


def _event() -> dict[str, Any]:
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


if __name__ == "__main__":
    sys.exit(main())
