"""The book of billing with those who listen to it: what is left when everything has arrived."""

import random
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from functools import partial
from typing import Any

import pytest

from shared.domain.billing import KnownSubscription, Plan, Source
from shared.domain.billing_events import BillingEvent, Kind
from shared.domain.billing_reading import read_subscription
from shared.domain.billing_trust import ParkReason
from shared.domain.entitlements import Tier, entitlement
from shared.domain.errors import Unavailable
from shared.live_billing import Bookkeeper, bookkeeper, storefront
from shared.settings import Billing, MissingSetting
from shared.store.billing_records import FirestoreBillingRecords
from shared.store.checkouts import FirestoreCheckouts
from shared.store.database import Database
from shared.store.queries import Query
from shared.store.subscriptions import subscription_path
from tests.billing import (
    MONTHLY,
    SHOP,
    START,
    YEARLY,
    Heard,
    by_admin,
    intent,
    invoice_event,
    subscription_attributes,
    subscription_event,
    whole_life,
    with_duplicates,
    written,
)
from tests.races import Interrupted, together

SOON = START + timedelta(minutes=1)
PAYMENTS = {"PAYMENT_SUCCEEDED": 2, "PAYMENT_FAILED": 1}
LIFE = whole_life().events


def tier_of(keeper: Bookkeeper, now: datetime = SOON, organization_id: str = "ours") -> Tier:
    return entitlement(keeper.subscriptions.of(organization_id), now).tier


def known(keeper: Bookkeeper, subscription_id: str = "1") -> KnownSubscription:
    found = keeper.subscriptions.find(subscription_id)
    assert found is not None
    return found


def deliver(keeper: Bookkeeper, events: Sequence[BillingEvent]) -> list[Kind]:
    return [keeper.handle(event).kind for event in events]


def untold(database: Database) -> int:
    return len(FirestoreBillingRecords(database).all_owed())


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
    assert _records(database) == len({event.key for event in events})
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
        assert (len(kinds), Kind.DUPLICATE in kinds) == (12, False)
        newest = known(keepers[0], name).snapshot
        assert newest.updated_at == START + timedelta(minutes=12)


def _records(database: Database) -> int:
    return len(database.query(Query("webhook_events", limit=1_000)))


def test_the_first_event_binds_the_subscription_to_the_checkout(
    keeper: Bookkeeper, heard: Heard, database: Database
) -> None:
    outcome = keeper.handle(subscription_event())
    assert outcome.kind is Kind.APPLIED
    found = known(keeper)
    assert (found.organization_id, found.user_id, found.intent) == ("ours", "ann", "intent-1")
    opened = FirestoreCheckouts(database).find("intent-1")
    assert opened is not None
    assert opened.subscription_id == "1"
    (told,) = heard.told
    assert (told.tier_before, told.tier_after, told.user_id) == (Tier.FREE, Tier.PRO, "ann")


@pytest.mark.parametrize("name", ["subscription_updated", "subscription_paused", "a_new_name"])
def test_any_event_of_a_subscription_can_be_its_first(keeper: Bookkeeper, name: str) -> None:
    keeper.handle(subscription_event(name))
    assert tier_of(keeper) is Tier.PRO


def test_what_a_buyer_writes_later_binds_nothing_anew(
    keeper: Bookkeeper, database: Database
) -> None:
    FirestoreCheckouts(database).add(intent("intent-2", "theirs"))
    keeper.handle(subscription_event())
    later = written(START + timedelta(hours=1))
    for edited in ("intent-2", "of nobody", None):
        event = subscription_event(f"edited_{edited}", intent=edited, updated_at=later)
        assert keeper.handle(event).kind in (Kind.APPLIED, Kind.SAME)
    assert known(keeper).organization_id == "ours"
    assert tier_of(keeper, organization_id="theirs") is Tier.FREE


FAULTS = [
    (ParkReason.FOREIGN_STORE, {"store_id": 999}),
    (ParkReason.WRONG_MODE, {"test_mode": False}),
    (ParkReason.WRONG_MODE, {"told_mode": False}),
    (ParkReason.UNKNOWN_VARIANT, {"variant_id": 7}),
    (ParkReason.MALFORMED, {"updated_at": "yesterday"}),
    (ParkReason.MALFORMED, {"status": None}),
]
CLAIMS = [
    (ParkReason.NO_INTENT, {"intent": None}),
    (ParkReason.UNKNOWN_INTENT, {"intent": "nobody-s"}),
    (ParkReason.UNKNOWN_INTENT, {"intent": "../orgs/x"}),
    (ParkReason.UNKNOWN_INTENT, {"intent": "__x__"}),
]


@pytest.mark.parametrize(("fault", "about"), FAULTS + CLAIMS)
def test_what_cannot_be_trusted_is_put_aside_and_gives_nothing(
    keeper: Bookkeeper, heard: Heard, fault: ParkReason, about: dict[str, Any]
) -> None:
    for _ in range(2):
        outcome = keeper.handle(subscription_event(**about))
        assert (outcome.kind, outcome.fault) == (Kind.PARKED, fault)
    assert tier_of(keeper) is Tier.FREE
    assert heard.told == []
    (parked,) = keeper.parked.newest()
    assert (parked.fault, parked.object_id, parked.attempts) == (fault, "1", 1)


@pytest.mark.parametrize(("fault", "about"), FAULTS)
def test_what_cannot_be_trusted_takes_nothing_either(
    keeper: Bookkeeper, fault: ParkReason, about: dict[str, Any]
) -> None:
    keeper.handle(subscription_event())
    told = {"status": "expired", "updated_at": written(START + timedelta(days=1)), **about}
    assert keeper.handle(subscription_event("subscription_expired", **told)).fault is fault
    assert tier_of(keeper) is Tier.PRO


@pytest.mark.parametrize("about", [{"store_id": 999}, {"test_mode": False}, {"told_mode": False}])
def test_a_foreign_invoice_is_put_aside(
    keeper: Bookkeeper, heard: Heard, about: dict[str, Any]
) -> None:
    keeper.handle(subscription_event())
    assert keeper.handle(invoice_event(**about)).kind is Kind.PARKED
    assert heard.changes == ["STARTED"]


def test_a_checkout_is_good_for_one_subscription(keeper: Bookkeeper) -> None:
    first, second = subscription_event(), subscription_event(subscription_id="2")
    assert keeper.handle(first).kind is Kind.APPLIED
    assert keeper.handle(second).fault is ParkReason.REUSED_INTENT
    assert keeper.subscriptions.find("2") is None


def test_two_subscriptions_that_name_one_checkout_at_once_do_not_both_get_it(
    keeper: Bookkeeper,
) -> None:
    events = [subscription_event(subscription_id=str(number)) for number in range(1, 7)]
    outcomes = together([partial(keeper.handle, event) for event in events])
    kinds = [one.kind for one in outcomes if not isinstance(one, Exception)]
    assert Counter(kinds) == {Kind.APPLIED: 1, Kind.PARKED: 5}


def test_an_admin_says_whose_it_is_and_what_waited_for_that_is_taken_up(
    keeper: Bookkeeper, heard: Heard
) -> None:
    created = subscription_event(intent=None, rendered_at=10)
    cancelled = subscription_event(
        "subscription_cancelled",
        intent=None,
        rendered_at=20,
        status="cancelled",
        ends_at=written(START + timedelta(days=9)),
    )
    keeper.handle(created)
    keeper.handle(cancelled)
    keeper.handle(invoice_event(intent=None))
    assert [one.event_name for one in keeper.parked.newest()] == [
        "subscription_cancelled",
        "subscription_created",
    ]
    assert keeper.handle(by_admin(created, "theirs")).kind is Kind.APPLIED
    found = known(keeper)
    assert (found.organization_id, found.user_id, found.snapshot.status) == (
        "theirs",
        None,
        "cancelled",
    )
    assert keeper.parked.newest() == []
    assert sorted(heard.changes) == ["CANCELLED", "PAYMENT_SUCCEEDED", "STARTED"]
    assert {one.organization_id for one in heard.told} == {"theirs"}


def test_a_retry_that_does_not_help_is_counted(keeper: Bookkeeper) -> None:
    event = subscription_event(intent="not-yet")
    keeper.handle(event)
    first = keeper.parked.newest()[0]
    again = keeper.parked.event(event.key)
    assert again == replace(event, retried=True)
    keeper.handle(again)
    (parked,) = keeper.parked.newest()
    assert (parked.attempts, parked.parked_at) == (2, first.parked_at)


def test_a_retry_of_what_was_handled_meanwhile_clears_it_away(
    keeper: Bookkeeper, heard: Heard, database: Database
) -> None:
    event = subscription_event(intent="late")
    keeper.handle(event)
    FirestoreCheckouts(database).add(intent("late"))
    assert keeper.handle(event).kind is Kind.APPLIED
    again = replace(event, retried=True)
    assert keeper.handle(again).kind is Kind.DUPLICATE
    assert keeper.parked.newest() == []
    assert len(heard.told) == 1


def test_what_we_have_no_use_for_is_noted_once(keeper: Bookkeeper, database: Database) -> None:
    order = replace(subscription_event("order_created"), object_type="orders")
    assert deliver(keeper, [order, order]) == [Kind.IGNORED, Kind.DUPLICATE]
    assert (_records(database), untold(database)) == (1, 0)


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


@pytest.mark.parametrize("told", ["intent-1", None])
def test_what_is_put_aside_while_its_subscription_becomes_known_is_not_left_there(
    connected: Callable[[], Database], keeper: Bookkeeper, heard: Heard, told: str | None
) -> None:
    """The first event of two comes in between the reads of the second."""
    first = partial(keeper.handle, subscription_event())
    interrupted = bookkeeper(Interrupted(connected(), subscription_path("1"), first), SHOP, heard)
    later: dict[str, Any] = {"status": "expired", "updated_at": written(START + timedelta(days=1))}
    outcome = interrupted.handle(subscription_event("subscription_expired", intent=told, **later))
    assert outcome.kind is Kind.APPLIED
    assert tier_of(keeper) is Tier.FREE
    assert keeper.parked.newest() == []
    assert heard.changes == ["STARTED", "EXPIRED"]


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


def test_what_no_event_told_of_needs_to_be_claimed(keeper: Bookkeeper, heard: Heard) -> None:
    answer = read_subscription("1", subscription_attributes(), 2_000_000_000)
    later = replace(answer, rendered_at=2_000_000_060)
    for one in (answer, later):
        assert keeper.record(one).fault is ParkReason.UNCLAIMED
    (parked,) = keeper.parked.newest()
    assert (parked.fault, parked.attempts) == (ParkReason.UNCLAIMED, 1)
    assert keeper.record(later, intent="intent-1").kind is Kind.APPLIED
    assert (tier_of(keeper), known(keeper).user_id) == (Tier.PRO, "ann")
    assert keeper.parked.newest() == []
    assert heard.changes == ["STARTED"]


def test_a_change_of_plan_is_the_variant_s_and_not_what_was_asked_for(keeper: Bookkeeper) -> None:
    keeper.handle(subscription_event(variant_id=YEARLY))
    assert known(keeper).plan is Plan.PRO_YEARLY
    later = written(START + timedelta(days=1))
    keeper.handle(subscription_event("subscription_updated", variant_id=MONTHLY, updated_at=later))
    assert known(keeper).plan is Plan.PRO_MONTHLY


def told_of_the_shop(**more: object) -> Billing:
    settings = Billing(31_415, ("PRO_MONTHLY=1001", "PRO_YEARLY=1002"), "true")
    return replace(settings, **more)  # type: ignore[arg-type]


def test_the_shop_is_read_from_the_settings() -> None:
    assert storefront(told_of_the_shop()) == SHOP
    assert not storefront(told_of_the_shop(lemonsqueezy_test_mode="false")).test_mode
    variants = ("PRO_MONTHLY=5", "PRO_YEARLY=6", "PRO_MONTHLY=4")
    shop = storefront(told_of_the_shop(lemonsqueezy_variants=variants))
    assert shop.variant_of(Plan.PRO_MONTHLY) == 5
    assert set(shop.plans) == {4, 5, 6}


@pytest.mark.parametrize(
    ("about", "named"),
    [
        ({"lemonsqueezy_test_mode": "True"}, "TEST_MODE"),
        ({"lemonsqueezy_test_mode": "yes"}, "TEST_MODE"),
        ({"lemonsqueezy_variants": ("PRO_MONTHLY=1",)}, "VARIANTS"),
        ({"lemonsqueezy_variants": ("PRO_MONTHLY=1", "PRO_YEARLY")}, "VARIANTS"),
        ({"lemonsqueezy_variants": ("PRO_MONTHLY=1", "PRO_WEEKLY=2")}, "VARIANTS"),
        ({"lemonsqueezy_variants": ("PRO_MONTHLY=1", "PRO_YEARLY=1")}, "VARIANTS"),
    ],
)
def test_a_setting_that_could_let_the_wrong_thing_count_stops_everything(
    about: dict[str, object], named: str
) -> None:
    with pytest.raises(MissingSetting, match=named):
        storefront(told_of_the_shop(**about))
