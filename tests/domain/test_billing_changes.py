"""What is told of a step from one snapshot to the next, and of an invoice."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.domain.billing import (
    Invoice,
    KnownSubscription,
    Plan,
    Source,
    SubscriptionSnapshot,
)
from shared.domain.billing_changes import (
    announced,
    changes_between,
    payment_announced,
    payments_told,
)
from shared.domain.entitlements import Subscription, Tier

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)
SOON, LATER = NOON + timedelta(days=30), NOON + timedelta(days=60)


def known(status: str = "active", plan: Plan = Plan.PRO_MONTHLY, **told: Any) -> KnownSubscription:
    about: dict[str, Any] = {"renews_at": SOON, **told}
    snapshot = SubscriptionSnapshot(
        id="1",
        store_id=1,
        variant_id=7,
        status=status,
        created_at=NOON,
        updated_at=NOON,
        test_mode=True,
        **about,
    )
    return KnownSubscription(snapshot, "ours", plan, user_id="ann")


@pytest.mark.parametrize(
    ("old", "new", "changes"),
    [
        (None, known("on_trial"), ["STARTED"]),
        (None, known("cancelled"), ["STARTED", "CANCELLED"]),
        (known("on_trial"), known(), ["RENEWED"]),
        (known(), known(renews_at=LATER), ["RENEWED"]),
        (known(renews_at=LATER), known(), ["UPDATED"]),
        (known(renews_at=None), known(), ["UPDATED"]),
        (known(), known(renews_at=None), ["UPDATED"]),
        (known("past_due"), known("past_due", renews_at=LATER), ["UPDATED"]),
        (known(), known(plan=Plan.PRO_YEARLY, renews_at=LATER), ["PLAN_CHANGED"]),
        (known(), known("cancelled"), ["CANCELLED"]),
        (known("cancelled"), known(), ["RESUMED"]),
        (known("cancelled"), known(plan=Plan.PRO_YEARLY), ["RESUMED", "PLAN_CHANGED"]),
        (known(), known("paused"), ["PAUSED"]),
        (known("paused"), known(), ["UNPAUSED"]),
        (known("paused"), known("cancelled"), ["CANCELLED"]),
        (known(), known("past_due"), ["PAST_DUE"]),
        (known("past_due"), known(), ["RECOVERED"]),
        (known("past_due"), known("unpaid"), ["UNPAID"]),
        (known("unpaid"), known(), ["RECOVERED"]),
        (known("cancelled"), known("expired"), ["EXPIRED"]),
        (known("expired"), known(), ["RESUMED"]),
        (known(), known("a word of tomorrow"), ["UPDATED"]),
        (known("a word of tomorrow"), known(), ["UPDATED"]),
    ],
)
def test_each_step_has_a_name(
    old: KnownSubscription | None, new: KnownSubscription, changes: list[str]
) -> None:
    assert [change.value for change in changes_between(old, new)] == changes


def test_an_announcement_says_what_the_organisation_has_now() -> None:
    told = announced("k", None, known(), [], now=NOON, source=Source.WEBHOOK)
    assert [(one.tier_before, one.tier_after) for one in told] == [(Tier.FREE, Tier.PRO)]
    assert (told[0].user_id, told[0].organization_id, told[0].plan) == (
        "ann",
        "ours",
        Plan.PRO_MONTHLY,
    )
    other = Subscription("2", "ours", "active", NOON)
    (ended,) = announced("k", known(), known("expired"), [other], now=NOON, source=Source.RECONCILE)
    assert (ended.tier_before, ended.tier_after, ended.source) == (
        Tier.PRO,
        Tier.PRO,
        Source.RECONCILE,
    )


def test_the_step_between_the_tiers_is_told_once() -> None:
    new = known("cancelled", ends_at=SOON)
    told = announced("k", None, new, [], now=NOON, source=Source.WEBHOOK)
    assert [(one.tier_before, one.tier_after) for one in told] == [
        (Tier.FREE, Tier.PRO),
        (Tier.PRO, Tier.PRO),
    ]
    assert len({one.event_id for one in told}) == 2


@given(st.text(), st.text())
def test_an_announcement_is_named_by_its_event(one: str, other: str) -> None:
    def name(key: str) -> str:
        (told,) = announced(key, None, known(), [], now=NOON, source=Source.WEBHOOK)
        return told.event_id

    assert (name(one) == name(other)) is (one == other)
    assert len(name(one)) == 64


def invoice(status: str = "paid", **told: Any) -> Invoice:
    about: dict[str, Any] = {"updated_at": NOON, "total": 999, "currency": "EUR", **told}
    return Invoice(
        id="9",
        store_id=1,
        subscription_id="1",
        status=status,
        created_at=NOON,
        test_mode=True,
        billing_reason="renewal",
        **about,
    )


@pytest.mark.parametrize(
    ("invoice", "event_name", "changes"),
    [
        (invoice(), "subscription_payment_success", ["PAYMENT_SUCCEEDED"]),
        (invoice(), "subscription_payment_failed", ["PAYMENT_SUCCEEDED"]),
        (invoice("pending"), "subscription_payment_failed", ["PAYMENT_FAILED"]),
        (invoice("pending"), "subscription_payment_success", []),
        (invoice("refunded"), "subscription_payment_refunded", ["PAYMENT_REFUNDED"]),
        (invoice("partial_refunded"), "subscription_payment_refunded", ["PAYMENT_REFUNDED"]),
        (invoice(refunded=True), "subscription_payment_success", ["PAYMENT_REFUNDED"]),
        (invoice("void"), "a_new_name", []),
    ],
)
def test_an_invoice_tells_of_a_payment(
    invoice: Invoice, event_name: str, changes: list[str]
) -> None:
    assert [told.change.value for told in payments_told(invoice, event_name)] == changes


def test_the_same_payment_has_one_name_and_another_has_another() -> None:
    def name(invoice: Invoice, event_name: str = "subscription_payment_failed") -> str:
        (told,) = payments_told(invoice, event_name)
        return told.event_id

    # A success, and the recovery that repeats it.
    assert name(invoice()) == name(invoice(updated_at=SOON))
    assert name(invoice("pending")) == name(invoice("pending", rendered_at=5))
    assert name(invoice("pending")) != name(invoice("pending", updated_at=SOON))
    part, all_of_it = (invoice("refunded", refunded_amount=amount) for amount in (1, 999))
    assert name(part) != name(all_of_it)
    assert name(part) == name(replace(part, updated_at=SOON))
    assert name(invoice()) != name(replace(invoice(), id="10"))


def test_a_payment_is_announced_to_the_owner_of_the_subscription() -> None:
    (payment,) = payments_told(invoice(), "subscription_payment_success")
    told = payment_announced(payment, invoice(), known())
    assert (told.organization_id, told.user_id, told.tier_after) == ("ours", "ann", None)
    assert told.invoice is not None
    assert (told.invoice.id, told.invoice.total, told.invoice.billing_reason) == (
        "9",
        999,
        "renewal",
    )
