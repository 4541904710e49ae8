"""What the stand-in's shop sells: one product, each plan a variant with one price."""

from collections.abc import Mapping
from dataclasses import dataclass

from tools.local.environment import VARIANTS

PRODUCT_ID = 90210
PRODUCT = "HypertroQ Pro"
CURRENCY = "USD"
TRIAL_DAYS = 14


@dataclass(frozen=True)
class Variant:
    id: int
    price_id: int
    name: str
    months: int
    cents: int

    @property
    def interval(self) -> str:
        return "year" if self.months == 12 else "month"


SOLD: Mapping[int, Variant] = {
    one.id: one
    for one in (
        Variant(VARIANTS["PRO_MONTHLY"], 661801, "Monthly", 1, 999),
        Variant(VARIANTS["PRO_YEARLY"], 661802, "Yearly", 12, 9_900),
    )
}

STORE = {
    "name": "HypertroQ on this machine",
    "slug": "hypertroq-local",
    "domain": "hypertroq-local.lemonsqueezy.com",
    "url": "https://hypertroq-local.lemonsqueezy.com",
    "country": "US",
    "currency": CURRENCY,
    "created_at": "2026-01-01T00:00:00.000000Z",
    "updated_at": "2026-01-01T00:00:00.000000Z",
}


def variant_attributes(variant: Variant) -> dict[str, object]:
    return {
        "product_id": PRODUCT_ID,
        "name": variant.name,
        "slug": variant.name.lower(),
        "price": variant.cents,
        "is_subscription": True,
        "interval": variant.interval,
        "interval_count": 1,
        "has_free_trial": True,
        "trial_interval": "day",
        "trial_interval_count": TRIAL_DAYS,
        "status": "published",
        "status_formatted": "Published",
        "created_at": STORE["created_at"],
        "updated_at": STORE["updated_at"],
        "test_mode": True,
    }


def price_attributes(variant: Variant) -> dict[str, object]:
    return {
        "variant_id": variant.id,
        "category": "subscription",
        "scheme": "standard",
        "usage_aggregation": None,
        "unit_price": variant.cents,
        "unit_price_decimal": None,
        "setup_fee_enabled": False,
        "setup_fee": None,
        "package_size": 1,
        "tiers": None,
        "renewal_interval_unit": variant.interval,
        "renewal_interval_quantity": 1,
        "trial_interval_unit": "day",
        "trial_interval_quantity": TRIAL_DAYS,
        "min_price": None,
        "suggested_price": None,
        "tax_code": "eservice",
        "created_at": STORE["created_at"],
        "updated_at": STORE["updated_at"],
    }


def money(cents: int) -> str:
    sign = "-" if cents < 0 else ""
    return f"{sign}${abs(cents) // 100}.{abs(cents) % 100:02}"
