"""Lemon Squeezy's API, against its stand-in and against answers that are none."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from shared.clients.json_api import JsonApi
from shared.clients.lemonsqueezy import LemonSqueezy, NewCheckout, Price
from shared.domain.billing import Plan
from shared.domain.errors import Unavailable
from tests.billing import subscription_attributes
from tests.clients.serving import Told, serving
from tests.provider import NO_PATIENCE, SHOP, Provider, providing
from tools.local.environment import STORE_ID, VARIANTS

SOON = datetime(2030, 1, 2, 3, 4, 5, 678_900, tzinfo=UTC)
WANTED = NewCheckout(
    "intent-1", Plan.PRO_YEARLY, "https://app.example/back", SOON, "ann@example.com"
)


@pytest.fixture
def provider(tmp_path: Path) -> Iterator[Provider]:
    with providing(tmp_path) as provider:
        yield provider


def test_a_checkout_carries_our_intent_and_sells_one_variant(provider: Provider) -> None:
    made = provider.client().create_checkout(WANTED)
    held = provider.shop.find("checkouts", made.id)
    assert made.url.partition("?")[0].endswith(f"/{made.id}")
    assert made.expires_at == SOON.replace(microsecond=0)
    assert (held.get("store_id"), held.get("variant_id")) == (STORE_ID, VARIANTS["PRO_YEARLY"])
    assert held.get("checkout_data")["custom"] == {"intent": "intent-1"}
    assert held.get("checkout_data")["email"] == "ann@example.com"
    assert held.get("product_options")["enabled_variants"] == [VARIANTS["PRO_YEARLY"]]
    assert held.get("product_options")["redirect_url"] == "https://app.example/back"
    assert held.get("test_mode") is True


@pytest.mark.parametrize("email", ["jürgen@exämple.com", None])
def test_an_address_that_the_provider_does_not_take_is_left_to_the_buyer(
    provider: Provider, email: str | None
) -> None:
    made = provider.client().create_checkout(replace(WANTED, email=email))
    data = provider.shop.find("checkouts", made.id).get("checkout_data")
    assert (data["email"], data["custom"]) == (None, {"intent": "intent-1"})


def test_a_subscription_comes_with_what_is_never_kept_apart(provider: Provider) -> None:
    sold = provider.sells("ann@example.com", trial=True)
    shown = provider.client().subscription(sold.id)
    assert shown is not None
    assert (shown.snapshot.id, shown.snapshot.status) == (sold.id, "on_trial")
    assert shown.snapshot.rendered_at is not None
    assert shown.email == "ann@example.com"
    assert shown.portal_url is not None
    assert "/billing?" in shown.portal_url
    assert "ann@example.com" not in repr(shown)
    assert "signature" not in repr(shown)


def test_an_unknown_subscription_is_none(provider: Provider) -> None:
    assert provider.client().subscription("1") is None


def test_all_subscriptions_of_the_shop_are_listed_page_by_page(provider: Provider) -> None:
    with provider.shop.changing():
        first = provider.sells("ann@example.com")
        for number in range(210):
            attributes = {**first.attributes, "user_email": f"{number}@example.com"}
            provider.shop.add("subscriptions", attributes, {})
    shown = list(provider.client().subscriptions())
    assert len({one.snapshot.id for one in shown}) == len(shown) == 211
    assert len(provider.calls) == 3
    assert all(f"filter%5Bstore_id%5D={STORE_ID}" in call for call in provider.calls)


def test_those_bought_with_an_address(provider: Provider) -> None:
    provider.sells("ben@example.com")
    sold = provider.sells("ann@example.com")
    found = [one.snapshot.id for one in provider.client().subscriptions("ann@example.com")]
    assert found == [sold.id]


def test_what_a_plan_costs(provider: Provider) -> None:
    client = provider.client()
    assert client.price(Plan.PRO_MONTHLY) == Price(999, "USD")
    assert client.price(Plan.PRO_YEARLY) == Price(9_900, "USD")
    assert sum("/stores/" in call for call in provider.calls) == 1


def resource(own_id: str = "1", **attributes: Any) -> dict[str, Any]:
    return {"id": own_id, "type": "any", "attributes": attributes}


def listing(*resources: Any) -> dict[str, Any]:
    return {"data": list(resources), "meta": {"page": {"lastPage": 1}}}


def test_of_several_prices_the_newest_counts_and_one_in_tiers_is_none() -> None:
    with serving() as service:
        client = LemonSqueezy(JsonApi(service.url, lambda: "key", NO_PATIENCE), SHOP)
        old = resource("9", created_at="2025-01-01T00:00:00.000000Z", unit_price=500)
        new = resource("8", created_at="2026-01-01T00:00:00.000000Z", unit_price=700)
        store = {"data": resource(currency="EUR")}
        service.will(Told(content=listing(new, old)), Told(content=store))
        assert client.price(Plan.PRO_MONTHLY) == Price(700, "EUR")
        tiers = resource("10", created_at="2026-02-01T00:00:00.000000Z", unit_price=None)
        service.answers.clear()
        service.will(Told(content=listing(tiers, new)))
        assert client.price(Plan.PRO_MONTHLY) is None


@pytest.mark.parametrize(
    "content",
    [
        None,
        [],
        {"data": None},
        {"data": {"id": 5, "attributes": {}}},
        {"data": {"id": "5", "attributes": {"status": "active", "user_email": "ann@example.com"}}},
    ],
)
def test_an_answer_that_cannot_be_read_is_an_outage_and_names_nobody(
    capsys: pytest.CaptureFixture[str], content: Any
) -> None:
    with serving() as service:
        client = LemonSqueezy(JsonApi(service.url, lambda: "key", NO_PATIENCE), SHOP)
        service.will(Told(content=content))
        with pytest.raises(Unavailable) as outage:
            client.subscription("5")
        assert outage.value.__cause__ is None
        logged = capsys.readouterr().out
        assert '"severity": "ERROR"' in logged
        assert "ann@" not in logged


def test_one_that_cannot_be_read_does_not_hide_the_others(
    capsys: pytest.CaptureFixture[str],
) -> None:
    good = {"id": "2", "attributes": subscription_attributes(store_id=STORE_ID)}
    with serving() as service:
        client = LemonSqueezy(JsonApi(service.url, lambda: "key", NO_PATIENCE), SHOP)
        service.will(Told(content=listing(resource("1", status="active"), good)))
        assert [one.snapshot.id for one in client.subscriptions()] == ["2"]
    assert "a subscription cannot be read" in capsys.readouterr().out


def test_what_is_forgotten_in_between_is_taken_twice_rather_than_left_out() -> None:
    """A purchase while the pages are read moves the rows on by one."""
    rows = [
        {"id": str(n), "attributes": subscription_attributes(store_id=STORE_ID)} for n in range(3)
    ]
    pages = {"page": {"lastPage": 2}}
    with serving() as service:
        client = LemonSqueezy(JsonApi(service.url, lambda: "key", NO_PATIENCE), SHOP)
        service.will(
            Told(content={"data": rows[:2], "meta": pages}),
            Told(content={"data": rows[1:], "meta": pages}),
        )
        assert [one.snapshot.id for one in client.subscriptions()] == ["0", "1", "1", "2"]
        assert [call.query["page[number]"] for call in service.calls] == ["1", "2"]


def test_an_expiry_the_provider_leaves_open_is_ours() -> None:
    with serving() as service:
        client = LemonSqueezy(JsonApi(service.url, lambda: "key", NO_PATIENCE), SHOP)
        made = {"data": resource("c1", url="https://shop.example/c1", expires_at=None)}
        service.will(Told(status=201, content=made))
        assert client.create_checkout(WANTED).expires_at == SOON
        sent = service.calls[0].body["data"]["attributes"]["expires_at"]
        assert SOON - datetime.fromisoformat(sent) < timedelta(seconds=1)
