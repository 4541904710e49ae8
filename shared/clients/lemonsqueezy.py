"""Lemon Squeezy's API: checkouts are opened, subscriptions and prices read.

Whether a key works on the live shop or on its test mode, the key decides.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import TypeVar

from pydantic import BaseModel, ValidationError

from shared import log
from shared.clients.json_api import Declined, JsonApi, Patience
from shared.clients.lemonsqueezy_answers import (
    CheckoutAttributes,
    Listing,
    PriceAttributes,
    Resource,
    Shown,
    Single,
    StoreAttributes,
    shown,
)
from shared.clients.secrets import Secrets
from shared.domain.billing import Plan
from shared.domain.billing_reading import Unfit
from shared.domain.billing_trust import Storefront
from shared.domain.errors import Unavailable
from shared.once import once

API_KEY_SECRET = "lemonsqueezy-api-key"  # noqa: S105 (its name, not its content)
_PAGE = 100

Read = TypeVar("Read", bound=BaseModel)


@dataclass(frozen=True, slots=True)
class NewCheckout:
    """`intent` comes back in every event of what is bought by it. `email` only fills the form in:
    the buyer may write another."""

    intent: str
    plan: Plan
    redirect_url: str
    expires_at: datetime
    email: str | None = field(default=None, repr=False)


@dataclass(frozen=True, slots=True)
class Checkout:
    id: str
    url: str
    expires_at: datetime


@dataclass(frozen=True, slots=True)
class Price:
    amount_cents: int
    currency: str


class LemonSqueezy:
    """One shop. Threads may share it. Raises `Unavailable` for every outage and every answer that
    cannot be read."""

    def __init__(self, api: JsonApi, shop: Storefront) -> None:
        self._api, self._shop = api, shop
        self._currency = once(self._read_currency)

    def create_checkout(self, asked: NewCheckout) -> Checkout:
        try:
            answer = self._api.post("/checkouts", _checkout(asked, self._shop))
        except Declined as declined:
            if asked.email is None or not any("email" in place for place in declined.places):
                raise
            # An address that they do not take: the buyer will write one that they do.
            return self.create_checkout(replace(asked, email=None))
        made = _read(Single, answer).data
        attributes = _read(CheckoutAttributes, made.attributes)
        return Checkout(made.id, attributes.url, attributes.expires_at or asked.expires_at)

    def subscription(self, subscription_id: str) -> Shown | None:
        answer = self._api.get(f"/subscriptions/{subscription_id}")
        return None if answer is None else _readable(_read(Single, answer).data)

    def cancel(self, subscription_id: str) -> None:
        """It is not renewed. What is paid stays paid to its end, and until then it can be taken up
        again in the portal. Cancelled twice is cancelled. Raises `Declined`."""
        self._api.delete(f"/subscriptions/{subscription_id}")

    def subscriptions(self, email: str | None = None) -> Iterator[Shown]:
        """All of the shop, page by page, or those bought with an address. What cannot be read is
        left out and told to the log. One may come twice when others are added meanwhile."""
        query: dict[str, str | int] = {"filter[store_id]": self._shop.store_id, "page[size]": _PAGE}
        if email is not None:
            query["filter[user_email]"] = email
        number, last = 0, 1
        while number < last:
            number += 1
            listing = _read(
                Listing, self._api.get("/subscriptions", {**query, "page[number]": number})
            )
            yield from filter(None, map(_read_or_logged, listing.data))
            last = listing.meta.page.last_page

    def price(self, plan: Plan) -> Price | None:
        """The one it is sold for now, before taxes; None for what has no one price."""
        variant = self._shop.variant_of(plan)
        query: dict[str, str | int] = {"filter[variant_id]": variant, "page[size]": _PAGE}
        listing = _read(Listing, self._api.get("/prices", query))
        # A new price does not replace the old one: it stands beside it.
        prices = [_read(PriceAttributes, one.attributes) for one in listing.data]
        current = max(prices, key=lambda one: one.created_at, default=None)
        if current is None or current.unit_price is None:
            return None
        return Price(current.unit_price, self._currency())

    def _read_currency(self) -> str:
        answer = self._api.get(f"/stores/{self._shop.store_id}")
        return _read(StoreAttributes, _read(Single, answer).data.attributes).currency


def connect(url: str, shop: Storefront, secrets: Secrets, patience: Patience) -> LemonSqueezy:
    """Calls nobody yet. Always with the newest enabled version of the key."""

    def key() -> str:
        return secrets.versions(API_KEY_SECRET)[0].payload.decode("ascii", "replace").strip()

    return LemonSqueezy(JsonApi(url, key, patience), shop)


def _checkout(asked: NewCheckout, shop: Storefront) -> dict[str, object]:
    variant = shop.variant_of(asked.plan)
    buyer: dict[str, object] = {"custom": {"intent": asked.intent}}
    if asked.email is not None:
        buyer["email"] = asked.email
    attributes = {
        # Without this the buyer could choose another variant.
        "product_options": {
            "enabled_variants": [variant],
            "redirect_url": asked.redirect_url,
        },
        "checkout_data": buyer,
        "expires_at": asked.expires_at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
        "test_mode": shop.test_mode,
    }
    related = {"store": ("stores", shop.store_id), "variant": ("variants", variant)}
    relationships = {
        name: {"data": {"type": kind, "id": str(number)}}
        for name, (kind, number) in related.items()
    }
    return {"data": {"type": "checkouts", "attributes": attributes, "relationships": relationships}}


def _readable(resource: Resource) -> Shown:
    try:
        return shown(resource)
    except Unfit as error:
        log.event("ERROR", "a subscription cannot be read", id=resource.id, reason=str(error))
        raise Unavailable from None


def _read_or_logged(resource: Resource) -> Shown | None:
    try:
        return _readable(resource)
    except Unavailable:
        return None


def _read(model: type[Read], answer: object) -> Read:
    try:
        return model.model_validate(answer)
    except ValidationError as error:
        places = [".".join(map(str, one["loc"])) for one in error.errors(include_input=False)]
        log.event("ERROR", "an answer of Lemon Squeezy's cannot be read", places=places[:10])
        # Not from the error: it repeats what was answered, and that names people.
        raise Unavailable from None
