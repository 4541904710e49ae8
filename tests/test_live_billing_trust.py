"""Whose a subscription is, and what is put aside until somebody says so."""

from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from functools import partial
from typing import Any

import pytest

from shared.domain.billing_events import Kind
from shared.domain.billing_reading import read_subscription
from shared.domain.billing_trust import ParkReason
from shared.domain.entitlements import Tier
from shared.live_billing import Bookkeeper, bookkeeper
from shared.store.checkouts import FirestoreCheckouts
from shared.store.database import Database
from shared.store.subscriptions import subscription_path
from tests.billing import (
    SHOP,
    START,
    Heard,
    by_admin,
    intent,
    invoice_event,
    subscription_attributes,
    subscription_event,
    written,
)
from tests.bookkeeping import known, tier_of
from tests.races import Interrupted, together


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
