"""Event function `usage_resets`: with every paid period of Pro, fair use is counted afresh."""

from dataclasses import dataclass

import functions_framework
from flask import Request, Response

from shared import cold_start
from shared.domain.billing_changes import Change
from shared.domain.entitlements import Tier
from shared.events.inbox import Delivery, Inbox
from shared.events.messages.subscription_changed import SubscriptionChanged
from shared.live_inbox import live_reception
from shared.once import once
from shared.store.database import live_database
from shared.store.usage import FirestoreUsage

_BEGINNINGS = frozenset({Change.STARTED, Change.RENEWED, Change.RECOVERED})
"""A renewal that had failed at first begins its period when it is paid. Payments by themselves
begin none: an invoice never decides what a subscription is."""


@dataclass(frozen=True)
class Deps:
    usage: FirestoreUsage


@once
def live_deps() -> Deps:
    return Deps(FirestoreUsage(live_database()))


def handle(delivery: Delivery[Deps], changed: SubscriptionChanged) -> None:
    if changed.change in _BEGINNINGS and changed.tier_after is Tier.PRO:
        delivery.deps.usage.begin_period(
            changed.organization_id, changed.occurred_at, changed.event_id
        )


inbox = Inbox("usage_resets", SubscriptionChanged, handle, live_deps, live_reception)


@functions_framework.http
def usage_resets(request: Request) -> Response:
    return inbox.answer(request)


cold_start.is_over()
