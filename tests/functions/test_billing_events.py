"""Deliveries of billing events: handled, tried again, or put aside."""

import pytest

from functions.billing_events import main as billing_events
from shared.domain.billing_events import BillingEvent
from shared.domain.errors import Unavailable
from shared.events.inbox import Inbox
from shared.events.messages.billing_webhook_received import BillingWebhookReceived
from shared.live_billing import Bookkeeper
from tests.billing import Heard, subscription_event
from tests.delivering import Deliveries, reception


@pytest.fixture
def unread() -> list[str]:
    return []


@pytest.fixture
def queue(keeper: Bookkeeper, unread: list[str]) -> Deliveries:
    inbox = Inbox(
        "billing_events",
        BillingWebhookReceived,
        billing_events.handle,
        lambda: billing_events.Deps(keeper),
        reception(unread),
    )
    return Deliveries(inbox.answer)


def message(event: BillingEvent) -> BillingWebhookReceived:
    return BillingWebhookReceived.of(event)


def test_an_event_takes_effect_once_however_often_it_is_delivered(
    queue: Deliveries, keeper: Bookkeeper, heard: Heard
) -> None:
    assert [queue.deliver(message(subscription_event())) for _ in range(3)] == [204] * 3
    assert heard.changes == ["STARTED"]
    assert [one.status for one in keeper.subscriptions.of("ours")] == ["active"]


def test_what_cannot_be_trusted_is_acknowledged(queue: Deliveries, keeper: Bookkeeper) -> None:
    assert queue.deliver(message(subscription_event(store_id=7))) == 204
    assert [one.fault.value for one in keeper.parked.newest()] == ["FOREIGN_STORE"]


def test_what_could_not_be_announced_is_delivered_again(queue: Deliveries, heard: Heard) -> None:
    heard.fails = Unavailable()
    assert queue.deliver(message(subscription_event())) == 503
    heard.fails = None
    assert queue.deliver(message(subscription_event())) == 204
    assert heard.changes == ["STARTED"]


def test_a_key_that_could_name_something_else_is_no_key(
    queue: Deliveries, unread: list[str]
) -> None:
    sent = message(subscription_event()).model_dump(mode="json")
    assert queue.deliver({**sent, "key": "../orgs/x"}) == 204
    assert [reason.partition(":")[0] for reason in unread] == ["key"]
