"""What became true of a subscription: told from what was known and what is known now."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from shared.domain.billing import Plan, Source
from shared.domain.entitlements import Tier


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
