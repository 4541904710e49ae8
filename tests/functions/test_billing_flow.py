"""Pro bought, kept and lost through a running stack: the true webhooks of the shop's stand-in,
Pub/Sub between the functions, nothing called directly."""

import copy
import json
from collections.abc import Iterator
from typing import Any

import pytest
import requests

from tests.shopping import Shop, Shopper, eventually, never, on_the_wire
from tests.stocked import draft
from tools.local.testing import Stack

USUAL = {"duplicates": 0, "disorder": 0, "delay": 0, "drop_next": 0, "retry_scale": 0.01}


@pytest.fixture
def shop(stack: Stack) -> Iterator[Shop]:
    shop = Shop.of(stack)
    shop.control(**USUAL)
    yield shop
    shop.control(**USUAL)


@pytest.fixture
def shopper(stack: Stack) -> Shopper:
    return Shopper.at(stack)


def reconcile(stack: Stack, scope: str) -> dict[str, int]:
    url = f"{stack.base_url}/_jobs/subscription_reconcile"
    answer = requests.post(url, json={"scope": scope}, timeout=60)
    assert answer.status_code == 200, answer.text
    counts: dict[str, int] = answer.json()
    return counts


def bought(shop: Shop, shopper: Shopper, outcome: str = "pay") -> str:
    subscription_id = shop.pay(shopper.checkout_url(), outcome)
    assert eventually(shopper.has_pro)
    return subscription_id


def test_what_was_built_with_pro_outlives_it(shop: Shop, shopper: Shopper) -> None:
    subscription_id = bought(shop, shopper)
    assert shopper.subscription["status"] == "ACTIVE"
    made = shopper.send("POST", "/programs", draft())
    program, tag = f"/programs/{made.json()['data']['id']}", {"If-Match": made.headers["ETag"]}
    shop.change(subscription_id, "cancel")
    assert shopper.stands(status="CANCELLED")
    assert shopper.has_pro()
    shop.change(subscription_id, "expire")
    assert eventually(lambda: not shopper.has_pro())
    assert shopper.subscription["tier"] == "FREE"
    assert shopper.send("GET", program).status_code == 200
    assert shopper.send("GET", f"/volume{program}").status_code == 200
    refused = shopper.send("PATCH", program, {"name": "Mine"}, **tag)
    assert refused.json()["error"]["code"] == "SUBSCRIPTION_REQUIRED"


def test_every_change_is_seen(shop: Shop, shopper: Shopper) -> None:
    subscription_id = bought(shop, shopper, "trial")
    assert shopper.subscription["status"] == "ON_TRIAL"
    for change, status, pro in (
        ("renew", "ACTIVE", True),
        ("fail", "PAST_DUE", True),
        ("recover", "ACTIVE", True),
        ("pause_void", "PAUSED", False),
        ("unpause", "ACTIVE", True),
        ("pause_free", "PAUSED", True),
        ("unpause", "ACTIVE", True),
        ("refund", "ACTIVE", True),
        ("cancel", "CANCELLED", True),
        ("resume", "ACTIVE", True),
        ("fail", "PAST_DUE", True),
        ("give_up", "UNPAID", False),
        ("recover", "ACTIVE", True),
    ):
        shop.change(subscription_id, change)
        assert shopper.stands(status=status), change
        assert shopper.has_pro() is pro, change
    shop.change(subscription_id, "change_plan")
    assert shopper.stands(plan="PRO_YEARLY")
    again = {"Idempotency-Key": "0123456789abcdef"}
    refused = shopper.send("POST", "/billing/checkout", {"plan": "PRO_MONTHLY"}, **again)
    assert refused.json()["error"]["code"] == "ALREADY_SUBSCRIBED"


def test_doubled_and_disordered_events_end_in_the_right_place(shop: Shop, shopper: Shopper) -> None:
    shop.control(duplicates=2, disorder=0.6)
    subscription_id = shop.pay(shopper.checkout_url())
    for change in ("cancel", "resume", "fail", "recover", "cancel", "expire"):
        shop.change(subscription_id, change)
    assert eventually(shop.is_done)
    assert shopper.stands(status="EXPIRED")
    second = shop.pay(shopper.checkout_url("PRO_YEARLY"))
    assert shopper.stands(plan="PRO_YEARLY", tier="PRO")
    # All of the old one comes again, after the new one has begun.
    for old in shop.deliveries(subscription_id):
        requests.post(f"{shop.url}/deliveries/{old['id']}/resend", timeout=10)
    assert eventually(shop.is_done)
    assert never(lambda: not shopper.has_pro())
    shop.change(second, "fail")
    assert shopper.stands(plan="PRO_YEARLY", status="PAST_DUE", tier="PRO")


def test_four_lost_deliveries_are_made_good_by_the_job(
    stack: Stack, shop: Shop, shopper: Shopper
) -> None:
    shop.control(drop_next=1_000)
    subscription_id = shop.pay(shopper.checkout_url())
    assert eventually(shop.is_done, 20)
    (first, *_) = shop.deliveries(subscription_id)
    assert [attempt["status"] for attempt in first["attempts"]] == [None] * 4
    assert first["state"] == "FAILED"
    assert not shopper.has_pro()
    shop.control(drop_next=0)
    assert reconcile(stack, "NEAR")["claimed"] >= 1
    assert shopper.has_pro()
    shop.control(drop_next=1_000)
    shop.change(subscription_id, "expire")
    assert eventually(shop.is_done, 20)
    shop.control(drop_next=0)
    assert shopper.has_pro()
    assert reconcile(stack, "ALL")["drifted"] >= 1
    assert not shopper.has_pro()
    assert reconcile(stack, "ALL")["drifted"] == 0


def test_whoever_comes_back_from_paying_has_pro_before_any_event(
    shop: Shop, shopper: Shopper
) -> None:
    shop.control(delay=3)
    shop.pay(shopper.checkout_url())
    assert shopper.subscription["tier"] == "PRO"
    assert shopper.has_pro()


def test_a_card_that_is_declined_buys_nothing(shop: Shop, shopper: Shopper) -> None:
    url = shopper.checkout_url()
    answer = requests.post(url, data={"outcome": "decline"}, timeout=10)
    assert answer.status_code == 402
    assert shopper.subscription["tier"] == "FREE"


FOREIGN: dict[str, tuple[str, dict[str, Any], dict[str, Any]]] = {
    "900001": ("FOREIGN_STORE", {"store_id": 99}, {}),
    "900002": ("WRONG_MODE", {"test_mode": False}, {}),
    "900003": ("WRONG_MODE", {}, {"test_mode": False}),
    "900004": ("UNKNOWN_VARIANT", {"variant_id": 5}, {}),
    "900005": ("NO_INTENT", {}, {"custom_data": {"organization_id": "o"}}),
    "900006": ("UNKNOWN_INTENT", {}, {"custom_data": {"intent": "made-up"}}),
    "900007": ("MALFORMED", {"updated_at": "yesterday"}, {}),
}
"""Subscriptions of our provider that are none of ours: why, and what is different about each."""


def created(shop: Shop, subscription_id: str) -> dict[str, Any]:
    """What the shop said when the subscription began."""
    sent = shop.deliveries(subscription_id)
    event: dict[str, Any] = next(
        one["event"] for one in sent if one["event_name"] == "subscription_created"
    )
    return copy.deepcopy(event)


def test_what_is_not_ours_is_put_aside_and_gives_nobody_pro(
    stack: Stack, shop: Shop, shopper: Shopper
) -> None:
    """Signed by the provider, all of it, and about somebody who has an open checkout."""
    model = created(shop, shop.pay(shopper.checkout_url()))
    victim = Shopper.at(stack)
    url = victim.checkout_url()
    checkout = requests.get(
        f"{shop.url}/v1/checkouts/{url.rpartition('/')[2].partition('?')[0]}",
        headers={"Authorization": "Bearer any"},
        timeout=10,
    ).json()["data"]["attributes"]
    intent = checkout["checkout_data"]["custom"]["intent"]
    wanted: dict[str, str] = {}
    for own_id, (reason, attributes, meta) in FOREIGN.items():
        event = copy.deepcopy(model)
        event["data"]["id"] = own_id
        event["data"]["attributes"] |= attributes
        event["meta"] |= {"custom_data": {"intent": intent}, **meta}
        assert shop.post(event) == 200
        wanted[own_id] = reason
    admin = Shopper.admin(stack)

    def parked() -> dict[str, str]:
        listed = admin.send("GET", "/admin/billing/parked?limit=100").json()["data"]
        return {one["object_id"]: one["reason"] for one in listed}

    assert eventually(lambda: wanted.items() <= parked().items()), parked()
    assert not victim.has_pro()
    assert victim.subscription["tier"] == "FREE"


def test_what_nobody_signed_or_what_is_old_changes_nothing(shop: Shop, shopper: Shopper) -> None:
    subscription_id = bought(shop, shopper)
    began = created(shop, subscription_id)
    shop.change(subscription_id, "expire")
    assert eventually(lambda: not shopper.has_pro())
    event = copy.deepcopy(began)
    event["data"]["attributes"] |= {"updated_at": "2031-01-01T00:00:00.000000Z"}
    genuine = shop.signed(on_the_wire(began))
    # Changed, unsigned, signed for other bytes, signed under another secret, written again.
    assert shop.post(on_the_wire(event), genuine) == 401
    assert shop.post(on_the_wire(event), "") == 401
    assert shop.post(json.dumps(began).encode(), genuine) == 401
    # Truly signed and caught on the way: sent again, and again.
    assert [shop.post(began) for _ in range(3)] == [200] * 3
    assert never(shopper.has_pro)
    assert shopper.subscription["status"] == "EXPIRED"


def test_custom_data_that_a_buyer_wrote_moves_nothing(
    stack: Stack, shop: Shop, shopper: Shopper
) -> None:
    """A link to the shop may carry custom data, and anybody can write one."""
    subscription_id = bought(shop, shopper)
    taken = created(shop, subscription_id)["meta"]["custom_data"]["intent"]
    buyer = {"outcome": "pay", "email": "buyer@example.test"}
    link = f"{shop.url}/checkout/buy/{shop.about['variants']['PRO_YEARLY']}"
    second = shop.pay(f"{link}?checkout[custom][intent]={taken}", **buyer)
    other = Shopper.at(stack)
    edited = created(shop, subscription_id)
    edited["meta"]["custom_data"] = {"organization_id": other.organization_id, "intent": "x"}
    edited["data"]["attributes"]["updated_at"] = "2026-12-31T00:00:00.000000Z"
    assert shop.post(edited) == 200
    admin = Shopper.admin(stack)

    def reason() -> str:
        listed = admin.send("GET", "/admin/billing/parked?limit=100").json()["data"]
        return next((one["reason"] for one in listed if one["object_id"] == second), "")

    assert eventually(lambda: reason() == "REUSED_INTENT")
    assert never(other.has_pro)
    assert shopper.has_pro()
    assert shopper.subscription["plan"] == "PRO_MONTHLY"


def test_an_admin_gives_a_purchase_that_names_nobody_to_whom_it_belongs(
    stack: Stack, shop: Shop, shopper: Shopper
) -> None:
    """All that waited for it follows, from the retry of one of its events."""
    link = f"{shop.url}/checkout/buy/{shop.about['variants']['PRO_YEARLY']}"
    bought_by_link = shop.pay(link, outcome="pay", email="buyer@example.test")
    admin = Shopper.admin(stack)

    def waiting() -> list[str]:
        listed = admin.send("GET", "/admin/billing/parked?limit=100").json()["data"]
        return [one["id"] for one in listed if one["object_id"] == bought_by_link]

    assert eventually(lambda: len(waiting()) > 1)
    assert not shopper.has_pro()
    whose = {"organization_id": shopper.organization_id}
    retried = admin.send("POST", f"/admin/billing/parked/{waiting()[0]}/retry", whose)
    assert retried.status_code == 202
    assert eventually(shopper.has_pro)
    assert shopper.subscription["plan"] == "PRO_YEARLY"
    assert eventually(lambda: waiting() == [])
