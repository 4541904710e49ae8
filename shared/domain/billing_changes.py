"""What became true of a subscription: told from what was known before and what is known now."""

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from shared.domain.billing import Invoice, KnownSubscription, Plan, Source
from shared.domain.entitlements import Subscription, Tier, entitlement


class Change(StrEnum):
    STARTED = "STARTED"
    RENEWED = "RENEWED"
    PLAN_CHANGED = "PLAN_CHANGED"
    CANCELLED = "CANCELLED"
    RESUMED = "RESUMED"
    PAUSED = "PAUSED"
    UNPAUSED = "UNPAUSED"
    PAST_DUE = "PAST_DUE"
    RECOVERED = "RECOVERED"
    UNPAID = "UNPAID"
    EXPIRED = "EXPIRED"
    UPDATED = "UPDATED"
    PAYMENT_SUCCEEDED = "PAYMENT_SUCCEEDED"
    PAYMENT_FAILED = "PAYMENT_FAILED"
    PAYMENT_REFUNDED = "PAYMENT_REFUNDED"


@dataclass(frozen=True, slots=True)
class InvoiceFacts:
    """What of an invoice others may need to know."""

    id: str
    total: int
    currency: str
    billing_reason: str


@dataclass(frozen=True, slots=True)
class Announcement:
    """`event_id` is the same whenever the same thing is announced again. The tiers are the
    organisation's, and None for payments, which decide nothing."""

    event_id: str
    organization_id: str
    user_id: str | None
    subscription_id: str
    change: Change
    plan: Plan | None
    tier_before: Tier | None
    tier_after: Tier | None
    invoice: InvoiceFacts | None
    occurred_at: datetime
    source: Source


@dataclass(frozen=True, slots=True)
class Payment:
    """What happened to an invoice, before it is known whose it is."""

    event_id: str
    change: Change
    occurred_at: datetime


_PAYMENT_FAILURE = "subscription_payment_failed"
_TURNED = {
    "cancelled": Change.CANCELLED,
    "paused": Change.PAUSED,
    "past_due": Change.PAST_DUE,
    "unpaid": Change.UNPAID,
    "expired": Change.EXPIRED,
}
_BACK = {
    "cancelled": Change.RESUMED,
    "paused": Change.UNPAUSED,
    "past_due": Change.RECOVERED,
    "unpaid": Change.RECOVERED,
    "on_trial": Change.RENEWED,
    "expired": Change.RESUMED,
}
_RUNNING = frozenset({"active", "on_trial"})


def announced(
    key: str,
    old: KnownSubscription | None,
    new: KnownSubscription,
    others: Sequence[Subscription],
    *,
    now: datetime,
    source: Source,
) -> tuple[Announcement, ...]:
    """What to tell about the step from `old` to `new`, made by the event named `key`. `others`:
    the organisation's subscriptions but this one, which have a say in its tier."""
    before = [] if old is None else [Subscription.of(old)]
    tier_before = entitlement([*others, *before], now).tier
    tier_after = entitlement([*others, Subscription.of(new)], now).tier
    told: list[Announcement] = []
    for change in changes_between(old, new):
        told.append(
            Announcement(
                event_id=_named(key, change),
                organization_id=new.organization_id,
                user_id=new.user_id,
                subscription_id=new.id,
                change=change,
                plan=new.plan,
                # The step between the tiers is told once.
                tier_before=tier_after if told else tier_before,
                tier_after=tier_after,
                invoice=None,
                occurred_at=new.snapshot.version,
                source=source,
            )
        )
    return tuple(told)


def changes_between(old: KnownSubscription | None, new: KnownSubscription) -> Iterator[Change]:
    """At least one, told from the snapshots alone: the name of an event says what the provider
    was doing, not what we had missed."""
    status = new.snapshot.status
    if old is None:
        yield Change.STARTED
        if status in _TURNED:
            yield _TURNED[status]
    elif old.snapshot.status != status:
        yield _turn(old.snapshot.status, status)
        if old.plan is not new.plan:
            yield Change.PLAN_CHANGED
    elif old.plan is not new.plan:
        yield Change.PLAN_CHANGED
    else:
        yield Change.RENEWED if _is_renewed(old, new) else Change.UPDATED


def payments_told(invoice: Invoice, event_name: str) -> tuple[Payment, ...]:
    """What one showing of an invoice says. A success and the recovery that repeats it are one
    thing, and so are two showings of a failure; a second refund is another."""
    if invoice.refunded or invoice.status in ("refunded", "partial_refund", "partial_refunded"):
        change, which = Change.PAYMENT_REFUNDED, str(invoice.refunded_amount)
    elif invoice.status == "paid":
        change, which = Change.PAYMENT_SUCCEEDED, ""
    elif event_name == _PAYMENT_FAILURE:
        change, which = Change.PAYMENT_FAILED, invoice.updated_at.isoformat()
    else:
        return ()
    return (Payment(_named("invoice", invoice.id, change, which), change, invoice.updated_at),)


def payment_announced(payment: Payment, invoice: Invoice, known: KnownSubscription) -> Announcement:
    return Announcement(
        event_id=payment.event_id,
        organization_id=known.organization_id,
        user_id=known.user_id,
        subscription_id=known.id,
        change=payment.change,
        plan=known.plan,
        tier_before=None,
        tier_after=None,
        invoice=InvoiceFacts(invoice.id, invoice.total, invoice.currency, invoice.billing_reason),
        occurred_at=payment.occurred_at,
        # Nobody is asked about invoices.
        source=Source.WEBHOOK,
    )


def _turn(old: str, new: str) -> Change:
    if new in _TURNED:
        return _TURNED[new]
    return _BACK.get(old, Change.UPDATED) if new in _RUNNING else Change.UPDATED


def _is_renewed(old: KnownSubscription, new: KnownSubscription) -> bool:
    """Another period of the same plan. While payments fail the date is that of the next try."""
    before, after = old.snapshot.renews_at, new.snapshot.renews_at
    if new.snapshot.status != "active" or before is None or after is None:
        return False
    return after > before


def _named(*parts: str) -> str:
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()
