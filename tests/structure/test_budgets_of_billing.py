"""What an event of the payment provider's costs in Firestore. docs/costs.md is made of it."""

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from shared import tally
from shared.domain.billing_events import BillingEvent
from shared.domain.billing_reading import read_subscription
from shared.live_billing import Bookkeeper
from shared.store.database import Database
from tests.billing import (
    START,
    Heard,
    invoice_event,
    subscription_attributes,
    subscription_event,
    written,
)
from tests.functions.buying import BASE, Counter
from tests.people import People
from tests.provider import providing
from tools.costs.pricing import Counted
from tools.costs.subscriptions import CHECKOUT, EVENTS

Measure = Callable[[Callable[[], object]], Counted]


@pytest.fixture
def measure(heard: Heard) -> Measure:
    def spent(work: Callable[[], object]) -> Counted:
        before, counted = len(heard.told), tally.begin()
        work()
        return Counted(counted.reads, counted.writes, len(heard.told) - before)

    return spent


@pytest.fixture
def cost(keeper: Bookkeeper, measure: Measure) -> Callable[[BillingEvent], Counted]:
    return lambda event: measure(lambda: keeper.handle(event))


CANCELLED: dict[str, Any] = {
    "status": "cancelled",
    "ends_at": written(START + timedelta(days=30)),
    "updated_at": written(START + timedelta(days=1)),
}


def test_the_events_that_the_costs_are_made_of(cost: Callable[[BillingEvent], Counted]) -> None:
    order = replace(subscription_event("order_created"), object_type="orders")
    assert cost(order) == EVENTS["of no use"]
    # The subscription, its checkout, the organisation's; then what waited: once more the
    # subscription, invoices, what was put aside. The record twice, subscription and checkout.
    assert cost(subscription_event(rendered_at=1)) == EVENTS["first of a subscription"]
    again = subscription_event("subscription_updated", rendered_at=2)
    assert cost(again) == EVENTS["the same once more"]
    cancelled = subscription_event("subscription_cancelled", rendered_at=3, **CANCELLED)
    assert cost(cancelled) == EVENTS["change"]
    assert cost(invoice_event()) == EVENTS["payment"]


def test_what_has_no_effect_costs_less(
    cost: Callable[[BillingEvent], Counted], keeper: Bookkeeper, measure: Measure
) -> None:
    first = subscription_event("subscription_updated", rendered_at=5)
    cost(first)
    # What is not written is counted as it was tried.
    assert cost(first) == Counted(2, 1)
    assert cost(subscription_event("subscription_resumed", rendered_at=4)) == Counted(1, 1)
    assert cost(subscription_event(store_id=7)) == Counted(1, 1)
    answer = read_subscription("1", subscription_attributes(), 9)
    assert measure(lambda: keeper.record(answer)) == Counted(1, 0)


def test_the_first_event_costs_more_the_more_waited_for_it(
    cost: Callable[[BillingEvent], Counted],
) -> None:
    assert cost(invoice_event()) == Counted(3, 3)
    assert cost(subscription_event()) == Counted(6, 5, announces=2)


def test_a_checkout_and_a_look_at_the_subscription(
    database: Database, people: People, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    def spent() -> Counted:
        logged = json.loads(capsys.readouterr().out.splitlines()[-1])
        assert logged["status"] < 400
        return Counted(logged["reads"], logged["writes"])

    with providing(tmp_path) as provider:
        counter = Counter(database, people, provider)
        person = people.free()
        counter.of(person).get(f"{BASE}/subscription")
        capsys.readouterr()
        counter.check_out(person)
        assert spent() == CHECKOUT
        pro = people.pro()
        counter.of(pro).get(f"{BASE}/subscription")
        capsys.readouterr()
        counter.of(pro).get(f"{BASE}/subscription")
        assert spent() == Counted(1, 0)
