"""From a change of a subscription to the letter in a mailbox, through the real Pub/Sub."""

import time
import uuid
from collections.abc import Callable
from functools import partial
from typing import Any

import grpc
import pytest
import requests

from shared.domain.billing_changes import Change
from shared.events import outbox
from shared.events.messages import subscription_changed
from shared.store.database import Database
from tests.delivering import NOON, PAID, changed
from tools.local.testing import Stack


def until(find: Callable[[], Any], seconds: float = 30) -> Any:
    deadline = time.monotonic() + seconds
    while not (found := find()):
        assert time.monotonic() < deadline, "it never came to be"
        time.sleep(0.05)
    return found


def test_a_purchase_told_of_twice_is_in_the_mailbox_once_in_the_log_and_counted(
    stack: Stack, monkeypatch: pytest.MonkeyPatch
) -> None:
    about, ours = stack.about, stack.about["users"]["free"]
    login = requests.post(f"{stack.base_url}/api/v1/auth/login", json=ours, timeout=20).json()
    user = login["data"]["user"]
    monkeypatch.setenv("PUBSUB_EMULATOR_HOST", about["emulators"]["pubsub"])
    sending = outbox.outbox_of(about["project_id"])
    started, paid, bought = uuid.uuid4().hex, uuid.uuid4().hex, uuid.uuid4().hex[:12]
    whose = {"user_id": user["id"], "organization_id": user["organization_id"]}
    for _ in range(2):
        begun = changed(Change.STARTED, event_id=started, subscription_id=bought, **whose)
        invoice = PAID.model_copy(update={"id": bought})
        settled = changed(Change.PAYMENT_SUCCEEDED, event_id=paid, invoice=invoice, **whose)
        for message in (begun, settled):
            sending.publish(subscription_changed.TOPIC, message)

    def keys() -> list[str]:
        asked = {"to": ours["email"]}
        mails = requests.get(f"{about['standins']['mailbox']}/mails", asked, timeout=20).json()
        return sorted(mail["key"] for mail in mails if mail["key"].endswith(bought))

    wanted = [f"pro-started-{bought}", f"receipt-{bought}"]
    until(lambda: len(keys()) >= len(wanted))
    with grpc.insecure_channel(about["emulators"]["firestore"]) as channel:
        database = Database(about["project_id"], channel)
        for event in (started, paid):
            until(partial(database.get, ("audit", event)))
        counted = ("orgs", user["organization_id"], "usage", "current")
        assert until(partial(database.get, counted)).data["period_started_at"] == NOON
        for letter in wanted:
            assert until(partial(_fate, database, letter)) == "SENT"
    assert keys() == wanted


def _fate(database: Database, letter: str) -> str | None:
    found = database.get(("emails", letter))
    return None if found is None or found.data["fate"] == "OPEN" else str(found.data["fate"])
