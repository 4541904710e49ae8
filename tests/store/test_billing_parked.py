"""Events put aside: they stay as they came, and the newest are shown first."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from functools import partial

import pytest

from shared.domain.billing_trust import ParkReason
from shared.store.billing_parked import FirestoreBillingParked
from shared.store.database import Database
from tests.billing import START, invoice_event, subscription_event
from tests.races import outcomes, together


@pytest.fixture
def store(database: Database) -> FirestoreBillingParked:
    times: Iterator[datetime] = (START + timedelta(seconds=n) for n in range(1_000))
    return FirestoreBillingParked(database, lambda: next(times))


def test_the_newest_are_shown_first(store: FirestoreBillingParked) -> None:
    events = [subscription_event(subscription_id=str(number)) for number in range(4)]
    for event in events:
        store.put(event, ParkReason.NO_INTENT)
    store.put(events[0], ParkReason.UNKNOWN_INTENT)
    shown = [(one.object_id, one.fault.value, one.attempts) for one in store.newest()]
    assert shown == [
        ("3", "NO_INTENT", 1),
        ("2", "NO_INTENT", 1),
        ("1", "NO_INTENT", 1),
        ("0", "UNKNOWN_INTENT", 1),
    ]


def test_it_comes_back_as_it_was_whatever_stands_in_it(store: FirestoreBillingParked) -> None:
    odd = {"status": "\ud800", "store_id": 2**70, "total": 1e300, "__x__": None, "": {"a": [1]}}
    event = replace(subscription_event(), attributes=odd)
    store.put(event, ParkReason.MALFORMED, "unfit: status")
    assert store.event(event.key) == replace(event, retried=True)
    assert store.newest()[0].detail == "unfit: status"
    store.remove(event.key)
    assert store.event(event.key) is None


def test_what_waits_for_a_subscription_is_of_subscriptions(store: FirestoreBillingParked) -> None:
    """Invoices have numbers of their own, which may be the same."""
    waiting = subscription_event(subscription_id="7")
    store.put(waiting, ParkReason.NO_INTENT)
    store.put(subscription_event(subscription_id="8"), ParkReason.NO_INTENT)
    store.put(invoice_event(invoice_id="7"), ParkReason.FOREIGN_STORE)
    assert store.about("7") == [replace(waiting, retried=True)]


def test_retries_at_once_are_all_counted(store: FirestoreBillingParked) -> None:
    event = subscription_event()
    store.put(event, ParkReason.NO_INTENT)
    again = replace(event, retried=True)
    results = together([partial(store.put, again, ParkReason.NO_INTENT) for _ in range(5)])
    assert outcomes(results) == {"done": 5}
    assert store.newest()[0].attempts == 6
