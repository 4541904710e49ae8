"""The provider's objects: what of them is kept, and how they are read."""

import json
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.domain.billing import SubscriptionItem, SubscriptionSnapshot
from shared.domain.billing_events import found_by_asking
from shared.domain.billing_kept import INVOICES, SUBSCRIPTIONS, kept, rendered_at
from shared.domain.billing_reading import (
    Unfit,
    attributes_of,
    read_invoice,
    read_subscription,
)
from tests.billing import START, invoice_attributes, subscription_attributes

PORTAL = "https://shop.example/billing?expires=1772391600&test_mode=1&signature=ab"


@pytest.mark.parametrize(
    ("object_type", "attributes"),
    [
        (SUBSCRIPTIONS, subscription_attributes(pause={"mode": "void", "resumes_at": None})),
        (INVOICES, invoice_attributes(1, urls={"invoice_url": PORTAL})),
        ("orders", {**invoice_attributes(1), "identifier": "x"}),
    ],
)
def test_nobody_s_name_address_card_or_link_is_kept(
    object_type: str, attributes: dict[str, Any]
) -> None:
    facts = kept(object_type, attributes)
    assert facts["store_id"] == attributes["store_id"]
    text = json.dumps(facts)
    for private in ("Robin", "robin@", "4242", "signature", "https:", "price_id"):
        assert private not in text


def test_what_is_kept_is_all_that_is_read() -> None:
    attributes = subscription_attributes(pause={"mode": "void", "resumes_at": None, "x": 1})
    assert kept(SUBSCRIPTIONS, attributes)["pause"] == {"mode": "void", "resumes_at": None}
    whole = read_subscription("1", attributes, 5)
    assert read_subscription("1", kept(SUBSCRIPTIONS, attributes), 5) == whole
    invoice = invoice_attributes(1)
    assert read_invoice("9", kept(INVOICES, invoice), 5) == read_invoice("9", invoice, 5)


@pytest.mark.parametrize("odd", ["x" * 300, ["active"], {"deep": {"er": 1}}, {"many": [1]}])
def test_what_is_no_small_fact_is_not_carried_along(odd: Any) -> None:
    assert "status" not in kept(SUBSCRIPTIONS, subscription_attributes(status=odd))


@pytest.mark.parametrize(
    ("urls", "moment"),
    [
        ({"customer_portal": PORTAL}, 1_772_391_600),
        ({"a": PORTAL, "b": "https://x.example/?expires=1772391601", "c": None}, 1_772_391_601),
        ({"a": "https://x.example/?expires=soon"}, None),
        ({"a": "https://x.example/?expires=%C2%B2"}, None),
        ({"a": "https://[x.example/?expires=1"}, None),
        ({}, None),
        (None, None),
        ([PORTAL], None),
    ],
)
def test_the_time_of_rendering_is_found_in_the_signed_links(urls: Any, moment: int | None) -> None:
    assert rendered_at({"urls": urls}) == moment


def test_a_subscription_is_read() -> None:
    pause = {"mode": "void", "resumes_at": "2026-04-01T00:00:00.000000Z"}
    attributes = subscription_attributes(status="paused", pause=pause, cancelled=True)
    told = read_subscription("1652029", attributes, 7)
    assert (told.id, told.status, told.variant_id, told.cancelled) == (
        "1652029",
        "paused",
        attributes["variant_id"],
        True,
    )
    assert told.pause_resumes_at == datetime(2026, 4, 1, tzinfo=UTC)
    assert told.item == SubscriptionItem(3_011_320, START, 1)
    assert (told.version, told.rendered_at) == (START, 7)


def test_what_decides_nothing_may_be_missing() -> None:
    needed = ("store_id", "variant_id", "status", "created_at", "updated_at", "test_mode")
    attributes = {name: subscription_attributes()[name] for name in needed}
    told = read_subscription("1", attributes, None)
    assert (told.item, told.renews_at, told.version) == (None, None, START)
    item = {"id": 1, "updated_at": "2026-04-01T00:00:00Z"}
    with_item = read_subscription("1", {**attributes, "first_subscription_item": item}, None)
    assert with_item.item == SubscriptionItem(1, datetime(2026, 4, 1, tzinfo=UTC), 1)


@pytest.mark.parametrize(
    ("wrong", "place"),
    [
        ({"store_id": "31415"}, "store_id"),
        ({"store_id": True}, "store_id"),
        ({"variant_id": 2**63}, "variant_id"),
        ({"status": None}, "status"),
        ({"status": "x" * 65}, "status"),
        ({"updated_at": "2026-03-01T12:00:00"}, "updated_at"),
        ({"created_at": "9999-12-31T23:59:59-23:00"}, "created_at"),
        ({"test_mode": 1}, "test_mode"),
        ({"renews_at": "soon"}, "renews_at"),
        ({"cancelled": "no"}, "cancelled"),
        ({"customer_id": 1.5}, "customer_id"),
        ({"pause": {"mode": 3}}, "pause.mode"),
    ],
)
def test_what_does_not_fit_is_named_and_never_shown(wrong: dict[str, Any], place: str) -> None:
    with pytest.raises(Unfit) as refused:
        read_subscription("1", subscription_attributes(**wrong), None)
    assert str(refused.value) == f"unfit: {place}"


def test_every_place_that_does_not_fit_is_named() -> None:
    with pytest.raises(Unfit) as refused:
        read_invoice("../x", {"store_id": 1, "total": "9", "subscription_id": None}, None)
    assert str(refused.value) == (
        "unfit: total, id, subscription_id, status, created_at, updated_at, test_mode"
    )


moments = st.datetimes(
    min_value=datetime(2020, 1, 1),  # noqa: DTZ001
    max_value=datetime(2100, 1, 1),  # noqa: DTZ001
    timezones=st.just(UTC),
)
numbers = st.integers(1, 2**40)
snapshots = st.builds(
    SubscriptionSnapshot,
    id=st.from_regex(r"[A-Za-z0-9_-]{1,64}", fullmatch=True),
    store_id=numbers,
    variant_id=numbers,
    status=st.sampled_from(["active", "paused", "expired", "a word of tomorrow"]),
    created_at=moments,
    updated_at=moments,
    test_mode=st.booleans(),
    customer_id=st.none() | numbers,
    order_id=st.none() | numbers,
    cancelled=st.booleans(),
    pause_mode=st.just("void"),
    pause_resumes_at=st.none() | moments,
    trial_ends_at=st.none() | moments,
    renews_at=st.none() | moments,
    ends_at=st.none() | moments,
    item=st.none() | st.builds(SubscriptionItem, numbers, moments, st.integers(0, 5)),
    rendered_at=st.none() | numbers,
)


@given(snapshots)
def test_a_snapshot_goes_to_the_provider_s_words_and_back(told: SubscriptionSnapshot) -> None:
    assert read_subscription(told.id, attributes_of(told), told.rendered_at) == told
    assert kept(SUBSCRIPTIONS, attributes_of(told)) == attributes_of(told)


def test_each_time_of_asking_is_an_event_of_its_own() -> None:
    told = read_subscription("1", subscription_attributes(), 1)
    later = read_subscription("1", subscription_attributes(), 2)
    assert attributes_of(told)["pause"] is None
    names = [found_by_asking(one, START + timedelta(days=1)).key for one in (told, told, later)]
    assert names[0] == names[1] != names[2]
