"""New objects of the shop, with every attribute the true ones have."""

from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

from tools.local.environment import STORE_ID
from tools.local.lemonsqueezy import moments
from tools.local.lemonsqueezy.catalogue import (
    CURRENCY,
    PRODUCT,
    PRODUCT_ID,
    SOLD,
    TRIAL_DAYS,
    Variant,
    money,
)
from tools.local.lemonsqueezy.shop import Shop, Thing

_CARD = {"card_brand": "visa", "card_last_four": "4242"}


def customer(shop: Shop, name: str, email: str) -> Thing:
    """The one with this address, new or known."""
    for known in shop.every("customers", email=email):
        return known
    attributes = {
        "store_id": STORE_ID,
        "name": name,
        "email": email,
        "status": "subscribed",
        "status_formatted": "Subscribed",
        **_stamps(moments.now()),
    }
    return shop.add("customers", attributes, {})


def order(shop: Shop, buyer: Thing, variant: Variant, total: int, custom: dict[str, str]) -> Thing:
    number, item = shop.number(), shop.number()
    attributes = {
        **_party(buyer),
        "identifier": str(uuid4()),
        "order_number": number,
        "tax_name": "",
        "tax_rate": "0.00",
        "status": "paid",
        "status_formatted": "Paid",
        **_sums(total, total),
        "setup_fee": 0,
        "first_order_item": {
            "id": item,
            "order_id": number,
            "product_id": PRODUCT_ID,
            "variant_id": variant.id,
            "price_id": variant.price_id,
            "product_name": PRODUCT,
            "variant_name": variant.name,
            "price": variant.cents,
            "quantity": 1,
            "test_mode": True,
            **_stamps(moments.now()),
        },
        **_stamps(moments.now()),
        "test_mode": True,
    }
    return shop.add("orders", attributes, custom, own_id=str(number))


def subscription(shop: Shop, bought: Thing, variant: Variant, *, trial: bool) -> Thing:
    moment = moments.now()
    first = moment + timedelta(days=TRIAL_DAYS) if trial else None
    renews_at = first or moments.months_later(moment, variant.months)
    number, item = shop.number(), shop.number()
    attributes = {
        **{name: bought.get(name) for name in ("store_id", "customer_id")},
        "order_id": int(bought.id),
        "order_item_id": bought.get("first_order_item")["id"],
        **sold_as(variant),
        **{name: bought.get(name) for name in ("user_name", "user_email")},
        "status": "on_trial" if trial else "active",
        **_CARD,
        "payment_processor": "stripe",
        "pause": None,
        "cancelled": False,
        "trial_ends_at": moments.written(first) if first else None,
        "billing_anchor": renews_at.day,
        "first_subscription_item": {
            "id": item,
            "subscription_id": number,
            "price_id": variant.price_id,
            "quantity": 1,
            "is_usage_based": False,
            "created_at": moments.written(moment + timedelta(seconds=1)),
            "updated_at": moments.written(moment + timedelta(seconds=1)),
        },
        "renews_at": moments.written(renews_at),
        "ends_at": None,
        **_stamps(moment),
        "test_mode": True,
    }
    return shop.add("subscriptions", attributes, bought.custom, own_id=str(number))


def sold_as(variant: Variant) -> dict[str, Any]:
    return {
        "product_id": PRODUCT_ID,
        "variant_id": variant.id,
        "product_name": PRODUCT,
        "variant_name": variant.name,
    }


def invoice(
    shop: Shop, paid_for: Thing, reason: str, status: str, total: int | None = None
) -> Thing:
    """Over the price of what is subscribed to, when nothing else is said."""
    price = SOLD[paid_for.get("variant_id")].cents
    sums = _sums(price if total is None else total, max(0, price if total is None else total))
    attributes = {
        "store_id": STORE_ID,
        "subscription_id": int(paid_for.id),
        **{name: paid_for.get(name) for name in ("customer_id", "user_name", "user_email")},
        "billing_reason": reason,
        **_CARD,
        "status": status,
        "status_formatted": status.capitalize(),
        **sums,
        **_stamps(moments.now()),
        "test_mode": True,
    }
    return shop.add("subscription-invoices", attributes, paid_for.custom)


def _party(buyer: Thing) -> dict[str, Any]:
    return {
        "store_id": STORE_ID,
        "customer_id": int(buyer.id),
        "user_name": buyer.get("name"),
        "user_email": buyer.get("email"),
    }


def _sums(subtotal: int, total: int) -> dict[str, Any]:
    amounts = {
        "subtotal": subtotal,
        "discount_total": 0,
        "tax": 0,
        "total": total,
        "refunded_amount": 0,
    }
    return {
        "currency": CURRENCY,
        "currency_rate": "1.00000000",
        "tax_inclusive": False,
        "refunded": False,
        "refunded_at": None,
        **amounts,
        **{f"{name}_usd": amount for name, amount in amounts.items()},
        **{f"{name}_formatted": money(amount) for name, amount in amounts.items()},
    }


def _stamps(moment: datetime) -> dict[str, str]:
    return {"created_at": moments.written(moment), "updated_at": moments.written(moment)}
