"""Event function `subscription_receipts`: asks for the letters about payments and about Pro."""

from dataclasses import dataclass

import functions_framework
from flask import Request, Response

from shared import cold_start
from shared.events.inbox import Delivery, Inbox
from shared.events.messages.email_requested import TOPIC, EmailRequested
from shared.events.messages.subscription_changed import SubscriptionChanged
from shared.events.outbox import Publishing, live_outbox
from shared.live_inbox import live_reception
from shared.once import once
from shared.store.database import live_database
from shared.store.members import FirestoreMembers

from .choosing import letter_for


@dataclass(frozen=True)
class Deps:
    outbox: Publishing
    members: FirestoreMembers


@once
def live_deps() -> Deps:
    return Deps(live_outbox(), FirestoreMembers(live_database()))


def handle(delivery: Delivery[Deps], changed: SubscriptionChanged) -> None:
    choice = letter_for(changed)
    if choice is None:
        return
    for reader in _readers(delivery.deps, changed):
        request = EmailRequested(
            message_id=choice.message_id,
            template=choice.template,
            user_id=reader,
            facts=dict(choice.facts),
        )
        delivery.deps.outbox.publish(TOPIC, request)


def _readers(deps: Deps, changed: SubscriptionChanged) -> tuple[str, ...]:
    """Who opened the checkout; where an admin bound the subscription, the organisation's owner."""
    if changed.user_id is not None:
        return (changed.user_id,)
    return deps.members.owners(changed.organization_id)[:1]


inbox = Inbox("subscription_receipts", SubscriptionChanged, handle, live_deps, live_reception)


@functions_framework.http
def subscription_receipts(request: Request) -> Response:
    return inbox.answer(request)


cold_start.is_over()
