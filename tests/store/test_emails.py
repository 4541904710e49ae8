"""Letters on record: claimed by one, settled for good."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from shared.store.database import Database
from shared.store.emails import Claim, Fate, FirestoreEmails

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)


@pytest.fixture
def emails(database: Database) -> FirestoreEmails:
    return FirestoreEmails(database, lambda: NOON)


def claimed(emails: FirestoreEmails) -> Claim:
    return emails.claim("receipt-1", "receipt", "ann")


def test_a_claim_stands_until_it_is_settled(emails: FirestoreEmails, database: Database) -> None:
    first = claimed(emails)
    assert first == Claim("receipt-1", "receipt", "ann", NOON, Fate.OPEN)
    later = FirestoreEmails(database, lambda: NOON + timedelta(hours=1))
    assert claimed(later) == first
    later.settle(first, Fate.SENT, provider_id="abc")
    assert claimed(emails) == replace(first, fate=Fate.SENT)
    found = database.get(("emails", "receipt-1"))
    assert found is not None
    assert found.data == {
        "template": "receipt",
        "user_id": "ann",
        "fate": "SENT",
        "reason": "",
        "provider_id": "abc",
        "first_tried_at": NOON,
        "expire_at": NOON + timedelta(days=90),
    }


def test_what_is_released_is_claimed_afresh(emails: FirestoreEmails, database: Database) -> None:
    emails.release(claimed(emails))
    later = FirestoreEmails(database, lambda: NOON + timedelta(hours=1))
    assert claimed(later).first_tried_at == NOON + timedelta(hours=1)


@pytest.mark.parametrize("fate", [Fate.SENT, Fate.DROPPED, Fate.FAILED, Fate.UNCERTAIN])
def test_what_is_settled_cannot_be_released(emails: FirestoreEmails, fate: Fate) -> None:
    claim = claimed(emails)
    emails.settle(claim, fate)
    emails.release(claim)
    assert claimed(emails).fate is fate


def test_releasing_what_is_not_there_is_nothing(
    emails: FirestoreEmails, connected: Callable[[], Database]
) -> None:
    claim = claimed(emails)
    emails.release(claim)
    FirestoreEmails(connected(), lambda: NOON).release(claim)
