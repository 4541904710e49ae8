"""The book of billing with those who listen to it: what is left when everything has arrived."""

import random
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from functools import partial
from typing import Any

import pytest

from shared.domain.billing import Plan, Source
from shared.domain.billing_events import BillingEvent, Kind
from shared.domain.billing_reading import read_subscription
from shared.domain.entitlements import Tier
from shared.domain.errors import Unavailable
from shared.live_billing import Bookkeeper, bookkeeper
from shared.store.checkouts import FirestoreCheckouts
from shared.store.database import Database
from tests.billing import (
    MONTHLY,
    SHOP,
    START,
    YEARLY,
    Heard,
    intent,
    invoice_event,
    subscription_attributes,
    subscription_event,
    whole_life,
    with_duplicates,
    written,
)
from tests.bookkeeping import deliver, known, records, tier_of, untold
from tests.races import together

PAYMENTS = {"PAYMENT_SUCCEEDED": 2, "PAYMENT_FAILED": 1}

LIFE = whole_life().events


def test_a_life_told_in_order_goes_through_every_tier(keeper: Bookkeeper, heard: Heard) -> None:
    tiers = []
    for event in LIFE:
        keeper.handle(event)
        now = START if event.rendered_at is None else _rendered(event)
        tiers.append((known(keeper).snapshot.status, tier_of(keeper, now).value))
    assert list(dict.fromkeys(tiers)) == [
        ("on_trial", "PRO"),
        ("active", "PRO"),
        ("paused", "FREE"),
        ("paused", "PRO"),
        ("past_due", "PRO"),
        ("cancelled", "PRO"),
        ("unpaid", "FREE"),
        ("expired", "FREE"),
    ]
    assert heard.changes == [
        "STARTED",
        "RENEWED",
        "PAYMENT_SUCCEEDED",
        "PAUSED",
        "UNPAUSED",
        "PAUSED",
        "UNPAUSED",
        "PLAN_CHANGED",
        "PAYMENT_FAILED",
        "PAST_DUE",
        "RECOVERED",
        "PAYMENT_SUCCEEDED",
        "CANCELLED",
        "RESUMED",
        "PAST_DUE",
        "UNPAID",
        "EXPIRED",
    ]


def _rendered(event: BillingEvent) -> datetime:
    return datetime.fromtimestamp((event.rendered_at or 0) - 21_600, START.tzinfo)


@pytest.mark.parametrize("seed", range(10))
def test_whatever_the_order_and_however_often_the_same_is_left(
    keeper: Bookkeeper, heard: Heard, database: Database, seed: int
) -> None:
    chance = random.Random(seed)
    so_far = LIFE[: chance.randint(len(LIFE) // 2, len(LIFE))] if seed else LIFE
    in_order = max(
        (event for event in so_far if event.object_type == "subscriptions"),
        key=lambda event: event.rendered_at or 0,
    )
    events = with_duplicates(so_far, [chance.randrange(len(so_far)) for _ in range(6)])
    chance.shuffle(events)
    deliver(keeper, events)
    told = read_subscription("1", in_order.attributes, in_order.rendered_at)
    assert known(keeper).snapshot == told
    assert (known(keeper).organization_id, known(keeper).doubtful) == ("ours", False)
    counted = Counter(heard.changes)
    if seed == 0:
        assert {name: counted[name] for name in PAYMENTS} == PAYMENTS
    assert counted["STARTED"] == 1
    assert records(database) == len({event.key for event in events})
    assert untold(database) == 0


def test_delivered_all_at_once_and_twice_the_same_is_left(
    connected: Callable[[], Database], keeper: Bookkeeper, heard: Heard
) -> None:
    """Half of them by another instance, each with a connection of its own."""
    other = bookkeeper(connected(), SHOP, heard)
    calls = [partial(one.handle, event) for event in LIFE for one in (keeper, other)]
    random.Random(1).shuffle(calls)
    for start in range(0, len(calls), 12):
        results = together(calls[start : start + 12])
        assert not [result for result in results if isinstance(result, Exception)]
    assert known(keeper).snapshot.status == "expired"
    assert tier_of(keeper, START + timedelta(days=200)) is Tier.FREE
    counted = Counter(heard.changes)
    assert {name: counted[name] for name in PAYMENTS} == PAYMENTS
    assert counted["STARTED"] == 1
    by_event = Counter(one.event_id for one in heard.told)
    assert len(by_event) == len(heard.changes)


@pytest.mark.parametrize("is_known", [False, True])
def test_the_newest_of_many_that_come_at_once_is_left(
    connected: Callable[[], Database], database: Database, heard: Heard, is_known: bool
) -> None:
    """Again and again: a race that is lost once in a while is lost."""
    keepers = [bookkeeper(connected(), SHOP, heard) for _ in range(3)]
    for number in range(1, 5):
        name, checkout = str(number), f"race-{number}"
        FirestoreCheckouts(database).add(intent(checkout, f"org-{number}"))
        told = partial(subscription_event, subscription_id=name, intent=checkout)
        if is_known:
            keepers[0].handle(told())
        events = [
            told(f"event_{minute}", updated_at=written(START + timedelta(minutes=minute)))
            for minute in range(1, 13)
        ]
        calls = [partial(keepers[at % 3].handle, event) for at, event in enumerate(events)]
        kinds = [one.kind for one in together(calls) if not isinstance(one, Exception)]
        # Put aside for a moment, an event may be taken up by two sides: one of them is late.
        assert (len(kinds), Kind.PARKED in kinds) == (12, False)
        assert keepers[0].parked.newest() == []
        newest = known(keepers[0], name).snapshot
        assert newest.updated_at == START + timedelta(minutes=12)


def test_what_we_have_no_use_for_is_noted_once(keeper: Bookkeeper, database: Database) -> None:
    order = replace(subscription_event("order_created"), object_type="orders")
    assert deliver(keeper, [order, order]) == [Kind.IGNORED, Kind.DUPLICATE]
    assert (records(database), untold(database)) == (1, 0)


def test_an_invoice_that_comes_before_its_subscription_is_told_when_that_comes(
    keeper: Bookkeeper, heard: Heard
) -> None:
    keeper.handle(invoice_event("subscription_payment_failed", status="pending"))
    keeper.handle(invoice_event(updated_at=written(START + timedelta(days=1))))
    keeper.handle(invoice_event("subscription_payment_recovered"))
    waiting = keeper.invoices.find("9")
    assert waiting is not None
    assert (waiting.organization_id, len(waiting.untold)) == (None, 2)
    assert heard.told == []
    keeper.handle(subscription_event())
    assert heard.changes == ["STARTED", "PAYMENT_FAILED", "PAYMENT_SUCCEEDED"]
    kept = keeper.invoices.find("9")
    assert kept is not None
    assert (kept.organization_id, kept.untold) == ("ours", ())
    payment = heard.told[-1]
    assert (payment.user_id, payment.plan) == ("ann", Plan.PRO_MONTHLY)
    assert payment.invoice is not None
    assert (payment.invoice.total, payment.invoice.currency) == (1_189, "EUR")


def test_an_invoice_and_its_subscription_that_come_at_once_do_not_miss_each_other(
    keeper: Bookkeeper, heard: Heard
) -> None:
    events = [subscription_event(), *(invoice_event(invoice_id=str(n)) for n in range(20, 26))]
    results = together([partial(keeper.handle, event) for event in events])
    assert not [one for one in results if isinstance(one, Exception)]
    assert Counter(heard.changes) == {"STARTED": 1, "PAYMENT_SUCCEEDED": 6}


def test_invoices_decide_nothing(keeper: Bookkeeper, heard: Heard) -> None:
    keeper.handle(subscription_event())
    refund: dict[str, Any] = {"status": "refunded", "refunded": True, "refunded_amount": 1_189}
    keeper.handle(invoice_event())
    keeper.handle(invoice_event("subscription_payment_refunded", **refund))
    keeper.handle(invoice_event("subscription_payment_failed", invoice_id="10", status="void"))
    assert tier_of(keeper) is Tier.PRO
    assert heard.changes == ["STARTED", "PAYMENT_SUCCEEDED", "PAYMENT_REFUNDED", "PAYMENT_FAILED"]


def test_the_end_of_an_old_subscription_does_not_end_the_new_one(
    keeper: Bookkeeper, heard: Heard, database: Database
) -> None:
    FirestoreCheckouts(database).add(intent("intent-2"))
    deliver(keeper, LIFE[:5])
    keeper.handle(subscription_event(subscription_id="2", intent="intent-2"))
    deliver(keeper, LIFE[5:])
    assert known(keeper).snapshot.status == "expired"
    assert tier_of(keeper) is Tier.PRO
    ended = [one for one in heard.told if one.change == "EXPIRED"]
    assert [(one.tier_before, one.tier_after) for one in ended] == [(Tier.PRO, Tier.PRO)]


def test_a_snapshot_without_its_time_of_rendering_leaves_a_doubt_that_asking_ends(
    keeper: Bookkeeper,
) -> None:
    keeper.handle(subscription_event("subscription_updated", status="active"))
    keeper.handle(subscription_event("subscription_updated", status="past_due"))
    assert known(keeper).doubtful
    answer = read_subscription("1", subscription_attributes(status="past_due"), 1_000)
    keeper.record(answer)
    assert (known(keeper).doubtful, known(keeper).snapshot.status) == (False, "past_due")


def test_what_could_not_be_announced_is_announced_by_the_next_delivery(
    keeper: Bookkeeper, heard: Heard, database: Database
) -> None:
    heard.fails = Unavailable()
    event = subscription_event()
    keeper.handle(invoice_event())
    for _ in range(2):
        with pytest.raises(Unavailable):
            keeper.handle(event)
    assert tier_of(keeper) is Tier.PRO
    assert untold(database) == 1
    heard.fails = None
    assert keeper.handle(event).kind is Kind.DUPLICATE
    assert heard.changes == ["STARTED", "PAYMENT_SUCCEEDED"]
    assert untold(database) == 0
    assert keeper.handle(event).announcements == ()
    assert len(heard.told) == 2


def test_what_nobody_delivers_again_is_announced_late(
    keeper: Bookkeeper, heard: Heard, database: Database
) -> None:
    heard.fails = Unavailable()
    with pytest.raises(Unavailable):
        keeper.handle(subscription_event())
    heard.fails = None
    assert keeper.announce_late() == 1
    assert heard.changes == ["STARTED"]
    assert (keeper.announce_late(), untold(database)) == (0, 0)


def test_asking_the_provider_mends_what_no_event_told(keeper: Bookkeeper, heard: Heard) -> None:
    keeper.handle(subscription_event())
    gone = subscription_attributes(status="expired", updated_at=written(START + timedelta(days=9)))
    answer = read_subscription("1", gone, 2_000_000_000)
    assert keeper.record(answer).kind is Kind.APPLIED
    assert tier_of(keeper) is Tier.FREE
    assert (heard.changes, heard.told[-1].source) == (["STARTED", "EXPIRED"], Source.RECONCILE)
    assert keeper.record(replace(answer, rendered_at=2_000_000_001)).kind is Kind.SAME
    late = replace(answer, status="active", updated_at=START)
    assert keeper.record(late).kind is Kind.STALE
    assert heard.changes == ["STARTED", "EXPIRED"]


def test_a_change_of_plan_is_the_variant_s_and_not_what_was_asked_for(keeper: Bookkeeper) -> None:
    keeper.handle(subscription_event(variant_id=YEARLY))
    assert known(keeper).plan is Plan.PRO_YEARLY
    later = written(START + timedelta(days=1))
    keeper.handle(subscription_event("subscription_updated", variant_id=MONTHLY, updated_at=later))
    assert known(keeper).plan is Plan.PRO_MONTHLY
