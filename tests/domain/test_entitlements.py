from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.domain.billing import (
    KnownSubscription,
    Plan,
    SubscriptionItem,
    SubscriptionSnapshot,
)
from shared.domain.entitlements import Entitlement, Subscription, Tier, entitlement

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
BEFORE, AFTER = NOW - timedelta(days=1), NOW + timedelta(days=1)


def told(status: str, **facts: object) -> Subscription:
    about: dict[str, object] = {"id": "1", "updated_at": BEFORE, **facts}
    return Subscription(organization_id="o", status=status, **about)  # type: ignore[arg-type]


def test_without_a_subscription_the_tier_is_free() -> None:
    assert entitlement([], NOW) == Entitlement(Tier.FREE)


@pytest.mark.parametrize(
    ("subscription", "tier"),
    [
        (told("on_trial", renews_at=AFTER), Tier.PRO),
        (told("active", renews_at=AFTER), Tier.PRO),
        (told("active", renews_at=BEFORE), Tier.PRO),
        (told("past_due", renews_at=AFTER), Tier.PRO),
        (told("cancelled", ends_at=AFTER), Tier.PRO),
        (told("cancelled", ends_at=NOW), Tier.FREE),
        (told("cancelled", ends_at=BEFORE), Tier.FREE),
        (told("cancelled"), Tier.FREE),
        (told("paused", pause_mode="free"), Tier.PRO),
        (told("paused", pause_mode="void", renews_at=AFTER), Tier.FREE),
        (told("paused"), Tier.FREE),
        (told("unpaid", renews_at=AFTER), Tier.FREE),
        (told("expired", ends_at=AFTER), Tier.FREE),
    ],
)
def test_each_word_of_the_provider_gives_a_tier(subscription: Subscription, tier: Tier) -> None:
    assert entitlement([subscription], NOW) == Entitlement(tier, subscription)


@pytest.mark.parametrize(
    ("renews_at", "tier"), [(AFTER, Tier.PRO), (BEFORE, Tier.FREE), (None, Tier.FREE)]
)
def test_an_unknown_word_keeps_what_was_paid_for_and_is_flagged(
    renews_at: datetime | None, tier: Tier
) -> None:
    subscription = told("pause", renews_at=renews_at)
    assert entitlement([subscription], NOW) == Entitlement(tier, subscription, flagged=True)


def test_the_best_of_several_decides() -> None:
    ended, active = told("expired", id="2", updated_at=NOW), told("active")
    assert entitlement([ended, active], NOW) == Entitlement(Tier.PRO, active)


def test_of_several_ended_ones_the_latest_is_shown() -> None:
    older, newer = told("expired", id="9"), told("unpaid", id="2", updated_at=NOW)
    assert entitlement([newer, older], NOW) == Entitlement(Tier.FREE, newer)


@given(st.permutations([told("active"), told("what?", id="2"), told("expired", id="3")]))
def test_their_order_does_not_matter(subscriptions: list[Subscription]) -> None:
    assert entitlement(subscriptions, NOW) == Entitlement(Tier.PRO, told("active"), flagged=True)


def test_the_facts_of_a_subscription_are_those_of_the_snapshot_that_counts() -> None:
    item = SubscriptionItem(1, AFTER)
    snapshot = SubscriptionSnapshot(
        id="1",
        store_id=1,
        variant_id=1,
        status="paused",
        created_at=BEFORE,
        updated_at=NOW,
        test_mode=False,
        pause_mode="free",
        trial_ends_at=BEFORE,
        renews_at=AFTER,
        ends_at=AFTER,
        item=item,
    )
    facts = Subscription.of(KnownSubscription(snapshot, "o", Plan.PRO_YEARLY))
    assert facts == Subscription(
        "1", "o", "paused", AFTER, AFTER, AFTER, "free", Plan.PRO_YEARLY, BEFORE
    )
