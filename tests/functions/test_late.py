"""What still comes about somebody who is erased is done with, and brings nothing back.

Through the ingress of every event function: what it fails comes again for a week.
"""

from collections.abc import Iterator
from pathlib import Path

import pytest

from shared.domain.billing_changes import Change
from shared.domain.billing_events import BillingEvent
from shared.domain.coach.own_texts import Source
from shared.events.message import Message
from shared.events.messages.account_leaving import AccountLeaving
from shared.events.messages.billing_webhook_received import BillingWebhookReceived
from shared.events.messages.email_requested import EmailRequested, Fact
from shared.events.messages.exercises_changed import ExercisesChanged
from shared.events.messages.export_requested import ExportRequested
from shared.events.messages.import_requested import ImportRequested, Step
from shared.events.messages.merge_requested import MergeRequested
from shared.events.messages.texts_changed import TextsChanged
from shared.events.messages.week_closed import WeekClosed
from shared.live_billing import Bookkeeper
from shared.store.billing_parked import FirestoreBillingParked
from shared.store.checkouts import FirestoreCheckouts
from shared.store.database import Database
from shared.store.guards import tombstone_path
from shared.store.subscriptions import subscription_path
from shared.store.writes import Create
from tests.billing import START, intent, invoice_event, subscription_event, written
from tests.delivering import changed
from tests.erasing import House, emptied_house
from tests.late import Functions
from tests.mailroom import mailroom
from tests.modelled import modelled
from tests.people import Person, now
from tests.stocked import stock
from tools.local.testing import StartedEmulators
from tools.manifest import read_all
from tools.operate.scan_person import whole

BOOK = {"audit", "audit_heads", "billing_parked", "invoices", "subscriptions", "webhook_events"}
"""What was paid, and that the provider told us of it, is kept without the person."""
LETTER: dict[str, Fact] = {
    "plan": "PRO_MONTHLY",
    "total_cents": 999,
    "currency": "EUR",
    "paid_at": written(START),
}


@pytest.fixture
def house(database: Database, project: str, emulators: StartedEmulators) -> House:
    stock(database)
    return emptied_house(database, project, emulators)


@pytest.fixture
def functions(house: House, keeper: Bookkeeper, tmp_path: Path) -> Iterator[Functions]:
    with mailroom(tmp_path / "mailbox.json") as room, modelled() as model:
        yield Functions(house, keeper, room, model, [])


@pytest.fixture
def ann(house: House, keeper: Bookkeeper) -> Person:
    """On Pro, and with a checkout that she has not paid."""
    ann = house.people.free()
    for name in ("paid", "unpaid"):
        FirestoreCheckouts(house.database).add(
            intent(name, ann.organization_id, user_id=ann.user_id)
        )
    keeper.handle(subscription_event(subscription_id="2", intent="paid"))
    return ann


def late(ann: Person) -> dict[str, list[Message]]:
    """For each function whatever may still be under way."""
    uid, oid = ann.user_id, ann.organization_id
    subscription = [
        changed(change, organization_id=oid, user_id=whose, subscription_id="2")
        for change in (Change.STARTED, Change.RENEWED, Change.PAYMENT_SUCCEEDED, Change.EXPIRED)
        for whose in (uid, None)
    ]
    return {
        "billing_events": [BillingWebhookReceived.of(one) for one in told_late()],
        "subscription_audit": [*subscription],
        "subscription_receipts": [*subscription],
        "usage_resets": [*subscription],
        "emails": [
            EmailRequested(message_id="late", template="receipt", user_id=uid, facts=LETTER)
        ],
        "embeddings": [ExercisesChanged(organization_id=oid)],
        "text_embeddings": [
            TextsChanged(user_id=uid, organization_id=oid),
            TextsChanged(user_id=uid, organization_id=oid, source=Source.WORKOUT, ids=("w",)),
        ],
        "erasure": [AccountLeaving(user_id=uid)],
        "export_runs": [ExportRequested(user_id=uid, organization_id=oid, export_id="e")],
        "import_runs": [
            ImportRequested(user_id=uid, organization_id=oid, import_id="i", run=1, step=step)
            for step in Step
        ],
        "merge_runs": [MergeRequested(anonymous_id=uid)],
        "weekly_report": [WeekClosed(user_id=uid, iso_week="2026-W40")],
    }


def told_late() -> list[BillingEvent]:
    renewed, cancelled, expired = (
        {"rendered_at": at, "updated_at": written(START.replace(hour=12 + at)), "intent": "paid"}
        for at in (1, 2, 3)
    )
    return [
        subscription_event("subscription_updated", "2", **renewed),
        invoice_event(subscription_id="2", intent="paid"),
        subscription_event(
            "subscription_cancelled", "2", **cancelled, status="cancelled", cancelled=True
        ),
        subscription_event("subscription_expired", "2", **expired, status="expired"),
        # Paid for after all.
        subscription_event("subscription_created", "3", intent="unpaid"),
        invoice_event("subscription_payment_success", "10", "3", intent="unpaid"),
    ]


def test_every_function_is_done_with_what_comes_late(
    house: House, functions: Functions, ann: Person
) -> None:
    uid, oid = ann.user_id, ann.organization_id
    house.erase(ann)
    assert (house.is_proven(ann), house.of(ann)) == (True, [])
    before = {one.path for one in whole(house.database)}
    events = {name for name, one in read_all().items() if one.kind == "event"}
    messages, answering = late(ann), functions.all()
    assert messages.keys() == answering.keys() == events
    for name, told in messages.items():
        for message in told * 2:
            assert answering[name].deliver(message) == 204, (name, message)
    assert functions.parked == []
    assert house.of(ann) == []
    new = {one.path for one in whole(house.database)} - before
    assert {path[0] for path in new} <= BOOK
    assert not [path for path in new if uid in path or oid in path]
    assert house.storage.names(house.bucket) == []
    assert functions.room.mails() == []
    aside = FirestoreBillingParked(house.database, now).newest()
    assert [(one.object_id, one.fault) for one in aside] == [("3", "UNKNOWN_INTENT")]


def test_an_event_amid_the_erasure_waits_until_nobody_is_named(
    house: House, functions: Functions, ann: Person
) -> None:
    """Otherwise it would write the buyer's name behind the sweep, where nobody looks again."""
    deliveries = functions.all()["billing_events"]
    house.database.commit(Create(tombstone_path(ann.user_id), {}))
    told = [BillingWebhookReceived.of(one) for one in told_late()]
    # All but an invoice of a subscription that nobody knows yet would be told with her name.
    assert [deliveries.deliver(one) for one in told] == [503] * 5 + [204]
    bought = house.database.get(subscription_path("2"))
    assert bought is not None
    assert bought.data["user_id"] == ann.user_id
