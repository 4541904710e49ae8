"""Event function `billing_events`: what the payment provider told goes into the book of billing."""

from dataclasses import dataclass

import functions_framework
from flask import Request, Response

from shared import cold_start
from shared.events.inbox import Delivery, Inbox
from shared.events.messages.billing_webhook_received import BillingWebhookReceived
from shared.live_billing import Bookkeeper, live_bookkeeper
from shared.live_inbox import live_reception
from shared.once import once


@dataclass(frozen=True)
class Deps:
    bookkeeper: Bookkeeper


@once
def live_deps() -> Deps:
    return Deps(live_bookkeeper())


def handle(delivery: Delivery[Deps], received: BillingWebhookReceived) -> None:
    delivery.deps.bookkeeper.handle(received.as_event())


inbox = Inbox("billing_events", BillingWebhookReceived, handle, live_deps, live_reception)


@functions_framework.http
def billing_events(request: Request) -> Response:
    return inbox.answer(request)


cold_start.is_over()
