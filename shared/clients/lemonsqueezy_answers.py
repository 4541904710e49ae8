"""What Lemon Squeezy answers, as far as we read it. Whatever else it says is let pass."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from pydantic import BaseModel, ConfigDict, Field

from shared.domain.billing import SubscriptionSnapshot
from shared.domain.billing_kept import SUBSCRIPTIONS, kept, rendered_at
from shared.domain.billing_reading import read_subscription


class Answer(BaseModel):
    model_config = ConfigDict(frozen=True, allow_inf_nan=False)


class Resource(Answer):
    id: str
    attributes: dict[str, Any]


class Single(Answer):
    data: Resource


class Pages(Answer):
    last_page: int = Field(alias="lastPage", ge=0, le=100_000)


class ListingMeta(Answer):
    page: Pages


class Listing(Answer):
    data: tuple[Resource, ...]
    meta: ListingMeta


class CheckoutAttributes(Answer):
    url: str
    expires_at: datetime | None = None


class PriceAttributes(Answer):
    created_at: datetime
    unit_price: int | None = None
    """In cents; null for prices in tiers."""


class StoreAttributes(Answer):
    currency: str


@dataclass(frozen=True, slots=True)
class Shown:
    """A subscription with what is never kept of it: its address proves nothing, its link signs
    whoever has it in."""

    snapshot: SubscriptionSnapshot
    email: str | None = field(repr=False)
    portal_url: str | None = field(repr=False)


def shown(resource: Resource) -> Shown:
    """Raises `Unfit`."""
    attributes = resource.attributes
    snapshot = read_subscription(
        resource.id, kept(SUBSCRIPTIONS, attributes), rendered_at(attributes)
    )
    urls = attributes.get("urls")
    portal = urls.get("customer_portal") if isinstance(urls, Mapping) else None
    return Shown(snapshot, _text(attributes.get("user_email")), _text(portal))


def _text(value: Any) -> str | None:
    return value if isinstance(value, str) and value else None
