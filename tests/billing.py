"""Billing for tests: events as the payment provider would send them, and a life full of them."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from typing import Any

from shared.domain.billing import Intent, Plan
from shared.domain.billing_changes import Announcement
from shared.domain.billing_events import BillingEvent, digest
from shared.domain.billing_kept import INVOICES, SUBSCRIPTIONS, kept
from shared.domain.billing_trust import Storefront

STORE, MONTHLY, YEARLY = 31_415, 1_001, 1_002
SHOP = Storefront(STORE, {MONTHLY: Plan.PRO_MONTHLY, YEARLY: Plan.PRO_YEARLY}, test_mode=True)
START = datetime(2026, 3, 1, 12, tzinfo=UTC)


def written(moment: datetime | None) -> str | None:
    return None if moment is None else moment.strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def subscription_attributes(**more: Any) -> dict[str, Any]:
    """An active subscription as it stands on the wire, with `more` of its own."""
    return {
        "store_id": STORE,
        "customer_id": 6_287_548,
        "order_id": 5_932_606,
        "order_item_id": 5_871_833,
        "product_id": 575_214,
        "variant_id": MONTHLY,
        "product_name": "Pro",
        "user_name": "Robin Example",
        "user_email": "robin@example.com",
        "status": "active",
        "status_formatted": "Active",
        "card_brand": "visa",
        "card_last_four": "4242",
        "pause": None,
        "cancelled": False,
        "trial_ends_at": None,
        "billing_anchor": 1,
        "first_subscription_item": {
            "id": 3_011_320,
            "subscription_id": 1,
            "price_id": 1_385_711,
            "quantity": 1,
            "is_usage_based": False,
            "created_at": written(START),
            "updated_at": written(START),
        },
        "urls": {"customer_portal": "https://shop.example/billing?expires=1&signature=0"},
        "renews_at": written(START + timedelta(days=30)),
        "ends_at": None,
        "created_at": written(START),
        "updated_at": written(START),
        "test_mode": True,
        **more,
    }


def invoice_attributes(subscription_id: int, **more: Any) -> dict[str, Any]:
    return {
        "store_id": STORE,
        "subscription_id": subscription_id,
        "customer_id": 6_287_548,
        "user_name": "Robin Example",
        "user_email": "robin@example.com",
        "billing_reason": "renewal",
        "currency": "EUR",
        "status": "paid",
        "refunded": False,
        "refunded_at": None,
        "subtotal": 999,
        "discount_total": 0,
        "tax": 190,
        "total": 1_189,
        "total_usd": 1_277,
        "refunded_amount": 0,
        "created_at": written(START),
        "updated_at": written(START),
        "test_mode": True,
        **more,
    }


def event(
    name: str, object_type: str, object_id: str, attributes: dict[str, Any], **about: Any
) -> BillingEvent:
    """As the webhook hands it on."""
    rendered, mode = about.pop("rendered_at", None), about.pop("told_mode", True)
    told: dict[str, Any] = {"intent": "intent-1", "test_mode": mode, **about}
    return BillingEvent(
        key=digest(name, object_id, json.dumps(attributes), str(rendered)),
        event_name=name,
        object_type=object_type,
        object_id=object_id,
        attributes=kept(object_type, attributes),
        received_at=START,
        rendered_at=rendered,
        **told,
    )


def subscription_event(
    name: str = "subscription_created", subscription_id: str = "1", **more: Any
) -> BillingEvent:
    about = {key: more.pop(key) for key in _ABOUT if key in more}
    return event(name, SUBSCRIPTIONS, subscription_id, subscription_attributes(**more), **about)


def invoice_event(
    name: str = "subscription_payment_success",
    invoice_id: str = "9",
    subscription_id: str = "1",
    **more: Any,
) -> BillingEvent:
    about = {key: more.pop(key) for key in _ABOUT if key in more}
    attributes = invoice_attributes(int(subscription_id), **more)
    return event(name, INVOICES, invoice_id, attributes, **about)


_ABOUT = ("rendered_at", "intent", "told_mode", "organization_id", "retried")


def intent(name: str = "intent-1", organization_id: str = "ours", **more: Any) -> Intent:
    about: dict[str, Any] = {
        "user_id": "ann",
        "plan": Plan.PRO_MONTHLY,
        "created_at": START - timedelta(minutes=5),
        "expires_at": START + timedelta(days=1),
        **more,
    }
    return Intent(name, organization_id, **about)


@dataclass
class Life:
    """One subscription at the provider: each thing that happens to it is said in two events or
    more, whose snapshots are nearly alike."""

    subscription_id: str
    intent: str
    moment: datetime = START
    state: dict[str, Any] = field(default_factory=dict)
    events: list[BillingEvent] = field(default_factory=list)
    invoices: int = 0

    def after(self, days: int) -> "Life":
        self.moment += timedelta(days=days)
        return self

    def happens(self, *names: str, **changed: Any) -> "Life":
        """`changed` is so from now on; every named event shows it, rendered a second apart."""
        self.state |= changed
        for name in (*names, "subscription_updated"):
            self.moment += timedelta(seconds=1)
            more = {**self.state, "updated_at": written(self.moment.replace(second=0))}
            more["created_at"] = written(START)
            self.events.append(
                subscription_event(
                    name,
                    self.subscription_id,
                    rendered_at=int(self.moment.timestamp()) + 21_600,
                    intent=self.intent,
                    **more,
                )
            )
        return self

    def pays(self, *names: str, **about: Any) -> "Life":
        self.invoices += 1
        invoice_id = f"{self.subscription_id}0{self.invoices}"
        for name in names or ("subscription_payment_success",):
            self.moment += timedelta(seconds=1)
            self.events.append(
                invoice_event(
                    name,
                    invoice_id,
                    self.subscription_id,
                    intent=self.intent,
                    rendered_at=int(self.moment.timestamp()) + 21_600,
                    updated_at=written(self.moment.replace(second=0)),
                    **about,
                )
            )
        return self


def whole_life(subscription_id: str = "1", of_intent: str = "intent-1") -> Life:
    """Everything that can happen, until it has expired."""
    life = Life(subscription_id, of_intent)
    renews = [written(START + timedelta(days=30 * month)) for month in range(12)]
    trial = written(START + timedelta(days=7))
    life.happens("subscription_created", status="on_trial", trial_ends_at=trial, renews_at=trial)
    life.after(7).happens(status="active", renews_at=renews[1]).pays()
    life.after(1).happens("subscription_paused", status="paused", pause={"mode": "void"})
    life.after(1).happens("subscription_unpaused", status="active", pause=None)
    life.after(1).happens(
        "subscription_paused", status="paused", pause={"mode": "free", "resumes_at": renews[1]}
    )
    life.after(1).happens("subscription_unpaused", status="active", pause=None)
    life.after(1).happens("subscription_plan_changed", variant_id=YEARLY)
    life.after(20).pays("subscription_payment_failed", status="pending")
    life.happens(status="past_due", renews_at=renews[2])
    life.after(5).happens(status="active", renews_at=renews[3])
    life.pays("subscription_payment_success", "subscription_payment_recovered")
    life.after(5).happens(
        "subscription_cancelled", status="cancelled", cancelled=True, ends_at=renews[3]
    )
    life.after(1).happens("subscription_resumed", status="active", cancelled=False, ends_at=None)
    life.after(30).happens(status="past_due").after(15).happens(status="unpaid")
    life.after(15).happens("subscription_expired", status="expired", ends_at=renews[4])
    return life


@dataclass
class Heard:
    """Who listens to what is announced."""

    told: list[Announcement] = field(default_factory=list)
    fails: Exception | None = None

    def __call__(self, announcement: Announcement) -> None:
        if self.fails is not None:
            raise self.fails
        self.told.append(announcement)

    @property
    def changes(self) -> list[str]:
        """Each thing once, in the order in which it was first heard."""
        return [one.change.value for one in {one.event_id: one for one in self.told}.values()]


def with_duplicates(events: Sequence[BillingEvent], again: Iterable[int]) -> list[BillingEvent]:
    return [*events, *(events[which % len(events)] for which in again)]


def by_admin(told: BillingEvent, organization_id: str) -> BillingEvent:
    return replace(told, organization_id=organization_id, retried=True)
