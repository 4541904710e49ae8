"""What can become of a subscription, and the events that each change sends: two or more, as they
are seen."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from tools.local.lemonsqueezy import made, moments
from tools.local.lemonsqueezy.catalogue import SOLD
from tools.local.lemonsqueezy.shop import Shop, Thing

Asked = Mapping[str, str]
Events = list[tuple[str, Thing]]
_RETRY_DAYS = 5


class NotNow(Exception):
    """That cannot happen to a subscription that stands as this one does."""


@dataclass(frozen=True)
class Change:
    make: Callable[[Shop, Thing, Asked], Events]
    wanted: Sequence[str]
    """The statuses it can come from."""
    by_customer: bool
    title: str


def buy(
    shop: Shop, variant_id: int, name: str, email: str, custom: Mapping[str, Any], *, trial: bool
) -> tuple[Thing, Events]:
    variant = SOLD[variant_id]
    buyer = made.customer(shop, name, email)
    given = {key: str(value) for key, value in custom.items()}
    total = 0 if trial else variant.cents
    bought = made.order(shop, buyer, variant, total, given)
    begun = made.subscription(shop, bought, variant, trial=trial)
    paid = made.invoice(shop, begun, "initial", "paid", total)
    return begun, [
        ("order_created", bought),
        ("subscription_created", begun),
        ("subscription_payment_success", paid),
    ]


def settle(begun: Thing) -> Events:
    """What follows seconds after a purchase: the item moves, `updated_at` does not."""
    item = begun.get("first_subscription_item")
    later = moments.read(item["updated_at"]) + timedelta(seconds=2)
    item["updated_at"] = moments.written(later)
    return [_updated(begun)]


def change(shop: Shop, subscription: Thing, name: str, asked: Asked) -> Events:
    """Raises `NotNow`, and `KeyError` for what there is not."""
    wanted = CHANGES[name]
    if subscription.get("status") not in wanted.wanted:
        raise NotNow(f"{wanted.title}: not while it is {subscription.get('status')}")
    return wanted.make(shop, subscription, asked)


def _renew(shop: Shop, subscription: Thing, _: Asked) -> Events:
    if subscription.get("status") == "on_trial":
        # It is over when it is paid for.
        subscription.change(trial_ends_at=moments.written(moments.now()))
    subscription.change(status="active", renews_at=_next_renewal(subscription))
    paid = made.invoice(shop, subscription, "renewal", "paid")
    return [("subscription_payment_success", paid), _updated(subscription)]


def _fail(shop: Shop, subscription: Thing, _: Asked) -> Events:
    again = moments.now() + timedelta(days=_RETRY_DAYS)
    subscription.change(status="past_due", renews_at=moments.written(again))
    owed = _owed(shop, subscription) or made.invoice(shop, subscription, "renewal", "pending")
    return [("subscription_payment_failed", owed), _updated(subscription)]


def _recover(shop: Shop, subscription: Thing, _: Asked) -> Events:
    owed = _owed(shop, subscription) or made.invoice(shop, subscription, "renewal", "pending")
    owed.change(status="paid", status_formatted="Paid")
    subscription.change(status="active", renews_at=_next_renewal(subscription))
    paid = [("subscription_payment_success", owed), ("subscription_payment_recovered", owed)]
    return [*paid, _updated(subscription)]


def _give_up(_: Shop, subscription: Thing, __: Asked) -> Events:
    subscription.change(status="unpaid")
    return [_updated(subscription)]


def _cancel(_: Shop, subscription: Thing, asked: Asked) -> Events:
    """`ends_in`, in seconds, shortens what is left."""
    soon = asked.get("ends_in", "")
    ends_at = subscription.get("renews_at")
    if soon:
        ends_at = moments.written(moments.now() + timedelta(seconds=int(soon)))
    subscription.change(status="cancelled", cancelled=True, ends_at=ends_at, pause=None)
    return [("subscription_cancelled", subscription), _updated(subscription)]


def _resume(_: Shop, subscription: Thing, __: Asked) -> Events:
    subscription.change(status=_unstopped(subscription), cancelled=False, ends_at=None)
    return [("subscription_resumed", subscription), _updated(subscription)]


def _pause(mode: str) -> Callable[[Shop, Thing, Asked], Events]:
    def pause(_: Shop, subscription: Thing, asked: Asked) -> Events:
        resumes_at = asked.get("resumes_at") or None
        subscription.change(status="paused", pause={"mode": mode, "resumes_at": resumes_at})
        return [("subscription_paused", subscription), _updated(subscription)]

    return pause


def _unpause(_: Shop, subscription: Thing, __: Asked) -> Events:
    subscription.change(status=_unstopped(subscription), pause=None)
    return [("subscription_unpaused", subscription), _updated(subscription)]


def _expire(_: Shop, subscription: Thing, __: Asked) -> Events:
    subscription.change(status="expired", pause=None, ends_at=moments.written(moments.now()))
    return [("subscription_expired", subscription), _updated(subscription)]


def _refund(shop: Shop, subscription: Thing, _: Asked) -> Events:
    """Of the latest payment. The subscription goes on."""
    paid = shop.every("subscription-invoices", subscription_id=int(subscription.id), status="paid")
    if not paid or not paid[-1].get("total"):
        raise NotNow("There is no payment to give back")
    refund(paid[-1])
    events: Events = [("subscription_payment_refunded", paid[-1])]
    if paid[-1].get("billing_reason") == "initial":
        bought = shop.find("orders", str(subscription.get("order_id")))
        refund(bought)
        events.insert(0, ("order_refunded", bought))
    return events


def refund(paid: Thing) -> None:
    total = {key: paid.get(f"total{key}") for key in ("", "_usd", "_formatted")}
    paid.change(
        status="refunded",
        status_formatted="Refunded",
        refunded=True,
        refunded_at=moments.written(moments.now()),
        **{f"refunded_amount{key}": value for key, value in total.items()},
    )


def _change_plan(shop: Shop, subscription: Thing, asked: Asked) -> Events:
    """To `variant_id`, or to the other one."""
    now = subscription.get("variant_id")
    wanted = int(asked.get("variant_id") or next(one for one in SOLD if one != now))
    if wanted not in SOLD:
        raise NotNow("There is no such variant")
    unused = -SOLD[now].cents
    item = subscription.get("first_subscription_item")
    variant = SOLD[wanted]
    renews_at = moments.months_later(moments.now(), variant.months)
    subscription.change(
        **made.sold_as(variant),
        renews_at=moments.written(renews_at),
        first_subscription_item={**item, "price_id": variant.price_id},
    )
    paid = made.invoice(shop, subscription, "updated", "paid", variant.cents + unused)
    return [("subscription_payment_success", paid), _updated(subscription)]


def _updated(subscription: Thing) -> tuple[str, Thing]:
    return "subscription_updated", subscription


def _owed(shop: Shop, subscription: Thing) -> Thing | None:
    number = int(subscription.id)
    owed = shop.every("subscription-invoices", subscription_id=number, status="pending")
    return owed[-1] if owed else None


def _next_renewal(subscription: Thing) -> str:
    last = max(moments.now(), moments.read(subscription.get("renews_at")))
    months = SOLD[subscription.get("variant_id")].months
    return moments.written(moments.months_later(last, months))


def _unstopped(subscription: Thing) -> str:
    trial = subscription.get("trial_ends_at")
    return "on_trial" if trial and moments.read(trial) > moments.now() else "active"


_RUNS = ("on_trial", "active", "past_due")
CHANGES: Mapping[str, Change] = {
    "cancel": Change(_cancel, (*_RUNS, "paused", "unpaid"), True, "Cancel"),
    "resume": Change(_resume, ("cancelled",), True, "Resume"),
    "pause_void": Change(_pause("void"), ("on_trial", "active"), True, "Pause, not served"),
    "pause_free": Change(_pause("free"), ("on_trial", "active"), True, "Pause, served for free"),
    "unpause": Change(_unpause, ("paused",), True, "End the pause"),
    "change_plan": Change(_change_plan, ("on_trial", "active"), True, "Change to the other plan"),
    "recover": Change(_recover, ("past_due", "unpaid"), True, "Pay what is owed"),
    "renew": Change(_renew, ("on_trial", "active"), False, "The renewal is paid"),
    "fail": Change(_fail, _RUNS, False, "The renewal is not paid"),
    "give_up": Change(_give_up, ("past_due",), False, "No more tries: unpaid"),
    "expire": Change(_expire, (*_RUNS, "cancelled", "paused", "unpaid"), False, "It expires"),
    "refund": Change(
        _refund, (*_RUNS, "cancelled", "paused", "unpaid", "expired"), False, "Refund the payment"
    ),
}
