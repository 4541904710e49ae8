"""The stand-in of Lemon Squeezy: what it sends, when it sends it again, what can be clicked."""

import hashlib
import hmac
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from itertools import pairwise
from pathlib import Path
from threading import Thread
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from flask.testing import FlaskClient

from tests.shopping import eventually
from tools.local.environment import STORE_ID, VARIANTS
from tools.local.lemonsqueezy.application import application
from tools.local.lemonsqueezy.changes import CHANGES
from tools.local.lemonsqueezy.moments import read

BASE = "http://127.0.0.1:1"
BEARER = {"Authorization": "Bearer any"}
AS_JSON = {"Accept": "application/json"}
SECRET = "a secret of ours"
MONTHLY = VARIANTS["PRO_MONTHLY"]
EVENTS = ["order_created", "order_refunded", "subscription_created", "subscription_updated"]
EVENTS += [f"subscription_{word}" for word in ("cancelled", "resumed", "expired", "paused")]
EVENTS += [f"subscription_payment_{word}" for word in ("success", "failed", "recovered")]
EVENTS += ["subscription_unpaused", "subscription_payment_refunded"]


@dataclass
class Receiver:
    """Answers deliveries with `statuses` one after the other, then with 200."""

    url: str = ""
    statuses: list[int] = field(default_factory=list)
    received: list[tuple[dict[str, str], bytes]] = field(default_factory=list)

    @property
    def events(self) -> list[dict[str, Any]]:
        return [json.loads(body) for _, body in self.received]

    @property
    def names(self) -> list[str]:
        return sorted(event["meta"]["event_name"] for event in self.events)

    def hears(self, names: list[str]) -> bool:
        return eventually(lambda: self.names == names)


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    receiver = Receiver()

    class Answer(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            status = receiver.statuses.pop(0) if receiver.statuses else 200
            receiver.received.append((dict(self.headers), body))
            self.send_response(status)
            self.end_headers()

        def log_message(self, *_: object) -> None:
            return

    with ThreadingHTTPServer(("127.0.0.1", 0), Answer) as server:
        receiver.url = f"http://127.0.0.1:{server.server_port}/webhooks"
        Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
        yield receiver
        server.shutdown()


@pytest.fixture
def shop(tmp_path: Path, receiver: Receiver) -> FlaskClient:
    client = application(BASE, tmp_path / "shop.json").test_client()
    attributes = {"url": receiver.url, "events": EVENTS, "secret": SECRET}
    sent = {"data": {"type": "webhooks", "attributes": attributes}}
    assert client.post("/v1/webhooks", json=sent, headers=BEARER).status_code == 201
    assert client.post("/_control", json={"retry_scale": 0.002}).status_code == 200
    return client


def shown(shop: FlaskClient, path: str) -> Any:
    return json.loads(shop.get(path, headers=BEARER).text)


def order(**attributes: Any) -> dict[str, Any]:
    related = {"store": ("stores", STORE_ID), "variant": ("variants", MONTHLY)}
    relationships = {
        name: {"data": {"type": kind, "id": str(number)}}
        for name, (kind, number) in related.items()
    }
    buyer = {"email": "ada@example.test", "custom": {"intent": "i-1"}}
    options = {"enabled_variants": [MONTHLY], "redirect_url": "https://app.example/back"}
    wanted = {"checkout_data": buyer, "product_options": options, "test_mode": True, **attributes}
    return {"data": {"type": "checkouts", "attributes": wanted, "relationships": relationships}}


def opened(shop: FlaskClient, **attributes: Any) -> str:
    """The path of a checkout."""
    answer = shop.post("/v1/checkouts", json=order(**attributes), headers=BEARER)
    assert answer.status_code == 201, answer.text
    return str(urlsplit(json.loads(answer.text)["data"]["attributes"]["url"]).path)


def bought(shop: FlaskClient, **form: str) -> str:
    answer = shop.post(opened(shop), data={"outcome": "pay", **form}, headers=AS_JSON)
    assert answer.status_code == 200, answer.text
    return str(json.loads(answer.text)["subscription_id"])


def change(shop: FlaskClient, own_id: str, name: str, **form: str) -> int:
    path = f"/subscriptions/{own_id}/{name}"
    return shop.post(path, data=form, headers=AS_JSON).status_code


def states(shop: FlaskClient) -> set[str]:
    return {one["state"] for one in shown(shop, "/_control/deliveries")}


def test_a_purchase_is_told_as_it_goes_over_the_wire(shop: FlaskClient, receiver: Receiver) -> None:
    shop.post(opened(shop), data={"outcome": "pay", "name": "Zo\u00eb"})
    assert eventually(lambda: len(receiver.received) == 4)
    assert receiver.names == [
        "order_created", "subscription_created", "subscription_payment_success",
        "subscription_updated",
    ]  # fmt: skip
    for headers, body in receiver.received:
        assert headers["Content-Type"] == "application/json"
        signature = hmac.new(SECRET.encode(), body, hashlib.sha256).hexdigest()
        assert headers["X-Signature"] == signature
        assert headers["X-Event-Name"] == json.loads(body)["meta"]["event_name"]
        assert rb"Zo\u00eb" in body
        assert rb"http:\/\/" in body
        assert b": " not in body.replace(rb"\"", b"")
        assert not re.search(rb"(?<!\\)/", body)
    for event in receiver.events:
        assert event["meta"]["custom_data"] == {"intent": "i-1"}
        assert event["meta"]["test_mode"] is True
        assert isinstance(event["data"]["id"], str)
        assert event["data"]["attributes"]["store_id"] == STORE_ID


def test_the_update_after_a_purchase_moves_the_item_and_not_the_subscription(
    shop: FlaskClient, receiver: Receiver
) -> None:
    bought(shop)
    assert eventually(lambda: len(receiver.received) == 4)
    told = {event["meta"]["event_name"]: event["data"]["attributes"] for event in receiver.events}
    first, second = told["subscription_created"], told["subscription_updated"]
    assert first["updated_at"] == second["updated_at"]
    items = [one["first_subscription_item"]["updated_at"] for one in (first, second)]
    assert items[0] < items[1]
    assert expiry(first) < expiry(second)


def expiry(attributes: dict[str, Any]) -> int:
    return int(parse_qs(urlsplit(attributes["urls"]["customer_portal"]).query)["expires"][0])


@pytest.mark.parametrize("status", [201, 204, 302, 401, 500])
def test_nothing_but_200_is_success_and_there_are_four_tries(
    shop: FlaskClient, receiver: Receiver, status: int
) -> None:
    receiver.statuses = [status] * 16
    bought(shop)
    assert eventually(lambda: states(shop) == {"FAILED"})
    assert len(receiver.received) == 16
    for one in shown(shop, "/_control/deliveries"):
        at = [attempt["at"] for attempt in one["attempts"]]
        assert [attempt["status"] for attempt in one["attempts"]] == [status] * 4
        # Later than told on a busy machine, and never earlier.
        waits = [after - before for before, after in pairwise(at)]
        assert all(wait >= told for wait, told in zip(waits, (0.01, 0.05, 0.25), strict=True))


def test_the_fourth_try_may_succeed(shop: FlaskClient, receiver: Receiver) -> None:
    shop.post("/_control", json={"drop_next": 12})
    bought(shop)
    assert eventually(lambda: states(shop) == {"DELIVERED"})
    assert len(receiver.received) == 4


def test_events_come_twice_on_demand_and_again_by_hand(
    shop: FlaskClient, receiver: Receiver
) -> None:
    shop.post("/_control", json={"duplicates": 1})
    bought(shop)
    assert eventually(lambda: len(receiver.received) == 8)
    bodies = [body for _, body in receiver.received]
    assert len(set(bodies)) == 4
    shop.post("/_control", json={"duplicates": 0})
    delivery = shown(shop, "/_control/deliveries")[0]
    assert shop.post(f"/deliveries/{delivery['id']}/resend").status_code == 303
    assert eventually(lambda: len(receiver.received) == 9)
    again = receiver.events[-1]
    assert again["data"] == delivery["event"]["data"]
    assert again["meta"]["webhook_id"] != delivery["event"]["meta"]["webhook_id"]


def test_disorder_brings_later_events_first(shop: FlaskClient, receiver: Receiver) -> None:
    shop.post("/_control", json={"disorder": 0.4})
    own_id = bought(shop)
    for name in ("cancel", "resume", "fail", "recover", "expire"):
        assert change(shop, own_id, name) == 200
    assert eventually(lambda: states(shop) == {"DELIVERED"})
    versions = [
        event["data"]["attributes"]["updated_at"]
        for event in receiver.events
        if event["data"]["type"] == "subscriptions"
    ]
    assert versions != sorted(versions)


LIFE = {
    "cancel": ("cancelled", ["subscription_cancelled", "subscription_updated"]),
    "resume": ("active", ["subscription_resumed", "subscription_updated"]),
    "pause_void": ("paused", ["subscription_paused", "subscription_updated"]),
    "unpause": ("active", ["subscription_unpaused", "subscription_updated"]),
    "renew": ("active", ["subscription_payment_success", "subscription_updated"]),
    "fail": ("past_due", ["subscription_payment_failed", "subscription_updated"]),
    "give_up": ("unpaid", ["subscription_updated"]),
    "recover": ("active", ["subscription_payment_recovered", "subscription_payment_success",
                           "subscription_updated"]),
    "change_plan": ("active", ["subscription_payment_success", "subscription_updated"]),
    "pause_free": ("paused", ["subscription_paused", "subscription_updated"]),
    "refund": ("paused", ["subscription_payment_refunded"]),
    "expire": ("expired", ["subscription_expired", "subscription_updated"]),
}  # fmt: skip


def test_a_life_of_every_change(shop: FlaskClient, receiver: Receiver) -> None:
    own_id = bought(shop)
    assert eventually(lambda: len(receiver.received) == 4)
    assert set(LIFE) == set(CHANGES)
    version = ""
    for name, (status, events) in LIFE.items():
        receiver.received.clear()
        assert change(shop, own_id, name) == 200, name
        assert receiver.hears(events), (name, receiver.names)
        told = shown(shop, f"/v1/subscriptions/{own_id}")["data"]["attributes"]
        assert told["status"] == status
        if name != "refund":
            assert told["updated_at"] > version
        version = told["updated_at"]
    assert change(shop, own_id, "resume") == 409
    assert change(shop, own_id, "nonsense") == 404
    assert change(shop, "5", "cancel") == 404


def test_a_trial_costs_nothing_yet(shop: FlaskClient, receiver: Receiver) -> None:
    own_id = bought(shop, outcome="trial")
    told = shown(shop, f"/v1/subscriptions/{own_id}")["data"]["attributes"]
    assert told["status"] == "on_trial"
    assert told["renews_at"] == told["trial_ends_at"]
    invoices = shown(shop, "/v1/subscription-invoices")["data"]
    assert [one["attributes"]["total"] for one in invoices] == [0]
    # Otherwise deliveries would outlast the receiver.
    assert eventually(lambda: states(shop) == {"DELIVERED"})


def test_the_checkout_can_be_clicked_through(shop: FlaskClient, receiver: Receiver) -> None:
    path = opened(shop)
    page = shop.get(path).text
    assert 'value="ada@example.test"' in page
    assert re.findall(r'name="outcome" value="(\w+)"', page) == ["pay", "trial", "decline"]
    assert re.findall(r'name="variant_id" value="(\w+)"', page) == [str(MONTHLY)]
    assert shop.post(path, data={"outcome": "decline"}).status_code == 402
    wrong = {"outcome": "pay", "variant_id": str(VARIANTS["PRO_YEARLY"])}
    assert shop.post(path, data=wrong).status_code == 422
    assert shown(shop, "/v1/subscriptions")["data"] == []
    paid = shop.post(path, data={"outcome": "pay"}, follow_redirects=True).text
    assert 'href="https://app.example/back"' in paid
    assert eventually(lambda: states(shop) == {"DELIVERED"})
    assert "ada@example.test" in shop.get("/").text


def test_a_checkout_ends(shop: FlaskClient) -> None:
    assert shop.get(opened(shop, expires_at="2020-01-01T00:00:00Z")).status_code == 410
    assert shop.get(opened(shop, expires_at="2120-01-01T00:00:00Z")).status_code == 200


def test_the_portal_opens_by_its_link_alone(shop: FlaskClient, receiver: Receiver) -> None:
    own_id = bought(shop)
    attributes = shown(shop, f"/v1/subscriptions/{own_id}")["data"]["attributes"]
    for link in attributes["urls"].values():
        path = link.removeprefix(BASE)
        assert f'action="/subscriptions/{own_id}/cancel"' in shop.get(path).text
        assert shop.get(path.replace("expires=1", "expires=2")).status_code == 403
        assert shop.get(path.partition("&signature")[0]).status_code == 403
    assert eventually(lambda: states(shop) == {"DELIVERED"})


def test_the_api_answers_as_the_true_one(shop: FlaskClient) -> None:
    path = opened(shop)
    own_id = path.rpartition("/")[2]
    assert shop.get(f"/v1/checkouts/{own_id}").status_code == 401
    answer = shop.get(f"/v1/checkouts/{own_id}", headers=BEARER)
    assert answer.content_type == "application/vnd.api+json"
    assert answer.headers["X-Ratelimit-Limit"] == "300"
    assert int(answer.headers["X-Ratelimit-Remaining"]) < 299
    attributes = json.loads(answer.text)["data"]["attributes"]
    assert attributes["checkout_data"]["custom"] == {"intent": "i-1"}
    assert attributes["variant_id"] == MONTHLY
    missing = shop.get("/v1/checkouts/none", headers=BEARER)
    assert (missing.status_code, json.loads(missing.text)["errors"][0]["status"]) == (404, "404")


@pytest.mark.parametrize(
    ("wrong", "pointer"),
    [
        ({"relationships": {}}, "/data/relationships/variant"),
        ({"attributes": {"checkout_data": {"email": "nobody"}}},
         "/data/attributes/checkout_data/email"),
    ],
)  # fmt: skip
def test_a_wrong_order_is_refused_at_its_place(
    shop: FlaskClient, wrong: dict[str, Any], pointer: str
) -> None:
    sent = {"data": {**order()["data"], **wrong}}
    answer = shop.post("/v1/checkouts", json=sent, headers=BEARER)
    assert answer.status_code == 422
    assert json.loads(answer.text)["errors"][0]["source"]["pointer"] == pointer


def test_lists_come_in_pages_and_filtered(shop: FlaskClient) -> None:
    for number in range(5):
        asked = {"variant_id": MONTHLY, "email": f"{number % 2}@example.test"}
        assert shop.post("/_control/subscriptions", json=asked).status_code == 201
    first = shown(shop, "/v1/subscriptions?page[size]=2&page[number]=3")
    assert first["meta"]["page"] == {
        "currentPage": 3, "from": 5, "lastPage": 3, "perPage": 2, "to": 5, "total": 5,
    }  # fmt: skip
    filtered = shop.get("/v1/subscriptions?filter[user_email]=1@example.test", headers=BEARER)
    assert len(json.loads(filtered.text)["data"]) == 2
    assert shop.get("/v1/subscriptions?page[size]=101", headers=BEARER).status_code == 400
    # They were made without a word to anybody.
    assert shown(shop, "/_control/deliveries") == []


def test_the_api_can_be_slow_to_let_in_and_can_fail(shop: FlaskClient) -> None:
    shop.post("/_control", json={"rate_limit": 3, "fail_api": 1})
    answers = [shop.get("/v1/stores/31415", headers=BEARER) for _ in range(4)]
    assert [one.status_code for one in answers] == [500, 200, 429, 429]
    assert answers[2].headers["Retry-After"] == "1"
    assert shop.post("/_control", json={"nonsense": 1}).status_code == 422
    assert shop.post("/_control", json={"rate_limit": "x"}).status_code == 422


def test_the_shop_outlives_its_process(shop: FlaskClient, tmp_path: Path) -> None:
    asked = {"variant_id": MONTHLY, "email": "ada@example.test"}
    own_id = json.loads(shop.post("/_control/subscriptions", json=asked).text)["id"]
    again = application(BASE, tmp_path / "shop.json").test_client()
    told = shown(again, f"/v1/subscriptions/{own_id}")["data"]["attributes"]
    assert told["user_email"] == "ada@example.test"
    assert read(told["created_at"])
    assert len(shown(again, "/v1/webhooks")["data"]) == 1
    assert "secret" not in again.get("/v1/webhooks", headers=BEARER).text
    assert (tmp_path / "shop.json").stat().st_mode & 0o077 == 0


def test_the_page_of_the_shop_sets_what_goes_wrong(shop: FlaskClient) -> None:
    page = shop.get("/").text
    names = re.findall(r'<input id="\w+" name="(\w+)"', page)
    assert set(names) == set(shown(shop, "/_control"))
    assert "calls of the API are answered with 500" in page
    set_by_hand = shop.post("/_control", data={**dict.fromkeys(names, "0"), "delay": "0.5"})
    assert set_by_hand.status_code == 303
    assert shown(shop, "/_control")["delay"] == 0.5
