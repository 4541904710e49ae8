"""What `billing` takes and shows."""

from datetime import datetime
from enum import StrEnum

from pydantic import AwareDatetime, Field

from shared.domain.billing import Plan
from shared.domain.entitlements import Entitlement, Tier
from shared.web.wire import View, Wire


class Interval(StrEnum):
    MONTH = "MONTH"
    YEAR = "YEAR"


class PriceView(View):
    """Before taxes and discounts: those the checkout knows."""

    amount_cents: int
    currency: str


class PlanView(View):
    plan: Plan
    name: str
    price: PriceView | None
    """Null while the payment provider cannot be asked."""
    interval: Interval
    features: list[str]


class CheckoutDraft(Wire):
    plan: Plan = Field(strict=False)


class CheckoutView(View):
    checkout_url: str
    expires_at: AwareDatetime


class PortalView(View):
    url: str
    """Signs its visitor in at the payment provider: made on demand, good for some hours."""


class SubscriptionView(View):
    """Of several subscriptions the one that decides."""

    tier: Tier
    plan: Plan | None
    status: str | None
    """ON_TRIAL, ACTIVE, PAUSED, PAST_DUE, UNPAID, CANCELLED or EXPIRED, and any word more that the
    payment provider may bring up. Null: there never was a subscription."""
    renews_at: datetime | None
    ends_at: datetime | None
    trial_ends_at: datetime | None
    pause_mode: str | None
    """FREE: served without pay while paused. VOID: not served."""
    needs_payment_update: bool
    """The last payment failed; the portal takes another means of payment."""

    @classmethod
    def of(cls, held: Entitlement) -> "SubscriptionView":
        told = held.subscription
        if told is None:
            return _NEVER
        return cls(
            tier=held.tier,
            plan=told.plan,
            status=told.status.upper(),
            renews_at=told.renews_at,
            ends_at=told.ends_at,
            trial_ends_at=told.trial_ends_at,
            pause_mode=told.pause_mode and told.pause_mode.upper(),
            needs_payment_update=told.status in ("past_due", "unpaid"),
        )


_NEVER = SubscriptionView(
    tier=Tier.FREE,
    plan=None,
    status=None,
    renews_at=None,
    ends_at=None,
    trial_ends_at=None,
    pause_mode=None,
    needs_payment_update=False,
)
