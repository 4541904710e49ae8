"""Events of the payment provider's on their way into the book, and what becomes of them."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from shared.domain.billing import Source, SubscriptionSnapshot
from shared.domain.billing_changes import Announcement
from shared.domain.billing_kept import SUBSCRIPTIONS
from shared.domain.billing_reading import attributes_of
from shared.domain.billing_trust import ParkReason

CREATION = "subscription_created"
FOUND = "subscription_found"
"""Our own word, for what no event told us and we learned by asking."""


@dataclass(frozen=True, slots=True)
class BillingEvent:
    """`key` names it: the same event has the same key however often it is sent. `intent` is what
    the buyer's custom data says, `organization_id` what an admin says; `retried` when it was put
    aside before."""

    key: str
    event_name: str
    object_type: str
    object_id: str
    attributes: Mapping[str, Any]
    test_mode: bool
    received_at: datetime
    intent: str | None = None
    rendered_at: int | None = None
    organization_id: str | None = None
    retried: bool = False
    source: Source = Source.WEBHOOK


class Kind(StrEnum):
    APPLIED = "APPLIED"
    SAME = "SAME"
    """Nothing in it was new."""
    STALE = "STALE"
    """We know of something later."""
    DUPLICATE = "DUPLICATE"
    PARKED = "PARKED"
    IGNORED = "IGNORED"
    """Of a kind that we have no use for."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """`announcements` are still to be published, and `owes` says that the book waits to be told
    when that is done. `bound` is a subscription that nobody knew before: what came too early for
    it can be taken up now."""

    kind: Kind
    key: str
    announcements: tuple[Announcement, ...] = ()
    owes: bool = False
    bound: str | None = None
    fault: ParkReason | None = None


def found_by_asking(
    told: SubscriptionSnapshot, now: datetime, intent: str | None = None
) -> BillingEvent:
    """What the provider answered, as if it had been an event: one for each time it was asked."""
    return BillingEvent(
        key=digest(FOUND, repr(told)),
        event_name=FOUND,
        object_type=SUBSCRIPTIONS,
        object_id=told.id,
        attributes=attributes_of(told),
        test_mode=told.test_mode,
        received_at=now,
        intent=intent,
        rendered_at=told.rendered_at,
        source=Source.RECONCILE,
    )


def digest(*parts: str) -> str:
    """A name made from what it names: the same parts, the same name."""
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()
