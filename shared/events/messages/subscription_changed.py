"""`subscription-changed`: something became true of an organisation's subscription."""

from dataclasses import asdict
from datetime import datetime

from shared.domain.billing import Plan, Source
from shared.domain.billing_changes import Announcement, Change
from shared.domain.entitlements import Tier
from shared.events.message import Message

TOPIC = "subscription-changed"


class InvoiceNamed(Message):
    id: str
    total: int
    """In the smallest unit of the currency."""
    currency: str
    billing_reason: str
    """`initial`, `renewal` or `updated`: the provider's words."""


class SubscriptionChanged(Message):
    """It may come twice, late, and out of order: `event_id` names what happened, and
    `occurred_at` says when, by the provider's clock."""

    version: int = 1
    event_id: str
    organization_id: str
    user_id: str | None
    """Who opened the checkout. None when an admin bound the subscription."""
    subscription_id: str
    change: Change
    plan: Plan | None = None
    tier_before: Tier | None = None
    """Of the organisation, over all its subscriptions. None for payments."""
    tier_after: Tier | None = None
    invoice: InvoiceNamed | None = None
    """Of payments only."""
    occurred_at: datetime
    source: Source

    @classmethod
    def of(cls, told: Announcement) -> "SubscriptionChanged":
        return cls.model_validate(asdict(told))
