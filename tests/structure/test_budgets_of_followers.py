"""What following a change of a subscription costs in Firestore: documents read and written."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

import functions.emails.main as emails
import functions.subscription_audit.main as audit
import functions.subscription_receipts.main as receipts
import functions.usage_resets.main as resets
from functions.emails.schemas import WritableLetter
from shared.domain.billing_changes import Change
from shared.events.inbox import Inbox
from shared.events.message import Message
from shared.events.messages.subscription_changed import SubscriptionChanged
from shared.store.audit import FirestoreAudit
from shared.store.database import Database
from shared.store.emails import FirestoreEmails
from shared.store.members import FirestoreMembers
from shared.store.usage import FirestoreUsage
from tests.delivering import Deliveries, changed, reception
from tests.mailroom import mailroom, recipients_of
from tests.people import People, now

Spent = tuple[int, int]
Measure = Callable[[Deliveries, Message], Spent]


@pytest.fixture
def measure(capsys: pytest.CaptureFixture[str]) -> Measure:
    """Reads and writes of one delivery, by the line it logged."""

    def spent(function: Deliveries, message: Message) -> Spent:
        capsys.readouterr()
        assert function.deliver(message) == 204
        logged = json.loads(capsys.readouterr().out.splitlines()[-1])
        assert logged["outcome"] == "handled"
        return logged["reads"], logged["writes"]

    return spent


def function(module: Any, deps: object, model: type[Message] = SubscriptionChanged) -> Deliveries:
    return Deliveries(Inbox("f", model, module.handle, lambda: deps, reception([])).answer)


class Nowhere:
    def publish(self, topic: str, message: Message, **attributes: str) -> None:
        """It costs no document."""


def test_each_follower_writes_what_it_is_there_for(database: Database, measure: Measure) -> None:
    started = changed(Change.STARTED)
    log = function(audit, audit.Deps(FirestoreAudit(database)))
    # Whether it is written, and the chain's head; entry and head.
    assert measure(log, started) == (2, 2)
    usage = function(resets, resets.Deps(FirestoreUsage(database)))
    assert measure(usage, started) == (1, 1)
    assert measure(usage, changed(Change.UPDATED)) == (0, 0)
    asking = function(receipts, receipts.Deps(Nowhere(), FirestoreMembers(database)))
    assert measure(asking, started) == (0, 0)
    # Nobody opened a checkout: the owner is looked for.
    assert measure(asking, changed(Change.STARTED, user_id=None)) == (1, 0)


def test_a_letter_is_two_reads_and_two_writes(
    database: Database, people: People, measure: Measure, tmp_path: Path
) -> None:
    ann = people.free()
    facts = {"ended_at": "2026-03-01T12:00:00Z"}
    asked = WritableLetter(
        message_id="m", template="pro_ended", user_id=ann.user_id, facts={**facts}
    )
    with mailroom(tmp_path / "mailbox.json") as room:
        kept = FirestoreEmails(database, now)
        who = recipients_of(people.accounts, database, now)
        deps = emails.Deps(who, kept, room.client(), "https://app.example", now)
        letters = function(emails, deps, WritableLetter)
        assert measure(letters, asked) == (2, 2)
        # Asked for again: a claim that is there already, whether its person is erased, and what
        # became of it.
        assert measure(letters, asked) == (2, 1)
