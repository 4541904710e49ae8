"""Subscriptions as they are stored, and how they are found again."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from shared.domain.billing import (
    KnownSubscription,
    Plan,
    SubscriptionItem,
    SubscriptionSnapshot,
)
from shared.domain.entitlements import Subscription
from shared.store.database import Database
from shared.store.subscriptions import FirestoreSubscriptions

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
TOLD = SubscriptionSnapshot(
    id="1652029",
    store_id=91,
    variant_id=1001,
    status="paused",
    created_at=NOW - timedelta(days=90),
    updated_at=NOW,
    test_mode=False,
)
FULL = KnownSubscription(
    replace(
        TOLD,
        customer_id=4,
        order_id=5,
        order_item_id=6,
        product_id=7,
        cancelled=True,
        pause_mode="void",
        pause_resumes_at=NOW,
        trial_ends_at=NOW - timedelta(days=80),
        renews_at=NOW + timedelta(days=3),
        ends_at=NOW + timedelta(days=4),
        item=SubscriptionItem(8, NOW + timedelta(hours=1), 2),
        rendered_at=1_772_366_400,
    ),
    "ours",
    Plan.PRO_YEARLY,
    user_id="ann",
    intent="i-1",
    by_creation=True,
    doubtful=True,
)


def known(subscription_id: str, organization_id: str = "ours", **told: object) -> KnownSubscription:
    snapshot = replace(TOLD, id=subscription_id, **told)  # type: ignore[arg-type]
    return KnownSubscription(snapshot, organization_id, Plan.PRO_MONTHLY)


def test_what_is_known_comes_back_whole(database: Database) -> None:
    store = FirestoreSubscriptions(database)
    bare = known("2", status="a word of tomorrow")
    for one in (FULL, bare):
        store.put(one)
        assert store.find(one.id) == one
    assert store.find("3") is None


def test_an_organisation_finds_its_subscriptions_and_no_others(database: Database) -> None:
    store = FirestoreSubscriptions(database)
    bare = known("2", status="a word of tomorrow")
    for one in (FULL, bare, known("3", "theirs")):
        store.put(one)
    assert set(store.of("ours")) == {Subscription.of(FULL), Subscription.of(bare)}
    assert store.of("nobody") == ()


def test_the_last_word_replaces_the_one_before(database: Database) -> None:
    store = FirestoreSubscriptions(database)
    store.put(known("1", status="active", renews_at=NOW))
    store.put(known("1", status="expired"))
    (found,) = store.of("ours")
    assert (found.status, found.renews_at) == ("expired", None)


def test_all_are_found_page_by_page(database: Database) -> None:
    store = FirestoreSubscriptions(database)
    names = [str(number) for number in range(100, 107)]
    for name in names:
        store.put(known(name))
    assert [one.id for one in store.all_known(page=3)] == names
    assert [one.id for one in store.all_known(page=7)] == names
    assert [one.id for one in store.all_known()] == names


def test_those_are_near_that_should_turn_or_are_in_doubt(database: Database) -> None:
    store = FirestoreSubscriptions(database)
    soon, late = NOW + timedelta(minutes=59), NOW - timedelta(hours=23)
    far, long_ago = NOW + timedelta(hours=2), NOW - timedelta(hours=25)
    near = {
        "renews": known("renews", status="active", renews_at=soon),
        "ended": known("ended", status="cancelled", ends_at=late, renews_at=late),
        "trial": known("trial", status="on_trial", trial_ends_at=soon),
        "failing": known("failing", status="past_due", renews_at=far),
        "doubtful": replace(known("doubtful", status="active", renews_at=far), doubtful=True),
    }
    for one in (*near.values(), known("calm", status="active", renews_at=far)):
        store.put(one)
    store.put(known("over", status="expired", ends_at=long_ago, renews_at=long_ago))
    assert store.near(NOW) == tuple(near[name] for name in sorted(near))
