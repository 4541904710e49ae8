"""Billing facts: what is sold, what was asked to be bought, what the provider says about it."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class Plan(StrEnum):
    PRO_MONTHLY = "PRO_MONTHLY"
    PRO_YEARLY = "PRO_YEARLY"


class Source(StrEnum):
    """How a fact reached us: the provider told, or we asked."""

    WEBHOOK = "WEBHOOK"
    RECONCILE = "RECONCILE"


@dataclass(frozen=True, slots=True)
class SubscriptionItem:
    id: int
    updated_at: datetime
    quantity: int = 1


@dataclass(frozen=True, slots=True)
class SubscriptionSnapshot:
    """One subscription as the provider showed it at one moment, in its own words and numbers.

    `rendered_at` is the number by which its signed addresses expire: never a time to show, only
    to be compared with another one. None when the provider gave none.
    """

    id: str
    store_id: int
    variant_id: int
    status: str
    created_at: datetime
    updated_at: datetime
    test_mode: bool
    customer_id: int | None = None
    order_id: int | None = None
    order_item_id: int | None = None
    product_id: int | None = None
    cancelled: bool = False
    pause_mode: str | None = None
    pause_resumes_at: datetime | None = None
    trial_ends_at: datetime | None = None
    renews_at: datetime | None = None
    ends_at: datetime | None = None
    item: SubscriptionItem | None = None
    rendered_at: int | None = None

    @property
    def version(self) -> datetime:
        """The provider moves `updated_at` not with every change, but then that of the item."""
        return max(self.updated_at, self.item.updated_at) if self.item else self.updated_at


@dataclass(frozen=True, slots=True)
class KnownSubscription:
    """A subscription that belongs to an organisation, by the snapshot that counts.

    `user_id` opened the checkout; None when an admin bound it. `doubtful`: another snapshot says
    something else, and nothing but our own rule put this one first. `by_creation`: it came with
    the event of the creation, which loses against any other.
    """

    snapshot: SubscriptionSnapshot
    organization_id: str
    plan: Plan
    user_id: str | None = None
    intent: str | None = None
    by_creation: bool = False
    doubtful: bool = False

    @property
    def id(self) -> str:
        return self.snapshot.id


@dataclass(frozen=True, slots=True)
class Invoice:
    """One invoice of a subscription as the provider showed it. Amounts are in the smallest unit
    of the currency and may be negative. It never decides what a subscription is."""

    id: str
    store_id: int
    subscription_id: str
    status: str
    created_at: datetime
    updated_at: datetime
    test_mode: bool
    billing_reason: str = ""
    currency: str = ""
    total: int = 0
    subtotal: int = 0
    discount_total: int = 0
    tax: int = 0
    total_usd: int = 0
    refunded: bool = False
    refunded_at: datetime | None = None
    refunded_amount: int = 0
    customer_id: int | None = None
    rendered_at: int | None = None


@dataclass(frozen=True, slots=True)
class Intent:
    """A checkout that our server opened. `subscription_id` is what came of it: set once.

    `email_key` is the account's, never the address itself.
    """

    id: str
    organization_id: str
    user_id: str
    plan: Plan
    created_at: datetime
    expires_at: datetime
    email_key: str | None = None
    checkout_id: str | None = None
    checkout_url: str | None = None
    subscription_id: str | None = None

    def is_open(self, moment: datetime) -> bool:
        """Whether something could be bought by it then, and nothing has been."""
        return self.subscription_id is None and self.created_at <= moment < self.expires_at
